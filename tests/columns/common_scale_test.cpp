#include "o2c/columns/common_scale.hpp"

#include <gtest/gtest.h>

#include "o2c/money/currencies.hpp"

namespace o2c {
namespace {

using namespace currencies;

TEST(CommonScale, HoldsAmountsOfAllCurrencies) {
  CommonScale scale;
  EXPECT_EQ(scale.digits(), 0);
  for (const Money& each : {Money::from_minor(1, USD), Money::from_minor(1, BHD)})
    scale.include(each);
  scale.include(Money::from_minor(1, JPY));
  EXPECT_EQ(scale.digits(), 3);
  EXPECT_EQ(scale.of(Money::from_minor(-150, USD)), Int128{-1'500});
  EXPECT_EQ(scale.of(Money::from_minor(150, JPY)), Int128{150'000});
}

TEST(CommonScale, HoldsDecimalsOfAllScales) {
  CommonScale scale;
  scale.include(Decimal::parse("7.1"));
  scale.include(Decimal::parse("0.0123"));
  EXPECT_EQ(scale.digits(), 4);
  EXPECT_EQ(scale.of(Decimal::parse("7.1")), Int128{71'000});
}

TEST(CommonScale, RefusesWhatHasTooManyDigitsAtTheColumnsScale) {
  CommonScale scale;
  scale.include(Decimal::from_parts(1, 30));
  EXPECT_EQ(scale.of(Decimal(99'999'999)), Int128{99'999'999} * detail::power_of_ten(30));
  EXPECT_THROW((void)scale.of(Decimal(100'000'000)), Overflow);
  EXPECT_THROW((void)scale.of(Decimal::parse("-1234567890123456789")), Overflow);
  EXPECT_THROW((void)scale.of(Money::from_minor(99'999'999'999, USD)), Overflow);
}

}  // namespace
}  // namespace o2c
