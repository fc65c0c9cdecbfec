#include "o2c/commission/plan_file.hpp"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using currencies::JPY;
using currencies::USD;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Money cny(std::int64_t minor) { return Money::from_minor(minor, CNY); }
Rate rate(const char* text) { return Rate::parse(text); }
RateTier tier(const Decimal& from, const char* text) { return {.from = from, .rate = rate(text)}; }
RateTier amount_tier(const Decimal& from, const Decimal& amount) {
  return {.from = from, .amount = amount};
}

// A plan without what the case is about.
const std::string head = "name = \"Export\"\ncurrency = \"CNY\"\n";

std::vector<std::string> faults(const std::string& text) {
  std::vector<std::string> found;
  try {
    static_cast<void>(plan_from_toml(text, "plan.toml"));
  } catch (const ParseError& error) {
    for (const Fault& fault : error.faults()) found.push_back(to_string(fault));
  }
  return found;
}

TEST(PlanFile, ReadsAPlanOfOneRate) {
  EXPECT_EQ(plan_from_toml(head + "rate = \"4%\"\n"),
            Plan("Export", CNY, RateSchedule::flat(rate("4%"))));
}

TEST(PlanFile, ReadsEveryKeyOfAPlan) {
  const Plan plan = plan_from_toml(head + R"(
basis = "gross_profit"
accumulation = "half"
rounding = "down"
rounded = "line"
unit = "0.10"
rate = "4%"

[[modifier]]
by = "days_overdue"
levels = [{ above = 30, pays = "80%" }, { above = "60.5", pays = "0%" }]

[[modifier]]
by = "margin"
levels = [{ below = "12%", pays = "50%" }, { below = "-5%", pays = "0%" }]
rules = ["all"]

[[modifier]]
by = "discount"
levels = [{ above = "12.5%", pays = "50%" }]

[category_above]
coil = "sheet"
"冷轧 coil" = "coil"

[[override]]
rate = "0.5%"

[[override]]
level = 2
rate = "20bp"
of = "commission"

[[pool]]
name = "year end"
rate = "1%"
members = { Wang = 1, Li = "1.5" }

[[pool]]
name = "summer"
rate = "0.1%"
members = ["Wang", "Li"]

[payout]
cap = 50000
floor = "1000.50"
holdback = "10%"
draw = 3000
draw_recoverable = false
entitled = "team"
)");
  PlanTerms terms{.basis = CommissionBasis::gross_profit,
                  .accumulation = PeriodKind::half,
                  .rounding = Rounding::down,
                  .rounded = CommissionRounding::line,
                  .unit = cny(10)};
  terms.modifiers.emplace_back(
      ModifierMeasure::days_overdue,
      std::vector<ModifierLevel>{{30, rate("80%")}, {Decimal::parse("60.5"), rate("0%")}});
  terms.modifiers.emplace_back(ModifierMeasure::margin,
                               std::vector<ModifierLevel>{{Decimal::parse("0.12"), rate("50%")},
                                                          {Decimal::parse("-0.05"), rate("0%")}},
                               std::vector<std::string>{"all"});
  terms.modifiers.emplace_back(ModifierMeasure::discount,
                               std::vector<ModifierLevel>{{Decimal::parse("0.125"), rate("50%")}});
  terms.category_above = {{"coil", "sheet"}, {"冷轧 coil", "coil"}};
  terms.overrides = {{1, rate("0.5%"), OverrideBasis::base},
                     {2, rate("0.2%"), OverrideBasis::commission}};
  terms.pools = {{"year end", rate("1%"), {{"Wang", 1}, {"Li", Decimal::parse("1.5")}}},
                 {"summer", rate("0.1%"), {{"Wang", 1}, {"Li", 1}}}};
  terms.payout = {.cap = cny(50'000'00),
                  .floor = cny(1'000'50),
                  .holdback = rate("10%"),
                  .draw = cny(3'000'00),
                  .draw_recoverable = false,
                  .entitled = EntitledPeople::team};
  EXPECT_EQ(plan, Plan("Export", CNY, RateSchedule::flat(rate("4%")), terms));
  EXPECT_EQ(plan_from_toml(to_toml(plan)), plan);
}

