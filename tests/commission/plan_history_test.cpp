#include "o2c/commission/plan_history.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/commission/plan_file.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using currencies::USD;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Plan flat(const char* rate, PeriodKind kind = PeriodKind::month, const Currency& in = CNY,
          const char* name = "Export") {
  return {name, in, RateSchedule::flat(Rate::parse(rate)), {.accumulation = kind}};
}
Date day(const char* text) { return Date::parse(text); }
Period period(const char* text) { return Period::parse(text); }

PlanHistory two() {
  return PlanHistory({{day("2026-01-01"), flat("3%")}, {day("2026-07-01"), flat("4%")}});
}

template <class Use>
std::vector<std::string> faults(const Use& use) {
  std::vector<std::string> found;
  try {
    use();
  } catch (const Error& error) {
    for (const Fault& fault : error.faults()) found.push_back(to_string(fault));
  }
  return found;
}
std::vector<std::string> faults_of(std::vector<PlanVersion> versions) {
  return faults([&] { static_cast<void>(PlanHistory(std::move(versions))); });
}
std::vector<std::string> faults_in(const std::string& text) {
  return faults([&] { static_cast<void>(plan_history_from_toml(text, "plan.toml")); });
}

TEST(PlanHistory, AVersionHoldsUntilTheNextBegins) {
  const PlanHistory history = two();
  EXPECT_EQ(history.on(day("2026-01-01")).plan, flat("3%"));
  EXPECT_EQ(history.on(day("2026-06-30")).plan, flat("3%"));
  EXPECT_EQ(history.on(day("2026-07-01")).plan, flat("4%"));
  EXPECT_EQ(history.on(day("2031-01-01")).plan, flat("4%"));
  EXPECT_EQ(to_string(history), "Export: 2 versions in CNY, from 2026-01-01 and 2026-07-01");
}

TEST(PlanHistory, TheVersionOfAllItsDaysSettlesAPeriod) {
  const PlanHistory history = two();
  EXPECT_EQ(history.for_period(period("2026-06")), flat("3%"));
  EXPECT_EQ(history.for_period(period("2026H1")), flat("3%"));
  EXPECT_EQ(history.for_period(period("2026Q3")), flat("4%"));
  const std::vector<SalesLine> lines{
      {.salesperson = "Li", .date = day("2026-06-30"), .net = Money::of(1000, CNY)},
      {.salesperson = "Li", .date = day("2026-07-01"), .net = Money::of(1000, CNY)}};
  EXPECT_EQ(
      settle(history.for_period(period("2026-06")), lines, period("2026-06")).totals[0].bounded,
      Money::of(30, CNY));
  EXPECT_EQ(
      settle(history.for_period(period("2026-07")), lines, period("2026-07")).totals[0].bounded,
      Money::of(40, CNY));
}

TEST(PlanHistory, APeriodOfTwoVersionsOrNoneIsRefused) {
  const PlanHistory history = two();
  EXPECT_THAT(faults([&] { static_cast<void>(history.for_period(period("2026"))); }),
              ElementsAre("period \"2026\": expected a period of one version, as the plan changes "
                          "on 2026-07-01"));
  EXPECT_THAT(faults([&] { static_cast<void>(history.for_period(period("2025Q4"))); }),
              ElementsAre("period \"2025Q4\": expected one that begins on 2026-01-01, when the "
                          "first version does, or later"));
  EXPECT_THAT(faults([&] { static_cast<void>(history.on(day("2025-12-31"))); }),
              ElementsAre("date \"2025-12-31\": expected a day from 2026-01-01, when the first "
                          "version begins"));
}

TEST(PlanHistory, NoAccumulationIsCutInTwo) {
  EXPECT_THAT(faults_of({{day("2026-01-15"), flat("3%")},
                         {day("2026-04-01"), flat("3%", PeriodKind::quarter)},
                         {day("2026-05-01"), flat("4%")},
                         {day("2026-06-01"), flat("4%", PeriodKind::half)}}),
              ElementsAre("row 0, from_date \"2026-01-15\": expected the first day of a month, "
                          "over which its base accumulates",
                          "row 2, from_date \"2026-05-01\": expected the first day of a quarter, "
                          "over which the version before's base accumulates",
                          "row 3, from_date \"2026-06-01\": expected the first day of a half, "
                          "over which its base accumulates"));
}

