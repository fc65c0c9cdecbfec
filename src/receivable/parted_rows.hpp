#pragma once

// Rows that refer to places of a large array in any order. Private to src/receivable.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "o2c/columns/page_array.hpp"
#include "o2c/columns/parallel.hpp"

namespace o2c::inline v1 {

/// One thread's rows, sorted roughly by the `place` that each refers to, in bounded memory. They
/// are used part by part, while what a part of them refers to is in the cache.
template <class Row>
class PartedRows {
 public:
  static constexpr unsigned part_bits = 15;
  static constexpr std::size_t part_places = std::size_t{1} << part_bits;

  /// `rows`: about how many are held before they are used; a part can hold some more than its share
  /// of them, so that none is full, in one thread alone, just before the last row.
  PartedRows(std::size_t places, std::size_t rows)
      : filled_((places >> part_bits) + 1, 0),
        capacity_(std::max<std::size_t>(least_capacity, (rows + rows / 8) / filled_.size())),
        rows_(PageArray<Row>::uninitialized(capacity_ * filled_.size())) {}

  /// Calls use(std::span<const Row>) once a part is full.
  template <class Use>
  void add(const Row& row, const Use& use) {
    const std::size_t part = row.place >> part_bits;
    Row* const to = rows_.data() + part * capacity_ + filled_[part];
    *to = row;
    __builtin_prefetch(to + write_ahead, 1);
    if (++filled_[part] == capacity_) use_part(part, use);
  }
  /// Calls use(thread, rows) for all that is left in the rows of several threads, in as many
  /// threads: what a part refers to is fetched once for all of them.
  template <class Use>
  static void use_rest(std::span<PartedRows* const> all, const Use& use) {
    run_threads(all.size(), [&](std::size_t t) {
      const std::size_t parts = all.front()->filled_.size();
      for (std::size_t part = parts * t / all.size(); part < parts * (t + 1) / all.size(); ++part)
        for (PartedRows* rows : all)
          if (rows->filled_[part] > 0)
            rows->use_part(part, [&](std::span<const Row> of) { use(t, of); });
    });
  }

 private:
  static constexpr std::size_t least_capacity = 1024;
  static constexpr std::size_t write_ahead = 8;

  template <class Use>
  void use_part(std::size_t part, const Use& use) {
    use(std::span<const Row>(rows_.data() + part * capacity_, filled_[part]));
    filled_[part] = 0;
  }

  std::vector<std::size_t> filled_;
  std::size_t capacity_;
  PageArray<Row> rows_;
};

}  // namespace o2c::inline v1
