#include "commission_state.hpp"

#include <algorithm>
#include <exception>
#include <span>
#include <utility>

#include "o2c/columns/held_table.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "line_reader.hpp"
#include "table_lines.hpp"

namespace o2c::inline v1 {

CommissionTable::State::State(TableSource& source, const Plan& how, const Period& when,
                              const CommissionTableOptions& options, const SettleInput& input)
    : plan(how),
      period(when),
      ways(plan),
      spans(spans_of(plan, period, input.team)),
      first_settled(static_cast<std::uint16_t>(period.first() - spans.front().first)),
      standing(plan.rules().size()) {
  check_input(plan, input);
  const LineTable table(source, plan, ways, input.credits, options.amount_digits);
  has_amounts = table.amount_column.has_value();
  int quantity_digits = table.digits_of_quantity;
  // Few rows are not worth many threads.
  threads =
      std::clamp<std::size_t>(options.threads, 1, table.table.rows() / HeldTable::block_rows + 1);
  TableLines read(table, period, spans, options.amount_digits, threads);
  lines = std::move(read.lines);
  names = std::move(read.names);
  standing = std::move(read.standing);
  if (input.credits != nullptr)
    quantity_digits +=
        shared.share(*input.credits, std::move(read.assigned), plan, names, lines, threads);
  settle(input, quantity_digits);
  sort_totals();
  sum_up(input);
}

void CommissionTable::State::settle(const SettleInput& input, int quantity_digits) {
  PersonTargets targets;
  for (const SalesTarget& each : input.targets) {
    const std::pair who(names.code(each.salesperson), each.period);
    if (!targets.emplace(who, each.target).second)  // The number of one who is named already.
      throw_faults("cannot settle", {{.field = "targets, salesperson",
                                      .value = each.salesperson,
                                      .expected = "one target for " + to_string(each.period)}});
  }
  try {
    settled.emplace(plan, ways, lines, spans, names.count(), quantity_digits, targets, threads);
  } catch (const PeopleWithoutTarget& missing) {
    FaultList faults;
    for (const auto& [who, first_line] : missing.first_lines)
      faults.add({.row = static_cast<std::int64_t>(first_line.second),
                  .field = "salesperson",
                  .value = names.text(who.first),
                  .expected = "one with a target in " + to_string(who.second)});
    faults.throw_if_any("lines");
  } catch (const FailingLine& failing) {
    const std::string row = "lines: row " + std::to_string(lines.row_of(failing.line)) + ": ";
    try {
      std::rethrow_exception(failing.error);
    } catch (const InexactResult& error) {
      throw InexactResult(row + error.what());
    } catch (const Overflow& error) {
      throw Overflow(row + error.what());
    }
  }
}

// By name, then span; the spans of one label become one total.
void CommissionTable::State::sort_totals() {
  std::vector<SpanTotal> by_span = settled->totals();
  std::vector<std::uint32_t> people;
  for (const SpanTotal& each : by_span) people.push_back(each.person);
  const std::vector<std::uint32_t> rank = names.ranks(people);
  std::ranges::sort(by_span, {}, [&](const SpanTotal& total) {
    return std::uint64_t{rank[total.person]} << 16U | total.span;
  });
  std::uint32_t person = 0;
  std::int64_t earlier_lines = 0;
  Money earlier = money(0);
  for (const SpanTotal& each : by_span) {
    if (std::exchange(person, each.person) != each.person) {
      earlier_lines = 0;
      earlier = money(0);
    }
    if (spans[each.span].earlier) {
      earlier_lines += each.lines;
      earlier += money(each.commission);
      continue;
    }
    const Period label = spans[each.span].label(period);
    if (totals.empty() || totals.back().person != each.person || totals.back().period != label)
      totals.push_back({.person = each.person,
                        .period = label,
                        .lines = 0,
                        .base = money(0),
                        .commission = money(0),
                        .bounded = money(0)});
    Total& total = totals.back();
    total.lines += each.lines;
    total.base += money(each.base);
    total.commission += money(each.commission);
    total.bounded = bounded_commission(plan.terms().payout, total.commission,
                                       earlier_lines > 0 ? std::optional(earlier) : std::nullopt);
  }
}

// What people are paid is told when it is asked for; where it may not be payable, at once.
void CommissionTable::State::sum_up(const SettleInput& input) {
  if (input.team != nullptr) team = *input.team;
  openings.assign(input.openings.begin(), input.openings.end());
  const bool pays_lines_only = plan.terms().overrides.empty() && plan.terms().pools.empty() &&
                               plan.terms().payout == PayoutTerms() && openings.empty();
  if (!pays_lines_only) static_cast<void>(statement());
}

const CommissionStatement& CommissionTable::State::statement() {
  std::call_once(is_summed_up_, [&] {
    CommissionStatement all;
    std::vector<PersonSpan> earned;
    for (const SpanTotal& each : settled->totals())
      earned.push_back({.salesperson = names.text(each.person),
                        .span = each.span,
                        .lines = static_cast<std::size_t>(each.lines),
                        .base = money(each.base),
                        .commission = money(each.commission)});
    for (const Total& each : totals)
      all.totals.push_back({.salesperson = names.text(each.person),
                            .period = each.period,
                            .lines = static_cast<std::size_t>(each.lines),
                            .base = each.base,
                            .commission = each.commission,
                            .bounded = each.bounded});
    const SettleInput input{.team = team ? &*team : nullptr, .openings = openings};
    add_payouts(plan, period, spans, earned, input, all);
    all.tie_out = standing.tie_out(plan, settled->commissions_by_rule(), has_amounts);
    summed_up_ = std::move(all);
  });
  return summed_up_;
}

std::vector<std::size_t> CommissionTable::State::lines_of(std::size_t row) const {
  std::vector<std::size_t> of_row;
  lines.for_lines(row, row + 1, [&](std::size_t line, std::size_t) { of_row.push_back(line); });
  return of_row;
}

std::optional<Rate> CommissionTable::State::share_of(std::size_t line) const {
  const std::size_t row = lines.row_of(line);
  const std::vector<CreditShare>* const shares = shared.shares_of(row);
  if (shares == nullptr) return std::nullopt;
  const std::vector<std::size_t> of_row = lines_of(row);
  return (*shares)[static_cast<std::size_t>(std::ranges::find(of_row, line) - of_row.begin())]
      .share;
}

void CommissionTable::State::check_counts(std::size_t row) const {
  if (row < lines.rows && is_settled(row)) return;
  throw_faults("cannot explain",
               {{.field = "line",
                 .value = std::to_string(row),
                 .expected = "the position of one of " + std::to_string(lines.rows) +
                             " lines that counts in " + to_string(period)}});
}

Derivation CommissionTable::State::explain_line(std::size_t line) const {
  Derivation derivation;
  if (const std::optional<Rate> share = share_of(line)) {
    Money whole = money(0);
    for (const std::size_t each : lines_of(lines.row_of(line))) whole += money(lines.base(each));
    derivation.step(Text{"credited", "业绩归属"}, Operation::look_up, money(lines.base(line)),
                    Operand{Text{"of", "共"}, whole}, Operand{Text{"share", "份额"}, *share});
  }
  if (lines.ways.size() > 0)
    static_cast<void>(plan.left_by_modifiers(ways.levels(lines.way(line)), derivation));
  if (const auto target = settled->target(line))
    derivation.step(Text{"target", "任务量"}, Operation::given, *target);
  for_lines_of(lines.person(line), settled->span_of(line).accumulation,
               [&](std::size_t each, Accumulated before, Money) {
                 const RuleCurve& curve = settled->curve(line);
                 if (each == line)
                   static_cast<void>(plan.commission(
                       curve.rule(), before, curve.credited(lines.whole(line)), derivation));
               });
  return derivation;
}

std::vector<std::string> CommissionTable::State::rule_names() const {
  std::vector<std::string> rule_names;
  for (const PlanRule& each : plan.rules()) rule_names.push_back(each.name);
  return rule_names;
}

}  // namespace o2c::inline v1
