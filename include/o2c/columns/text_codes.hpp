#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "o2c/columns/page_array.hpp"

namespace o2c::inline v1 {

/// Dense codes 0, 1, 2, ... for texts, in the order in which they first come. Keeps its own copy.
class TextCodes {
 public:
  static constexpr std::uint32_t unknown = std::numeric_limits<std::uint32_t>::max();

  std::uint32_t code(std::string_view text);
  /// Codes of a block of texts, in order.
  void codes(std::span<const std::string_view> texts, std::span<std::uint32_t> codes);
  /// The same for texts that may have no code: `unknown`. Returns how many have none. Looks many up
  /// at once, so that their cache misses overlap.
  std::size_t find(std::span<const std::string_view> texts, std::span<std::uint32_t> codes) const;
  [[nodiscard]] std::string_view text(std::uint32_t code) const { return texts_[code]; }
  [[nodiscard]] std::size_t size() const noexcept { return texts_.size(); }

 private:
  static constexpr std::size_t short_most = 24;
  static constexpr std::uint16_t long_size = std::numeric_limits<std::uint16_t>::max();

  // A short text stands in its slot, so that finding it costs a single cache miss; of a longer one,
  // its address does.
  struct alignas(32) Slot {
    char text[short_most];
    std::uint32_t code_after;  // The code + 1, so that zeroed memory is empty.
    std::uint16_t size;
    std::uint16_t tag;
  };
  static_assert(sizeof(Slot) == 32);

  [[nodiscard]] std::size_t slot(std::uint64_t hash) const noexcept {
    return hash & (slots_.size() - 1);
  }
  [[nodiscard]] std::size_t next(std::size_t at) const noexcept {
    return (at + 1) & (slots_.size() - 1);
  }
  /// The first slot from `at` on that is empty, or may be the text's.
  [[nodiscard]] std::size_t candidate(std::size_t at, std::string_view text,
                                      std::uint64_t hash) const noexcept;
  /// The slot from the candidate on that is empty, or is the text's.
  [[nodiscard]] std::size_t settle(std::size_t at, std::string_view text,
                                   std::uint64_t hash) const noexcept;
  [[nodiscard]] bool holds(const Slot&, std::string_view text) const noexcept;
  static std::uint16_t size_of(std::string_view text) noexcept;
  /// The bytes of a slot's text.
  static const char* text_in(const Slot&) noexcept;
  void fill(Slot&, std::uint64_t hash, std::uint32_t code) const;
  void grow();
  std::string_view keep(std::string_view text);

  PageArray<Slot> slots_;
  std::vector<std::string_view> texts_;
  std::vector<std::vector<char>> chunks_;  // Where the texts are kept.
  std::size_t chunk_left_ = 0;
};

}  // namespace o2c::inline v1
