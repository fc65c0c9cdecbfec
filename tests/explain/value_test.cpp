#include "o2c/explain/value.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "o2c/money/currencies.hpp"
#include "o2c/time/period.hpp"

namespace o2c {
namespace {

using currencies::EUR;
using currencies::USD;

TEST(Value, KeepsWhatItCanHold) {
  EXPECT_EQ(std::get<std::int64_t>(to_value(std::int8_t{-3})), -3);
  EXPECT_EQ(std::get<Decimal>(to_value(std::numeric_limits<std::uint64_t>::max())),
            std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(std::get<std::int64_t>(to_value(Int128{7})), 7);
  EXPECT_EQ(std::get<Decimal>(to_value(detail::power_of_ten(37))), detail::power_of_ten(37));
  EXPECT_EQ(std::get<Decimal>(to_value(1.50_dec)).scale(), 2);
  EXPECT_EQ(std::get<Ratio>(to_value(Ratio(1, 3))), Ratio(1, 3));
  EXPECT_EQ(std::get<Rate>(to_value(250_bps)), 250_bps);
  EXPECT_EQ(std::get<Money>(to_value(Money::from_minor(5, USD))), Money::from_minor(5, USD));
  EXPECT_EQ(std::get<Date>(to_value(Date(2026, 3, 31))), Date(2026, 3, 31));
  const MoneyBag bag{Money::from_minor(5, USD), Money::from_minor(7, EUR)};
  EXPECT_EQ(std::get<MoneyBag>(to_value(bag)), bag);
}

TEST(Value, OtherThingsBecomeTheirText) {
  EXPECT_EQ(std::get<std::string>(to_value("31-60")), "31-60");
  EXPECT_EQ(std::get<std::string>(to_value(std::string_view("a"))), "a");
  EXPECT_EQ(std::get<std::string>(to_value(std::string("b"))), "b");
  EXPECT_EQ(std::get<std::string>(to_value(Period::month_of(Date(2026, 3, 31)))), "2026-03");
}

TEST(Value, TextIsAsPeopleReadIt) {
  EXPECT_EQ(value_text(std::int64_t{-31}), "-31");
  EXPECT_EQ(value_text(1.50_dec), "1.50");
  EXPECT_EQ(value_text(Ratio(1, 3)), "1/3");
  EXPECT_EQ(value_text(325_bps), "3.25%");
  EXPECT_EQ(value_text(Money::from_minor(123'450, USD)), "1234.50 USD");
  EXPECT_EQ(value_text(MoneyBag{Money::from_minor(5, USD), Money::from_minor(7, EUR)}),
            "0.07 EUR + 0.05 USD");
  EXPECT_EQ(value_text(Date(2026, 3, 31)), "2026-03-31");
  EXPECT_EQ(value_text("open"), "open");
}

}  // namespace
}  // namespace o2c
