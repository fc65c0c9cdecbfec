#include "line_ways.hpp"

#include <algorithm>
#include <string>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

LineWays::LineWays(const Plan& plan) : plan_(&plan) {
  constexpr std::size_t most = 1'000'000;
  std::size_t count = 0;
  for (std::size_t i = 0; i < plan.rules().size(); ++i) {
    const PlanRule& rule = plan.rules()[i];
    firsts_.push_back(static_cast<std::uint32_t>(count));
    std::size_t of_tier = 1;
    if (!rule.excluded)
      for (const Modifier& modifier : plan.terms().modifiers)
        if (modifier.is_for(rule.name))
          of_tier = std::min(most + 1, of_tier * (modifier.levels().size() + 1));
    of_tier_.push_back(static_cast<std::uint32_t>(of_tier));
    count += of_tier * (rule.tiers_over == TierMeasure::margin ? rule.schedule.tiers().size() : 1);
    if (count > most)
      throw_invalid("plan: expected rules and levels of modifiers that go together in at most " +
                    std::to_string(most) + " ways");
    rules_.resize(count, static_cast<std::uint32_t>(i));
  }
  firsts_.push_back(static_cast<std::uint32_t>(count));
}

std::vector<std::size_t> LineWays::levels(std::uint32_t way) const {
  const std::vector<Modifier>& modifiers = plan_->terms().modifiers;
  const PlanRule& of = plan_->rules()[rule(way)];
  std::vector<std::size_t> levels(modifiers.size(), 0);
  if (of.excluded) return levels;
  std::size_t rest = ((way & ~takes_back) - firsts_[rule(way)]) % of_tier_[rule(way)];
  for (std::size_t i = modifiers.size(); i-- > 0;) {
    if (!modifiers[i].is_for(of.name)) continue;
    levels[i] = rest % (modifiers[i].levels().size() + 1);
    rest /= modifiers[i].levels().size() + 1;
  }
  return levels;
}

}  // namespace o2c::inline v1
