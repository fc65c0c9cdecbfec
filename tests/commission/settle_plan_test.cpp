// Whole plans, by both faces.

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/commission/commission_part.hpp"
#include "o2c/commission/commission_table.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

#include "../receivable/items_table.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Period november = Period::parse("2026-11");
Money cny(std::int64_t units) { return Money::of(units, CNY); }
RateSchedule flat(const char* rate) { return RateSchedule::flat(Rate::parse(rate)); }

SalesLine line(const char* who, Date date, std::int64_t net) {
  SalesLine of{.salesperson = who, .date = date, .net = cny(net)};
  of.cost = cny(0);
  of.quantity = 0;
  of.days_overdue = 0;
  return of;
}

hand_made::Batch table_of(const std::vector<SalesLine>& lines) {
  hand_made::Values<std::string> people;
  hand_made::Values<std::string> parties;
  hand_made::Values<std::string> categories;
  std::vector<std::optional<Date>> dates;
  std::vector<std::optional<Date>> returned;
  std::vector<std::optional<Date>> written_off;
  hand_made::Values<std::int64_t> nets;
  hand_made::Values<std::int64_t> costs;
  hand_made::Values<std::int64_t> quantities;
  hand_made::Values<std::int64_t> days;
  for (const SalesLine& each : lines) {
    people.emplace_back(each.salesperson);
    parties.emplace_back(each.party);
    categories.emplace_back(each.category);
    dates.emplace_back(each.date);
    returned.emplace_back(each.returned);
    written_off.emplace_back(each.written_off);
    nets.emplace_back(each.net.minor());
    costs.emplace_back(each.cost->minor());
    quantities.emplace_back(static_cast<std::int64_t>(each.quantity->coefficient()));
    days.emplace_back(each.days_overdue);
  }
  return hand_made::batch(
      {hand_made::text<std::int32_t>("salesperson", people),
       hand_made::text<std::int32_t>("party", parties),
       hand_made::text<std::int32_t>("category", categories), test_items::dates("date", dates),
       test_items::dates("returned", returned), test_items::dates("written_off", written_off),
       hand_made::fixed<std::int64_t>("net", "l", nets),
       hand_made::fixed<std::int64_t>("cost", "l", costs),
       hand_made::fixed<std::int64_t>("quantity", "l", quantities),
       hand_made::fixed<std::int64_t>("days_overdue", "l", days)});
}

// By both faces, which have to agree.
CommissionStatement settled(const Plan& plan, const std::vector<SalesLine>& lines,
                            const SettleInput& input = {}, const Period& period = november) {
  const CommissionStatement statement = settle(plan, lines, period, input);
  const auto source = hand_made::table({table_of(lines)});
  const CommissionTable table(*source, plan, period, {}, input);
  const std::vector<CommissionRow> rows = table.rows();
  EXPECT_EQ(rows.size(), statement.totals.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(std::get<std::string>(rows[i].salesperson), statement.totals[i].salesperson);
    EXPECT_EQ(rows[i].base, statement.totals[i].base);
    EXPECT_EQ(rows[i].commission, statement.totals[i].commission);
    EXPECT_EQ(rows[i].bounded, statement.totals[i].bounded);
  }
  EXPECT_EQ(table.by_rule(), statement.by_rule);
  EXPECT_EQ(table.statement().overrides, statement.overrides);
  EXPECT_EQ(table.statement().pools, statement.pools);
  EXPECT_EQ(table.statement().payouts, statement.payouts);
  EXPECT_EQ(table.statement().tie_out, statement.tie_out);
  EXPECT_EQ(table.unmatched(), statement.unmatched);
  for (const EarnedLine& each : statement.lines) {
    const Derivation derivation = explain(plan, each, lines[each.line]);
    EXPECT_THAT(derivation.recheck(), IsEmpty()) << to_string(derivation);
    EXPECT_EQ(derivation.steps().back().result, Value(each.commission));
    const Derivation of_table = table.explain(each.line, std::string_view(each.salesperson));
    EXPECT_THAT(of_table.recheck(), IsEmpty()) << to_string(of_table);
    EXPECT_EQ(of_table.steps().back().result, Value(each.commission));
  }
  for (const EarnedTotal& each : statement.totals) {
    const Derivation derivation = explain(plan, statement, each);
    EXPECT_THAT(derivation.recheck(), IsEmpty()) << to_string(derivation);
    EXPECT_EQ(derivation.steps().back().result, Value(each.bounded));
    EXPECT_EQ(table.explain(std::string_view(each.salesperson), each.period), derivation);
  }
  for (const UncountedLine& each : statement.uncounted) {
    const Derivation derivation = explain(plan, each, lines[each.line]);
    EXPECT_THAT(derivation.recheck(), IsEmpty()) << to_string(derivation);
    EXPECT_EQ(derivation.steps().back().result, Value(Money::zero(plan.currency())));
    EXPECT_EQ(table.explain(each.line), derivation);
    const std::string_view who = lines[each.line].salesperson;
    EXPECT_EQ(table.explain(each.line, who), derivation);
    EXPECT_THAT(table.uncounted_of(who), Contains(each));
  }
  std::size_t told = 0;
  std::set<std::string_view> people;
  for (const SalesLine& each : lines) people.insert(each.salesperson);
  for (const std::string_view who : people) told += table.uncounted_of(who).size();
  EXPECT_EQ(told, statement.uncounted.size());
  for (const EarnedTotal& each : statement.totals) {
    const std::vector<EarnedLine> earned = table.lines_of(std::string_view(each.salesperson));
    const std::vector<Derivation> why = table.explain_lines_of(std::string_view(each.salesperson));
    EXPECT_EQ(why.size(), earned.size());
    for (std::size_t i = 0; i < why.size(); ++i) {
      EXPECT_EQ(why[i], table.explain(earned[i].line, std::string_view(each.salesperson)));
      const auto same = std::ranges::find_if(statement.lines, [&](const EarnedLine& other) {
        return other.line == earned[i].line && other.salesperson == each.salesperson;
      });
      EXPECT_EQ(same->base, earned[i].base);
      EXPECT_EQ(same->share, earned[i].share);
      EXPECT_EQ(same->shared_before, earned[i].shared_before);
    }
  }
  for (const EarnedOverride& each : statement.overrides) {
    const Derivation derivation = explain(plan, statement, *input.team, each);
    EXPECT_THAT(derivation.recheck(), IsEmpty()) << to_string(derivation);
    EXPECT_EQ(derivation.steps().back().result, Value(each.amount));
    EXPECT_EQ(table.explain_override(each.manager, each.period, each.level), derivation);
  }
  for (const EarnedPoolShare& each : statement.pools) {
    const Derivation derivation = explain(plan, statement, each);
    EXPECT_THAT(derivation.recheck(), IsEmpty()) << to_string(derivation);
    EXPECT_EQ(derivation.steps().back().result, Value(each.amount));
    EXPECT_EQ(table.explain_pool(each.pool, each.salesperson), derivation);
  }
  return statement;
}

