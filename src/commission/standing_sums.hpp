#pragma once

// What lines come to by where they stand in a settlement. Private to src/commission.

#include <cstddef>
#include <span>
#include <vector>

#include "o2c/commission/plan.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/number/int128.hpp"

#include "line_reader.hpp"

namespace o2c::inline v1 {

/// What lines come to, before it is known to fit: minor units.
struct LineSums {
  LineSums& operator+=(const LineSums& other) {
    lines += other.lines;
    net += other.net;
    amount += other.amount;
    costs += other.costs;
    return *this;
  }
  /// What of the net counts.
  [[nodiscard]] Int128 base() const noexcept { return net - costs; }

  std::size_t lines = 0;
  Int128 net = 0;
  Int128 amount = 0;
  Int128 costs = 0;
};

/// The sums of all lines, counted and excluded ones by rule. Where lines stand has a number: that
/// of their rule, or one of those after the last.
class StandingSums {
 public:
  explicit StandingSums(std::size_t rules) : rules_(rules), sums_(rules + 6) {}

  [[nodiscard]] std::size_t unmatched() const noexcept { return rules_; }
  [[nodiscard]] std::size_t earlier() const noexcept { return rules_ + 1; }
  [[nodiscard]] std::size_t outside() const noexcept { return rules_ + 2; }
  [[nodiscard]] std::size_t too_late() const noexcept { return rules_ + 3; }
  [[nodiscard]] std::size_t pending() const noexcept { return rules_ + 4; }
  [[nodiscard]] std::size_t house() const noexcept { return rules_ + 5; }

  /// Adds a block's lines, the i-th where `standing(i)` says.
  template <class Standing>
  void add(const LineBlock& block, const Standing& standing);
  /// Adds a block's lines, which all stand there.
  void add_all(const LineBlock& block, std::size_t standing);
  StandingSums& operator+=(const StandingSums& other) {
    for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] += other.sums_[i];
    return *this;
  }
  [[nodiscard]] const LineSums& operator[](std::size_t standing) const noexcept {
    return sums_[standing];
  }

  /// A row for each way of standing that there are lines of. Throws Overflow.
  [[nodiscard]] std::vector<TieOutRow> tie_out(const Plan& plan,
                                               std::span<const Int128> commissions_by_rule,
                                               bool has_amounts) const;

 private:
  std::size_t rules_;
  std::vector<LineSums> sums_;
};

template <class Standing>
void StandingSums::add(const LineBlock& block, const Standing& standing) {
  const bool of_net = block.bases.data() == block.nets.data();
  for (std::size_t i = 0; i < block.nets.size(); ++i) {
    LineSums& into = sums_[standing(i)];
    ++into.lines;
    into.net += block.nets[i];
    if (!of_net) into.costs += Int128{block.nets[i]} - block.bases[i];
    if (!block.amounts.empty()) into.amount += block.amounts[i];
  }
}

}  // namespace o2c::inline v1
