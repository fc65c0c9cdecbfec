#pragma once

// Hand-ins of cash matched with collections. Private to src/receivable.

#include <span>
#include <vector>

#include "o2c/number/error.hpp"
#include "o2c/receivable/cash_hand_in.hpp"

namespace o2c::inline v1 {

/// What cash_hand_in returns, and every faulty row: `file` is "collections" or "hand_ins".
struct MatchedCash {
  CashHandIn cash;
  std::vector<Fault> faults;
};

MatchedCash match_cash(std::span<const CashCollection> collections,
                       std::span<const HandIn> hand_ins, Date as_of, const CashRule& rule,
                       const Calendar* calendar);

}  // namespace o2c::inline v1
