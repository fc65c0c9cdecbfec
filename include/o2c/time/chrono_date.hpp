#pragma once

#include <chrono>
#include <cstdint>

#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// The same day on the clock of std::chrono, whose epoch is ours.
constexpr std::chrono::sys_days to_sys_days(Date date) noexcept {
  return std::chrono::sys_days(std::chrono::days(date.days()));
}

/// Throws InvalidArgument outside the years 1 to 9999.
constexpr Date from_sys_days(std::chrono::sys_days day) {
  const auto days = day.time_since_epoch().count();
  if (days != static_cast<std::int32_t>(days)) detail::throw_no_such_day_number(days);
  return Date::from_days(static_cast<std::int32_t>(days));
}

/// The same day as a year, month and day of std::chrono.
constexpr std::chrono::year_month_day to_year_month_day(Date date) noexcept {
  return std::chrono::year_month_day(to_sys_days(date));
}

/// Throws InvalidArgument unless the day exists (`ok()`) in the years 1 to 9999.
constexpr Date from_year_month_day(std::chrono::year_month_day ymd) {
  return Date(static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
              static_cast<int>(static_cast<unsigned>(ymd.day())));
}

}  // namespace o2c
