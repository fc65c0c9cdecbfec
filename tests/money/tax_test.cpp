#include "o2c/money/tax.hpp"

#include <gmock/gmock.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using testing::IsEmpty;

Money cny(std::string_view text) { return Money::of(Decimal::parse(text), CNY); }

TEST(Tax, IsAddedAndSplitOff) {
  const TaxedAmount with{cny("100"), cny("13"), cny("113")};
  EXPECT_EQ(add_tax(cny("100"), Rate::parse("13%"), Rounding::half_up), with);
  EXPECT_EQ(split_tax(cny("113"), Rate::parse("13%"), Rounding::half_up), with);
  const TaxedAmount rest{cny("0.88"), cny("0.12"), cny("1.00")};
  EXPECT_EQ(split_tax(cny("1.00"), Rate::parse("13%"), Rounding::half_up), rest);
  EXPECT_THROW(split_tax(cny("1.00"), Rate::parse("13%"), Rounding::exact), InexactResult);
  for (const char* below : {"-100%", "-1%"}) {
    EXPECT_THROW(add_tax(cny("1.00"), Rate::parse(below), Rounding::half_up), InvalidArgument);
    EXPECT_THROW(split_tax(cny("1.00"), Rate::parse(below), Rounding::half_up), InvalidArgument);
    EXPECT_THROW(net_price(1, Rate::parse(below)), InvalidArgument);
  }
  Derivation steps;
  add_tax(cny("99.99"), Rate::parse("6%"), Rounding::half_up, steps);
  split_tax(cny("99.99"), Rate::parse("6%"), Rounding::half_even, steps);
  EXPECT_THAT(steps.recheck(), IsEmpty());
}

TEST(Tax, OfAPriceGoesBackExactly) {
  const Rate rate = Rate::parse("13%");
  EXPECT_EQ(net_price(113, rate), Ratio(100));
  EXPECT_EQ(price_with_tax(net_price(7, rate), rate), Ratio(7));
}

}  // namespace
}  // namespace o2c
