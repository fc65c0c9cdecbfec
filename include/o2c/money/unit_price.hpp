#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/money/money.hpp"
#include "o2c/money/quantity.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/number/trace.hpp"

namespace o2c::inline v1 {

class CurrencyTable;

/// What a quantity costs: 16.51 USD for 1 PCE, 45.00 USD for 1000 PCE. The amount may have more
/// digits than the currency.
class UnitPrice {
 public:
  /// Throws InvalidArgument unless the quantity that the price is for is positive.
  UnitPrice(const Decimal& amount, const Currency& currency, const Quantity& per);
  UnitPrice(const Decimal& amount, const Currency& currency, const Unit& unit)
      : UnitPrice(amount, currency, Quantity(1, unit)) {}

  /// Reads "16.51 USD/PCE", "45.00 USD/1000 PCE". Throws ParseError, UnknownCurrency.
  static UnitPrice parse(std::string_view text);
  static UnitPrice parse(std::string_view text, const CurrencyTable& currencies);

  [[nodiscard]] const Decimal& amount() const noexcept { return amount_; }
  [[nodiscard]] const Currency& currency() const noexcept { return currency_; }
  [[nodiscard]] const Quantity& per() const noexcept { return per_; }

  /// Exactly what one of a unit costs. Throws UnitMismatch.
  [[nodiscard]] Ratio of_one(const Unit& unit) const;

  friend bool operator==(const UnitPrice&, const UnitPrice&) = default;

 private:
  Decimal amount_;
  Currency currency_;
  Quantity per_;
};

/// "16.51 USD/PCE", "45.00 USD/1000 PCE"
std::string to_string(const UnitPrice& price);

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const UnitPrice& price) {
  return out << to_string(price);
}

/// What a quantity comes to, exactly. Throws UnitMismatch, Overflow.
Ratio exact_amount(const UnitPrice& price, const Quantity& quantity);

/// What a quantity comes to, rounded once to the currency's digits; units of one dimension convert.
/// Throws UnitMismatch, Overflow, InexactResult (mode `exact`).
template <Tracer T>
Money amount_of(const UnitPrice& price, const Quantity& quantity, Rounding mode, T& trace) {
  const Ratio exact = exact_amount(price, quantity);
  const Money result = Money::rounded(exact, price.currency(), mode);
  if constexpr (T::recording) {
    const Ratio one = price.of_one(quantity.unit());
    trace.step(Text{"price of one", "单价"}, Operation::given, one,
               Operand{Text{"price", "价格"}, to_string(price)},
               Operand{Text{"unit", "单位"}, to_string(quantity.unit())});
    trace.rounded_step(Text{"amount", "金额"}, Operation::product, mode,
                       minor_unit(price.currency()), result,
                       Operand{Text{"quantity", "数量"}, quantity.value()},
                       Operand{Text{"price of one", "单价"}, one},
                       Operand{Text{"currency", "币种"}, Money::of(1, price.currency())});
  }
  return result;
}
inline Money amount_of(const UnitPrice& price, const Quantity& quantity, Rounding mode) {
  NoTrace no_trace;
  return amount_of(price, quantity, mode, no_trace);
}

/// Where a document's amounts are rounded to the currency's digits.
enum class LineRounding : std::uint8_t {
  by_line,     ///< Each line, and the total is their sum.
  by_document  ///< The exact total once; lines then share it (largest remainder).
};

std::string to_string(LineRounding rounding);
/// Reads what to_string writes. Throws ParseError.
LineRounding parse_line_rounding(std::string_view text);

/// A line of a document before it has an amount.
struct PricedLine {
  UnitPrice price;
  Quantity quantity;
};

/// The amounts of a document's lines; what they add up to is the document's amount.
/// Throws InvalidArgument for no lines, CurrencyMismatch for lines in several currencies,
/// UnitMismatch, Overflow, InexactResult (mode `exact`).
std::vector<Money> line_amounts(std::span<const PricedLine> lines, LineRounding where,
                                Rounding mode);

}  // namespace o2c::inline v1

template <>
struct std::hash<o2c::UnitPrice> {
  std::size_t operator()(const o2c::UnitPrice& price) const {
    std::size_t h = std::hash<o2c::Decimal>{}(price.amount());
    h = h * 31U + std::hash<o2c::Currency>{}(price.currency());
    return h * 31U + std::hash<o2c::Quantity>{}(price.per());
  }
};
