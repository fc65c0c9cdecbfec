#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include <boost/date_time/gregorian_calendar.hpp>

#include "o2c/number/error.hpp"
#include "o2c/time/weekday.hpp"

namespace o2c::inline v1 {

/// The parts of a date. Only Date knows whether they name a day that exists.
struct YearMonthDay {
  // The type names are what boost::date_time::gregorian_calendar_base asks for.
  using year_type = int;
  using month_type = int;
  using day_type = int;

  int year;   // [1, 9999]
  int month;  // [1, 12]
  int day;    // [1, 31]

  constexpr YearMonthDay(int y, int m, int d) : year(y), month(m), day(d) {}
  friend constexpr bool operator==(const YearMonthDay&, const YearMonthDay&) = default;
};

namespace detail {

// Boost's light header counts days by Julian day numbers; its dates start in 1400, but the
// algorithms themselves hold for every year of ours (a test sweeps all of them).
using GregorianCalendar = boost::date_time::gregorian_calendar_base<YearMonthDay, std::uint32_t>;

inline constexpr std::int32_t julian_day_of_1970 = 2'440'588;

[[noreturn]] void throw_no_such_date(int year, int month, int day);
[[noreturn]] void throw_no_such_day_number(std::int64_t days);
[[noreturn]] void throw_no_such_month(int year, int month);

}  // namespace detail

/// Whether the year has a 29 February.
constexpr bool is_leap_year(int year) { return detail::GregorianCalendar::is_leap_year(year); }

/// The number of days of a month: 28 to 31. Throws InvalidArgument.
constexpr int days_in_month(int year, int month) {
  if (year < 1 || year > 9999 || month < 1 || month > 12) detail::throw_no_such_month(year, month);
  return detail::GregorianCalendar::end_of_month_day(year, month);
}

/// A day of the proleptic Gregorian calendar from 0001-01-01 to 9999-12-31 (ISO 8601).
///
/// Always valid, without a time of day or a zone. It is a count of days since 1970-01-01 in four
/// bytes, so a checked column of Arrow's date32 can be read as a span of dates.
class Date {
 public:
  /// Throws InvalidArgument for a day that does not exist, such as 2026-02-29.
  constexpr Date(int year, int month, int day);

  /// The day that many days after 1970-01-01 (before, if negative). Throws InvalidArgument.
  static constexpr Date from_days(std::int32_t days_since_1970);

  /// Reads "2026-11-23" (ISO 8601, extended form) and nothing else. Throws ParseError.
  static Date parse(std::string_view text);

  /// Reads a date written as `format` says: "%m/%d/%Y" reads "4/6/2013" and "04/06/2013".
  ///
  /// %Y is a year of four digits; %m and %d are a month and a day of one or two digits, or exactly
  /// two where the next field follows without anything between; %% is a percent sign; anything else
  /// stands for itself. Throws ParseError, or InvalidArgument when the format does not have each of
  /// the three fields once.
  static Date parse(std::string_view text, std::string_view format);

  /// 0001-01-01.
  static constexpr Date min() noexcept { return Date(min_days); }
  /// 9999-12-31.
  static constexpr Date max() noexcept { return Date(max_days); }

  /// Days since 1970-01-01.
  constexpr std::int32_t days() const noexcept { return days_; }
  constexpr YearMonthDay ymd() const noexcept;
  constexpr int year() const noexcept { return ymd().year; }
  constexpr int month() const noexcept { return ymd().month; }
  constexpr int day() const noexcept { return ymd().day; }

  /// Moves by a number of days. Throws Overflow when that leaves the years 1 to 9999.
  constexpr Date& operator+=(std::int64_t days) { return *this = *this + days; }
  constexpr Date& operator-=(std::int64_t days) { return *this = *this - days; }
  constexpr Date& operator++() { return *this += 1; }
  constexpr Date& operator--() { return *this -= 1; }

