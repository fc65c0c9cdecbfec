#include "o2c/commission/plan.hpp"

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

Money cny(std::int64_t units) { return Money::of(units, CNY); }
RateSchedule flat(const char* rate) { return RateSchedule::flat(Rate::parse(rate)); }
ModifierLevel level(const char* beyond, const char* pays) {
  return {.beyond = Decimal::parse(beyond), .pays = Rate::parse(pays)};
}
SalesLine line(std::int64_t net) {
  return {.salesperson = "Li", .date = Date(2026, 11, 3), .net = cny(net)};
}

std::vector<std::string> faults(const std::vector<PlanRule>& rules, const PlanTerms& terms = {}) {
  std::vector<std::string> found;
  try {
    static_cast<void>(Plan("Plan", CNY, rules, terms));
  } catch (const InvalidArgument& error) {
    for (const Fault& fault : error.faults()) found.push_back(to_string(fault));
  }
  return found;
}

TEST(Plan, ListsWhatIsWrongWithIt) {
  EXPECT_THAT(faults({}), ElementsAre(HasSubstr("at least one rule")));
  EXPECT_THAT(faults({{.name = "a", .per_line = Money::of(1, USD)},
                      {.name = "a", .per_unit = Decimal(-1)}}),
              ElementsAre(HasSubstr("above zero in CNY"), HasSubstr("each name once"),
                          HasSubstr("more than 0")));
  EXPECT_THAT(faults({{.name = "a", .line_floor = cny(9), .line_cap = cny(5)}}),
              ElementsAre(HasSubstr("at most the cap of 5.00 CNY")));
  EXPECT_THAT(faults({{.name = "t", .schedule = flat("3%"), .tiers_over = TierMeasure::quantity},
                      {.name = "m", .schedule = flat("3%"), .tiers_over = TierMeasure::margin},
                      {.name = "x", .schedule = flat("3%"), .excluded = true}}),
              ElementsAre(HasSubstr("amounts, as its tiers run over quantities"),
                          HasSubstr("the method whole"), HasSubstr("pays nothing")));
  EXPECT_THAT(
      faults({{.name = "a"}},
             {.modifiers = {Modifier(ModifierMeasure::margin, {level("0.1", "0%")}, {"b"})},
              .category_above = {{"coil", "flat"}, {"flat", "steel"}, {"steel", "coil"}},
              .overrides = {{.level = 0, .rate = Rate::parse("1%")}},
              .pools = {{.name = "team", .rate = Rate::parse("1%")}},
              .payout = {.holdback = Rate::parse("101%")}}),
      ElementsAre(HasSubstr("one of the plan's rules"), HasSubstr("coil -> flat -> steel -> coil"),
                  HasSubstr("flat ->"), HasSubstr("steel ->"), HasSubstr("1 or more"),
                  HasSubstr("at least one"), HasSubstr("at most 100%")));
}

TEST(Plan, GivesALineToTheFirstRuleThatPicksIt) {
  const Plan plan(
      "Plan", CNY,
      {{.name = "new", .picks = {.first_order = true}, .schedule = flat("5%")},
       {.name = "cheap", .picks = {.discount_over = Decimal::parse("0.1")}, .schedule = flat("1%")},
       {.name = "flat", .picks = {.categories = {"flat"}}, .schedule = flat("3%")},
       {.name = "then", .picks = {.to_date = Date(2026, 11, 2)}}},
      {.category_above = {{"coil", "flat"}}});
  SalesLine of = line(90);
  of.category = "coil";
  EXPECT_EQ(plan.rule_for(of), 2U);
  of.quantity = 1;
  of.list_price = 100;  // 10% given away, which is not above 10%.
  EXPECT_EQ(plan.rule_for(of), 2U);
  of.list_price = 101;
  EXPECT_EQ(plan.rule_for(of), 1U);
  of.first_order = true;
  EXPECT_EQ(plan.rule_for(of), 0U);
  EXPECT_EQ(plan.rule_for(line(90)), std::nullopt);
}

