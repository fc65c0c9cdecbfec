#include "o2c/cost/quotation_file.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "o2c/explain/detail/toml_reader.hpp"
#include "o2c/number/error.hpp"

#include "sheet_codes.hpp"
#include "sheet_reader.hpp"

namespace o2c::inline v1 {
namespace {

// A number, or a fraction as text: "1/3".
Ratio fraction_of(const TomlValue& value) {
  const auto* const text = std::get_if<std::string>(&value.value);
  const std::size_t bar = text == nullptr ? std::string::npos : text->find('/');
  if (bar == std::string::npos) return number_of(value);
  const Decimal numerator = Decimal::parse(std::string_view(*text).substr(0, bar));
  const Decimal denominator = Decimal::parse(std::string_view(*text).substr(bar + 1));
  if (is_zero(denominator)) throw_unlike(value, "a fraction with a denominator other than 0");
  const Ratio ratio = Ratio(numerator) / Ratio(denominator);
  if (detail::magnitude(ratio.numerator()) >= fraction_parts_end ||
      detail::magnitude(ratio.denominator()) >= fraction_parts_end)
    throw_unlike(value, "a fraction whose parts have at most 38 digits");
  return ratio;
}

template <class T>
T field_of(const TomlValue& value) {
  if constexpr (std::is_same_v<T, bool>) return flag_of(value);
  if constexpr (std::is_same_v<T, std::string>) return text_of(value);
  if constexpr (std::is_same_v<T, Date>) return date_of(value);
  if constexpr (std::is_same_v<T, Decimal>) return number_of(value);
  if constexpr (std::is_same_v<T, Ratio>) return fraction_of(value);
  if constexpr (std::is_same_v<T, Rate>) return rate_of(value);
  if constexpr (std::is_same_v<T, ProfitOf>) return parse_profit_of(text_of(value));
  if constexpr (std::is_same_v<T, Incoterm>) return parse_incoterm(text_of(value));
  if constexpr (std::is_same_v<T, Rounding>) return parse_rounding(text_of(value));
}

template <class T>
void read_one(TomlReader& reader, std::string_view key, T& to) {
  reader.read(key, to, field_of<T>);
}
template <class T>
void read_one(TomlReader& reader, std::string_view key, std::optional<T>& to) {
  reader.read(key, to, field_of<T>);
}

template <class Struct>
void read_all(TomlReader& reader, Struct& to) {
  std::apply([&](const auto&... field) { (read_one(reader, field.name, to.*field.member), ...); },
             Struct::fields());
}

// What `convert` makes of each value of a list.
template <class Convert>
auto list_of(const TomlValue& value, const Convert& convert, const char* expected) {
  std::vector<decltype(convert(value))> converted;
  const auto* const list = std::get_if<TomlList>(&value.value);
  if (list == nullptr || list->empty()) throw_unlike(value, expected);
  for (const TomlValue& each : *list) converted.push_back(convert(each));
  return converted;
}

// Reads what stands under [pricing] of a file.
class PricingReader {
 public:
  PricingReader(const SheetCodes& codes, LineFaults& faults) : codes_(codes), faults_(faults) {}

  void read(TomlReader& top, const StatedSheet& sheet) {
    std::optional<TomlReader> pricing = top.inner("pricing");
    if (pricing) read_pricing(*pricing, sheet);
  }

  PricingRule rule;
  std::vector<PricingCurrency> currencies;
  std::vector<PriceTerm> terms;
  std::vector<Quantity> quantities;

 private:
  void read_pricing(TomlReader& pricing, const StatedSheet& sheet) {
    read_all(pricing, rule);
    report([&] { check(rule); }, pricing);
    pricing.read("terms", terms, [](const TomlValue& value) {
      return list_of(
          value, [](const TomlValue& each) { return PriceTerm::parse(text_of(each)); },
          "terms in brackets, such as [\"FOB Shanghai\", \"CIF London\"]");
    });
    pricing.read("quantities", quantities, [&](const TomlValue& value) {
      return list_of(
          value, [&](const TomlValue& each) { return sold(each, sheet.unit); },
          "quantities in brackets, such as [1000, \"100 DZN\"]");
    });
    for (TomlReader& each : pricing.tables("currency", "[[pricing.currency]] in double brackets"))
      read_currency(each, sheet);
    pricing.end();
  }

  [[nodiscard]] Quantity sold(const TomlValue& value, const std::optional<Unit>& by) const {
    const Quantity quantity = codes_.quantity(value, by.value_or(units::PCE));
    if (sign(quantity) <= 0) throw_unlike(value, "more than nothing");
    const bool converts =
        !by || quantity.unit() == *by ||
        (quantity.unit().dimension() == by->dimension() && by->dimension() != Dimension::package);
    if (!converts) throw_unlike(value, "a quantity that is so many " + to_string(*by));
    return quantity;
  }

  void read_currency(TomlReader& reader, const StatedSheet& sheet) {
    const std::size_t faults_before = faults_.size();
    PricingCurrency currency{.currency = currencies::USD};
    reader.require(
        "currency", currency.currency,
        [&](const TomlValue& value) { return codes_.currency(value); },
        "the currency to quote in, such as \"USD\"");
    const bool knows_currency = faults_.size() == faults_before;
    read_one(reader, "exchange_rate", currency.exchange_rate);
    read_one(reader, "safety", currency.safety);
    read_one(reader, "commission_insured", currency.commission_insured);
    read_all(reader, currency.route);
    currency.tariff = read_tariff(reader);
    reader.end();
    report([&] { check(currency); }, reader);
    report([&] { static_cast<void>(PriceRoute(currency.route)); }, reader);
    if (knows_currency) {
      for (const PricingCurrency& before : currencies)
        if (before.currency == currency.currency)
          reader.fault_here({.field = "currency", .expected = "each currency once"});
      check_rate(currency, sheet, reader);
    }
    if (currency.tariff && !sheet.has_packing)
      reader.fault_here(
          {.field = "tariff", .expected = "a [packing], as freight follows from the cartons"});
    currencies.push_back(std::move(currency));
  }