TEST(PlanHistory, VersionsInOrderOfOneNameAndCurrency) {
  EXPECT_THAT(faults_of({}), ElementsAre("versions \"none\": expected at least one version"));
  EXPECT_THAT(
      faults_of({{day("2026-02-01"), flat("3%")},
                 {day("2026-02-01"), flat("4%")},
                 {day("2026-01-01"), flat("4%", PeriodKind::month, USD, "Home")}}),
      ElementsAre("row 1, from_date \"2026-02-01\": expected a day after 2026-02-01, from which "
                  "the version before it holds",
                  "row 2, from_date \"2026-01-01\": expected a day after 2026-02-01, from which "
                  "the version before it holds",
                  "row 2, name \"Home\": expected Export, as of the first version",
                  "row 2, currency \"USD\": expected CNY, as of the first version"));
}

const std::string file = R"(name = "Export"
currency = "CNY"

[[version]]
from_date = 2026-01-01
rate = "3%"

[[version]]
from_date = 2026-07-01
accumulation = "quarter"

[[version.rule]]
name = "sheet"
products = ["sheet"]
rate = "4%"

[[version.rule]]
name = "rest"
rate = "2%"

[[version.modifier]]
by = "days_overdue"
levels = [{ above = 30, pays = "80%" }]
rules = ["sheet"]

[version.category_above]
coil = "sheet"

[[version.override]]
level = 1
rate = "0.5%"

[[version.pool]]
name = "team"
rate = "1%"
members = ["Li", "Wang"]

[version.payout]
cap = 9000
)";

TEST(PlanHistory, IsReadFromAFileAndWrittenAsIt) {
  const PlanHistory history = plan_history_from_toml(file);
  EXPECT_EQ(history.versions()[0], (PlanVersion{day("2026-01-01"), flat("3%")}));
  const Plan& second = history.versions()[1].plan;
  EXPECT_EQ(second.name(), "Export");
  EXPECT_EQ(second.rules().size(), 2U);
  EXPECT_EQ(second.terms().accumulation, PeriodKind::quarter);
  EXPECT_EQ(second.terms().payout.cap, Money::of(9000, CNY));
  EXPECT_EQ(second.terms().pools.front().members.size(), 2U);
  EXPECT_EQ(to_toml(history), file);
  const PlanHistory one({{day("2026-01-01"), flat("3%", PeriodKind::month, Currency("POINT", 0))}});
  EXPECT_EQ(plan_history_from_toml(to_toml(one)), one);
}

TEST(PlanHistory, FaultsOfAFileHaveTheirLines) {
  EXPECT_THAT(faults_in(R"(name = "Export"
currency = "CNY"
basis = "invoiced"

[[version]]
rate = "3"
currency = "CNY"

[[version]]
from_date = 2026-07-01

[version.payout]
cap = -1
)"),
              ElementsAre(HasSubstr("plan.toml:3, basis"), HasSubstr("plan.toml:5, from_date"),
                          HasSubstr("plan.toml:6, rate \"3\""),
                          "plan.toml:7, currency \"CNY\": expected it above all tables, where the "
                          "plan's own keys stand",
                          HasSubstr("plan.toml:9, rate: expected what the plan pays"),
                          HasSubstr("plan.toml:13, cap \"-1")));
  EXPECT_THAT(faults_in(R"(name = "Export"
currency = "CNY"

[[version]]
from_date = 2026-07-01
rate = "3%"

[[version]]
from_date = 2026-02-01
rate = "3%"
)"),
              ElementsAre("plan.toml:9, from_date \"2026-02-01\": expected a day after 2026-07-01, "
                          "from which the version before it holds"));
  EXPECT_THAT(faults_in("name = \"Export\"\ncurrency = \"CNY\"\nrate = \"3%\"\n"),
              ElementsAre(HasSubstr("plan.toml:1, version: expected a [[version]]"),
                          HasSubstr("plan.toml:3, rate")));
  EXPECT_THAT(faults([] { static_cast<void>(plan_from_toml(file, "plan.toml")); }),
              ElementsAre("plan.toml:4, version: expected one plan; its versions are read as a "
                          "history"));
}

