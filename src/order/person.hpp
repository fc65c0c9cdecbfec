#pragma once

#include <algorithm>
#include <string_view>

// Names of people, as they are typed.
namespace o2c::inline v1 {

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

constexpr std::string_view trimmed(std::string_view name) {
  while (!name.empty() && is_space(name.front())) name.remove_prefix(1);
  while (!name.empty() && is_space(name.back())) name.remove_suffix(1);
  return name;
}

/// Nothing but spaces. Each text of each event is asked; mostly its first letter says it.
constexpr bool is_blank(std::string_view text) {
  return text.empty() || (is_space(text.front()) && trimmed(text).empty());
}

/// Whether two names are one person's: spaces around them, and capitals, make nobody another.
constexpr bool is_same_person(std::string_view a, std::string_view b) {
  const auto lower = [](char c) {
    return 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::ranges::equal(trimmed(a), trimmed(b), {}, lower, lower);
}

}  // namespace o2c::inline v1