TEST(Plan, ReducesWhatIsPaidLateOrTooThin) {
  // The published scale.
  const Modifier decay(ModifierMeasure::days_overdue,
                       {level("30", "80%"), level("60", "60%"), level("90", "50%"),
                        level("120", "20%"), level("180", "0%")});
  const Modifier thin(ModifierMeasure::margin, {level("0.12", "50%"), level("0.05", "0%")});
  const Plan plan("Plan", CNY, flat("4%"), {.modifiers = {decay, thin}});
  NoTrace no_trace;
  const auto left = [&](std::int64_t days, std::int64_t cost) {
    SalesLine of = line(100);
    of.days_overdue = days;
    of.cost = cny(cost);
    return plan.left_by_modifiers(plan.levels_reached(plan.rules().front(), of), no_trace);
  };
  EXPECT_EQ(left(-5, 50), Ratio(1));
  EXPECT_EQ(left(30, 88), Ratio(1));
  EXPECT_EQ(left(35, 50), Ratio(4, 5));
  EXPECT_EQ(left(90, 50), Ratio(3, 5));
  EXPECT_EQ(left(91, 89), Ratio(1, 4));
  EXPECT_EQ(left(181, 50), Ratio(0));
  EXPECT_EQ(left(0, 96), Ratio(0));
  EXPECT_THROW(static_cast<void>(plan.levels_reached(plan.rules().front(), line(100))),
               InvalidArgument);
}

TEST(Plan, TakesBackFromAReturnWhatASaleIsPaid) {
  const PlanRule rule{.name = "all",
                      .schedule = flat("10%"),
                      .per_line = cny(5),
                      .per_unit = Decimal::parse("0.5"),
                      .line_floor = cny(20),
                      .line_cap = cny(40)};
  const Plan plan("Plan", CNY, {rule});
  const auto pays = [&](std::int64_t base, std::int64_t quantity, bool takes_back) {
    Accumulated none;
    NoTrace no_trace;
    return plan.commission(
        rule, none, {.base = base, .quantity = quantity, .takes_back = takes_back}, no_trace);
  };
  EXPECT_EQ(pays(200, 4, false), cny(27));
  EXPECT_EQ(pays(-200, -4, true), -cny(27));
  EXPECT_EQ(pays(100, 0, false), cny(20));
  EXPECT_EQ(pays(-100, 0, true), -cny(20));
  EXPECT_EQ(pays(900, 0, false), cny(40));
  EXPECT_EQ(pays(-900, 0, true), -cny(40));
}

std::vector<std::string> findings(const Plan& plan) {
  std::vector<std::string> found;
  for (const Label& each : lint(plan)) found.push_back(each.en);
  return found;
}

TEST(Plan, DoubtsWhatItsAuthorMayNotHaveMeant) {
  EXPECT_THAT(findings(Plan("Plan", CNY, flat("3%"))), IsEmpty());
  const Plan plan(
      "Plan", CNY,
      {{.name = "flat", .picks = {.categories = {"flat"}}, .schedule = flat("3%")},
       {.name = "coil", .picks = {.categories = {"coil"}}, .schedule = flat("4%")},
       {.name = "never", .picks = {.from_date = Date(2026, 2, 1), .to_date = Date(2026, 1, 1)}}},
      {.modifiers = {Modifier(ModifierMeasure::discount, {level("0.1", "120%")})},
       .category_above = {{"coil", "flat"}},
       .overrides = {{.rate = Rate::parse("101%")}}});
  EXPECT_THAT(findings(plan),
              ElementsAre(HasSubstr("coil: it never picks a line, as flat comes before"),
                          HasSubstr("its range is empty"), HasSubstr("raises what is earned"),
                          HasSubstr("more than the base itself")));
}

// Rules whose picks have one thing in common.
Plan plan_of(const std::vector<LinePick>& picks) {
  std::vector<PlanRule> rules;
  for (const LinePick& each : picks)
    rules.push_back({.name = std::string(1, static_cast<char>('a' + rules.size())),
                     .picks = each,
                     .schedule = flat("1%")});
  return Plan("Plan", CNY, rules, {.category_above = {{"sheet", "metal"}, {"foil", "sheet"}}});
}

