#pragma once

// Lines as they are credited to people. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <limits>

#include "o2c/columns/page_array.hpp"

#include "rule_curve.hpp"

namespace o2c::inline v1 {

/// A line that is shared by several people stands here once for each of them. Those with a day that
/// is no day of the settlement do not count.
struct CreditedLines {
  static constexpr std::uint16_t outside = std::numeric_limits<std::uint16_t>::max();
  static constexpr std::uint16_t not_counted = outside - 1;  ///< Of the period, but not paid.

  [[nodiscard]] bool counts(std::size_t i) const noexcept { return days[i] < not_counted; }
  [[nodiscard]] WholeLine whole(std::size_t i) const noexcept {
    return {.base = bases[i],
            .quantity = quantities.size() == 0 ? 0 : quantities[i],
            .way = ways.size() == 0 ? 0 : ways[i]};
  }

  std::size_t count = 0;
  PageArray<std::int64_t> bases{};
  PageArray<std::uint32_t> people{};
  PageArray<std::uint16_t> days{};       ///< Since the settlement's first.
  PageArray<std::uint32_t> ways{};       ///< Empty: the plan has only one.
  PageArray<std::int64_t> quantities{};  ///< Empty: none counts them.
};

}  // namespace o2c::inline v1
