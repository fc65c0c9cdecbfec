#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "o2c/columns/page_array.hpp"
#include "o2c/columns/text_slots.hpp"

namespace o2c::inline v1 {

/// Dense codes 0, 1, 2, ... for texts, in the order in which they first come. Keeps its own copy.
class TextCodes {
 public:
  static constexpr std::uint32_t unknown = TextSlots::unknown;

  std::uint32_t code(std::string_view text);
  /// Codes of a block of texts, in order.
  void codes(std::span<const std::string_view> texts, std::span<std::uint32_t> codes);
  /// The same for texts that may have no code: `unknown`. Returns how many have none. Looks many up
  /// at once, so that their cache misses overlap.
  std::size_t find(std::span<const std::string_view> texts, std::span<std::uint32_t> codes) const {
    return slots_.find(texts, codes);
  }
  /// Has the slot of a text fetched into the cache.
  void prefetch(std::string_view text) const noexcept;
  [[nodiscard]] std::string_view text(std::uint32_t code) const { return texts_[code]; }
  [[nodiscard]] std::size_t size() const noexcept { return texts_.size(); }

 private:
  void grow();
  std::string_view keep(std::string_view text);

  TextSlots slots_;
  std::vector<std::string_view> texts_;
  std::vector<PageArray<char>> chunks_;  // Where the texts are kept.
  std::size_t chunk_left_ = 0;
};

}  // namespace o2c::inline v1
