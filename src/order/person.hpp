#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

// Names of people, as they are typed.
namespace o2c::inline v1 {

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
/// U+3000, as Chinese keyboards type it.
inline constexpr std::string_view wide_space = "\xE3\x80\x80";

/// How many bytes of a space the text begins with.
constexpr std::size_t leading_space(std::string_view text) {
  if (text.starts_with(wide_space)) return wide_space.size();
  return !text.empty() && is_space(text.front()) ? 1 : 0;
}
constexpr std::size_t trailing_space(std::string_view text) {
  if (text.ends_with(wide_space)) return wide_space.size();
  return !text.empty() && is_space(text.back()) ? 1 : 0;
}

constexpr std::string_view trimmed(std::string_view name) {
  while (const std::size_t bytes = leading_space(name)) name.remove_prefix(bytes);
  while (const std::size_t bytes = trailing_space(name)) name.remove_suffix(bytes);
  return name;
}

/// Nothing but spaces. Each text of each event is asked; mostly its first letter says it.
constexpr bool is_blank(std::string_view text) {
  return text.empty() || (leading_space(text) != 0 && trimmed(text).empty());
}

/// Whether two names are one person's: spaces around them, and capitals, make nobody another.
constexpr bool is_same_person(std::string_view a, std::string_view b) {
  const auto lower = [](char c) {
    return 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::ranges::equal(trimmed(a), trimmed(b), {}, lower, lower);
}

}  // namespace o2c::inline v1
