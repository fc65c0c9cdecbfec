#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "o2c/number/ratio.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// How days and years are counted for interest (计息天数). The names are those of the ISDA
/// Definitions 2006, section 4.16, where there are any.
enum class DayCount : std::uint8_t {
  act_365,          ///< Actual days, each 1/365 of a year (Actual/365 Fixed, 4.16(d)).
  act_360,          ///< Actual days, each 1/360 of a year (Actual/360, 4.16(e)).
  act_act_isda,     ///< Actual days, each 1/366 of a leap year or 1/365 of another (4.16(b)).
  thirty_360_bond,  ///< Months of 30 days: 30/360, bond basis (4.16(f)).
  thirty_360_us,    ///< The same, with the last day of February as its 30th (SIFMA).
  thirty_e_360,     ///< The 31st is always the 30th: 30E/360, eurobond basis (4.16(g)).
  thirty_365        ///< Days as by thirty_360_bond, each 1/365 of a year (ISO 20022 A002).
};

/// "act_365", "act_360", ...
std::string to_string(DayCount day_count);
/// Reads what to_string writes. Throws ParseError.
DayCount parse_day_count(std::string_view text);

namespace detail {

constexpr std::int32_t days_of_months_of_30(YearMonthDay from, YearMonthDay to) {
  return 360 * (to.year - from.year) + 30 * (to.month - from.month) + (to.day - from.day);
}

constexpr bool ends_february(YearMonthDay date) {
  return date.month == 2 && date.day == (is_leap_year(date.year) ? 29 : 28);
}

// Of each year 365 * 366: its days, times the days of a year of the other length.
constexpr std::int64_t act_act_parts(Date date) {
  const YearMonthDay parts = date.ymd();
  const std::int64_t days = date - Date(parts.year, 1, 1);
  return parts.year * std::int64_t{365 * 366} + days * (is_leap_year(parts.year) ? 365 : 366);
}

}  // namespace detail

/// The days counted from one day to another: actual days, or by months of 30 days, which are
/// counted forwards only.
constexpr std::int32_t days_counted(DayCount day_count, Date from, Date to) {
  if (day_count < DayCount::thirty_360_bond) return to - from;
  YearMonthDay a = from.ymd();
  YearMonthDay b = to.ymd();
  if (day_count == DayCount::thirty_360_us && detail::ends_february(a)) {
    if (detail::ends_february(b)) b.day = 30;
    a.day = 30;
  }
  if (a.day == 31) a.day = 30;
  if (b.day == 31 && (day_count == DayCount::thirty_e_360 || a.day == 30)) b.day = 30;
  return detail::days_of_months_of_30(a, b);
}

/// Into how many parts a convention divides the year, so that each day counted is a whole number of
/// them.
constexpr std::int32_t parts_of_year(DayCount day_count) {
  if (day_count == DayCount::act_act_isda) return 365 * 366;
  return day_count == DayCount::act_365 || day_count == DayCount::thirty_365 ? 365 : 360;
}

/// The time from one day to another in such parts.
constexpr std::int64_t parts_counted(DayCount day_count, Date from, Date to) {
  if (day_count == DayCount::act_act_isda)
    return detail::act_act_parts(to) - detail::act_act_parts(from);
  return days_counted(day_count, from, to);
}

/// The time from one day to another in years, exactly.
constexpr Ratio year_fraction(DayCount day_count, Date from, Date to) {
  return {parts_counted(day_count, from, to), parts_of_year(day_count)};
}

}  // namespace o2c::inline v1
