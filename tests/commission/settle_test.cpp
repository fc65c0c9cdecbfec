#include "o2c/commission/settle.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using currencies::USD;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Money cny(std::int64_t minor) { return Money::from_minor(minor, CNY); }
SalesLine line(const char* who, Date date, std::int64_t minor) {
  return {.salesperson = who, .date = date, .net = cny(minor)};
}
RateTier tier(std::int64_t from, const char* rate) {
  return {.from = from, .rate = Rate::parse(rate)};
}
Plan bands(TierMethod method = TierMethod::marginal, PlanTerms terms = {}) {
  return {"Export", CNY,
          RateSchedule(method, {tier(0, "3%"), tier(300'000, "5%"), tier(500'000, "7%")}),
          std::move(terms)};
}
const Period november = Period::parse("2026-11");

std::vector<std::string> totals(const CommissionStatement& statement) {
  std::vector<std::string> found;
  for (const EarnedTotal& each : statement.totals)
    found.push_back(each.salesperson + " " + to_string(each.period) + " " +
                    std::to_string(each.lines) + " " + to_string(each.base.amount()) + " " +
                    to_string(each.commission.amount()));
  return found;
}

std::vector<std::int64_t> commissions(const CommissionStatement& statement) {
  std::vector<std::int64_t> found;
  for (const EarnedLine& each : statement.lines) found.push_back(each.commission.minor());
  return found;
}

