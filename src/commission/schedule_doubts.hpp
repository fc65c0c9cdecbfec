#pragma once

// What of a rule's tiers its author may not have meant. Private to src/commission.

#include <vector>

#include "o2c/commission/plan_rule.hpp"
#include "o2c/commission/rate_schedule.hpp"
#include "o2c/explain/derivation.hpp"

namespace o2c::inline v1 {

/// As RateSchedule::lint(), in the words of what the tiers run over.
std::vector<Label> doubts_of_tiers(const RateSchedule& schedule, TierMeasure measure);

}  // namespace o2c::inline v1
