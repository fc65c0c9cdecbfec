#include "o2c/commission/settle.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <numeric>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "carried_over.hpp"
#include "counted_lines.hpp"
#include "leaving_credits.hpp"
#include "line_base.hpp"
#include "missing_target.hpp"
#include "order_bounds.hpp"
#include "payout_amounts.hpp"
#include "statement.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 8> standings{"counted", "excluded", "unmatched", "too_late",
                                                    "house",   "pending",  "earlier",   "outside"};

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
  TieOut(const Plan& plan, bool with_amounts, bool with_taxes)
      : plan_(&plan), with_amounts_(with_amounts), with_taxes_(with_amounts && with_taxes) {}

  TieOutRow& row(LineStanding standing, std::optional<std::size_t> rule) {
    const Money nothing = Money::zero(plan_->currency());
    return rows_
        .try_emplace({standing, rule},
                     TieOutRow{.standing = standing,
                               .rule = rule,
                               .net = nothing,
                               .amount = with_amounts_ ? std::optional(nothing) : std::nullopt,
                               .base = nothing,
                               .commission = nothing,
                               .tax = with_taxes_ ? std::optional(nothing) : std::nullopt})
        .first->second;
  }
  TieOutRow& add(LineStanding standing, std::optional<std::size_t> rule, const CountedLine& line) {
    TieOutRow& of = row(standing, rule);
    ++of.lines;
    of.net += line.net;
    if (with_amounts_) *of.amount += *line.amount;
    if (with_taxes_) *of.tax += *line.tax;
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
  bool with_taxes_;
  std::map<std::pair<LineStanding, std::optional<std::size_t>>, TieOutRow> rows_;
};

class Settlement {
 public:
  Settlement(const Plan& plan, std::span<const SalesLine> lines,
             std::span<const CountedLine> counted, const Period& period, const SettleInput& input)
      : plan_(&plan),
        lines_(lines),
        counted_(counted),
        period_(period),
        input_(&input),
        payable_until_(input.payable_until.value_or(period.last())),
        spans_(spans_of(plan, period, input.team, first_day_of(counted))),
        leavings_(leavings_of(plan, input.team)),
        tie_out_(plan,
                 std::ranges::all_of(lines,
                                     [](const SalesLine& line) { return line.amount.has_value(); }),
                 std::ranges::all_of(
                     counted, [](const CountedLine& line) { return line.tax.has_value(); })) {
    for (const SalesTarget& each : input.targets)
      targets_.try_emplace({each.salesperson, each.period.kind(), each.period.first()}, &each);
  }

