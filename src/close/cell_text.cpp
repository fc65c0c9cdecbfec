#include "cell_text.hpp"

#include <cstddef>
#include <limits>

#include "o2c/number/decimal.hpp"
#include "o2c/time/date.hpp"

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

// Digits at a place, which is within the text.
bool read_digits(std::string_view text, std::size_t at, std::size_t count, int& number) {
  number = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (!is_digit(text[i])) return false;
    number = number * 10 + (text[i] - '0');
  }
  return true;
}

// "Z", "+08:00", "+0800" or "+08" as minutes; without any it is UTC.
bool read_offset(std::string_view text, int& minutes) {
  minutes = 0;
  if (text.empty() || text == "Z") return true;
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return false;
  const bool east = text[0] == '+';
  int hour = 0;
  int minute = 0;
  if (!read_digits(text, 1, 2, hour)) return false;
  text.remove_prefix(3);
  if (text.starts_with(':')) {
    text.remove_prefix(1);
    if (text.empty()) return false;
  }
  if (!text.empty() && (text.size() != 2 || !read_digits(text, 0, 2, minute))) return false;
  constexpr int hour_most = 18;
  if (hour > hour_most || minute > 59) return false;
  minutes = (east ? 1 : -1) * (hour * 60 + minute);
  return true;
}

constexpr std::int64_t microseconds_per_second = 1'000'000;

// ".25": the digits after the point as microseconds; removes them from the text.
bool read_fraction(std::string_view& text, std::int64_t& microseconds) {
  microseconds = 0;
  if (!text.starts_with('.')) return true;
  text.remove_prefix(1);
  std::int64_t unit = microseconds_per_second;
  bool any = false;
  bool finer = false;
  for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1)) {
    any = true;
    unit /= 10;
    microseconds += (text.front() - '0') * unit;
    finer |= unit == 0 && text.front() != '0';
  }
  microseconds += finer ? 1 : 0;
  return any;
}

}  // namespace

CellNumber read_units(std::string_view text, int scale, std::int64_t& units) {
  return read_number(text, scale, units);
}

CellNumber read_units(std::string_view text, int scale, Int128& units) {
  return read_number(text, scale, units);
}

bool read_day(std::string_view text, std::int32_t& days) {
  constexpr std::size_t size = 10;
  int year = 0;
  int month = 0;
  int day = 0;
  if (text.size() != size || text[4] != '-' || text[7] != '-') return false;
  if (!read_digits(text, 0, 4, year) || !read_digits(text, 5, 2, month) ||
      !read_digits(text, 8, 2, day))
    return false;
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
    return false;
  days = Date(year, month, day).days();
  return true;
}

bool read_moment(std::string_view text, std::int64_t& microseconds) {
  constexpr std::size_t least = 16;  // "2026-10-31T08:00"
  std::int32_t day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (text.size() < least || !read_day(text.substr(0, 10), day)) return false;
  if ((text[10] != 'T' && text[10] != ' ') || text[13] != ':') return false;
  if (!read_digits(text, 11, 2, hour) || !read_digits(text, 14, 2, minute)) return false;
  text.remove_prefix(16);
  std::int64_t fraction = 0;
  if (text.starts_with(':')) {
    if (text.size() < 3 || !read_digits(text, 1, 2, second)) return false;
    text.remove_prefix(3);
    if (!read_fraction(text, fraction)) return false;
  }
  int offset = 0;
  // A leap second is no moment that a clock of ours tells.
  if (hour > 23 || minute > 59 || second > 59 || !read_offset(text, offset)) return false;
  const std::int64_t minutes = (std::int64_t{day} * 24 + hour) * 60 + minute - offset;
  microseconds = (minutes * 60 + second) * microseconds_per_second + fraction;
  return true;
}

}  // namespace o2c::inline v1