  static void check_rate(const PricingCurrency& currency, const StatedSheet& sheet,
                         TomlReader& reader) {
    if (!sheet.currency) return;
    const bool at_home = currency.currency == *sheet.currency;
    const bool stated = reader.find("exchange_rate") != nullptr;
    if (at_home && currency.exchange_rate.value_or(1) != 1)
      reader.fault_here({.field = "exchange_rate", .expected = "1 in the sheet's own currency"});
    if (!at_home && !stated)
      reader.fault_here({.field = "exchange_rate",
                         .expected = "how many " + to_string(*sheet.currency) + " one is worth"});
  }

  std::optional<FreightTariff> read_tariff(TomlReader& above) {
    std::optional<TomlReader> reader = above.inner("tariff");
    if (!reader) return std::nullopt;
    const std::size_t faults_before = faults_.size();
    FreightTariff tariff;
    std::vector<TomlReader> rows = reader->tables(
        "containers", "a list of containers, such as [{ name = \"20GP\", volume_m3 = 28, ... }]");
    for (TomlReader& row : rows) {
      ContainerRate& rate = tariff.containers.emplace_back(
          ContainerRate{.name = {}, .volume_m3 = {}, .weight_kg = {}, .freight = {}});
      row.require("name", rate.name, text_of, "the kind, such as \"20GP\"");
      row.require("volume_m3", rate.volume_m3, number_of, "what can be loaded, such as 28");
      row.require("weight_kg", rate.weight_kg, number_of, "the payload, such as 21700");
      row.require("freight", rate.freight, number_of, "what carrying one costs");
      row.end();
    }
    read_one(*reader, "loose_per_ton", tariff.loose_per_ton);
    read_one(*reader, "loose_minimum", tariff.loose_minimum);
    reader->end();
    if (faults_.size() == faults_before)
      try_to_make([&] { check(tariff); },
                  [&](Fault fault) {
                    const auto row = static_cast<std::size_t>(fault.row);
                    (fault.row < 0 ? *reader : rows[row]).fault_here(std::move(fault));
                  });
    return tariff;
  }

  template <class Check>
  static void report(const Check& check_it, TomlReader& reader) {
    try_to_make(check_it, [&](Fault fault) { reader.fault_here(std::move(fault)); });
  }

  const SheetCodes& codes_;
  LineFaults& faults_;
};

// A text that is being read. Throws ParseError for what is no TOML.
struct PricedText {
  PricedText(std::string_view text, const std::string& file, const CurrencyTable& currencies)
      : faults(file, "cannot read the cost sheet"),
        table(parsed(text, faults)),
        top(table, 1, faults),
        codes(top, currencies, faults) {}

  // Throws ParseError with every fault.
  void end() const {
    top.end();
    faults.throw_if_any();
  }

  LineFaults faults;
  TomlTable table;
  TomlReader top;
  SheetCodes codes;

 private:
  static TomlTable parsed(std::string_view text, LineFaults& faults) {
    TomlTable table = parse_toml(text, faults);
    faults.throw_if_any();
    return table;
  }
};

}  // namespace

std::vector<Quote> quotes(const QuotationSheet& quotation) {
  return quotes(quotation.sheet, quotation.rule, quotation.currencies, quotation.terms,
                quotation.quantities);
}

CostSheet cost_sheet_from_toml(std::string_view text, const std::string& file,
                               const CurrencyTable& currencies) {
  PricedText read(text, file, currencies);
  StatedSheet stated = read_sheet(read.top, read.codes, read.faults);
  if (const TomlValue* const pricing = read.top.find("pricing"))
    read.top.fault(pricing->line, "pricing", "",
                   "a cost sheet alone; prices are read as a quotation");
  read.end();
  return *std::move(stated.sheet);
}

QuotationSheet quotation_from_toml(std::string_view text, const std::string& file,
                                   const CurrencyTable& currencies) {
  PricedText read(text, file, currencies);
  StatedSheet stated = read_sheet(read.top, read.codes, read.faults);
  PricingReader pricing(read.codes, read.faults);
  pricing.read(read.top, stated);
  read.end();
  return {.sheet = *std::move(stated.sheet),
          .rule = pricing.rule,
          .currencies = std::move(pricing.currencies),
          .terms = std::move(pricing.terms),
          .quantities = std::move(pricing.quantities)};
}

ProductPricing pricing_from_toml(std::string_view text, const std::string& file,
                                 const CurrencyTable& currencies) {
  PricedText read(text, file, currencies);
  // Freight follows from the packing of each product.
  StatedSheet stated{.has_packing = true};
  read_sheet_codes(read.top, read.codes, stated);
  PricingReader pricing(read.codes, read.faults);
  pricing.read(read.top, stated);
  read.end();
  return {.currency = *stated.currency,
          .unit = *stated.unit,
          .rule = pricing.rule,
          .currencies = std::move(pricing.currencies),
          .terms = std::move(pricing.terms),
          .quantities = std::move(pricing.quantities)};
}

}  // namespace o2c::inline v1
