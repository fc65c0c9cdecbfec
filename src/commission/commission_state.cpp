#include "commission_state.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <set>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "o2c/columns/held_table.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"
#include "o2c/number/int128.hpp"

#include "bounded_earnings.hpp"
#include "counting_sort.hpp"
#include "line_base.hpp"
#include "line_reader.hpp"
#include "missing_target.hpp"
#include "order_bounds.hpp"
#include "table_lines.hpp"

namespace o2c::inline v1 {

namespace {

// Of lines without a rule of theirs.
std::size_t number_of(const StandingSums& sums, LineStanding standing) {
  switch (standing) {
    case LineStanding::too_late:
      return sums.too_late();
    case LineStanding::house:
      return sums.house();
    case LineStanding::pending:
      return sums.pending();
    case LineStanding::earlier:
      return sums.earlier();
    case LineStanding::outside:
      return sums.outside();
    default:
      return sums.unmatched();
  }
}

}  // namespace

CommissionTable::State::State(TableSource& source, const Plan& how, const Period& when,
                              const CommissionTableOptions& options, const SettleInput& input)
    : plan(how), period(when), ways(plan), standing(plan.rules().size()) {
  check_input(plan, input);
  const std::optional<LeavingCredits> leavings = leavings_of(plan, input.team);
  LineTable table(source, plan, ways, input.credits, leavings ? &*leavings : nullptr,
                  KeptRates(input.rates, input.kept_exchanges), period, options.amount_digits);
  table.left_aside = options.left_aside;
  spans = spans_of(plan, period, input.team,
                   plan.terms().looks_at_orders() ? first_day_of(table) : std::nullopt);
  first_settled = static_cast<std::uint16_t>(period.first() - spans.front().first);
  quantity_digits = table.digits_of_quantity;
  // Few rows are not worth many threads.
  threads =
      std::clamp<std::size_t>(options.threads, 1, table.table.rows() / HeldTable::block_rows + 1);
  TableLines read(table, period, spans, input.payable_until.value_or(period.last()),
                  options.amount_digits, threads);
  lines = std::move(read.lines);
  names = std::move(read.names);
  standing = std::move(read.standing);
  has_amounts = read.has_amounts;
  taxes = std::move(read.taxes);
  figures = std::move(read.figures);
  orders = std::move(read.orders);
  awaits = std::move(read.awaits);
  if (!names.hold_text()) check_numbers(input, table.leavings);
  if (input.credits != nullptr || leavings)
    quantity_digits += shared.share({.plan = plan,
                                     .ways = ways,
                                     .spans = spans,
                                     .credits = input.credits,
                                     .leavings = table.leavings,
                                     .orders = {orders.data(), orders.size()}},
                                    std::move(read.assigned), names, lines, threads);
  if (plan.terms().per_order) accounts = open_order_accounts(lines, orders);
  settle(input);
  if (plan.terms().order_floor || plan.terms().order_cap) bound_orders();
  sum_up(input);
}

// Whether people who have lines that are looked at are not of the team, by code; a fault for each
// such line.
std::vector<bool> CommissionTable::State::strangers(const SettleInput& input,
                                                    FaultList& faults) const {
  std::vector<bool> are_strangers(names.count(), false);
  if (input.team == nullptr) return are_strangers;
  const Date first = std::ranges::find(spans, false, &SettledSpan::bygone)->first;
  std::vector<Date> from_day(names.count(), Date::max());  // From when on it is a fault.
  bool are_any = false;
  for (std::uint32_t code = 1; code < names.count(); ++code)
    if (!input.team->knows(names.text(code))) {
      from_day[code] = is_former(plan, input, names.text(code)) ? period.first() : first;
      are_any = true;
    }
  if (!are_any) return are_strangers;
  for (std::size_t row = 0; row < lines.rows; ++row) {
    if (!lines.counts(row) || spans.front().first + lines.day(row) < from_day[person(row)])
      continue;
    are_strangers[person(row)] = true;
    faults.add({.row = static_cast<std::int64_t>(row),
                .field = "salesperson",
                .value = names.text(person(row)),
                .expected = of_the_team});
  }
  return are_strangers;
}

// Where lines have numbers for people, so has whoever is settled besides.
void CommissionTable::State::check_numbers(const SettleInput& input,
                                           const LeavingCredits* leavings) const {
  std::vector<Fault> faults;
  const auto check = [&](const char* file, std::int64_t row, const std::string& who) {
    if (!PeopleNames::number(who))
      faults.push_back({.file = file,
                        .row = row,
                        .field = "salesperson",
                        .value = who,
                        .expected = "a whole number, as the lines have"});
  };
  if (input.credits != nullptr)
    for (const CreditAssignment& each : input.credits->assignments())
      for (const CreditShare& share : each.split.shares())
        check("credits", share.row, share.salesperson);
  if (input.team != nullptr) {
    std::set<std::string_view> looked_at;
    for (const TeamSpan& each : entitled_spans(plan, spans, input.team))
      looked_at.insert(each.salesperson);
    if (leavings != nullptr)
      for (const CreditSplit& split : leavings->splits())
        for (const CreditShare& share : split.shares()) looked_at.insert(share.salesperson);
    for (std::size_t i = 0; i < input.team->reportings().size(); ++i)
      if (const std::string& who = input.team->reportings()[i].salesperson;
          looked_at.erase(who) > 0)
        check("people", static_cast<std::int64_t>(i), who);
  }
  for (const SalesTarget& each : input.targets) check("targets", each.row, each.salesperson);
  throw_faults("cannot settle", std::move(faults));
}

void CommissionTable::State::settle(const SettleInput& input) {
  FaultList faults;
  const std::vector<bool> is_stranger = strangers(input, faults);
  PersonTargets targets;
  for (const SalesTarget& each : input.targets) {
    const PersonPeriod who(names.code(each.salesperson), each.period);
    if (!targets.emplace(who, each).second)  // The number of one who is named already.
      throw_faults("cannot settle", {target_fault(each, "salesperson", each.salesperson,
                                                  "one target for " + to_string(each.period) +
                                                      ", however the number is written")});
  }
  for (const TeamSpan& each : entitled_spans(plan, spans, input.team))
    of_team.push_back({.person = names.code(each.salesperson),
                       .span = static_cast<std::uint16_t>(each.span),
                       .lines = 0,
                       .base = 0,
                       .commission = 0});
  try {
    const std::size_t people = accounts.empty() ? names.count() : accounts.size();
    settled.emplace(plan, ways, lines, spans, people, quantity_digits, targets, threads);
  } catch (const PeopleWithoutTarget& missing) {
    for (const auto& [who, first_line] : missing.first_lines) {
      // Of a stranger no target is missing.
      if (is_stranger[who.person]) continue;
      faults.add({.row = static_cast<std::int64_t>(first_line.row),
                  .field = "salesperson",
                  .value = names.text(who.person),
                  .expected = who_has_target(first_line.tiers_over, first_line.period)});
    }
  } catch (const FailingLine& failing) {
    faults.throw_if_any("lines");
    const std::string row = "lines: row " + std::to_string(lines.row_of(failing.line)) + ": ";
    try {
      std::rethrow_exception(failing.error);
    } catch (const InexactResult& error) {
      throw InexactResult(row + error.what());
    } catch (const Overflow& error) {
      throw Overflow(row + error.what());
    }
  }
  faults.throw_if_any("lines");
}

// Lines of an order earn what the order does within its bounds, in the order in which they count.
void CommissionTable::State::bound_orders() {
  OrderAccounts by_order;
  std::vector<Money> earned;
  const Money nothing = money(0);
  NoTrace no_trace;
  settled->change_commissions([&](std::size_t line, std::int64_t commission) {
    const std::uint32_t number = by_order.number(person(line), orders[lines.row_of(line)]);
    if (number == earned.size()) earned.push_back(nothing);
    const Money before = earned[number];
    try {
      earned[number] += money(commission);
      return order_pays(plan.terms(), before, money(commission), no_trace).minor();
    } catch (const Overflow& error) {
      throw Overflow("lines: row " + std::to_string(lines.row_of(line)) + ": " + error.what());
    }
  });
}

const std::vector<SpanTotal>& CommissionTable::State::totals_by_span() const {
  std::call_once(has_spans_, [&] { by_span_ = sorted_by_span(); });
  return by_span_;
}

std::vector<SpanTotal> CommissionTable::State::sorted_by_span() const {
  std::vector<std::uint32_t> people;
  for (const SpanTotal& each : settled->totals()) people.push_back(person_of(each.person));
  const std::vector<std::uint32_t> rank = names.ranks(people);
  const auto by_name = [&](const SpanTotal& total) { return rank[total.person]; };
  // Those of an account come by span.
  if (accounts.empty())
    return sorted_by(std::span<const SpanTotal>(settled->totals()), rank.size(), by_name);
  std::vector<SpanTotal> by_span = settled->totals();
  for (std::size_t i = 0; i < by_span.size(); ++i) by_span[i].person = people[i];
  by_span = sorted_by(std::span<const SpanTotal>(by_span), spans.size(),
                      [](const SpanTotal& total) { return total.span; });
  by_span = sorted_by(std::span<const SpanTotal>(by_span), rank.size(), by_name);
  // A person has several accounts.
  std::vector<SpanTotal> of_people;
  for (const SpanTotal& each : by_span) {
    if (of_people.empty() || of_people.back().person != each.person ||
        of_people.back().span != each.span) {
      of_people.push_back(each);
      continue;
    }
    SpanTotal& into = of_people.back();
    into.lines += each.lines;
    if (__builtin_add_overflow(into.base, each.base, &into.base) ||
        __builtin_add_overflow(into.commission, each.commission, &into.commission))
      throw_overflow("what a person earns in a period");
  }
  return of_people;
}

// By name, then span, as totals_by_span() with those of the team who have no lines.
std::vector<SpanTotal> CommissionTable::State::entitled_by_span() const {
  std::vector<SpanTotal> all = totals_by_span();
  all.insert(all.end(), of_team.begin(), of_team.end());
  std::vector<std::uint32_t> people;
  for (const SpanTotal& each : all) people.push_back(each.person);
  const std::vector<std::uint32_t> rank = names.ranks(people);
  const auto key = [&](const SpanTotal& each) { return std::pair(rank[each.person], each.span); };
  // What lines earned stays.
  std::ranges::stable_sort(all, {}, key);
  const auto same = std::ranges::unique(all, {}, key);
  all.erase(same.begin(), same.end());
  return all;
}

std::map<std::pair<std::uint32_t, std::uint16_t>, Money> CommissionTable::State::awaiting_by_span()
    const {
  using Sums = std::map<std::pair<std::uint32_t, std::uint16_t>, Int128>;
  std::map<std::pair<std::uint32_t, std::uint16_t>, Money> found;
  if (awaits.size() == 0) return found;
  std::vector<Sums> of_thread(threads);
  settled->for_commissions([&](std::size_t t) {
    return [&, sums = &of_thread[t]](std::size_t line, std::size_t row, std::int64_t commission) {
      if (awaits[row] != 0) (*sums)[{person(line), settled->span(lines.days[row])}] += commission;
    };
  });
  Sums all;
  for (const Sums& each : of_thread)
    for (const auto& [key, sum] : each) all[key] += sum;
  for (const auto& [key, sum] : all) {
    const auto minor = static_cast<std::int64_t>(sum);
    if (minor != sum) throw_overflow("what a person earns in a period");
    found.emplace(key, money(minor));
  }
  return found;
}

// The spans of one label become one total.
std::vector<CommissionTable::State::Total> CommissionTable::State::sorted_totals() const {
  std::vector<Total> totals;
  const auto awaiting = awaiting_by_span();
  const bool is_bounded = has_bounds(plan);
  BoundedEarnings all(plan);
  BoundedEarnings payable(plan);
  std::optional<std::uint32_t> person;
  std::vector<SpanTotal> with_team;
  if (!of_team.empty()) with_team = entitled_by_span();
  const std::vector<SpanTotal>& by_span = of_team.empty() ? totals_by_span() : with_team;
  totals.reserve(by_span.size());
  for (const SpanTotal& each : by_span) {
    const SettledSpan& span = spans[each.span];
    if (std::exchange(person, each.person) != each.person && is_bounded)
      all = payable = BoundedEarnings(plan);
    const Money commission = money(each.commission);
    Money not_yet = money(0);
    if (!awaiting.empty())
      if (const auto found = awaiting.find({each.person, each.span}); found != awaiting.end())
        not_yet = found->second;
    if (is_bounded) {
      all.add(span, commission);
      if (!awaiting.empty()) payable.add(span, commission - not_yet);
    }
    if (span.earlier) continue;
    if (totals.empty() || totals.back().person != each.person || totals.back().period != span.label)
      totals.push_back({.person = each.person,
                        .period = span.label,
                        .lines = 0,
                        .base = money(0),
                        .commission = money(0),
                        .bounded = money(0),
                        .payable = money(0),
                        .longer = {}});
    Total& total = totals.back();
    total.lines += each.lines;
    total.base += money(each.base);
    total.commission += commission;
    if (is_bounded) {
      total.bounded = all.bounded();
      total.payable = awaiting.empty() ? total.bounded : payable.bounded();
      total.longer = all.longer();
    } else {
      total.bounded = total.commission;
      total.payable += commission - not_yet;
    }
  }
  return totals;
}

const std::vector<CommissionTable::State::Total>& CommissionTable::State::totals() const {
  std::call_once(has_totals_, [&] { totals_ = sorted_totals(); });
  return totals_;
}

// What people are paid, and what their spans come to, is told when it is asked for; where it may
// not be payable, or not fit, at once.
void CommissionTable::State::sum_up(const SettleInput& input) {
  const bool spans_are_totals =
      accounts.empty() && awaits.size() == 0 && plan.terms().payout == PayoutTerms() &&
      std::ranges::adjacent_find(spans, {}, &SettledSpan::label) == spans.end();
  if (!spans_are_totals) static_cast<void>(totals());
  if (input.team != nullptr) team = *input.team;
  openings.assign(input.openings.begin(), input.openings.end());
  const bool pays_lines_only = plan.terms().overrides.empty() && plan.terms().pools.empty() &&
                               plan.terms().payout == PayoutTerms() && openings.empty();
  if (!pays_lines_only) static_cast<void>(statement());
}

std::vector<PersonSpan> CommissionTable::State::earned_by_span() const {
  std::vector<PersonSpan> earned;
  earned.reserve(totals_by_span().size());
  for (const SpanTotal& each : totals_by_span())
    earned.push_back({.salesperson = names.text(each.person),
                      .span = each.span,
                      .lines = static_cast<std::size_t>(each.lines),
                      .base = money(each.base),
                      .commission = money(each.commission),
                      .awaiting = money(0)});  // Totals have it.
  return earned;
}

const CommissionStatement& CommissionTable::State::statement() {
  std::call_once(is_summed_up_, [&] {
    CommissionStatement all;
    const std::vector<PersonSpan> earned = earned_by_span();
    all.totals.reserve(totals().size());
    for (const Total& each : totals())
      all.totals.push_back({.salesperson = names.text(each.person),
                            .period = each.period,
                            .lines = static_cast<std::size_t>(each.lines),
                            .base = each.base,
                            .commission = each.commission,
                            .bounded = each.bounded,
                            .payable = each.payable,
                            .longer = each.longer});
    const SettleInput input{.team = team ? &*team : nullptr, .openings = openings};
    add_payouts(plan, spans, earned, input, all);
    all.tie_out = standing.tie_out(plan, settled->commissions_by_rule(), has_amounts);
    if (!taxes.empty())
      for (TieOutRow& row : all.tie_out) {
        const Int128 sum = taxes[row.rule.value_or(number_of(standing, row.standing))];
        const auto minor = static_cast<std::int64_t>(sum);
        if (minor != sum) throw_overflow("what all lines come to");
        row.tax = money(minor);
      }
    all.exchanges =
        figures.exchanges_of(lines.rows, [this](std::size_t row) { return is_settled(row); });
    summed_up_ = std::move(all);
  });
  return summed_up_;
}

std::vector<std::size_t> CommissionTable::State::lines_of(std::size_t row) const {
  std::vector<std::size_t> of_row;
  lines.for_lines(row, row + 1, [&](std::size_t line, std::size_t) { of_row.push_back(line); });
  return of_row;
}

std::optional<CommissionTable::State::SharedLine> CommissionTable::State::shared_line(
    std::size_t line) const {
  const std::size_t row = lines.row_of(line);
  const CreditSplit* const split = shared.split_of(row);
  if (split == nullptr) return std::nullopt;
  const std::vector<std::size_t> of_row = lines_of(row);
  const auto part = static_cast<std::size_t>(std::ranges::find(of_row, line) - of_row.begin());
  SharedLine found{
      .share = *split->shares()[part].share, .whole = money(0), .before = std::nullopt};
  for (const std::size_t each : of_row) found.whole += money(lines.base(each));
  const Money before = money(shared.shared_before(row));
  if (sign(before) != 0)
    found.before = {.whole = before, .part = split->divide(before, plan.terms().rounding)[part]};
  return found;
}

void CommissionTable::State::check_row(std::size_t row) const {
  if (row < lines.rows) return;
  throw_faults("cannot explain",
               {{.field = "line",
                 .value = std::to_string(row),
                 .expected = "the position of one of " + std::to_string(lines.rows) + " lines"}});
}

std::optional<UncountedLine> CommissionTable::State::uncounted(std::size_t row) const {
  if (is_settled(row)) return std::nullopt;
  UncountedLine line{.line = row, .standing = LineStanding::earlier};
  const std::uint16_t day = lines.day(row);
  if (day == CreditedLines::outside) {
    line.standing = LineStanding::outside;
  } else if (day == CreditedLines::pending) {
    line.standing = LineStanding::pending;
  } else if (is_unmatched(row)) {
    line.standing = LineStanding::unmatched;
  } else if (day == CreditedLines::not_counted) {
    const bool is_excluded = plan.rules()[rule(row)].excluded;
    line.standing = ways.is_too_late(lines.way(row)) ? LineStanding::too_late
                    : is_excluded                    ? LineStanding::excluded
                                                     : LineStanding::house;
    if (line.standing != LineStanding::house) line.rule = rule(row);
  }
  return line;
}

std::vector<CommissionTable::State::PaidLine> CommissionTable::State::paid_lines_of(
    std::uint32_t person) const {
  std::vector<std::size_t> found;
  for (std::size_t line = 0; line < lines.count(); ++line)
    if (lines.counts(line) && this->person(line) == person) found.push_back(line);
  std::ranges::sort(found, {}, [&](std::size_t line) { return lines.order(line); });
  const bool bounds_orders = plan.terms().order_floor || plan.terms().order_cap;
  struct Account {
    Accumulated accumulated;
    std::optional<Decimal> carried;
  };
  std::map<std::tuple<std::uint32_t, std::size_t, Period>, Account> by_rule;
  std::map<std::uint32_t, Money> of_orders;
  std::vector<PaidLine> paid;
  NoTrace no_trace;
  for (const std::size_t line : found) {
    const Period& accumulation = settled->span_of(line).accumulation;
    const std::uint32_t account = lines.person(line);
    const std::size_t by = rule(line);
    const RuleCurve& curve = settled->curve(line);
    const auto [found_account, is_new] = by_rule.try_emplace({account, by, accumulation});
    Account& of = found_account->second;
    if (is_new) {
      of.accumulated.measure = settled->carried(
          account, by, accumulation, [&](const Period& period_before) -> std::optional<Decimal> {
            const auto before = by_rule.find({account, by, period_before});
            if (before == by_rule.end()) return std::nullopt;
            return before->second.accumulated.measure;
          });
      if (of.accumulated.measure != 0) of.carried = of.accumulated.measure;
    }
    PaidLine& each =
        paid.emplace_back(PaidLine{line, of.accumulated, of.carried, {}, std::nullopt, money(0)});
    const CreditedLine credited = curve.credited(lines.whole(line));
    each.commission = plan.commission(curve.rule(), of.accumulated, credited, no_trace);
    for (std::size_t top = plan.rules().size(); top < plan.paying_rules().size(); ++top) {
      if (!plan.is_paid_by(by, top)) continue;
      const Period longer = settled->accumulation(line, top);
      Accumulated& so_far = by_rule[{account, top, longer}].accumulated;
      AcceleratedLine& more =
          each.accelerated.emplace_back(AcceleratedLine{.accelerator = top - plan.rules().size(),
                                                        .period = longer,
                                                        .before = so_far,
                                                        .target = settled->target(line, top),
                                                        .commission = money(0)});
      more.commission =
          plan.commission(settled->curve(line, top).rule(), so_far, credited, no_trace);
      each.commission += more.commission;
    }
    if (!bounds_orders) continue;
    Money& of_order = of_orders.try_emplace(orders[lines.row_of(line)], money(0)).first->second;
    each.order_before = of_order;
    of_order += each.commission;
    each.commission = order_pays(plan.terms(), *each.order_before, each.commission, no_trace);
  }
  return paid;
}

Derivation CommissionTable::State::explain(const PaidLine& paid) const {
  Derivation derivation;
  const std::size_t line = paid.line;
  const std::size_t row = lines.row_of(line);
  const std::optional<SharedLine> of = shared_line(line);
  const SalesLine facts = figures.line(plan, row, of ? of->whole : money(lines.base(line)));
  if (figures.are_kept())
    static_cast<void>(base_of(plan, facts, figures.exchange(row), derivation));
  if (of)
    explain_share(credited_label(shared.is_after_leaving(row)), of->whole, of->share,
                  money(lines.base(line)), of->before, derivation);
  if (lines.ways.size() > 0) {
    explain_measures(plan, plan.rules()[rule(line)], facts, derivation);
    static_cast<void>(plan.left_by_modifiers(ways.levels(lines.way(line)), derivation));
  }
  if (const auto target = settled->target(line))
    explain_target(plan, plan.rules()[rule(line)], Text{"target", "任务量"}, *target, derivation);
  if (paid.carried)
    explain_target(plan, plan.rules()[rule(line)], Text{"carried over", "上期结转"}, *paid.carried,
                   derivation);
  const RuleCurve& curve = settled->curve(line);
  Accumulated accumulated = paid.before;
  const CreditedLine credited = curve.credited(lines.whole(line));
  const Money of_rule = plan.commission(curve.rule(), accumulated, credited, derivation);
  const Money all = explain_accelerated(plan, of_rule, paid.accelerated, credited, derivation);
  if (paid.order_before)
    static_cast<void>(order_pays(plan.terms(), *paid.order_before, all, derivation));
  return derivation;
}

Derivation CommissionTable::State::explain_line(std::size_t line) const {
  for (const PaidLine& each : paid_lines_of(person(line)))
    if (each.line == line) return explain(each);
  return {};
}

Derivation CommissionTable::State::explain(const UncountedLine& line) const {
  const SalesLine facts = figures.line(plan, line.line, money(lines.base(line.line)));
  return explain_uncounted(plan, line, facts.net);
}

std::size_t CommissionTable::State::rows_without_rule() const {
  return standing[standing.outside()].lines + standing[standing.pending()].lines +
         standing[standing.earlier()].lines + standing[standing.unmatched()].lines;
}

std::size_t CommissionTable::State::rows_left_out() const {
  std::size_t count =
      rows_without_rule() + standing[standing.too_late()].lines + standing[standing.house()].lines;
  for (std::size_t rule = 0; rule < plan.rules().size(); ++rule)
    if (plan.rules()[rule].excluded) count += standing[rule].lines;
  return count;
}

std::vector<std::string> CommissionTable::State::rule_names() const {
  std::vector<std::string> rule_names;
  for (const PlanRule& each : plan.rules()) rule_names.push_back(each.name);
  return rule_names;
}

}  // namespace o2c::inline v1
