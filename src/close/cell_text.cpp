#include "cell_text.hpp"

#include <cstddef>
#include <limits>

#include "o2c/number/decimal.hpp"

namespace o2c::inline v1 {
namespace {

constexpr bool is_digit(char c) { return '0' <= c && c <= '9'; }

// Appends a digit; false when the number leaves its type.
bool append(std::int64_t& units, std::int64_t digit) {
  return !__builtin_mul_overflow(units, std::int64_t{10}, &units) &&
         !__builtin_add_overflow(units, digit, &units);
}
bool append(Int128& units, Int128 digit) {
  constexpr Int128 limit = detail::power_of_ten(Decimal::max_digits - 1);
  if (units <= -limit || units >= limit) return false;
  units = units * 10 + digit;
  return true;
}

template <class T>
CellNumber read_number(std::string_view text, int scale, T& units) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  units = 0;
  int left = scale;  // Digits that may still come after the point.
  bool any_digit = false;
  bool after_point = false;
  CellNumber found = CellNumber::sound;
  for (const char c : text) {
    if (c == '.' && !after_point) {
      after_point = true;
      continue;
    }
    if (!is_digit(c)) return CellNumber::unlike;
    any_digit = true;
    if (after_point && left == 0) {
      if (c != '0' && found == CellNumber::sound) found = CellNumber::too_many_digits;
      continue;
    }
    if (after_point) --left;
    // Downwards, as the lowest number is further from 0 than the highest.
    const T digit = negative ? '0' - c : c - '0';
    if (!append(units, digit)) found = CellNumber::too_large;
    if (found == CellNumber::too_large) units = 0;
  }
  if (!any_digit) return CellNumber::unlike;
  for (; left > 0; --left)
    if (!append(units, T{0})) found = CellNumber::too_large;
  return found;
}

}  // namespace

CellNumber read_units(std::string_view text, int scale, std::int64_t& units) {
  return read_number(text, scale, units);
}

CellNumber read_units(std::string_view text, int scale, Int128& units) {
  return read_number(text, scale, units);
}

}  // namespace o2c::inline v1
