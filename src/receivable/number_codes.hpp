#pragma once

// Codes of the numbers of a ledger's documents. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "o2c/columns/page_array.hpp"
#include "o2c/columns/row_store.hpp"

namespace o2c::inline v1 {

/// Dense codes 0, 1, 2, ... for texts, as TextCodes, for millions of texts most of which are new
/// when they come: less than half the memory, and a new one costs one cache miss. Up to 4 GiB of
/// text.
class NumberCodes {
 public:
  static constexpr std::uint32_t unknown = std::numeric_limits<std::uint32_t>::max();

  /// Throws Overflow when there is too much text.
  std::uint32_t code(std::string_view text);
  /// The code of a text, or `unknown`.
  [[nodiscard]] std::uint32_t find(std::string_view text) const;
  /// The same of many texts, at once, so that their cache misses overlap.
  void find(std::span<const std::string_view> texts, std::span<std::uint32_t> codes) const;
  /// Has the slot of a text fetched into the cache.
  void prefetch(std::string_view text) const noexcept;
  [[nodiscard]] std::string_view text(std::uint32_t code) const;
  [[nodiscard]] std::size_t size() const noexcept { return starts_.size(); }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t code_after = 0;  // The code + 1; 0: empty.
  };

  /// The slot of the text, or the empty one where it belongs.
  [[nodiscard]] std::size_t slot(std::string_view wanted, std::uint32_t hash) const;
  /// The first slot from `at` on that is empty or has the hash.
  [[nodiscard]] std::size_t candidate(std::size_t at, std::uint32_t hash) const;
  [[nodiscard]] const char* place(std::uint32_t code) const;
  [[nodiscard]] std::size_t mask() const noexcept { return slots_.size() - 1; }
  void grow();
  std::uint32_t keep(std::string_view text);

  PageArray<Slot> slots_;  // A power of two, at least half of them empty.
  // Where each text begins: the number of its chunk and the position within. Texts stand after
  // their lengths.
  RowStore<std::uint32_t> starts_;
  std::vector<PageArray<char>> chunks_;
  std::size_t chunk_used_ = 0;
};

}  // namespace o2c::inline v1
