// A quotation as a file says the same, whatever it is; what is none is named by its lines.

#include "o2c/cost/quotation_file.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/number/error.hpp"

namespace o2c {
namespace {

bool some_flag() { return *rc::gen::arbitrary<bool>(); }
int some_below(int count) { return *rc::gen::inRange(0, count); }
template <class Enum>
Enum some_of_first(int count) {
  return static_cast<Enum>(some_below(count));
}

std::string some_name(std::size_t index) {
  std::string name = std::to_string(index);
  for (int letters = some_below(5); letters > 0; --letters)
    name += *rc::gen::element<std::string>("a", " ", ".", "\"", "\\", "\n", "\x01", "#", "'", "=",
                                           "]", "伞", "\xF0\x9F\x92\xB0");
  return name;
}

Decimal some_amount() {
  return Decimal::from_parts(*rc::gen::inRange(0, 1'000'000), some_below(7));
}
Decimal some_positive() {
  return Decimal::from_parts(*rc::gen::inRange(1, 1'000'000), some_below(7));
}
Rate some_rate() {
  return Rate::from_fraction(Decimal::from_parts(*rc::gen::inRange(0, 900), 4 + some_below(3)));
}
Ratio some_cost() {
  return some_flag() ? Ratio(some_amount())
                     : Ratio(*rc::gen::inRange(1, 1000), *rc::gen::inRange(1, 1000));
}
ExportRebate some_rebate() {
  const Rate vat = some_rate();
  return {.vat = vat, .refund = some_flag() ? vat : Rate::from_fraction(0)};
}
CostCategory some_category() { return some_of_first<CostCategory>(cost_category_count); }

Unit some_unit_of_mass() {
  return *rc::gen::element(units::KGM, units::TNE, Unit("QTL", Dimension::mass, 100));
}

CostLine some_line(std::size_t index) {
  const std::string name = some_name(index);
  const Currency currency = *rc::gen::element(currencies::CNY, Currency("PTS", 3));
  const auto line = [&] {
    switch (some_below(11)) {
      case 0: {
        const CostLine made = CostLine::material(
            name, Quantity(some_positive(), some_unit_of_mass()),
            UnitPrice(some_amount(), currency, Quantity(some_positive(), some_unit_of_mass())),
            some_rate(), some_rebate());
        return currency == currencies::CNY ? made : made.at_rate(some_below(3) + 1);
      }
      case 1:
        return CostLine::bought_in(name, some_amount(), some_rebate()).at_rate(some_positive());
      case 2:
        return CostLine::per_unit(name, some_category(), some_amount()).with_vat(some_rebate());
      case 3:
        return CostLine::per_carton(name, some_category(), some_amount());
      case 4:
        return CostLine::per_container(name, some_category(), some_amount(), some_below(99) + 1);
      case 5:
        return CostLine::per_order(name, some_category(), some_amount()).at_rate(some_positive());
      case 6:
        return CostLine::tooling(name, some_amount(), some_positive()).with_vat(some_rebate());
      case 7:
        return CostLine::of_cost(name, some_category(), some_rate(),
                                 some_flag() ? std::vector{some_category(), some_category()}
                                             : std::vector<CostCategory>{},
                                 some_amount());
      case 9:
        return CostLine::of_purchase(
            name, some_category(), some_rate(),
            some_flag() ? std::vector{some_category()} : std::vector<CostCategory>{},
            some_amount());
      case 8:
        return CostLine::of_price(name, some_rate());
      default:
        return CostLine::interest(name, some_rate(), some_below(400), some_flag() ? 360 : 365);
    }
  }();
  const auto item = some_of_first<RouteItem>(route_item_count);
  const bool on_route =
      some_flag() && item != RouteItem::insurance && line.rule() != CostRule::of_price;
  return on_route ? line.on_route(item) : line;
}

RouteCosts some_route() {
  RouteCosts route{.premium = some_rate(), .insured_to_door = some_flag(), .duty = some_rate()};
  route.packing = some_cost();
  route.main_freight = some_cost();
  route.inland = some_cost();
  if (some_flag()) route.customs_value = some_cost();
  return route;
}

QuotationSheet some_quotation() {
  std::vector<CostLine> lines;
  const auto count = *rc::gen::inRange<std::size_t>(1, 8);
  for (std::size_t i = 0; i < count; ++i) lines.push_back(some_line(i));
  const Packing packing{.per_carton = Quantity(some_positive(), units::PCE),
                        .length_cm = some_positive(),
                        .width_cm = some_positive(),
                        .height_cm = some_positive(),
                        .net_kg = 1,
                        .gross_kg = 1 + some_amount(),
                        .carton = some_flag() ? units::CT : units::BX};
  PricingCurrency dollars{.currency = currencies::USD,
                          .exchange_rate = some_positive(),
                          .safety = some_rate(),
                          .route = some_route(),
                          .commission_insured = some_flag()};
  if (some_flag())
    dollars.tariff = FreightTariff{.containers = {{.name = some_name(0),
                                                   .volume_m3 = some_positive(),
                                                   .weight_kg = some_positive(),
                                                   .freight = some_amount()}},
                                   .loose_minimum = some_amount()};
  QuotationSheet made{
      .sheet = CostSheet(some_name(0), currencies::CNY, units::PCE, std::move(lines), packing),
      .rule = {.profit = some_rate(),
               .profit_of = some_of_first<ProfitOf>(2),
               .profit_at = some_of_first<Incoterm>(static_cast<int>(incoterms.size())),
               .rounded_first = some_flag(),
               .step = some_positive(),
               .rounding = some_of_first<Rounding>(11),
               .floor = some_rate()},
      .currencies = {std::move(dollars)},
      .terms = {{.incoterm = Incoterm::FOB},
                {.incoterm = Incoterm::CIF, .place = "a" + some_name(1) + "z"}},
      .quantities = {Quantity(some_positive(), units::PCE), Quantity(2, units::DZN)}};
  if (some_flag()) made.rule.valid_until = Date::from_days(*rc::gen::inRange(-719'162, 2'932'896));
  if (some_flag()) made.terms.clear();
  if (some_flag()) made.quantities.clear();
  return made;
}

RC_GTEST_PROP(QuotationFile, ReadsBackWhatItWrites, ()) {
  const QuotationSheet made = some_quotation();
  const std::string text = to_toml(made);
  RC_LOG() << text;
  RC_ASSERT(quotation_from_toml(text) == made);
  RC_ASSERT(to_toml(quotation_from_toml(text)) == text);
  RC_ASSERT(cost_sheet_from_toml(to_toml(made.sheet)) == made.sheet);
}

RC_GTEST_PROP(QuotationFile, ACutFileIsAQuotationOrNamesItsLines, ()) {
  std::string text = to_toml(some_quotation());
  const auto from = *rc::gen::inRange<std::size_t>(0, text.size());
  text.erase(from, *rc::gen::inRange<std::size_t>(1, 20));
  RC_LOG() << text;
  try {
    const QuotationSheet read = quotation_from_toml(text, "sheet.toml");
    RC_ASSERT(quotation_from_toml(to_toml(read)) == read);
  } catch (const ParseError& error) {
    RC_ASSERT(!error.faults().empty());
    const auto lines = std::ranges::count(text, '\n') + 1;
    for (const Fault& fault : error.faults()) {
      const std::string file = "sheet.toml:";
      RC_ASSERT(fault.file.starts_with(file));
      const int line = std::stoi(fault.file.substr(file.size()));
      RC_ASSERT((1 <= line && line <= lines));
    }
  }
}

}  // namespace
}  // namespace o2c
