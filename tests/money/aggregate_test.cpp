#include "o2c/money/aggregate.hpp"

#include <limits>
#include <list>
#include <ranges>
#include <vector>

#include <gmock/gmock.h>

namespace o2c {
namespace {

using currencies::EUR, currencies::JPY, currencies::USD;
using testing::HasSubstr;
using testing::ThrowsMessage;

Money usd(std::int64_t minor) { return Money::from_minor(minor, USD); }
Money eur(std::int64_t minor) { return Money::from_minor(minor, EUR); }

constexpr std::int64_t minor_max = std::numeric_limits<std::int64_t>::max();

TEST(Sum, OfNothingIsZeroInTheStatedCurrency) {
  EXPECT_EQ(sum(std::vector<Money>{}, JPY), Money::zero(JPY));
  EXPECT_EQ(sum({}, USD), usd(0));
}

TEST(Sum, TakesAnyRange) {
  EXPECT_EQ(sum({usd(1), usd(2), usd(-5)}, USD), usd(-2));
  EXPECT_EQ(sum(std::list{usd(1), usd(2)}, USD), usd(3));
  const std::vector<int> lines{1, 2, 3};
  EXPECT_EQ(sum(lines | std::views::filter([](int n) { return n != 2; }) |
                    std::views::transform([](int n) { return usd(n); }),
                USD),
            usd(4));
}

TEST(Sum, NeverDependsOnTheOrder) {
  EXPECT_EQ(sum({usd(minor_max), usd(minor_max), usd(-minor_max)}, USD), usd(minor_max));
  EXPECT_THAT([] { return sum({usd(minor_max), usd(1)}, USD); },
              ThrowsMessage<Overflow>(HasSubstr("the sum 92233720368547758.08 USD is too large")));
}

TEST(Sum, RefusesOtherCurrencies) {
  EXPECT_THAT([] { return sum({usd(1), eur(2)}, USD); },
              ThrowsMessage<CurrencyMismatch>(HasSubstr("0.02 EUR")));
  EXPECT_THROW(sum({usd(1)}, EUR), CurrencyMismatch);
}

TEST(MinMax, FindTheExtremes) {
  const std::vector amounts{usd(3), usd(-7), usd(5)};
  EXPECT_EQ(min(amounts), usd(-7));
  EXPECT_EQ(max(amounts), usd(5));
  EXPECT_EQ(max({usd(1)}), usd(1));
  EXPECT_THAT([] { return min(std::vector<Money>{}); },
              ThrowsMessage<InvalidArgument>("min of no amounts: expected at least one"));
  EXPECT_THAT([] { return max(std::vector<Money>{}); },
              ThrowsMessage<InvalidArgument>("max of no amounts: expected at least one"));
  EXPECT_THROW(max({usd(1), eur(1)}), CurrencyMismatch);
}

TEST(Average, RoundsOnce) {
  EXPECT_EQ(average({usd(1), usd(2), usd(2)}, Rounding::down), usd(1));
  EXPECT_EQ(average({usd(1), usd(2), usd(2)}, Rounding::half_even), usd(2));
  EXPECT_EQ(average({usd(minor_max), usd(minor_max)}, Rounding::exact), usd(minor_max));
  EXPECT_THROW(average({usd(1), usd(2)}, Rounding::exact), InexactResult);
  EXPECT_THROW(average({usd(1), eur(2)}, Rounding::down), CurrencyMismatch);
  EXPECT_THAT([] { return average(std::vector<Money>{}, Rounding::down); },
              ThrowsMessage<InvalidArgument>("average of no amounts: expected at least one"));
}

}  // namespace
}  // namespace o2c
