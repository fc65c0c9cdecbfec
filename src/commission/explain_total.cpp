// How what a person earned in a period came about, and why lines earn nothing.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/ratio.hpp"

#include "bounded_earnings.hpp"
#include "bounds_step.hpp"
#include "statement.hpp"

namespace o2c::inline v1 {
namespace {

// What a person's lines of a period earned by a rule, or an accelerator.
struct RuleEarnings {
  struct Line {
    std::size_t line;  ///< Its position.
    Money commission;
  };

  std::size_t rule;  ///< By position among those that pay.
  Money base;
  std::vector<Line> lines{};  ///< In the order in which they count.
  Decimal quantity{};
  Accumulated before{};  ///< By the rule, before the first of them.
  std::optional<Decimal> target{};
  std::optional<Decimal> carried{};
  std::optional<Period> longer{};  ///< Over which an accelerator accumulates.

  void add(const EarnedLine& line, Money commission) {
    base += line.base;
    quantity = quantity + line.credited.quantity;
    lines.push_back({line.line, commission});
  }
};

// Those that pay any of the lines, which come in the order in which they count.
std::vector<RuleEarnings> earnings_by_rule(const Plan& plan,
                                           std::span<const EarnedLine* const> lines) {
  std::vector<RuleEarnings> rules;
  for (std::size_t rule = 0; rule < plan.paying_rules().size(); ++rule)
    rules.push_back({.rule = rule, .base = Money::zero(plan.currency())});
  for (const EarnedLine* const line : lines) {
    Money of_rule = line->commission;
    for (const AcceleratedLine& each : line->accelerated) {
      RuleEarnings& of = rules[plan.rules().size() + each.accelerator];
      if (of.lines.empty()) {
        of.before = each.before;
        of.target = each.target;
        of.longer = each.period;
      }
      of.add(*line, each.commission);
      of_rule -= each.commission;
    }
    RuleEarnings& of = rules[line->rule];
    if (of.lines.empty()) {
      of.before = line->before;
      of.target = line->target;
      of.carried = line->carried;
    }
    of.add(*line, of_rule);
  }
  std::erase_if(rules, [](const RuleEarnings& each) { return each.lines.empty(); });
  return rules;
}

// Whether what a rule's lines earn together follows from what they add to its base or quantity.
bool pays_by_tiers_alone(const Plan& plan, std::size_t paying_rule) {
  const PlanTerms& terms = plan.terms();
  const PlanRule& rule = plan.paying_rules()[paying_rule];
  const bool is_modified = std::ranges::any_of(terms.modifiers, [&](const Modifier& each) {
    for (std::size_t i = 0; i < plan.rules().size(); ++i)
      if (each.is_for(plan.rules()[i].name) && plan.is_paid_by(i, paying_rule)) return true;
    return false;
  });
  return rule.tiers_over != TierMeasure::margin && !rule.per_line && !rule.per_unit &&
         !rule.line_floor && !rule.line_cap && !is_modified && !terms.per_order &&
         !terms.order_floor && !terms.order_cap && terms.rounded == CommissionRounding::cumulative;
}

// The bounds hold for the whole of the plan's period: a shorter one is paid what it adds to that.
Label bounds_label(const Plan& plan, const Period& period) {
  const Period whole = Period::containing(period.first(), plan.terms().accumulation);
  if (whole.first() >= period.first())
    return Text{"within the period's cap and floor", "期间封顶保底后"};
  return {"within the cap and floor of " + to_string(whole) + ", less what it was paid before",
          to_string(whole) + " 封顶保底后，减此前已付"};
}

// What the bounds of the longer period leave.
void explain_longer(const PayoutTerms& terms, const LongerEarnings& longer, Money bounded,
                    Derivation& derivation) {
  const Label so_far_label{"in " + to_string(longer.period) + " so far",
                           to_string(longer.period) + " 累计"};
  const Label paid_label{"within the cap and floor of " + to_string(longer.period),
                         to_string(longer.period) + " 封顶保底后"};
  const auto paid = [&](Money earned) {
    return within(terms.longer_floor, terms.longer_cap, earned);
  };
  Money so_far = longer.earned;
  if (longer.before) {
    so_far += *longer.before;
    derivation.add({.label = so_far_label,
                    .operation = Operation::sum,
                    .operands = {{Text{"before", "此前"}, *longer.before},
                                 {Text{"this period", "本期"}, longer.earned}},
                    .result = so_far});
  }
  derivation.add(bounds_step(paid_label, {so_far_label, so_far}, terms.longer_floor,
                             terms.longer_cap, paid(so_far)));
  if (longer.before)
    derivation.add({.label = Text{"paid of it now", "本期应计"},
                    .operation = Operation::difference,
                    .operands = {{paid_label, paid(so_far)},
                                 {Text{"paid of it before", "此前已计"}, paid(*longer.before)}},
                    .result = bounded});
}

// The target, and what part of it is reached.
void explain_attainment(const Plan& plan, const RuleEarnings& of, Derivation& derivation) {
  const PlanRule& rule = plan.paying_rules()[of.rule];
  const Text target_name{"target", "任务量"};
  explain_target(plan, rule, target_name, *of.target, derivation);
  if (of.carried)
    explain_target(plan, rule, Text{"carried over", "上期结转"}, *of.carried, derivation);
  const Decimal so_far =
      normalized(of.before.measure + (rule.runs_over_quantity() ? of.quantity : of.base.amount()));
  const Decimal unit = Decimal::from_parts(1, 4);
  derivation.rounded_step(
      Text{"attainment", "完成率"}, Operation::quotient, Rounding::half_up, unit,
      Rate::from_fraction(round_to(Ratio(so_far) / Ratio(*of.target), unit, Rounding::half_up)),
      Operand{Text{"so far", "累计"}, so_far}, Operand{target_name, *of.target});
}

void tell_accelerator(const PlanRule& rule, const Period& longer, Derivation& derivation) {
  derivation.add({.label = {rule.name + " accumulates over", rule.name + " 累计期间"},
                  .operation = Operation::given,
                  .result = to_string(longer)});
}

Money explain_rule(const Plan& plan, const RuleEarnings& of, Derivation& derivation) {
  PlanRule rule = plan.paying_rules()[of.rule];
  if (of.longer) tell_accelerator(rule, *of.longer, derivation);
  if (of.target) {
    explain_attainment(plan, of, derivation);
    rule.schedule = rule.schedule.for_target(*of.target);
  }
  Money earned = Money::zero(plan.currency());
  for (const RuleEarnings::Line& each : of.lines) earned += each.commission;
  const auto of_sum = [&](auto& trace) {
    Accumulated accumulated = of.before;
    return plan.commission(rule, accumulated,
                           {.base = of.base.amount(), .quantity = normalized(of.quantity)}, trace);
  };
  NoTrace no_trace;
  // A base that came back to zero begins anew where even nothing earns something.
  if (pays_by_tiers_alone(plan, of.rule) && of_sum(no_trace) == earned) {
    static_cast<void>(of_sum(derivation));
    return earned;
  }
  DerivationStep lines{.label = Text{"commission of the lines", "各笔提成"},
                       .operation = Operation::sum,
                       .result = earned};
  for (const RuleEarnings::Line& each : of.lines) {
    const std::string number = std::to_string(each.line);
    lines.operands.push_back({Label{"line " + number, "第" + number + "行"}, each.commission});
  }
  derivation.add(std::move(lines));
  return earned;
}

// Why a line stands so.
Label reason_of(const Plan& plan, const UncountedLine& uncounted, Money net) {
  const auto rule = [&] { return plan.rules()[*uncounted.rule].name; };
  switch (uncounted.standing) {
    case LineStanding::excluded:
      return {"excluded by the rule " + rule(), "规则" + rule() + "不计提"};
    case LineStanding::unmatched:
      return Text{"no rule picks it", "无适用规则"};
    case LineStanding::too_late: {
      const std::string days = std::to_string(plan.terms().clawback_days.value_or(0));
      if (sign(net) > 0)
        return {"recovered, but written off more than " + days +
                    " days after the sale, when it took nothing back",
                "收回坏账，但核销已超过销售后" + days + "天，当时未追回"};
      return {"a return more than " + days + " days after the sale takes nothing back",
              "销售超过" + days + "天后的退货不追回"};
    }
    case LineStanding::house:
      return Text{"nobody's, as the salesperson has left", "销售员已离职，不归属任何人"};
    case LineStanding::pending: {
      const std::string day = day_column(plan.terms().earned_on);
      return {"not earned yet, as it has no " + day, "尚未计提（无" + day + "）"};
    }
    case LineStanding::earlier:
      return Text{"before the settled period", "早于本结算期"};
    case LineStanding::outside:
      return Text{"of other dates than the settled period", "不属于本结算期"};
    case LineStanding::counted:
      break;
  }
  return Text{"counted", "计提"};
}

}  // namespace

Derivation explain_total(const Plan& plan, const Period& period, Money bounded,
                         const std::optional<LongerEarnings>& longer,
                         std::vector<const EarnedLine*> lines) {
  // As they count.
  std::ranges::stable_sort(lines, {}, [](const EarnedLine* each) { return each->date; });
  const std::vector<RuleEarnings> rules = earnings_by_rule(plan, lines);
  Derivation derivation;
  DerivationStep sum{.label = Text{"commission", "提成"}, .operation = Operation::sum};
  Money total = Money::zero(plan.currency());
  for (const RuleEarnings& of : rules) {
    const Money earned = explain_rule(plan, of, derivation);
    const std::string& name = plan.paying_rules()[of.rule].name;
    sum.operands.push_back({Label{name, name}, earned});
    total += earned;
  }
  if (rules.empty())
    derivation.step(Text{"commission, without lines", "提成（无明细）"}, Operation::given, total);
  if (rules.size() > 1) {
    sum.result = total;
    derivation.add(std::move(sum));
  }
  const Money of_period = longer ? longer->earned : bounded;
  if (of_period != total)
    derivation.add(bounds_step(bounds_label(plan, period), {Text{"commission", "提成"}, total},
                               plan.terms().payout.floor, plan.terms().payout.cap, of_period));
  if (longer) explain_longer(plan.terms().payout, *longer, bounded, derivation);
  return derivation;
}

Money explain_accelerated(const Plan& plan, Money of_rule,
                          std::span<const AcceleratedLine> accelerated,
                          const CreditedLine& credited, Derivation& derivation) {
  DerivationStep sum{
      .label = Text{"commission of the line, with what is on top", "本笔提成（含加速提成）"},
      .operation = Operation::sum,
      .operands = {{Text{"by its rule", "按规则"}, of_rule}},
      .result = of_rule};
  Money all = of_rule;
  for (const AcceleratedLine& each : accelerated) {
    const std::size_t by = plan.rules().size() + each.accelerator;
    PlanRule rule = plan.paying_rules()[by];
    const Label name{rule.name, rule.name};
    tell_accelerator(rule, each.period, derivation);
    if (each.target) {
      explain_target(plan, rule, Text{"target", "任务量"}, *each.target, derivation);
      rule.schedule = rule.schedule.for_target(*each.target);
    }
    Accumulated accumulated = each.before;
    static_cast<void>(plan.commission(rule, accumulated, credited, derivation));
    sum.operands.push_back({name, each.commission});
    all += each.commission;
  }
  sum.result = all;
  if (!accelerated.empty()) derivation.add(std::move(sum));
  return all;
}

void explain_share(Text label, Money whole, Rate share, Money part,
                   const std::optional<SharedBefore>& before, Derivation& derivation) {
  const Text of{"of", "共"};
  const Operand of_it{Text{"share", "份额"}, share};
  if (!before) {
    derivation.step(label, Operation::look_up, part, Operand{of, whole}, of_it);
    return;
  }
  const Money so_far = before->whole + whole;
  derivation.step(Text{"shared so far", "累计共享业绩"}, Operation::sum, so_far,
                  Operand{Text{"before", "此前"}, before->whole},
                  Operand{Text{"this line", "本笔"}, whole});
  derivation.step(Text{"credited so far", "累计业绩归属"}, Operation::look_up, before->part + part,
                  Operand{of, so_far}, of_it);
  derivation.step(label, Operation::difference, part,
                  Operand{Text{"credited so far", "累计业绩归属"}, before->part + part},
                  Operand{Text{"before", "此前"}, before->part});
}

Derivation explain_uncounted(const Plan& plan, const UncountedLine& uncounted, Money net) {
  DerivationStep step{.label = reason_of(plan, uncounted, net),
                      .operation = Operation::look_up,
                      .operands = {{Text{"net", "净额"}, net}},
                      .result = Money::zero(plan.currency())};
  if (uncounted.standing == LineStanding::unmatched)
    for (const PlanRule& rule : plan.rules())
      step.operands.push_back({Text{"none of the rules", "不符规则"}, rule.name});
  Derivation derivation;
  derivation.add(std::move(step));
  return derivation;
}

Derivation explain(const Plan& plan, const UncountedLine& uncounted, const SalesLine& line) {
  return explain_uncounted(plan, uncounted, line.net);
}

}  // namespace o2c::inline v1
