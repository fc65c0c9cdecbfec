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

}  // namespace
}  // namespace o2c
