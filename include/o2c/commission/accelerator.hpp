#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/commission/plan_rule.hpp"
#include "o2c/commission/rate_schedule.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// What a longer period pays on top (加速提成): of each line, besides what its rule pays, what it
/// adds to tiers of their own, over what the person has accumulated in that period.
struct Accelerator {
  std::string name{};
  PeriodKind over = PeriodKind::quarter;  ///< Longer than the plan accumulates.
  /// The base, the quantity, or their parts of the person's target for that period; no margin.
  TierMeasure tiers_over = TierMeasure::base;
  RateSchedule schedule = RateSchedule::flat(Rate::from_fraction(0));
  std::vector<std::string> rules{};  ///< Whose lines it is for, and accumulates; none: all.

  static constexpr auto fields() {
    return std::tuple{Field{"name", &Accelerator::name, "what it is called"},
                      Field{"over", &Accelerator::over, "how long it accumulates"},
                      Field{"tiers_over", &Accelerator::tiers_over, "what its tiers run over"},
                      Field{"schedule", &Accelerator::schedule, "how much they earn"},
                      Field{"rules", &Accelerator::rules, "whose lines it is for"}};
  }

  [[nodiscard]] bool is_for(std::string_view rule) const {
    return rules.empty() || std::ranges::find(rules, rule) != rules.end();
  }

  friend bool operator==(const Accelerator&, const Accelerator&) = default;
};

}  // namespace o2c::inline v1
