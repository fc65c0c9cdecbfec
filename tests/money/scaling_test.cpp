#include "o2c/money/scaling.hpp"

#include <limits>

#include <gmock/gmock.h>

#include "o2c/explain/derivation.hpp"

namespace o2c {
namespace {

using currencies::CNY, currencies::EUR, currencies::JPY, currencies::USD;
using testing::HasSubstr;
using testing::ThrowsMessage;

Money usd(std::int64_t minor) { return Money::from_minor(minor, USD); }
Decimal dec(std::string_view text) { return Decimal::parse(text); }

constexpr Money largest = Money::from_minor(std::numeric_limits<std::int64_t>::max(), USD);

TEST(Multiply, RoundsOnce) {
  EXPECT_EQ(multiply(usd(1), dec("0.5"), Rounding::half_even), usd(0));
  EXPECT_EQ(multiply(usd(3), dec("0.5"), Rounding::half_even), usd(2));
  EXPECT_EQ(multiply(usd(-3), dec("0.5"), Rounding::half_up), usd(-2));
  EXPECT_EQ(multiply(usd(-3), dec("-0.5"), Rounding::down), usd(1));
  EXPECT_EQ(multiply(usd(100), Ratio(-2, 3), Rounding::half_even), usd(-67));
  EXPECT_EQ(multiply(usd(200), dec("1.50"), Rounding::exact), usd(300));
}

TEST(Multiply, IsExactBeyond128Bits) {
  // 9.2e18 cents times a factor of 30 digits: the product has 49 digits on the way.
  const Decimal third = dec("0.333333333333333333333333333333");
  EXPECT_EQ(multiply(largest, third, Rounding::down), usd(3074457345618258602));
  EXPECT_EQ(multiply(largest, third, Rounding::up), usd(3074457345618258603));
  EXPECT_EQ(multiply(-largest, third, Rounding::floor), usd(-3074457345618258603));
}

TEST(Multiply, ErrorsNameAmountAndFactor) {
  EXPECT_THAT([] { multiply(usd(5), dec("0.5"), Rounding::exact); },
              ThrowsMessage<InexactResult>("0.05 USD * 0.5 needs rounding, and the rounding is "
                                           "exact: USD has 2 decimal digits"));
  EXPECT_THAT([] { multiply(largest, dec("1.5"), Rounding::down); },
              ThrowsMessage<Overflow>(HasSubstr("92233720368547758.07 USD * 1.5 is too large")));
  EXPECT_THROW(multiply(largest, dec("99999999999999999999999999999999999999"), Rounding::down),
               Overflow);
  const Decimal third = dec("0.333333333333333333333333333333");
  EXPECT_THROW(multiply(largest, third, Rounding::exact), InexactResult);
}

TEST(Divide, RoundsOnce) {
  EXPECT_EQ(divide(usd(100), 3, Rounding::half_even), usd(33));
  EXPECT_EQ(divide(usd(100), -3, Rounding::up), usd(-34));
  EXPECT_EQ(divide(usd(100), dec("0.03"), Rounding::half_up), usd(3333));
  EXPECT_EQ(divide(usd(100), Ratio(2, 3), Rounding::exact), usd(150));
  EXPECT_THAT([] { divide(usd(100), 3, Rounding::exact); },
              ThrowsMessage<InexactResult>(HasSubstr("1.00 USD / 3 needs rounding")));
  EXPECT_THROW(divide(usd(100), 0, Rounding::up), InvalidArgument);
  EXPECT_THROW(divide(largest, dec("0.1"), Rounding::up), Overflow);
}

TEST(Ratio, OfAmountsIsExact) {
  EXPECT_EQ(ratio(usd(150), usd(-200)), Ratio(-3, 4));
  EXPECT_THAT([] { ratio(usd(1), Money::from_minor(1, EUR)); },
              ThrowsMessage<CurrencyMismatch>(HasSubstr("cannot divide 0.01 USD and 0.01 EUR")));
  EXPECT_THAT([] { ratio(usd(1), usd(0)); },
              ThrowsMessage<InvalidArgument>("cannot divide 0.01 USD by 0.00 USD"));
}

TEST(Percentage, HasTheDigitsAskedFor) {
  const Money profit = Money::of(dec("89547.80"), CNY);
  const Money revenue = Money::of(347'900, CNY);
  EXPECT_EQ(to_string(percentage(profit, revenue, 2, Rounding::half_up)), "25.74%");
  EXPECT_EQ(to_string(percentage(profit, revenue, 0, Rounding::half_up)), "26%");
  EXPECT_EQ(percentage(-profit, revenue, 1, Rounding::down), Rate::from_percent(dec("-25.7")));
}

TEST(RoundCash, GoesToMultiplesOfTheStep) {
  struct Case {
    std::int64_t minor;
    const char* step;
    Rounding mode;
    std::int64_t rounded;
  };
  for (const auto& [minor, step, mode, rounded] : {
           Case{1232, "0.05", Rounding::half_up, 1230},
           {1233, "0.05", Rounding::half_up, 1235},
           {-1233, "0.05", Rounding::half_up, -1235},
           {1225, "0.1", Rounding::half_even, 1220},
           {1250, "1", Rounding::half_even, 1200},
           {1201, "50", Rounding::ceiling, 5000},
           {1200, "0.050", Rounding::exact, 1200},
       }) {
    EXPECT_EQ(round_cash(usd(minor), dec(step), mode), usd(rounded)) << minor << ' ' << step;
  }
  EXPECT_EQ(round_cash(Money::of(1'234'567, JPY), 1000, Rounding::half_up),
            Money::of(1'235'000, JPY));
}

TEST(RoundCash, RefusesStepsThatAreNoMoney) {
  for (const char* step : {"0", "-0.05", "0.005", "0.025"}) {
    EXPECT_THAT(
        [&] { round_cash(usd(1), dec(step), Rounding::half_up); },
        ThrowsMessage<InvalidArgument>("cash step " + std::string(step) +
                                       " for 0.01 USD: expected a positive multiple of 0.01"));
  }
  EXPECT_THROW(round_cash(largest, 1, Rounding::up), Overflow);
  EXPECT_THROW(round_cash(usd(1), dec("0.05"), Rounding::exact), InexactResult);
}

TEST(Apply, TakesARateOfAnAmount) {
  EXPECT_EQ(apply(Rate::parse("3.25%"), usd(10'010), Rounding::half_even), usd(325));
  EXPECT_EQ(apply(Rate::parse("3.25%"), usd(10'010), Rounding::up), usd(326));
  EXPECT_EQ(apply(Rate::parse("-4%"), usd(12'000'000), Rounding::exact), usd(-480'000));
}

TEST(Apply, TellsItsOneStep) {
  Derivation derivation;
  EXPECT_EQ(apply(Rate::parse("3.25%"), Money::of(dec("100.10"), USD), Rounding::up, derivation),
            Money::of(dec("3.26"), USD));
  EXPECT_THAT(derivation.recheck(), testing::IsEmpty());
  ASSERT_EQ(derivation.steps().size(), 1U);
  EXPECT_EQ(derivation.steps()[0].rounding->mode, Rounding::up);
}

}  // namespace
}  // namespace o2c
