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

}  // namespace o2c::inline v1