  CommissionStatement make() {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const std::optional<Date> date = counted_[i].date;
      if (!date) {
        leave_out(i, LineStanding::pending);
      } else if (*date >= spans_.front().first && *date <= spans_.back().last) {
        order.push_back(i);
      } else {
        statement_.outside.push_back(i);
        leave_out(i, LineStanding::outside);
      }
    }
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return *counted_[i].date; });
    for (const std::size_t i : order) try {
        settle(i);
      } catch (const InexactResult& error) {
        throw InexactResult("row " + std::to_string(i) + ": " + error.what());
      } catch (const Overflow& error) {
        throw Overflow("row " + std::to_string(i) + ": " + error.what());
      }
    // Of a stranger no target is missing.
    std::ranges::copy_if(missing_targets_, std::back_inserter(faults_),
                         [&](const Fault& each) { return !strangers_.contains(each.value); });
    std::ranges::stable_sort(faults_, {}, &Fault::row);
    throw_faults("cannot settle", std::move(faults_));
    std::ranges::stable_sort(statement_.lines, {}, &EarnedLine::line);
    std::ranges::sort(statement_.unmatched);
    std::ranges::sort(statement_.uncounted, {}, &UncountedLine::line);
    statement_.tie_out = tie_out_.rows();
    std::vector<PersonSpan> earned;
    for (auto& each : earned_) earned.push_back(each.second);
    for (auto& each : by_rule_) statement_.by_rule.push_back(std::move(each.second));
    statement_.totals = totals_of(*plan_, spans_, earned, input_->team);
    add_payouts(*plan_, spans_, earned, *input_, statement_);
    statement_.on_days = earned_on_days(*plan_, spans_, earned);
    add_exchanges();
    return std::move(statement_);
  }

 private:
  static std::optional<Date> first_day_of(std::span<const CountedLine> lines) {
    std::optional<Date> first;
    for (const CountedLine& each : lines)
      if (each.date && (!first || *each.date < *first)) first = each.date;
    return first;
  }

  void add_exchanges() {
    std::map<std::pair<std::string_view, Date>, CurrencyExchange> found;
    for (const EarnedLine& each : statement_.lines)
      if (each.exchanged) {
        const Currency& from = lines_[each.line].net.currency();
        found.try_emplace({from.code(), each.exchanged->date},
                          CurrencyExchange{from, *each.exchanged});
      }
    for (auto& each : found) statement_.exchanges.push_back(std::move(each.second));
  }

  TieOutRow& leave_out(std::size_t i, LineStanding standing) {
    UncountedLine uncounted{.line = i, .standing = standing};
    if (standing == LineStanding::excluded || standing == LineStanding::too_late)
      uncounted.rule = counted_[i].rule;
    statement_.uncounted.push_back(uncounted);
    // Rules do not pay what comes too late.
    return tie_out_.add(
        standing, standing == LineStanding::excluded ? uncounted.rule : std::nullopt, counted_[i]);
  }

  void settle(std::size_t i) {
    const SalesLine& line = lines_[i];
    const CountedLine& counted = counted_[i];
    while (*counted.date > spans_[span_].last) ++span_;
    const bool earlier = spans_[span_].earlier;
    const std::optional<std::size_t> rule = counted.rule;
    if (!rule || plan_->rules()[*rule].excluded) {
      if (!rule && !earlier) statement_.unmatched.push_back(i);
      const LineStanding standing = rule ? LineStanding::excluded : LineStanding::unmatched;
      leave_out(i, earlier ? LineStanding::earlier : standing);
      return;
    }
    if (plan_->is_too_late(line)) {
      leave_out(i, earlier ? LineStanding::earlier : LineStanding::too_late);
      return;
    }
    const CreditAssignment* const assigned =
        input_->credits == nullptr
            ? nullptr
            : input_->credits->find(key_of(input_->credits->by(), line), *counted.date);
    LeavingCredits::Credit after_leaving;
    if (leavings_ && assigned == nullptr) {
      const LeavingCredits::Phases* const phases = leavings_->of(line.salesperson);
      if (phases != nullptr) after_leaving = LeavingCredits::on(*phases, *counted.date);
      if (phases == nullptr || after_leaving.to == LeavingCredits::To::no_successor) {
        faults_.push_back(
            {.row = static_cast<std::int64_t>(i),
             .field = "salesperson",
             .value = line.salesperson,
             .expected = phases == nullptr ? LeavingCredits::known : LeavingCredits::succeeded});
        return;
      }
      if (after_leaving.to == LeavingCredits::To::house) {
        leave_out(i, earlier ? LineStanding::earlier : LineStanding::house);
        return;
      }
    }
    TieOutRow& tie = earlier ? leave_out(i, LineStanding::earlier)
                             : tie_out_.add(LineStanding::counted, rule, counted);
    const bool has_left = after_leaving.to == LeavingCredits::To::shared;
    const CreditSplit* const split = assigned != nullptr ? &assigned->split
                                     : has_left          ? &leavings_->splits()[after_leaving.split]
                                                         : nullptr;
    const Money base = counted.base;
    if (!earlier) tie.base += base;
    CreditedLine credited{.base = base.amount(), .quantity = line.quantity.value_or(0)};
    credited.takes_back = is_return(line);
    NoTrace no_trace;
    const PlanRule& by = plan_->rules()[*rule];
    if (by.tiers_over == TierMeasure::margin) credited.tier = by.schedule.tier(*margin(line));
    credited.pays = plan_->left_by_modifiers(plan_->levels_reached(by, line), no_trace);
    if (split == nullptr) {
      // Whom splits name is known to be of it.
      if (input_->team != nullptr && !spans_[span_].bygone &&
          !input_->team->knows(line.salesperson) &&
          !(spans_[span_].earlier && is_former(*plan_, *input_, line.salesperson))) {
        faults_.push_back({.row = static_cast<std::int64_t>(i),
                           .field = "salesperson",
                           .value = line.salesperson,
                           .expected = of_the_team});
        strangers_.insert(line.salesperson);
        return;
      }
      credit(i, *rule, line.salesperson, base, credited, std::nullopt, tie);
      return;
    }
    SharedSum& sum = shared_sum(*split, *rule, i);
    const SharedSum before = sum;
    sum.whole += base;
    sum.parts = split->divide(sum.whole, plan_->terms().rounding);
    const std::vector<Decimal> quantities = split->divide(credited.quantity);
    for (std::size_t part = 0; part < quantities.size(); ++part) {
      const Money of_person = sum.parts[part] - before.parts[part];
      credited.base = of_person.amount();
      credited.quantity = quantities[part];
      const CreditShare& share = split->shares()[part];
      credit(i, *rule, share.salesperson, of_person, credited, share.share, tie);
      if (earlier) continue;
      EarnedLine& earned = statement_.lines.back();
      earned.after_leaving = has_left;
      if (sign(before.whole) != 0) earned.shared_before = {before.whole, before.parts[part]};
    }
  }

  // What lines that are shared alike have come to.
  struct SharedSum {
    Money whole;
    std::vector<Money> parts;
  };

  SharedSum& shared_sum(const CreditSplit& split, std::size_t rule, std::size_t line) {
    const std::tuple key(
        &split, spans_[span_].accumulation, rule,
        plan_->terms().per_order ? std::string_view(lines_[line].order) : std::string_view());
    const Money nothing = Money::zero(plan_->currency());
    SharedSum none{nothing, std::vector(split.shares().size(), nothing)};
    // Where lines are rounded by themselves, each begins anew.
    if (plan_->terms().rounded == CommissionRounding::line)
      return shared_.insert_or_assign(key, std::move(none)).first->second;
    return shared_.try_emplace(key, std::move(none)).first->second;
  }

  void credit(std::size_t i, std::size_t rule, const std::string& who, Money base,
              const CreditedLine& credited, std::optional<Rate> share, TieOutRow& tie) {
    const Money nothing = Money::zero(plan_->currency());
    const SettledSpan& span = spans_[span_];
    const std::string_view order = lines_[i].order;
    PersonRule& of = account(i, who, rule, span.accumulation);
    const Accumulated before = of.accumulated;
    NoTrace no_trace;
    Money commission = plan_->commission(of.rule, of.accumulated, credited, no_trace);
    std::vector<AcceleratedLine> accelerated = accelerate(i, who, rule, credited);
    for (const AcceleratedLine& each : accelerated) commission += each.commission;
    std::optional<Money> order_before;
    if (plan_->terms().order_floor || plan_->terms().order_cap) {
      Money& of_order = orders_.try_emplace({who, order}, nothing).first->second;
      order_before = of_order;
      of_order += commission;
      commission = order_pays(plan_->terms(), *order_before, commission, no_trace);
    }
    PersonSpan& total = earned_
                            .try_emplace({std::string_view(who), span_},
                                         PersonSpan{who, span_, 0, nothing, nothing, nothing})
                            .first->second;
    const bool awaits = awaits_payment(*plan_, lines_[i], payable_until_);
    ++total.lines;
    total.base += base;
    total.commission += commission;
    if (awaits) total.awaiting += commission;
    if (span.earlier) return;
    tie.commission += commission;
    Money of_rule = commission;
    for (const AcceleratedLine& each : accelerated) {
      add_to_rule(who, plan_->rules().size() + each.accelerator, base, credited, each.commission);
      of_rule -= each.commission;
    }
    add_to_rule(who, rule, base, credited, of_rule);
    statement_.lines.push_back({.line = i,
                                .salesperson = who,
                                .date = *counted_[i].date,
                                .period = span.label,
                                .rule = rule,
                                .share = share,
                                .base = base,
                                .credited = credited,
                                .before = before,
                                .target = of.target,
                                .carried = of.carried,
                                .exchanged = counted_[i].exchanged,
                                .accelerated = std::move(accelerated),
                                .order_before = order_before,
                                .awaits = awaits,
                                .commission = commission});
  }

  struct PersonRule;

  // What a person has accumulated by a paying rule, before the line.
  PersonRule& account(std::size_t i, const std::string& who, std::size_t by,
                      const Period& accumulation) {
    const std::tuple key(
        std::string_view(who), by, accumulation,
        plan_->terms().per_order ? std::string_view(lines_[i].order) : std::string_view());
    const auto found = rules_.find(key);
    if (found != rules_.end()) return found->second;
    PersonRule of{.rule = plan_->paying_rules()[by]};
    if (of.rule.runs_over_target()) {
      of.target = target_of(who, accumulation, by);
      if (of.target) {
        of.rule.schedule = of.rule.schedule.for_target(*of.target);
        if (by < plan_->rules().size())
          of.accumulated.measure = carried_over(who, accumulation, by);
        if (of.accumulated.measure != 0) of.carried = of.accumulated.measure;
      } else {
        missing_targets_.push_back({.row = static_cast<std::int64_t>(i),
                                    .field = "salesperson",
                                    .value = who,
                                    .expected = who_has_target(of.rule.tiers_over, accumulation)});
      }
    }
    return rules_.emplace(key, std::move(of)).first->second;
  }

  // What accelerators add to what a line of the rule earns.
  std::vector<AcceleratedLine> accelerate(std::size_t i, const std::string& who, std::size_t rule,
                                          const CreditedLine& credited) {
    std::vector<AcceleratedLine> accelerated;
    for (std::size_t by = plan_->rules().size(); by < plan_->paying_rules().size(); ++by) {
      if (!plan_->is_paid_by(rule, by)) continue;
      const Period period = Period::containing(spans_[span_].first, plan_->accumulation_of(by));
      PersonRule& of = account(i, who, by, period);
      const Accumulated before = of.accumulated;
      NoTrace no_trace;
      accelerated.push_back(
          {.accelerator = by - plan_->rules().size(),
           .period = period,
           .before = before,
           .target = of.target,
           .commission = plan_->commission(of.rule, of.accumulated, credited, no_trace)});
    }
    return accelerated;
  }

  void add_to_rule(const std::string& who, std::size_t by, Money base, const CreditedLine& credited,
                   Money commission) {
    const Money nothing = Money::zero(plan_->currency());
    const Period& label = spans_[span_].label;
    EarnedByRule& sum = by_rule_
                            .try_emplace({std::string_view(who), label, by},
                                         EarnedByRule{who, label, by, 0, nothing, nothing})
                            .first->second;
    ++sum.lines;
    sum.base += base;
    sum.commission += commission;
    if (plan_->paying_rules()[by].counts_quantity())
      sum.quantity = normalized(sum.quantity.value_or(0) + credited.quantity);
  }

  // What earlier accumulations of the year carry into one.
  [[nodiscard]] Decimal carried_over(std::string_view who, const Period& accumulation,
                                     std::size_t rule) const {
    return carried_into(
        *plan_, accumulation,
        [&](const Period& each) -> std::optional<Decimal> {
          const auto found = rules_.find(std::tuple(who, rule, each, std::string_view()));
          if (found == rules_.end()) return std::nullopt;
          return found->second.accumulated.measure;
        },
        [&](const Period& each) { return target_of(who, each, rule); });
  }
  [[nodiscard]] std::optional<Decimal> target_of(std::string_view who, const Period& accumulation,
                                                 std::size_t rule) const {
    const auto found = targets_.find(std::tuple(who, accumulation.kind(), accumulation.first()));
    if (found == targets_.end()) return std::nullopt;
    return found->second->of(plan_->paying_rules()[rule].tiers_over);
  }

  // What somebody has accumulated by a rule, tiers turned into amounts.
  struct PersonRule {
    PlanRule rule;
    Accumulated accumulated{};
    std::optional<Decimal> target{};
    std::optional<Decimal> carried{};
  };

  const Plan* plan_;
  std::span<const SalesLine> lines_;
  std::span<const CountedLine> counted_;
  Period period_;
  const SettleInput* input_;
  Date payable_until_;
  std::vector<SettledSpan> spans_;
  std::optional<LeavingCredits> leavings_;  // If the plan looks at who left.
  std::size_t span_ = 0;
  TieOut tie_out_;
  std::map<std::tuple<std::string_view, PeriodKind, Date>, const SalesTarget*> targets_;
  // By person, paying rule, accumulation and, where each accumulates by itself, order.
  std::map<std::tuple<std::string_view, std::size_t, Period, std::string_view>, PersonRule> rules_;
  // By split, accumulation, rule and, where each accumulates by itself, order.
  std::map<std::tuple<const CreditSplit*, Period, std::size_t, std::string_view>, SharedSum>
      shared_;
  // What each person's lines of an order have earned, without its bounds.
  std::map<std::pair<std::string_view, std::string_view>, Money> orders_;
  std::map<std::pair<std::string_view, std::size_t>, PersonSpan> earned_;
  std::map<std::tuple<std::string_view, Period, std::size_t>, EarnedByRule> by_rule_;
  std::vector<Fault> faults_;
  std::vector<Fault> missing_targets_;
  std::set<std::string_view> strangers_;
  CommissionStatement statement_;
};

}  // namespace

