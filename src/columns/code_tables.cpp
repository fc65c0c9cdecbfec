#include "o2c/columns/code_tables.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::size_t first_size = 1024;

std::uint32_t checked_code(std::size_t size) {
  if (size >= std::numeric_limits<std::uint32_t>::max() - 1)
    throw_overflow("more than 4 billion different keys");
  return static_cast<std::uint32_t>(size);
}

}  // namespace

std::uint32_t IntegerCodes::code(std::uint64_t key) {
  if (2 * (keys_.size() + 1) > slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = detail::hash_integer(key) & mask;
  while (slots_[at].code_after != 0) {
    if (slots_[at].key == key) return static_cast<std::uint32_t>(slots_[at].code_after - 1);
    at = (at + 1) & mask;
  }
  const std::uint32_t code = checked_code(keys_.size());
  slots_[at] = {key, std::uint64_t{code} + 1};
  keys_.push_back(key);
  return code;
}

std::uint32_t IntegerCodes::find(std::uint64_t key) const noexcept {
  if (slots_.size() == 0) return unknown;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = detail::hash_integer(key) & mask; slots_[at].code_after != 0;
       at = (at + 1) & mask)
    if (slots_[at].key == key) return static_cast<std::uint32_t>(slots_[at].code_after - 1);
  return unknown;
}

void IntegerCodes::grow() {
  PageArray<Slot> grown(std::max(first_size, 2 * slots_.size()));
  const std::size_t mask = grown.size() - 1;
  for (std::size_t code = 0; code < keys_.size(); ++code) {
    std::size_t at = detail::hash_integer(keys_[code]) & mask;
    while (grown[at].code_after != 0) at = (at + 1) & mask;
    grown[at] = {keys_[code], code + 1};
  }
  slots_ = std::move(grown);
}

void TextCodes::codes(std::span<const std::string_view> texts, std::span<std::uint32_t> codes) {
  slots_.find(texts, codes);
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (codes[i] == TextSlots::unknown) codes[i] = code(texts[i]);
}

std::uint32_t TextCodes::code(std::string_view text) {
  const std::uint64_t hash = detail::hash_text(text);
  const std::uint32_t found = slots_.find(text, hash);
  if (found != TextSlots::unknown) return found;
  const std::uint32_t code = checked_code(texts_.size());
  if (texts_.size() == slots_.room()) {
    TextSlots grown(2 * texts_.size() + 1);
    for (std::uint32_t i = 0; i < code; ++i) grown.add(texts_[i], detail::hash_text(texts_[i]), i);
    slots_ = std::move(grown);
  }
  texts_.push_back(keep(text));
  return slots_.add(texts_.back(), hash, code);
}

// Short texts do not straddle cache lines, so that comparing one costs a single miss.
std::string_view TextCodes::keep(std::string_view text) {
  constexpr std::size_t chunk_lines = 1024;
  constexpr std::size_t line = sizeof(Line);
  if (text.empty()) return {};
  if (text.size() <= line && text.size() > chunk_left_ % line) chunk_left_ -= chunk_left_ % line;
  if (text.size() > chunk_left_) {
    const std::size_t lines = std::max(chunk_lines, (text.size() + line - 1) / line);
    chunks_.emplace_back(lines);
    chunk_end_ = chunks_.back().data()->bytes + lines * line;
    chunk_left_ = lines * line;
  }
  char* copy = chunk_end_ - chunk_left_;
  std::memcpy(copy, text.data(), text.size());
  chunk_left_ -= text.size();
  return {copy, text.size()};
}

std::uint32_t PairCodes::add(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t code = checked_code(pairs_.size());
  pairs_.push_back({a, b});
  return code;
}

std::uint32_t PairCodes::far_code(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t far = far_.code(std::uint64_t{a} << 32U | b);
  if (far == far_codes_.size()) far_codes_.push_back(add(a, b));
  return far_codes_[far];
}

}  // namespace o2c::inline v1
