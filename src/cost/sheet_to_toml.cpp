// Cost sheets and quotations as the text that quotation_file.cpp reads.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "o2c/cost/quotation_file.hpp"
#include "o2c/explain/detail/toml_text.hpp"
#include "o2c/number/error.hpp"

#include "sheet_codes.hpp"
#include "sheet_keys.hpp"

namespace o2c::inline v1 {
namespace {

// The units and currencies of a file, of which it states those that nobody knows.
class UsedCodes {
 public:
  void use(const Unit& unit) { use(units_, unit); }
  void use(const Currency& currency) { use(currencies_, currency); }
  void use(const UnitPrice& price) {
    use(price.currency());
    use(price.per().unit());
  }
  void use(const CostSheet& sheet) {
    use(sheet.currency());
    use(sheet.unit());
    for (const CostLine& line : sheet.lines()) {
      if (line.usage()) use(line.usage()->unit());
      if (line.price()) use(*line.price());
    }
    if (!sheet.packing()) return;
    use(sheet.packing()->per_carton.unit());
    use(sheet.packing()->carton);
  }

  void write(TomlText& text) const {
    std::vector<Unit> own_units = units_;
    std::erase_if(own_units, [](const Unit& unit) {
      return std::ranges::find(known_units(), unit, &UnitInfo::unit) != known_units().end();
    });
    std::vector<Currency> own_currencies = currencies_;
    std::erase_if(own_currencies, [](const Currency& currency) {
      return CurrencyTable::iso_4217().find(currency.code()) == currency;
    });
    if (!own_units.empty()) text.table("units");
    for (const Unit& unit : own_units)
      text.line(unit.code(),
                "{ dimension = " + toml(unit.dimension()) + ", size = " + toml(unit.size()) + " }");
    if (!own_currencies.empty()) text.table("currencies");
    for (const Currency& currency : own_currencies)
      text.line(currency.code(), toml(std::int64_t{currency.digits()}));
  }

 private:
  template <class T>
  static void use(std::vector<T>& used, const T& one) {
    const auto same = std::ranges::find(used, one.code(), &T::code);
    if (same == used.end())
      used.push_back(one);
    else if (*same != one)
      throw_invalid("a file cannot hold two meanings of " + to_string(one));
  }

