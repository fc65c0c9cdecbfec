#pragma once

// Lines that are each the only one for the other. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace o2c::inline v1 {

/// A line by its amount and date. Of two that are to be paired at least one has no reference.
struct AmountOnDay {
  std::int64_t minor;
  std::int32_t day;
  bool has_reference;
};

/// Positions of lines of both lists that differ by no more than an amount and a number of days,
/// where either has no other such line. In the order of `ours`; n log n.
std::vector<std::pair<std::size_t, std::size_t>> only_pairs(std::span<const AmountOnDay> ours,
                                                            std::span<const AmountOnDay> theirs,
                                                            std::int64_t tolerance,
                                                            std::int32_t days);

/// Of which of `lines` a pair with any of `others` could be made.
std::vector<bool> may_be_paired(std::span<const AmountOnDay> lines,
                                std::span<const AmountOnDay> others, std::int64_t tolerance,
                                std::int32_t days);

}  // namespace o2c::inline v1
