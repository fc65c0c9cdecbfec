// Lines tell by which figures of their own modifiers and tiers over margins judge them.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/commission/commission_table.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/money/money_text.hpp"

#include "../receivable/items_table.hpp"

namespace o2c {
namespace {

using currencies::CNY;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Period november = Period::parse("2026-11");

SalesLine line(const char* net, std::int64_t days_overdue = 0) {
  return {.salesperson = "Li",
          .date = Date(2026, 11, 9),
          .net = parse_money(net, CNY),
          .cost = parse_money("805.00", CNY),
          .quantity = Decimal(80),
          .list_price = Decimal::parse("12.50"),
          .days_overdue = days_overdue};
}

ModifierLevel level(const char* beyond, const char* pays) {
  return {.beyond = Decimal::parse(beyond), .pays = Rate::parse(pays)};
}

// 1%, or 3% of lines with a margin of 10% or more; less of what is late, or sold too cheap.
Plan judging(std::vector<Modifier> modifiers) {
  return {"Judging",
          CNY,
          {{.name = "all",
            .schedule = RateSchedule(TierMethod::whole,
                                     {{.from = 0, .rate = Rate::parse("1%")},
                                      {.from = Decimal::parse("0.1"), .rate = Rate::parse("3%")}}),
            .tiers_over = TierMeasure::margin}},
          {.modifiers = std::move(modifiers)}};
}

Plan paying(std::vector<Modifier> modifiers) {
  return {
      "Paying", CNY, RateSchedule::flat(Rate::parse("3%")), {.modifiers = std::move(modifiers)}};
}

// What the only line's commission comes from, told alike from an object and from a table.
Derivation told(const Plan& plan, const SalesLine& of) {
  const CommissionStatement statement = settle(plan, {{of}}, november);
  Derivation derivation = explain(plan, statement.lines.front(), of);
  const auto hundredths = [](const Decimal& number) {
    return round(number, 2, Rounding::exact).coefficient();
  };
  const auto source = hand_made::table({hand_made::batch(
      {hand_made::text<std::int32_t>("salesperson", {of.salesperson}),
       test_items::dates("date", {of.date}),
       hand_made::fixed<std::int64_t>("net", "l", {of.net.minor()}),
       hand_made::fixed<std::int64_t>("cost", "l", {of.cost->minor()}),
       hand_made::fixed<std::int64_t>("days_overdue", "l", {of.days_overdue}),
       hand_made::fixed<Int128>("quantity", "d:18,2", {hundredths(*of.quantity)}),
       hand_made::fixed<Int128>("list_price", "d:18,2", {hundredths(*of.list_price)})})});
  EXPECT_EQ(CommissionTable(*source, plan, november, {}).explain(0), derivation);
  EXPECT_THAT(derivation.recheck(), IsEmpty()) << derivation;
  return derivation;
}

// Its first steps, each "label = result".
std::vector<std::string> first_steps(const Derivation& derivation, std::size_t count) {
  std::vector<std::string> steps;
  for (const DerivationStep& step : derivation.steps()) {
    if (steps.size() == count) break;
    steps.push_back(step.label.en + " = " + value_text(step.result));
  }
  return steps;
}

TEST(ExplainMeasures, TellsEachFigureOnceBeforeWhatItLeaves) {
  const Plan plan = judging({Modifier(ModifierMeasure::days_overdue, {level("30", "80%")}),
                             Modifier(ModifierMeasure::discount, {level("0.05", "90%")}),
                             Modifier(ModifierMeasure::margin, {level("0.2", "50%")}),
                             Modifier(ModifierMeasure::days_overdue, {level("40", "95%")})});
  const Derivation derivation = told(plan, line("920.00", 45));
  EXPECT_THAT(
      first_steps(derivation, 11),
      ElementsAre("days overdue = 45", "at list price = 1000", "sold at = 92%", "discount = 8%",
                  "net less cost = 115.00 CNY", "margin = 12.5%", "left by the days overdue = 80%",
                  "left by the discount = 90%", "left by the margin = 50%",
                  "left by the days overdue = 95%", "rate = 3%"));
  // 3% of 920.00 is 27.60, of which 0.8 * 0.9 * 0.5 * 0.95 are left.
  EXPECT_EQ(derivation.steps().back().result, Value(parse_money("9.44", CNY)));
  EXPECT_THAT(derivation.to_text(Language::zh),
              AllOf(HasSubstr("逾期天数"), HasSubstr("折扣率"), HasSubstr("毛利率")));
}

TEST(ExplainMeasures, TellsWhatIsWithinAllBounds) {
  const Plan plan = paying({Modifier(ModifierMeasure::days_overdue, {level("30", "80%")})});
  EXPECT_THAT(first_steps(told(plan, line("920.00", 30)), 2),
              ElementsAre("days overdue = 30", "part of the base in the tier = 920.00"));
}

TEST(ExplainMeasures, TellsPartsThatAreNoPercentagesAsFractions) {
  const Plan plan = judging({Modifier(ModifierMeasure::discount, {level("0.05", "90%")})});
  SalesLine of = line("300.00");
  of.cost = parse_money("100.00", CNY);
  of.quantity = Decimal(28);
  EXPECT_THAT(first_steps(told(plan, of), 5),
              ElementsAre("at list price = 350", "sold at = 6/7", "discount = 1/7",
                          "net less cost = 200.00 CNY", "margin = 2/3"));
}

TEST(ExplainMeasures, TellsFiguresOfNothing) {
  const Plan plan = judging({Modifier(ModifierMeasure::discount, {level("0.05", "90%")})});
  SalesLine of = line("0.00");
  of.list_price = Decimal(0);
  EXPECT_THAT(first_steps(told(plan, of), 3),
              ElementsAre("at list price = 0", "discount = 0%", "margin = 0%"));
}

TEST(ExplainMeasures, TellsWhatTheRuleLooksAtOnly) {
  const Plan plan(
      "Two", CNY, {{.name = "rolled", .picks = {.products = {"sheet"}}}, {.name = "rest"}},
      {.modifiers = {Modifier(ModifierMeasure::days_overdue, {level("30", "80%")}, {"rolled"})}});
  EXPECT_THAT(
      to_string(explain(plan, settle(plan, {{line("10")}}, november).lines.front(), line("10"))),
      Not(HasSubstr("overdue")));
}

// However long: a table keeps days short where they are.
TEST(ExplainMeasures, TellsDaysOfAnyLength) {
  const Plan plan = paying({Modifier(ModifierMeasure::days_overdue, {level("30", "80%")})});
  constexpr std::int64_t shortest = std::numeric_limits<std::int16_t>::min();
  for (const std::int64_t days :
       {std::int64_t{-45}, shortest, shortest - 1, shortest + 1, -shortest, -shortest - 1,
        std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()})
    EXPECT_EQ(told(plan, line("920.00", days)).steps().front().result, Value(days));
}

}  // namespace
}  // namespace o2c
