#include "leaving_credits.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"

namespace o2c::inline v1 {

LeavingCredits::LeavingCredits(const LeavingTerms& terms, const Team& team) {
  for (const Reporting& each : team.reportings()) phases_.try_emplace(each.salesperson);
  for (const Leaving& leaving : team.leavings()) {
    if (leaving.last_day == Date::max()) continue;  // No day comes after it.
    // Days from which on somebody else may be credited.
    std::set<Date> starts{leaving.last_day + 1};
    if (terms.days && *terms.days < Date::max() - leaving.last_day)
      starts.insert(leaving.last_day + (*terms.days + 1));
    for (const Leaving* left = team.leaving_of(leaving.successor); left != nullptr;
         left = team.leaving_of(left->successor))
      if (left->last_day > leaving.last_day && left->last_day < Date::max())
        starts.insert(left->last_day + 1);
    Phases& phases = phases_.at(leaving.salesperson);
    for (const Date start : starts)
      phases.push_back({start, credit_on(terms, team, leaving, start)});
  }
}

LeavingCredits::Credit LeavingCredits::credit_on(const LeavingTerms& terms, const Team& team,
                                                 const Leaving& leaving, Date date) {
  AfterLeaving who = *terms.earns;
  if (terms.days && date - leaving.last_day > *terms.days) who = *terms.later;
  if (who == AfterLeaving::house) return {.to = To::house};
  const bool is_leavers = who == AfterLeaving::leaver;
  if (is_leavers && !terms.share) return {};
  const auto leaving_of = [&](std::string_view person) { return team.leaving_of(person); };
  const std::string_view holder = holder_on(date, leaving.salesperson, leaving_of);
  const Leaving* const left = leaving_of(holder);
  if (left != nullptr && date > left->last_day) return {.to = To::no_successor};
  std::vector<CreditShare> shares{{.salesperson = std::string(holder)}};
  if (is_leavers) shares.insert(shares.begin(), {leaving.salesperson, terms.share});
  splits_.emplace_back(std::move(shares));
  return {.to = To::shared, .split = static_cast<std::uint32_t>(splits_.size() - 1)};
}

const LeavingCredits::Phases* LeavingCredits::of(std::string_view salesperson) const {
  const auto found = phases_.find(salesperson);
  return found == phases_.end() ? nullptr : &found->second;
}

LeavingCredits::Credit LeavingCredits::on(const Phases& phases, Date date) {
  const auto after =
      std::ranges::upper_bound(phases, date, {}, [](const Phase& phase) { return phase.from; });
  return after == phases.begin() ? Credit() : std::prev(after)->credit;
}

std::optional<LeavingCredits> leavings_of(const Plan& plan, const Team* team) {
  if (!plan.terms().leaving.earns) return std::nullopt;
  if (team == nullptr)
    throw_faults("cannot settle",
                 {{.field = "team",
                   .value = "none",
                   .expected = "one, as the plan says who is credited after somebody left"}});
  return LeavingCredits(plan.terms().leaving, *team);
}

}  // namespace o2c::inline v1
