#pragma once

#include <cstddef>
#include <string_view>

namespace o2c::inline v1 {
namespace detail {

/// Bytes of the well-formed UTF-8 character that a text begins with; 0 when there is none.
/// (Unicode, table 3-7: no overlong forms, no surrogates, nothing past U+10FFFF.)
constexpr std::size_t utf8_length(std::string_view text) noexcept {
  if (text.empty()) return 0;
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  const unsigned second = byte(1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second >= 0xA0;
  const bool past_unicode = lead == 0xF4 && second >= 0x90;
  return overlong || surrogate || past_unicode ? 0 : length;
}

/// Whether a character takes two columns of a terminal, as Chinese, Japanese and Korean ones do.
constexpr bool is_wide_character(char32_t c) noexcept {
  return (0x1100 <= c && c <= 0x115F) || (0x2E80 <= c && c <= 0xA4CF) ||
         (0xAC00 <= c && c <= 0xD7A3) || (0xF900 <= c && c <= 0xFAFF) ||
         (0xFE30 <= c && c <= 0xFE4F) || (0xFF00 <= c && c <= 0xFF60) ||
         (0xFFE0 <= c && c <= 0xFFE6) || (0x20000 <= c && c <= 0x3FFFD);
}

/// Columns of a terminal that a text takes; bytes that are no UTF-8 count as one each.
constexpr std::size_t terminal_columns(std::string_view text) noexcept {
  std::size_t columns = 0;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    char32_t c = static_cast<unsigned char>(text[0]);
    if (length > 1) c &= 0x7FU >> length;
    for (std::size_t i = 1; i < length; ++i)
      c = (c << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    columns += length > 0 && is_wide_character(c) ? 2U : 1U;
    text.remove_prefix(length > 0 ? length : 1);
  }
  return columns;
}

}  // namespace detail
}  // namespace o2c::inline v1
