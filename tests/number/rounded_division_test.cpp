#include "o2c/number/detail/rounded_division.hpp"

#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

namespace o2c {
namespace {

TEST(RoundedDivision, IsThatOfDivide) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  for (int mode = 0; mode < static_cast<int>(Rounding::exact); ++mode) {
    const auto rounding = static_cast<Rounding>(mode);
    for (const std::int64_t divisor :
         {std::int64_t{1}, std::int64_t{2}, std::int64_t{3}, std::int64_t{10}, std::int64_t{36'500},
          std::int64_t{1} << 62U, most - 1, most}) {
      const RoundedDivision divided(divisor, rounding);
      const auto expect = [&](std::int64_t numerator) {
        EXPECT_EQ(divided(numerator),
                  static_cast<std::int64_t>(divide(numerator, divisor, rounding)))
            << numerator << " / " << divisor << ' ' << to_string(rounding);
      };
      for (std::int64_t numerator = 0; numerator < 200; ++numerator) {
        expect(numerator);
        expect(most - numerator);
        expect(divisor / 2 + numerator / 2);
      }
    }
  }
}

TEST(RoundedDivision, OfSharesIsTheSame) {
  constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();
  for (int mode = 0; mode < static_cast<int>(Rounding::exact); ++mode) {
    const auto rounding = static_cast<Rounding>(mode);
    for (const std::int64_t divisor :
         {std::int64_t{2}, std::int64_t{3}, std::int64_t{10}, std::int64_t{36'500},
          std::int64_t{3'650'000}, (std::int64_t{1} << 40U) - 1, std::int64_t{1} << 61U}) {
      const RoundedDivision divided(divisor, rounding);
      const std::uint64_t most = all / static_cast<std::uint64_t>(divisor) - 1;
      const bool parity = rounding == Rounding::half_even || rounding == Rounding::half_odd;
      EXPECT_EQ(divided.has_shares(most, 1), !(parity && divisor % 2 == 0));
      EXPECT_FALSE(divided.has_shares(most + 1, 1));
      EXPECT_FALSE(divided.has_shares(1, static_cast<std::uint64_t>(divisor)));
      if (!divided.has_shares(most, 1)) continue;
      for (const std::int64_t factor : {std::int64_t{0}, std::int64_t{1}, divisor / 2 - 1,
                                        divisor / 2, divisor / 3, divisor - 1})
        for (std::uint64_t back = 0; back < 100; ++back)
          for (const std::uint64_t number : {back, most / 2 - back, most - back}) {
            if (number > most || number > std::numeric_limits<std::int64_t>::max()) continue;
            const auto whole = static_cast<std::int64_t>(number);
            EXPECT_EQ(divided.of(whole, divided.share(factor)),
                      static_cast<std::int64_t>(
                          divide(static_cast<Int128>(whole) * factor, divisor, rounding)))
                << number << " x " << factor << " / " << divisor << ' ' << to_string(rounding);
          }
    }
  }
}

}  // namespace
}  // namespace o2c
