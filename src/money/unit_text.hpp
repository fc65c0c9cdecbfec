#pragma once

#include <cstddef>
#include <string_view>

#include "o2c/money/quantity.hpp"

namespace o2c::inline v1 {

/// Reads a part of `text` as a number with commas between groups of three digits or without.
/// Throws ParseError, which shows where in the whole text it stands.
Decimal read_grouped_number(std::string_view text, std::size_t begin, std::size_t end);

/// Reads a part of `text` as the code of a known unit. Throws ParseError, which offers near codes.
Unit read_unit(std::string_view text, std::size_t begin, std::size_t end);

}  // namespace o2c::inline v1
