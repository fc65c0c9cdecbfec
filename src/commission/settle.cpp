#include "o2c/commission/settle.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <string_view>
#include <tuple>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "statement.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 6> standings{"counted",  "excluded", "unmatched",
                                                    "too_late", "earlier",  "outside"};

// What is wrong with lines.
class LineFaults {
 public:
  explicit LineFaults(const Plan& plan)
      : plan_(&plan),
        currency_("an amount in " + to_string(plan.currency()) + ", as the plan"),
        picks_by_discount_(std::ranges::any_of(plan.rules(), [](const PlanRule& rule) {
          return rule.picks.discount_over || rule.picks.discount_to;
        })) {}

  void check(std::size_t row, const SalesLine& line) {
    row_ = static_cast<std::int64_t>(row);
    if (line.salesperson.empty()) add("salesperson", "", "a text");
    in_currency("net", line.net);
    if (line.cost) in_currency("cost", *line.cost);
    if (line.amount) in_currency("amount", *line.amount);
    const auto needs = [&](bool needed, const char* field, bool is_there, const char* why) {
      if (needed && !is_there) add(field, "", std::string("a value, as ") + why);
    };
    if (picks_by_discount_) need_discount(line, "a rule picks lines by their discount");
    for (const PlanRule& rule : plan_->rules())
      if (rule.picks.first_order && !line.first_order) {
        add("first_order", "", "a value, as a rule picks lines by it");
        break;
      }
    const std::optional<std::size_t> at = plan_->rule_for(line);
    if (!at || plan_->rules()[*at].excluded) return;
    const PlanRule& rule = plan_->rules()[*at];
    if (plan_->terms().clawback_days && is_return(line)) {
      const char* const why = "a day from that of the sale on, as the plan has clawback_days";
      if (!line.returned || *line.returned < line.date)
        add("returned", line.returned ? to_string(*line.returned) : "", why);
    }
    needs(plan_->terms().basis == CommissionBasis::gross_profit, "cost", line.cost.has_value(),
          "the plan counts gross profit");
    needs(rule.tiers_over == TierMeasure::margin, "cost", line.cost.has_value(),
          "the rule's tiers run over margins");
    needs(rule.counts_quantity(), "quantity", line.quantity.has_value(),
          "the rule counts quantities");
    for (const Modifier& modifier : plan_->terms().modifiers) {
      if (!modifier.is_for(rule.name)) continue;
      const char* const why = "a modifier looks at it";
      if (modifier.measure() == ModifierMeasure::discount) need_discount(line, why);
      needs(modifier.measure() == ModifierMeasure::days_overdue, "days_overdue",
            line.days_overdue.has_value(), why);
      needs(modifier.measure() == ModifierMeasure::margin, "cost", line.cost.has_value(), why);
    }
  }

  void throw_if_any() { throw_faults("cannot settle", std::move(faults_)); }

 private:
  void add(const char* field, std::string value, std::string expected) {
    faults_.push_back(
        {.row = row_, .field = field, .value = std::move(value), .expected = std::move(expected)});
  }
  void in_currency(const char* field, Money amount) {
    if (amount.currency() != plan_->currency()) add(field, to_string(amount), currency_);
  }
  void need_discount(const SalesLine& line, const char* why) {
    if (!line.list_price) add("list_price", "", std::string("a value, as ") + why);
    if (!line.quantity) add("quantity", "", std::string("a value, as ") + why);
  }

  const Plan* plan_;
  std::string currency_;
  bool picks_by_discount_;
  std::int64_t row_ = 0;
  std::vector<Fault> faults_;
};

std::string_view key_of(CreditKey by, const SalesLine& line) {
  switch (by) {
    case CreditKey::document:
      return line.document;
    case CreditKey::order:
      return line.order;
    case CreditKey::party:
      break;
  }
  return line.party;
}

// What lines come to, by where they stand.
class TieOut {
 public:
  TieOut(const Plan& plan, bool with_amounts) : plan_(&plan), with_amounts_(with_amounts) {}

