#pragma once

// Columns that are kept in case somebody asks. Private to src/commission.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/page_array.hpp"

namespace o2c::inline v1 {

namespace detail {

/// Copies numbers, the least Short in place of those that are it or do not fit. Whether there is
/// none of these.
bool put_short(std::span<const std::int64_t> numbers, std::int16_t* into);
bool put_short(std::span<const std::int64_t> numbers, std::int32_t* into);

}  // namespace detail

/// A column of numbers that mostly fit into fewer bits: writing it takes no longer than that. Empty
/// unless it is made for rows.
template <class Short>
class ShortNumbers {
 public:
  ShortNumbers() = default;
  explicit ShortNumbers(std::size_t rows)
      : short_(detail::room_for<Short>(rows)), long_(std::max<std::size_t>(rows, 1)) {}

  [[nodiscard]] bool are_kept() const noexcept { return short_.size() > 0; }
  [[nodiscard]] std::int64_t operator[](std::size_t row) const noexcept {
    return short_[row] == std::numeric_limits<Short>::min() ? long_[row] : short_[row];
  }
  /// From the row on. Threads may put other rows at the same time.
  void put(std::span<const std::int64_t> numbers, std::size_t row) noexcept {
    if (!detail::put_short(numbers, short_.data() + row))
      std::ranges::copy(numbers, long_.data() + row);
  }

 private:
  PageArray<Short> short_;
  PageArray<std::int64_t> long_;  // Touched only where numbers are long.
};

}  // namespace o2c::inline v1
