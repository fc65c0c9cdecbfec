#pragma once

// What of a person's lines is within the plan's caps and floors. Private to src/commission.

#include <algorithm>
#include <optional>

#include "o2c/commission/payout.hpp"
#include "o2c/commission/plan.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/money/money.hpp"
#include "o2c/time/period.hpp"

#include "statement.hpp"

namespace o2c::inline v1 {

inline Money within(const std::optional<Money>& floor, const std::optional<Money>& cap,
                    Money commission) {
  if (floor) commission = std::max(commission, *floor);
  if (cap) commission = std::min(commission, *cap);
  return commission;
}

/// Whether a plan has caps or floors of periods; else all that lines earn is paid.
inline bool has_bounds(const Plan& plan) {
  const PayoutTerms& terms = plan.terms().payout;
  return terms.cap || terms.floor || terms.longer_period;
}

/// What is paid of what an accumulation, or a longer period, has come to: its bounds hold for the
/// whole of it, so that what was beyond a cap is the first that a return takes back. Who is added
/// nothing, not even of no lines, has no floor.
class BoundedEarnings {
 public:
  explicit BoundedEarnings(const Plan& plan)
      : terms_(&plan.terms().payout),
        nothing_(Money::zero(plan.currency())),
        sum_(nothing_),
        longer_sum_(nothing_),
        paid_before_(nothing_),
        earned_before_(nothing_) {}

  /// Adds what lines of the same person earn on the days that follow. Throws Overflow.
  void add(const SettledSpan& span, Money commission) {
    if (accumulation_ != span.of) begin(span);
    if (!span.earlier && !is_settled_) {
      paid_before_ = paid();
      earned_before_ = earned();
      had_lines_before_ = has_lines();
      is_settled_ = true;
    }
    sum_ += commission;
    has_sum_ = true;
  }

  /// What settled days of the last accumulation are paid.
  [[nodiscard]] Money bounded() const { return paid() - paid_before_; }
  /// How they stand in the longer period; none: there is none with bounds.
  [[nodiscard]] std::optional<LongerEarnings> longer() const {
    if (!longer_) return std::nullopt;
    return LongerEarnings{*longer_,
                          had_lines_before_ ? std::optional(earned_before_) : std::nullopt,
                          earned() - earned_before_};
  }

 private:
  void begin(const SettledSpan& span) {
    if (longer_ != span.longer) {
      longer_ = span.longer;
      longer_sum_ = nothing_;
      has_longer_sum_ = false;
    } else if (longer_ && has_sum_) {
      longer_sum_ = earned();
      has_longer_sum_ = true;
    }
    accumulation_ = span.of;
    sum_ = nothing_;
    has_sum_ = is_settled_ = false;
    paid_before_ = earned_before_ = nothing_;
  }
  [[nodiscard]] bool has_lines() const { return has_sum_ || has_longer_sum_; }
  /// Within the bounds of accumulations.
  [[nodiscard]] Money earned() const {
    return has_sum_ ? longer_sum_ + within(terms_->floor, terms_->cap, sum_) : longer_sum_;
  }
  [[nodiscard]] Money paid() const {
    if (!longer_ || !has_lines()) return earned();
    return within(terms_->longer_floor, terms_->longer_cap, earned());
  }

  const PayoutTerms* terms_;
  Money nothing_;
  std::optional<Period> accumulation_{};
  bool has_sum_ = false;
  Money sum_;  // Of the accumulation.
  std::optional<Period> longer_{};
  bool has_longer_sum_ = false;
  Money longer_sum_;  // Of the accumulations before within the longer period.
  bool is_settled_ = false;
  bool had_lines_before_ = false;
  Money paid_before_;    // Before the settled days.
  Money earned_before_;  // Likewise.
};

}  // namespace o2c::inline v1
