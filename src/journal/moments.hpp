#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

inline constexpr std::int64_t day_us = 86'400'000'000;
/// The first and the last microsecond of the years 1 to 9999 (UTC).
inline constexpr std::int64_t first_moment_us = Date::min().days() * day_us;
inline constexpr std::int64_t last_moment_us = (Date::max().days() + 1) * day_us - 1;

constexpr bool is_moment(std::int64_t moment_us) {
  return first_moment_us <= moment_us && moment_us <= last_moment_us;
}

/// "2026-11-01T08:00:00.000000Z" of microseconds since 1970; the number itself where it is no
/// moment of the years 1 to 9999.
std::string moment_text(std::int64_t moment_us);
/// Reads that form and no other.
std::optional<std::int64_t> read_moment(std::string_view text);

}  // namespace o2c::inline v1
