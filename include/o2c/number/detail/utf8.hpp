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

}  // namespace detail
}  // namespace o2c::inline v1