std::string to_string(LineStanding standing) {
  return std::string(standings[static_cast<std::size_t>(standing)]);
}

CommissionStatement settle(const Plan& plan, std::span<const SalesLine> lines, const Period& period,
                           const SettleInput& input) {
  check_input(plan, input);
  const KeptRates rates(input.rates, input.kept_exchanges);
  const std::vector<CountedLine> counted = count_lines(plan, lines, period, rates);
  return Settlement(plan, lines, counted, period, input).make();
}

std::vector<CommissionCorrection> correct(const CommissionStatement& settled,
                                          const CommissionStatement& recomputed) {
  std::map<std::string_view, CommissionCorrection> found;
  const auto person = [&](const PersonPayout& each) -> CommissionCorrection& {
    const Money nothing = Money::zero(each.payout.payable.currency());
    return found
        .try_emplace(each.salesperson, CommissionCorrection{each.salesperson, nothing, nothing,
                                                            nothing, nothing, nothing, nothing})
        .first->second;
  };
  for (const PersonPayout& each : settled.payouts) {
    CommissionCorrection& to = person(each);
    const Earnings& earnings = each.payout.earnings;
    to.settled += earned_of(each.payout);
    to.commission -= earnings.commission;
    to.overrides -= earnings.overrides;
    to.pools -= earnings.pools;
  }
  for (const PersonPayout& each : recomputed.payouts) {
    CommissionCorrection& to = person(each);
    const Earnings& earnings = each.payout.earnings;
    to.recomputed += earned_of(each.payout);
    to.commission += earnings.commission;
    to.overrides += earnings.overrides;
    to.pools += earnings.pools;
  }
  std::vector<CommissionCorrection> corrections;
  for (auto& [who, each] : found) {
    each.correction = each.recomputed - each.settled;
    // Parts that cancel each other are told.
    if (!is_zero(each.commission) || !is_zero(each.overrides) || !is_zero(each.pools))
      corrections.push_back(std::move(each));
  }
  return corrections;
}