  TieOutRow& row(LineStanding standing, std::optional<std::size_t> rule) {
    const Money nothing = Money::zero(plan_->currency());
    return rows_
        .try_emplace({standing, rule},
                     TieOutRow{.standing = standing,
                               .rule = rule,
                               .net = nothing,
                               .amount = with_amounts_ ? std::optional(nothing) : std::nullopt,
                               .base = nothing,
                               .commission = nothing})
        .first->second;
  }
  TieOutRow& add(LineStanding standing, std::optional<std::size_t> rule, const SalesLine& line) {
    TieOutRow& of = row(standing, rule);
    ++of.lines;
    of.net += line.net;
    if (with_amounts_) *of.amount += *line.amount;
    return of;
  }
  [[nodiscard]] std::vector<TieOutRow> rows() const {
    std::vector<TieOutRow> rows;
    for (const auto& each : rows_) rows.push_back(each.second);
    return rows;
  }

 private:
  const Plan* plan_;
  bool with_amounts_;
  std::map<std::pair<LineStanding, std::optional<std::size_t>>, TieOutRow> rows_;
};

class Settlement {
 public:
  Settlement(const Plan& plan, std::span<const SalesLine> lines, const Period& period,
             const SettleInput& input)
      : plan_(&plan),
        lines_(lines),
        period_(period),
        input_(&input),
        spans_(spans_of(plan, period, input.team)),
        tie_out_(plan, std::ranges::all_of(
                           lines, [](const SalesLine& line) { return line.amount.has_value(); })) {
    for (const SalesTarget& each : input.targets)
      targets_.try_emplace({each.salesperson, each.period}, each.target);
  }

