// Hashes and heads as text.

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

#include "o2c/number/error.hpp"
#include "o2c/order/journal_hash.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

// Reads the hash that stands at `offset` of a text and ends it.
JournalHash hash_at(std::string_view text, std::size_t offset, std::string_view expected) {
  JournalHash hash;
  const std::size_t size = 2 * hash.bytes.size();
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t at = offset + i;
    const std::size_t digit = at < text.size() ? digits.find(text[at]) : std::string_view::npos;
    if (digit == std::string_view::npos) throw_parse(text, at, expected);
    hash.bytes[i / 2] = static_cast<std::uint8_t>(std::size_t{hash.bytes[i / 2]} << 4U | digit);
  }
  if (text.size() > offset + size) throw_parse(text, offset + size, expected);
  return hash;
}

}  // namespace

JournalHash JournalHash::parse(std::string_view text) {
  return hash_at(text, 0, "64 hexadecimal digits in lower case");
}

std::string to_string(const JournalHash& hash) {
  std::string text;
  text.reserve(2 * hash.bytes.size());
  for (const std::uint8_t byte : hash.bytes) {
    text += digits[byte >> 4U];
    text += digits[byte & 0xFU];
  }
  return text;
}

JournalHead JournalHead::parse(std::string_view text) {
  constexpr std::string_view expected =
      "a number of entries, a colon, and 64 hexadecimal digits in lower case";
  JournalHead head;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), head.entries);
  const auto offset = static_cast<std::size_t>(end - text.data());
  if (error != std::errc() || head.entries < 0 || offset == text.size() || text[offset] != ':')
    throw_parse(text, offset, expected);
  head.hash = hash_at(text, offset + 1, expected);
  return head;
}

std::string to_string(const JournalHead& head) {
  return std::to_string(head.entries) + ":" + to_string(head.hash);
}

}  // namespace o2c::inline v1
