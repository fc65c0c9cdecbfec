#pragma once

// What a rule pays for lines, in whole numbers. Private to src/commission.

#include <algorithm>
#include <cstddef>
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

/// What somebody has accumulated by a rule in a period, in whole numbers: in one line of the cache.
struct alignas(64) RuleAccount {
  Int128 earned = 0;  ///< Over the curve's denominator.
  std::int64_t measure = 0;
  std::int64_t paid = 0;
  std::int64_t base = 0;        ///< Of the span.
  std::int64_t commission = 0;  ///< Of the span.
  std::uint32_t lines = 0;      ///< Of the span.
  std::uint32_t curve = 0;      ///< 0: not known yet; else one more than its position.
  std::uint32_t piece = 0;      ///< Where the next line is looked for first.
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
  /// `rule` has amounts for its tiers' starts; it is one of the plan's, or an accelerator, which
  /// is for lines of other rules. The plan and the ways must outlive it.
  RuleCurve(const Plan& plan, const PlanRule& rule, const LineWays& ways, int quantity_digits);

  /// Whether the rule could be told in whole numbers.
  [[nodiscard]] bool is_whole() const noexcept { return is_whole_; }

  /// What the line pays. The account moves with it. No value: a number did not fit. Throws
  /// InexactResult (rounding `exact`).
  [[nodiscard]] std::optional<std::int64_t> pay(RuleAccount& account, const WholeLine& line) const {
    // Where nothing is large, and tiers, modifiers and a cap are all there is.
    const std::int64_t before = account.measure;
    std::int64_t after = 0;
    if (account.earned < 0 || account.earned > pay_earned_ ||
        __builtin_add_overflow(before, by_quantity_ ? line.quantity : line.base, &after))
      return pay_slowly(account, line);
    const SmallPiece& of = small_pieces_[account.piece];
    std::int64_t gross = 0;
    if (of.holds(before) && of.holds(after)) [[likely]] {
      gross = of.factor * (after - before);
    } else {
      if (!are_small(before, after)) return pay_slowly(account, line);
      account.piece = small_piece_of(small_pieces_, after);
      gross = small_gross(after) - small_gross(before);
    }
    const std::int64_t earned = static_cast<std::int64_t>(account.earned) +
                                left_of(gross, (line.way & ~LineWays::takes_back) - first_way_);
    if (earned < 0 || earned > fast_earned_) return pay_slowly(account, line);
    const std::int64_t paid = divide_(earned) * unit_;
    std::int64_t pays = 0;
    if (__builtin_sub_overflow(paid, account.paid, &pays)) return std::nullopt;
    account.earned = earned;
    account.measure = after;
    account.paid = paid;
    return pays;
  }

  /// The rule and the line as the plan takes them.
  [[nodiscard]] const PlanRule& rule() const noexcept { return rule_; }
  [[nodiscard]] CreditedLine credited(const WholeLine& line) const;

 private:
  bool make_pieces();
  bool make_ways();
  void make_small_pieces();
  [[nodiscard]] std::optional<Int128> earned(std::int64_t before, const WholeLine& line) const;
  std::optional<std::int64_t> pay_slowly(RuleAccount& account, const WholeLine& line) const;
  [[nodiscard]] std::optional<std::int64_t> rounded(Int128 earned) const;

  // What a small measure earns, before modifiers.
  [[nodiscard]] std::int64_t small_gross(std::int64_t measure) const {
    return small_pieces_[small_piece_of(small_pieces_, measure)].earned(measure);
  }
  [[nodiscard]] bool are_small(std::int64_t before, std::int64_t after) const {
    return before >= 0 && before <= small_measure_ && after >= 0 && after <= small_measure_;
  }
  // What earned() makes of what small measures earn.
  [[nodiscard]] std::int64_t left_of(std::int64_t gross, std::uint32_t way) const {
    return std::clamp(gross * left_by_way_[way], -small_cap_, small_cap_);
  }

  // What pay() looks at stands side by side.
  std::int64_t fast_earned_ = -1;  // Up to it the division has 63 bits.
  std::int64_t pay_earned_ = -1;   // The same, if pay() goes by itself.
  std::int64_t small_cap_ = 0;     // After modifiers.
  std::int64_t unit_;
  std::vector<SmallPiece> small_pieces_;
  std::vector<std::int64_t> left_by_way_;  // What modifiers leave, of left_whole_.
  std::uint32_t first_way_ = 0;
  std::uint32_t end_way_;
  bool by_quantity_;
  bool is_whole_ = false;
  RoundedDivision divide_;

  const Plan* plan_;
  PlanRule rule_;
  const LineWays* ways_;
  int quantity_digits_;
  int measure_digits_;
  std::vector<TierPiece> pieces_;
  std::vector<std::int64_t> rate_of_tier_;  // Of tiers over margins: for one minor unit.
  // From 0 to here all that tiers and modifiers make of a measure has 62 bits; -1: of none.
  std::int64_t small_measure_ = -1;
  std::int64_t left_whole_ = 1;
  Int128 denominator_ = 1;  // Of what is earned, in units, after modifiers.
  Int128 per_line_ = 0;     // Before modifiers, as pieces are.
  std::int64_t per_unit_ = 0;
  Int128 line_floor_ = 0;  // After modifiers.
  Int128 line_cap_ = 0;
};

}  // namespace o2c::inline v1
