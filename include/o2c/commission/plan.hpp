#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/commission/accelerator.hpp"
#include "o2c/commission/acknowledgement.hpp"
#include "o2c/commission/category_tree.hpp"
#include "o2c/commission/leaving.hpp"
#include "o2c/commission/line_terms.hpp"
#include "o2c/commission/modifier.hpp"
#include "o2c/commission/payout.hpp"
#include "o2c/commission/plan_rule.hpp"
#include "o2c/commission/rate_schedule.hpp"
#include "o2c/commission/sales_line.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/currency.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// What of a line a commission is counted from (计提基数).
enum class CommissionBasis : std::uint8_t {
  invoiced,      ///< The net that was invoiced, by the day of the document.
  collected,     ///< The net that was collected (回款), by the day of the application.
  gross_profit,  ///< The net less its cost (毛利).
  quantity       ///< How much was sold (销量): tiers run over it, and pay amounts for each unit.
};

std::string to_string(CommissionBasis basis);
/// Reads what to_string writes. Throws ParseError.
CommissionBasis parse_commission_basis(std::string_view text);

/// Where a commission is rounded.
enum class CommissionRounding : std::uint8_t {
  cumulative,  ///< What a person has earned in the period so far; a line pays what it adds, so that
               ///< lines make the whole, however they are split or ordered.
  line         ///< Each line by itself; the total is the sum of what was rounded.
};

std::string to_string(CommissionRounding rounding);
/// Reads what to_string writes. Throws ParseError.
CommissionRounding parse_commission_rounding(std::string_view text);

/// What of a target that was missed or exceeded counts in the next accumulation (结转). It is
/// carried on within the calendar year, and ends with it.
enum class CarryOver : std::uint8_t {
  none,       ///< Each accumulation stands by itself.
  shortfall,  ///< What was missed: the next base begins so far below zero (欠额结转).
  surplus,    ///< What was beyond it: the next base begins there (超额结转).
  both
};

std::string to_string(CarryOver carried);
/// Reads what to_string writes. Throws ParseError.
CarryOver parse_carry_over(std::string_view text);

/// What of the lines of those below a manager is paid for.
enum class OverrideBasis : std::uint8_t {
  base,       ///< Their base.
  commission  ///< What their lines earned, before a period's cap and floor.
};

std::string to_string(OverrideBasis basis);
/// Reads what to_string writes. Throws ParseError.
OverrideBasis parse_override_basis(std::string_view text);

/// What a manager earns on what those below have sold (上级提成): on top of what they earn, not a
/// share of it.
struct Override {
  std::int64_t level = 1;  ///< 1: of those who report to the manager; 2: of those below them; ...
  Rate rate = Rate::from_fraction(0);
  OverrideBasis of = OverrideBasis::base;

  static constexpr auto fields() {
    return std::tuple{Field{"level", &Override::level, "how far below the manager, from 1"},
                      Field{"rate", &Override::rate, "of what they sold"},
                      Field{"of", &Override::of, "of their base or commission"}};
  }

  friend bool operator==(const Override&, const Override&) = default;
};

/// Who has a part in a pool.
struct PoolMember {
  std::string salesperson;
  Decimal weight = 1;

  friend bool operator==(const PoolMember&, const PoolMember&) = default;
};

/// A part of all that is sold in a settlement, shared by weight (奖金池).
struct Pool {
  std::string name;
  Rate rate = Rate::from_fraction(0);  ///< Of the base of all lines that count.
  std::vector<PoolMember> members{};

  friend bool operator==(const Pool&, const Pool&) = default;
};

/// What a plan states besides its rules.
struct PlanTerms {
  CommissionBasis basis = CommissionBasis::collected;
  /// How long the base accumulates; it begins anew with each.
  PeriodKind accumulation = PeriodKind::month;
  /// What of targets is carried from one to the next, of tiers over attainment.
  CarryOver carry_over = CarryOver::none;
  Rounding rounding = Rounding::half_up;
  CommissionRounding rounded = CommissionRounding::cumulative;
  /// Commissions are multiples of it; else of the currency's minor unit.
  std::optional<Money> unit{};
  /// A return that comes more days after the sale takes nothing back; without: each does (追回期).
  std::optional<std::int64_t> clawback_days{};
  /// On which day a line counts.
  EarningMoment earned_on = EarningMoment::date;
  /// What the base is gross of: amounts of the line that are added to its net.
  std::vector<BasePart> base_plus{};
  /// What the base is net of: amounts that are taken from it.
  std::vector<BasePart> base_less{};
  /// As of which day lines in other currencies are converted, each amount once, with `rounding`.
  RateMoment rates_on = RateMoment::date;
  /// Whether the base accumulates over each order by itself, whatever periods it goes on over.
  bool per_order = false;
  std::optional<Money> order_floor{};  ///< The least that a person's lines of an order earn.
  std::optional<Money> order_cap{};    ///< The most; of orders that are taken back the same.
  std::vector<Accelerator> accelerators{};
  std::vector<Modifier> modifiers{};
  /// The category that stands above another.
  CategoryTree category_above{};
  std::vector<Override> overrides{};
  std::vector<Pool> pools{};
  LeavingTerms leaving{};
  PayoutTerms payout{};
  AcknowledgementTerms acknowledgement{};

