#include "o2c/money/unit_price.hpp"

#include <cstddef>
#include <string>

#include "o2c/money/currency_table.hpp"
#include "o2c/money/round_together.hpp"

#include "unit_text.hpp"

namespace o2c::inline v1 {
namespace {

constexpr const char* form = "a price such as 16.51 USD/PCE or 45.00 USD/1000 PCE";

Quantity read_per(std::string_view text, std::size_t begin) {
  const std::size_t space = text.rfind(' ');
  if (space == std::string_view::npos || space < begin)
    return {1, read_unit(text, begin, text.size())};
  return {read_grouped_number(text, begin, space), read_unit(text, space + 1, text.size())};
}

}  // namespace

UnitPrice::UnitPrice(const Decimal& amount, const Currency& currency, const Quantity& per)
    : amount_(amount), currency_(currency), per_(per) {
  if (sign(per) <= 0)
    throw_invalid("a price for " + to_string(per) + ": expected a quantity above zero");
}

UnitPrice UnitPrice::parse(std::string_view text) { return parse(text, CurrencyTable::iso_4217()); }

UnitPrice UnitPrice::parse(std::string_view text, const CurrencyTable& currencies) {
  const std::size_t bar = text.find('/');
  const std::size_t space = text.substr(0, bar).rfind(' ');
  if (bar == std::string_view::npos || space == std::string_view::npos || space == 0)
    throw_parse(text, 0, form);
  const Decimal amount = read_grouped_number(text, 0, space);
  const Currency currency = currencies.at(text.substr(space + 1, bar - space - 1));
  return {amount, currency, read_per(text, bar + 1)};
}

Ratio UnitPrice::of_one(const Unit& unit) const {
  return Ratio(amount_) / Ratio(per_.value()) * conversion_factor(unit, per_.unit());
}

std::string to_string(const UnitPrice& price) {
  const bool one = price.per().value() == 1;
  return to_string(price.amount()) + " " + to_string(price.currency()) + "/" +
         (one ? to_string(price.per().unit()) : to_string(price.per()));
}

Ratio exact_amount(const UnitPrice& price, const Quantity& quantity) {
  return Ratio(quantity.value()) * price.of_one(quantity.unit());
}

std::string to_string(LineRounding rounding) {
  return rounding == LineRounding::by_line ? "by_line" : "by_document";
}

LineRounding parse_line_rounding(std::string_view text) {
  if (text == "by_line") return LineRounding::by_line;
  if (text == "by_document") return LineRounding::by_document;
  throw_parse(text, 0, "by_line or by_document");
}

std::vector<Money> line_amounts(std::span<const PricedLine> lines, LineRounding where,
                                Rounding mode) {
  if (lines.empty()) throw_invalid("a document needs a line");
  const Currency& currency = lines.front().price.currency();
  std::vector<Ratio> exact;
  for (const PricedLine& line : lines) {
    if (line.price.currency() != currency)
      throw CurrencyMismatch("a document's lines are in one currency: " +
                             to_string(lines.front().price) + " and " + to_string(line.price));
    exact.push_back(exact_amount(line.price, line.quantity));
  }

  std::vector<Money> amounts;
  if (where == LineRounding::by_line) {
    for (const Ratio& amount : exact) amounts.push_back(Money::rounded(amount, currency, mode));
    return amounts;
  }
  return round_together(exact, currency, mode);
}

}  // namespace o2c::inline v1
