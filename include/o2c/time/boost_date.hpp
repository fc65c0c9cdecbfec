#pragma once

#include <boost/date_time/gregorian/gregorian_types.hpp>

#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// The same day as a date of Boost.Date_Time. Throws InvalidArgument before the year 1400, where
/// Boost's dates begin.
inline boost::gregorian::date to_boost(Date date) {
  if (date.year() < 1400)
    throw_invalid(to_string(date) + " is no boost::gregorian::date: expected a year from 1400");
  const YearMonthDay parts = date.ymd();
  return {static_cast<unsigned short>(parts.year), static_cast<unsigned short>(parts.month),
          static_cast<unsigned short>(parts.day)};
}

/// Throws InvalidArgument for not_a_date_time and the infinities.
inline Date from_boost(const boost::gregorian::date& date) {
  if (date.is_special())
    throw_invalid("a special value of boost::gregorian::date is no Date: expected a day");
  return Date(date.year(), date.month(), date.day());
}

}  // namespace o2c
