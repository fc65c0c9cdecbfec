#include "carried_over.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "o2c/commission/settle.hpp"

namespace o2c::inline v1 {

Date first_day_looked_at(const Plan& plan, const Period& period) {
  if (plan.terms().looks_at_orders()) return Date::min();
  return std::min(period.first(), first_accumulating_day(plan, period.first()));
}

std::vector<SalesTarget> targets_within(const Plan& plan, const Period& period,
                                        std::span<const SalesTarget> targets) {
  const Date first = std::min(period.first(), first_accumulating_day(plan, period.first()));
  const Date last =
      std::max(period.last(), Period::containing(period.last(), plan.terms().accumulation).last());
  std::vector<SalesTarget> within;
  for (const SalesTarget& each : targets)
    if (each.period.first() <= last && each.period.last() >= first) within.push_back(each);
  return within;
}

}  // namespace o2c::inline v1
