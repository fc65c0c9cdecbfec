#include "o2c/time/moment.hpp"

#include <cstddef>

#include "o2c/number/error.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {
namespace {

constexpr bool is_digit(char c) { return '0' <= c && c <= '9'; }

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

std::string padded(std::int64_t number, std::size_t digits) {
  const std::string text = std::to_string(number);
  return std::string(digits - text.size(), '0') + text;
}

}  // namespace

namespace detail {

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

}  // namespace detail

std::string format_moment(std::int64_t moment_us) {
  constexpr std::int64_t day_us = 86'400 * microseconds_per_second;
  constexpr std::int64_t first = Date::min().days() * day_us;
  constexpr std::int64_t end = (Date::max().days() + 1) * day_us;
  if (moment_us < first || moment_us >= end) return std::to_string(moment_us);
  // Whole days from the first on, so that none is below zero.
  const std::int64_t since_first = moment_us - first;
  const std::int64_t rest = since_first % day_us;
  const std::int64_t seconds = rest / microseconds_per_second;
  std::string text = to_string(Date::min() + since_first / day_us) + 'T' +
                     padded(seconds / 3600, 2) + ':' + padded(seconds / 60 % 60, 2) + ':' +
                     padded(seconds % 60, 2);
  if (const std::int64_t fraction = rest % microseconds_per_second; fraction > 0)
    text += '.' + padded(fraction, 6);
  return text + 'Z';
}

std::int64_t parse_moment(std::string_view text) {
  std::int64_t microseconds = 0;
  if (!detail::read_moment(text, microseconds))
    throw_parse(text, 0, "a moment such as 2026-10-31T08:00:00Z, in UTC where no zone is written");
  return microseconds;
}

}  // namespace o2c::inline v1
