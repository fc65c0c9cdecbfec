#include "o2c/commission/commission_table.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "o2c/commission/settle.hpp"
#include "o2c/number/detail/throw_faults.hpp"

#include "commission_state.hpp"

namespace o2c::inline v1 {
namespace {

using PersonKey = std::variant<std::int64_t, std::string_view>;

std::string text_of(const PersonKey& name) {
  if (const auto* const text = std::get_if<std::string_view>(&name)) return std::string(*text);
  return std::to_string(std::get<std::int64_t>(name));
}

}  // namespace

CommissionTable::CommissionTable(TableSource& lines, const Plan& plan, const Period& period,
                                 const CommissionTableOptions& options, const SettleInput& input)
    : state_(std::make_unique<State>(lines, plan, period, options, input)) {}
CommissionTable::CommissionTable(CommissionTable&&) noexcept = default;
CommissionTable& CommissionTable::operator=(CommissionTable&&) noexcept = default;
CommissionTable::~CommissionTable() = default;

const Plan& CommissionTable::plan() const noexcept { return state_->plan; }
const Period& CommissionTable::period() const noexcept { return state_->period; }
std::size_t CommissionTable::outside() const noexcept {
  return state_->standing[state_->standing.outside()].lines;
}
const CommissionStatement& CommissionTable::statement() const { return state_->statement(); }

std::vector<CurrencyExchange> CommissionTable::exchanges() const {
  return state_->figures.exchanges();
}

std::vector<std::size_t> CommissionTable::unmatched() const {
  const State& s = *state_;
  std::vector<std::size_t> found;
  if (s.standing[s.standing.unmatched()].lines == 0) return found;
  for (std::size_t row = 0; row < s.lines.rows; ++row)
    if (s.is_unmatched(row)) found.push_back(row);
  return found;
}

std::vector<CommissionRow> CommissionTable::rows() const {
  const State& s = *state_;
  std::vector<CommissionRow> rows;
  for (const State::Total& total : s.totals()) {
    const KeyValue name = s.names.value(total.person);
    CommissionRow row{.salesperson = name.integer,
                      .period = total.period,
                      .lines = total.lines,
                      .base = total.base,
                      .commission = total.commission,
                      .bounded = total.bounded,
                      .payable = total.payable};
    if (s.names.hold_text()) row.salesperson = std::string(name.text);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<EarnedByRule> CommissionTable::by_rule() const {
  const State& s = *state_;
  // By person, period and rule; each thread its own.
  using Found = std::map<std::tuple<std::uint32_t, Period, std::size_t>, EarnedByRule>;
  std::vector<Found> of_thread(s.threads);
  const auto sum = [&s](Found& found, std::uint32_t person, const Period& period,
                        std::size_t rule) -> EarnedByRule& {
    return found
        .try_emplace({person, period, rule},
                     EarnedByRule{"", period, rule, 0, s.money(0), s.money(0)})
        .first->second;
  };
  s.settled->for_paid([&](std::size_t t) {
    return [&, found = &of_thread[t]](std::size_t line, std::size_t rule, std::int64_t earned) {
      if (!s.is_settled(line)) return;
      EarnedByRule& of = sum(*found, s.person(line), s.settled->span_of(line).label, rule);
      ++of.lines;
      of.base += s.money(s.lines.base(line));
      of.commission += s.money(earned);
      if (s.plan.paying_rules()[rule].counts_quantity())
        of.quantity = of.quantity.value_or(0) + s.quantity(line);
    };
  });
  Found all;
  for (const Found& found : of_thread)
    for (const auto& [key, each] : found) {
      EarnedByRule& of = sum(all, std::get<0>(key), each.period, each.rule);
      of.lines += each.lines;
      of.base += each.base;
      of.commission += each.commission;
      if (each.quantity) of.quantity = normalized(of.quantity.value_or(0) + *each.quantity);
    }
  std::vector<EarnedByRule> rows;
  for (const State::Total& total : s.totals())  // By name and period.
    for (auto at = all.lower_bound({total.person, total.period, 0});
         at != all.end() && std::get<0>(at->first) == total.person &&
         std::get<1>(at->first) == total.period;
         ++at) {
      rows.push_back(at->second);
      rows.back().salesperson = s.names.text(total.person);
    }
  return rows;
}

std::vector<EarnedLine> CommissionTable::lines_of(PersonKey salesperson) const {
  const State& s = *state_;
  const auto total = std::ranges::find_if(
      s.totals(), [&](const State::Total& each) { return s.names.is(each.person, salesperson); });
  if (total == s.totals().end()) return {};
  std::vector<EarnedLine> lines;
  for (const State::PaidLine& each : s.paid_lines_of(total->person)) {
    const std::size_t line = each.line;
    if (!s.is_settled(line)) continue;
    const std::size_t row = s.lines.row_of(line);
    const std::optional<State::SharedLine> of = s.shared_line(line);
    lines.push_back({.line = row,
                     .salesperson = s.names.text(total->person),
                     .date = s.spans.front().first + s.lines.day(line),
                     .period = s.settled->span_of(line).label,
                     .rule = s.rule(line),
                     .share = of ? std::optional(of->share) : std::nullopt,
                     .base = s.money(s.lines.base(line)),
                     .credited = s.settled->curve(line).credited(s.lines.whole(line)),
                     .before = each.before,
                     .target = s.settled->target(line),
                     .carried = each.carried,
                     .exchanged = s.figures.exchange(row),
                     .accelerated = each.accelerated,
                     .order_before = each.order_before,
                     .awaits = s.awaits.size() > 0 && s.awaits[row] != 0,
                     .after_leaving = s.shared.is_after_leaving(row),
                     .shared_before = of ? of->before : std::nullopt,
                     .commission = each.commission});
  }
  std::ranges::stable_sort(lines, {}, &EarnedLine::line);
  return lines;
}

CommissionPart CommissionTable::part() const {
  const State& s = *state_;
  CommissionPart part{.plan = s.plan, .period = s.period, .by_rule = by_rule()};
  const auto awaiting = s.awaiting_by_span();
  for (const SpanTotal& each : s.totals_by_span()) {
    if (s.spans[each.span].bygone && !s.plan.terms().payout.longer_period) continue;
    const auto not_yet = awaiting.find({each.person, each.span});
    part.earned.push_back({.salesperson = s.names.text(each.person),
                           .first = s.spans[each.span].first,
                           .lines = static_cast<std::size_t>(each.lines),
                           .base = s.money(each.base),
                           .commission = s.money(each.commission),
                           .awaiting = not_yet == awaiting.end() ? s.money(0) : not_yet->second});
  }
  // People who are numbers stand by their texts, too.
  std::ranges::sort(part.earned, {}, [](const EarnedSpan& each) {
    return std::tuple(std::string_view(each.salesperson), each.first);
  });
  std::ranges::sort(part.by_rule, {}, [](const EarnedByRule& each) {
    return std::tuple(std::string_view(each.salesperson), each.period, each.rule);
  });
  part.tie_out = statement().tie_out;
  part.exchanges = statement().exchanges;
  return part;
}

std::vector<UncountedLine> CommissionTable::uncounted_of(PersonKey salesperson) const {
  const State& s = *state_;
  std::uint32_t person = 0;
  while (person < s.names.count() && (person == 0 || !s.names.is(person, salesperson))) ++person;
  std::vector<UncountedLine> uncounted;
  if (person == s.names.count() || s.lines.rows == 0) return uncounted;
  for (std::size_t row = 0; row < s.lines.rows; ++row)
    if (s.person(row) == person)
      if (const std::optional<UncountedLine> line = s.uncounted(row)) uncounted.push_back(*line);
  return uncounted;
}

Derivation CommissionTable::explain(std::size_t line) const {
  const State& s = *state_;
  s.check_row(line);
  if (const std::optional<UncountedLine> uncounted = s.uncounted(line))
    return s.explain(*uncounted);
  const std::vector<std::size_t> of_row = s.lines_of(line);
  if (of_row.size() > 1) {
    std::string people = "one of the people who share it:";
    for (const std::size_t each : of_row) people += " " + s.names.text(s.person(each));
    throw_faults("cannot explain", {{.field = "salesperson", .value = "none", .expected = people}});
  }
  return s.explain_line(line);
}

Derivation CommissionTable::explain(std::size_t line, PersonKey salesperson) const {
  const State& s = *state_;
  s.check_row(line);
  const std::optional<UncountedLine> uncounted = s.uncounted(line);
  for (const std::size_t each : s.lines_of(line))
    if (s.names.is(s.person(each), salesperson))
      return uncounted ? s.explain(*uncounted) : s.explain_line(each);
  throw_faults("cannot explain", {{.field = "salesperson",
                                   .value = text_of(salesperson),
                                   .expected = "somebody who is credited with the line"}});
  return {};
}

std::vector<Derivation> CommissionTable::explain_lines_of(PersonKey salesperson) const {
  const State& s = *state_;
  const auto total = std::ranges::find_if(
      s.totals(), [&](const State::Total& each) { return s.names.is(each.person, salesperson); });
  if (total == s.totals().end()) return {};
  std::vector<State::PaidLine> paid = s.paid_lines_of(total->person);
  std::erase_if(paid, [&](const State::PaidLine& each) { return !s.is_settled(each.line); });
  std::ranges::stable_sort(paid, {},
                           [&](const State::PaidLine& each) { return s.lines.row_of(each.line); });
  std::vector<Derivation> derivations;
  for (const State::PaidLine& each : paid) derivations.push_back(s.explain(each));
  return derivations;
}

Derivation CommissionTable::explain(PersonKey salesperson, const Period& period) const {
  const State& s = *state_;
  const auto found = std::ranges::find_if(s.totals(), [&](const State::Total& total) {
    return s.names.is(total.person, salesperson) && total.period == period;
  });
  if (found == s.totals().end())
    throw_faults("cannot explain",
                 {{.field = "period",
                   .value = to_string(period),
                   .expected = "one in which the salesperson has lines, or is entitled without"}});
  const std::vector<EarnedLine> all = lines_of(salesperson);
  std::vector<const EarnedLine*> lines;
  for (const EarnedLine& each : all)
    if (each.period == period) lines.push_back(&each);
  return explain_total(s.plan, found->period, found->bounded, found->longer, std::move(lines));
}

Derivation CommissionTable::explain_override(std::string_view manager, const Period& period,
                                             std::int64_t level) const {
  State& s = *state_;
  for (const EarnedOverride& each : s.statement().overrides)
    if (each.manager == manager && each.period == period && each.level == level)
      return o2c::explain_override(s.plan, earned_on_days(s.plan, s.spans, s.earned_by_span()),
                                   *s.team, each);
  throw_faults("cannot explain", {{.field = "override",
                                   .value = std::string(manager) + ", " + to_string(period) +
                                            ", level " + std::to_string(level),
                                   .expected = "one that the settlement pays"}});
  return {};
}

Derivation CommissionTable::explain_pool(std::string_view pool,
                                         std::string_view salesperson) const {
  State& s = *state_;
  for (const EarnedPoolShare& each : s.statement().pools)
    if (each.pool == pool && each.salesperson == salesperson)
      return explain_pool_share(s.plan, earned_on_days(s.plan, s.spans, s.earned_by_span()), each);
  throw_faults("cannot explain",
               {{.field = "pool",
                 .value = std::string(pool) + ", " + std::string(salesperson),
                 .expected = "a pool of the plan, and one who has a share of it"}});
  return {};
}

}  // namespace o2c::inline v1
