#pragma once

// How a missing target is told. Private to src/commission.

#include <string>

#include "o2c/commission/plan_rule.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// Who is expected where there is no target for a rule's tiers.
inline std::string who_has_target(TierMeasure measure, const Period& accumulation) {
  return (measure == TierMeasure::quantity_attainment ? "one with a target of quantity in "
                                                      : "one with a target in ") +
         to_string(accumulation);
}

}  // namespace o2c::inline v1
