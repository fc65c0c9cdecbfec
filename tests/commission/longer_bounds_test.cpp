// Caps and floors over a longer period than a plan accumulates.

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

Money yuan(std::int64_t amount) { return Money::of(amount, CNY); }
Period period(const char* text) { return Period::parse(text); }
SalesLine line(const char* date, std::int64_t net, const char* document = "I-1") {
  return {.salesperson = "Li", .date = Date::parse(date), .net = yuan(net), .document = document};
}
Plan plan(const PayoutTerms& payout, PeriodKind accumulation = PeriodKind::month) {
  return {"Capped",
          CNY,
          RateSchedule::flat(Rate::parse("10%")),
          {.accumulation = accumulation, .payout = payout}};
}
PayoutTerms year_cap(std::int64_t amount) {
  return {.longer_period = PeriodKind::year, .longer_cap = yuan(amount)};
}
Money bounded(const Plan& plan, const std::vector<SalesLine>& lines, const char* of) {
  Money sum = yuan(0);
  for (const EarnedTotal& each : settle(plan, lines, period(of)).totals) sum += each.bounded;
  return sum;
}

const std::vector<SalesLine> four_months{line("2026-01-10", 1'000), line("2026-02-10", 1'000),
                                         line("2026-03-10", 1'000), line("2026-04-10", 1'000)};

TEST(LongerBounds, ACapOfTheYearIsUsedUpMonthByMonth) {
  const Plan capped = plan(year_cap(250));
  EXPECT_EQ(bounded(capped, four_months, "2026-01"), yuan(100));
  EXPECT_EQ(bounded(capped, four_months, "2026-02"), yuan(100));
  EXPECT_EQ(bounded(capped, four_months, "2026-03"), yuan(50));
  EXPECT_EQ(bounded(capped, four_months, "2026-04"), yuan(0));
  // The months of a quarter make the quarter.
  EXPECT_EQ(bounded(capped, four_months, "2026Q1"), yuan(250));
  EXPECT_EQ(bounded(capped, four_months, "2026Q2"), yuan(0));
  EXPECT_EQ(bounded(capped, four_months, "2026"), yuan(250));
  // A year begins anew.
  const std::vector<SalesLine> next{line("2026-12-10", 9'000), line("2027-01-10", 1'000)};
  EXPECT_EQ(bounded(capped, next, "2027-01"), yuan(100));
}