Derivation explain(const Plan& plan, const EarnedLine& earned, const SalesLine& line) {
  Derivation derivation;
  PlanRule rule = plan.rules()[earned.rule];
  const Money base = base_of(plan, line, earned.exchanged, derivation);
  if (earned.share)
    explain_share(credited_label(earned.after_leaving), base, *earned.share, earned.base,
                  earned.shared_before, derivation);
  const std::vector<std::size_t> reached = plan.levels_reached(rule, line);
  explain_measures(plan, rule, line, derivation);
  static_cast<void>(plan.left_by_modifiers(reached, derivation));
  if (earned.target) {
    explain_target(plan, rule, Text{"target", "任务量"}, *earned.target, derivation);
    if (earned.carried)
      explain_target(plan, rule, Text{"carried over", "上期结转"}, *earned.carried, derivation);
    rule.schedule = rule.schedule.for_target(*earned.target);
  }
  Accumulated accumulated = earned.before;
  const Money of_rule = plan.commission(rule, accumulated, earned.credited, derivation);
  const Money all =
      explain_accelerated(plan, of_rule, earned.accelerated, earned.credited, derivation);
  if (earned.order_before)
    static_cast<void>(order_pays(plan.terms(), *earned.order_before, all, derivation));
  return derivation;
}

Derivation explain(const Plan& plan, const CommissionStatement& statement,
                   const EarnedTotal& total) {
  std::vector<const EarnedLine*> lines;
  for (const EarnedLine& each : statement.lines)
    if (each.salesperson == total.salesperson && each.period == total.period)
      lines.push_back(&each);
  return explain_total(plan, total.period, total.bounded, total.longer, std::move(lines));
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
