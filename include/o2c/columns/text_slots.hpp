#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "o2c/columns/page_array.hpp"

namespace o2c::inline v1 {

/// Finds a number by a text: a hash table of texts that live elsewhere, and must outlive it.
class TextSlots {
 public:
  static constexpr std::uint32_t unknown = std::numeric_limits<std::uint32_t>::max();

  TextSlots() = default;
  /// With room for so many texts. Threads may add at the same time when each adds texts of parts of
  /// its own; the number of parts is a power of two.
  explicit TextSlots(std::size_t texts, std::size_t parts = 1);

  /// How many texts there is room for.
  [[nodiscard]] std::size_t capacity() const noexcept { return slots_.size() / 2; }
  /// The part that a text with this hash belongs to.
  [[nodiscard]] std::size_t part(std::uint64_t hash) const noexcept {
    return slot(hash) >> part_bits_;
  }
  /// Number of the text: `number`, unless the text was added before. `hash`: its hash_text.
  std::uint32_t add(std::string_view text, std::uint64_t hash, std::uint32_t number);
  /// Number of the text with this hash, or `unknown`.
  [[nodiscard]] std::uint32_t find(std::string_view text, std::uint64_t hash) const noexcept;
  /// Numbers of the texts, or `unknown`. Returns how many are unknown. Looks many up at once, so
  /// that their cache misses overlap.
  std::size_t find(std::span<const std::string_view> texts, std::span<std::uint32_t> numbers) const;
  /// Has the slot of a text fetched into the cache.
  void prefetch(std::uint64_t hash) const noexcept { __builtin_prefetch(&slots_[slot(hash)]); }

 private:
  static constexpr std::uint16_t long_size = std::numeric_limits<std::uint16_t>::max();

  // Of a long text `text` is the position in its part's list instead.
  struct Slot {
    std::uint64_t text;
    std::uint32_t number_after;  // The number + 1, so that zeroed memory is empty.
    std::uint16_t size;
    std::uint16_t tag;
  };
  static_assert(sizeof(Slot) == 16);

  [[nodiscard]] std::size_t slot(std::uint64_t hash) const noexcept {
    return hash & (slots_.size() - 1);
  }
  [[nodiscard]] std::size_t next(std::size_t at) const noexcept {
    const std::size_t mask = (std::size_t{1} << part_bits_) - 1;
    return (at & ~mask) | ((at + 1) & mask);
  }
  /// The first slot from `at` on that is empty, or may be the text's.
  [[nodiscard]] std::size_t candidate(std::size_t at, std::string_view text,
                                      std::uint64_t hash) const noexcept;
  /// The slot from the candidate on that is empty, or is the text's.
  [[nodiscard]] std::size_t settle(std::size_t at, std::string_view text,
                                   std::uint64_t hash) const noexcept;
  [[nodiscard]] bool holds(std::size_t at, std::string_view text) const noexcept;

  PageArray<Slot> slots_;
  unsigned part_bits_ = 0;  // Bits of a slot's position within its part.
  std::vector<std::size_t> used_of_part_;
  std::vector<std::vector<std::string_view>> long_texts_of_part_;
};

}  // namespace o2c::inline v1