  static constexpr auto fields() {
    return std::tuple{
        Field{"basis", &PlanTerms::basis, "what of a line it is counted from"},
        Field{"accumulation", &PlanTerms::accumulation, "how long the base accumulates"},
        Field{"carry_over", &PlanTerms::carry_over, "what of targets is carried on"},
        Field{"rounding", &PlanTerms::rounding, "how commissions are rounded"},
        Field{"rounded", &PlanTerms::rounded, "where they are rounded"},
        Field{"unit", &PlanTerms::unit, "what they are multiples of; else the minor unit"},
        Field{"clawback_days", &PlanTerms::clawback_days,
              "after which a return takes nothing back"},
        Field{"earned_on", &PlanTerms::earned_on, "on which day a line counts"},
        Field{"base_plus", &PlanTerms::base_plus, "what the base is gross of"},
        Field{"base_less", &PlanTerms::base_less, "what the base is net of"},
        Field{"rates_on", &PlanTerms::rates_on, "as of which day lines are converted"},
        Field{"per_order", &PlanTerms::per_order, "whether the base accumulates by order"},
        Field{"order_floor", &PlanTerms::order_floor, "the least that an order earns"},
        Field{"order_cap", &PlanTerms::order_cap, "the most that an order earns"},
        Field{"accelerators", &PlanTerms::accelerators, "what longer periods pay on top"},
        Field{"modifiers", &PlanTerms::modifiers, "what reduces or raises single lines"},
        Field{"category_above", &PlanTerms::category_above, "the category above another"},
        Field{"overrides", &PlanTerms::overrides, "what managers earn on their teams' lines"},
        Field{"pools", &PlanTerms::pools, "what is shared by weight"},
        Field{"leaving", &PlanTerms::leaving, "who is credited after somebody's last day"},
        Field{"payout", &PlanTerms::payout, "from what is earned to what is paid"},
        Field{"acknowledgement", &PlanTerms::acknowledgement, "how statements are answered"}};
  }

  /// Whether what a line pays depends on other lines of its order.
  [[nodiscard]] bool looks_at_orders() const noexcept {
    return per_order || order_floor || order_cap;
  }

  friend bool operator==(const PlanTerms&, const PlanTerms&) = default;
};

/// What a person has accumulated by a rule in a period.
struct Accumulated {
  Decimal measure{};  ///< What the rule's tiers run over.
  Ratio earned{};     ///< Exactly; what is paid for it is its rounded amount.

  friend bool operator==(const Accumulated&, const Accumulated&) = default;
};

