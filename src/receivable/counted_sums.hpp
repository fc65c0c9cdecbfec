#pragma once

// Sums of amounts by group, and how many were not zero. Private to src/receivable.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "o2c/receivable/aging_kernel.hpp"

namespace o2c::inline v1 {

/// What one thread adds up of many groups, in 8 bytes each, so that more of them stay in the cache:
/// sums of 43 bits, above counts of 20, as long as the rows and their amounts prove that neither
/// can run over. Then they are carried over into wide sums, to which `add(sum, count)` adds, and
/// begin anew; with a million groups or more the wide ones alone go on.
class CountedSums {
 public:
  /// Amounts are not below zero; there is a wide sum for each group.
  template <class Wide>
  void add(std::span<const std::uint32_t> groups, const std::int64_t* amounts,
           std::span<Wide> wide) {
    const std::uint64_t bound = sum_bound(std::span(amounts, groups.size()));
    if (bound > sum_most - bound_ || groups.size() > count_most - rows_) {
      // A carry visits every group: not worth it for a few rows.
      if (bound > sum_most || rows_ < packed_.size()) return add_each(groups, amounts, wide);
      carry(wide);
    }
    bound_ += bound;
    rows_ += groups.size();
    if (packed_.size() < wide.size()) packed_.resize(wide.size());
    std::uint64_t* const packed = packed_.data();
    const auto add_row = [&](std::size_t i) {
      packed[groups[i]] += (static_cast<std::uint64_t>(amounts[i]) << count_bits) +
                           static_cast<std::uint64_t>(amounts[i] != 0);
    };
    constexpr std::size_t ahead = 64;  // More would leave the nearest cache before they are used.
    for (std::size_t i = 0; i < std::min(ahead, groups.size()); ++i)
      __builtin_prefetch(packed + groups[i], 1);
    std::size_t i = 0;
    for (; i + ahead < groups.size(); ++i) {
      __builtin_prefetch(packed + groups[i + ahead], 1);
      add_row(i);
    }
    for (; i < groups.size(); ++i) add_row(i);
  }

  /// Carries all over.
  template <class Wide>
  void carry(std::span<Wide> wide) {
    for (std::size_t group = 0; group < packed_.size(); ++group) {
      wide[group].add(packed_[group] >> count_bits,
                      static_cast<std::uint32_t>(packed_[group] & count_most));
      packed_[group] = 0;
    }
    bound_ = 0;
    rows_ = 0;
  }

 private:
  static constexpr unsigned count_bits = 20;
  static constexpr std::uint64_t count_most = (std::uint64_t{1} << count_bits) - 1;
  static constexpr std::uint64_t sum_most = (std::uint64_t{1} << (63 - count_bits)) - 1;

  template <class Wide>
  static void add_each(std::span<const std::uint32_t> groups, const std::int64_t* amounts,
                       std::span<Wide> wide) {
    for (std::size_t i = 0; i < groups.size(); ++i)
      wide[groups[i]].add(static_cast<std::uint64_t>(amounts[i]), amounts[i] != 0 ? 1U : 0U);
  }

  std::vector<std::uint64_t> packed_;
  std::uint64_t bound_ = 0;  // No sum is above this,
  std::uint64_t rows_ = 0;   // and no count above this.
};

}  // namespace o2c::inline v1
