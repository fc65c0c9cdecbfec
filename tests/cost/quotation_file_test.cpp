#include "o2c/cost/quotation_file.hpp"

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::CNY, currencies::USD;
using testing::ElementsAre;
using testing::HasSubstr;

Decimal dec(std::string_view text) { return Decimal::parse(text); }

template <class Read>
std::vector<std::string> faults_of(const Read& read) {
  std::vector<std::string> faults;
  try {
    read();
  } catch (const ParseError& error) {
    for (const Fault& fault : error.faults()) faults.push_back(to_string(fault));
  }
  return faults;
}

constexpr const char* umbrella = R"(
product = "umbrella"
currency = "CNY"
unit = "PCE"

[packing]
per_carton = 50
length_cm = 40
width_cm = 30
height_cm = 25
net_kg = "11.0"
gross_kg = "12.5"

[[line]]
name = "umbrella"
bought_in = 113
vat = "13%"
refund = "13%"

[[line]]
name = "carriage"
per_unit = 4
category = "expense"
on_route = "carriage_to_port"

[pricing]
profit = "10%"
terms = ["FOB", "CFR", "CIF", "CIFC3 London"]
quantities = [1000]

[[pricing.currency]]
currency = "USD"
exchange_rate = "7.00"
main_freight = "1.20"
premium = "0.5%"
)";

TEST(QuotationFile, HasTheHandbooksPrices) {
  const QuotationSheet read = quotation_from_toml(umbrella);
  EXPECT_EQ(read.sheet.costs(Quantity(1, units::PCE)).goods, Ratio(100));
  std::vector<std::string> prices;
  for (const Quote& quote : quotes(read)) prices.push_back(to_string(quote.price));
  EXPECT_THAT(prices, ElementsAre("16.51", "17.71", "17.81", "18.36"));
}

// A line of each kind, with all that it may have, and codes that nobody else knows.
QuotationSheet every_key() {
  const Unit quintal("QTL", Dimension::mass, 100);
  const Currency points("PTS", 3);
  const ExportRebate rebate{.vat = Rate::parse("13%"), .refund = Rate::parse("9%")};
  using enum CostCategory;
  std::vector<CostLine> lines{
      CostLine::material("cloth \"A\"", Quantity(dec("0.97"), quintal),
                         UnitPrice(dec("11.30"), points, Quantity(1000, quintal)),
                         Rate::parse("3%"), rebate)
          .at_rate(dec("0.05")),
      CostLine::bought_in("handle", dec("2.50"), rebate).at_rate(dec("7.10")),
      CostLine::per_unit("伞骨", material, 1),
      CostLine::per_carton("carton", packing, dec("6.50")),
      CostLine::per_container("truck", expense, 1800, 900).on_route(RouteItem::carriage_to_port),
      CostLine::per_order("broker", expense, 400).on_route(RouteItem::export_clearance),
      CostLine::tooling("mould", 12'000, 60'000),
      CostLine::of_cost("overhead", overhead, Rate::parse("8%"), {material, processing}, 100),
      CostLine::of_price("licence", Rate::parse("2%")),
      CostLine::interest("bank", Rate::parse("6%"), 60, 365)};
  const Packing carton{.per_carton = Quantity(50, units::PCE),
                       .length_cm = 40,
                       .width_cm = 30,
                       .height_cm = 25,
                       .net_kg = 11,
                       .gross_kg = dec("12.5"),
                       .carton = units::CS};
  PricingCurrency dollars{.currency = USD, .exchange_rate = 7, .safety = Rate::parse("1%")};
  dollars.route.main_freight = Ratio(1, 3);
  dollars.route.customs_value = Ratio(dec("12.50"));
  dollars.route.insured_to_door = false;
  dollars.commission_insured = true;
  dollars.tariff = FreightTariff{.containers = {container_20gp(1150), container_40hq(1900)},
                                 .loose_per_ton = 60,
                                 .loose_minimum = dec("45.5")};
  return {.sheet = CostSheet("umbrella", CNY, units::PCE, std::move(lines), carton),
          .rule = {.profit = Rate::parse("10%"),
                   .profit_of = ProfitOf::cost,
                   .profit_at = Incoterm::CIF,
                   .rounded_first = false,
                   .step = dec("0.005"),
                   .rounding = Rounding::ceiling,
                   .floor = Rate::parse("-2%"),
                   .valid_until = Date(2026, 12, 31)},
          .currencies = {dollars, {.currency = CNY}},
          .terms = {PriceTerm::parse("FOB"), PriceTerm::parse("CIFC2.5 New York")},
          .quantities = {Quantity(1000, units::PCE), Quantity(10, units::DZN)}};
}

TEST(QuotationFile, ReadsWhatItWrites) {
  const QuotationSheet all = every_key();
  const std::string text = to_toml(all);
  EXPECT_EQ(quotation_from_toml(text), all) << text;
  EXPECT_EQ(to_toml(quotation_from_toml(text)), text);
  EXPECT_EQ(cost_sheet_from_toml(to_toml(all.sheet)), all.sheet);
  EXPECT_EQ(quotes(quotation_from_toml(text)), quotes(all));
  EXPECT_THAT(text, HasSubstr("QTL = { dimension = \"mass\", size = 100 }"));
  EXPECT_THAT(text, HasSubstr("PTS = 3"));
  EXPECT_THAT(text, HasSubstr("main_freight = \"1/3\""));
}