TEST(PlanFile, ReadsEveryKeyOfARule) {
  const Plan plan = plan_from_toml(head + R"(
[[rule]]
name = "sheet"
products = ["S1", "S2"]
categories = ["sheet"]
parties = ["Acme"]
regions = ["East"]
price_lists = ["export"]
discount_over = "5%"
discount_to = "12.5%"
first_order = true
from_date = 2026-01-01
to_date = 2026-12-31
rate = "3%"
per_line = 5
per_unit = "0.80"
line_floor = "1.50"
line_cap = 900

[[rule]]
name = "gifts"
discount_over = 0
first_order = false
excluded = true
)");
  PlanRule sheet{.name = "sheet", .schedule = RateSchedule::flat(rate("3%"))};
  sheet.picks = {.products = {"S1", "S2"},
                 .categories = {"sheet"},
                 .parties = {"Acme"},
                 .regions = {"East"},
                 .price_lists = {"export"},
                 .discount_over = Decimal::parse("0.05"),
                 .discount_to = Decimal::parse("0.125"),
                 .first_order = true,
                 .from_date = Date(2026, 1, 1),
                 .to_date = Date(2026, 12, 31)};
  sheet.per_line = cny(5'00);
  sheet.per_unit = Decimal::parse("0.8");
  sheet.line_floor = cny(1'50);
  sheet.line_cap = cny(900'00);
  PlanRule gifts{.name = "gifts", .excluded = true};
  gifts.picks.discount_over = 0;
  gifts.picks.first_order = false;
  EXPECT_EQ(plan, Plan("Export", CNY, {sheet, gifts}));
  EXPECT_EQ(plan_from_toml(to_toml(plan)), plan);
}

TEST(PlanFile, ReadsEveryWayOfTiers) {
  const Plan plan = plan_from_toml(head + R"(
[[rule]]
name = "base"
method = "whole"
edge = "opens"
tiers = [{ from = 0, rate = "3%" }, { from = "300000.50", rate = "5%" }]

[[rule]]
name = "quantity"
tiers_over = "quantity"
method = "marginal"
tiers = [{ from = 0, amount = 20 }, { from = 500, amount = "25.5" }]

[[rule]]
name = "attainment"
tiers_over = "attainment"
method = "interpolated"
tiers = [{ from = 0, rate = "2%" }, { from = "120%", rate = "3%" }]

[[rule]]
name = "margin"
tiers_over = "margin"
method = "whole"
tiers = [{ from = 0, rate = "2%" }, { from = "12.5%", rate = "3%" }]

[[rule]]
name = "table"
method = "table"
tiers = [{ from = 100000, amount = 500 }]
)");
  const std::vector<PlanRule> rules{
      {.name = "base",
       .schedule = {TierMethod::whole,
                    {tier(0, "3%"), tier(Decimal::parse("300000.5"), "5%")},
                    TierEdge::opens}},
      {.name = "quantity",
       .schedule = {TierMethod::marginal,
                    {amount_tier(0, 20), amount_tier(500, Decimal::parse("25.5"))}},
       .tiers_over = TierMeasure::quantity},
      {.name = "attainment",
       .schedule = {TierMethod::interpolated, {tier(0, "2%"), tier(Decimal::parse("1.2"), "3%")}},
       .tiers_over = TierMeasure::attainment},
      {.name = "margin",
       .schedule = {TierMethod::whole, {tier(0, "2%"), tier(Decimal::parse("0.125"), "3%")}},
       .tiers_over = TierMeasure::margin},
      {.name = "table", .schedule = {TierMethod::table, {amount_tier(100'000, 500)}}}};
  EXPECT_EQ(plan, Plan("Export", CNY, rules));
  EXPECT_EQ(plan_from_toml(to_toml(plan)), plan);
}

TEST(PlanFile, TakesACurrencyOfOnesOwn) {
  const Plan points("Points", Currency("POINT", 0), RateSchedule::flat(rate("4%")));
  EXPECT_EQ(to_toml(points),
            "name = \"Points\"\ncurrency = { code = \"POINT\", digits = 0 }\nrate = \"4%\"\n");
  EXPECT_EQ(plan_from_toml(to_toml(points)), points);
  // Another currency than the one that everybody knows by that code.
  const Plan tenths("Tenths", Currency("JPY", 1), RateSchedule::flat(rate("4%")));
  EXPECT_EQ(plan_from_toml(to_toml(tenths)), tenths);
}

TEST(PlanFile, WritesWhatIsNotUsual) {
  EXPECT_EQ(to_toml(Plan("Export", CNY, RateSchedule::flat(rate("4%")))),
            "name = \"Export\"\ncurrency = \"CNY\"\nrate = \"4%\"\n");
  EXPECT_EQ(to_toml(Plan("Export", JPY, {{.name = "sheet", .per_line = Money::from_minor(5, JPY)}},
                         {.accumulation = PeriodKind::quarter})),
            "name = \"Export\"\ncurrency = \"JPY\"\naccumulation = \"quarter\"\n\n"
            "[[rule]]\nname = \"sheet\"\nper_line = 5\n");
  EXPECT_EQ(to_toml(Plan("Tiers", CNY,
                         RateSchedule(TierMethod::marginal,
                                      {tier(0, "3%"), tier(Decimal::parse("0.5"), "5%")}))),
            "name = \"Tiers\"\ncurrency = \"CNY\"\nmethod = \"marginal\"\ntiers = [\n"
            "  { from = 0, rate = \"3%\" },\n  { from = \"0.5\", rate = \"5%\" },\n]\n");
}

TEST(PlanFile, ReadsBackWhateverNamesHold) {
  const std::string name = "a \"b\"\\\n\t\r\x01\x7F \xEF\xBB\xBF 提成 = [#] 'x' \xF0\x9F\x92\xB0";
  PlanTerms terms;
  terms.category_above = {{name, "above"}, {"", name}, {"a.b", ""}};
  terms.pools = {{name, rate("1%"), {{name, 2}, {"b", 1}}}};
  terms.modifiers.emplace_back(ModifierMeasure::days_overdue,
                               std::vector<ModifierLevel>{{30, rate("80%")}},
                               std::vector<std::string>{name});
  PlanRule rule{.name = name, .per_unit = 1};
  rule.picks.products = {name, ""};
  const Plan plan(name, CNY, {rule}, terms);
  EXPECT_EQ(plan_from_toml(to_toml(plan)), plan);
  EXPECT_THROW(static_cast<void>(to_toml(Plan("\xFF", CNY, {rule}))), InvalidArgument);
}

TEST(PlanFile, NamesEveryFaultByItsLine) {
  EXPECT_THAT(
      faults("name = \"Export\"\n"
             "currency = \"CNX\"\n"
             "basis = \"profit\"\n"
             "accumulation = \"fortnight\"\n"
             "roundd = \"line\"\n"
             "\n"
             "[[rule]]\n"
             "name = \"sheet\"\n"
             "rate = \"3,5%\"\n"
             "\n"
             "[[rule]]\n"
             "rate = 4\n"
             "basis = \"invoiced\"\n"
             "from_date = \"2026-01-01\"\n"
             "\n"
             "[[rule]]\n"
             "name = \"idle\"\n"),
      ElementsAre(
          "plan.toml:2, currency \"CNX\": expected a currency code of ISO 4217, such as USD or "
          "EUR; did you mean CNY?",
          "plan.toml:3, basis \"profit\": expected what a commission is counted from: one of "
          "invoiced collected gross_profit quantity",
          "plan.toml:4, accumulation \"fortnight\": expected how long a base accumulates: one of "
          "week half_month month quarter half year",
          "plan.toml:5, roundd \"line\": expected the key rounded",
          "plan.toml:9, rate \"3,5%\": expected only digits with at most one decimal point, such "
          "as -1234.50",
          "plan.toml:11, name: expected what the rule is called",
          "plan.toml:12, rate \"4\": expected a rate with its unit, such as \"3.25%\"",
          "plan.toml:13, basis \"invoiced\": expected it above all tables, where the plan's own "
          "keys stand",
          "plan.toml:14, from_date \"2026-01-01\": expected a date without quotes, such as "
          "2026-01-31",
          "plan.toml:16, rate: expected what the rule pays: rate, amount, tiers, per_line, "
          "per_unit or "
          "line_floor; or excluded = true"));
}

TEST(PlanFile, SaysWhereAndHowManyInItsMessage) {
  try {
    static_cast<void>(plan_from_toml("name = \"\"\n"));
    FAIL();
  } catch (const ParseError& error) {
    EXPECT_STREQ(error.what(),
                 "cannot read the plan: line 1, currency: expected the plan's currency, such as "
                 "\"CNY\" (and 2 more)");
  }
}

TEST(PlanFile, RefusesFloatsWhereverTheyStand) {
  for (const char* const lines :
       {"unit = 0.01", "rate = 4.5", "accumulation = 1e3", "rounding = -inf", "per_unit = 0.80",
        "[payout]\ncap = 0.5", "[payout]\nholdback = 0.1", "[[rule]]\nname = 1.0",
        "[[rule]]\nname = \"a\"\nper_line = 5.0", "[[rule]]\nname = \"a\"\ndiscount_over = 0.05",
        "method = \"marginal\"\ntiers = [{ from = 0.0, rate = \"5%\" }]",
        "tiers_over = \"margin\"\nmethod = \"whole\"\ntiers = [{ from = 0.0, rate = \"5%\" }]",
        "method = \"table\"\ntiers = [{ from = 1, amount = 0.5 }]",
        "[[modifier]]\nby = \"margin\"\nlevels = [{ below = 0.1, pays = \"5%\" }]",
        "[[modifier]]\nby = \"margin\"\nlevels = [{ below = \"1%\", pays = 0.5 }]",
        "[[pool]]\nname = \"p\"\nrate = \"1%\"\nmembers = { Li = 1.5 }",
        "[[override]]\nrate = 1.0"})
    EXPECT_THAT(faults(head + lines),
                Contains(HasSubstr(" in quotes, as a number with a point is exact only as text")))
        << lines;
  EXPECT_THAT(faults(head + "rate = \"4%\"\n[[override]]\nlevel = 1.0\nrate = \"1%\"\n"
                            "[payout]\ndraw_recoverable = 1.0\n"),
              ElementsAre("plan.toml:5, level \"1.0\": expected a whole number",
                          "plan.toml:8, draw_recoverable \"1.0\": expected true or false, "
                          "without quotes"));
  EXPECT_THAT(faults(head + "rate = \"4%\"\nper_unit = 0.80\n"),
              ElementsAre("plan.toml:4, per_unit \"0.80\": expected a number, such as 1234 or "
                          "\"1234.50\" in quotes, as a number with a point is exact only as text"));
}

TEST(PlanFile, NamesWhatSchedulesRefuse) {
  EXPECT_THAT(faults(head + "method = \"marginal\"\n"
                            "tiers = [\n"
                            "  { from = 0, rate = \"3%\" },\n"
                            "  { from = 500, rate = \"5%\" },\n"
                            "  { from = 300, rate = \"-5%\" },\n"
                            "  { from = 900, amount = 5 },\n"
                            "]\n"),
              ElementsAre("plan.toml:7, from \"300\": expected more than 500",
                          "plan.toml:7, rate \"-5%\": expected 0% or more",
                          "plan.toml:8, amount \"5\": expected none, as tiers pay rates"));
  EXPECT_THAT(faults(head + "tiers = []\nrate = \"4%\"\n"),
              ElementsAre("plan.toml:3, method: expected how the tiers pay: one of marginal whole "
                          "interpolated table",
                          "plan.toml:4, rate \"4%\": expected either a rate or tiers"));
  EXPECT_THAT(faults(head + "tiers = []\nmethod = \"whole\"\n"),
              ElementsAre("plan.toml:3, tiers \"[]\": expected at least one tier"));
  EXPECT_THAT(faults(head + "edge = \"opens\"\nrate = \"4%\""),
              ElementsAre("plan.toml:1, tiers: expected tiers, as a method or edge is stated"));
  EXPECT_THAT(faults(head + "method = \"whole\"\ntiers = [{ from = 0 }, { rate = \"1%\" }, 5]\n"),
              ElementsAre(HasSubstr("expected a list of tiers, such as")));
  EXPECT_THAT(faults(head + "method = \"whole\"\ntiers = [{ from = 0 }, { rate = \"1%\" }]\n"),
              ElementsAre("plan.toml:4, rate: expected what the tier pays: rate or amount",
                          "plan.toml:4, from: expected where the tier begins"));
}

TEST(PlanFile, NamesWhatModifiersRefuse) {
  EXPECT_THAT(faults(head + "rate = \"4%\"\n"
                            "[[modifier]]\n"
                            "by = \"margin\"\n"
                            "levels = [\n"
                            "  { below = \"12%\", pays = \"50%\" },\n"
                            "  { below = \"15%\", pays = \"-1%\" },\n"
                            "]\n"
                            "[[modifier]]\n"
                            "by = \"margin\"\n"
                            "levels = [{ above = \"12%\", pays = \"50%\" }]\n"
                            "[[modifier]]\n"
                            "by = \"age\"\n"
                            "levels = [{ above = 30, pays = \"50%\" }]\n"
                            "[[modifier]]\n"
                            "by = \"discount\"\n"
                            "levels = [{ above = 5, pays = \"50%\" }]\n"
                            "[[modifier]]\n"
                            "by = \"discount\"\n"),
              ElementsAre("plan.toml:8, below \"15%\": expected less than 12%",
                          "plan.toml:8, pays \"-1%\": expected 0% or more",
                          "plan.toml:12, below: expected where the level begins",
                          "plan.toml:12, above \"12%\": expected one of the keys below, pays",
                          "plan.toml:14, by \"age\": expected what a modifier looks at: one of "
                          "days_overdue discount margin",
                          "plan.toml:18, above \"5\": expected a part with its sign, such as "
                          "\"5%\"",
                          "plan.toml:19, levels \"none\": expected at least one level"));
}

TEST(PlanFile, NamesWhatPlansRefuse) {
  EXPECT_THAT(faults("name = \"\"\n"
                     "currency = \"CNY\"\n"
                     "unit = 0\n"
                     "[[rule]]\n"
                     "name = \"a\"\n"
                     "per_line = -5\n"
                     "line_cap = 5\n"
                     "line_floor = \"5.50\"\n"
                     "[[rule]]\n"
                     "name = \"a\"\n"
                     "tiers_over = \"quantity\"\n"
                     "rate = \"5%\"\n"
                     "[[rule]]\n"
                     "name = \"\"\n"
                     "rate = \"5%\"\n"
                     "[[rule]]\n"
                     "name = \"b\"\n"
                     "per_unit = 5\n"
                     "excluded = true\n"
                     "[[modifier]]\n"
                     "by = \"days_overdue\"\n"
                     "levels = [{ above = 5, pays = \"50%\" }]\n"
                     "rules = [\"a\", \"c\"]\n"
                     "[category_above]\n"
                     "x = \"y\"\n"
                     "y = \"x\"\n"
                     "[[override]]\n"
                     "rate = \"5%\"\n"
                     "[[override]]\n"
                     "rate = \"0%\"\n"
                     "[[pool]]\n"
                     "name = \"p\"\n"
                     "rate = \"1%\"\n"
                     "members = { Li = 0 }\n"
                     "[payout]\n"
                     "floor = 10\n"
                     "cap = 5\n"
                     "holdback = \"110%\"\n"
                     "draw = 0\n"),
              ElementsAre("plan.toml:1, name: expected a text",
                          "plan.toml:3, unit \"0.00 CNY\": expected an amount above zero in CNY",
                          HasSubstr("plan.toml:6, rule a: per_line \"-5.00 CNY\": expected an"),
                          HasSubstr("plan.toml:8, rule a: line_floor \"5.50 CNY\": expected at m"),
                          HasSubstr("plan.toml:9, rule \"a\": expected each name once"),
                          HasSubstr("plan.toml:12, rule a: schedule \"5%\": expected amounts"),
                          HasSubstr("plan.toml:13, rule 2: expected a name"),
                          HasSubstr("plan.toml:19, rule b: excluded \"true\": expected a rule"),
                          HasSubstr("plan.toml:23, modifier days_overdue \"c\": expected one of"),
                          HasSubstr("plan.toml:25, category \"x -> y -> x\": expected no"),
                          HasSubstr("plan.toml:26, category \"y -> x -> y\": expected no"),
                          HasSubstr("plan.toml:29, override rate \"0%\": expected more than 0%"),
                          HasSubstr("plan.toml:29, override level \"1\": expected each level once"),
                          HasSubstr("plan.toml:31, pool p, Li \"0\": expected a weight above 0"),
                          HasSubstr("plan.toml:36, floor \"10.00 CNY\": expected at most the cap"),
                          HasSubstr("plan.toml:38, holdback \"110%\": expected more than 0%"),
                          HasSubstr("plan.toml:39, draw \"0.00 CNY\": expected an amount above")));
}

TEST(PlanFile, NamesWhatIsNoSuchTable) {
  EXPECT_THAT(faults(head + "rate = \"4%\"\n"
                            "pool = 5\n"
                            "payout = 5\n"
                            "[rule]\n"
                            "name = \"a\"\n"),
              ElementsAre("plan.toml:3, rate \"4%\": expected it in a [[rule]], as there are some",
                          "plan.toml:4, pool \"5\": expected [[pool]] in double brackets",
                          "plan.toml:5, payout \"5\": expected keys under [payout]",
                          "plan.toml:6, rule \"[rule]\": expected [[rule]] in double brackets"));
  EXPECT_THAT(faults(head + "rule = []\n"),
              ElementsAre("plan.toml:3, rules \"none\": expected at least one rule"));
  EXPECT_THAT(faults(head), ElementsAre("plan.toml:1, rate: expected what the plan pays: rate, "
                                        "tiers or a [[rule]]"));
}

TEST(PlanFile, NamesAmountsThatDoNotFit) {
  EXPECT_THAT(
      faults(head + "unit = \"0.001\"\n"
                    "rate = \"1e-40bp\"\n"
                    "per_line = \"99999999999999999999\"\n"
                    "line_cap = \"5 CNY\"\n"),
      ElementsAre(HasSubstr("plan.toml:3, unit \"0.001\": expected something else: 0.001 CNY"),
                  HasSubstr("plan.toml:4, rate \"1e-40bp\": expected"),
                  HasSubstr("plan.toml:5, per_line \"99999999999999999999\": expected something"),
                  HasSubstr("plan.toml:6, line_cap \"5 CNY\": expected only digits")));
  EXPECT_THAT(
      faults("name = \"a\"\nrate = \"4%\"\ncurrency = { code = \"usd\", digits = 2 }\n"),
      ElementsAre(HasSubstr("plan.toml:3, currency \"{ code = \\\"usd\\\", digits = 2 }\"")));
  EXPECT_THAT(faults("name = \"a\"\nrate = \"4%\"\ncurrency = { code = \"X\", digits = 99 }\n"),
              SizeIs(1));
  EXPECT_THAT(faults("name = \"a\"\nrate = \"4%\"\ncurrency = { code = \"X\", digit = 2 }\n"),
              ElementsAre("plan.toml:3, digits: expected how many decimal digits its amounts have",
                          "plan.toml:3, digit \"2\": expected the key digits"));
}

TEST(PlanFile, NamesTheLineThatIsNoToml) {
  EXPECT_THAT(faults(head + "rate = 4%\n"),
              ElementsAre(testing::AllOf(
                  HasSubstr("plan.toml:3, \"rate = 4%\": expected TOML (error while parsing"),
                  HasSubstr("where texts and numbers with a sign stand in quotes"))));
  EXPECT_THAT(faults("\xEF\xBB\xBF" + head + "rate = \"4%\n"),
              ElementsAre(HasSubstr("plan.toml:3, \"rate = \\\"4%\": expected TOML")));
  EXPECT_THAT(faults(head + "name = \"twice\"\n"),
              ElementsAre(HasSubstr("cannot redefine existing string 'name')")));
  EXPECT_THAT(faults(head + "rate = \"\xFF\"\n"), SizeIs(1));
  EXPECT_THAT(faults(""), SizeIs(3));
  EXPECT_THAT(faults("[[[a]]]\n"),
              ElementsAre(HasSubstr("expected TOML (error while parsing key")));
  // Chinese punctuation in place of quotes and commas, and after the end of a line in a text.
  EXPECT_THAT(faults(head + "rate = “4%”\n"),
              ElementsAre(HasSubstr("plan.toml:3, \"rate = “4%”\": expected TOML")));
  EXPECT_THAT(faults(head + "rate = \"4%\"，\n"), SizeIs(1));
  EXPECT_THAT(faults(head + "§ = 1\n"), SizeIs(1));
  EXPECT_EQ(
      plan_from_toml("name = \"\"\"\\\n  §\"\"\"\ncurrency = \"CNY\"\nrate = \"4%\"\n").name(),
      "§");
  std::string deep = "[a";
  for (int depth = 0; depth < 100'000; ++depth) deep += ".a";
  EXPECT_THAT(faults(head + deep + "]"),
              ElementsAre(testing::AllOf(HasSubstr("plan.toml:3, \"[a.a.a."),
                                         HasSubstr("expected fewer points in a line"))));
}

// --- the sample plans --------------------------------------------------------------------------

// In examples/plans; tests run in the project's folder.
Plan sample(const std::string& name) {
  const std::string path = "examples/plans/" + name + ".toml";
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  Plan plan = plan_from_toml(text.str(), path);
  EXPECT_EQ(plan_from_toml(to_toml(plan)), plan) << name;
  return plan;
}

TEST(SamplePlans, PayWhatTheySay) {
  const Plan flat = sample("collected_flat");
  EXPECT_EQ(flat.commission(cny(0), cny(100'00)), cny(4'00));
  EXPECT_THAT(lint(flat), IsEmpty());

  const Plan monthly = sample("monthly_tiers");
  EXPECT_EQ(monthly.terms().accumulation, PeriodKind::month);
  EXPECT_EQ(monthly.rules().front().schedule.earned(500'000), 4'000 + 6'000 + 4'000);
  EXPECT_THAT(lint(monthly), IsEmpty());
  const Accelerator& accelerator = monthly.terms().accelerators.at(0);
  EXPECT_EQ(accelerator.over, PeriodKind::quarter);
  const RateSchedule of_target = accelerator.schedule.for_target(500'000);
  EXPECT_EQ(of_target.earned(500'000), 0);
  EXPECT_EQ(of_target.earned(650'000), 1'000 + 1'000);

  const Plan export_plan = sample("export_gross_profit");
  EXPECT_EQ(export_plan.commission(cny(0), cny(50'000'00)), cny(5'000'00));
  EXPECT_THAT(lint(export_plan), IsEmpty());
  SalesLine line{.salesperson = "Li", .date = Date(2026, 11, 3), .net = cny(1)};
  const Modifier& decay = export_plan.terms().modifiers.front();
  for (const auto& [days, pays] : {std::pair{30, "100%"}, {31, "80%"}, {91, "50%"}, {181, "0%"}}) {
    line.days_overdue = days;
    const std::size_t reached =
        export_plan.levels_reached(export_plan.rules().front(), line).front();
    EXPECT_EQ(decay.pays(reached), rate(pays)) << days;
  }

  const Plan liquor = sample("liquor_route");
  EXPECT_THAT(lint(liquor), IsEmpty());
  for (const auto& [category, rule] : {std::pair{"gift", "gifts"},
                                       {"display", "display"},
                                       {"premium 53%", "premium"},
                                       {"beer", "other cases"}}) {
    line.category = category;
    EXPECT_EQ(liquor.rules()[liquor.rule_for(line).value()].name, rule);
  }

  const Plan aluminium = sample("aluminium_tonnage");
  EXPECT_THAT(lint(aluminium), IsEmpty());
  EXPECT_EQ(aluminium.rules().front().schedule.earned(1'100), 10'000 + 12'500 + 3'250);
  EXPECT_EQ(to_string(aluminium.terms().modifiers.front()), "margin: 0% below 3%");

  const Plan team = sample("team_draw");
  ASSERT_THAT(lint(team), SizeIs(1));
  EXPECT_EQ(lint(team).front().en, "reaching 300000 changes what is earned by 3000");
  EXPECT_THAT(team.terms().overrides, SizeIs(2));
  EXPECT_EQ(team.terms().payout.draw, cny(3'000'00));
  EXPECT_EQ(team.terms().clawback_days, 180);
}

}  // namespace
}  // namespace o2c
