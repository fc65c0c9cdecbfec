#pragma once

// From what lines earned to what people are paid: for both faces. Private to src/commission.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/commission/plan.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// Days in a row, of one accumulation, on which nobody's manager changes.
struct SettledSpan {
  Date first;
  Date last;
  Period accumulation;           ///< Where orders accumulate by themselves, one for all days.
  Period of;                     ///< The plan's period of the calendar.
  std::optional<Period> longer;  ///< That of which there are bounds as well.
  Period label;  ///< What totals call it: the plan's period, or the settled one within it.
  bool earlier;  ///< Before the settled period: it accumulates, and has been paid.
  bool bygone;   ///< Earlier, of a plan's period of which nothing is settled.
};

/// All that a settlement looks at, in order. Plans that look at orders go back to the first of the
/// days that lines have, at most about 160 years.
std::vector<SettledSpan> spans_of(const Plan& plan, const Period& period, const Team* team,
                                  std::optional<Date> first_day);

/// What a person's lines of a span come to, by all rules.
struct PersonSpan {
  std::string salesperson;
  std::size_t span;
  std::size_t lines;
  Money base;
  Money commission;
  Money awaiting;  ///< Of the commission.
};

/// A span in which somebody is of the team.
struct TeamSpan {
  std::string_view salesperson;  ///< Of the team's.
  std::size_t span;
};

/// Whom the plan entitles without lines, in those spans that bounds look at; perhaps repeatedly,
/// and in no particular order. Null: there is no team, which a plan that entitles it does not
/// allow.
std::vector<TeamSpan> entitled_spans(const Plan& plan, std::span<const SettledSpan> spans,
                                     const Team* team);

/// By salesperson, then period, as `earned` comes by salesperson, then span; of the team as well,
/// if the plan entitles it. Throws Overflow.
std::vector<EarnedTotal> totals_of(const Plan& plan, std::span<const SettledSpan> spans,
                                   std::span<const PersonSpan> earned, const Team* team);

/// The overrides, pools and payouts of a statement that has its totals. Throws Overflow.
void add_payouts(const Plan& plan, std::span<const SettledSpan> spans,
                 std::span<const PersonSpan> earned, const SettleInput& input,
                 CommissionStatement& into);

/// What overrides and pools are of; nothing where the plan has none.
std::vector<EarnedOnDays> earned_on_days(const Plan& plan, std::span<const SettledSpan> spans,
                                         std::span<const PersonSpan> earned);
/// How overrides and shares of pools came about.
Derivation explain_override(const Plan& plan, std::span<const EarnedOnDays> on_days,
                            const Team& team, const EarnedOverride& override);
Derivation explain_pool_share(const Plan& plan, std::span<const EarnedOnDays> on_days,
                              const EarnedPoolShare& share);
/// Whether it brings nothing: whoever had a payout before is carried on, though perhaps with
/// nothing.
bool is_of_nothing(const PersonOpening& opening);
/// What each member has of what a pool has.
std::vector<Money> pool_parts(const Plan& plan, Money in_pool, std::span<const Decimal> weights);

/// How a total came about: by rule and accelerator from the base that accumulated, or, where that
/// does not say it, as the sum of what lines earned. `lines` are the person's of the period.
Derivation explain_total(const Plan& plan, const Period& period, Money bounded,
                         const std::optional<LongerEarnings>& longer,
                         std::vector<const EarnedLine*> lines);

/// Tells what comes on top of what a line earned by its rule, and gives the sum.
Money explain_accelerated(const Plan& plan, Money of_rule,
                          std::span<const AcceleratedLine> accelerated,
                          const CreditedLine& credited, Derivation& derivation);

/// Why a line earns nothing.
Derivation explain_uncounted(const Plan& plan, const UncountedLine& uncounted, Money net);

/// Tells a target, or what is carried over from one: an amount, or a quantity.
inline void explain_target(const Plan& plan, const PlanRule& rule, Text label,
                           const Decimal& number, Derivation& derivation) {
  if (rule.runs_over_quantity())
    derivation.step(label, Operation::given, number);
  else
    derivation.step(label, Operation::given, Money::of(number, plan.currency()));
}

/// What a line that is shared is called, before what of it is somebody's.
constexpr Text credited_label(bool after_leaving) {
  return after_leaving ? Text{"credited after leaving", "离职后归属"}
                       : Text{"credited", "业绩归属"};
}

/// How a person's part of a line came about: what lines that are shared alike are credited with,
/// less what they were before it.
void explain_share(Text label, Money whole, Rate share, Money part,
                   const std::optional<SharedBefore>& before, Derivation& derivation);

/// Tells a line's own figures that modifiers of the rule, and tiers over margins, look at, each
/// once: days overdue, discount, margin. The line has what they come from.
void explain_measures(const Plan& plan, const PlanRule& rule, const SalesLine& line,
                      Derivation& derivation);

/// What is expected of people where there is a team.
constexpr const char* of_the_team = "one of the team";

/// What is wrong with a target, in a field of it: whose it is, and of which row, where it has one.
Fault target_fault(const SalesTarget& target, const char* field, std::string value,
                   const std::string& expected);
/// Whether it matters to a plan who led whom, or was there, and not only who people are.
bool looks_at_team(const Plan& plan);
/// Whether lines of days before the settled period may be somebody's whom the team has no more.
bool is_former(const Plan& plan, const SettleInput& input, std::string_view salesperson);

/// Throws InvalidArgument when a plan looks at what the input has not, amounts are of another
/// currency, or there is a team, and people of pools, credits, targets or openings are not of it.
void check_input(const Plan& plan, const SettleInput& input);

}  // namespace o2c::inline v1
