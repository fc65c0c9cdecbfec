#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "o2c/columns/column_view.hpp"

namespace o2c::inline v1 {

/// What a thread will read next, fetched into the cache bit by bit while it works on what it has.
///
/// Adding rows to the cells of their groups waits for the cache, not for the memory's bandwidth;
/// reading columns is the other way round. Side by side, neither waits for the other.
class Upcoming {
 public:
  static constexpr std::size_t rows_a_step = 16;

  Upcoming() noexcept { ahead_.fill({address(this), 0}); }

  /// Values of so many bytes each, from here on. There is room for a few columns; what is beyond is
  /// left out. Addresses that cannot be read do no harm.
  void add(const void* values, std::size_t width) noexcept { add(address(values), width); }
  /// The rows of a column from `row` on: its fixed-width values, codes, offsets or views, and the
  /// bytes of its text.
  void add(const ColumnView& column, std::int64_t row) noexcept {
    const std::size_t width = value_width(column.kind);
    add(address(column.values) + static_cast<std::uint64_t>(row) * width, width);
    if (column.kind.dictionary_encoded) return;
    if (column.kind.type == ColumnType::text32) add_text<std::int32_t>(column, row);
    if (column.kind.type == ColumnType::text64) add_text<std::int64_t>(column, row);
  }

  /// Fetches another rows_a_step rows of each column. All places are fetched, used or not: a loop
  /// that is unrolled has no branch to foresee wrongly.
  void step() noexcept {
#pragma GCC unroll 12
    for (Line& ahead : ahead_) {
      // NOLINTNEXTLINE(performance-no-int-to-ptr): a pointer may not go beyond its column
      __builtin_prefetch(reinterpret_cast<const void*>(ahead.at));
      ahead.at += ahead.step;
    }
  }

 private:
  template <class Offset>
  void add_text(const ColumnView& column, std::int64_t row) noexcept {
    constexpr std::int64_t rows_measured = 1024;
    constexpr std::uint64_t longest = 64;  // Of longer texts not all is fetched.
    const std::int64_t rows = std::min(rows_measured, column.length - row);
    if (rows <= 0) return;
    const Offset* offsets = column.data<Offset>() + row;
    const auto begin = static_cast<std::uint64_t>(offsets[0]);
    const std::uint64_t size = static_cast<std::uint64_t>(offsets[rows]) - begin;
    add(address(column.text) + begin,
        std::min(longest, size / static_cast<std::uint64_t>(rows) + 1));
  }

  static std::uintptr_t address(const void* memory) noexcept {
    return reinterpret_cast<std::uintptr_t>(memory);
  }
  void add(std::uintptr_t at, std::size_t width) noexcept {
    const std::size_t step = width * rows_a_step;
    for (std::size_t ahead = 0; ahead < step && size_ < ahead_.size(); ahead += line)
      ahead_[size_++] = {at + ahead, step};
  }

  static constexpr std::size_t line = 64;
  struct Line {
    std::uintptr_t at = 0;
    std::size_t step = 0;
  };
  std::array<Line, 12> ahead_;
  std::size_t size_ = 0;
};

}  // namespace o2c::inline v1
