#include "o2c/money/money.hpp"

#include <limits>
#include <sstream>
#include <unordered_set>

#include <gmock/gmock.h>

namespace o2c {
namespace {

using currencies::BHD, currencies::CLF, currencies::EUR, currencies::JPY, currencies::USD;
using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr std::int64_t minor_max = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t minor_min = std::numeric_limits<std::int64_t>::min();

Money usd(std::int64_t minor) { return Money::from_minor(minor, USD); }
Money eur(std::int64_t minor) { return Money::from_minor(minor, EUR); }

TEST(Money, PrintsWithTheDigitsOfItsCurrency) {
  EXPECT_EQ(to_string(usd(123450)), "1234.50 USD");
  EXPECT_EQ(to_string(usd(-5)), "-0.05 USD");
  EXPECT_EQ(to_string(Money::from_minor(1234, JPY)), "1234 JPY");
  EXPECT_EQ(to_string(Money::from_minor(1234, BHD)), "1.234 BHD");
  EXPECT_EQ(to_string(usd(minor_min)), "-92233720368547758.08 USD");
  std::ostringstream out;
  out << Money::zero(CLF);
  EXPECT_EQ(out.str(), "0.0000 CLF");
}

TEST(Money, OfIsExactOrSaysWhichDigitsThereAre) {
  EXPECT_EQ(Money::of(Decimal::parse("1234.500"), USD), usd(123450));
  EXPECT_EQ(Money::of(-7, JPY), Money::from_minor(-7, JPY));
  EXPECT_THAT([] { Money::of(Decimal::parse("1.234"), USD); },
              ThrowsMessage<InexactResult>("1.234 USD needs rounding: USD has 2 decimal digits"));
  EXPECT_THAT([] { Money::of(Decimal::parse("0.5"), JPY); },
              ThrowsMessage<InexactResult>("0.5 JPY needs rounding: JPY has 0 decimal digits"));
}

TEST(Money, HoldsTheWholeRangeOf64Bits) {
  EXPECT_EQ(Money::of(Decimal::parse("92233720368547758.07"), USD), usd(minor_max));
  EXPECT_EQ(Money::of(Decimal::parse("-92233720368547758.08"), USD), usd(minor_min));
  EXPECT_THAT([] { Money::of(Decimal::parse("92233720368547758.08"), USD); },
              ThrowsMessage<Overflow>("92233720368547758.08 USD is too large: Money holds at most "
                                      "92233720368547758.07 USD"));
  EXPECT_THROW(Money::of(Decimal::parse("-92233720368547758.09"), USD), Overflow);
  EXPECT_THROW(Money::of(Decimal::parse("99999999999999999999999999999999999999"), USD), Overflow);
  EXPECT_THROW(Money::of(Decimal::parse("1e-38"), USD), InexactResult);
}

TEST(Money, RoundsWhereAskedTo) {
  struct Case {
    const char* amount;
    Rounding mode;
    std::int64_t minor;
  };
  for (const auto& [amount, mode, minor] : {
           Case{"1.005", Rounding::half_even, 100},
           {"1.015", Rounding::half_even, 102},
           {"1.005", Rounding::half_up, 101},
           {"-1.005", Rounding::half_up, -101},
           {"1.005", Rounding::half_down, 100},
           {"1.005", Rounding::half_odd, 101},
           {"-1.005", Rounding::half_ceiling, -100},
           {"-1.005", Rounding::half_floor, -101},
           {"-1.001", Rounding::up, -101},
           {"-1.009", Rounding::down, -100},
           {"-1.009", Rounding::ceiling, -100},
           {"-1.001", Rounding::floor, -101},
           {"1.0100", Rounding::exact, 101},
       }) {
    EXPECT_EQ(Money::rounded(Decimal::parse(amount), USD, mode), usd(minor))
        << amount << ' ' << minor;
  }
  EXPECT_EQ(Money::rounded(Ratio(-2, 3), USD, Rounding::half_even), usd(-67));
  EXPECT_THAT([] { Money::rounded(Ratio(1, 3), USD, Rounding::exact); },
              ThrowsMessage<InexactResult>("1/3 USD needs rounding: USD has 2 decimal digits"));
}

TEST(Money, RoundsRatiosTooWideFor128Bits) {
  const Ratio tiny_more(Decimal::parse("99999999999999999999999999999999999999").coefficient(),
                        Decimal::parse("33333333333333333333333333333333333333").coefficient() + 1);
  EXPECT_EQ(Money::rounded(tiny_more, CLF, Rounding::half_even), Money::from_minor(30000, CLF));
  EXPECT_EQ(Money::rounded(tiny_more, CLF, Rounding::down), Money::from_minor(29999, CLF));
  EXPECT_THROW(Money::rounded(tiny_more, CLF, Rounding::exact), InexactResult);
}

TEST(Money, OverflowNamesTheOperationAndTheAmounts) {
  EXPECT_THAT(
      [] { usd(minor_max) + usd(1); },
      ThrowsMessage<Overflow>(HasSubstr("92233720368547758.07 USD + 0.01 USD is too large")));
  EXPECT_THAT([] { usd(minor_min) - usd(1); },
              ThrowsMessage<Overflow>(HasSubstr("-92233720368547758.08 USD - 0.01 USD")));
  EXPECT_THAT([] { -usd(minor_min); },
              ThrowsMessage<Overflow>(HasSubstr("0.00 USD - -92233720368547758.08 USD")));
  EXPECT_THAT([] { usd(minor_max) * 2; },
              ThrowsMessage<Overflow>(HasSubstr("92233720368547758.07 USD * 2 is too large")));
  EXPECT_THROW(abs(usd(minor_min)), Overflow);
  EXPECT_THROW(usd(1) * ~std::uint64_t{0}, Overflow);
  EXPECT_EQ(usd(1) * static_cast<std::uint64_t>(minor_max), usd(minor_max));
}

TEST(Money, CurrenciesNeverMix) {
  EXPECT_THAT(
      [] { usd(100) + eur(200); },
      ThrowsMessage<CurrencyMismatch>("cannot add 1.00 USD and 2.00 EUR: the currencies differ"));
  EXPECT_THAT([] { usd(100) - eur(200); },
              ThrowsMessage<CurrencyMismatch>(HasSubstr("cannot subtract")));
  EXPECT_THAT([] { return usd(100) < eur(200); },
              ThrowsMessage<CurrencyMismatch>(
                  "cannot compare 1.00 USD and 2.00 EUR: the currencies differ"));
  EXPECT_FALSE(usd(100) == eur(100));
  EXPECT_FALSE(usd(0) == eur(0));
  EXPECT_THROW(usd(0) + Money::zero(Currency("USD", 3)), CurrencyMismatch);
}

TEST(Money, HashesByAmountAndCurrency) {
  const std::unordered_set<Money> amounts{usd(1), usd(1), usd(2), eur(1)};
  EXPECT_EQ(amounts.size(), 3U);
}

}  // namespace
}  // namespace o2c
