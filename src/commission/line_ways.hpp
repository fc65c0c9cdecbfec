#pragma once

// The ways in which a plan can pay a line. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "o2c/commission/plan.hpp"

namespace o2c::inline v1 {

/// A way is a rule, the tier that the line's margin finds (of rules whose tiers run over it), and
/// how many levels of each modifier the line is beyond. Ways have numbers, so that a line holds
/// one; the number after the last way stands for lines that no rule picks, those after it for
/// returns that come too late, by rule.
class LineWays {
 public:
  /// Added to the way of a line that takes back what another had sold.
  static constexpr std::uint32_t takes_back = std::uint32_t{1} << 31U;

  /// Throws InvalidArgument for a plan with too many of them.
  explicit LineWays(const Plan& plan);

  /// Of the first tier, beyond no level.
  [[nodiscard]] std::uint32_t first(std::size_t rule) const noexcept { return firsts_[rule]; }
  [[nodiscard]] std::uint32_t unmatched() const noexcept { return firsts_.back(); }
  [[nodiscard]] std::uint32_t too_late(std::size_t rule) const noexcept {
    return unmatched() + 1 + static_cast<std::uint32_t>(rule);
  }
  [[nodiscard]] bool is_too_late(std::uint32_t way) const noexcept {
    return (way & ~takes_back) > unmatched();
  }
  [[nodiscard]] std::size_t count() const noexcept { return firsts_.back(); }
  /// How far apart the ways of two tiers are that follow each other.
  [[nodiscard]] std::uint32_t of_tier(std::size_t rule) const noexcept { return of_tier_[rule]; }
  /// How far apart the ways of two levels of a modifier are that follow each other; 0: it is not
  /// for the rule.
  [[nodiscard]] std::uint32_t of_level(std::size_t rule, std::size_t modifier) const noexcept {
    return of_levels_[rule * modifiers_ + modifier];
  }

  [[nodiscard]] std::size_t rule(std::uint32_t way) const noexcept {
    return rules_[way & ~takes_back];
  }
  [[nodiscard]] std::size_t tier(std::uint32_t way) const noexcept {
    return ((way & ~takes_back) - firsts_[rule(way)]) / of_tier_[rule(way)];
  }
  /// Of each modifier; 0 for those that are not for the rule.
  [[nodiscard]] std::vector<std::size_t> levels(std::uint32_t way) const;

 private:
  const Plan* plan_;
  std::vector<std::uint32_t> firsts_;
  std::vector<std::uint32_t> of_tier_;
  std::size_t modifiers_;
  std::vector<std::uint32_t> of_levels_;  // By rule and modifier.
  std::vector<std::uint32_t> rules_;      // By way.
};

}  // namespace o2c::inline v1