TEST(Plan, DoubtsRulesThatEarlierOnesHideTogether) {
  const auto part = [](const char* text) { return Decimal::parse(text); };
  const std::string hidden = "c: it never picks a line, as a and b come before it";
  for (const std::vector<LinePick>& picks : std::vector<std::vector<LinePick>>{
           {{.first_order = true}, {.first_order = false}, {}},
           {{.discount_to = part("0.1")}, {.discount_over = part("0.1")}, {}},
           {{.discount_over = part("0.1"), .discount_to = part("0.2")},
            {.discount_over = part("0.2")},
            {.discount_over = part("0.15")}},
           {{.to_date = Date(2026, 6, 30)}, {.from_date = Date(2026, 7, 1)}, {}},
           {{.from_date = Date(2026, 1, 1), .to_date = Date(2026, 6, 30)},
            {.from_date = Date(2026, 7, 1), .to_date = Date(2026, 12, 31)},
            {.from_date = Date(2026, 3, 1), .to_date = Date(2026, 8, 31)}},
           {{.products = {"p"}}, {.products = {"q"}}, {.products = {"q", "p"}}},
           {{.categories = {"metal"}}, {.products = {"p"}}, {.categories = {"foil"}}},
           {{.regions = {"north"}, .first_order = true},
            {.first_order = false},
            {.regions = {"north"}}}}) {
    const std::vector<std::string> found = findings(plan_of(picks));
    if (picks[1].products == std::vector<std::string>{"p"})
      EXPECT_THAT(found, ElementsAre("c: it never picks a line, as a comes before it"));
    else
      EXPECT_THAT(found, ElementsAre(hidden));
  }
  EXPECT_EQ(lint(plan_of({{.first_order = true}, {.first_order = false}, {}})).front().zh,
            "c：排在前面的 a、b 已包含其全部行");
  // Something is left to each of these.
  for (const std::vector<LinePick>& picks : std::vector<std::vector<LinePick>>{
           {{.to_date = Date(2026, 6, 29)}, {.from_date = Date(2026, 7, 1)}, {}},
           {{.from_date = Date(2026, 1, 1)}, {.to_date = Date(2025, 12, 30)}, {}},
           {{.discount_to = part("0.1")}, {.discount_over = part("0.11")}, {}},
           {{.discount_to = part("0.1")},
            {.discount_over = part("0.1"), .discount_to = part("0.9")},
            {}},
           {{.products = {"p"}}, {.products = {"q"}}, {}},
           {{.categories = {"sheet"}}, {.categories = {"foil"}}, {.categories = {"metal"}}},
           {{.first_order = true}, {.regions = {"north"}, .first_order = false}, {}}}) {
    for (const std::string& each : findings(plan_of(picks)))
      EXPECT_THAT(each, ::testing::Not(HasSubstr("c: it never picks"))) << each;
  }
}

TEST(Plan, DoubtsGapsBetweenRulesForTheSameLines) {
  const auto part = [](const char* text) { return Decimal::parse(text); };
  const auto gaps = [](const std::vector<LinePick>& picks) {
    std::vector<std::string> found;
    for (const std::string& each : findings(plan_of(picks)))
      if (each.find("that no rule picks") != std::string::npos) found.push_back(each);
    return found;
  };
  const LinePick june{.to_date = Date(2026, 6, 30)};
  const LinePick from_15_july{.from_date = Date(2026, 7, 15)};
  const char* const days =
      "between a and b there are lines that no rule picks: from 2026-07-01 to 2026-07-14";
  EXPECT_THAT(gaps({june, from_15_july}), ElementsAre(days));
  EXPECT_EQ(lint(plan_of({june, from_15_july})).front().zh,
            "a 与 b 之间有规则未覆盖的行：2026-07-01 至 2026-07-14");
  // In whatever order they stand; each range once, and each of several.
  EXPECT_THAT(gaps({from_15_july, june}), ElementsAre(HasSubstr("between b and a")));
  EXPECT_THAT(gaps({june, june, from_15_july}), ElementsAre(HasSubstr("between a and c")));
  EXPECT_THAT(gaps({june,
                    {.from_date = Date(2026, 7, 2), .to_date = Date(2026, 7, 3)},
                    {.from_date = Date(2026, 7, 5)}}),
              ElementsAre(HasSubstr("from 2026-07-01 to 2026-07-01"),
                          HasSubstr("from 2026-07-04 to 2026-07-04")));
  EXPECT_THAT(gaps({{.discount_to = part("0.05")}, {.discount_over = part("0.1")}}),
              ElementsAre("between a and b there are lines that no rule picks: discounts above 5%, "
                          "up to 10%"));
  // Some of these lines are picked, not all.
  EXPECT_THAT(gaps({june, from_15_july, {.products = {"p"}}}), ElementsAre(days));
  // One goes on, picks the rest, or is for other lines.
  for (const std::vector<LinePick>& picks : std::vector<std::vector<LinePick>>{
           {june, {.from_date = Date(2026, 7, 1)}},
           {june, from_15_july, {}},
           {june, from_15_july, {.from_date = Date(2026, 6, 1), .to_date = Date(2026, 8, 1)}},
           {june, from_15_july, {.first_order = true}, {.first_order = false}},
           {{.products = {"p"}, .to_date = Date(2026, 6, 30)}, from_15_july},
           {june},
           {from_15_july},
           {{.discount_to = part("0.05")}, {.discount_over = part("0.05")}},
           {{.discount_to = part("0.05")}, {.discount_over = part("0.1")}, {}}})
    EXPECT_THAT(gaps(picks), IsEmpty());
}

