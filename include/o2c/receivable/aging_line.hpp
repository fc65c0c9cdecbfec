#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace o2c::inline v1 {

/// Whether credits (negative items) stand in a column of their own or in the buckets.
enum class Credits : std::uint8_t { apart, netted };

/// Where the figures of a group stand in its line of cells: the count of its items, the buckets,
/// and the columns beside them.
struct AgingLine {
  std::size_t buckets = 0;
  bool has_disputed = false;
  bool has_credits = false;
  bool has_unapplied = false;
  bool has_deposits = false;

  static constexpr std::size_t count_cell = 0;
  static constexpr std::size_t first_bucket = 1;
  [[nodiscard]] constexpr std::size_t disputed() const noexcept { return first_bucket + buckets; }
  [[nodiscard]] constexpr std::size_t credits() const noexcept {
    return disputed() + (has_disputed ? 1U : 0U);
  }
  [[nodiscard]] constexpr std::size_t unapplied() const noexcept {
    return credits() + (has_credits ? 1U : 0U);
  }
  [[nodiscard]] constexpr std::size_t deposits() const noexcept {
    return unapplied() + (has_unapplied ? 1U : 0U);
  }
  [[nodiscard]] constexpr std::size_t end() const noexcept {
    return deposits() + (has_deposits ? 1U : 0U);
  }
  /// Figures that add up to the receivable: all but the count and the deposits.
  [[nodiscard]] constexpr std::size_t end_of_receivable() const noexcept { return deposits(); }
  /// Cells from one group to the next: a power of two, so that few lines straddle the cache's.
  [[nodiscard]] constexpr std::size_t stride() const noexcept { return std::bit_ceil(end()); }

  friend constexpr bool operator==(const AgingLine&, const AgingLine&) = default;
};

}  // namespace o2c::inline v1
