#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "o2c/commission/credit_split.hpp"
#include "o2c/commission/payout.hpp"
#include "o2c/commission/plan.hpp"
#include "o2c/commission/sales_line.hpp"
#include "o2c/commission/team.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/exchange.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/field.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// A person's target (任务量) in a period of the plan: a base, a quantity, or one of each.
struct SalesTarget {
  std::string salesperson;
  Period period;
  std::optional<Money> target{};
  std::optional<Decimal> quantity{};
  std::int64_t row = -1;  ///< Of the table that it was read from, for faults; -1: of none.

  /// That of tiers over attainment, in the plan's currency, or over that of a quantity.
  [[nodiscard]] std::optional<Decimal> of(TierMeasure measure) const {
    if (measure == TierMeasure::quantity_attainment) return quantity;
    return target ? std::optional(target->amount()) : std::nullopt;
  }

  /// Wherever they were read from.
  friend bool operator==(const SalesTarget& a, const SalesTarget& b) {
    return a.salesperson == b.salesperson && a.period == b.period && a.target == b.target &&
           a.quantity == b.quantity;
  }
};

/// What a settlement begins with for a person, besides lines.
struct PersonOpening {
  std::string salesperson;
  CommissionBalance balance;  ///< As the last settlement closed.
  Money corrections;          ///< Of settled periods, from correct().
  Money released;             ///< Of what was held back.
  /// What the person was advanced in the settlement; without: the plan's draw for those whom it
  /// entitles, nothing for others.
  std::optional<Money> advanced{};
  /// Of what was awaiting, what is not payable yet at the end of the settlement; it has to be
  /// stated where something was.
  std::optional<Money> still_awaiting{};

  friend bool operator==(const PersonOpening&, const PersonOpening&) = default;
};

/// How the amounts of a line became amounts in the plan's currency.
struct LineExchange {
  Date date;  ///< As of which the rates were looked up.
  ExchangePath path;

  friend bool operator==(const LineExchange&, const LineExchange&) = default;
};

/// From which currency, and how, some lines were converted.
struct CurrencyExchange {
  Currency from;
  LineExchange by;

  friend bool operator==(const CurrencyExchange&, const CurrencyExchange&) = default;
};

/// What a settlement looks at besides lines.
struct SettleInput {
  const CreditAssignments* credits = nullptr;  ///< Without: each line is its salesperson's.
  /// Plans with overrides need it, those that look at who left, and those that entitle it.
  const Team* team = nullptr;
  std::span<const SalesTarget> targets{};
  std::span<const PersonOpening> openings{};
  /// Whom a book has paid, ascending: where the team has them no more, they may have openings, and
  /// lines before the settled period.
  std::span<const std::string> paid_before{};
  /// Without it, and without any that are kept, all lines are in the plan's currency.
  const ExchangeTable* rates = nullptr;
  /// How a currency was converted as of a day before, which comes before the table.
  std::span<const CurrencyExchange> kept_exchanges{};
  /// By which day lines have to be payable; without: the settled period's last.
  std::optional<Date> payable_until{};
};

/// What lines that are shared as one is, by the same assignment, rule and accumulation (and order,
/// where each accumulates by itself), came to before it.
struct SharedBefore {
  Money whole;
  Money part;  ///< The person's.

  friend bool operator==(const SharedBefore&, const SharedBefore&) = default;
};

/// What an accelerator adds to what a line earned somebody.
struct AcceleratedLine {
  std::size_t accelerator;  ///< By position among the plan's.
  Period period;            ///< Over which it accumulates.
  Accumulated before;       ///< What the person had accumulated by it.
  std::optional<Decimal> target{};
  Money commission;

  friend bool operator==(const AcceleratedLine&, const AcceleratedLine&) = default;
};

/// What a line earned one person.
struct EarnedLine {
  std::size_t line;  ///< Its position among those given.
  std::string salesperson;
  Date date;                  ///< On which it counts.
  Period period;              ///< Whose base it adds to.
  std::size_t rule;           ///< By position among the plan's.
  std::optional<Rate> share;  ///< The person's, of a line that is shared.
  Money base;                 ///< What of it is the person's.
  CreditedLine credited;      ///< The same as the rule counts it.
  Accumulated before;         ///< What the person had accumulated by the rule, in the period.
  /// The person's, where tiers run over attainment: an amount in the plan's currency, or a
  /// quantity.
  std::optional<Decimal> target{};
  /// What of `before` was carried over from targets of earlier accumulations, if anything.
  std::optional<Decimal> carried{};
  std::optional<LineExchange> exchanged{};     ///< Of a line in another currency.
  std::vector<AcceleratedLine> accelerated{};  ///< What comes on top, of the same commission.
  /// Where the plan bounds orders: what the person's lines of the order had earned before.
  std::optional<Money> order_before{};
  bool awaits = false;         ///< It is not payable yet.
  bool after_leaving = false;  ///< It is credited as the plan says of who left.
  /// Of a line that is shared, if others were before it.
  std::optional<SharedBefore> shared_before{};
  Money commission;