  CommissionStatement make() {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < lines_.size(); ++i)
      if (lines_[i].date >= spans_.front().first && lines_[i].date <= spans_.back().last) {
        order.push_back(i);
      } else {
        statement_.outside.push_back(i);
        tie_out_.add(LineStanding::outside, std::nullopt, lines_[i]);
      }
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return lines_[i].date; });
    for (const std::size_t i : order) settle(i);
    throw_faults("cannot settle", std::move(faults_));
    std::ranges::stable_sort(statement_.lines, {}, &EarnedLine::line);
    std::ranges::sort(statement_.unmatched);
    statement_.tie_out = tie_out_.rows();
    std::vector<PersonSpan> earned;
    for (auto& each : earned_) earned.push_back(each.second);
    for (auto& each : by_rule_) statement_.by_rule.push_back(std::move(each.second));
    statement_.totals = totals_of(*plan_, period_, spans_, earned);
    add_payouts(*plan_, period_, spans_, earned, *input_, statement_);
    return std::move(statement_);
  }

 private:
  void settle(std::size_t i) {
    const SalesLine& line = lines_[i];
    while (line.date > spans_[span_].last) ++span_;
    const bool earlier = spans_[span_].earlier;
    const std::optional<std::size_t> rule = plan_->rule_for(line);
    if (!rule || plan_->rules()[*rule].excluded) {
      if (!rule && !earlier) statement_.unmatched.push_back(i);
      const LineStanding standing = rule ? LineStanding::excluded : LineStanding::unmatched;
      if (earlier)
        tie_out_.add(LineStanding::earlier, std::nullopt, line);
      else
        tie_out_.add(standing, rule, line);
      return;
    }
    if (plan_->is_too_late(line)) {
      tie_out_.add(earlier ? LineStanding::earlier : LineStanding::too_late, std::nullopt, line);
      return;
    }
    TieOutRow& tie = earlier ? tie_out_.add(LineStanding::earlier, std::nullopt, line)
                             : tie_out_.add(LineStanding::counted, rule, line);
    const CreditAssignment* const assigned =
        input_->credits == nullptr
            ? nullptr
            : input_->credits->find(key_of(input_->credits->by(), line), line.date);
    const bool of_profit = plan_->terms().basis == CommissionBasis::gross_profit;
    const Money base = of_profit ? line.net - *line.cost : line.net;
    if (!earlier) tie.base += base;
    CreditedLine credited{.base = base.amount(), .quantity = line.quantity.value_or(0)};
    credited.takes_back = is_return(line);
    NoTrace no_trace;
    const PlanRule& by = plan_->rules()[*rule];
    if (by.tiers_over == TierMeasure::margin) credited.tier = by.schedule.tier(*margin(line));
    credited.pays = plan_->left_by_modifiers(plan_->levels_reached(by, line), no_trace);
    if (assigned == nullptr) {
      credit(i, *rule, line.salesperson, base, credited, std::nullopt, tie);
      return;
    }
    const CreditSplit& split = assigned->split;
    const std::vector<Money> bases = split.divide(base, plan_->terms().rounding);
    const std::vector<Decimal> quantities = split.divide(credited.quantity);
    for (std::size_t part = 0; part < bases.size(); ++part) {
      credited.base = bases[part].amount();
      credited.quantity = quantities[part];
      const CreditShare& share = split.shares()[part];
      credit(i, *rule, share.salesperson, bases[part], credited, share.share, tie);
    }
  }

  void credit(std::size_t i, std::size_t rule, const std::string& who, Money base,
              const CreditedLine& credited, std::optional<Rate> share, TieOutRow& tie) {
    const SettledSpan& span = spans_[span_];
    const std::tuple key(std::string_view(who), span.accumulation, rule);
    auto found = rules_.find(key);
    if (found == rules_.end()) {
      PersonRule of{.rule = plan_->rules()[rule]};
      if (of.rule.tiers_over == TierMeasure::attainment) {
        const auto target = targets_.find({who, span.accumulation});
        if (target != targets_.end()) {
          of.target = target->second;
          of.rule.schedule = of.rule.schedule.for_target(of.target->amount());
        } else {
          faults_.push_back({.row = static_cast<std::int64_t>(i),
                             .field = "salesperson",
                             .value = who,
                             .expected = "one with a target in " + to_string(span.accumulation)});
        }
      }
      found = rules_.emplace(key, std::move(of)).first;
    }
    PersonRule& of = found->second;
    const Accumulated before = of.accumulated;
    NoTrace no_trace;
    const Money commission = plan_->commission(of.rule, of.accumulated, credited, no_trace);
    PersonSpan& total = earned_
                            .try_emplace({std::string_view(who), span_},
                                         PersonSpan{who, span_, 0, Money::zero(plan_->currency()),
                                                    Money::zero(plan_->currency())})
                            .first->second;
    ++total.lines;
    total.base += base;
    total.commission += commission;
    if (span.earlier) return;
    tie.commission += commission;
    const Money nothing = Money::zero(plan_->currency());
    EarnedByRule& by_rule =
        by_rule_
            .try_emplace({std::string_view(who), span.label(period_), rule},
                         EarnedByRule{who, span.label(period_), rule, 0, nothing, nothing})
            .first->second;
    ++by_rule.lines;
    by_rule.base += base;
    by_rule.commission += commission;
    statement_.lines.push_back({.line = i,
                                .salesperson = who,
                                .period = span.label(period_),
                                .rule = rule,
                                .share = share,
                                .base = base,
                                .credited = credited,
                                .before = before,
                                .target = of.target,
                                .commission = commission});
  }

  // What somebody has accumulated by a rule, tiers turned into amounts.
  struct PersonRule {
    PlanRule rule;
    Accumulated accumulated{};
    std::optional<Money> target{};
  };

  const Plan* plan_;
  std::span<const SalesLine> lines_;
  Period period_;
  const SettleInput* input_;
  std::vector<SettledSpan> spans_;
  std::size_t span_ = 0;
  TieOut tie_out_;
  std::map<std::pair<std::string_view, Period>, Money> targets_;
  std::map<std::tuple<std::string_view, Period, std::size_t>, PersonRule> rules_;
  std::map<std::pair<std::string_view, std::size_t>, PersonSpan> earned_;
  std::map<std::tuple<std::string_view, Period, std::size_t>, EarnedByRule> by_rule_;
  std::vector<Fault> faults_;
  CommissionStatement statement_;
};

}  // namespace

std::string to_string(LineStanding standing) {
  return std::string(standings[static_cast<std::size_t>(standing)]);
}

