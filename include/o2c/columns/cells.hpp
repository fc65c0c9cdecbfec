#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "o2c/columns/page_array.hpp"

namespace o2c::inline v1 {

/// A large array of sums to which several threads add.
///
/// Rows come in any order, so adding each where it belongs would miss the cache every time. Each
/// thread sorts its rows roughly, by part of the array, into a bounded buffer; a part that fills up
/// is added while that stretch of the array is in the cache, under the part's lock. Sums of
/// integers do not depend on the order, so nor does the result on the threads.
class SharedCells {
 public:
  explicit SharedCells(std::size_t size) : cells_(size), locks_((size >> part_bits) + 1) {}

  static constexpr unsigned part_bits = 16;  // 64 Ki cells: 512 KiB, within a core's cache.
  static constexpr std::size_t part_cells = std::size_t{1} << part_bits;

  [[nodiscard]] std::size_t size() const noexcept { return cells_.size(); }
  [[nodiscard]] std::size_t parts() const noexcept { return locks_.size(); }
  [[nodiscard]] PageArray<std::int64_t>& cells() noexcept { return cells_; }

 private:
  friend class CellBuffer;
  PageArray<std::int64_t> cells_;
  std::vector<std::mutex> locks_;
};

/// One thread's buffer before SharedCells. What is left in it is added by flush().
class CellBuffer {
 public:
  /// `count_stride`: each row also adds 1 to the first cell of its line of that many cells (a power
  /// of two, at most part_cells); 0: it does not.
  CellBuffer(SharedCells& target, std::size_t rows, std::size_t count_stride)
      : target_(&target),
        capacity_(std::max<std::size_t>(least_capacity, rows / target.parts())),
        count_mask_(count_stride - 1),
        counts_(count_stride > 0),
        rows_(capacity_ * target.parts() + prefetch_distance),
        filled_(target.parts(), 0) {}

  void add(std::span<const std::uint32_t> cells, const std::int64_t* amounts) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::size_t part = cells[i] >> SharedCells::part_bits;
      const std::int64_t packed = amounts[i] << SharedCells::part_bits;
      if (packed >> SharedCells::part_bits != amounts[i]) [[unlikely]] {
        add_large(cells[i], amounts[i]);
        continue;
      }
      const std::size_t filled = filled_[part];
      rows_[part * capacity_ + filled] = packed | (cells[i] & cell_mask);
      filled_[part] = static_cast<std::uint32_t>(filled + 1);
      if (filled + 1 == capacity_) flush(part);
    }
  }

  /// Adds all that is left, beginning at the given share of the parts, so that threads which flush
  /// at the same time wait for one another less.
  void flush_all(std::size_t thread, std::size_t threads) {
    const std::size_t parts = target_->parts();
    for (std::size_t i = 0; i < parts; ++i) flush((i + thread * parts / threads) % parts);
  }

 private:
  static constexpr std::size_t least_capacity = 4096;
  static constexpr std::size_t prefetch_distance = 24;
  static constexpr std::int64_t cell_mask = (std::int64_t{1} << SharedCells::part_bits) - 1;

  void flush(std::size_t part) {
    const std::lock_guard lock(target_->locks_[part]);
    std::int64_t* cells = target_->cells_.data() + (part << SharedCells::part_bits);
    const std::int64_t* rows = rows_.data() + part * capacity_;
    const std::size_t filled = filled_[part];
    for (std::size_t i = 0; i < filled; ++i) {
      // Beyond the end lie rows of the next part, or the array's own spare: cells of this part all
      // the same, once masked.
      __builtin_prefetch(cells + (rows[i + prefetch_distance] & cell_mask), 1);
      const auto cell = static_cast<std::size_t>(rows[i] & cell_mask);
      cells[cell] += rows[i] >> SharedCells::part_bits;
      if (counts_) cells[cell & ~count_mask_] += 1;
    }
    filled_[part] = 0;
  }

  // An amount beyond 48 bits.
  void add_large(std::size_t cell, std::int64_t amount) {
    const std::lock_guard lock(target_->locks_[cell >> SharedCells::part_bits]);
    target_->cells_[cell] += amount;
    if (counts_) target_->cells_[cell & ~count_mask_] += 1;
  }

  SharedCells* target_;
  std::size_t capacity_;
  std::size_t count_mask_;
  bool counts_;
  PageArray<std::int64_t> rows_;
  std::vector<std::uint32_t> filled_;
};

}  // namespace o2c::inline v1
