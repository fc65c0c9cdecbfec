// Who is credited with what comes after somebody's last day.

#include "o2c/commission/leaving.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/commission/plan.hpp"
#include "o2c/commission/plan_file.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/money/money_text.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

const Period october = Period::parse("2026-10");

Money cny(const char* amount) { return parse_money(amount, CNY); }

Plan plan_with(const LeavingTerms& leaving, const char* rate = "5%") {
  return {"Export", CNY, RateSchedule::flat(Rate::parse(rate)), {.leaving = leaving}};
}
SalesLine line(const char* who, int day, const char* net) {
  return {.salesperson = who, .date = Date(2026, 10, day), .net = cny(net)};
}
// Li left on the 10th, Mei took over and left on the 20th; then Wu has it.
Team team() {
  return Team({{"Li"}, {"Mei"}, {"Wu"}, {"Zhou"}}, {{"Li", Date(2026, 10, 10), "Mei"},
                                                    {"Mei", Date(2026, 10, 20), "Wu"},
                                                    {"Zhou", Date(2026, 10, 5)}});
}

using Paid = std::vector<std::pair<std::string, Money>>;
// Who earned what, line by line.
Paid paid(const Plan& plan, const std::vector<SalesLine>& lines) {
  const Team all = team();
  Paid found;
  for (const EarnedLine& each : settle(plan, lines, october, {.team = &all}).lines)
    found.emplace_back(each.salesperson, each.commission);
  return found;
}

const std::vector<SalesLine> cash{line("Li", 10, "1000"), line("Li", 11, "1000"),
                                  line("Li", 21, "1000")};

TEST(Leaving, IsNotLookedAtUnlessThePlanDoes) {
  EXPECT_THAT(paid(plan_with({}), cash),
              ElementsAre(Pair("Li", cny("50")), Pair("Li", cny("50")), Pair("Li", cny("50"))));
}

TEST(Leaving, CreditsTheLeaver) {
  EXPECT_THAT(paid(plan_with({.earns = AfterLeaving::leaver}), cash),
              ElementsAre(Pair("Li", cny("50")), Pair("Li", cny("50")), Pair("Li", cny("50"))));
}

TEST(Leaving, CreditsWhoeverHasTakenOverByThen) {
  EXPECT_THAT(paid(plan_with({.earns = AfterLeaving::successor}), cash),
              ElementsAre(Pair("Li", cny("50")), Pair("Mei", cny("50")), Pair("Wu", cny("50"))));
}

TEST(Leaving, LeavesItToTheHouse) {
  const Team all = team();
  const CommissionStatement statement =
      settle(plan_with({.earns = AfterLeaving::house}), cash, october, {.team = &all});
  EXPECT_THAT(statement.lines, SizeIs(1));
  EXPECT_THAT(statement.unmatched, IsEmpty());
  ASSERT_THAT(statement.tie_out, SizeIs(2));
  EXPECT_EQ(statement.tie_out[1].standing, LineStanding::house);
  EXPECT_EQ(to_string(LineStanding::house), "house");
  EXPECT_EQ(statement.tie_out[1].lines, 2U);
  EXPECT_EQ(statement.tie_out[1].net, cny("2000"));
  EXPECT_EQ(statement.tie_out[1].commission, cny("0"));
}

TEST(Leaving, GivesTheLeaverAShareForSomeDays) {
  const LeavingTerms terms{.earns = AfterLeaving::leaver,
                           .days = 10,
                           .share = Rate::parse("60%"),
                           .later = AfterLeaving::house};
  // The 20th is the tenth day after the last.
  const std::vector<SalesLine> lines{line("Li", 20, "33.33"), line("Li", 21, "1000")};
  EXPECT_THAT(paid(plan_with(terms, "10%"), lines),
              ElementsAre(Pair("Li", cny("2.00")), Pair("Mei", cny("1.33"))));
  const Team all = team();
  const CommissionStatement statement =
      settle(plan_with(terms, "10%"), lines, october, {.team = &all});
  EXPECT_TRUE(statement.lines[0].after_leaving);
  EXPECT_EQ(statement.lines[0].base + statement.lines[1].base, cny("33.33"));
  const Derivation why = explain(plan_with(terms, "10%"), statement.lines[1], lines[0]);
  EXPECT_EQ(why.steps().front().label.en, "credited after leaving");
  EXPECT_EQ(why.steps().back().result, to_value(cny("1.33")));
}

TEST(Leaving, ComesAfterAssignments) {
  const Team all = team();
  const CreditAssignments credits(
      CreditKey::party, {{.key = "Acme", .split = CreditSplit({{"Li"}}), .from_date = {}}});
  SalesLine sold = line("Li", 15, "1000");
  sold.party = "Acme";
  const CommissionStatement statement =
      settle(plan_with({.earns = AfterLeaving::successor}), {{sold}}, october,
             {.credits = &credits, .team = &all});
  ASSERT_THAT(statement.lines, SizeIs(1));
  EXPECT_EQ(statement.lines[0].salesperson, "Li");
  EXPECT_FALSE(statement.lines[0].after_leaving);
}

