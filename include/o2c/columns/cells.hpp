#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "o2c/columns/page_array.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/columns/upcoming.hpp"

namespace o2c::inline v1 {

/// A large array of sums to which several threads add.
///
/// Rows come in any order, so adding each where it belongs would miss the cache every time. Each
/// thread sorts its rows roughly, by part of the array, into a bounded buffer; a part that fills up
/// is added while that stretch of the array is in the cache, under the part's lock. Sums of
/// integers do not depend on the order, so nor does the result on the threads.
class SharedCells {
 public:
  explicit SharedCells(std::size_t size)
      : parts_(std::max<std::size_t>(1, (size + part_cells - 1) >> part_bits)),
        cells_(PageArray<std::int64_t>::uninitialized(parts_.size() << part_bits)) {}

  static constexpr unsigned part_bits = 16;  // 64 Ki cells: 512 KiB, within a core's cache.
  static constexpr std::size_t part_cells = std::size_t{1} << part_bits;

  [[nodiscard]] std::size_t size() const noexcept { return cells_.size(); }
  [[nodiscard]] std::size_t parts() const noexcept { return parts_.size(); }
  /// How many rows each thread's buffer should have: a buffer that is flushed brings all cells
  /// through the cache, so that it pays to be as large as they are, and a quarter more.
  [[nodiscard]] std::size_t buffer_rows(std::size_t threads) const noexcept {
    return (size() + size() / 4) / threads;
  }
  /// Calls use(the cells of the part that this cell is in) while no other thread adds to them.
  template <class Use>
  void use(std::size_t cell, const Use& use) {
    const std::size_t part = cell >> part_bits;
    const std::lock_guard lock(parts_[part].mutex);
    use(cells_of(part));
  }
  /// Hands over the sums, once all buffers are flushed.
  [[nodiscard]] PageArray<std::int64_t> take() {
    for (std::size_t part = 0; part < parts(); ++part) cells_of(part);
    return std::move(cells_);
  }

 private:
  struct Part {
    std::mutex mutex;
    bool begun = false;
  };

  // The part's cells, zeroed only when something is about to be added to them: then they are in the
  // cache already.
  std::int64_t* cells_of(std::size_t part) {
    std::int64_t* cells = cells_.data() + (part << part_bits);
    if (!parts_[part].begun) std::fill_n(cells, part_cells, std::int64_t{0});
    parts_[part].begun = true;
    return cells;
  }

  std::vector<Part> parts_;
  PageArray<std::int64_t> cells_;
};

/// One thread's buffer before SharedCells. What is left in it is added by flush_all().
class CellBuffer {
 public:
  /// `count_stride`: each row also adds 1 to the first cell of its line of that many cells (a power
  /// of two, at most part_cells); 0: it does not.
  CellBuffer(SharedCells& target, std::size_t rows, std::size_t count_stride)
      : target_(&target),
        capacity_(std::max<std::size_t>(least_capacity, rows / target.parts())),
        count_mask_(count_stride - 1),
        counts_(count_stride > 0),
        rows_(PageArray<std::int64_t>::uninitialized(capacity_ * target.parts())),
        filled_(target.parts(), 0) {}

  void add(std::span<const std::uint32_t> cells, const std::int64_t* amounts, Upcoming next = {}) {
    for (std::size_t begin = 0; begin < cells.size(); begin += Upcoming::rows_a_step) {
      next.step();
      const std::size_t end = std::min(begin + Upcoming::rows_a_step, cells.size());
      for (std::size_t i = begin; i < end; ++i) add_row(cells[i], amounts[i]);
    }
  }

  /// Adds all that is left in the buffers before one target, in as many threads: each stretch of
  /// the target is fetched once for all of them.
  static void flush_all(std::span<CellBuffer* const> buffers) {
    if (buffers.empty()) return;
    const std::size_t parts = buffers.front()->target_->parts();
    const std::size_t threads = buffers.size();
    run_threads(threads, [&](std::size_t t) {
      for (std::size_t part = parts * t / threads; part < parts * (t + 1) / threads; ++part)
        for (CellBuffer* buffer : buffers) buffer->flush(part);
    });
  }

 private:
  static constexpr std::size_t least_capacity = 4096;
  static constexpr std::size_t write_ahead = 16;
  static constexpr std::size_t prefetch_distance = 24;
  static constexpr std::int64_t cell_mask = (std::int64_t{1} << SharedCells::part_bits) - 1;

  void add_row(std::uint32_t cell, std::int64_t amount) {
    const std::size_t part = cell >> SharedCells::part_bits;
    const std::int64_t packed = amount << SharedCells::part_bits;
    if (packed >> SharedCells::part_bits != amount) [[unlikely]]
      return add_large(cell, amount);
    const std::size_t filled = filled_[part];
    std::int64_t* row = rows_.data() + part * capacity_ + filled;
    *row = packed | (cell & cell_mask);
    __builtin_prefetch(row + write_ahead, 1);
    filled_[part] = static_cast<std::uint32_t>(filled + 1);
    if (filled + 1 == capacity_) flush(part);
  }

  void flush(std::size_t part) {
    if (filled_[part] == 0) return;
    target_->use(part << SharedCells::part_bits, [&](std::int64_t* cells) {
      add_rows(cells, {rows_.data() + part * capacity_, filled_[part]});
    });
    filled_[part] = 0;
  }

  void add_rows(std::int64_t* cells, std::span<const std::int64_t> rows) const {
    if (rows.size() > SharedCells::part_cells / 16)
      for (std::size_t i = 0; i < SharedCells::part_cells; i += 8)
        __builtin_prefetch(cells + i, 1, 2);
    const auto add_row = [&](std::int64_t row) {
      const auto cell = static_cast<std::size_t>(row & cell_mask);
      cells[cell] += row >> SharedCells::part_bits;
      if (counts_) cells[cell & ~count_mask_] += 1;
    };
    std::size_t i = 0;
    for (; i + prefetch_distance < rows.size(); ++i) {
      __builtin_prefetch(cells + (rows[i + prefetch_distance] & cell_mask), 1);
      add_row(rows[i]);
    }
    for (; i < rows.size(); ++i) add_row(rows[i]);
  }

  // An amount beyond 48 bits.
  void add_large(std::size_t cell, std::int64_t amount) {
    target_->use(cell, [&](std::int64_t* cells) {
      const std::size_t at = cell % SharedCells::part_cells;
      cells[at] += amount;
      if (counts_) cells[at & ~count_mask_] += 1;
    });
  }

  SharedCells* target_;
  std::size_t capacity_;
  std::size_t count_mask_;
  bool counts_;
  PageArray<std::int64_t> rows_;
  std::vector<std::uint32_t> filled_;
};

}  // namespace o2c::inline v1
