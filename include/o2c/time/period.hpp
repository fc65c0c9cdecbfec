#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/number/error.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// How long a period is; longer kinds compare greater.
enum class PeriodKind : std::uint8_t {
  week,        ///< Of ISO 8601: from Monday, and of the year that has its Thursday.
  half_month,  ///< To the 15th, or from the 16th on.
  month,
  quarter,
  half,
  year
};

/// "week", "half_month", "month", "quarter", "half" or "year".
std::string to_string(PeriodKind kind);
/// Reads what to_string writes. Throws ParseError.
PeriodKind parse_period_kind(std::string_view text);

namespace detail {

constexpr std::int32_t days_in_week = 7;

// In the units by which periods of the kind are numbered: weeks, half-months or months.
constexpr std::int32_t length_of(PeriodKind kind) {
  switch (kind) {
    case PeriodKind::week:
    case PeriodKind::half_month:
    case PeriodKind::month:
      return 1;
    case PeriodKind::quarter:
      return 3;
    case PeriodKind::half:
      return 6;
    case PeriodKind::year:
      break;
  }
  return 12;
}

// How many of these units the years 1 to 9999 have.
constexpr std::int32_t units_of(PeriodKind kind) {
  if (kind == PeriodKind::week)
    return static_cast<std::int32_t>((Date::max() - Date::min()) / days_in_week) + 1;
  return 9999 * (kind == PeriodKind::half_month ? 24 : 12);
}

[[noreturn]] void throw_period_kinds_differ(PeriodKind a, PeriodKind b);

}  // namespace detail

/// A named week, half-month, month, quarter, half or year of the calendar, such as a plan's or a
/// statement's.
class Period {
 public:
  /// Reads "2026-11", "2026Q4", "2026H2" or "2026"; a week as ISO 8601 writes it, "2026-W45"; a
  /// half-month, "2026-11H1", with the numbers of UN/EDIFACT 2379, format 6. Throws ParseError.
  static Period parse(std::string_view text);

  /// The period of that kind which contains the date.
  static constexpr Period containing(Date date, PeriodKind kind) noexcept {
    // The first day of year 1 is a Monday.
    if (kind == PeriodKind::week)
      return {kind, static_cast<std::int32_t>((date - Date::min()) / detail::days_in_week)};
    const YearMonthDay parts = date.ymd();
    const std::int32_t month = (parts.year - 1) * 12 + parts.month - 1;
    if (kind == PeriodKind::half_month)
      return {kind, month * 2 + (parts.day > first_half_days ? 1 : 0)};
    return {kind, month - month % detail::length_of(kind)};
  }
  static constexpr Period week_of(Date date) noexcept { return containing(date, PeriodKind::week); }
  static constexpr Period half_month_of(Date date) noexcept {
    return containing(date, PeriodKind::half_month);
  }
  static constexpr Period month_of(Date date) noexcept {
    return containing(date, PeriodKind::month);
  }
  static constexpr Period quarter_of(Date date) noexcept {
    return containing(date, PeriodKind::quarter);
  }
  static constexpr Period half_of(Date date) noexcept { return containing(date, PeriodKind::half); }
  static constexpr Period year_of(Date date) noexcept { return containing(date, PeriodKind::year); }

  constexpr PeriodKind kind() const noexcept { return kind_; }
  constexpr Date first() const {
    if (kind_ == PeriodKind::week) return Date::min() + number_ * detail::days_in_week;
    const bool is_half = kind_ == PeriodKind::half_month;
    const std::int32_t month = is_half ? number_ / 2 : number_;
    return Date(month / 12 + 1, month % 12 + 1,
                is_half && number_ % 2 == 1 ? first_half_days + 1 : 1);
  }
  /// The last day, which belongs to the period. (The last week of 9999 ends with the year.)
  constexpr Date last() const {
    if (kind_ == PeriodKind::week) {
      constexpr std::int32_t to_sunday = detail::days_in_week - 1;
      return Date::max() - first() < to_sunday ? Date::max() : first() + to_sunday;
    }
    if (kind_ == PeriodKind::half_month)
      return number_ % 2 == 0 ? first() + (first_half_days - 1) : end_of_month(first());
    return end_of_month(add_months(first(), detail::length_of(kind_) - 1));
  }
  constexpr bool contains(Date date) const noexcept { return containing(date, kind_) == *this; }

  /// The period of the same kind that follows. Throws Overflow after the year 9999.
  constexpr Period next() const { return moved(detail::length_of(kind_)); }
  /// The period of the same kind before. Throws Overflow before the year 1.
  constexpr Period previous() const { return moved(-detail::length_of(kind_)); }

  /// The shorter periods that make up this one, in order: the quarters of a year. Throws
  /// InvalidArgument when `kind` is longer than this period, and for weeks, which make up nothing
  /// but themselves.
  std::vector<Period> parts(PeriodKind kind) const;
  /// The 1, 3, 6 or 12 months that make up this period. Throws InvalidArgument for one that is
  /// shorter.
  std::vector<Period> months() const { return parts(PeriodKind::month); }

  /// Periods of different kinds are never equal: 2026 is not its twelve months.
  friend constexpr bool operator==(Period, Period) noexcept = default;
  /// Earlier is less. Throws InvalidArgument for periods of different kinds, which have no order.
  friend constexpr std::strong_ordering operator<=>(Period a, Period b) {
    if (a.kind_ != b.kind_) detail::throw_period_kinds_differ(a.kind_, b.kind_);
    return a.number_ <=> b.number_;
  }

 private:
  static constexpr std::int32_t first_half_days = 15;

  constexpr Period(PeriodKind kind, std::int32_t number) noexcept : kind_(kind), number_(number) {}

  constexpr Period moved(std::int32_t units) const {
    const std::int32_t number = number_ + units;
    if (number < 0 || number >= detail::units_of(kind_))
      throw_overflow("period leaves the years 1 to 9999");
    return {kind_, number};
  }

  PeriodKind kind_;
  std::int32_t number_;  // Weeks, half-months or months from year 1 on to its first.
};

/// Prints what parse reads: "2026-11", "2026Q4", "2026H2", "2026", "2026-W45" or "2026-11H1".
std::string to_string(Period period);

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out, Period period) {
  return out << to_string(period);
}

}  // namespace o2c

template <>
struct std::hash<o2c::Period> {
  std::size_t operator()(o2c::Period period) const noexcept {
    // January, the first quarter, the first half and the year begin on the same day.
    return std::hash<std::int32_t>{}(period.first().days() * 8 + static_cast<int>(period.kind()));
  }
};
