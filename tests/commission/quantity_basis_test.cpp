// Plans that count quantities.

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
using ::testing::SizeIs;

Money cny(const char* amount) { return parse_money(amount, CNY); }

const std::string tonnes = R"(name = "Tonnes"
currency = "CNY"
basis = "quantity"
method = "marginal"
tiers = [
  { from = 0, amount = 20 },
  { from = 500, amount = 25 },
]
)";

std::vector<std::string> faults(const std::string& text) {
  std::vector<std::string> found;
  try {
    static_cast<void>(plan_from_toml(
        "name = \"Route\"\ncurrency = \"CNY\"\nbasis = \"quantity\"\n" + text, "p.toml"));
  } catch (const ParseError& error) {
    for (const Fault& fault : error.faults()) found.push_back(to_string(fault));
  }
  return found;
}

TEST(QuantityBasis, PaysAmountsForEachUnitByItsTiers) {
  const Plan plan = plan_from_toml(tonnes);
  EXPECT_EQ(to_toml(plan), tonnes);
  EXPECT_EQ(plan.rules().front().tiers_over, TierMeasure::quantity);
  SalesLine sold{.salesperson = "Li", .date = Date(2026, 10, 5), .net = cny("9000000")};
  sold.quantity = Decimal(450);
  SalesLine more = sold;
  more.quantity = Decimal(100);
  const CommissionStatement statement = settle(plan, {{sold, more}}, Period::parse("2026-10"));
  ASSERT_THAT(statement.lines, SizeIs(2));
  EXPECT_EQ(statement.lines[0].commission, cny("9000"));  // 450 at 20
  EXPECT_EQ(statement.lines[1].commission, cny("2250"));  // 50 at 20, 50 at 25
  EXPECT_EQ(statement.by_rule.front().quantity, Decimal(550));
  // Slice by slice: 500 at 20, 50 at 25.
  const Derivation why = explain(plan, statement, statement.totals.front());
  EXPECT_EQ(why.steps().front().label.en, "part of the quantity in the tier");
  EXPECT_EQ(why.steps().front().result, to_value(Decimal(500)));
  EXPECT_EQ(why.steps().back().result, to_value(cny("11250")));
  sold.quantity.reset();
  EXPECT_THROW(static_cast<void>(settle(plan, {{sold}}, Period::parse("2026-10"))),
               InvalidArgument);
}

TEST(QuantityBasis, MayPayOneAmount) {
  const std::string text =
      "name = \"Cases\"\ncurrency = \"CNY\"\nbasis = \"quantity\"\namount = \"0.80\"\n";
  const Plan plan = plan_from_toml(text);
  EXPECT_EQ(plan.rules().front().schedule, RateSchedule::flat_amount(Decimal::parse("0.8")));
  EXPECT_EQ(plan_from_toml(to_toml(plan)), plan);
  EXPECT_THAT(to_toml(plan), HasSubstr("amount = \"0.8\""));
  EXPECT_THROW(RateSchedule::flat_amount(-1), InvalidArgument);
}

