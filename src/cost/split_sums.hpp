#pragma once

// Private to src/cost.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "o2c/columns/page_array.hpp"
#include "o2c/number/int128.hpp"

namespace o2c::inline v1 {

/// Sums by position. Nearly all fit a short integer, and what stands in it takes a part of the
/// memory that whole sums would, which is what adding to millions of them waits for; what does not
/// fit is kept beside them. Exact, and so whatever order amounts come in.
template <class Low>
class SplitSums {
 public:
  /// `expected`: how many positions there will be, as far as is known.
  explicit SplitSums(std::size_t expected) : expected_(expected) {}

  /// Makes room for at least so many positions; all begin as zero.
  void grow_to(std::size_t size) {
    if (size <= low_.size()) return;
    // Pages that were given back, zeroed by the thread that uses them: new ones take it far longer.
    auto grown = PageArray<Low>::uninitialized(
        std::max({size, 2 * low_.size(), low_.size() == 0 ? expected_ : 0}));
    std::copy_n(low_.data(), low_.size(), grown.data());
    std::fill(grown.data() + low_.size(), grown.data() + grown.size(), 0);
    low_ = std::move(grown);
    if (high_.size() > 0) high_.grow_to(low_.size());
  }

  /// Fetches what add() of these positions will ask for.
  void expect(std::size_t at) const { __builtin_prefetch(low_.data() + at, 1); }

  void add(std::size_t at, std::int64_t amount) {
    std::int64_t sum = 0;
    const bool fits = !__builtin_add_overflow(std::int64_t{low_[at]}, amount, &sum) &&
                      sum == static_cast<Low>(sum);
    if (fits)
      low_[at] = static_cast<Low>(sum);
    else
      put(at, (*this)[at] + amount);
  }

  /// Takes another's sum at the position away, and adds it at an own one.
  void take(std::size_t at, SplitSums& other, std::size_t theirs) {
    put(at, (*this)[at] + other[theirs]);
    other.put(theirs, 0);
  }

  [[nodiscard]] Int128 operator[](std::size_t at) const {
    const Int128 low = low_[at];
    return high_.size() > 0 ? low + Int128{high_[at]} * high_unit : low;
  }
  /// Whether all sums are what low() has.
  [[nodiscard]] bool all_low() const noexcept { return high_.size() == 0; }
  [[nodiscard]] const Low* low() const noexcept { return low_.data(); }

 private:
  static constexpr Int128 high_unit = Int128{1} << (8 * sizeof(Low));

  void put(std::size_t at, Int128 sum) {
    const auto low = static_cast<Low>(sum);
    const auto high = static_cast<std::int64_t>((sum - low) / high_unit);
    low_[at] = low;
    if (high != 0) high_.grow_to(low_.size());
    if (high_.size() > 0) high_[at] = high;
  }

  std::size_t expected_;
  PageArray<Low> low_;
  PageArray<std::int64_t> high_;  // Empty until a sum does not fit.
};

}  // namespace o2c::inline v1
