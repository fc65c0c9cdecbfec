#pragma once

// How what is earned stands within bounds. Private to src/commission.

#include <optional>
#include <utility>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"

namespace o2c::inline v1 {

/// Tells between which bounds what is earned stands. Where it is all of what they hold for, which
/// of them held is plain from the amounts.
inline DerivationStep bounds_step(Label label, NamedValue earned, const std::optional<Money>& floor,
                                  const std::optional<Money>& cap, Money paid) {
  DerivationStep step{.label = std::move(label),
                      .operation = Operation::look_up,
                      .operands = {std::move(earned)},
                      .result = paid};
  if (floor) step.operands.push_back({Text{"floor", "下限"}, *floor});
  if (cap) step.operands.push_back({Text{"cap", "上限"}, *cap});
  return step;
}

}  // namespace o2c::inline v1
