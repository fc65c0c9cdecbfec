#include "o2c/commission/settle.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <string_view>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

void check(const Plan& plan, std::span<const SalesLine> lines) {
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const SalesLine& line = lines[i];
    const auto fault = [&](const char* field, std::string value, std::string expected) {
      faults.push_back({.row = static_cast<std::int64_t>(i),
                        .field = field,
                        .value = std::move(value),
                        .expected = std::move(expected)});
    };
    const std::string currency = to_string(plan.currency());
    if (line.salesperson.empty()) fault("salesperson", "", "a text");
    if (line.net.currency() != plan.currency())
      fault("net", to_string(line.net), "an amount in " + currency + ", as the plan");
    if (plan.terms().basis != CommissionBasis::gross_profit) continue;
    if (!line.cost)
      fault("cost", "", "an amount in " + currency + ", as the plan counts gross profit");
    else if (line.cost->currency() != plan.currency())
      fault("cost", to_string(*line.cost), "an amount in " + currency + ", as the plan");
  }
  throw_faults("cannot settle", std::move(faults));
}

Money base_of(const Plan& plan, const SalesLine& line) {
  return plan.terms().basis == CommissionBasis::gross_profit ? line.net - *line.cost : line.net;
}

}  // namespace

CommissionStatement settle(const Plan& plan, std::span<const SalesLine> lines,
                           const Period& period) {
  static_cast<void>(plan.periods_in(period));
  check(plan, lines);
  CommissionStatement statement;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < lines.size(); ++i)
    (period.contains(lines[i].date) ? order : statement.outside).push_back(i);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return lines[i].date; });

  std::map<std::pair<std::string_view, Period>, EarnedTotal> totals;
  for (const std::size_t i : order) {
    const SalesLine& line = lines[i];
    const Period of = Period::containing(line.date, plan.terms().accumulation);
    const Money nothing = Money::zero(plan.currency());
    EarnedTotal& total = totals
                             .try_emplace({line.salesperson, of},
                                          EarnedTotal{line.salesperson, of, 0, nothing, nothing})
                             .first->second;
    const Money base = base_of(plan, line);
    const Money commission = plan.commission(total.base, base);
    statement.lines.push_back({i, line.salesperson, of, total.base, base, commission});
    ++total.lines;
    total.base += base;
    total.commission += commission;
  }
  std::ranges::sort(statement.lines, {}, &EarnedLine::line);
  for (auto& each : totals) statement.totals.push_back(std::move(each.second));
  return statement;
}

Derivation explain(const Plan& plan, const EarnedLine& line) {
  Derivation derivation;
  static_cast<void>(plan.commission(line.before, line.base, derivation));
  return derivation;
}

Derivation explain(const Plan& plan, Money base, std::span<const Money> lines) {
  Derivation derivation;
  if (plan.terms().rounded == CommissionRounding::cumulative) {
    static_cast<void>(plan.commission(Money::zero(plan.currency()), base, derivation));
    return derivation;
  }
  DerivationStep sum{.label = Text{"commission of the lines", "各笔提成"},
                     .operation = Operation::sum};
  Money total = Money::zero(plan.currency());
  for (const Money& line : lines) {
    sum.operands.push_back({Text{"line", "本笔"}, line});
    total += line;
  }
  sum.result = total;
  derivation.add(std::move(sum));
  return derivation;
}

Derivation explain(const Plan& plan, const CommissionStatement& statement,
                   const EarnedTotal& total) {
  std::vector<Money> lines;
  for (const EarnedLine& line : statement.lines)
    if (line.salesperson == total.salesperson && line.period == total.period)
      lines.push_back(line.commission);
  return explain(plan, total.base, lines);
}

}  // namespace o2c::inline v1