TEST(Plan, DoubtsBoundsThatTheUnitDoesNotMake) {
  const auto of_line = [](std::int64_t cap, CommissionRounding rounded, Rounding rounding) {
    return findings(Plan("Plan", CNY,
                         {{.name = "all", .schedule = flat("3%"), .line_cap = cny(cap)}},
                         {.basis = CommissionBasis::invoiced,
                          .rounding = rounding,
                          .rounded = rounded,
                          .unit = cny(10)}));
  };
  EXPECT_THAT(of_line(4, CommissionRounding::line, Rounding::half_up),
              ElementsAre("all: the most that a line earns, 4.00 CNY, is rounded to 0.00 CNY"));
  EXPECT_THAT(of_line(6, CommissionRounding::line, Rounding::half_up),
              ElementsAre(HasSubstr("rounded to 10.00 CNY")));
  EXPECT_THAT(of_line(20, CommissionRounding::line, Rounding::half_up), IsEmpty());
  EXPECT_THAT(of_line(4, CommissionRounding::line, Rounding::exact), IsEmpty());
  // Lines make up what is rounded.
  EXPECT_THAT(of_line(4, CommissionRounding::cumulative, Rounding::half_up), IsEmpty());
  const auto of_plan = [](std::optional<Money> unit) {
    return findings(Plan("Plan", CNY, flat("3%"),
                         {.unit = unit, .order_cap = cny(4), .payout = {.floor = cny(20)}}));
  };
  EXPECT_THAT(of_plan(cny(10)), ElementsAre("order_cap: 4.00 CNY is no multiple of the unit of "
                                            "10.00 CNY, and neither is what is paid then"));
  EXPECT_THAT(of_plan(std::nullopt), IsEmpty());
}