std::vector<std::string> commissions(const CommissionStatement& statement) {
  std::vector<std::string> found;
  for (const EarnedLine& each : statement.lines)
    found.push_back(each.salesperson + " " + to_string(each.commission.amount()));
  return found;
}

Modifier decay() {
  return {ModifierMeasure::days_overdue,
          {{.beyond = 30, .pays = Rate::parse("80%")}, {.beyond = 60, .pays = Rate::parse("60%")}}};
}

TEST(SettlePlan, AReturnThatComesTooLateTakesNothingBack) {
  const Plan plan("Export", CNY,
                  {{.name = "pumps", .picks = {.categories = {"pump"}}, .schedule = flat("4%")},
                   {.name = "rest", .schedule = flat("1%")}},
                  {.clawback_days = 90});
  std::vector<SalesLine> lines{line("Li", Date(2026, 11, 2), 1'000),
                               line("Li", Date(2026, 11, 2), -400),
                               line("Li", Date(2026, 11, 2), -300)};
  lines[0].category = "pump";
  lines[1].category = "pump";
  lines[1].returned = Date(2027, 1, 31);  // The 90th day.
  lines[2].returned = Date(2027, 2, 1);
  const CommissionStatement statement = settled(plan, lines);
  EXPECT_THAT(commissions(statement), ElementsAre("Li 40.00", "Li -16.00"));
  EXPECT_THAT(statement.by_rule,
              ElementsAre(EarnedByRule{"Li", november, 0, 2, cny(600), cny(24)}));
  EXPECT_EQ(statement.tie_out.back().standing, LineStanding::too_late);
  EXPECT_EQ(statement.tie_out.back().net, cny(-300));
  EXPECT_EQ(to_string(LineStanding::too_late), "too_late");

  lines[1].returned.reset();
  lines[2].returned = Date(2026, 11, 1);
  try {
    static_cast<void>(settle(plan, lines, november));
    FAIL();
  } catch (const InvalidArgument& error) {
    ASSERT_EQ(error.faults().size(), 2U);
    EXPECT_EQ(error.faults()[0].row, 1);
    EXPECT_EQ(error.faults()[1].field, "returned");
  }
  EXPECT_THROW(static_cast<void>(plan.is_too_late(lines[1])), InvalidArgument);
}

TEST(SettlePlan, WhatIsRecoveredComesBackIfItWasTaken) {
  const Plan plan("Export", CNY, {{.name = "all", .schedule = flat("4%")}}, {.clawback_days = 90});
  std::vector<SalesLine> lines{
      line("Li", Date(2026, 11, 2), 1'000), line("Li", Date(2026, 11, 2), -400),
      line("Li", Date(2026, 11, 2), 400), line("Li", Date(2026, 11, 2), 300)};
  lines[1].returned = Date(2027, 1, 31);  // The 90th day.
  lines[2].written_off = lines[1].returned;
  lines[3].written_off = Date(2027, 2, 1);  // That one took nothing.
  const CommissionStatement statement = settled(plan, lines);
  EXPECT_THAT(commissions(statement), ElementsAre("Li 40.00", "Li -16.00", "Li 16.00"));
  EXPECT_EQ(statement.tie_out.back().standing, LineStanding::too_late);
  EXPECT_EQ(statement.tie_out.back().net, cny(300));
  lines[2].written_off = Date(2026, 11, 1);
  EXPECT_THROW(static_cast<void>(settle(plan, lines, november)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(plan.is_too_late(lines[2])), InvalidArgument);
}

// Of 200,000 collected 60% are Li's: 4% of it, 35 days late; -500 come back, 3,000 were advanced.
TEST(SettlePlan, PaysTheWorkedExample) {
  const Plan plan("Export", CNY, {{.name = "all", .schedule = flat("4%"), .line_cap = cny(5'000)}},
                  {.modifiers = {decay()},
                   .overrides = {{.rate = Rate::parse("0.5%")}},
                   .payout = {.draw = cny(3'000)}});
  std::vector<SalesLine> lines{line("Li", Date(2026, 11, 20), 200'000)};
  lines.front().party = "Acme";
  lines.front().days_overdue = 35;
  const CreditAssignments credits(
      CreditKey::party,
      {{.key = "Acme", .split = CreditSplit({{"Li", Rate::parse("60%")}, {"Wu"}})}});
  const Team team({{.salesperson = "Li", .manager = "Chen"},
                   {.salesperson = "Wu", .manager = "Chen"},
                   {.salesperson = "Chen"}});
  std::vector<PersonOpening> openings{{.salesperson = "Li",
                                       .balance = CommissionBalance::none(CNY),
                                       .corrections = -cny(500),
                                       .released = cny(0)}};
  const CommissionStatement statement =
      settled(plan, lines, {.credits = &credits, .team = &team, .openings = openings});
  EXPECT_THAT(commissions(statement), ElementsAre("Li 3840.00", "Wu 2560.00"));
  EXPECT_EQ(statement.overrides, (std::vector<EarnedOverride>{{.manager = "Chen",
                                                               .period = november,
                                                               .level = 1,
                                                               .of = cny(200'000),
                                                               .amount = cny(1'000)}}));
  const auto payable = [&](std::size_t at) { return statement.payouts[at].payout.payable; };
  EXPECT_EQ(statement.payouts[1].salesperson, "Li");
  EXPECT_EQ(payable(1), cny(340));
  // Chen, who has no lines, was advanced nothing; what Wu was advanced is more than he earned.
  EXPECT_EQ(payable(0), cny(1'000));
  EXPECT_EQ(statement.payouts[2].payout.closing.draw, cny(440));
  const Derivation why = explain(plan, statement.payouts[1].payout);
  EXPECT_THAT(why.recheck(), IsEmpty()) << to_string(why);
}

TEST(SettlePlan, SharesLinesAsWhatIsSharedAlikeComesIn) {
  std::vector<SalesLine> lines;
  for (const std::int64_t cents : {33'33, 33'33, 33'35}) {
    lines.push_back(line("Li", Date(2026, 11, 3), 0));
    lines.back().party = "Acme";
    lines.back().net = Money::from_minor(cents, CNY);
  }
  const CreditAssignments credits(
      CreditKey::party,
      {{.key = "Acme", .split = CreditSplit({{"Li", Rate::parse("50%")}, {"Wang"}})}});
  const auto bases = [&](CommissionRounding rounded) {
    const Plan plan("Cash", CNY, {{.name = "all", .schedule = flat("100%")}}, {.rounded = rounded});
    std::vector<std::int64_t> found;
    for (const EarnedLine& each : settled(plan, lines, {.credits = &credits}).lines)
      found.push_back(each.base.minor());
    return found;
  };
  // Half of 100.01, which is what half of the three comes to.
  EXPECT_THAT(bases(CommissionRounding::cumulative),
              ElementsAre(16'67, 16'66, 16'66, 16'67, 16'68, 16'67));
  EXPECT_THAT(bases(CommissionRounding::line),
              ElementsAre(16'67, 16'66, 16'67, 16'66, 16'68, 16'67));

  const Plan plan("Cash", CNY, {{.name = "all", .schedule = flat("100%")}});
  const std::string why = to_string(
      explain(plan, settle(plan, lines, november, {.credits = &credits}).lines[4], lines[2]));
  EXPECT_THAT(why, HasSubstr("100.01 CNY  = before 66.66 CNY + this line 33.35 CNY"));
  EXPECT_THAT(why, HasSubstr("50.01 CNY  found by of 100.01 CNY, share 50%"));
  EXPECT_THAT(why, HasSubstr("16.68 CNY  = credited so far 50.01 CNY"));
}

TEST(SettlePlan, CountsGrossProfit) {
  const Plan plan("Profit", CNY, flat("10%"), {.basis = CommissionBasis::gross_profit});
  std::vector<SalesLine> lines{line("Li", Date(2026, 11, 20), 200'000)};
  lines.front().cost = cny(150'000);
  EXPECT_THAT(commissions(settled(plan, lines)), ElementsAre("Li 5000.00"));
}

TEST(SettlePlan, ListsWhatNoRulePicksAndLeavesOutWhatIsExcluded) {
  const Plan plan("Rules", CNY,
                  {{.name = "sheet", .picks = {.categories = {"sheet"}}, .schedule = flat("3%")},
                   {.name = "tonnes",
                    .picks = {.categories = {"ingot"}},
                    .schedule = RateSchedule(TierMethod::marginal, {{.from = 0, .amount = 20},
                                                                    {.from = 10, .amount = 30}}),
                    .tiers_over = TierMeasure::quantity},
                   {.name = "scrap", .picks = {.categories = {"scrap"}}, .excluded = true}});
  std::vector<SalesLine> lines;
  for (const char* const category : {"sheet", "ingot", "scrap", "gift", "ingot"}) {
    lines.push_back(line("Li", Date(2026, 11, 20), 1'000));
    lines.back().category = category;
    lines.back().quantity = 8;
  }
  lines.push_back(line("Li", Date(2026, 12, 20), 1'000));
  const CommissionStatement statement = settled(plan, lines);
  EXPECT_THAT(commissions(statement), ElementsAre("Li 30.00", "Li 160.00", "Li 220.00"));
  EXPECT_THAT(statement.unmatched, ElementsAre(3U));
  std::vector<std::string> standings;
  std::size_t count = 0;
  for (const TieOutRow& each : statement.tie_out) {
    standings.push_back(to_string(each.standing) + " " + std::to_string(each.lines) + " " +
                        to_string(each.base.amount()) + " " + to_string(each.commission.amount()));
    count += each.lines;
  }
  EXPECT_THAT(standings,
              ElementsAre("counted 1 1000.00 30.00", "counted 2 2000.00 380.00",
                          "excluded 1 0.00 0.00", "unmatched 1 0.00 0.00", "outside 1 0.00 0.00"));
  EXPECT_EQ(count, lines.size());
  EXPECT_EQ(statement.uncounted,
            (std::vector<UncountedLine>{{.line = 2, .standing = LineStanding::excluded, .rule = 2},
                                        {.line = 3, .standing = LineStanding::unmatched},
                                        {.line = 5, .standing = LineStanding::outside}}));
}

TEST(SettlePlan, TellsAMonthOfAQuarterFromWhatItGoesOnFrom) {
  const Plan plan("Quarter", CNY,
                  RateSchedule(TierMethod::marginal, {{.from = 0, .rate = Rate::parse("3%")},
                                                      {.from = 3'000, .rate = Rate::parse("5%")}}),
                  {.accumulation = PeriodKind::quarter});
  // Not in the order in which they count, and back where they were.
  const std::vector<SalesLine> lines{line("Li", Date(2026, 11, 20), -2'000),
                                     line("Li", Date(2026, 11, 2), 2'000),
                                     line("Li", Date(2026, 10, 9), 2'500)};
  const CommissionStatement statement = settled(plan, lines);
  const std::string why = to_string(explain(plan, statement, statement.totals.front()));
  EXPECT_THAT(why, HasSubstr("before 2500.00"));
  EXPECT_THAT(why, Not(HasSubstr("commission of the lines")));
}

// 2% up to the target, 3% beyond.
Plan quota() {
  return {
      "Quota",
      CNY,
      {{.name = "all",
        .schedule = RateSchedule(TierMethod::marginal, {{.from = 0, .rate = Rate::parse("2%")},
                                                        {.from = 1, .rate = Rate::parse("3%")}}),
        .tiers_over = TierMeasure::attainment}}};
}

TEST(SettlePlan, TellsWhatIsReachedOfATarget) {
  const Plan plan = quota();
  const std::vector<SalesTarget> targets{{"Li", november, cny(500'000)}};
  const CommissionStatement statement =
      settled(plan, {line("Li", Date(2026, 11, 3), 600'000)}, {.targets = targets});
  const std::string why = to_string(explain(plan, statement, statement.totals.front()));
  for (const char* const part : {"500000.00 CNY", "attainment", "120%", "3%"})
    EXPECT_THAT(why, HasSubstr(part));
}

TEST(SettlePlan, NamesTheLinesThatModifiersMakeDifferent) {
  const Plan plan("Decay", CNY, flat("4%"), {.modifiers = {decay()}});
  std::vector<SalesLine> lines{line("Wu", Date(2026, 11, 3), 50),
                               line("Li", Date(2026, 11, 3), 100),
                               line("Li", Date(2026, 11, 4), 200)};
  lines[1].days_overdue = 31;
  const CommissionStatement statement = settled(plan, lines);
  EXPECT_THAT(to_string(explain(plan, statement, statement.totals.front())),
              HasSubstr("= line 1 3.20 CNY + line 2 8.00 CNY"));
}

TEST(SettlePlan, AcceleratesBeyondTheTarget) {
  const Plan plan = quota();
  const std::vector<SalesLine> lines{line("Li", Date(2026, 11, 3), 600'000)};
  const std::vector<SalesTarget> targets{{"Li", november, cny(500'000)}};
  EXPECT_THAT(commissions(settled(plan, lines, {.targets = targets})), ElementsAre("Li 13000.00"));
  try {
    static_cast<void>(settle(plan, lines, november));
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), HasSubstr("one with a target in 2026-11"));
  }
  const auto source = hand_made::table({table_of(lines)});
  EXPECT_THROW(CommissionTable(*source, plan, november, {}), BadTable);
}

TEST(SettlePlan, FindsTheRateByEachLinesMargin) {
  const Plan plan(
      "Margins", CNY,
      {{.name = "all",
        .schedule = RateSchedule(TierMethod::whole,
                                 {{.from = 0, .rate = Rate::parse("1%")},
                                  {.from = Decimal::parse("0.2"), .rate = Rate::parse("3%")}},
                                 TierEdge::opens),
        .tiers_over = TierMeasure::margin}});
  std::vector<SalesLine> lines{line("Li", Date(2026, 11, 3), 100),
                               line("Li", Date(2026, 11, 3), 100),
                               line("Li", Date(2026, 11, 4), -100)};
  lines[0].cost = cny(80);
  lines[1].cost = cny(81);
  lines[2].cost = -cny(80);
  EXPECT_THAT(commissions(settled(plan, lines)), ElementsAre("Li 3.00", "Li 1.00", "Li -3.00"));
}

TEST(SettlePlan, BoundsAPeriodAlsoWhenItIsSettledInParts) {
  const Plan plan(
      "Capped", CNY, {{.name = "all", .schedule = flat("10%")}},
      {.accumulation = PeriodKind::quarter, .payout = {.cap = cny(500), .floor = cny(100)}});
  const std::vector<SalesLine> lines{line("Li", Date(2026, 10, 3), 500),
                                     line("Li", Date(2026, 11, 3), 3'000),
                                     line("Li", Date(2026, 12, 3), 3'000)};
  std::vector<std::int64_t> bounded;
  for (const char* const month : {"2026-10", "2026-11", "2026-12"})
    bounded.push_back(
        settled(plan, lines, {}, Period::parse(month)).totals.front().bounded.minor());
  EXPECT_THAT(bounded, ElementsAre(100'00, 250'00, 150'00));
  const CommissionStatement december = settle(plan, lines, Period::parse("2026-12"));
  EXPECT_EQ(explain(plan, december, december.totals.front()).steps().back().label.en,
            "within the cap and floor of 2026Q4, less what it was paid before");
  const Period quarter = Period::parse("2026Q4");
  EXPECT_EQ(settled(plan, lines, {}, quarter).totals.front().bounded, cny(500));
}

std::vector<std::string> bounded(const CommissionStatement& statement) {
  std::vector<std::string> found;
  for (const EarnedTotal& each : statement.totals)
    found.push_back(each.salesperson + " " + std::to_string(each.lines) + " " +
                    to_string(each.bounded.amount()));
  return found;
}

TEST(SettlePlan, EntitlesThePeopleOfTheTeamOnItsDays) {
  PayoutTerms payout{.floor = cny(3'000), .draw = cny(500), .entitled = EntitledPeople::team};
  const Plan plan("Guaranteed", CNY, flat("1%"), {.payout = payout});
  const Team team({{.salesperson = "Li", .manager = "Ma"},
                   {.salesperson = "Ma"},
                   {.salesperson = "Wu", .from_date = Date(2026, 11, 30)},
                   {.salesperson = "Xu", .from_date = Date(2026, 12, 1)},
                   {.salesperson = "Yu"},
                   {.salesperson = "Zhu"}},
                  {{"Yu", Date(2026, 10, 31)}, {"Zhu", Date(2026, 11, 1)}});
  const std::vector<SalesLine> lines{line("Li", Date(2026, 11, 15), 1'000)};
  const CommissionStatement statement = settled(plan, lines, {.team = &team});
  EXPECT_THAT(bounded(statement),
              ElementsAre("Li 1 3000.00", "Ma 0 3000.00", "Wu 0 3000.00", "Zhu 0 3000.00"));
  ASSERT_EQ(statement.payouts.size(), 4U);
  for (const PersonPayout& each : statement.payouts) {
    EXPECT_EQ(each.payout.advanced, cny(500));
    EXPECT_EQ(each.payout.payable, cny(2'500));
  }
  EXPECT_THAT(to_string(explain(plan, statement, statement.totals[1])),
              HasSubstr("commission, without lines"));
  // The parts know of no team until they are finished.
  const auto source = hand_made::table({table_of(lines)});
  const CommissionPart part = CommissionTable(*source, plan, november, {}, {.team = &team}).part();
  EXPECT_EQ(part.earned.size(), 1U);
  EXPECT_EQ(finish(part, {.team = &team}).totals, statement.totals);
  EXPECT_EQ(finish(part, {.team = &team}).payouts, statement.payouts);
  // An opening says what was advanced, to whoever is of the team.
  PersonOpening ma{"Ma", CommissionBalance::none(CNY), cny(0), cny(0)};
  ma.advanced = cny(0);
  const std::vector<PersonOpening> openings{ma};
  const CommissionStatement opened = settled(plan, lines, {.team = &team, .openings = openings});
  EXPECT_EQ(opened.payouts[1].payout.payable, cny(3'000));

  EXPECT_THAT(bounded(settled(plan, {}, {.team = &team})),
              ElementsAre("Li 0 3000.00", "Ma 0 3000.00", "Wu 0 3000.00", "Zhu 0 3000.00"));
  try {
    static_cast<void>(settled(plan, lines));
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), HasSubstr("team \"none\": expected one"));
  }
  payout.entitled = EntitledPeople::lines;
  EXPECT_THAT(bounded(settled(Plan("Sellers", CNY, flat("1%"), {.payout = payout}), lines,
                              {.team = &team})),
              ElementsAre("Li 1 3000.00"));
}

// What a settlement within the accumulation has paid, the next one does not pay again.
TEST(SettlePlan, PaysAFloorOfTheTeamOnce) {
  const Plan plan("Guaranteed", CNY, {{.name = "all", .schedule = flat("10%")}},
                  {.accumulation = PeriodKind::quarter,
                   .payout = {.floor = cny(100),
                              .longer_period = PeriodKind::half,
                              .longer_floor = cny(250),
                              .entitled = EntitledPeople::team}});
  const Team team({{.salesperson = "Li"}, {.salesperson = "Wu", .from_date = Date(2026, 11, 9)}});
  const std::vector<SalesLine> lines{line("Li", Date(2026, 12, 3), 4'000)};
  const auto of = [&](const char* period) {
    return bounded(settled(plan, lines, {.team = &team}, Period::parse(period)));
  };
  EXPECT_THAT(of("2026-07"), ElementsAre("Li 0 250.00"));
  EXPECT_THAT(of("2026-10"), ElementsAre("Li 0 0.00"));
  EXPECT_THAT(of("2026-11"), ElementsAre("Li 0 0.00", "Wu 0 250.00"));
  EXPECT_THAT(of("2026-12"), ElementsAre("Li 1 250.00", "Wu 0 0.00"));
  EXPECT_THAT(of("2026H2"), ElementsAre("Li 0 250.00", "Li 1 250.00", "Wu 0 250.00"));
}

TEST(SettlePlan, FollowsManagersByTheDay) {
  const Plan plan(
      "Team", CNY, flat("1%"),
      {.accumulation = PeriodKind::month,
       .overrides = {{.level = 1, .rate = Rate::parse("1%")},
                     {.level = 2, .rate = Rate::parse("50%"), .of = OverrideBasis::commission}}});
  const Team team({{.salesperson = "Li", .manager = "Chen", .to_date = Date(2026, 11, 15)},
                   {.salesperson = "Li", .manager = "Zhou", .from_date = Date(2026, 11, 16)},
                   {.salesperson = "Chen", .manager = "Zhou"},
                   {.salesperson = "Zhou"}});
  const std::vector<SalesLine> lines{line("Li", Date(2026, 11, 15), 1'000),
                                     line("Li", Date(2026, 11, 16), 5'000)};
  const CommissionStatement statement = settled(plan, lines, {.team = &team});
  std::vector<std::string> found;
  for (const EarnedOverride& each : statement.overrides)
    found.push_back(each.manager + " " + std::to_string(each.level) + " " +
                    to_string(each.amount.amount()));
  EXPECT_THAT(found, ElementsAre("Chen 1 10.00", "Zhou 1 50.00", "Zhou 2 5.00"));
  EXPECT_EQ(statement.totals.front().commission, cny(60));
  EXPECT_THROW(static_cast<void>(settle(plan, lines, november)), InvalidArgument);
}

TEST(SettlePlan, RefusesWhomATeamDoesNotKnow) {
  const Plan plan("Team", CNY, flat("1%"),
                  {.pools = {{.name = "office", .rate = Rate::parse("1%"), .members = {{"Ma"}}}}});
  const Team team({{.salesperson = "Li"}, {.salesperson = "Wu"}});
  const CreditAssignments credits(
      CreditKey::party, {{.key = "Acme", .split = CreditSplit({{"Wng", Rate::parse("100%")}})}});
  const CommissionBalance none = CommissionBalance::none(CNY);
  const std::vector<PersonOpening> openings{
      {"Xu", none, cny(0), cny(0)},  // Nothing: somebody who was paid once.
      {"Lee", none, cny(1), cny(0)},
  };
  const std::vector<SalesLine> lines{line("Li", Date(2026, 11, 15), 1'000),
                                     line("Liii", Date(2026, 11, 16), 1'000),
                                     line("Zhou", Date(2026, 12, 1), 1'000)};
  const auto faults_of = [&](const Plan& of, const SettleInput& input) {
    std::vector<std::string> found;
    try {
      static_cast<void>(settle(of, lines, november, input));
    } catch (const InvalidArgument& error) {
      for (const Fault& fault : error.faults()) found.push_back(to_string(fault));
    }
    return found;
  };
  EXPECT_THAT(faults_of(plan, {.credits = &credits, .team = &team, .openings = openings}),
              ElementsAre("pool office \"Ma\": expected one of the team",
                          "credits of party Acme, salesperson \"Wng\": expected one of the team",
                          "opening \"Lee\": expected one of the team"));
  // A line of another month is nobody's matter.
  EXPECT_THAT(faults_of(Plan("Flat", CNY, flat("1%")), {.team = &team}),
              ElementsAre("row 1, salesperson \"Liii\": expected one of the team"));
  EXPECT_THAT(faults_of(plan, {}), IsEmpty());
  const std::vector<SalesTarget> targets{{"Li", november, cny(1'000)},
                                         {"Lii", november, cny(1'000)}};
  EXPECT_THAT(faults_of(Plan("Flat", CNY, flat("1%")), {.team = &team, .targets = targets}),
              ElementsAre("target of 2026-11, salesperson \"Lii\": expected one of the team"));
}

TEST(SettlePlan, NamesTheRowsOfWrongTargets) {
  const std::vector<SalesTarget> targets{
      {.salesperson = "Li", .period = november, .target = cny(0), .row = 2},
      {.salesperson = "Li", .period = november, .quantity = Decimal(-1), .row = 5},
      {.salesperson = "Wu", .period = Period::parse("2026Q4"), .target = cny(5)}};
  const std::vector<SalesLine> lines{line("Li", Date(2026, 11, 3), 1)};
  const auto found = [&](const auto& settle_it) {
    std::vector<std::string> faults;
    try {
      settle_it();
    } catch (const InvalidArgument& error) {
      for (const Fault& fault : error.faults()) faults.push_back(to_string(fault));
    }
    return faults;
  };
  const SettleInput input{.targets = targets};
  const auto expected =
      ElementsAre("targets, row 2, target \"0.00 CNY\": expected more than 0 (Li, 2026-11)",
                  "targets, row 5, quantity \"-1\": expected more than 0 (Li, 2026-11)",
                  "targets, row 5, period \"2026-11\": expected one target for it (Li, 2026-11)",
                  "targets, period \"2026Q4\": expected a month, by which the plan accumulates "
                  "(Wu, 2026Q4)");
  EXPECT_THAT(found([&] { static_cast<void>(settle(quota(), lines, november, input)); }), expected);
  const auto source = hand_made::table({table_of(lines)});
  EXPECT_THAT(found([&] { CommissionTable(*source, quota(), november, {}, input); }), expected);
}

TEST(SettlePlan, NamesStrangersAndMissingTargetsAtOnce) {
  const Team team({{.salesperson = "Li"}, {.salesperson = "Wu"}});
  const std::vector<SalesTarget> targets{{"Li", november, cny(500'000)}};
  const std::vector<SalesLine> lines{line("Wu", Date(2026, 11, 3), 1),
                                     line("Liii", Date(2026, 11, 4), 1),
                                     line("Li", Date(2026, 11, 5), 1)};
  const auto found = [&](const auto& settle_it) {
    std::vector<std::string> faults;
    try {
      settle_it();
    } catch (const Error& error) {
      for (const Fault& fault : error.faults())
        faults.push_back(std::to_string(fault.row) + " " + fault.value + ": " + fault.expected);
    }
    return faults;
  };
  const SettleInput input{.team = &team, .targets = targets};
  const auto expected =
      ElementsAre("0 Wu: one with a target in 2026-11", "1 Liii: one of the team");
  EXPECT_THAT(found([&] { static_cast<void>(settle(quota(), lines, november, input)); }), expected);
  const auto source = hand_made::table({table_of(lines)});
  EXPECT_THAT(found([&] { CommissionTable(*source, quota(), november, {}, input); }), expected);
}

// 0.333% of what those below sold, by quarter: rounded with what October had.
TEST(SettlePlan, TellsWhoseSalesAnOverrideIsOf) {
  const Plan plan(
      "Team", CNY, flat("1%"),
      {.accumulation = PeriodKind::quarter,
       .overrides = {{.level = 1, .rate = Rate::parse("0.333%")},
                     {.level = 2, .rate = Rate::parse("10%"), .of = OverrideBasis::commission}}});
  const Team team({{.salesperson = "Li", .manager = "Chen"},
                   {.salesperson = "Wu", .manager = "Chen"},
                   {.salesperson = "Chen", .manager = "Zhou"},
                   {.salesperson = "Zhou"}});
  const std::vector<SalesLine> lines{
      line("Li", Date(2026, 10, 15), 1), line("Li", Date(2026, 11, 15), 1'000),
      line("Wu", Date(2026, 11, 16), 500), line("Chen", Date(2026, 11, 16), 300)};
  const CommissionStatement statement = settled(plan, lines, {.team = &team});
  ASSERT_EQ(statement.overrides.size(), 3U);
  // round(0.333% of 1,501) - round(0.333% of 1) = 5.00 - 0.00
  const std::string by_quarter = to_string(explain(plan, statement, team, statement.overrides[0]));
  EXPECT_EQ(statement.overrides[0].amount, cny(5));
  for (const char* const part :
       {"= Li 1000.00 CNY + Wu 500.00 CNY", "= Li 1.00 CNY", "rate 0.333%", "rounded to 0.01"})
    EXPECT_THAT(by_quarter, HasSubstr(part));
  EXPECT_EQ(settled(plan, lines, {.team = &team}, Period::parse("2026Q4")).overrides[0].of,
            cny(1'501));
  const auto source = hand_made::table({table_of(lines)});
  const CommissionTable table(*source, plan, november, {}, {.team = &team});
  EXPECT_THROW(static_cast<void>(table.explain_override("Li", november, 1)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(table.explain_override("Chen", november, 2)), InvalidArgument);
  EXPECT_THROW(static_cast<void>(table.explain_pool("bonus", "Li")), InvalidArgument);
}

TEST(SettlePlan, SharesAPoolByWeight) {
  const Plan plan("Pool", CNY, flat("0%"),
                  {.pools = {{.name = "back office",
                              .rate = Rate::parse("0.1%"),
                              .members = {{.salesperson = "Ma", .weight = 2},
                                          {.salesperson = "Bai", .weight = 2},
                                          {.salesperson = "Xu", .weight = 2}}}}});
  const CommissionStatement statement = settled(plan, {line("Li", Date(2026, 11, 15), 100'000)});
  std::vector<std::string> found;
  for (const EarnedPoolShare& each : statement.pools)
    found.push_back(each.salesperson + " " + to_string(each.amount.amount()));
  EXPECT_THAT(found, ElementsAre("Ma 33.34", "Bai 33.33", "Xu 33.33"));
  const std::string why = to_string(explain(plan, statement, statement.pools.front()));
  for (const char* const part : {"= Ma 2 + Bai 2 + Xu 2", "Li 100000.00 CNY", "rate 0.1%",
                                 "33.33 CNY", "so that all shares make the pool 0.01 CNY"})
    EXPECT_THAT(why, HasSubstr(part));
}

// By largest remainders Xu would have 2 of 10 cents, and 1 of 11: a cent less for a cent more.
TEST(SettlePlan, NobodysShareFallsWhereThePoolGrows) {
  const auto members = [](std::vector<const char*> weights) {
    std::vector<PoolMember> all;
    for (const char* const weight : weights)
      all.push_back({"p" + std::to_string(all.size()), Decimal::parse(weight)});
    return all;
  };
  for (const std::vector<PoolMember>& of :
       {members({"6", "6", "2"}), members({"1.5", "0.7", "0.1", "3"}),
        members({"1", "1", "1", "1", "1", "1", "1"}), members({"97", "1", "1", "1"})}) {
    const Plan plan("Pool", CNY, flat("0%"),
                    {.accumulation = PeriodKind::quarter,
                     .pools = {{.name = "team", .rate = Rate::parse("1%"), .members = of}}});
    Ratio weights = 0;
    for (const PoolMember& each : of) weights += Ratio(each.weight);
    for (const bool returns : {false, true})
      for (std::int64_t before = 0; before < 60; ++before) {
        const std::int64_t sign = returns ? -1 : 1;
        std::vector<SalesLine> lines{line("Li", Date(2026, 11, 15), sign)};
        if (before > 0) lines.push_back(line("Li", Date(2026, 10, 15), sign * before));
        const CommissionStatement statement = settled(plan, lines);
        std::int64_t sum = 0;
        for (const EarnedPoolShare& each : statement.pools) {
          EXPECT_GE(sign * each.amount.minor(), 0) << before;
          sum += each.amount.minor();
        }
        EXPECT_EQ(sum, sign);
        const CommissionStatement whole = settled(plan, lines, {}, Period::parse("2026Q4"));
        for (std::size_t i = 0; i < of.size(); ++i) {
          const Ratio exact = Ratio(sign * (before + 1)) * (Ratio(of[i].weight) / weights);
          // The price of it: half a cent for each other member, not one cent for all.
          const Ratio most(static_cast<std::int64_t>(of.size()) - 1, 2);
          EXPECT_LE(abs(Ratio(whole.pools[i].amount.minor()) - exact), most);
        }
      }
  }
}

// Each quarter's pool is divided by itself, with what it had before.
TEST(SettlePlan, TellsAPoolOfSeveralPeriods) {
  const Plan plan("Pool", CNY, flat("0%"),
                  {.accumulation = PeriodKind::half,
                   .pools = {{.name = "back office",
                              .rate = Rate::parse("0.1%"),
                              .members = {{.salesperson = "Ma", .weight = 2},
                                          {.salesperson = "Bai", .weight = 1}}}}});
  const std::vector<SalesLine> lines{line("Li", Date(2026, 2, 15), 77),
                                     line("Li", Date(2026, 5, 15), 100'000),
                                     line("Wu", Date(2026, 8, 15), -50'001)};
  EXPECT_EQ(settled(plan, lines, {}, Period::parse("2026")).pools.size(), 2U);
  EXPECT_EQ(settled(plan, lines, {}, Period::parse("2026Q2")).pools.size(), 2U);
}

// Members of equal weight are at most a cent apart, however often the year is settled.
TEST(SettlePlan, SharesOfMonthsMakeTheYear) {
  Pool pool{.name = "service", .rate = Rate::parse("1%"), .members = {}};
  for (const char* const who : {"p0", "p1", "p2", "p3", "p4", "p5", "p6"})
    pool.members.push_back({.salesperson = who, .weight = 1});
  const Plan plan("Pool", CNY, flat("0%"),
                  {.accumulation = PeriodKind::year, .pools = {std::move(pool)}});
  const Period year = Period::parse("2026");
  std::vector<SalesLine> lines;
  for (const Period& month : year.months()) lines.push_back(line("Li", month.first(), 1'000));
  std::vector<Money> of_months(7, cny(0));
  for (const Period& month : year.months()) {
    const CommissionStatement statement = settled(plan, lines, {}, month);
    for (std::size_t i = 0; i < of_months.size(); ++i) of_months[i] += statement.pools[i].amount;
  }
  std::vector<Money> of_year;
  for (const EarnedPoolShare& each : settled(plan, lines, {}, year).pools)
    of_year.push_back(each.amount);
  EXPECT_EQ(of_months, of_year);
  EXPECT_EQ(of_year.front(), Money::from_minor(1'715, CNY));
  EXPECT_EQ(of_year.back(), Money::from_minor(1'714, CNY));
}

// A return is dated as the line that it takes back: the settled period is recomputed.
TEST(SettlePlan, CorrectsASettledPeriod) {
  for (const auto& [method, costs] :
       {std::pair(TierMethod::marginal, 8'000), std::pair(TierMethod::whole, 18'000)}) {
    const Plan plan("Export", CNY,
                    RateSchedule(method, {{.from = 0, .rate = Rate::parse("3%")},
                                          {.from = 300'000, .rate = Rate::parse("5%")},
                                          {.from = 500'000, .rate = Rate::parse("7%")}}));
    std::vector<SalesLine> lines{line("Li", Date(2026, 11, 3), 600'000),
                                 line("Wu", Date(2026, 11, 3), 100'000)};
    const CommissionStatement then = settled(plan, lines);
    lines.push_back(line("Li", Date(2026, 11, 3), -120'000));
    const std::vector<CommissionCorrection> corrections = correct(then, settled(plan, lines));
    ASSERT_EQ(corrections.size(), 1U);
    EXPECT_EQ(corrections.front().salesperson, "Li");
    EXPECT_EQ(corrections.front().correction, -cny(costs));
    EXPECT_EQ(corrections.front().commission, -cny(costs));
  }
}

// What Chen sells himself makes up for what is gone of his override.
TEST(SettlePlan, TellsPartsOfACorrectionThatCancelEachOther) {
  const Plan plan("Team", CNY, RateSchedule::flat(Rate::parse("10%")),
                  {.overrides = {{.level = 1, .rate = Rate::parse("10%")}}});
  const Team team({{.salesperson = "Li", .manager = "Chen"}, {.salesperson = "Chen"}});
  std::vector<SalesLine> lines{line("Li", Date(2026, 11, 3), 1'000)};
  const CommissionStatement then = settle(plan, lines, november, {.team = &team});
  lines.push_back(line("Li", Date(2026, 11, 3), -500));
  lines.push_back(line("Chen", Date(2026, 11, 3), 500));
  const CommissionCorrection of_chen{"Chen", cny(100), cny(100), cny(0), cny(50), -cny(50), cny(0)};
  const CommissionCorrection of_li{"Li", cny(100), cny(50), -cny(50), -cny(50), cny(0), cny(0)};
  EXPECT_EQ(correct(then, settle(plan, lines, november, {.team = &team})),
            (std::vector{of_chen, of_li}));
  EXPECT_EQ(correct(then, then), std::vector<CommissionCorrection>());
}

}  // namespace
}  // namespace o2c
