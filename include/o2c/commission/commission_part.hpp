#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "o2c/commission/plan.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/money/money.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// What a person's lines earned on days in a row of one accumulation, on which nobody's manager
/// changes.
struct EarnedSpan {
  std::string salesperson;
  Date first;
  std::size_t lines;
  Money base;
  Money commission;
  Money awaiting;  ///< What of it is not payable yet.

  friend bool operator==(const EarnedSpan&, const EarnedSpan&) = default;
};

/// What the lines of some people earned, from CommissionTable::part(). A larger engine settles
/// tables that have all lines of the people in them, each by itself and anywhere, adds the parts
/// in any order, and finishes once: the result is that of settling all lines at once.
struct CommissionPart {
  Plan plan;
  Period period;
  std::vector<EarnedSpan> earned{};           ///< By salesperson, then day.
  std::vector<EarnedByRule> by_rule{};        ///< By salesperson, period, rule.
  std::vector<TieOutRow> tie_out{};           ///< By standing, then rule.
  std::vector<CurrencyExchange> exchanges{};  ///< By currency and day.

  friend bool operator==(const CommissionPart&, const CommissionPart&) = default;
};

/// Throws InvalidArgument for parts of two plans or periods, and people who are in both, since
/// their lines accumulate together; a currency that was converted in two ways as of a day;
/// Overflow.
CommissionPart operator+(const CommissionPart& a, const CommissionPart& b);

/// What people are paid, and all that lines come to: as of settle(), without lines and their
/// positions. `input` has the team that the parts were settled with, and openings; targets, credits
/// and rates the parts have seen. Throws InvalidArgument for what settle() refuses of these, and a
/// team whose changes are not those of the parts; Overflow.
CommissionStatement finish(const CommissionPart& part, const SettleInput& input = {});

}  // namespace o2c::inline v1
