#include "o2c/columns/code_tables.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::size_t first_size = 1024;

std::uint32_t checked_code(std::size_t size) {
  if (size >= std::numeric_limits<std::uint32_t>::max() - 1)
    throw_overflow("more than 4 billion different keys");
  return static_cast<std::uint32_t>(size);
}

// The first bytes of a text of at most 16 bytes; with its last word they tell it apart.
std::uint64_t first_word(std::string_view text) {
  // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): it reads 8 bytes, which are there.
  return text.size() > 8 ? detail::load<std::uint64_t>(text.data()) : 0;
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

namespace {

constexpr std::size_t text_block = 128;

// Hashes of a block, with the slots that they lead to on their way into the cache.
template <class Slots>
std::array<std::uint64_t, text_block> hash_block(std::span<const std::string_view> texts,
                                                 const Slots& slots) {
  std::array<std::uint64_t, text_block> hashes;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    hashes[i] = detail::hash_text(texts[i]);
    __builtin_prefetch(slots.data() + (hashes[i] & (slots.size() - 1)));
  }
  return hashes;
}

}  // namespace

void TextCodes::codes(std::span<const std::string_view> texts, std::span<std::uint32_t> codes) {
  for (std::size_t begin = 0; begin < texts.size(); begin += text_block) {
    const auto block = texts.subspan(begin, std::min(text_block, texts.size() - begin));
    reserve(texts_.size() + block.size());
    const auto hashes = hash_block(block, slots_);
    for (std::size_t i = 0; i < block.size(); ++i)
      codes[begin + i] = find_or_add(block[i], hashes[i]);
  }
}

void TextCodes::find(std::span<const std::string_view> texts,
                     std::span<std::uint32_t> codes) const {
  if (slots_.size() == 0) {
    std::ranges::fill(codes, IntegerCodes::unknown);
    return;
  }
  for (std::size_t begin = 0; begin < texts.size(); begin += text_block) {
    const auto block = texts.subspan(begin, std::min(text_block, texts.size() - begin));
    const auto hashes = hash_block(block, slots_);
    // An empty slot holds 0, which becomes `unknown`.
    for (std::size_t i = 0; i < block.size(); ++i)
      codes[begin + i] = slots_[slot_of(block[i], hashes[i])].code_after - 1;
  }
}

std::uint32_t TextCodes::code(std::string_view text) {
  reserve(texts_.size() + 1);
  return find_or_add(text, detail::hash_text(text));
}

void TextCodes::reserve(std::size_t texts) {
  if (2 * texts > slots_.size()) grow_to(std::bit_ceil(std::max(first_size, 2 * texts)));
}

std::size_t TextCodes::slot_of(std::string_view text, std::uint64_t hash) const noexcept {
  const std::size_t mask = slots_.size() - 1;
  const std::uint64_t first = first_word(text);
  const std::uint64_t last = detail::last_word(text);
  std::size_t at = hash & mask;
  for (; slots_[at].code_after != 0; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.hash != hash || slot.size != text.size() || slot.first != first || slot.last != last)
      continue;
    if (text.size() <= 16 || texts_[slot.code_after - 1] == text) break;
  }
  return at;
}

std::uint32_t TextCodes::find_or_add(std::string_view text, std::uint64_t hash) {
  Slot& slot = slots_[slot_of(text, hash)];
  if (slot.code_after != 0) return slot.code_after - 1;
  if (text.size() > std::numeric_limits<std::uint32_t>::max())
    throw_overflow("a text key of more than 4 GiB");
  const std::uint32_t code = checked_code(texts_.size());
  texts_.push_back(keep(text));
  slot = {first_word(text), detail::last_word(text), hash, code + 1,
          static_cast<std::uint32_t>(text.size())};
  return code;
}

std::string_view TextCodes::keep(std::string_view text) {
  constexpr std::size_t chunk_size = std::size_t{1} << 16U;
  if (text.empty()) return {};
  if (text.size() > chunk_left_) {
    chunk_left_ = std::max(chunk_size, text.size());
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(chunk_left_));
    chunk_ = chunks_.back().get();
  }
  char* copy = chunk_;
  std::memcpy(copy, text.data(), text.size());
  chunk_ += text.size();
  chunk_left_ -= text.size();
  return {copy, text.size()};
}

void TextCodes::grow_to(std::size_t slots) {
  PageArray<Slot> grown(slots);
  const std::size_t mask = grown.size() - 1;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i].code_after == 0) continue;
    std::size_t at = slots_[i].hash & mask;
    while (grown[at].code_after != 0) at = (at + 1) & mask;
    grown[at] = slots_[i];
  }
  slots_ = std::move(grown);
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
