#pragma once

// Amounts of one list that add up to one of the other, where nothing else does. Private to
// src/receivable.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "only_pairs.hpp"

namespace o2c::inline v1 {

/// One line of a list, and two or more of the other that add up to it, as positions.
struct OnlySum {
  std::size_t single;
  bool single_is_ours;
  std::vector<std::size_t> parts;
};

/// Sums that differ from a line by no more than an amount, of lines of its sign that are no more
/// than a number of days from it, where none of these lines is in another such sum that is looked
/// at. Looked at are all sums of two, of three, ... of the lines that may be parts, as long as
/// these are no more than `most_sums` in all; so each line takes bounded time. No amount is zero;
/// references do not count.
std::vector<OnlySum> only_sums(std::span<const AmountOnDay> ours,
                               std::span<const AmountOnDay> theirs, std::int64_t tolerance,
                               std::int32_t days, std::int64_t most_sums);

}  // namespace o2c::inline v1
