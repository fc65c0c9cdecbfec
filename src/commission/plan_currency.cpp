#include "plan_currency.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <variant>

#include "o2c/explain/detail/toml_text.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

Currency iso_currency_of(const TomlValue& value) {
  const std::string code = text_of(value);
  try {
    return iso_currency(code);
  } catch (const UnknownCurrency& error) {
    // Codes that are near are only in the message.
    const std::string message = error.what();
    const std::string known = "unknown currency " + in_quotes(code) + ": ";
    std::string expected = error.faults().front().expected;
    if (message.starts_with(known)) expected += "; " + message.substr(known.size());
    throw_unlike(value, std::move(expected));
  }
}

}  // namespace

std::optional<Currency> read_currency(TomlReader& from, std::string_view key, const char* expected,
                                      LineFaults& faults) {
  std::optional<Currency> currency;
  const TomlValue* const value = from.find(key);
  if (value == nullptr || !std::holds_alternative<TomlTable>(value->value)) {
    from.require(key, currency, iso_currency_of, expected);
    return currency;
  }
  // One of the user's own.
  TomlReader own(std::get<TomlTable>(value->value), value->line, faults, &from);
  std::string code;
  std::int64_t digits = 0;
  const std::size_t faults_before = faults.size();
  own.require("code", code, text_of, "the currency's code");
  own.require("digits", digits, whole_of, "how many decimal digits its amounts have");
  own.end();
  if (faults.size() > faults_before) return currency;
  from.read(key, currency, [&](const TomlValue&) {
    constexpr std::int64_t too_many = Currency::digits_max + 1;
    return Currency(code, static_cast<int>(std::clamp<std::int64_t>(digits, -1, too_many)));
  });
  return currency;
}

std::string toml_currency(const Currency& currency) {
  if (CurrencyTable::iso_4217().find(currency.code()) == currency) return toml(currency.code());
  return "{ code = " + toml(currency.code()) + ", digits = " + std::to_string(currency.digits()) +
         " }";
}

}  // namespace o2c::inline v1
