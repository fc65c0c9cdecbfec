#pragma once

// Enumerators and their names.

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

/// The enumerator of that name. Throws ParseError, which lists all of them after `expected`.
template <class Enum, std::size_t n>
Enum parse_name(std::string_view text, const std::array<std::string_view, n>& names,
                std::string expected) {
  const auto* const found = std::ranges::find(names, text);
  if (found != names.end()) return static_cast<Enum>(std::distance(names.begin(), found));
  for (const std::string_view name : names) expected += " " + std::string(name);
  throw_parse(text, 0, expected);
}

}  // namespace o2c::inline v1