TEST(Settle, AddsUpAPersonsLinesInTheOrderOfTheirDates) {
  const std::vector<SalesLine> lines{line("Li", Date(2026, 11, 20), 400'000'00),
                                     line("Li", Date(2026, 11, 3), 200'000'00),
                                     line("Wu", Date(2026, 11, 3), 100'000'00)};
  const CommissionStatement statement = settle(bands(), lines, november);
  EXPECT_THAT(totals(statement),
              ElementsAre("Li 2026-11 2 600000.00 26000.00", "Wu 2026-11 1 100000.00 3000.00"));
  EXPECT_THAT(commissions(statement), ElementsAre(20'000'00, 6'000'00, 3'000'00));
  EXPECT_EQ(statement.lines.front().before.measure, Decimal(200'000));
  EXPECT_THAT(statement.outside, IsEmpty());
}

TEST(Settle, TakesBackWhatAReturnCosts) {
  const std::vector<SalesLine> lines{line("Li", Date(2026, 11, 3), 600'000'00),
                                     line("Li", Date(2026, 11, 9), -120'000'00)};
  EXPECT_THAT(commissions(settle(bands(), lines, november)), ElementsAre(26'000'00, -8'000'00));
  EXPECT_THAT(commissions(settle(bands(TierMethod::whole), lines, november)),
              ElementsAre(42'000'00, -18'000'00));
}

TEST(Settle, RoundsWhatAccumulatesSoThatPartsMakeTheWhole) {
  const Plan flat("Flat", CNY, RateSchedule::flat(Rate::parse("5%")));
  const std::vector<SalesLine> lines{line("Li", Date(2026, 11, 3), 33'33),
                                     line("Li", Date(2026, 11, 3), 33'33),
                                     line("Li", Date(2026, 11, 3), 33'34)};
  EXPECT_THAT(commissions(settle(flat, lines, november)), ElementsAre(1'67, 1'66, 1'67));
  const Plan by_line("By line", CNY, RateSchedule::flat(Rate::parse("5%")),
                     {.rounded = CommissionRounding::line});
  const CommissionStatement statement = settle(by_line, lines, november);
  EXPECT_THAT(totals(statement), ElementsAre("Li 2026-11 3 100.00 5.01"));
  EXPECT_THAT(to_string(explain(by_line, statement, statement.totals.front())),
              HasSubstr("5.01 CNY"));
}

TEST(Settle, BeginsAnewWithEachPeriodAndListsOtherDates) {
  const std::vector<SalesLine> lines{
      line("Li", Date(2026, 9, 30), 400'000'00), line("Li", Date(2026, 10, 31), 400'000'00),
      line("Li", Date(2026, 11, 1), 400'000'00), line("Li", Date(2027, 1, 1), 400'000'00)};
  const Period quarter = Period::parse("2026Q4");
  const CommissionStatement statement = settle(bands(), lines, quarter);
  EXPECT_THAT(totals(statement),
              ElementsAre("Li 2026-10 1 400000.00 14000.00", "Li 2026-11 1 400000.00 14000.00"));
  EXPECT_THAT(statement.outside, ElementsAre(0, 3));
  EXPECT_THAT(totals(settle(bands(TierMethod::marginal, {.accumulation = PeriodKind::quarter}),
                            lines, quarter)),
              ElementsAre("Li 2026Q4 2 800000.00 40000.00"));
}

TEST(Settle, CountsGrossProfitAndUnits) {
  const Plan plan(
      "Profit", CNY, RateSchedule::flat(Rate::parse("10%")),
      {.basis = CommissionBasis::gross_profit, .rounding = Rounding::down, .unit = cny(1'00)});
  const std::vector<SalesLine> lines{{.salesperson = "Li",
                                      .date = Date(2026, 11, 3),
                                      .net = cny(200'000'00),
                                      .cost = cny(150'009'00)}};
  EXPECT_THAT(totals(settle(plan, lines, november)), ElementsAre("Li 2026-11 1 49991.00 4999.00"));
}

TEST(Settle, NamesEveryLineThatItCannotCount) {
  const Plan plan("Profit", CNY, RateSchedule::flat(Rate::parse("10%")),
                  {.basis = CommissionBasis::gross_profit});
  const std::vector<SalesLine> lines{line("", Date(2026, 11, 3), 1),
                                     {.salesperson = "Li",
                                      .date = Date(2026, 11, 3),
                                      .net = Money::from_minor(5, USD),
                                      .cost = Money::from_minor(5, USD)}};
  try {
    static_cast<void>(settle(plan, lines, november));
    FAIL();
  } catch (const InvalidArgument& error) {
    ASSERT_EQ(error.faults().size(), 4U);
    EXPECT_THAT(to_string(error.faults()[1]), HasSubstr("gross profit"));
    EXPECT_THAT(to_string(error.faults()[2]), HasSubstr("0.05 USD"));
  }
  EXPECT_THROW(
      Plan("", CNY, RateSchedule::flat(Rate::parse("1%")), {.unit = Money::from_minor(5, USD)}),
      InvalidArgument);
}

TEST(Settle, GoesOnFromWhatEarlierLinesHaveAccumulated) {
  const Plan yearly = bands(TierMethod::marginal, {.accumulation = PeriodKind::year});
  const std::vector<SalesLine> lines{
      line("Li", Date(2025, 11, 3), 900'000'00), line("Li", Date(2026, 2, 3), 450'000'00),
      line("Li", Date(2026, 11, 3), 150'000'00), line("Li", Date(2026, 12, 1), 900'000'00)};
  const CommissionStatement statement = settle(yearly, lines, november);
  EXPECT_THAT(totals(statement), ElementsAre("Li 2026-11 1 150000.00 9500.00"));
  EXPECT_THAT(statement.outside, ElementsAre(0U, 3U));
}

TEST(Settle, ExplainsLinesAndTotals) {
  const std::vector<SalesLine> lines{line("Li", Date(2026, 11, 3), 450'000'55),
                                     line("Li", Date(2026, 11, 9), 150'000'33)};
  for (const CommissionRounding rounded :
       {CommissionRounding::cumulative, CommissionRounding::line}) {
    const Plan plan = bands(TierMethod::marginal, {.rounded = rounded});
    const CommissionStatement statement = settle(plan, lines, november);
    for (const EarnedLine& each : statement.lines) {
      const Derivation derivation = explain(plan, each, lines[each.line]);
      EXPECT_THAT(derivation.recheck(), IsEmpty()) << to_string(derivation);
      EXPECT_EQ(derivation.steps().back().result, Value(each.commission));
    }
    const EarnedTotal& total = statement.totals.front();
    const Derivation derivation = explain(plan, statement, total);
    EXPECT_THAT(derivation.recheck(), IsEmpty()) << to_string(derivation);
    EXPECT_EQ(derivation.steps().back().result, Value(total.commission));
  }
}

TEST(Settle, PaysInThePlansCurrencyOnly) {
  const Money dollars = Money::from_minor(100'00, USD);
  EXPECT_THROW(static_cast<void>(bands().commission(dollars, dollars)), CurrencyMismatch);
  EXPECT_THROW(static_cast<void>(bands().commission(Money::zero(USD), dollars)), CurrencyMismatch);
  EXPECT_EQ(bands(TierMethod::marginal, {.unit = cny(1)}), bands());
}

TEST(Settle, DescribesThePlan) {
  EXPECT_EQ(to_string(bands()),
            "Export: marginal: 3% from 0, 5% from 300000, 7% from 500000 of "
            "collected in CNY by month");
  EXPECT_THAT(describe(bands(), Language::en), HasSubstr("the net that was collected"));
  EXPECT_THAT(describe(bands(), Language::zh), HasSubstr("按月累计"));
}

}  // namespace
}  // namespace o2c
