#include "line_ways.hpp"

#include <algorithm>
#include <string>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

LineWays::LineWays(const Plan& plan)
    : plan_(&plan),
      modifiers_(plan.terms().modifiers.size()),
      of_levels_(plan.rules().size() * modifiers_, 0) {
  constexpr std::size_t most = 1'000'000;
  std::size_t count = 0;
  for (std::size_t i = 0; i < plan.rules().size(); ++i) {
    const PlanRule& rule = plan.rules()[i];
    firsts_.push_back(static_cast<std::uint32_t>(count));
    std::size_t of_tier = 1;
    if (!rule.excluded)
      for (std::size_t m = modifiers_; m-- > 0;) {
        const Modifier& modifier = plan.terms().modifiers[m];
        if (!modifier.is_for(rule.name)) continue;
        of_levels_[i * modifiers_ + m] = static_cast<std::uint32_t>(of_tier);
        of_tier = std::min(most + 1, of_tier * (modifier.levels().size() + 1));
      }
    of_tier_.push_back(static_cast<std::uint32_t>(of_tier));
    count += of_tier * (rule.tiers_over == TierMeasure::margin ? rule.schedule.tiers().size() : 1);
    if (count > most)
      throw_invalid("plan: expected rules and levels of modifiers that go together in at most " +
                    std::to_string(most) + " ways");
    rules_.resize(count, static_cast<std::uint32_t>(i));
  }
  firsts_.push_back(static_cast<std::uint32_t>(count));
  // Of lines that no rule picks there is none to be asked for.
  rules_.push_back(0);
  for (std::size_t i = 0; i < plan.rules().size(); ++i)
    rules_.push_back(static_cast<std::uint32_t>(i));
}

std::vector<std::size_t> LineWays::levels(std::uint32_t way) const {
  const std::vector<Modifier>& modifiers = plan_->terms().modifiers;
  const std::size_t of = rule(way);
  std::vector<std::size_t> levels(modifiers_, 0);
  const std::size_t beyond_tier = ((way & ~takes_back) - firsts_[of]) % of_tier_[of];
  for (std::size_t m = 0; m < modifiers_; ++m)
    if (of_level(of, m) > 0)
      levels[m] = beyond_tier / of_level(of, m) % (modifiers[m].levels().size() + 1);
  return levels;
}

}  // namespace o2c::inline v1
