#include "o2c/money/money_text.hpp"

#include <limits>
#include <string>

#include <gmock/gmock.h>

namespace o2c {
namespace {

using currencies::BHD, currencies::CAD, currencies::CHF, currencies::CNY, currencies::EUR,
    currencies::INR, currencies::JPY, currencies::USD;
using number_formats::plain, number_formats::continental, number_formats::spaced,
    number_formats::swiss, number_formats::ungrouped;
using testing::HasSubstr;
using testing::ThrowsMessage;

Money usd(std::int64_t minor) { return Money::from_minor(minor, USD); }
Money eur(std::int64_t minor) { return Money::from_minor(minor, EUR); }
Money jpy(std::int64_t minor) { return Money::from_minor(minor, JPY); }

TEST(ParseMoney, ReadsCodeAndNumberInEitherOrder) {
  struct Case {
    const char* text;
    Money amount;
  };
  for (const auto& [text, amount] : {
           Case{"1,234.56 USD", usd(123456)},
           {"USD 1234.5", usd(123450)},
           {"USD1234.5", usd(123450)},
           {"1234.5USD", usd(123450)},
           {"  -1,234,567.89  USD ", usd(-123456789)},
           {"USD -5", usd(-500)},
           {"-USD 5", usd(-500)},
           {"+5 USD", usd(500)},
           {"0 JPY", jpy(0)},
           {"1,234 JPY", jpy(1234)},
           {"1.234 BHD", Money::from_minor(1234, BHD)},
           {"007.50 EUR", eur(750)},
           {"\u20AC5", eur(500)},
           {"5\u00A0\u20AC", eur(500)},  // a no-break space, as pasted from a page
           {"US$1,000", usd(100000)},
           {"RMB 88", Money::of(88, CNY)},
           {"\u20B91,000.5", Money::from_minor(100050, INR)},
       }) {
    EXPECT_EQ(parse_money(text), amount) << text;
  }
}

TEST(ParseMoney, ReadsOtherConventionsOnlyWhenStated) {
  EXPECT_EQ(parse_money("1.234,56 EUR", continental), eur(123456));
  EXPECT_EQ(parse_money("1.234 EUR", continental), eur(123400));
  EXPECT_EQ(parse_money("EUR 1 234,56", spaced), eur(123456));
  EXPECT_EQ(parse_money("1\u202F234,56 \u20AC", spaced), eur(123456));
  EXPECT_EQ(parse_money("1'234.55 CHF", swiss), Money::from_minor(123455, CHF));
  EXPECT_EQ(parse_money("1234.56 USD", ungrouped), usd(123456));
  EXPECT_THAT([] { parse_money("1.234,56 EUR"); },
              ThrowsMessage<ParseError>(HasSubstr("expected a currency code")));
  EXPECT_THROW(parse_money("1,234.56 EUR", continental), ParseError);
  EXPECT_THROW(parse_money("1,234.56 USD", ungrouped), ParseError);
}

TEST(ParseMoney, ReadsSharedSignsOnlyForAStatedCurrency) {
  EXPECT_EQ(parse_money("\u00A51,234", JPY), jpy(1234));
  EXPECT_EQ(parse_money("\u00A51,234.5", CNY), Money::from_minor(123450, CNY));
  EXPECT_EQ(parse_money("$5", CAD), Money::of(5, CAD));
  EXPECT_EQ(parse_money("5 USD", USD), usd(500));
  EXPECT_EQ(parse_money("1,234.56", USD), usd(123456));
  EXPECT_EQ(parse_money("1.234,56", EUR, continental), eur(123456));
  EXPECT_EQ(parse_money("-$5", USD), usd(-500));
  EXPECT_EQ(parse_money("$-5", USD), usd(-500));
  EXPECT_THAT(
      [] { parse_money("\u00A51,234"); },
      ThrowsMessage<ParseError>(HasSubstr("expected a currency code: \u00A5 may be CNY or JPY")));
  EXPECT_THAT([] { parse_money("5 $"); },
              ThrowsMessage<ParseError>(
                  HasSubstr("$ may be USD, CAD, AUD, HKD, SGD, NZD, TWD, MXN or another")));
  for (const char* other : {"5 EUR", "\u20AC5", "\u00A55", "USDX 5"}) {
    EXPECT_THAT([&] { parse_money(other, USD); },
                ThrowsMessage<ParseError>(HasSubstr("an amount in USD, the currency stated")))
        << other;
  }
}

TEST(ParseMoney, RefusesWhatIsNoAmountAndSaysWhere) {
  struct Case {
    const char* text;
    const char* expected;
    std::size_t offset;
  };
  for (const auto& [text, expected, offset] : {
           Case{"", "expected a digit", 0},
           {"USD", "expected a digit", 3},
           {"5", "expected a currency code", 1},
           {".5 USD", "expected a digit", 0},
           {"5. USD", "expected a digit after the decimal point", 2},
           {"--5 USD", "expected one sign at most", 1},
           {"-USD -5", "expected one sign at most", 5},
           {"5 USD EUR", "expected nothing more", 6},
           {"USD 5 USD", "expected one currency code or sign", 6},
           {"5 USD.", "expected nothing more", 5},
           {"(5) USD", "expected a digit", 0},
           {"1,23 USD", "expected a group of three digits", 2},
           {"12,34,567 USD", "expected a group of three digits", 3},
           {"1234,567 USD", "expected a group of three digits before the separator", 4},
           {"1,234, USD", "expected a group of three digits", 6},
           {"1,2345 USD", "expected a group of three digits", 2},
           {",123 USD", "expected a digit", 0},
           {"1.234 USD", "expected at most 2 decimals, as USD has", 2},
           {"1.230 USD", "expected at most 2 decimals, as USD has", 2},
           {"1.0 JPY", "expected no decimals, as JPY has", 2},
           {"5 % USD", "expected a currency code", 2},
       }) {
    try {
      parse_money(text);
      ADD_FAILURE() << text;
    } catch (const ParseError& error) {
      EXPECT_THAT(error.what(), HasSubstr(expected));
      EXPECT_EQ(error.offset(), offset) << error.what();
      EXPECT_EQ(error.text(), text);
    }
  }
  EXPECT_THROW(parse_money(std::string("5 USD\0", 6)), ParseError);
}

TEST(ParseMoney, OffersCodesForUnknownOnes) {
  EXPECT_THAT([] { parse_money("5 UDS"); },
              ThrowsMessage<UnknownCurrency>(HasSubstr("did you mean USD or UZS?")));
  EXPECT_THAT([] { parse_money("eur 5"); },
              ThrowsMessage<UnknownCurrency>(HasSubstr("did you mean EUR?")));
  EXPECT_THAT([] { parse_money("5e3 USD"); },
              ThrowsMessage<UnknownCurrency>(HasSubstr("unknown currency \"e3\"")));
  EXPECT_THAT([] { parse_money("100 DEM"); },
              ThrowsMessage<UnknownCurrency>(HasSubstr("replaced by EUR")));
  EXPECT_EQ(parse_money("100 DEM", plain, CurrencyTable::iso_4217_with_withdrawn()),
            Money::of(100, Currency("DEM", 2)));
}

TEST(ParseMoney, ReadsOwnCurrenciesWithDigitsInTheirCode) {
  const Currency coin("X2Y", 4);
  const CurrencyTable table{coin, USD};
  EXPECT_EQ(parse_money("X2Y 1.5", plain, table), Money::from_minor(15000, coin));
  EXPECT_EQ(parse_money("1.5X2Y", plain, table), Money::from_minor(15000, coin));
  EXPECT_EQ(parse_money("USD5", plain, table), usd(500));
}

TEST(ParseMoney, HoldsTheWholeRangeOf64Bits) {
  EXPECT_EQ(parse_money("-92,233,720,368,547,758.08 USD"),
            usd(std::numeric_limits<std::int64_t>::min()));
  EXPECT_EQ(parse_money("92,233,720,368,547,758.07 USD"),
            usd(std::numeric_limits<std::int64_t>::max()));
  EXPECT_THROW(parse_money("92,233,720,368,547,758.08 USD"), Overflow);
  EXPECT_THROW(parse_money("92233720368547758080 JPY"), Overflow);
}

TEST(FormatMoney, WritesWhatParsingReads) {
  EXPECT_EQ(format_money(usd(123456789)), "1,234,567.89 USD");
  EXPECT_EQ(format_money(usd(-12)), "-0.12 USD");
  EXPECT_EQ(format_money(usd(100000)), "1,000.00 USD");
  EXPECT_EQ(format_money(usd(99999)), "999.99 USD");
  EXPECT_EQ(format_money(jpy(-1234)), "-1,234 JPY");
  EXPECT_EQ(format_money(eur(123456), continental), "1.234,56 EUR");
  EXPECT_EQ(format_money(eur(123456), spaced), "1 234,56 EUR");
  EXPECT_EQ(format_amount(eur(123456), ungrouped), "1234.56");
  EXPECT_EQ(format_amount(jpy(1234567), swiss), "1'234'567");
}

TEST(NumberFormat, MustBeUnambiguous) {
  for (const NumberFormat format :
       {NumberFormat{'.', '.'}, {'1', ','}, {'.', '3'}, {'-', ','}, {'.', 'U'}, {' ', ','}}) {
    EXPECT_THAT([&] { format_amount(usd(1), format); },
                ThrowsMessage<InvalidArgument>(HasSubstr("two different characters")));
    EXPECT_THROW(parse_money("1 USD", format), InvalidArgument);
    EXPECT_THROW(parse_money("1", USD, format), InvalidArgument);
  }
}

}  // namespace
}  // namespace o2c