  std::vector<Unit> units_;
  std::vector<Currency> currencies_;
};

// A number if it has a last digit, else its two parts: "1/3".
std::string toml_fraction(const Ratio& ratio) {
  for (int digits = 0; digits <= Decimal::max_digits; ++digits) {
    const Int128 whole = detail::power_of_ten(digits);
    if (whole % ratio.denominator() != 0) continue;
    Int128 coefficient = ratio.numerator();
    if (!detail::multiply_fits(coefficient, whole / ratio.denominator())) break;
    if (detail::magnitude(coefficient) >= fraction_parts_end) break;
    return toml(Decimal::from_parts(coefficient, digits));
  }
  if (detail::magnitude(ratio.numerator()) >= fraction_parts_end ||
      detail::magnitude(ratio.denominator()) >= fraction_parts_end)
    throw_overflow("a fraction of more than 38 digits, in a file");
  return toml(to_string(ratio));
}

void write_rebate(TomlText& text, const ExportRebate& rebate) {
  text.line_unless("vat", rebate.vat, Rate::from_fraction(0));
  text.line_unless("refund", rebate.refund, Rate::from_fraction(0));
}

void write_line(TomlText& text, const CostLine& line) {
  constexpr std::int32_t usual_year_days = 360;
  const std::string_view key = rule_key(line);
  text.item("line");
  text.line("name", toml(line.name()));
  text.line(key, key == "usage"  ? toml(to_string(*line.usage()))
                 : line.amount() ? toml(*line.amount())
                                 : toml(line.rate()));
  if (key == "usage") {
    text.line("price", toml(to_string(*line.price())));
    text.line_unless("wastage", line.rate(), Rate::from_fraction(0));
  }
  if (key == "per_unit" || key == "per_carton" || key == "per_container" || key == "per_order" ||
      key == "of_cost" || key == "of_purchase")
    text.line("category", toml(line.category()));
  if (key == "tooling") text.line("units", toml(line.spread_over()));
  if (key == "per_container") text.line("cartons", toml(line.spread_over()));
  if (key == "interest") {
    text.line("days", toml(std::int64_t{line.days()}));
    if (line.year_days() != usual_year_days)
      text.line("year_days", toml(std::int64_t{line.year_days()}));
  }
  if (!line.base().empty()) {
    std::vector<std::string> base;
    for (const CostCategory each : line.base()) base.push_back(to_string(each));
    text.line("base", toml(base));
  }
  text.line_unless("minimum", line.minimum(), Decimal(0));
  write_rebate(text, line.rebate());
  text.line_if("on_route", line.item());
  text.line_if("at_rate", line.exchange_rate());
}

void write_sheet(TomlText& text, const CostSheet& sheet, const UsedCodes& codes) {
  text.line("product", toml(sheet.product()));
  text.line("currency", toml(sheet.currency().code()));
  text.line("unit", toml(sheet.unit().code()));
  codes.write(text);
  if (sheet.packing()) {
    const Packing& packing = *sheet.packing();
    text.table("packing");
    text.line("per_carton", toml(to_string(packing.per_carton)));
    text.line("length_cm", toml(packing.length_cm));
    text.line("width_cm", toml(packing.width_cm));
    text.line("height_cm", toml(packing.height_cm));
    text.line("net_kg", toml(packing.net_kg));
    text.line("gross_kg", toml(packing.gross_kg));
    if (packing.carton != units::CT) text.line("carton", toml(packing.carton.code()));
  }
  for (const CostLine& line : sheet.lines()) write_line(text, line);
}

template <class T>
void write_unless(TomlText& text, std::string_view key, const T& value, const T& usual) {
  if (value == usual) return;
  if constexpr (std::is_same_v<T, Ratio>)
    text.line(key, toml_fraction(value));
  else if constexpr (std::is_same_v<T, std::optional<Ratio>>)
    text.line(key, toml_fraction(*value));
  else if constexpr (std::is_same_v<T, std::optional<Date>>)
    text.line(key, toml(*value));
  else
    text.line(key, toml(value));
}

// What is as in `usual` is left out.
template <class Struct>
void write_fields(TomlText& text, const Struct& from, const Struct& usual) {
  std::apply(
      [&](const auto&... field) {
        (write_unless(text, field.name, from.*field.member, usual.*field.member), ...);
      },
      Struct::fields());
}

void write_tariff(TomlText& text, const FreightTariff& tariff) {
  text.table("tariff");
  std::vector<std::string> containers;
  for (const ContainerRate& rate : tariff.containers)
    containers.push_back("name = " + toml(rate.name) + ", volume_m3 = " + toml(rate.volume_m3) +
                         ", weight_kg = " + toml(rate.weight_kg) +
                         ", freight = " + toml(rate.freight));
  if (!containers.empty()) text.tables("containers", containers);
  text.line_if("loose_per_ton", tariff.loose_per_ton);
  text.line_unless("loose_minimum", tariff.loose_minimum, Decimal(0));
}

void write_currency(TomlText& text, const PricingCurrency& currency) {
  text.put_above("pricing");
  text.item("currency");
  text.line("currency", toml(currency.currency.code()));
  text.line_if("exchange_rate", currency.exchange_rate);
  text.line_unless("safety", currency.safety, Rate::from_fraction(0));
  text.line_unless("commission_insured", currency.commission_insured, false);
  write_fields(text, currency.route, RouteCosts{});
  text.put_above("pricing.currency");
  if (currency.tariff) write_tariff(text, *currency.tariff);
}

}  // namespace

std::string to_toml(const CostSheet& sheet) {
  UsedCodes codes;
  codes.use(sheet);
  TomlText text;
  write_sheet(text, sheet, codes);
  return std::move(text).text();
}

std::string to_toml(const QuotationSheet& quotation) {
  UsedCodes codes;
  codes.use(quotation.sheet);
  for (const PricingCurrency& each : quotation.currencies) codes.use(each.currency);
  std::vector<std::string> terms;
  for (const PriceTerm& term : quotation.terms) {
    terms.push_back(to_string(term));
    if (PriceTerm::parse(terms.back()) != term)
      throw_invalid("a file cannot hold the term " + in_quotes(terms.back()) +
                    ": expected a place without blanks around it");
  }
  std::vector<std::string> quantities;
  for (const Quantity& quantity : quotation.quantities) {
    codes.use(quantity.unit());
    quantities.push_back(to_string(quantity));
  }
  TomlText text;
  write_sheet(text, quotation.sheet, codes);
  text.table("pricing");
  write_fields(text, quotation.rule, PricingRule{});
  if (!terms.empty()) text.line("terms", toml(terms));
  if (!quantities.empty()) text.line("quantities", toml(quantities));
  for (const PricingCurrency& each : quotation.currencies) write_currency(text, each);
  return std::move(text).text();
}

}  // namespace o2c::inline v1