CommissionStatement settle(const Plan& plan, std::span<const SalesLine> lines, const Period& period,
                           const SettleInput& input) {
  check_input(plan, input);
  LineFaults faults(plan);
  for (std::size_t i = 0; i < lines.size(); ++i) faults.check(i, lines[i]);
  faults.throw_if_any();
  return Settlement(plan, lines, period, input).make();
}

std::vector<SalesTarget> targets_within(const Plan& plan, const Period& period,
                                        std::span<const SalesTarget> targets) {
  const PeriodKind kind = plan.terms().accumulation;
  const Date first = std::min(period.first(), Period::containing(period.first(), kind).first());
  const Date last = std::max(period.last(), Period::containing(period.last(), kind).last());
  std::vector<SalesTarget> within;
  for (const SalesTarget& each : targets)
    if (each.period.first() <= last && each.period.last() >= first) within.push_back(each);
  return within;
}

std::vector<CommissionCorrection> correct(const CommissionStatement& settled,
                                          const CommissionStatement& recomputed) {
  std::map<std::string_view, CommissionCorrection> found;
  const auto earned = [&](const PersonPayout& each, Money CommissionCorrection::* of) {
    const Earnings& earnings = each.payout.earnings;
    const Money sum = earnings.commission + earnings.overrides + earnings.pools;
    const Money nothing = Money::zero(sum.currency());
    found.try_emplace(each.salesperson,
                      CommissionCorrection{each.salesperson, nothing, nothing, nothing})
            .first->second.*
        of += sum;
  };
  for (const PersonPayout& each : settled.payouts) earned(each, &CommissionCorrection::settled);
  for (const PersonPayout& each : recomputed.payouts)
    earned(each, &CommissionCorrection::recomputed);
  std::vector<CommissionCorrection> corrections;
  for (auto& [who, each] : found) {
    each.correction = each.recomputed - each.settled;
    if (sign(each.correction) != 0) corrections.push_back(std::move(each));
  }
  return corrections;
}

Derivation explain(const Plan& plan, const EarnedLine& earned, const SalesLine& line) {
  Derivation derivation;
  PlanRule rule = plan.rules()[earned.rule];
  Money base = line.net;
  if (plan.terms().basis == CommissionBasis::gross_profit) {
    base = line.net - *line.cost;
    derivation.step(Text{"gross profit", "毛利"}, Operation::difference, base,
                    Operand{Text{"net", "净额"}, line.net},
                    Operand{Text{"cost", "成本"}, *line.cost});
  }
  if (earned.share)
    derivation.step(Text{"credited", "业绩归属"}, Operation::look_up, earned.base,
                    Operand{Text{"of", "共"}, base}, Operand{Text{"share", "份额"}, *earned.share});
  static_cast<void>(plan.left_by_modifiers(plan.levels_reached(rule, line), derivation));
  if (earned.target) {
    derivation.step(Text{"target", "任务量"}, Operation::given, *earned.target);
    rule.schedule = rule.schedule.for_target(earned.target->amount());
  }
  Accumulated accumulated = earned.before;
  static_cast<void>(plan.commission(rule, accumulated, earned.credited, derivation));
  return derivation;
}

Derivation explain(const Plan& plan, const CommissionStatement& statement,
                   const EarnedTotal& total) {
  std::vector<RuleEarnings> rules;
  for (std::size_t rule = 0; rule < plan.rules().size(); ++rule) {
    RuleEarnings of{.rule = rule, .base = Money::zero(plan.currency())};
    for (const EarnedLine& line : statement.lines)
      if (line.rule == rule && line.salesperson == total.salesperson && line.period == total.period)
        of.add(line.base, line.commission);
    if (!of.lines.empty()) rules.push_back(std::move(of));
  }
  return explain_total(plan, total.period, total.bounded, rules);
}

Derivation explain(const Plan& plan, const Payout& payout) {
  Derivation derivation;
  PayoutTerms terms = plan.terms().payout;
  terms.draw = sign(payout.advanced) > 0 ? std::optional(payout.advanced) : std::nullopt;
  static_cast<void>(
      pay_out(terms, payout.earnings, payout.opening, plan.terms().rounding, derivation));
  return derivation;
}

}  // namespace o2c::inline v1
