#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "o2c/columns/cells.hpp"
#include "o2c/columns/page_array.hpp"
#include "o2c/number/int128.hpp"
#include "o2c/receivable/aging_buckets.hpp"
#include "o2c/receivable/aging_line.hpp"

namespace o2c::inline v1 {

/// The cell of each row: that of its bucket, or of the credits, in the line of its group.
/// `dates` are days since 1970-01-01, all within Date's range; all spans have the same length.
inline void aging_cells(std::span<const std::uint32_t> groups, std::span<const std::int32_t> dates,
                        std::span<const std::int64_t> minor, Date as_of,
                        const AgingBuckets& buckets, const AgingLine& line,
                        std::span<std::int32_t> days, std::span<std::uint32_t> cells) noexcept {
  const std::int32_t day = as_of.days();
  for (std::size_t i = 0; i < dates.size(); ++i) days[i] = day - dates[i];
  buckets.buckets(days, cells);
  const auto stride = static_cast<std::uint32_t>(line.stride());
  const auto credits = static_cast<std::uint32_t>(line.credits());
  constexpr auto first = static_cast<std::uint32_t>(AgingLine::first_bucket);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    // All ones for a credit: whether an amount is one cannot be foreseen, so nothing branches on
    // it.
    const auto credit =
        line.has_credits ? static_cast<std::uint32_t>(minor[i] >> 63) : std::uint32_t{0};
    cells[i] = groups[i] * stride + (((cells[i] + first) & ~credit) | (credits & credit));
  }
}

/// A number that is not below any code and below twice the largest, plus one.
inline std::uint32_t code_bound(std::span<const std::uint32_t> codes) noexcept {
  std::uint32_t bits = 0;
  for (const std::uint32_t code : codes) bits |= code;
  return bits;
}

/// What the sum of the amounts cannot exceed, whatever their signs: their number times a power of
/// two that is not below the largest. At most 2^64 - 1.
inline std::uint64_t sum_bound(std::span<const std::int64_t> minor) noexcept {
  std::uint64_t bits = 0;
  for (const std::int64_t amount : minor)
    bits |= static_cast<std::uint64_t>(amount ^ (amount >> 63));
  std::uint64_t bound = 0;
  return __builtin_mul_overflow(bits + 1, minor.size(), &bound)
             ? std::numeric_limits<std::uint64_t>::max()
             : bound;
}

/// One thread's sums: a line of cells for each group.
///
/// Cells have 64 bits as long as the number of rows times the largest amount proves that none can
/// overflow. When it no longer does, they are carried over into cells of 128 bits and begin anew.
class GroupCells {
 public:
  /// Sums whose bound is no larger fit 64 bits.
  static constexpr std::uint64_t bound_most = std::uint64_t{1} << 62U;

  explicit GroupCells(std::size_t stride) : stride_(stride) {}

  /// Adds each amount to its cell, and 1 to the count of the cell's line. No cell is above `last`.
  void add(std::span<const std::uint32_t> cells, std::span<const std::int64_t> minor,
           std::uint32_t last) {
    if (last >= narrow_.size()) narrow_.grow_to(std::bit_ceil(std::size_t{last} + stride_));
    if (!reserve(minor)) return add_wide(cells, minor);
    std::int64_t* sums = narrow_.data();
    const std::size_t to_line = ~(stride_ - 1);
    for (const std::uint32_t cell : cells) __builtin_prefetch(sums + cell, 1);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      sums[cells[i]] += minor[i];
      sums[cells[i] & to_line] += 1;
    }
  }

  [[nodiscard]] std::size_t groups() const noexcept {
    return std::max(narrow_.size(), wide_.size()) / stride_;
  }
  [[nodiscard]] Int128 sum(std::size_t cell) const noexcept {
    return (cell < narrow_.size() ? narrow_[cell] : 0) + (cell < wide_.size() ? wide_[cell] : 0);
  }
  [[nodiscard]] bool is_wide() const noexcept { return wide_.size() > 0; }
  /// No cell of 64 bits is above this.
  [[nodiscard]] std::uint64_t bound() const noexcept { return bound_; }
  [[nodiscard]] PageArray<std::int64_t>& narrow() noexcept { return narrow_; }

 private:
  // Whether the rows can be added to the cells of 64 bits, after a carry if need be.
  bool reserve(std::span<const std::int64_t> minor) {
    const std::uint64_t bound = sum_bound(minor);
    if (bound > bound_most) return false;
    if (bound > bound_most - bound_) {
      // A carry visits every group: not worth it for a few rows.
      if (rows_since_carry_ < groups()) return false;
      carry();
    }
    bound_ += bound;
    rows_since_carry_ += minor.size();
    return true;
  }

  void carry();
  void add_wide(std::span<const std::uint32_t> cells, std::span<const std::int64_t> minor);

  std::size_t stride_;
  PageArray<std::int64_t> narrow_;
  PageArray<Int128> wide_;
  std::uint64_t bound_ = 0;
  std::size_t rows_since_carry_ = 0;
};

}  // namespace o2c::inline v1
