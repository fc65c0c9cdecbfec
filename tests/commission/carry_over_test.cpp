// What is missed of a target, or sold beyond it, and goes on into the next accumulation.

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/commission/commission_book.hpp"
#include "o2c/commission/plan_file.hpp"
#include "o2c/commission/plan_history.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Money yuan(std::int64_t amount) { return Money::of(amount, CNY); }
Period period(const char* text) { return Period::parse(text); }
SalesLine line(const char* date, std::int64_t net, const char* who = "Li") {
  return {.salesperson = who, .date = Date::parse(date), .net = yuan(net)};
}
// 2% up to the target, 5% of what is beyond.
Plan plan(CarryOver carried) {
  return {
      "Quota",
      CNY,
      {{.name = "all",
        .schedule = RateSchedule(TierMethod::marginal, {{.from = 0, .rate = Rate::parse("2%")},
                                                        {.from = 1, .rate = Rate::parse("5%")}}),
        .tiers_over = TierMeasure::attainment}},
      {.accumulation = PeriodKind::quarter, .carry_over = carried}};
}
std::vector<SalesTarget> targets(const char* who = "Li") {
  std::vector<SalesTarget> all;
  for (const char* const each : {"2025Q4", "2026Q1", "2026Q2", "2026Q3", "2026Q4"})
    all.push_back({who, period(each), yuan(100'000)});
  return all;
}
Money earned(CarryOver carried, const std::vector<SalesLine>& lines, const char* of) {
  const std::vector<SalesTarget> all = targets();
  Money sum = yuan(0);
  for (const EarnedTotal& each : settle(plan(carried), lines, period(of), {.targets = all}).totals)
    sum += each.commission;
  return sum;
}

TEST(CarryOver, AShortfallIsMadeUpFirst) {
  const std::vector<SalesLine> lines{line("2026-01-05", 70'000), line("2026-04-05", 150'000)};
  EXPECT_EQ(earned(CarryOver::none, lines, "2026Q2"), yuan(2'000 + 2'500));
  // 30,000 of it go to the first quarter's target: 130,000 at 2%, 20,000 at 5%.
  EXPECT_EQ(earned(CarryOver::shortfall, lines, "2026Q2"), yuan(2'600 + 1'000));
  EXPECT_EQ(earned(CarryOver::both, lines, "2026Q2"), yuan(2'600 + 1'000));
  EXPECT_EQ(earned(CarryOver::surplus, lines, "2026Q2"), yuan(2'000 + 2'500));
  // The first quarter is what it was.
  EXPECT_EQ(earned(CarryOver::both, lines, "2026Q1"), yuan(1'400));
}

TEST(CarryOver, ASurplusCountsAndIsNotPaidAgain) {
  const std::vector<SalesLine> lines{line("2026-01-05", 140'000), line("2026-04-05", 90'000)};
  EXPECT_EQ(earned(CarryOver::none, lines, "2026Q2"), yuan(1'800));
  // 40,000 stand there already: 60,000 at 2%, 30,000 at 5%.
  EXPECT_EQ(earned(CarryOver::surplus, lines, "2026Q2"), yuan(1'200 + 1'500));
  EXPECT_EQ(earned(CarryOver::shortfall, lines, "2026Q2"), yuan(1'800));
}

TEST(CarryOver, GoesThroughAQuarterWithoutLinesAndEndsWithTheYear) {
  // The first quarter misses 30,000, the second all of its 100,000.
  const std::vector<SalesLine> lines{line("2025-12-05", 1), line("2026-01-05", 70'000),
                                     line("2026-07-05", 250'000)};
  // 230,000 at 2%, 20,000 at 5%: nothing of what was missed in 2025.
  EXPECT_EQ(earned(CarryOver::shortfall, lines, "2026Q3"), yuan(4'600 + 1'000));
  // A month of the quarter, and the whole year at once, make the same.
  EXPECT_EQ(earned(CarryOver::shortfall, lines, "2026-07"), yuan(4'600 + 1'000));
  EXPECT_EQ(earned(CarryOver::shortfall, lines, "2026"), yuan(1'400 + 4'600 + 1'000));
}

TEST(CarryOver, NobodyWithoutATargetHasMissedOne) {
  const std::vector<SalesLine> lines{line("2026-07-05", 150'000)};
  const std::vector<SalesTarget> from_july{{"Li", period("2026Q3"), yuan(100'000)}};
  const CommissionStatement settled =
      settle(plan(CarryOver::both), lines, period("2026Q3"), {.targets = from_july});
  EXPECT_EQ(settled.totals[0].commission, yuan(2'000 + 2'500));
}

TEST(CarryOver, ALineTellsWhatWasCarried) {
  const std::vector<SalesLine> lines{line("2026-01-05", 70'000), line("2026-04-05", 150'000)};
  const std::vector<SalesTarget> all = targets();
  const Plan shortfall = plan(CarryOver::shortfall);
  const CommissionStatement settled = settle(shortfall, lines, period("2026Q2"), {.targets = all});
  EXPECT_EQ(settled.lines[0].carried, Decimal(-30'000));
  const Derivation why = explain(shortfall, settled.lines[0], lines[1]);
  EXPECT_THAT(why.recheck(), IsEmpty());
  EXPECT_THAT(to_string(why), HasSubstr("carried over"));
  EXPECT_EQ(why.steps().back().result, Value(yuan(3'600)));
}

TEST(CarryOver, ALateLineChangesWhatFollowsInTheYear) {
  const std::vector<SalesTarget> all = targets();
  const Plan shortfall = plan(CarryOver::shortfall);
  CommissionBook book({"salesperson", "date", "net"});
  std::vector<SalesLine> lines{line("2026-01-05", 70'000), line("2026-04-05", 150'000)};
  for (const char* const each : {"2026Q1", "2026Q2"})
    book.close(settle(book, shortfall, lines, period(each), {.targets = all}).closing);
  // 20,000 more in January earn 400, and as many of April's are beyond the target: 5%, not 2%.
  lines.push_back(line("2026-01-06", 20'000));
  const OpenSettlement next = settle(book, shortfall, lines, period("2026Q3"), {.targets = all});
  EXPECT_THAT(next.closing.corrections,
              ElementsAre(BookedCorrection{period("2026Q1"), "Li", yuan(1'400), yuan(1'800)},
                          BookedCorrection{period("2026Q2"), "Li", yuan(3'600), yuan(4'200)}));
  // All of the year's lines are needed.
  try {
    static_cast<void>(settle(book, shortfall, {}, period("2026Q3"), {.targets = all}));
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.faults(), SizeIs(2));
  }
}

std::vector<std::string> faults_of(const char* text) {
  std::vector<std::string> found;
  try {
    static_cast<void>(plan_from_toml(text, "p.toml"));
  } catch (const Error& error) {
    for (const Fault& fault : error.faults()) found.push_back(to_string(fault));
  }
  return found;
}

TEST(CarryOver, NeedsTargetsAndAccumulationsThatMakeUpAYear) {
  EXPECT_THAT(faults_of("name = \"P\"\ncurrency = \"CNY\"\naccumulation = \"week\"\n"
                        "carry_over = \"both\"\nrate = \"1%\"\n"),
              ElementsAre(HasSubstr("p.toml:4, carry_over \"both\": expected none"),
                          HasSubstr("p.toml:4, carry_over \"both\": expected an accumulation by")));
  EXPECT_THAT(faults_of("name = \"P\"\ncurrency = \"CNY\"\ncarry_over = \"all\"\nrate = \"1%\"\n"),
              ElementsAre(HasSubstr("p.toml:3, carry_over \"all\"")));
}

TEST(CarryOver, IsToldAndBeginsWithAYear) {
  EXPECT_THAT(
      describe(plan(CarryOver::both), Language::en),
      HasSubstr("what is missed of a target or beyond it is carried into the next quarter"));
  EXPECT_THAT(describe(plan(CarryOver::shortfall), Language::zh), HasSubstr("欠额结转至同一年度"));
  const Plan carried = plan(CarryOver::both);
  try {
    const PlanHistory history({{Date(2026, 4, 1), carried}});
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), HasSubstr("the first day of a year"));
  }
}

}  // namespace
}  // namespace o2c
