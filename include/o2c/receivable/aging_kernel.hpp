#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "o2c/columns/cells.hpp"
#include "o2c/columns/page_array.hpp"
#include "o2c/columns/upcoming.hpp"
#include "o2c/number/error.hpp"
#include "o2c/number/int128.hpp"
#include "o2c/receivable/aging_buckets.hpp"
#include "o2c/receivable/aging_line.hpp"

namespace o2c::inline v1 {

/// The cell of each row: that of its bucket, or of the credits, in the line of its group.
/// `dates` are days since 1970-01-01, all within Date's range; all spans have the same length.
void aging_cells(std::span<const std::uint32_t> groups, std::span<const std::int32_t> dates,
                 std::span<const std::int64_t> minor, Date as_of, const AgingBuckets& buckets,
                 const AgingLine& line, std::span<std::uint32_t> cells) noexcept;

/// What the sum of the amounts cannot exceed, whatever their signs: their number times one more
/// than all their bits together. At most 2^64 - 1.
std::uint64_t sum_bound(std::span<const std::int64_t> minor) noexcept;

/// Adds to a figure of an aging. Throws Overflow beyond 128 bits.
inline void add_figure(Int128& sum, Int128 amount) {
  if (!detail::add_fits(sum, amount)) throw_overflow("an aging figure exceeds 128 bits");
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
           std::uint32_t last, Upcoming next = {}) {
    if (last >= narrow_.size()) narrow_.grow_to(std::bit_ceil(std::size_t{last} + stride_));
    if (!reserve(minor)) return add_wide(cells, minor);
    std::int64_t* sums = narrow_.data();
    const std::size_t to_line = ~(stride_ - 1);
    const std::size_t rows = cells.size();
    const auto add_row = [&](std::size_t i) {
      sums[cells[i]] += minor[i];
      sums[cells[i] & to_line] += 1;
    };
    for (std::size_t i = 0; i < std::min(rows, prefetch_distance); ++i)
      __builtin_prefetch(sums + cells[i], 1);
    std::size_t i = 0;
    for (; i + prefetch_distance + Upcoming::rows_a_step <= rows; i += Upcoming::rows_a_step) {
      next.step();
      for (std::size_t k = i; k < i + Upcoming::rows_a_step; ++k) {
        __builtin_prefetch(sums + cells[k + prefetch_distance], 1);
        add_row(k);
      }
    }
    for (; i < rows; ++i) add_row(i);
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
  static constexpr std::size_t prefetch_distance = 64;

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