template <class Make>
std::vector<std::string> faults(const Make& make) {
  std::vector<std::string> found;
  try {
    make();
  } catch (const Error& error) {
    for (const Fault& fault : error.faults()) found.push_back(to_string(fault));
  }
  return found;
}

TEST(Leaving, NamesEveryLineOfWhomItIsNotKnown) {
  const Plan plan = plan_with({.earns = AfterLeaving::successor});
  EXPECT_THAT(faults([&] {
                paid(plan, {line("Li", 11, "1"), line("Zhou", 6, "1"), line("Xu", 1, "1"),
                            line("Zhou", 5, "1")});
              }),
              ElementsAre(HasSubstr("row 1, salesperson \"Zhou\": expected one with a successor"),
                          HasSubstr("row 2, salesperson \"Xu\": expected one of the people")));
  EXPECT_THAT(faults([&] { static_cast<void>(settle(plan, cash, october)); }),
              ElementsAre(HasSubstr("team \"none\"")));
}

TEST(Leaving, IsCheckedWhereTheTeamIsMade) {
  const auto of = [](std::vector<Leaving> leavings) {
    return faults([&] { static_cast<void>(Team({{"Li"}, {"Mei"}}, leavings)); });
  };
  const Date day(2026, 10, 10);
  EXPECT_THAT(of({{"Li", day, "Mei"}}), IsEmpty());
  EXPECT_THAT(of({{"Xu", day}}), ElementsAre(HasSubstr("somebody of the team")));
  EXPECT_THAT(of({{"Li", day, "Xu"}}), ElementsAre(HasSubstr("one of the team")));
  EXPECT_THAT(of({{"Li", day}, {"Li", Date(2026, 11, 1)}}),
              ElementsAre(HasSubstr("one last day, not 2026-10-10 too")));
  EXPECT_THAT(of({{"Li", day, "Mei"}, {"Mei", day, "Li"}}),
              ElementsAre(HasSubstr("Li -> Mei -> Li"), HasSubstr("Mei -> Li -> Mei")));
}

TEST(Leaving, IsARuleOfThePlan) {
  const std::string text = R"(name = "Export"
currency = "CNY"
rate = "5%"

[leaving]
earns = "leaver"
days = 90
share = "50%"
later = "house"
)";
  const Plan plan = plan_from_toml(text);
  EXPECT_EQ(to_toml(plan), text);
  EXPECT_THAT(describe(plan, Language::en),
              HasSubstr("credited to who left, 50% of it, the rest to the successor, for 90 days; "
                        "later to nobody, and earns nothing"));
  EXPECT_THAT(describe(plan, Language::zh),
              HasSubstr("业务员离职后的业绩，90 日内归离职者 50%，其余归接任者；"
                        "此后归公司，不计提成"));
}

TEST(Leaving, NamesWhatDoesNotGoTogether) {
  const auto of = [](const LeavingTerms& terms) {
    return faults([&] { static_cast<void>(plan_with(terms)); });
  };
  using enum AfterLeaving;
  EXPECT_THAT(of({.days = 9}), ElementsAre(HasSubstr("leaving: earns")));
  EXPECT_THAT(of({.earns = house, .days = 9, .share = Rate::parse("50%"), .later = house}),
              ElementsAre(HasSubstr("leaving: days \"9\": expected none, as all is the house's"),
                          HasSubstr("leaving: share"), HasSubstr("leaving: later")));
  EXPECT_THAT(of({.earns = leaver, .days = 0, .share = Rate::parse("100%")}),
              ElementsAre(HasSubstr("expected 1 or more"), HasSubstr("less than 100%"),
                          HasSubstr("after the days: successor or house")));
  EXPECT_THAT(of({.earns = leaver, .later = house}), ElementsAre(HasSubstr("days as well")));
  EXPECT_THAT(of({.earns = leaver, .days = 9, .later = leaver}),
              ElementsAre(HasSubstr("later \"leaver\": expected successor or house")));
  EXPECT_THAT(faults([] {
                static_cast<void>(
                    plan_from_toml("name = \"Export\"\ncurrency = \"CNY\"\n"
                                   "rate = \"5%\"\n[leaving]\nearns = \"leaver\"\n"
                                   "days = 9\n",
                                   "p.toml"));
              }),
              ElementsAre(HasSubstr("p.toml:4, leaving: later")));
  EXPECT_THAT(faults([] {
                static_cast<void>(
                    plan_from_toml("name = \"Export\"\ncurrency = \"CNY\"\n"
                                   "rate = \"5%\"\n[leaving]\ndays = 9\n",
                                   "p.toml"));
              }),
              ElementsAre(HasSubstr("p.toml:4, earns: expected who is credited")));
}

}  // namespace
}  // namespace o2c
