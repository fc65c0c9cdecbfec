#include "o2c/money/quantity.hpp"

#include <algorithm>
#include <string>

#include "unit_text.hpp"

namespace o2c::inline v1 {
namespace {

std::string two(const Quantity& a, const Quantity& b) {
  return to_string(a) + " and " + to_string(b);
}

}  // namespace

Decimal read_grouped_number(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view number = text.substr(begin, end - begin);
  const std::size_t point = std::min(number.find('.'), number.size());
  std::string digits;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (number[i] != ',') {
      digits += number[i];
      continue;
    }
    // Before the first comma up to three digits, after each comma three.
    const std::size_t next = std::min(number.find(',', i + 1), point);
    const std::size_t before = digits.size() - digits.starts_with('-');
    if (i > point || next - i != 4 || before == 0 || (before > 3 && number.find(',') == i))
      throw_parse(text, begin + i, "commas between groups of three digits only");
  }
  try {
    return Decimal::parse(digits);
  } catch (const ParseError&) {
    throw_parse(text, begin, "a number");
  }
}

Unit read_unit(std::string_view text, std::size_t begin, std::size_t end) {
  return known_unit(text.substr(begin, end - begin));
}

Quantity Quantity::parse(std::string_view text) {
  const std::size_t space = text.rfind(' ');
  if (space == std::string_view::npos || space == 0 || space + 1 == text.size())
    throw_parse(text, 0, "a number, a space and a unit, such as 9,800 PCE");
  return {read_grouped_number(text, 0, space), read_unit(text, space + 1, text.size())};
}

std::string to_string(const Quantity& quantity) {
  return to_string(quantity.value()) + " " + to_string(quantity.unit());
}

Quantity convert(const Quantity& quantity, const Unit& to) {
  return convert(quantity, to, Decimal::max_digits, Rounding::exact);
}

Quantity convert(const Quantity& quantity, const Unit& to, int digits, Rounding mode) {
  const Ratio factor = conversion_factor(quantity.unit(), to);
  if (factor == 1) return {quantity.value(), to};
  return {normalized(round(Ratio(quantity.value()) * factor, digits, mode)), to};
}

namespace detail {

void throw_unit_mismatch(const char* verb, const Quantity& a, const Quantity& b) {
  throw UnitMismatch(std::string("cannot ") + verb + " " + two(a, b) +
                     ": their units differ; convert one first");
}

void throw_no_conversion(const Unit& from, const Unit& to) {
  const std::string units = to_string(from) + " in " + to_string(to) + ": ";
  if (from.dimension() == to.dimension())
    throw UnitMismatch(units + "how much is in a package, a product's packing says");
  throw UnitMismatch(units + "a unit of " + to_string(from.dimension()) + " is none of " +
                     to_string(to.dimension()));
}

}  // namespace detail
}  // namespace o2c::inline v1