/// A commission plan (提成方案): what earns, how much, and how it is paid.
class Plan {
 public:
  /// A line is for the first rule that picks it. Throws InvalidArgument with every fault: no name,
  /// no rule, names of rules that are missing or the same, amounts below zero or of another
  /// currency, a floor above its cap, bounds of a longer period that is not longer than the plan
  /// accumulates or that weeks do not make up, tiers that pay a part of a quantity or amounts for
  /// each unit of money, a modifier for a rule that is not there, categories that stand above each
  /// other, accelerators over no longer period than the plan accumulates, one that weeks do not
  /// make up, or margins, or beside orders that accumulate, a pool without members, a clawback of
  /// less than 0 days, an amount of lines that the base takes twice, tiers over attainment where
  /// orders accumulate by themselves, targets that are carried over without such tiers, or from
  /// accumulations that do not make up a year, two overrides of a level, a day on which lines are
  /// payable that is the one on which they count, no day to answer a statement, silence that
  /// accepts without a deadline, days or a share of who left that do not say whose the rest is. A
  /// plan that counts quantities has no tiers over anything else, no amounts for each unit beside
  /// them, and no rates of its base: it adds nothing to it, pays overrides of commission, and
  /// shares no pool.
  Plan(std::string name, Currency currency, std::vector<PlanRule> rules, PlanTerms terms = {});
  /// One rule, by the name of "all", for all lines.
  Plan(std::string name, Currency currency, RateSchedule schedule, PlanTerms terms = {});

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const Currency& currency() const noexcept { return currency_; }
  [[nodiscard]] const std::vector<PlanRule>& rules() const noexcept { return rules_; }
  [[nodiscard]] const PlanTerms& terms() const noexcept { return terms_; }
  /// What pays, by position: the rules, then the accelerators, each as a rule.
  [[nodiscard]] const std::vector<PlanRule>& paying_rules() const noexcept { return paying_rules_; }
  /// Whether what a rule's lines earn is paid by one of these as well: itself, or an accelerator
  /// that is for it.
  [[nodiscard]] bool is_paid_by(std::size_t rule, std::size_t paying_rule) const {
    if (paying_rule < rules_.size()) return paying_rule == rule;
    return terms_.accelerators[paying_rule - rules_.size()].is_for(rules_[rule].name);
  }
  /// How long what such a rule looks at accumulates.
  [[nodiscard]] PeriodKind accumulation_of(std::size_t paying_rule) const {
    if (paying_rule < rules_.size()) return terms_.accumulation;
    return terms_.accelerators[paying_rule - rules_.size()].over;
  }
  /// Whether the quantity of the rule's lines counts, by it or by an accelerator.
  [[nodiscard]] bool counts_quantity(const PlanRule& rule) const;
  /// Whether something accumulates over such periods, so that there are targets of them.
  [[nodiscard]] bool accumulates_over(PeriodKind kind) const;
  /// What commissions are multiples of.
  [[nodiscard]] Money unit() const { return terms_.unit.value_or(Money::from_minor(1, currency_)); }

  /// The rule of that name. Throws InvalidArgument.
  [[nodiscard]] const PlanRule& rule(std::string_view name) const;
  /// The position of the rule that the line is for, which is the first that picks it; none: it is
  /// unmatched.
  [[nodiscard]] std::optional<std::size_t> rule_for(const SalesLine& line) const;
  /// Whether a category is one of a list, or stands below one of it.
  [[nodiscard]] bool is_within(std::string_view category,
                               const std::vector<std::string>& list) const;
  /// How many levels of each modifier a line of the rule is beyond; none of those that are not for
  /// it. Throws InvalidArgument when the line has not what they look at.
  [[nodiscard]] std::vector<std::size_t> levels_reached(const PlanRule& rule,
                                                        const SalesLine& line) const;
  /// Whether the line is a return that comes too late to take anything back, or recovers what was
  /// written off so late. Throws InvalidArgument when a return does not say when it came, or a line
  /// that it was taken back before the sale.
  [[nodiscard]] bool is_too_late(const SalesLine& line) const;
  /// What the modifiers leave of what a line earns that is beyond so many levels of each.
  template <Tracer T>
  [[nodiscard]] Ratio left_by_modifiers(std::span<const std::size_t> reached, T& trace) const;
  /// Whether every line earns what follows from the accumulated base alone.
  [[nodiscard]] bool is_plain() const;

  /// What a line that counts so earns by a rule, when so much has accumulated before it in the
  /// period:
  ///
  /// cumulative: round(earned before + earned by it) - round(earned before);
  /// line: round(earned by it).
  ///
  /// What has accumulated moves with it. Throws Overflow, InexactResult (rounding `exact`).
  template <Tracer T>
  Money commission(const PlanRule& rule, Accumulated& accumulated, const CreditedLine& line,
                   T& trace) const;
  /// The same by the plan's first rule, when the base has accumulated so far; with nothing before,
  /// what a whole period's base earns. Throws InvalidArgument when the rule looks at more than the
  /// base or an accelerator is for it, CurrencyMismatch, Overflow, InexactResult.
  template <Tracer T>
  [[nodiscard]] Money commission(Money before, Money base, T& trace) const;
  [[nodiscard]] Money commission(Money before, Money base) const {
    NoTrace no_trace;
    return commission(before, base, no_trace);
  }

  /// The amount, as a multiple of the unit. Throws Overflow, InexactResult (rounding `exact`).
  template <Tracer T>
  [[nodiscard]] Money round(const Ratio& earned, T& trace) const {
    const Decimal unit = this->unit().amount();
    const Money rounded = Money::of(round_to(earned, unit, terms_.rounding), currency_);
    if constexpr (T::recording) {
      // A number becomes an amount as so many times one of the currency.
      const Operand of{Text{"", ""}, Money::of(1, currency_)};
      constexpr Text name{"earned", "应得提成"};
      constexpr Text label{"rounded", "舍入"};
      if (const std::optional<Decimal> number = as_decimal(earned))
        trace.rounded_step(label, Operation::product, terms_.rounding, unit, rounded,
                           Operand{name, *number}, of);
      else
        trace.rounded_step(label, Operation::product, terms_.rounding, unit, rounded,
                           Operand{name, earned}, of);
    }
    return rounded;
  }

