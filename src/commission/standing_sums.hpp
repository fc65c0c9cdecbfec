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
  void add(const LineBlock& block, std::size_t i) {
    ++lines;
    net += block.nets[i];
    base += block.bases[i];
    if (!block.amounts.empty()) amount += block.amounts[i];
  }
  LineSums& operator+=(const LineSums& other) {
    lines += other.lines;
    net += other.net;
    amount += other.amount;
    base += other.base;
    return *this;
  }

  std::size_t lines = 0;
  Int128 net = 0;
  Int128 amount = 0;
  Int128 base = 0;
};

/// The sums of all lines; counted and excluded ones by rule.
struct StandingSums {
  explicit StandingSums(std::size_t rules) : by_rule(rules) {}

  StandingSums& operator+=(const StandingSums& other) {
    for (std::size_t i = 0; i < by_rule.size(); ++i) by_rule[i] += other.by_rule[i];
    unmatched += other.unmatched;
    earlier += other.earlier;
    outside += other.outside;
    return *this;
  }

  std::vector<LineSums> by_rule;
  LineSums unmatched;
  LineSums earlier;
  LineSums outside;
};

/// A row for each way of standing that there are lines of. Throws Overflow.
std::vector<TieOutRow> tie_out_of(const Plan& plan, const StandingSums& sums,
                                  std::span<const Int128> commissions_by_rule, bool has_amounts);

}  // namespace o2c::inline v1