  friend bool operator==(const EarnedLine&, const EarnedLine&) = default;
};

/// What a person earned of a longer period that has bounds: within those of the plan's periods.
struct LongerEarnings {
  Period period;                ///< The longer one.
  std::optional<Money> before;  ///< In it before the settled days; none: there were no lines.
  Money earned;                 ///< On the settled days.

  friend bool operator==(const LongerEarnings&, const LongerEarnings&) = default;
};

/// What a person earned in a period; of the team also without lines, if the plan entitles it.
struct EarnedTotal {
  std::string salesperson;
  Period period;
  std::size_t lines;
  Money base;
  Money commission;  ///< The sum of its lines.
  Money bounded;     ///< The same within the plan's caps and floors.
  /// Of it, what is payable: what lines that are payable have earned, within caps and floors.
  Money payable;
  std::optional<LongerEarnings> longer{};  ///< If a longer period has bounds.

  friend bool operator==(const EarnedTotal&, const EarnedTotal&) = default;
};

/// What a person earned by one rule, or one accelerator, in a period. What accelerators pay on
/// lines of a rule is theirs, not the rule's.
struct EarnedByRule {
  std::string salesperson;
  Period period;
  std::size_t rule;   ///< By position among Plan::paying_rules().
  std::size_t lines;  ///< That it pays; those of an accelerator are rules' as well.
  Money base;
  Money commission;                   ///< Before the period's cap and floor.
  std::optional<Decimal> quantity{};  ///< Of rules that count it.

  friend bool operator==(const EarnedByRule&, const EarnedByRule&) = default;
};

/// What a manager earned on what those below have sold.
struct EarnedOverride {
  std::string manager;
  Period period;
  std::int64_t level;
  Money of;  ///< Their base or commission.
  Money amount;

  friend bool operator==(const EarnedOverride&, const EarnedOverride&) = default;
};

/// What somebody earned of a pool.
struct EarnedPoolShare {
  std::string pool;
  std::string salesperson;
  Money amount;

  friend bool operator==(const EarnedPoolShare&, const EarnedPoolShare&) = default;
};

/// What a person's lines come to on days on which nobody's manager changes: of what overrides and
/// pools are.
struct EarnedOnDays {
  std::string salesperson;
  Date first;
  Period period;  ///< What totals call it.
  bool earlier;   ///< Before the settled period, of its accumulation.
  Money base;
  Money commission;

  friend bool operator==(const EarnedOnDays&, const EarnedOnDays&) = default;
};

/// What a person is paid.
struct PersonPayout {
  std::string salesperson;
  Payout payout;

  friend bool operator==(const PersonPayout&, const PersonPayout&) = default;
};

/// Where lines stand in a settlement.
enum class LineStanding : std::uint8_t {
  counted,    ///< By a rule.
  excluded,   ///< By a rule that says so.
  unmatched,  ///< No rule picks them.
  too_late,   ///< Returns that come too late to take anything back.
  house,      ///< Nobody's, as their salesperson has left.
  pending,    ///< Not earned yet: the day on which the plan earns has not come.
  earlier,    ///< Of the accumulation, but before the settled period.
  outside     ///< Of other dates.
};

std::string to_string(LineStanding standing);

/// How many lines stand so, and what they come to. Each line is in one of these rows, so their sums
/// are those of the lines.
struct TieOutRow {
  LineStanding standing;
  std::optional<std::size_t> rule{};  ///< By position among the plan's: of counted and excluded.
  std::size_t lines = 0;
  Money net;
  std::optional<Money> amount{};  ///< Tax included, if the lines state it.
  Money base;                     ///< What of it counts.
  Money commission;
  /// Of the amount, if the lines state both, and none are converted.
  std::optional<Money> tax{};

  /// What of the amount is neither net nor tax; nothing where lines do not state both.
  [[nodiscard]] std::optional<Money> unexplained() const {
    if (!amount || !tax) return std::nullopt;
    return *amount - net - *tax;
  }

