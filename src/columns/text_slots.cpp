#include "o2c/columns/text_slots.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "o2c/columns/hash.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::size_t least_part = 1024;

constexpr std::uint16_t tag_of(std::uint64_t hash) {
  return static_cast<std::uint16_t>(hash >> 48U);
}

const char* bytes_at(std::uint64_t address) {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): what it was made from
  return reinterpret_cast<const char*>(address);
}

}  // namespace

TextSlots::TextSlots(std::size_t texts, std::size_t parts)
    : slots_(std::max(least_part * parts, std::bit_ceil(2 * texts))),
      part_bits_(static_cast<unsigned>(std::countr_zero(slots_.size() / parts))),
      used_of_part_(parts, 0),
      long_texts_of_part_(parts) {}

[[gnu::always_inline]] inline std::size_t TextSlots::candidate(std::size_t at,
                                                               std::string_view text,
                                                               std::uint64_t hash) const noexcept {
  const auto size = static_cast<std::uint16_t>(std::min<std::size_t>(text.size(), long_size));
  const std::uint16_t tag = tag_of(hash);
  while (slots_[at].number_after != 0 && (slots_[at].tag != tag || slots_[at].size != size))
    at = next(at);
  return at;
}

[[gnu::always_inline]] inline bool TextSlots::holds(std::size_t at,
                                                    std::string_view text) const noexcept {
  const Slot& slot = slots_[at];
  if (slot.size == long_size) return long_texts_of_part_[at >> part_bits_][slot.text] == text;
  return detail::same_bytes(bytes_at(slot.text), text.data(), text.size());
}

[[gnu::always_inline]] inline std::size_t TextSlots::settle(std::size_t at, std::string_view text,
                                                            std::uint64_t hash) const noexcept {
  while (slots_[at].number_after != 0 && !holds(at, text)) at = candidate(next(at), text, hash);
  return at;
}

std::uint32_t TextSlots::add(std::string_view text, std::uint64_t hash, std::uint32_t number) {
  const std::size_t at = settle(candidate(slot(hash), text, hash), text, hash);
  if (slots_[at].number_after != 0) return slots_[at].number_after - 1;
  const std::size_t part = at >> part_bits_;
  // One slot stays empty, at which every search ends.
  if (used_of_part_[part] + 1 == std::size_t{1} << part_bits_)
    throw_overflow("too many texts of the same hash");
  ++used_of_part_[part];
  Slot added{.text = reinterpret_cast<std::uint64_t>(text.data()),
             .number_after = number + 1,
             .size = long_size,
             .tag = tag_of(hash)};
  if (text.size() < long_size) {
    added.size = static_cast<std::uint16_t>(text.size());
  } else {
    added.text = long_texts_of_part_[part].size();
    long_texts_of_part_[part].push_back(text);
  }
  slots_[at] = added;
  return number;
}

std::uint32_t TextSlots::find(std::string_view text, std::uint64_t hash) const noexcept {
  if (slots_.size() == 0) return unknown;
  return slots_[settle(candidate(slot(hash), text, hash), text, hash)].number_after - 1;
}

std::size_t TextSlots::find(std::span<const std::string_view> texts,
                            std::span<std::uint32_t> numbers) const {
  if (slots_.size() == 0) {
    std::ranges::fill(numbers, unknown);
    return texts.size();
  }
  constexpr std::size_t block = 64;
  std::array<std::uint64_t, block> hashes;
  std::array<std::size_t, block> at;
  std::size_t unknowns = 0;
  for (std::size_t begin = 0; begin < texts.size(); begin += block) {
    const auto some = texts.subspan(begin, std::min(block, texts.size() - begin));
    for (std::size_t i = 0; i < some.size(); ++i) {
      hashes[i] = detail::hash_text(some[i]);
      prefetch(hashes[i]);
    }
    for (std::size_t i = 0; i < some.size(); ++i) {
      at[i] = candidate(slot(hashes[i]), some[i], hashes[i]);
      const std::uint64_t bytes = slots_[at[i]].text;
      __builtin_prefetch(bytes_at(bytes));
      __builtin_prefetch(bytes_at(bytes + some[i].size()));
    }
    for (std::size_t i = 0; i < some.size(); ++i) {
      const Slot& found = slots_[settle(at[i], some[i], hashes[i])];
      numbers[begin + i] = found.number_after - 1;  // Of an empty slot: `unknown`.
      unknowns += found.number_after == 0 ? 1U : 0U;
    }
  }
  return unknowns;
}

}  // namespace o2c::inline v1