TEST(PlanHistory, IsToldAndDoubtedVersionByVersion) {
  const PlanHistory history({{day("2026-01-01"), flat("3%")},
                             {day("2026-07-01"), flat("3%")},
                             {day("2026-10-01"), flat("150%")}});
  EXPECT_THAT(describe(history, Language::en),
              HasSubstr("from 2026-10-01, Export: counted from the net that was collected"));
  EXPECT_THAT(describe(history, Language::zh), HasSubstr("自 2026-07-01 起，Export："));
  std::vector<std::string> findings;
  for (const Label& each : lint(history)) findings.push_back(each.en);
  EXPECT_THAT(findings, ElementsAre("from 2026-07-01: it is as the version before it",
                                    HasSubstr("from 2026-10-01: ")));
  EXPECT_THAT(lint(two()), IsEmpty());
}

TEST(PlanHistory, DoubtsRulesWhoseDatesAreOfAnotherVersion) {
  const auto doubts = [](LinePick picks) {
    const Plan first("Export", CNY, {{.name = "dated", .picks = std::move(picks)}});
    std::vector<std::string> found;
    for (const Label& each :
         lint(PlanHistory({{day("2026-01-01"), first}, {day("2026-07-01"), flat("4%")}})))
      found.push_back(each.en);
    return found;
  };
  const char* const never =
      "from 2026-01-01: dated: it never picks a line, as its dates are not of this version";
  EXPECT_THAT(doubts({.to_date = day("2025-12-31")}), ElementsAre(never));
  EXPECT_THAT(doubts({.to_date = day("2026-01-01")}), IsEmpty());
  EXPECT_THAT(doubts({.from_date = day("2026-07-01")}), ElementsAre(never));
  EXPECT_THAT(doubts({.from_date = day("2026-06-30")}), IsEmpty());
}

// A period is settled from the lines that it is given, so such versions may be; what settles all
// periods from the same lines refuses them.
TEST(PlanHistory, TellsVersionsThatCountOtherLinesOrOnOtherDays) {
  const auto plan = [](CommissionBasis basis, EarningMoment earned_on) {
    return Plan("Export", CNY, RateSchedule::flat(Rate::parse("3%")),
                {.basis = basis, .earned_on = earned_on});
  };
  const PlanHistory history(
      {{day("2026-01-01"), plan(CommissionBasis::invoiced, EarningMoment::date)},
       {day("2026-04-01"), plan(CommissionBasis::gross_profit, EarningMoment::date)},
       {day("2026-07-01"), plan(CommissionBasis::gross_profit, EarningMoment::shipment)},
       {day("2026-10-01"), plan(CommissionBasis::collected, EarningMoment::shipment)},
       {day("2027-01-01"), plan(CommissionBasis::invoiced, EarningMoment::shipment)}});
  std::vector<std::string> findings;
  for (const Label& each : lint(history)) findings.push_back(each.en);
  EXPECT_THAT(
      findings,
      ElementsAre("from 2026-07-01: it counts lines by their shipment_date, the version before by "
                  "their date: a line may count twice or not at all, and a close refuses it",
                  "from 2026-10-01: it goes by what is collected, the version before by what is "
                  "invoiced: a line may count twice or not at all, and a close refuses it",
                  HasSubstr("from 2026-10-01: what is collected counts on the day of shipment"),
                  "from 2027-01-01: it goes by what is invoiced, the version before by what is "
                  "collected: a line may count twice or not at all, and a close refuses it"));
  const std::vector<SalesLine> lines{{.salesperson = "Li",
                                      .date = day("2026-06-30"),
                                      .net = Money::of(100, CNY),
                                      .cost = Money::of(60, CNY),
                                      .shipment_date = day("2026-07-02")}};
  for (const char* const period : {"2026-06", "2026-07"}) {
    const Period settled = Period::parse(period);
    EXPECT_THAT(settle(history.for_period(settled), lines, settled).lines, ::testing::SizeIs(1))
        << period;
  }
}

}  // namespace
}  // namespace o2c
