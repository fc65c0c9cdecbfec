#include "o2c/commission/commission_part.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "statement.hpp"

namespace o2c::inline v1 {
namespace {

auto earned_key(const EarnedSpan& each) {
  return std::tuple(std::string_view(each.salesperson), each.first);
}
auto rule_key(const EarnedByRule& each) {
  return std::tuple(std::string_view(each.salesperson), each.period, each.rule);
}
auto standing_key(const TieOutRow& each) { return std::pair(each.standing, each.rule); }
auto exchange_key(const CurrencyExchange& each) {
  return std::pair(each.from.code(), each.by.date);
}

std::vector<Fault> faults_of(const CommissionPart& a, const CommissionPart& b) {
  std::vector<Fault> faults;
  if (a.plan != b.plan)
    faults.push_back(
        {.field = "plan", .value = b.plan.name(), .expected = "one plan of all parts"});
  if (a.period != b.period)
    faults.push_back({.field = "period",
                      .value = to_string(b.period),
                      .expected = to_string(a.period) + ", as of the other part"});
  std::set<std::string_view> people;
  for (const EarnedSpan& each : a.earned) people.insert(each.salesperson);
  std::string_view last;
  for (const EarnedSpan& each : b.earned)
    if (std::exchange(last, each.salesperson) != each.salesperson &&
        people.contains(each.salesperson))
      faults.push_back({.field = "salesperson",
                        .value = each.salesperson,
                        .expected = "somebody of one part, as lines of a person are settled "
                                    "together"});
  for (const CurrencyExchange& each : b.exchanges) {
    const auto other = std::ranges::lower_bound(a.exchanges, exchange_key(each), {}, exchange_key);
    if (other != a.exchanges.end() && exchange_key(*other) == exchange_key(each) && *other != each)
      faults.push_back({.field = "rates",
                        .value = to_string(each.from) + " as of " + to_string(each.by.date),
                        .expected = "the same rates in all parts"});
  }
  return faults;
}

std::vector<TieOutRow> joined(const std::vector<TieOutRow>& a, const std::vector<TieOutRow>& b) {
  // Amounts are summed where all lines have one.
  const auto has_amounts = [](const std::vector<TieOutRow>& rows) {
    return std::ranges::all_of(rows, [](const TieOutRow& row) { return row.amount.has_value(); });
  };
  const auto has_taxes = [](const std::vector<TieOutRow>& rows) {
    return std::ranges::all_of(rows, [](const TieOutRow& row) { return row.tax.has_value(); });
  };
  const bool with_amounts = has_amounts(a) && has_amounts(b);
  const bool with_taxes = has_taxes(a) && has_taxes(b);
  std::map<std::pair<LineStanding, std::optional<std::size_t>>, TieOutRow> all;
  for (const auto* const rows : {&a, &b})
    for (const TieOutRow& each : *rows) {
      const auto [found, is_new] = all.try_emplace(standing_key(each), each);
      TieOutRow& row = found->second;
      if (!is_new) {
        row.lines += each.lines;
        row.net += each.net;
        if (with_amounts) *row.amount += *each.amount;
        if (with_taxes) *row.tax += *each.tax;
        row.base += each.base;
        row.commission += each.commission;
      }
      if (!with_amounts) row.amount.reset();
      if (!with_taxes) row.tax.reset();
    }
  std::vector<TieOutRow> rows;
  for (auto& each : all) rows.push_back(std::move(each.second));
  return rows;
}

// Parts may have been settled without a team.
void refuse_strangers(const Team& team, std::span<const SettledSpan> spans,
                      std::span<const PersonSpan> earned) {
  std::set<std::string_view> strangers;
  for (const PersonSpan& each : earned)
    if (!spans[each.span].bygone && !team.knows(each.salesperson))
      strangers.insert(each.salesperson);
  std::vector<Fault> faults;
  for (const std::string_view each : strangers)
    faults.push_back({.field = "salesperson", .value = std::string(each), .expected = of_the_team});
  throw_faults("cannot finish", std::move(faults));
}

}  // namespace

CommissionPart operator+(const CommissionPart& a, const CommissionPart& b) {
  throw_faults("these parts make no whole", faults_of(a, b));
  CommissionPart sum{.plan = a.plan, .period = a.period};
  std::ranges::merge(a.earned, b.earned, std::back_inserter(sum.earned), {}, earned_key,
                     earned_key);
  std::ranges::merge(a.by_rule, b.by_rule, std::back_inserter(sum.by_rule), {}, rule_key, rule_key);
  sum.tie_out = joined(a.tie_out, b.tie_out);
  std::ranges::set_union(a.exchanges, b.exchanges, std::back_inserter(sum.exchanges), {},
                         exchange_key, exchange_key);
  return sum;
}

CommissionStatement finish(const CommissionPart& part, const SettleInput& input) {
  check_input(part.plan, input);
  std::optional<Date> first_day;
  for (const EarnedSpan& each : part.earned)
    if (!first_day || each.first < *first_day) first_day = each.first;
  const std::vector<SettledSpan> spans = spans_of(part.plan, part.period, input.team, first_day);
  std::vector<PersonSpan> earned;
  for (const EarnedSpan& each : part.earned) {
    const auto span = std::ranges::lower_bound(spans, each.first, {}, &SettledSpan::first);
    if (span == spans.end() || span->first != each.first)
      throw_faults("cannot finish", {{.field = "team",
                                      .value = "no change on " + to_string(each.first),
                                      .expected = "the team with which the parts were settled"}});
    earned.push_back({.salesperson = each.salesperson,
                      .span = static_cast<std::size_t>(span - spans.begin()),
                      .lines = each.lines,
                      .base = each.base,
                      .commission = each.commission,
                      .awaiting = each.awaiting});
  }
  if (input.team != nullptr) refuse_strangers(*input.team, spans, earned);
  CommissionStatement all;
  all.totals = totals_of(part.plan, spans, earned, input.team);
  all.by_rule = part.by_rule;
  add_payouts(part.plan, spans, earned, input, all);
  all.on_days = earned_on_days(part.plan, spans, earned);
  all.tie_out = part.tie_out;
  all.exchanges = part.exchanges;
  return all;
}

}  // namespace o2c::inline v1
