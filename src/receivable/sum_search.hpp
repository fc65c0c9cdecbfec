#pragma once

// Amounts of a list that add up to another. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "o2c/number/int128.hpp"

namespace o2c::inline v1 {

/// How many more steps a search may take; negative: it was given up before it was done.
struct SearchSteps {
  std::int64_t left;

  [[nodiscard]] bool is_spent() const noexcept { return left < 0; }
};

/// Amounts among which sums are looked for.
class SumSearch {
 public:
  explicit SumSearch(std::vector<std::int64_t> amounts);

  /// Positions of at least two amounts whose sum is no farther from `target` than `tolerance`: the
  /// first such set in the order of the positions, or none. Each amount that is tried is a step.
  [[nodiscard]] std::vector<std::size_t> find(std::int64_t target, std::int64_t tolerance,
                                              SearchSteps& steps) const;

 private:
  std::vector<std::int64_t> amounts_;
  // The most and the least that the amounts from a position on can add up to.
  std::vector<Int128> most_;
  std::vector<Int128> least_;
};

}  // namespace o2c::inline v1
