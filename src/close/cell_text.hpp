#pragma once

// Values of a book's tables as they are written. Private to src/close.

#include <cstdint>
#include <string_view>

#include "o2c/number/int128.hpp"

namespace o2c::inline v1 {

/// What is wrong with a number.
enum class CellNumber : std::uint8_t {
  sound,
  unlike,           ///< It is none: only a sign, digits and one point are.
  too_many_digits,  ///< After the point.
  too_large
};

/// Reads "-1234.50" as so many units of the last of `scale` digits after the point. Further digits
/// may only be zeros.
CellNumber read_units(std::string_view text, int scale, std::int64_t& units);
/// The same, within 38 digits.
CellNumber read_units(std::string_view text, int scale, Int128& units);

/// Reads "2026-10-31" as days since 1970-01-01. Whether it is a date.
bool read_day(std::string_view text, std::int32_t& days);

/// Reads "2026-10-31T08:00:00Z", "2026-10-31 16:00:00.25+08:00" as microseconds since 1970, UTC, as
/// which it is read where no zone is written. What is finer is rounded up, so that nothing counts
/// as known before it was. Whether it is a moment.
bool read_moment(std::string_view text, std::int64_t& microseconds);

}  // namespace o2c::inline v1
