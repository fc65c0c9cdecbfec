#include "o2c/money/quantity.hpp"

#include <gmock/gmock.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/unit_price.hpp"

namespace o2c {
namespace {

using currencies::CNY, currencies::USD;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

Decimal dec(std::string_view text) { return Decimal::parse(text); }
Quantity q(std::string_view text) { return Quantity::parse(text); }

TEST(Unit, IsKnownByItsCode) {
  EXPECT_EQ(known_unit("KGM"), units::KGM);
  EXPECT_EQ(known_unit("PCE").dimension(), Dimension::count);
  EXPECT_EQ(known_unit("LBR").size(), dec("0.45359237"));
  EXPECT_EQ(known_unit("CT").dimension(), Dimension::package);
}

TEST(Unit, OffersWhatWasPerhapsMeant) {
  const auto of = [](std::string_view code) { return [code] { known_unit(code); }; };
  EXPECT_THAT(of("kgm"), ThrowsMessage<ParseError>(HasSubstr("perhaps KGM (kilogram)")));
  EXPECT_THAT(of("pcs"), ThrowsMessage<ParseError>(HasSubstr("perhaps PCE (piece)")));
  EXPECT_THAT(of("pieces"), ThrowsMessage<ParseError>(HasSubstr("PCE (piece)")));
  EXPECT_THAT(of("吨"), ThrowsMessage<ParseError>(HasSubstr("TNE (tonne)")));
  EXPECT_THAT(of("XYZ"), ThrowsMessage<ParseError>(HasSubstr("such as PCE, KGM")));
}

TEST(Unit, OfOnesOwnNeedsNoRegistry) {
  const Unit pallet("PLT", Dimension::package);
  const Unit quintal("QTL", Dimension::mass, 100);
  EXPECT_EQ(convert(Quantity(3, quintal), units::KGM), q("300 KGM"));
  EXPECT_NE(pallet, units::PX);
  EXPECT_THAT([] { Unit("", Dimension::count); },
              ThrowsMessage<InvalidArgument>(HasSubstr("1 to 3")));
  EXPECT_THAT([] { Unit("kg", Dimension::mass); },
              ThrowsMessage<InvalidArgument>(HasSubstr("A-Z")));
  EXPECT_THAT([] { Unit("X", Dimension::mass, 0); },
              ThrowsMessage<InvalidArgument>(HasSubstr("more than 0")));
  EXPECT_THAT([] { Unit("X", Dimension::package, 12); },
              ThrowsMessage<InvalidArgument>(HasSubstr("1 for packages")));
}

TEST(Quantity, ReadsWhatItPrints) {
  EXPECT_EQ(to_string(q("9,800 PCE")), "9800 PCE");
  EXPECT_EQ(to_string(q("498.600 TNE")), "498.600 TNE");
  EXPECT_EQ(to_string(q("-1,234,567.5 KGM")), "-1234567.5 KGM");
  for (const char* wrong : {"9800", "9800PCE", " PCE", "9,80 PCE", "98,0000 PCE", "1,234.5,0 PCE",
                            ",100 PCE", "12a PCE", "5 pce", "5 "})
    EXPECT_THROW(q(wrong), ParseError) << wrong;
  EXPECT_THAT([] { q("1,23 PCE"); },
              ThrowsMessage<ParseError>(HasSubstr("groups of three digits")));
}

TEST(Quantity, ConvertsExactlyWithinADimension) {
  EXPECT_EQ(convert(q("1.5 TNE"), units::KGM), q("1500 KGM"));
  EXPECT_EQ(convert(q("2 DZN"), units::PCE), q("24 PCE"));
  EXPECT_EQ(convert(q("100 LBR"), units::KGM), q("45.359237 KGM"));
  EXPECT_EQ(convert(q("3 PR"), known_unit("DZN")), q("0.5 DZN"));
  EXPECT_EQ(convert(q("10 KGM"), units::LBR, 4, Rounding::half_up), q("22.0462 LBR"));
  EXPECT_THROW(convert(q("10 KGM"), units::LBR), InexactResult);
}

TEST(Quantity, NeverMixesUnits) {
  EXPECT_EQ(q("1 TNE") + q("0.5 TNE"), q("1.5 TNE"));
  EXPECT_NE(q("1 TNE"), q("1000 KGM"));
  EXPECT_THAT([] { (void)(q("1 TNE") + q("1 KGM")); },
              ThrowsMessage<UnitMismatch>(HasSubstr("cannot add 1 TNE and 1 KGM")));
  EXPECT_THROW((void)(q("1 TNE") < q("1 KGM")), UnitMismatch);
  EXPECT_THAT([] { (void)convert(q("1 PCE"), units::KGM); },
              ThrowsMessage<UnitMismatch>(HasSubstr("count is none of mass")));
  EXPECT_THAT([] { (void)convert(q("1 CT"), units::BX); },
              ThrowsMessage<UnitMismatch>(HasSubstr("packing says")));
}

TEST(UnitPrice, ReadsWhatItPrints) {
  for (const char* text :
       {"16.51 USD/PCE", "45.00 USD/1000 PCE", "16644.44 CNY/TNE", "0.125 USD/KGM"})
    EXPECT_EQ(to_string(UnitPrice::parse(text)), text);
  for (const char* wrong :
       {"16.51 USD", "USD/PCE", "16.51/PCE", "16.51 USD/", "16.51 USD/0 PCE", "x USD/PCE"})
    EXPECT_THROW(UnitPrice::parse(wrong), Error) << wrong;
  EXPECT_THROW(UnitPrice::parse("1 UDS/PCE"), UnknownCurrency);
}

TEST(UnitPrice, TimesAQuantityIsMoney) {
  const UnitPrice price = UnitPrice::parse("45.00 USD/1000 PCE");
  EXPECT_EQ(amount_of(price, q("9,801 PCE"), Rounding::half_up), Money::of(dec("441.05"), USD));
  EXPECT_EQ(amount_of(price, q("100 DZN"), Rounding::half_up), Money::of(54, USD));
  EXPECT_THROW(amount_of(price, q("1 KGM"), Rounding::half_up), UnitMismatch);
  EXPECT_THROW(amount_of(price, q("1 PCE"), Rounding::exact), InexactResult);

  Derivation steps;
  amount_of(price, q("9,801 PCE"), Rounding::half_up, steps);
  EXPECT_THAT(steps.recheck(), IsEmpty());
  EXPECT_EQ(steps.steps().size(), 2U);
}

TEST(UnitPrice, AmountsAreRoundedByLineOrByDocument) {
  const UnitPrice third = UnitPrice::parse("0.335 USD/PCE");
  const std::vector<PricedLine> lines(3, {third, q("1 PCE")});
  const auto cents = [&](LineRounding where) {
    std::vector<std::int64_t> minor;
    for (const Money& one : line_amounts(lines, where, Rounding::half_up))
      minor.push_back(one.minor());
    return minor;
  };
  EXPECT_THAT(cents(LineRounding::by_line), ElementsAre(34, 34, 34));      // 1.02
  EXPECT_THAT(cents(LineRounding::by_document), ElementsAre(34, 34, 33));  // 1.005 is 1.01
  const std::vector<PricedLine> mixed{{third, q("1 PCE")},
                                      {UnitPrice::parse("1 CNY/PCE"), q("1 PCE")}};
  EXPECT_THROW(line_amounts(mixed, LineRounding::by_line, Rounding::half_up), CurrencyMismatch);
  EXPECT_THROW(line_amounts({}, LineRounding::by_line, Rounding::half_up), InvalidArgument);
}

}  // namespace
}  // namespace o2c