  friend bool operator==(const TieOutRow&, const TieOutRow&) = default;
};

/// A line that earns nobody anything in a settlement.
struct UncountedLine {
  std::size_t line;  ///< Its position among those given.
  LineStanding standing;
  std::optional<std::size_t> rule{};  ///< By position among the plan's: of excluded and too late.

  friend bool operator==(const UncountedLine&, const UncountedLine&) = default;
};

struct CommissionStatement {
  std::vector<EarnedLine> lines;      ///< In the order of those given; several where it is shared.
  std::vector<EarnedTotal> totals;    ///< By salesperson, then period.
  std::vector<EarnedByRule> by_rule;  ///< By salesperson, period, rule.
  std::vector<EarnedOverride> overrides;  ///< By manager, period, level.
  std::vector<EarnedPoolShare> pools;     ///< In the order of the plan.
  /// Of plans with overrides or pools: what these are of, by salesperson, then days.
  std::vector<EarnedOnDays> on_days;
  std::vector<PersonPayout> payouts;  ///< By salesperson.
  std::vector<TieOutRow> tie_out;
  /// By which the settled period's lines that count were converted: by currency and day.
  std::vector<CurrencyExchange> exchanges;
  std::vector<std::size_t> unmatched;    ///< Positions of lines that no rule picks.
  std::vector<std::size_t> outside;      ///< Positions of lines that are of other dates.
  std::vector<UncountedLine> uncounted;  ///< All that are not in `lines`, in the order given.

  friend bool operator==(const CommissionStatement&, const CommissionStatement&) = default;
};

/// What the lines of a period earn under a plan, and what each person is paid. A person's base
/// accumulates by the plan's periods, by rule, in the order of the dates; lines of one day in the
/// order in which they are given. A period that is shorter than those begins with what earlier
/// lines of its accumulation, which have to be among the lines, have accumulated; where targets are
/// carried over, with what earlier lines of the year leave of them; where a longer period has a cap
/// or floor, with what earlier lines of it have earned. Throws
/// InvalidArgument, which names every line without a salesperson, in a currency that there is no
/// rate for (the pair and its date), or without what the plan looks at, a person who is not of the
/// team, has no target where they count, or left without a successor whom the plan credits;
/// Overflow, InexactResult (rounding `exact`), which name the line.
CommissionStatement settle(const Plan& plan, std::span<const SalesLine> lines, const Period& period,
                           const SettleInput& input = {});

/// The first day of which settling a period looks at lines; Date::min(): at all there are.
Date first_day_looked_at(const Plan& plan, const Period& period);

/// The targets of days that settling a period looks at, of all that there are: those of other
/// versions of the plan may be by other periods.
std::vector<SalesTarget> targets_within(const Plan& plan, const Period& period,
                                        std::span<const SalesTarget> targets);

/// What a settled period earns now less what it was settled at.
struct CommissionCorrection {
  std::string salesperson;
  Money settled;
  Money recomputed;
  Money correction;  ///< The sum of the three.
  Money commission;  ///< Of the person's lines.
  Money overrides;
  Money pools;

  friend bool operator==(const CommissionCorrection&, const CommissionCorrection&) = default;
};

/// What becomes of a settled period when lines have come to it (a return, dated as the line it
/// takes back, refers to it): it is recomputed under the plan that it was settled by, and the
/// difference is for the first period that is open. By salesperson; those of whom no part differs
/// are left out.
std::vector<CommissionCorrection> correct(const CommissionStatement& settled,
                                          const CommissionStatement& recomputed);

/// How the commission of a line came about.
Derivation explain(const Plan& plan, const EarnedLine& earned, const SalesLine& line);
/// Why a line earns nothing.
Derivation explain(const Plan& plan, const UncountedLine& uncounted, const SalesLine& line);
/// How what a person earned in a period came about: from the base that accumulated, or, where that
/// does not say it, as the sum of what lines earned, which are called by their positions.
Derivation explain(const Plan& plan, const CommissionStatement& statement,
                   const EarnedTotal& total);
/// How an override came about: whose base or commission it is of, with the team that was settled.
Derivation explain(const Plan& plan, const CommissionStatement& statement, const Team& team,
                   const EarnedOverride& override);
/// How somebody's share of a pool came about.
Derivation explain(const Plan& plan, const CommissionStatement& statement,
                   const EarnedPoolShare& share);
/// How what a person is paid came about.
Derivation explain(const Plan& plan, const Payout& payout);

}  // namespace o2c::inline v1
