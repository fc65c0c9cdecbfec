// Laws of commissions: whatever the plan and the lines.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/commission/commission_table.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/money/currencies.hpp"

#include "../receivable/items_table.hpp"
#include "any_slices.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using currencies::JPY;

const Period year = Period::parse("2026");

RateSchedule any_schedule(TierMethod method) {
  const bool is_table = method == TierMethod::table;
  std::vector<RateTier> tiers;
  Decimal from = is_table ? *rc::gen::element(Decimal(1), Decimal::parse("0.005")) : Decimal(0);
  for (int i = *rc::gen::inRange(1, 6); i > 0; --i) {
    RateTier tier{.from = from};
    if (is_table)
      tier.amount = Decimal::from_parts(*rc::gen::inRange(0, 100'000), *rc::gen::inRange(0, 4));
    else
      tier.rate = Rate::from_fraction(
          Decimal::from_parts(*rc::gen::inRange(0, 2'000), *rc::gen::inRange(3, 8)));
    tiers.push_back(tier);
    from = from + Decimal::from_parts(*rc::gen::inRange(1, 500'000), *rc::gen::inRange(0, 4));
  }
  return {method, std::move(tiers), static_cast<TierEdge>(*rc::gen::inRange(0, 2))};
}

Plan any_plan(const Currency& currency = CNY) {
  const auto method = static_cast<TierMethod>(*rc::gen::inRange(0, 4));
  PlanTerms terms{.accumulation = static_cast<PeriodKind>(*rc::gen::inRange(0, 6)),
                  .rounding = static_cast<Rounding>(*rc::gen::inRange(0, 10)),
                  .rounded = static_cast<CommissionRounding>(*rc::gen::inRange(0, 2))};
  if (*rc::gen::arbitrary<bool>())
    terms.unit = Money::from_minor(*rc::gen::element(1, 5, 10, 100), currency);
  return {"Any", currency, any_schedule(method), std::move(terms)};
}

std::vector<SalesLine> any_lines(const Currency& currency, std::int64_t most = 2'000'000) {
  std::vector<SalesLine> lines;
  const int count = *rc::gen::inRange(0, 60);
  for (int i = 0; i < count; ++i)
    lines.push_back(
        {.salesperson = *rc::gen::element<std::string>("Li", "Wu", "陈", "Xu"),
         .date = Date(2025, 12, 20) + *rc::gen::inRange(0, 390),
         .net = Money::from_minor(*rc::gen::inRange<std::int64_t>(-most / 4, most), currency)});
  return lines;
}

hand_made::Batch table_of(const std::vector<SalesLine>& lines) {
  hand_made::Values<std::string> people;
  std::vector<std::optional<Date>> dates;
  hand_made::Values<std::int64_t> nets;
  for (const SalesLine& line : lines) {
    people.emplace_back(line.salesperson);
    dates.emplace_back(line.date);
    nets.emplace_back(line.net.minor());
  }
  return hand_made::batch({hand_made::text<std::int32_t>("salesperson", people),
                           test_items::dates("date", dates),
                           hand_made::fixed<std::int64_t>("net", "l", nets)});
}

// Each line's commission; 0 of those that are not of the period, which have none.
std::vector<std::int64_t> column(const CommissionTable& table, std::size_t lines) {
  const auto arrow = table.lines();
  const ArrowColumn& commissions = arrow->columns.back();
  const auto* valid = static_cast<const std::uint8_t*>(commissions.buffers.front().get());
  const auto* values = static_cast<const Int128*>(commissions.buffers.back().get());
  std::vector<std::int64_t> found;
  for (std::size_t i = 0; i < lines; ++i) {
    const bool has_one = valid == nullptr || ((valid[i / 8] >> (i % 8)) & 1) != 0;
    found.push_back(has_one ? static_cast<std::int64_t>(values[i]) : 0);
  }
  return found;
}

RC_GTEST_PROP(Commission, ColumnsPayWhatSettlePays, ()) {
  const Currency currency = *rc::gen::element(CNY, JPY);
  const Plan plan = any_plan(currency);
  // Now and then so large that whole numbers of 64 bits do not hold what is earned.
  const bool is_straight = plan.rules().front().schedule.method() != TierMethod::interpolated;
  const std::int64_t most = is_straight && *rc::gen::arbitrary<bool>()
                                ? std::numeric_limits<std::int64_t>::max() / 200
                                : 2'000'000;
  const std::vector<SalesLine> lines = any_lines(currency, most);
  const CommissionStatement statement = settle(plan, lines, year);

  const auto table = hand_made::table(hand_made::any_slices(table_of(lines)));
  const CommissionTable columns(*table, plan, year,
                                {.threads = *rc::gen::inRange<std::size_t>(1, 4)});
  std::vector<std::int64_t> expected(lines.size(), 0);
  for (const EarnedLine& line : statement.lines) expected[line.line] = line.commission.minor();
  RC_ASSERT(column(columns, lines.size()) == expected);
  RC_ASSERT(columns.outside() == statement.outside.size());
  const std::vector<CommissionRow> rows = columns.rows();
  RC_ASSERT(rows.size() == statement.totals.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    RC_ASSERT(std::get<std::string>(rows[i].salesperson) == statement.totals[i].salesperson);
    RC_ASSERT(rows[i].period == statement.totals[i].period);
    RC_ASSERT(rows[i].base == statement.totals[i].base);
    RC_ASSERT(rows[i].commission == statement.totals[i].commission);
    RC_ASSERT(rows[i].lines == static_cast<std::int64_t>(statement.totals[i].lines));
  }
}

RC_GTEST_PROP(Commission, DerivationsHoldAndEndInTheAmount, ()) {
  const Plan plan = any_plan();
  const std::vector<SalesLine> lines = any_lines(CNY);
  const CommissionStatement statement = settle(plan, lines, year);
  for (const EarnedLine& line : statement.lines) {
    const Derivation derivation = explain(plan, line, lines[line.line]);
    RC_ASSERT(derivation.recheck().empty());
    RC_ASSERT(derivation.steps().back().result == Value(line.commission));
  }
  for (const EarnedTotal& total : statement.totals) {
    const Derivation derivation = explain(plan, statement, total);
    RC_ASSERT(derivation.recheck().empty());
    RC_ASSERT(derivation.steps().back().result == Value(total.commission));
  }
}

// --- with cumulative rounding ------------------------------------------------------------------

Plan any_cumulative_plan() {
  const Plan plan = any_plan();
  PlanTerms terms = plan.terms();
  terms.rounded = CommissionRounding::cumulative;
  return {plan.name(), plan.currency(), plan.rules().front().schedule, terms};
}

std::vector<EarnedTotal> totals(const Plan& plan, const std::vector<SalesLine>& lines) {
  return settle(plan, lines, year).totals;
}

RC_GTEST_PROP(Commission, AnotherOrderChangesNoTotal, ()) {
  const Plan plan = any_cumulative_plan();
  const std::vector<SalesLine> lines = any_lines(CNY);
  std::vector<SalesLine> shuffled = lines;
  for (std::size_t i = shuffled.size(); i > 1; --i)
    std::swap(shuffled[i - 1], shuffled[*rc::gen::inRange<std::size_t>(0, i)]);
  RC_ASSERT(totals(plan, shuffled) == totals(plan, lines));
}

RC_GTEST_PROP(Commission, SplittingALineChangesNoAmount, ()) {
  const Plan plan = any_cumulative_plan();
  std::vector<SalesLine> lines = any_lines(CNY);
  RC_PRE(!lines.empty());
  std::vector<EarnedTotal> before = totals(plan, lines);
  const std::size_t at = *rc::gen::inRange<std::size_t>(0, lines.size());
  SalesLine part = lines[at];
  part.net = Money::from_minor(*rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000), CNY);
  lines[at].net -= part.net;
  lines.push_back(part);
  std::vector<EarnedTotal> after = totals(plan, lines);
  for (std::vector<EarnedTotal>* each : {&before, &after})
    for (EarnedTotal& total : *each) total.lines = 0;
  RC_ASSERT(after == before);
}

RC_GTEST_PROP(Commission, AReturnRightAfterASaleTakesAllOfItBack, ()) {
  const Plan plan = any_cumulative_plan();
  std::vector<SalesLine> lines = any_lines(CNY);
  const SalesLine sale{.salesperson = "Li",
                       .date = Date(2026, 12, 31),
                       .net = Money::from_minor(*rc::gen::inRange(1, 5'000'000), CNY)};
  lines.push_back(sale);
  SalesLine back = sale;
  back.net = -sale.net;
  lines.push_back(back);
  const CommissionStatement statement = settle(plan, lines, year);
  const EarnedLine& of_sale = statement.lines[statement.lines.size() - 2];
  RC_ASSERT(of_sale.commission + statement.lines.back().commission == Money::zero(CNY));
}

RC_GTEST_PROP(Commission, RaisingASaleNeverLowersMarginalTiers, ()) {
  const Plan plan("Marginal", CNY, any_schedule(TierMethod::marginal),
                  {.accumulation = PeriodKind::year,
                   .rounding = static_cast<Rounding>(*rc::gen::inRange(0, 10))});
  std::vector<SalesLine> lines = any_lines(CNY);
  RC_PRE(!lines.empty());
  const std::vector<EarnedTotal> before = totals(plan, lines);
  SalesLine& raised = lines[*rc::gen::inRange<std::size_t>(0, lines.size())];
  raised.net += Money::from_minor(*rc::gen::inRange(1, 1'000'000), CNY);
  const std::vector<EarnedTotal> after = totals(plan, lines);
  RC_ASSERT(before.size() == after.size());
  for (std::size_t i = 0; i < before.size(); ++i)
    RC_ASSERT(after[i].commission >= before[i].commission);
}

}  // namespace
}  // namespace o2c