// 2 a tonne up to the target, 3 for each that is beyond it.
TEST(QuantityBasis, TiersMayBePartsOfATarget) {
  const std::string text =
      "name = \"Quota\"\ncurrency = \"CNY\"\nbasis = \"quantity\"\naccumulation = \"quarter\"\n"
      "carry_over = \"shortfall\"\ntiers_over = \"attainment\"\nmethod = \"marginal\"\n"
      "tiers = [{ from = 0, amount = 2 }, { from = \"100%\", amount = 3 }]\n";
  const Plan plan = plan_from_toml(text);
  EXPECT_EQ(plan.rules().front().tiers_over, TierMeasure::quantity_attainment);
  EXPECT_EQ(plan_from_toml(to_toml(plan)), plan);
  EXPECT_THAT(describe(plan, Language::en), HasSubstr("parts of the target of quantity"));
  const std::vector<SalesLine> lines{
      {.salesperson = "Li",
       .date = Date(2026, 1, 10),
       .net = cny("900"),
       .quantity = Decimal::parse("80.5")},
      {.salesperson = "Li", .date = Date(2026, 4, 10), .net = cny("900"), .quantity = 150}};
  const std::vector<SalesTarget> targets{
      {.salesperson = "Li", .period = Period::parse("2026Q1"), .quantity = 100},
      {.salesperson = "Li",
       .period = Period::parse("2026Q2"),
       .target = cny("5"),
       .quantity = Decimal(100)}};
  const auto earned = [&](const char* quarter) {
    return settle(plan, lines, Period::parse(quarter), {.targets = targets});
  };
  EXPECT_EQ(earned("2026Q1").totals.front().commission, cny("161"));
  // 19.5 make up what was missed: 119.5 at 2, 30.5 at 3.
  const CommissionStatement second = earned("2026Q2");
  EXPECT_EQ(second.totals.front().commission, cny("330.50"));
  EXPECT_EQ(second.lines.front().target, Decimal(100));
  EXPECT_EQ(second.lines.front().carried, Decimal::parse("-19.5"));
  const Derivation why = explain(plan, second.lines.front(), lines[1]);
  EXPECT_TRUE(why.recheck().empty());
  EXPECT_EQ(why.steps().back().result, to_value(cny("330.50")));
  // A target of an amount is none of a quantity.
  const std::vector<SalesTarget> of_amounts{
      {.salesperson = "Li", .period = Period::parse("2026Q1"), .target = cny("5")}};
  try {
    static_cast<void>(settle(plan, lines, Period::parse("2026Q1"), {.targets = of_amounts}));
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), HasSubstr("one with a target of quantity in 2026Q1"));
  }
  const std::vector<SalesTarget> empty{{.salesperson = "Li", .period = Period::parse("2026Q1")}};
  EXPECT_THROW(static_cast<void>(settle(plan, lines, Period::parse("2026Q1"), {.targets = empty})),
               InvalidArgument);
}

TEST(QuantityBasis, SaysSo) {
  const Plan plan = plan_from_toml(tonnes);
  EXPECT_THAT(describe(plan, Language::en),
              HasSubstr("counted from the quantity that was sold, paid in CNY"));
  EXPECT_THAT(describe(plan, Language::zh), HasSubstr("以销量（CNY）为基数"));
  EXPECT_EQ(to_string(CommissionBasis::quantity), "quantity");
}

TEST(QuantityBasis, RefusesWhatMakesNoSenseOfQuantities) {
  EXPECT_THAT(faults("rate = \"3%\"\n"),
              ElementsAre(HasSubstr("p.toml:4, rule all: schedule \"3%\": expected amounts")));
  EXPECT_THAT(faults("per_unit = 2\n"), ElementsAre(HasSubstr("p.toml:4, rule all: per_unit")));
  EXPECT_THAT(faults("amount = 2\nbase_plus = [\"tax\"]\n"),
              ElementsAre(HasSubstr("p.toml:5, base_plus \"tax\": expected none")));
  EXPECT_THAT(faults("tiers_over = \"margin\"\nmethod = \"whole\"\n"
                     "tiers = [{ from = 0, rate = \"3%\" }]\n"),
              ElementsAre(HasSubstr("p.toml:4, rule all: tiers_over \"margin\": expected "
                                    "quantity")));
  EXPECT_THAT(faults("tiers_over = \"attainment\"\nmethod = \"whole\"\n"
                     "tiers = [{ from = 0, rate = \"3%\" }]\n"),
              ElementsAre(HasSubstr("expected amounts, as its tiers run over quantities")));
  EXPECT_THAT(faults("amount = 2\n[[override]]\nrate = \"1%\"\n"),
              ElementsAre(HasSubstr("of \"base\": expected commission")));
  EXPECT_THAT(faults("amount = 2\n[[pool]]\nname = \"team\"\nrate = \"1%\"\nmembers = [\"Li\"]\n"),
              ElementsAre(HasSubstr("p.toml:5, pool team \"1%\": expected none")));
  EXPECT_THAT(faults("amount = 2\nrate = \"1%\"\n"),
              ElementsAre(HasSubstr("either a rate or an amount")));
  EXPECT_THAT(faults("amount = 2\nmethod = \"whole\"\ntiers = [{ from = 0, amount = 1 }]\n"),
              ElementsAre(HasSubstr("either an amount or tiers")));
}

TEST(QuantityBasis, IsDoubtedWhereNobodyIsPaidForIt) {
  EXPECT_THAT(lint(plan_from_toml(tonnes)), IsEmpty());
  const Plan displays("Route", CNY,
                      std::vector<PlanRule>{{.name = "display", .per_line = cny("30")}},
                      {.basis = CommissionBasis::quantity});
  ASSERT_THAT(lint(displays), SizeIs(1));
  EXPECT_THAT(lint(displays)[0].en, HasSubstr("no rule pays for them"));
}

}  // namespace
}  // namespace o2c
