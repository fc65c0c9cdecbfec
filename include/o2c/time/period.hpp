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
enum class PeriodKind : std::uint8_t { month, quarter, half, year };

/// "month", "quarter", "half" or "year".
std::string to_string(PeriodKind kind);

namespace detail {

constexpr std::int32_t months_in(PeriodKind kind) {
  switch (kind) {
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

[[noreturn]] void throw_period_kinds_differ(PeriodKind a, PeriodKind b);

}  // namespace detail

/// A named month, quarter, half or year of the calendar, such as a plan's or a statement's.
class Period {
 public:
  /// Reads "2026-11", "2026Q4", "2026H2" or "2026". Throws ParseError.
  static Period parse(std::string_view text);

  /// The period of that kind which contains the date.
  static constexpr Period containing(Date date, PeriodKind kind) noexcept {
    const YearMonthDay parts = date.ymd();
    const std::int32_t month = (parts.year - 1) * 12 + parts.month - 1;
    return {kind, month - month % detail::months_in(kind)};
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
  constexpr Date first() const { return Date(first_month_ / 12 + 1, first_month_ % 12 + 1, 1); }
  /// The last day, which belongs to the period.
  constexpr Date last() const {
    return end_of_month(add_months(first(), detail::months_in(kind_) - 1));
  }
  constexpr bool contains(Date date) const noexcept { return containing(date, kind_) == *this; }

  /// The period of the same kind that follows. Throws Overflow after the year 9999.
  constexpr Period next() const { return moved(detail::months_in(kind_)); }
  /// The period of the same kind before. Throws Overflow before the year 1.
  constexpr Period previous() const { return moved(-detail::months_in(kind_)); }

  /// The shorter periods that make up this one, in order: the quarters of a year. Throws
  /// InvalidArgument when `kind` is longer than this period.
  std::vector<Period> parts(PeriodKind kind) const;
  /// The 1, 3, 6 or 12 months that make up this period.
  std::vector<Period> months() const { return parts(PeriodKind::month); }

  /// Periods of different kinds are never equal: 2026 is not its twelve months.
  friend constexpr bool operator==(Period, Period) noexcept = default;
  /// Earlier is less. Throws InvalidArgument for periods of different kinds, which have no order.
  friend constexpr std::strong_ordering operator<=>(Period a, Period b) {
    if (a.kind_ != b.kind_) detail::throw_period_kinds_differ(a.kind_, b.kind_);
    return a.first_month_ <=> b.first_month_;
  }

 private:
  constexpr Period(PeriodKind kind, std::int32_t first_month) noexcept
      : kind_(kind), first_month_(first_month) {}

  constexpr Period moved(std::int32_t months) const {
    const std::int32_t month = first_month_ + months;
    if (month < 0 || month >= 9999 * 12) throw_overflow("period leaves the years 1 to 9999");
    return {kind_, month};
  }

  PeriodKind kind_;
  std::int32_t first_month_;  // months since January of year 1; [0, 119987]
};

/// Prints what parse reads: "2026-11", "2026Q4", "2026H2" or "2026".
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
    return std::hash<std::int32_t>{}(period.first().days() * 4 + static_cast<int>(period.kind()));
  }
};