  /// The day a number of days later or earlier. Throws Overflow.
  friend constexpr Date operator+(Date date, std::int64_t days) {
    // Any longer way leaves the range, and must not overflow the sum.
    if (days > max_days - date.days_ || days < min_days - date.days_)
      throw_overflow("date + days leaves the years 1 to 9999");
    return Date(date.days_ + static_cast<std::int32_t>(days));
  }
  friend constexpr Date operator-(Date date, std::int64_t days) {
    if (days > date.days_ - min_days || days < date.days_ - max_days)
      throw_overflow("date - days leaves the years 1 to 9999");
    return Date(date.days_ - static_cast<std::int32_t>(days));
  }
  template <std::floating_point Number>
  friend Date operator+(Date, Number) = delete;
  template <std::floating_point Number>
  friend Date operator-(Date, Number) = delete;

  /// Days from the second date to the first: due today is 0, due yesterday is 1.
  friend constexpr std::int32_t operator-(Date to, Date from) noexcept {
    return to.days_ - from.days_;
  }

  friend constexpr bool operator==(Date, Date) noexcept = default;
  friend constexpr auto operator<=>(Date, Date) noexcept = default;

 private:
  static constexpr std::int32_t min_days = -719'162;
  static constexpr std::int32_t max_days = 2'932'896;

  explicit constexpr Date(std::int32_t days) noexcept : days_(days) {}

  std::int32_t days_;  // [min_days, max_days]
};

constexpr Date::Date(int year, int month, int day) : days_(0) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
      day > detail::GregorianCalendar::end_of_month_day(year, month))
    detail::throw_no_such_date(year, month, day);
  const auto julian_day = detail::GregorianCalendar::day_number(YearMonthDay(year, month, day));
  days_ = static_cast<std::int32_t>(julian_day) - detail::julian_day_of_1970;
}

constexpr Date Date::from_days(std::int32_t days_since_1970) {
  if (days_since_1970 < min_days || days_since_1970 > max_days)
    detail::throw_no_such_day_number(days_since_1970);
  return Date(days_since_1970);
}

constexpr YearMonthDay Date::ymd() const noexcept {
  return detail::GregorianCalendar::from_day_number(
      static_cast<std::uint32_t>(days_ + detail::julian_day_of_1970));
}

/// The day of the week.
constexpr Weekday weekday(Date date) noexcept {
  // Julian day 0 was a Monday.
  return static_cast<Weekday>((date.days() + detail::julian_day_of_1970) % 7 + 1);
}

/// The last day of the date's month.
constexpr Date end_of_month(Date date) {
  const YearMonthDay parts = date.ymd();
  return Date(parts.year, parts.month, days_in_month(parts.year, parts.month));
}

/// The same day number in the month `months` later (earlier, if negative), cut to that month's
/// length: 31 January + 1 is 28 or 29 February, + 2 is 31 March; 29 February 2024 + 1 is 29 March.
/// Always add from the original anchor, since cutting forgets the day number. Throws Overflow.
constexpr Date add_months(Date date, std::int64_t months) {
  const YearMonthDay parts = date.ymd();
  const std::int64_t months_before = (parts.year - 1) * 12 + parts.month - 1;  // [0, 119987]
  constexpr std::int64_t months_in_range = 9999 * 12;
  if (months < -months_before || months >= months_in_range - months_before)
    throw_overflow("date + months leaves the years 1 to 9999");
  const int target = static_cast<int>(months_before + months);
  const int year = target / 12 + 1;
  const int month = target % 12 + 1;
  const int last_day = days_in_month(year, month);
  return Date(year, month, parts.day < last_day ? parts.day : last_day);
}

/// The same month and day number, years later or earlier; 29 February becomes 28 February in a
/// common year. Throws Overflow.
constexpr Date add_years(Date date, std::int64_t years) {
  if (years < -9999 || years > 9999) throw_overflow("date + years leaves the years 1 to 9999");
  return add_months(date, years * 12);
}

/// Prints as ISO 8601: "2026-11-23".
std::string to_string(Date date);

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out, Date date) {
  return out << to_string(date);
}

}  // namespace o2c

template <>
struct std::hash<o2c::Date> {
  std::size_t operator()(o2c::Date date) const noexcept {
    return std::hash<std::int32_t>{}(date.days());
  }
};
