#pragma once

// Texts with named places in braces, such as "Dear {party}"; two braces are one. Private to
// src/receivable.

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

/// Calls use(text before it, position of its name) for each place; what follows the last is
/// returned. Throws ParseError, with its position, for a place that has no such name and for a
/// brace without its other.
template <class Use>
std::string for_places(std::string_view text, std::span<const std::string_view> names,
                       const Use& use) {
  std::string before;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c != '{' && c != '}') {
      before += c;
    } else if (at + 1 < text.size() && text[at + 1] == c) {
      before += c;
      ++at;
    } else {
      const std::size_t end = c == '{' ? text.find('}', at) : std::string_view::npos;
      if (end == std::string_view::npos)
        throw_parse(text, at, "a place such as {party}, or two braces");
      const auto found = std::ranges::find(names, text.substr(at + 1, end - at - 1));
      if (found == names.end()) {
        std::string expected = "the name of a place, one of";
        for (const std::string_view each : names) expected += " " + std::string(each);
        throw_parse(text, at + 1, expected);
      }
      use(std::exchange(before, {}), static_cast<std::size_t>(found - names.begin()));
      at = end;
    }
  }
  return before;
}

}  // namespace o2c::inline v1
