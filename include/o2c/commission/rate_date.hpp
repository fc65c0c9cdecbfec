#pragma once

#include <optional>

#include "o2c/commission/plan.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// As of which day a line of another currency is converted; none: it does not say so. `counts_on`:
/// none, where the line is not earned yet; then the end of the settled period does.
std::optional<Date> rate_date(const Plan& plan, const Period& settled,
                              std::optional<Date> counts_on, std::optional<Date> invoiced);

}  // namespace o2c::inline v1
