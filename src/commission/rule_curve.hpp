#pragma once

// What a rule pays for lines, in whole numbers. Private to src/commission.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "o2c/commission/plan.hpp"
#include "o2c/number/detail/rounded_division.hpp"
#include "o2c/number/int128.hpp"

#include "line_ways.hpp"
#include "tier_pieces.hpp"

namespace o2c::inline v1 {

/// What somebody has accumulated by a rule in a period, in whole numbers.
struct RuleAccount {
  Int128 earned = 0;  ///< Over the curve's denominator.
  std::int64_t measure = 0;
  std::int64_t paid = 0;
  std::int64_t base = 0;        ///< Of the span.
  std::int64_t commission = 0;  ///< Of the span.
  std::uint32_t lines = 0;      ///< Of the span.
  std::uint32_t curve = 0;      ///< 0: not known yet; else one more than its position.
};

/// A line as a rule counts it: minor units, and units of the last digit of quantities.
struct WholeLine {
  std::int64_t base;
  std::int64_t quantity;
  std::uint32_t way;  ///< With LineWays::takes_back, if it does.
};

/// Plan::commission() by one rule in whole numbers over one denominator, where these are small
/// enough; else the plan has to be asked.
class RuleCurve {
 public:
  /// `rule` has amounts for its tiers' starts. The plan and the ways must outlive it.
  RuleCurve(const Plan& plan, const PlanRule& rule, const LineWays& ways, int quantity_digits);

  /// Whether the rule could be told in whole numbers.
  [[nodiscard]] bool is_whole() const noexcept { return is_whole_; }

  /// What the line pays. The account moves with it. No value: a number did not fit. Throws
  /// InexactResult (rounding `exact`).
  [[nodiscard]] std::optional<std::int64_t> pay(RuleAccount& account, const WholeLine& line) const;

  /// The rule and the line as the plan takes them.
  [[nodiscard]] const PlanRule& rule() const noexcept { return rule_; }
  [[nodiscard]] CreditedLine credited(const WholeLine& line) const;

 private:
  bool make_pieces();
  bool make_ways();
  void find_fast_measure();
  [[nodiscard]] std::optional<Int128> earned(std::int64_t before, const WholeLine& line) const;
  [[nodiscard]] Int128 small_earned(std::int64_t before, std::int64_t after,
                                    std::uint32_t way) const;
  [[nodiscard]] std::optional<std::int64_t> rounded(Int128 earned) const;

  const Plan* plan_;
  PlanRule rule_;
  const LineWays* ways_;
  std::uint32_t first_way_;
  int quantity_digits_;
  int measure_digits_;
  std::vector<TierPiece> pieces_;
  std::vector<std::int64_t> rate_of_tier_;  // Of tiers over margins: for one minor unit.
  std::vector<std::int64_t> left_by_way_;   // What modifiers leave, of left_whole_.
  std::int64_t left_whole_ = 1;
  Int128 denominator_ = 1;  // Of what is earned, in units, after modifiers.
  Int128 per_line_ = 0;     // Before modifiers, as pieces are.
  std::int64_t per_unit_ = 0;
  Int128 line_floor_ = 0;  // After modifiers.
  Int128 line_cap_ = 0;
  RoundedDivision divide_;
  std::int64_t fast_earned_ = -1;  // Up to it the division has 63 bits.
  // From 0 to here all that tiers and modifiers make of a measure has 62 bits; -1: of none.
  std::int64_t fast_measure_ = -1;
  std::int64_t unit_;
  bool is_whole_ = false;
};

}  // namespace o2c::inline v1
