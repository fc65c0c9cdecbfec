#include "sheet_codes.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

// What stands behind the last blank, or all of it.
std::string_view word_at_end(std::string_view text) {
  const std::size_t blank = text.rfind(' ');
  return blank == std::string_view::npos ? text : text.substr(blank + 1);
}

}  // namespace

SheetCodes::SheetCodes(TomlReader& top, const CurrencyTable& currencies, LineFaults& faults) {
  read_units(top, faults);
  read_currencies(top);
  for (const Currency& each : currencies.currencies())
    if (!currencies_.find(each.code())) currencies_.add(each);
}

void SheetCodes::read_units(TomlReader& top, LineFaults& faults) {
  std::optional<TomlReader> units = top.inner("units");
  if (!units) return;
  for (const TomlEntry& entry : units->table()) {
    std::optional<TomlReader> stated = units->inner(entry.key);
    if (!stated) continue;
    const std::size_t faults_before = faults.size();
    Dimension dimension = Dimension::count;
    Decimal size = 1;
    stated->require("dimension", dimension, named<parse_dimension>,
                    "what it measures, such as \"mass\"");
    stated->read("size", size, number_of);
    stated->end();
    if (faults.size() > faults_before) continue;
    std::optional<Unit> unit;
    units->take(entry, unit, [&](const TomlValue&) { return Unit(entry.key, dimension, size); });
    if (unit) units_.push_back(*unit);
  }
}

void SheetCodes::read_currencies(TomlReader& top) {
  std::optional<TomlReader> currencies = top.inner("currencies");
  if (!currencies) return;
  for (const TomlEntry& entry : currencies->table()) {
    std::optional<Currency> currency;
    currencies->take(entry, currency, [&](const TomlValue& value) {
      constexpr std::int64_t too_many = Currency::digits_max + 1;
      const std::int64_t digits = std::clamp<std::int64_t>(whole_of(value), -1, too_many);
      return Currency(entry.key, static_cast<int>(digits));
    });
    if (currency) currencies_.add(*currency);
  }
}

Currency SheetCodes::currency(const TomlValue& value) const {
  return currencies_.at(text_of(value));
}

Unit SheetCodes::unit(const TomlValue& value) const {
  const std::string code = text_of(value);
  const Unit* const own = own_unit(code);
  return own != nullptr ? *own : known_unit(code);
}

Quantity SheetCodes::quantity(const TomlValue& value) const { return quantity_in(text_of(value)); }

Quantity SheetCodes::quantity(const TomlValue& value, const Unit& of) const {
  const auto* const number = std::get_if<std::int64_t>(&value.value);
  return number != nullptr ? Quantity(*number, of) : quantity(value);
}

UnitPrice SheetCodes::price(const TomlValue& value) const {
  const std::string text = text_of(value);
  const std::size_t bar = text.find('/');
  const std::string per = bar == std::string::npos ? "" : text.substr(bar + 1);
  if (own_unit(word_at_end(per)) == nullptr) return UnitPrice::parse(text, currencies_);
  // Of the amount and the currency alone, by another unit.
  const UnitPrice of_one = UnitPrice::parse(text.substr(0, bar) + "/PCE", currencies_);
  const bool has_number = per.find(' ') != std::string::npos;
  return {of_one.amount(), of_one.currency(), quantity_in(has_number ? per : "1 " + per)};
}

const Unit* SheetCodes::own_unit(std::string_view code) const {
  const auto found = std::ranges::find(units_, code, &Unit::code);
  return found == units_.end() ? nullptr : &*found;
}

Quantity SheetCodes::quantity_in(std::string_view text) const {
  const std::string_view code = word_at_end(text);
  const Unit* const own = own_unit(code);
  if (own == nullptr || code.size() == text.size()) return Quantity::parse(text);
  text.remove_suffix(code.size());
  return {Quantity::parse(std::string(text) + "PCE").value(), *own};
}

}  // namespace o2c::inline v1
