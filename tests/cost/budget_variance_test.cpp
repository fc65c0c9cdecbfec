#include "o2c/cost/budget_variance.hpp"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Decimal dec(const char* text) { return Decimal::parse(text); }

const std::vector<BudgetedProduct> budget{{"A", 1000, 10, 7, 50}, {"B", 1000, 20, 7, 110}};

ProfitPlan plan_of(const std::vector<BudgetedProduct>& products) {
  ProfitPlan plan;
  plan.exchange_rate = products.front().rate;
  for (const BudgetedProduct& each : products)
    plan.products.push_back({each.product, each.quantity, each.price, {{"cost", each.unit_cost}}});
  return plan;
}

TEST(BudgetVariance, AgreesWithPricesAndUnitCosts) {
  const std::vector<AchievedProduct> achieved{
      {.product = "A", .quantity = 1500, .net = 14700, .home = Ratio(104'370), .cost = 76'500},
      {.product = "C", .quantity = 40, .net = 1320, .home = Ratio(9372), .cost = 6000}};
  const ProfitPlan actual{
      .products = {{"A", 1500, dec("9.80"), {{"cost", 51}}}, {"C", 40, 33, {{"cost", 150}}}},
      .exchange_rate = dec("7.1")};
  const ProfitVariance expected = profit_variance(plan_of(budget), actual);
  const ProfitVariance found = budget_variance(budget, achieved);
  EXPECT_EQ(found.budget, expected.budget);
  EXPECT_EQ(found.actual, expected.actual);
  EXPECT_EQ(found.by_cause(), expected.by_cause());
  for (const VarianceLine& line : found.lines)
    EXPECT_THAT(explain_variance(budget, achieved, line).recheck(), IsEmpty()) << line.cause;
}

TEST(BudgetVariance, AddsUpWithoutSalesAndWithoutBudget) {
  const std::vector<AchievedProduct> costs_only{{.product = "A", .cost = Ratio(1, 3)}};
  for (const auto& plan : {budget, std::vector<BudgetedProduct>{},
                           std::vector<BudgetedProduct>{{"A", 0, 10, 7, 50}}}) {
    const ProfitVariance found = budget_variance(plan, costs_only);
    Ratio sum = found.budget;
    for (const VarianceLine& line : found.lines) sum += line.amount;
    EXPECT_EQ(sum, found.actual);
    EXPECT_EQ(found.actual, Ratio(-1, 3));
  }
}

TEST(BudgetVariance, RefusesWhatIsNoBudget) {
  const std::vector<BudgetedProduct> twice{{"A", 1, 1, 1, 1}, {"A", 1, 1, 1, 1}};
  EXPECT_THROW((void)budget_variance(twice, {}), InvalidArgument);
  const std::vector<BudgetedProduct> below{{"A", -1, 1, 1, 1}};
  EXPECT_THROW((void)budget_variance(below, {}), InvalidArgument);
  EXPECT_THROW((void)explain_variance(budget, {}, {"price", "A", 1}), InvalidArgument);
}

}  // namespace
}  // namespace o2c
