#include "o2c/columns/text_codes.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "o2c/columns/code_tables.hpp"
#include "o2c/columns/hash.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::size_t first_size = 1024;
constexpr std::size_t chunk_size = std::size_t{64} << 10U;

constexpr std::uint16_t tag_of(std::uint64_t hash) {
  return static_cast<std::uint16_t>(hash >> 48U);
}

}  // namespace

std::uint16_t TextCodes::size_of(std::string_view text) noexcept {
  return static_cast<std::uint16_t>(std::min<std::size_t>(text.size(), long_size));
}

[[gnu::always_inline]] inline const char* TextCodes::text_in(const Slot& slot) noexcept {
  if (slot.size <= short_most) return slot.text;
  std::uintptr_t address = 0;
  std::memcpy(&address, slot.text, sizeof address);
  // NOLINTNEXTLINE(performance-no-int-to-ptr): what it was made from
  return reinterpret_cast<const char*>(address);
}

[[gnu::always_inline]] inline std::size_t TextCodes::candidate(std::size_t at,
                                                               std::string_view text,
                                                               std::uint64_t hash) const noexcept {
  const std::uint16_t size = size_of(text);
  const std::uint16_t tag = tag_of(hash);
  while (slots_[at].code_after != 0 && (slots_[at].tag != tag || slots_[at].size != size))
    at = next(at);
  return at;
}

[[gnu::always_inline]] inline bool TextCodes::holds(const Slot& slot,
                                                    std::string_view text) const noexcept {
  if (slot.size == long_size) return texts_[slot.code_after - 1] == text;
  return detail::same_bytes(text_in(slot), text.data(), text.size());
}

[[gnu::always_inline]] inline std::size_t TextCodes::settle(std::size_t at, std::string_view text,
                                                            std::uint64_t hash) const noexcept {
  while (slots_[at].code_after != 0 && !holds(slots_[at], text))
    at = candidate(next(at), text, hash);
  return at;
}

std::size_t TextCodes::find(std::span<const std::string_view> texts,
                            std::span<std::uint32_t> codes) const {
  if (slots_.size() == 0) {
    std::ranges::fill(codes, unknown);
    return texts.size();
  }
  // While a text is looked at, the slots of those to come are on their way.
  constexpr std::size_t ahead = 32;
  constexpr std::size_t ring = 64;
  std::array<std::uint64_t, ring> hashes;
  const auto fetch_slot = [&](std::size_t i) {
    if (i >= texts.size()) return;
    hashes[i % ring] = detail::hash_text(texts[i]);
    __builtin_prefetch(&slots_[slot(hashes[i % ring])]);
  };
  const auto start = [&](std::size_t i) {
    return candidate(slot(hashes[i % ring]), texts[i], hashes[i % ring]);
  };
  const auto fetch_text = [&](std::size_t i) {
    if (i < texts.size() && texts[i].size() > short_most)
      __builtin_prefetch(text_in(slots_[start(i)]));
  };
  for (std::size_t i = 0; i < 2 * ahead - 1; ++i) fetch_slot(i);
  std::size_t unknowns = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    fetch_slot(i + 2 * ahead - 1);
    fetch_text(i + ahead);
    const Slot& found = slots_[settle(start(i), texts[i], hashes[i % ring])];
    codes[i] = found.code_after - 1;  // Of an empty slot: `unknown`.
    unknowns += found.code_after == 0 ? 1U : 0U;
  }
  return unknowns;
}

void TextCodes::codes(std::span<const std::string_view> texts, std::span<std::uint32_t> codes) {
  if (find(texts, codes) == 0) return;
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (codes[i] == unknown) codes[i] = code(texts[i]);
}

std::uint32_t TextCodes::code(std::string_view text) {
  if (2 * (texts_.size() + 1) > slots_.size()) grow();
  const std::uint64_t hash = detail::hash_text(text);
  const std::size_t at = settle(candidate(slot(hash), text, hash), text, hash);
  if (slots_[at].code_after != 0) return slots_[at].code_after - 1;
  const std::uint32_t code = detail::next_code(texts_.size());
  texts_.push_back(keep(text));
  fill(slots_[at], hash, code);
  return code;
}

void TextCodes::fill(Slot& slot, std::uint64_t hash, std::uint32_t code) const {
  const std::string_view text = texts_[code];
  const auto address = reinterpret_cast<std::uintptr_t>(text.data());
  if (text.size() <= short_most)
    std::ranges::copy(text, slot.text);
  else
    std::memcpy(slot.text, &address, sizeof address);
  slot.code_after = code + 1;
  slot.size = size_of(text);
  slot.tag = tag_of(hash);
}

void TextCodes::grow() {
  slots_ = PageArray<Slot>(std::max(first_size, 2 * slots_.size()));
  for (std::uint32_t code = 0; code < texts_.size(); ++code) {
    const std::uint64_t hash = detail::hash_text(texts_[code]);
    std::size_t at = slot(hash);
    while (slots_[at].code_after != 0) at = next(at);
    fill(slots_[at], hash, code);
  }
}

std::string_view TextCodes::keep(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > chunk_left_) {
    chunk_left_ = std::max(chunk_size, text.size());
    chunks_.emplace_back(chunk_left_);
  }
  char* copy = chunks_.back().data() + (chunks_.back().size() - chunk_left_);
  std::ranges::copy(text, copy);
  chunk_left_ -= text.size();
  return {copy, text.size()};
}

}  // namespace o2c::inline v1
