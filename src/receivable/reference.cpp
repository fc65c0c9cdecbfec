#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "o2c/receivable/reconcile.hpp"

namespace o2c::inline v1 {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Full-width forms (U+FF01 to U+FF5E), and blanks and dashes that are none of ASCII's, as ASCII.
std::string with_ascii_forms(std::string_view text) {
  std::string found;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](std::size_t ahead) {
      return i + ahead < text.size() ? static_cast<std::uint8_t>(text[i + ahead]) : 0U;
    };
    const std::uint32_t code =
        (byte(0) & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
    const bool three = byte(0) >> 4U == 0xEU && byte(1) >> 6U == 2U && byte(2) >> 6U == 2U;
    if (three && code >= 0xFF01U && code <= 0xFF5EU) {
      found += static_cast<char>(code - 0xFF01U + '!');
      i += 2;
    } else if (three && (code == 0x3000U || (code >= 0x2000U && code <= 0x2015U))) {
      found += ' ';
      i += 2;
    } else if (byte(0) == 0xC2U && byte(1) == 0xA0U) {
      found += ' ';
      i += 1;
    } else {
      found += text[i];
    }
  }
  return found;
}

}  // namespace

std::string normalized_reference(std::string_view reference) {
  const bool ascii =
      std::ranges::none_of(reference, [](char c) { return static_cast<std::uint8_t>(c) >= 0x80U; });
  const std::string forms = ascii ? std::string() : with_ascii_forms(reference);
  const std::string_view text = ascii ? reference : std::string_view(forms);
  std::string found;
  for (std::size_t i = 0; i < text.size();) {
    if (is_digit(text[i])) {
      std::size_t end = i;
      while (end < text.size() && is_digit(text[end])) ++end;
      while (i + 1 < end && text[i] == '0') ++i;
      if (!found.empty() && is_digit(found.back())) found += '-';
      found += text.substr(i, end - i);
      i = end;
      continue;
    }
    const char c = text[i++];
    if (c >= 'a' && c <= 'z')
      found += static_cast<char>(c - 'a' + 'A');
    else if ((c >= 'A' && c <= 'Z') || static_cast<std::uint8_t>(c) >= 0x80U)
      found += c;
  }
  return found;
}

}  // namespace o2c::inline v1