TEST(Plan, DoubtsADrawThatTheCapDoesNotRepay) {
  const auto of = [](std::int64_t draw, std::vector<Override> overrides) {
    return findings(Plan("Plan", CNY, flat("3%"),
                         {.accumulation = PeriodKind::half_month,
                          .overrides = std::move(overrides),
                          .payout = {.cap = cny(3'000), .draw = cny(draw)}}));
  };
  EXPECT_THAT(of(5'000, {}),
              ElementsAre("settled half a month at a time, the draw of 5000.00 CNY is never repaid "
                          "in full, as the cap is 3000.00 CNY"));
  EXPECT_THAT(of(3'000, {}), IsEmpty());
  EXPECT_THAT(of(5'000, {{.rate = Rate::parse("1%")}}), IsEmpty());
}

TEST(Plan, DoubtsJumpsInTheWordsOfWhatTiersRunOver) {
  const auto doubt = [](TierMeasure measure, std::vector<RateTier> tiers,
                        TierEdge edge = TierEdge::closes) {
    const std::vector<Label> found =
        lint(Plan("Plan", CNY,
                  {{.name = "all",
                    .schedule = RateSchedule(TierMethod::whole, std::move(tiers), edge),
                    .tiers_over = measure}}));
    return found.size() == 1 ? found.front().en + " | " + found.front().zh : "not one";
  };
  const auto rates = [](const char* from) {
    return std::vector<RateTier>{{.from = 0, .rate = Rate::parse("1%")},
                                 {.from = Decimal::parse(from), .rate = Rate::parse("2%")}};
  };
  const std::vector<RateTier> amounts{{.from = 0, .amount = 20}, {.from = 500, .amount = 25}};
  const std::vector<RateTier> parts{{.from = 0, .amount = 20},
                                    {.from = Decimal::parse("1.2"), .amount = 25}};
  EXPECT_EQ(doubt(TierMeasure::attainment, rates("1.1")),
            "more than 110% of the target changes what is earned by 1.1% of the target | "
            "超过任务量的 110%，提成变动任务量的 1.1%");
  EXPECT_EQ(doubt(TierMeasure::margin, rates("0.1"), TierEdge::opens),
            "reaching a margin of 10% changes what is earned by 1% of the base | "
            "达到毛利率 10%，提成变动基数的 1%");
  EXPECT_EQ(doubt(TierMeasure::quantity, amounts),
            "more than a quantity of 500 changes what is earned by 2500 | "
            "超过数量 500，提成变动 2500");
  EXPECT_EQ(doubt(TierMeasure::quantity_attainment, parts),
            "more than 120% of the target of quantity changes what is earned by 6 for each unit "
            "of the target | 超过销量任务的 120%，提成变动任务量每单位 6");
}

TEST(Plan, DoubtsDecayThatRisesAgainAndSharesAboveTheBase) {
  const Plan decay(
      "Plan", CNY, flat("3%"),
      {.modifiers = {
           Modifier(ModifierMeasure::days_overdue, {level("30", "30%"), level("60", "90%")}),
           Modifier(ModifierMeasure::margin, {level("0.05", "50%"), level("0.02", "50%")})}});
  EXPECT_THAT(findings(decay),
              ElementsAre("days_overdue: what is left rises again beyond 60, from 30% to 90%"));
  EXPECT_EQ(lint(decay).front().zh, "days_overdue：越过 60 后由 30% 回升到 90%");
  const auto shares = [](const char* rate, std::vector<Override> overrides) {
    return findings(Plan("Plan", CNY, flat(rate), {.overrides = std::move(overrides)}));
  };
  const Override of_base{.rate = Rate::parse("30%")};
  const Override of_commission{.rate = Rate::parse("30%"), .of = OverrideBasis::commission};
  EXPECT_THAT(shares("80%", {of_base}),
              ElementsAre("with overrides and pools the highest rate pays more than the base "
                          "itself: 110%"));
  EXPECT_THAT(shares("80%", {of_commission}), ElementsAre(HasSubstr("104%")));
  EXPECT_THAT(shares("70%", {of_base}), IsEmpty());
  EXPECT_THAT(shares("75%", {of_commission}), IsEmpty());
}

TEST(Plan, TellsBoundsOfModifiersAsTheyAreStated) {
  const Plan plan("Plan", CNY, flat("3%"),
                  {.modifiers = {Modifier(ModifierMeasure::margin, {level("0.05", "50%")}),
                                 Modifier(ModifierMeasure::discount, {level("0.1", "80%")}),
                                 Modifier(ModifierMeasure::days_overdue, {level("30", "90%")})}});
  Derivation derivation;
  static_cast<void>(plan.left_by_modifiers(std::vector<std::size_t>{1, 1, 1}, derivation));
  const std::string told = to_string(derivation);
  for (const char* const part :
       {"50%  found by less than 5%", "80%  found by more than 10%", "90%  found by more than 30"})
    EXPECT_THAT(told, HasSubstr(part));
}

// The highest rate is that with what modifiers raise.
TEST(Plan, DoubtsSharesThatRaisedRatesBringAboveTheBase) {
  const auto shares = [](std::vector<std::string> raised_rules) {
    std::vector<PlanRule> rules{{.name = "all", .schedule = flat("60%")}};
    rules.front().picks.regions = {"north"};
    rules.push_back({.name = "rest", .schedule = flat("10%")});
    return findings(Plan("Plan", CNY, std::move(rules),
                         {.modifiers = {Modifier(ModifierMeasure::margin, {level("0.3", "150%")},
                                                 std::move(raised_rules))},
                          .overrides = {{.rate = Rate::parse("20%")}}}));
  };
  EXPECT_THAT(shares({}), ElementsAre(HasSubstr("raises"), HasSubstr("the base itself: 110%")));
  EXPECT_THAT(shares({"all"}), ElementsAre(HasSubstr("raises"), HasSubstr("itself: 110%")));
  EXPECT_THAT(shares({"rest"}), ElementsAre(HasSubstr("raises")));
}

TEST(Plan, DoubtsBoundsThatLeaveNothing) {
  const auto of_line = [](std::int64_t per_line) {
    return findings(Plan("Plan", CNY,
                         {{.name = "all", .per_line = cny(per_line), .line_cap = cny(20)}},
                         {.basis = CommissionBasis::invoiced}));
  };
  EXPECT_THAT(of_line(50), ElementsAre("all: its amount for each line is above the most that a "
                                       "line earns"));
  EXPECT_THAT(of_line(20), IsEmpty());
  const auto held = [](const char* part) {
    return findings(Plan("Plan", CNY, flat("3%"), {.payout = {.holdback = Rate::parse(part)}}));
  };
  EXPECT_THAT(held("100%"), ElementsAre("all that is payable is held back"));
  EXPECT_THAT(held("99%"), IsEmpty());
}

TEST(Plan, ThatAccumulatesByOrderSaysSo) {
  const Plan plan("Plan", CNY, flat("3%"), {.per_order = true});
  EXPECT_THAT(describe(plan, Language::en), HasSubstr("in CNY, which accumulates by order.\n"));
  EXPECT_THAT(describe(plan, Language::zh), HasSubstr("按订单累计"));
  EXPECT_EQ(to_string(plan), "Plan: 3% of collected in CNY by order");
}

TEST(Plan, DescribesWhichCategoriesOthersInclude) {
  const Plan plan = plan_of({{.categories = {"metal"}}});
  EXPECT_THAT(describe(plan, Language::en),
              HasSubstr("- category metal includes sheet\n- category sheet includes foil\n"));
  EXPECT_THAT(describe(plan, Language::zh), HasSubstr("- 类别 metal 包含 sheet\n"));
}

TEST(Plan, IsDescribedInPlainWords) {
  const Plan plan(
      "Route", CNY,
      {{.name = "display", .picks = {.categories = {"display"}}, .per_line = cny(50)},
       {.name = "cases", .per_unit = Decimal::parse("1.2")}},
      {.modifiers = {Modifier(ModifierMeasure::days_overdue, {level("30", "80%")})},
       .overrides = {{.rate = Rate::parse("0.5%")}},
       .pools = {{.name = "team",
                  .rate = Rate::parse("0.1%"),
                  .members = {{.salesperson = "Li", .weight = 2}}}},
       .payout = {.cap = cny(9'000), .holdback = Rate::parse("10%"), .draw = cny(3'000)}});
  const std::string english = describe(plan, Language::en);
  for (const char* part :
       {"display (categories display): for each line 50.00 CNY", "for each unit 1.2",
        "80% of the commission on what was collected more than 30 days late",
        "managers earn 0.5% of the base", "pool team: 0.1% of all", "Li 2",
        "in a month at most 9000.00 CNY", "held back: 10% of what is payable",
        "repays a draw of 3000.00 CNY"})
    EXPECT_THAT(english, HasSubstr(part));
  EXPECT_THAT(english, HasSubstr("the first of these rules that picks it"));
  const std::string chinese = describe(plan, Language::zh);
  for (const char* part : {"每笔 50.00 CNY", "逾期超过 30 天提成计 80%", "上级提成", "奖金池 team",
                           "每月封顶 9000.00 CNY", "扣留应付的 10%", "抵扣预支 3000.00 CNY"})
    EXPECT_THAT(chinese, HasSubstr(part));
}

}  // namespace
}  // namespace o2c
