#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// Where a date that is no business day moves to.
enum class Roll : std::uint8_t {
  none,                ///< Nowhere.
  following,           ///< The next business day (顺延).
  modified_following,  ///< The next one, but the one before if the next is in another month.
  preceding,           ///< The business day before.
  modified_preceding   ///< The one before, but the next if the one before is in another month.
};

/// "none", "following", "modified_following", "preceding" or "modified_preceding".
std::string to_string(Roll roll);

/// A day that a calendar names: a holiday, or a make-up working day.
struct CalendarDay {
  Date date;
  std::string name{};  // for people; may be empty

  friend bool operator==(const CalendarDay&, const CalendarDay&) = default;
};

/// Which days business is done at one place: a weekend, holidays, and make-up working days (调休),
/// which are weekend days worked in exchange for a holiday.
///
/// A calendar knows only the holidays it was given. One that states the days it covers refuses to
/// answer for any other, so that next year's holidays are missed loudly.
class Calendar {
 public:
  /// The order of the days and weekdays does not matter. Throws InvalidArgument, with a fault for
  /// each day that is listed twice, is both holiday and make-up day, is a make-up day outside the
  /// weekend, or is not covered, and for each name that is not one trimmed line. In a fault,
  /// `field` is the argument and `row` the position in it.
  explicit Calendar(std::string name,
                    std::vector<Weekday> weekend = {Weekday::saturday, Weekday::sunday},
                    std::vector<CalendarDay> holidays = {}, std::vector<CalendarDay> workdays = {},
                    Date covers_from = Date::min(), Date covers_to = Date::max());

  /// Reads the format of docs/calendar-format.md. `file` is only named in errors. Throws ParseError
  /// with a fault for every faulty line, `row` being the line counted from 0.
  static Calendar parse(std::string_view text, std::string_view file = {});

  /// Reads such a file. Throws ParseError, and InvalidArgument when it cannot be read.
  static Calendar load(const std::string& path);

  /// The text that parse reads back as an equal calendar.
  std::string to_text() const;

  const std::string& name() const noexcept { return name_; }
  /// From Monday to Sunday.
  std::vector<Weekday> weekend() const;
  /// In order of their dates.
  const std::vector<CalendarDay>& holidays() const noexcept { return holidays_; }
  const std::vector<CalendarDay>& workdays() const noexcept { return workdays_; }
  /// The first and the last day that the calendar answers for.
  Date covers_from() const noexcept { return covers_from_; }
  Date covers_to() const noexcept { return covers_to_; }

  // What follows throws InvalidArgument when it has to look at a day that is not covered, or meets
  // no business day within 366 days; Overflow when it leaves the years 1 to 9999.

  bool is_business_day(Date date) const;

  /// The date itself if it is a business day, else where the roll moves it. In a month without any
  /// business day the modified rolls leave the month.
  Date roll(Date date, Roll rule) const;

  /// The n-th business day after the date, or before it for a negative n; the date itself, business
  /// day or not, for 0.
  Date add_business_days(Date date, std::int64_t n) const;

  /// The business days after `from` up to and including `to`; when `to` is earlier, minus those
  /// before `from` down to and including `to`. For a business day `to` this is the n with which
  /// add_business_days leads from one to the other.
  std::int32_t business_days_between(Date from, Date to) const;

  friend bool operator==(const Calendar&, const Calendar&) = default;

 private:
  bool is_weekend(Date date) const noexcept;
  // The first business day on the way between the two days, both included.
  std::optional<Date> find(Date from, Date to) const;
  // The first business day from the date on, itself included. Throws InvalidArgument.
  Date next(Date date) const;
  Date previous(Date date) const;

  std::string name_;
  std::uint8_t weekend_ = 0;           // bit n is set for ISO weekday n
  std::vector<CalendarDay> holidays_;  // by date; no date twice, nor in both lists
  std::vector<CalendarDay> workdays_;
  Date covers_from_;
  Date covers_to_;
};

/// The calendar of business at two places at once: its business days are those of both.
Calendar joint(const Calendar& a, const Calendar& b);

/// One line for people; to_text has everything.
std::string to_string(const Calendar& calendar);

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out, Roll roll) {
  return out << to_string(roll);
}
template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const Calendar& calendar) {
  return out << to_string(calendar);
}

}  // namespace o2c

template <>
struct std::hash<o2c::Calendar> {
  std::size_t operator()(const o2c::Calendar& calendar) const {
    return std::hash<std::string>{}(calendar.to_text());
  }
};
