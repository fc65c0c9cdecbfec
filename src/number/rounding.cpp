#include "o2c/number/rounding.hpp"

#include <array>

namespace o2c::inline v1 {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 11> names{
    "half_even", "half_up", "half_down", "half_odd", "half_ceiling", "half_floor",
    "up",        "down",    "ceiling",   "floor",    "exact"};

}  // namespace

std::string to_string(Rounding mode) {
  return std::string(names.at(static_cast<std::size_t>(mode)));
}

Rounding parse_rounding(std::string_view text) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == text) return static_cast<Rounding>(i);
  }
  std::string expected = "a rounding mode: one of";
  for (const std::string_view name : names) {
    expected += name == names.front() ? " " : ", ";
    expected += name;
  }
  throw_parse(text, 0, expected);
}

void detail::throw_inexact_quotient(Int128 numerator, Int128 denominator) {
  throw InexactResult(int128_text(numerator) + " / " + int128_text(denominator) +
                      " is not a whole number, and the rounding is exact");
}

}  // namespace o2c::inline v1