TEST(QuotationFile, WritesNothingThatItWouldReadOtherwise) {
  QuotationSheet sheet = every_key();
  sheet.terms = {{.incoterm = Incoterm::FOB, .place = " Ningbo"}};
  EXPECT_THROW(to_toml(sheet), InvalidArgument);
  const CostSheet twice(
      "x", CNY, Unit("KGM", Dimension::count),
      {CostLine::material("m", Quantity(1, units::KGM), UnitPrice(1, CNY, units::KGM))});
  EXPECT_THROW(to_toml(twice), InvalidArgument);
}

TEST(QuotationFile, NamesEveryFaultWithItsLine) {
  const auto read = [] {
    quotation_from_toml(R"(product = "umbrella"
currency = "CNY"
unit = "PCS"

[packing]
per_carton = 0
length_cm = 40
width_cm = 30
height_cm = 25
net_kg = 11
gross_kg = 10

[[line]]
name = "cloth"
usage = "0.97 MTK"

[[line]]
name = "cloth"
per_unit = -1
category = "labour"

[[line]]
per_container = 5
category = "expense"
cartons = 0.5

[[line]]
name = "both"
per_unit = 1
per_order = 2
category = "expense"

[pricing]
profit = 10
terms = ["FOB", "FOX"]
quantities = [0]
)",
                        "sheet.toml");
  };
  EXPECT_THAT(
      faults_of(read),
      ElementsAre(HasSubstr("sheet.toml:3, unit \"PCS\""), HasSubstr("sheet.toml:6, per_carton"),
                  HasSubstr("sheet.toml:11, gross_kg"), HasSubstr("sheet.toml:13, price"),
                  HasSubstr("sheet.toml:18, name \"cloth\": expected each name once"),
                  HasSubstr("sheet.toml:20, category \"labour\": expected material, bought_in"),
                  HasSubstr("sheet.toml:22, name"), HasSubstr("sheet.toml:25, cartons \"0.5\""),
                  HasSubstr("sheet.toml:30, per_order \"2\": expected either it or per_unit"),
                  HasSubstr("sheet.toml:34, profit \"10\": expected a rate with its unit"),
                  HasSubstr("sheet.toml:35, terms"),
                  HasSubstr("sheet.toml:36, quantities \"0\": expected more than nothing")));
}

TEST(QuotationFile, NamesWhatLinesAndCurrenciesTogetherHaveWrong) {
  const auto read = [] {
    quotation_from_toml(R"(product = "umbrella"
currency = "CNY"
unit = "PCE"
[[line]]
name = "a"
per_carton = 1
category = "packing"
[[line]]
name = "a"
usage = "1 KGM"
price = "5 USD/KGM"
[[line]]
name = "c"
per_unit = -1
category = "expense"
on_route = "insurance"
[pricing]
quantities = ["5 KGM"]
[[pricing.currency]]
currency = "USD"
exchange_rate = 0
main_freight = -1
[pricing.currency.tariff]
containers = [{ name = "20GP", volume_m3 = 0, weight_kg = 1, freight = 1 }]
[[pricing.currency]]
currency = "USD"
[[pricing.currency]]
currency = "CNY"
exchange_rate = 2
main_frieght = 1
[[pricing.currency]]
currency = "HKD"
exchange_rate = 1
)");
  };
  EXPECT_THAT(
      faults_of(read),
      ElementsAre(HasSubstr("line 6, per_carton \"1\": expected a sheet with a packing"),
                  HasSubstr("line 9, name \"a\": expected each name once"),
                  HasSubstr("line 11, price \"5 USD/KGM\": expected a price in CNY, or the rate"),
                  HasSubstr("line 14, per_unit \"-1\": expected other values"),
                  HasSubstr("line 18, quantities \"5 KGM\""),
                  HasSubstr("line 21, exchange_rate \"0\": expected above zero"),
                  HasSubstr("line 22, main_freight \"-1\": expected not below zero"),
                  HasSubstr("expected a [packing], as freight follows from the cartons"),
                  HasSubstr("line 24, volume_m3"),
                  HasSubstr("line 25, exchange_rate: expected how many CNY one is worth"),
                  HasSubstr("line 26, currency \"USD\": expected each currency once"),
                  HasSubstr("line 29, exchange_rate \"2\": expected 1 in the sheet's own"),
                  HasSubstr("line 30, main_frieght \"1\": expected the key main_freight")));
}

TEST(QuotationFile, ASheetAloneHasNoPricing) {
  EXPECT_THAT(faults_of([] { cost_sheet_from_toml(umbrella, "u.toml"); }),
              ElementsAre(HasSubstr("u.toml:26, pricing: expected a cost sheet alone")));
}

}  // namespace
}  // namespace o2c
