#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace o2c::inline v1 {

/// Reads "2026-10-31T08:00:00Z", "2026-10-31 16:00:00.25+08:00" as microseconds since 1970, UTC, as
/// which it is read where no zone is written. What is finer is rounded up, so that nothing counts
/// as known before it was. Throws ParseError.
std::int64_t parse_moment(std::string_view text);

/// "2026-10-31T08:00:00Z", with six digits after the point where it is no whole second; the number
/// itself where it is no moment of the years 1 to 9999.
std::string format_moment(std::int64_t moment_us);

namespace detail {

/// The same without throwing: whether it is a moment.
bool read_moment(std::string_view text, std::int64_t& microseconds);
/// Reads "2026-10-31" as days since 1970-01-01. Whether it is a date.
bool read_day(std::string_view text, std::int32_t& days);

}  // namespace detail
}  // namespace o2c::inline v1