  friend bool operator==(const Plan&, const Plan&) = default;

 private:
  /// As people write it, if it has few enough digits.
  static std::optional<Decimal> as_decimal(const Ratio& number);

  /// What is left beyond the bound of its level.
  [[nodiscard]] static DerivationStep modifier_step(const Modifier& modifier, std::size_t level);
  void check_takes_base(const PlanRule& rule) const;
  [[nodiscard]] bool picks(const PlanRule& rule, const SalesLine& line) const;

  std::string name_;
  Currency currency_;
  std::vector<PlanRule> rules_;
  PlanTerms terms_;
  std::vector<PlanRule> paying_rules_;
};

/// "Export 2026: marginal: 3% from 0, ... of collected in CNY by month"
std::string to_string(const Plan& plan);
/// The plan in plain sentences, a line each.
std::string describe(const Plan& plan, Language language);
/// What its author may not have meant:
/// - of tiers: what RateSchedule::lint() finds, in the words of what they run over (over a margin
///   each start jumps); starts that look like parts of a target, and are amounts;
/// - of lines: a rule that can never pick one; days or discounts between two rules for the same
///   lines otherwise, of which no rule picks all; a rule's amounts or bounds of a line, which are
///   for each receipt; tax as a part of gross profit; what is collected counting on another day; a
///   plan of quantities that no rule pays for;
/// - of targets: a surplus that is carried over and lifted to the rate reached;
/// - of bounds: an amount for each line above the line's cap, a line's cap above its order's, an
///   order's above its period's; caps and floors of a longer period that those of its parts make
///   idle, or the other way round; bounds that are no multiples of the unit; a holdback of all; a
///   draw above the cap, where there are no overrides and pools;
/// - of the team: that it is entitled without lines, but to nothing;
/// - of modifiers: those that raise, that rise again, or are for a rule that pays nothing;
/// - of accelerators, overrides and pools: that they pay more than the base, alone or with the
///   highest rate, as far as modifiers raise it; an accelerator for a rule that pays nothing.
std::vector<Label> lint(const Plan& plan);

template <Tracer T>
Ratio Plan::left_by_modifiers(std::span<const std::size_t> reached, T& trace) const {
  Ratio left = 1;
  for (std::size_t i = 0; i < reached.size(); ++i) {
    if (reached[i] == 0) continue;
    const Modifier& modifier = terms_.modifiers[i];
    if constexpr (T::recording) trace.add(modifier_step(modifier, reached[i] - 1));
    left = left * Ratio(modifier.pays(reached[i]).fraction());
  }
  return left;
}

template <Tracer T>
Money Plan::commission(const PlanRule& rule, Accumulated& accumulated, const CreditedLine& line,
                       T& trace) const {
  const Accumulated before = accumulated;
  const Ratio earned = rule.earned(before.measure, line, trace);
  accumulated = {before.measure + rule.measured(line), before.earned + earned};
  if (terms_.rounded == CommissionRounding::line) return round(earned, trace);
  if (before.earned != 0)
    trace.step(Text{"earned up to it", "累计应得"}, Operation::sum, accumulated.earned,
               Operand{Text{"earned before it", "此前应得"}, before.earned},
               Operand{Text{"earned by it", "本笔应得"}, earned});
  const Money paid_after = round(accumulated.earned, trace);
  if (before.earned == 0) return paid_after;
  const Money paid_before = round(before.earned, trace);
  const Money paid = paid_after - paid_before;
  trace.step(Text{"commission of the line", "本笔提成"}, Operation::difference, paid,
             Operand{Text{"up to it", "累计提成"}, paid_after},
             Operand{Text{"before it", "此前提成"}, paid_before});
  return paid;
}

template <Tracer T>
Money Plan::commission(Money before, Money base, T& trace) const {
  // All in the plan's currency.
  const Decimal so_far = (Money::zero(currency_) + before).amount();
  const PlanRule& rule = rules_.front();
  check_takes_base(rule);
  Accumulated accumulated{so_far, rule.schedule.earned(so_far)};
  return commission(rule, accumulated, {.base = (Money::zero(currency_) + base).amount()}, trace);
}

}  // namespace o2c::inline v1