TEST(LongerBounds, WhatWasBeyondTheCapIsTakenBackFirst) {
  const Plan capped = plan(year_cap(250));
  std::vector<SalesLine> lines = four_months;
  // 400 were earned, 250 paid: 100 less is still beyond the cap.
  lines.push_back(line("2026-05-10", -1'000));
  EXPECT_EQ(bounded(capped, lines, "2026-05"), yuan(0));
  // 300 - 120 are 180: 70 of what was paid are taken back.
  lines.push_back(line("2026-06-10", -1'200));
  EXPECT_EQ(bounded(capped, lines, "2026-06"), yuan(-70));
  // There is room again, up to the cap.
  lines.push_back(line("2026-07-10", 5'000));
  EXPECT_EQ(bounded(capped, lines, "2026-07"), yuan(70));
}

TEST(LongerBounds, MonthsAreBoundedFirst) {
  PayoutTerms terms = year_cap(250);
  terms.cap = yuan(120);
  terms.floor = yuan(20);
  const std::vector<SalesLine> lines{line("2026-01-10", 9'000), line("2026-02-10", 10),
                                     line("2026-03-10", 9'000)};
  EXPECT_EQ(bounded(plan(terms), lines, "2026-01"), yuan(120));
  EXPECT_EQ(bounded(plan(terms), lines, "2026-02"), yuan(20));
  EXPECT_EQ(bounded(plan(terms), lines, "2026-03"), yuan(110));
}

TEST(LongerBounds, AFloorIsPaidWithTheFirstLinesAndEarnedBack) {
  const Plan floored = plan({.longer_period = PeriodKind::quarter, .longer_floor = yuan(250)});
  EXPECT_EQ(bounded(floored, four_months, "2026-01"), yuan(250));
  EXPECT_EQ(bounded(floored, four_months, "2026-02"), yuan(0));
  EXPECT_EQ(bounded(floored, four_months, "2026-03"), yuan(50));
  EXPECT_EQ(bounded(floored, four_months, "2026-04"), yuan(250));
  // Who has no lines has none.
  EXPECT_THAT(settle(floored, four_months, period("2026-07")).totals, IsEmpty());
}

TEST(LongerBounds, SettlementsMayBeShorterThanTheAccumulation) {
  PayoutTerms terms = year_cap(250);
  terms.cap = yuan(200);
  const Plan quarterly = plan(terms, PeriodKind::quarter);
  EXPECT_EQ(bounded(quarterly, four_months, "2026-02"), yuan(100));
  EXPECT_EQ(bounded(quarterly, four_months, "2026-03"), yuan(0));   // The quarter's cap.
  EXPECT_EQ(bounded(quarterly, four_months, "2026-04"), yuan(50));  // The year's.
}

TEST(LongerBounds, AStepWithinBoundsNamesThem) {
  const Plan both = plan({.cap = yuan(80), .floor = yuan(20)});
  const CommissionStatement january = settle(both, four_months, period("2026-01"));
  EXPECT_THAT(to_string(explain(both, january, january.totals.front())),
              HasSubstr("commission 100.00 CNY, floor 20.00 CNY, cap 80.00 CNY"));
  const Plan order("Order", CNY, RateSchedule::flat(Rate::parse("10%")),
                   {.order_floor = yuan(20), .order_cap = yuan(80)});
  const SalesLine sold{
      .salesperson = "Li", .date = Date(2026, 1, 5), .net = yuan(1'000), .order = "O1"};
  const CommissionStatement capped = settle(order, {{sold, sold}}, period("2026-01"));
  const std::string first = to_string(explain(order, capped.lines.front(), sold));
  EXPECT_THAT(first, HasSubstr("found by earned 100.00 CNY, floor 20.00 CNY, cap 80.00 CNY"));
  const std::string second = to_string(explain(order, capped.lines.back(), sold));
  EXPECT_THAT(second, HasSubstr("found by earned 200.00 CNY, floor 20.00 CNY, cap 80.00 CNY"));
}

TEST(LongerBounds, TheTotalIsExplained) {
  const Plan capped = plan(year_cap(250));
  const CommissionStatement march = settle(capped, four_months, period("2026-03"));
  const Derivation derivation = explain(capped, march, march.totals.front());
  EXPECT_TRUE(derivation.recheck().empty());
  const std::string text = to_string(derivation);
  EXPECT_THAT(text, HasSubstr("in 2026 so far"));
  EXPECT_THAT(text, HasSubstr("within the cap and floor of 2026"));
  EXPECT_THAT(text, HasSubstr("so far 300.00 CNY, cap 250.00 CNY"));
  EXPECT_EQ(derivation.steps().back().result, Value(yuan(50)));
  EXPECT_THAT(derivation.to_text(Language::zh), HasSubstr("2026 封顶保底后"));
}

TEST(LongerBounds, WhatIsPayableIsBoundedByItself) {
  PayoutTerms terms = year_cap(150);
  terms.payable_on = EarningMoment::full_payment;
  std::vector<SalesLine> lines{line("2026-01-10", 1'000), line("2026-02-10", 1'000)};
  lines[1].full_payment_date = Date(2026, 2, 20);
  const EarnedTotal february = settle(plan(terms), lines, period("2026-02")).totals.front();
  // 50 are left of the cap; of 100 that are payable all are.
  EXPECT_EQ(february.bounded, yuan(50));
  EXPECT_EQ(february.payable, yuan(100));
}

// --- closed periods ------------------------------------------------------------------------------

TEST(LongerBounds, ACorrectionTakesRoomOfLaterMonthsAndIsListed) {
  const Plan capped = plan(year_cap(250));
  CommissionBook book({"date", "net", "document"});
  for (const char* const month : {"2026-01", "2026-02", "2026-03"})
    book.close(settle(book, capped, four_months, period(month)).closing);
  // 80 more in January: it takes 80, and March has 80 less room: it is paid nothing, and gives 30
  // that February had.
  std::vector<SalesLine> lines = four_months;
  lines.push_back(line("2026-01-20", 800, "late"));
  const OpenSettlement april = settle(book, capped, lines, period("2026-04"));
  std::vector<std::pair<std::string, Money>> corrections;
  for (const BookedCorrection& each : april.closing.corrections)
    corrections.emplace_back(to_string(each.of), each.amount());
  EXPECT_THAT(corrections,
              ElementsAre(std::pair("2026-01", yuan(80)), std::pair("2026-02", yuan(-30)),
                          std::pair("2026-03", yuan(-50))));
  EXPECT_EQ(april.statement.payouts.front().payout.payable, yuan(0));
  book.close(april.closing);
  // A return of all that January had frees room for the months after it.
  lines.push_back(line("2026-01-20", -1'800, "back"));
  const OpenSettlement may = settle(book, capped, lines, period("2026-05"));
  corrections.clear();
  for (const BookedCorrection& each : may.closing.corrections)
    corrections.emplace_back(to_string(each.of), each.amount());
  EXPECT_THAT(corrections,
              ElementsAre(std::pair("2026-01", yuan(-180)), std::pair("2026-02", yuan(30)),
                          std::pair("2026-03", yuan(100)), std::pair("2026-04", yuan(50))));
}

TEST(LongerBounds, VersionsBeginWithTheLongerPeriod) {
  EXPECT_NO_THROW(PlanHistory(
      {{Date(2026, 1, 1), plan(year_cap(250))}, {Date(2027, 1, 1), plan(year_cap(300))}}));
  try {
    const PlanHistory changed(
        {{Date(2026, 1, 1), plan(year_cap(250))}, {Date(2026, 7, 1), plan(year_cap(300))}});
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), HasSubstr("the first day of a year"));
  }
}

TEST(LongerBounds, ABookAsksForOnePlanOverTheLongerPeriod) {
  CommissionBook book({"date", "net", "document"});
  book.close(settle(book, plan(year_cap(250)), four_months, period("2026-01")).closing);
  try {
    settle(book, plan(year_cap(300)), four_months, period("2026-02"));
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), HasSubstr("plan \"Capped\": expected that of 2026-01, as its bounds "
                                        "or accelerators are of 2026"));
  }
}

// --- the plan ------------------------------------------------------------------------------------

TEST(LongerBounds, StandInTheFile) {
  const std::string text =
      "name = \"Capped\"\ncurrency = \"CNY\"\nrate = \"10%\"\n"
      "[payout]\nlonger_period = \"year\"\nlonger_cap = 250\n";
  const Plan read = plan_from_toml(text);
  EXPECT_EQ(read, plan(year_cap(250)));
  EXPECT_EQ(plan_from_toml(to_toml(read)), read);
  EXPECT_THAT(describe(read, Language::en), HasSubstr("- in a year at most 250.00 CNY\n"));
  EXPECT_THAT(describe(read, Language::zh), HasSubstr("- 每年封顶 250.00 CNY\n"));
  try {
    plan_from_toml(
        "name = \"Capped\"\ncurrency = \"CNY\"\nrate = \"10%\"\n"
        "[payout]\nlonger_period = \"decade\"\nlonger_cap = 250\n",
        "p.toml");
    FAIL();
  } catch (const ParseError& error) {
    EXPECT_THAT(error.what(), HasSubstr("p.toml:5, longer_period \"decade\": expected how long a "
                                        "period is: one of week"));
  }
}

TEST(LongerBounds, AreRefusedOnTheLineThatStatesThem) {
  try {
    plan_from_toml(
        "name = \"Capped\"\ncurrency = \"CNY\"\nrate = \"10%\"\n"
        "[payout]\nlonger_floor = 250\n",
        "p.toml");
    FAIL();
  } catch (const ParseError& error) {
    EXPECT_THAT(error.what(), HasSubstr("p.toml:5, "));
    EXPECT_THAT(error.what(), HasSubstr("longer_floor \"250.00 CNY\": expected a longer_period"));
  }
}

TEST(LongerBounds, AreRefusedWhereTheyMeanNothing) {
  const auto refused = [](const PayoutTerms& terms, PeriodKind accumulation) {
    try {
      plan(terms, accumulation);
    } catch (const InvalidArgument& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_THAT(
      refused({.longer_cap = yuan(5)}, PeriodKind::month),
      HasSubstr("longer_cap \"5.00 CNY\": expected a longer_period, such as \"year\", as well"));
  EXPECT_THAT(refused({.longer_period = PeriodKind::year}, PeriodKind::month),
              HasSubstr("longer_period \"year\": expected a longer_cap or longer_floor as well"));
  EXPECT_THAT(refused(year_cap(5), PeriodKind::year),
              HasSubstr("longer_period \"year\": expected a longer period than a year"));
  EXPECT_THAT(refused(year_cap(5), PeriodKind::week), HasSubstr("weeks make up no longer period"));
  PayoutTerms crossed = year_cap(5);
  crossed.longer_floor = yuan(6);
  EXPECT_THAT(refused(crossed, PeriodKind::month), HasSubstr("at most the cap of 5.00 CNY"));
}

TEST(LongerBounds, AreDoubtedWhereTheyAreIdle) {
  const auto doubts = [](std::int64_t cap, std::int64_t longer) {
    PayoutTerms terms = year_cap(longer);
    terms.cap = yuan(cap);
    std::string all;
    for (const Label& each : lint(plan(terms))) all += each.en + "\n";
    return all;
  };
  EXPECT_EQ(doubts(100, 1'199), "");
  EXPECT_EQ(doubts(100, 1'200),
            "the cap of a year is never reached, as those of its 12 parts come before it\n");
  EXPECT_EQ(doubts(300, 250), "a month may earn more than a year\n");
  const auto found = [](const PayoutTerms& terms) {
    std::vector<std::string> texts;
    for (const Label& each : lint(plan(terms))) {
      texts.push_back(each.en);
      texts.push_back(each.zh);
    }
    return texts;
  };
  PayoutTerms crossed = year_cap(250);
  crossed.floor = yuan(250);
  EXPECT_THAT(found(crossed), IsEmpty());
  crossed.floor = yuan(251);
  EXPECT_THAT(found(crossed), ElementsAre("the floor of a month is above the cap of a year",
                                          "每月保底高于每年封顶"));
  PayoutTerms idle{.cap = yuan(10), .longer_period = PeriodKind::half, .longer_floor = yuan(59)};
  EXPECT_THAT(found(idle), IsEmpty());
  idle.longer_floor = yuan(60);
  EXPECT_THAT(found(idle), ElementsAre("the floor of half a year is all that is ever paid, as the "
                                       "caps of its 6 parts come to no more",
                                       "每半年只会支付保底：其中 6 个月的封顶合计不高于保底"));
  EXPECT_THAT(describe(plan(idle), Language::en), HasSubstr("- in half a year at least 60.00"));
}

}  // namespace
}  // namespace o2c
