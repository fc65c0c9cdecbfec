#include <gmock/gmock.h>

#include "o2c/cost/expense_budget.hpp"
#include "o2c/cost/order_profit.hpp"
#include "o2c/cost/profit_plan.hpp"
#include "o2c/cost/variance.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using currencies::CNY, currencies::USD;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

Decimal dec(std::string_view text) { return Decimal::parse(text); }
Money cny(std::string_view text) { return Money::of(dec(text), CNY); }
Money usd(std::string_view text) { return Money::of(dec(text), USD); }
std::string four(const Ratio& x) { return to_string(round(x, 4, Rounding::half_up)); }

// The handbook's order: 9,800 umbrellas at 5.00, of which 1% commission on what was collected.
std::vector<ProfitEntry> umbrellas() {
  return {
      {.kind = ProfitKind::revenue, .amount = usd("49000"), .rate = dec("7.10"), .order = "U-1"},
      {.kind = ProfitKind::goods, .amount = cny("276850"), .order = "U-1"},
      {.kind = ProfitKind::refund, .amount = cny("31850"), .order = "U-1"},
      {.kind = ProfitKind::domestic, .amount = cny("8000"), .order = "U-1"},
      {.kind = ProfitKind::bank, .amount = cny("1200"), .order = "U-1"},
      {.kind = ProfitKind::commission, .amount = usd("150"), .rate = dec("7.10"), .order = "U-1"},
      {.kind = ProfitKind::commission, .amount = usd("340"), .rate = dec("7.08"), .order = "U-1"},
      {.kind = ProfitKind::exchange, .amount = cny("-680"), .order = "U-1"}};
}

TEST(OrderProfit, HasTheHandbooksFigures) {
  Derivation steps;
  const OrderProfit profit = order_profit(umbrellas(), CNY, Rounding::half_up, steps);
  EXPECT_EQ(profit.revenue, cny("347900"));
  EXPECT_EQ(profit.profit, cny("89547.80"));
  EXPECT_EQ(profit.margin(), Rate::parse("25.74%"));
  ASSERT_TRUE(profit.exchange_cost);
  EXPECT_EQ(four(*profit.exchange_cost), "5.2586");
  EXPECT_EQ(profit.lines.size(), 7U);
  EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;
}

TEST(OrderProfit, TakesFreightAbroadOutOfTheForeignRevenue) {
  std::vector<ProfitEntry> entries = umbrellas();
  entries.push_back({.kind = ProfitKind::freight, .amount = usd("1000"), .rate = dec("7.10")});
  const OrderProfit profit = order_profit(entries, CNY);
  EXPECT_EQ(profit.profit, cny("82447.80"));
  EXPECT_EQ(four(*profit.exchange_cost), four(Ratio(dec("257672.20")) / Ratio(48000)));
  entries.push_back({.kind = ProfitKind::revenue, .amount = cny("1")});
  EXPECT_EQ(order_profit(entries, CNY).exchange_cost, std::nullopt);
}

TEST(OrderProfit, OfPartsAddsUpToTheWhole) {
  std::vector<ProfitEntry> entries = umbrellas();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    entries[i].customer = i % 2 == 0 ? "Rainy Harbor" : "Dry Dock";
    entries[i].date = Date(2026, static_cast<int>(1 + i % 3), 5);
  }
  const OrderProfit whole = order_profit(entries, CNY);
  for (const ProfitBy by :
       {ProfitBy::customer, ProfitBy::week, ProfitBy::half_month, ProfitBy::month,
        ProfitBy::quarter, ProfitBy::half, ProfitBy::year, ProfitBy::product}) {
    Money sum = cny("0");
    for (const auto& [key, part] : profit_by(entries, by, CNY)) sum += part.profit;
    EXPECT_EQ(sum, whole.profit) << to_string(by);
  }
  EXPECT_EQ(profit_by(entries, ProfitBy::month, CNY)[1].first, "2026-02");
  EXPECT_EQ(profit_by(entries, ProfitBy::quarter, CNY)[0].first, "2026Q1");
  EXPECT_EQ(profit_by(entries, ProfitBy::year, CNY)[0].first, "2026");
}

TEST(OrderProfit, SharesCommonCosts) {
  const std::vector<ProfitEntry> sales{
      {.kind = ProfitKind::revenue, .amount = cny("100"), .order = "A"},
      {.kind = ProfitKind::revenue, .amount = cny("200"), .order = "B"},
      {.kind = ProfitKind::goods, .amount = cny("50"), .order = "C"}};
  const std::vector<CostShare> shares = revenue_shares(sales, CNY);
  EXPECT_THAT(shares, ElementsAre(CostShare{"A", 100}, CostShare{"B", 200}));
  const ProfitEntry fair{.kind = ProfitKind::other, .amount = cny("10"), .document = "FAIR-1"};
  const std::vector<ProfitEntry> parts = share_cost(fair, shares);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].amount, cny("3.33"));
  EXPECT_EQ(parts[1].amount, cny("6.67"));
  EXPECT_EQ(parts[1].order, "B");
  EXPECT_EQ(parts[1].document, "FAIR-1");
}

TEST(OrderProfit, NamesAllThatIsWrong) {
  std::vector<ProfitEntry> wrong = umbrellas();
  wrong[1].rate = 2;
  wrong[5].rate = 0;
  try {
    order_profit(wrong, CNY);
    FAIL();
  } catch (const InvalidArgument& error) {
    ASSERT_EQ(error.faults().size(), 2U);
    EXPECT_EQ(to_string(error.faults()[0]),
              "row 1, rate \"2\": expected 1, the amount is in the home currency");
    EXPECT_EQ(to_string(error.faults()[1]),
              "row 5, rate \"0\": expected above zero, CNY for one USD");
  }
}

TEST(OrderProfit, IsSummarized) {
  const OrderProfit profit = order_profit(umbrellas(), CNY);
  EXPECT_EQ(summarize(profit, "Order U-1", Language::en),
            "Order U-1: revenue 347,900.00 CNY. Costs: goods 276,850.00 CNY, domestic charges "
            "8,000.00 CNY, commission 3,472.20 CNY, bank charges 1,200.00 CNY. Other income: VAT "
            "refund 31,850.00 CNY, exchange differences -680.00 CNY. The profit is 89,547.80 CNY, "
            "25.74% of revenue. Exchange cost: 5.2586.");
  EXPECT_THAT(summarize(profit, "订单 U-1", Language::zh),
              HasSubstr("利润89,547.80 CNY，占收入25.74%"));
  const std::vector<ProfitEntry> at_a_loss{{.kind = ProfitKind::revenue, .amount = cny("1000")},
                                           {.kind = ProfitKind::goods, .amount = cny("1500")}};
  EXPECT_THAT(summarize(order_profit(at_a_loss, CNY), "Order U-2", Language::en),
              HasSubstr("The loss is 500.00 CNY, 50% of revenue."));
}

ProductResult product(std::string name, int quantity, std::string_view price, int cost) {
  return {.product = std::move(name),
          .quantity = quantity,
          .price = dec(price),
          .costs = {{"material", cost}}};
}

ProfitPlan budget() {
  return {.products = {product("A", 1000, "10", 50), product("B", 1000, "20", 110)},
          .exchange_rate = dec("7.0")};
}

TEST(Variance, HasTheHandbooksFigures) {
  const ProfitPlan actual{
      .products = {product("A", 1500, "9.80", 50), product("B", 700, "20.50", 110)},
      .exchange_rate = dec("7.1")};
  Derivation steps;
  const ProfitVariance found = profit_variance(budget(), actual, steps);
  EXPECT_EQ(found.budget, Ratio(50'000));
  EXPECT_EQ(found.actual, Ratio(54'255));
  EXPECT_THAT(found.by_cause(),
              ElementsAre(VarianceLine{"exchange", "", 2905}, VarianceLine{"price", "", 350},
                          VarianceLine{"mix", "", -4000}, VarianceLine{"quantity", "", 5000}));
  EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;
}

TEST(Variance, IsSummarized) {
  const ProfitPlan actual{
      .products = {product("A", 1500, "9.80", 50), product("B", 700, "20.50", 110)},
      .exchange_rate = dec("7.1")};
  const ProfitVariance found = profit_variance(budget(), actual);
  EXPECT_EQ(
      summarize(found, "November", CNY, Language::en),
      "November: the profit is 54,255.00 CNY, 4,255.00 CNY above the budget of 50,000.00 CNY. "
      "Causes: quantity +5,000.00 CNY, mix -4,000.00 CNY, exchange +2,905.00 CNY, price "
      "+350.00 CNY.");
  EXPECT_THAT(summarize(found, "11月", CNY, Language::zh),
              HasSubstr("，增加4,255.00 CNY。原因：数量"));
  EXPECT_THAT(summarize(profit_variance(budget(), budget()), "x", CNY, Language::en),
              HasSubstr("as budgeted."));
}

TEST(Variance, AddsUpWithCostsAndProductsOfOneSide) {
  ProfitPlan actual{.products = {product("A", 900, "10.25", 48), product("C", 40, "33", 150)},
                    .exchange_rate = dec("6.93")};
  actual.products[0].costs.push_back({"freight", 3});
  const ProfitVariance found = profit_variance(budget(), actual);
  Ratio sum;
  for (const VarianceLine& line : found.lines) sum += line.amount;
  EXPECT_EQ(sum, found.actual - found.budget);
  Ratio causes;
  for (const VarianceLine& line : found.by_cause()) causes += line.amount;
  EXPECT_EQ(causes, sum);
  EXPECT_THAT(found.by_cause(), testing::Contains(VarianceLine{"freight", "", -2700}));
  EXPECT_THAT(found.by_cause(), testing::Contains(VarianceLine{"material", "", 1800}));
}

CostSheet with_every_line() {
  using enum CostCategory;
  const ExportRebate partly{.vat = Rate::parse("13%"), .refund = Rate::parse("9%")};
  return CostSheet(
      "umbrella", CNY, units::PCE,
      {CostLine::bought_in("frame", dec("67.80"), partly),
       CostLine::per_unit("labour", processing, dec("3.20")),
       CostLine::of_cost("overhead", overhead, Rate::parse("8%")),
       CostLine::interest("loan", Rate::parse("6%"), 60),
       CostLine::per_unit("carriage", expense, dec("1.09")).on_route(RouteItem::carriage_to_port),
       CostLine::per_unit("ship", expense, dec("0.50")).on_route(RouteItem::main_freight),
       CostLine::of_price("licence", Rate::parse("2%"))});
}

TEST(QuotedPlan, EarnsWhatTheQuoteEarns) {
  const PricingRule rule{.profit = Rate::parse("10%")};
  for (const bool insured : {false, true})
    for (const bool to_door : {false, true}) {
      const PricingCurrency dollars{.currency = USD,
                                    .exchange_rate = dec("7.05"),
                                    .safety = Rate::parse("1%"),
                                    .route = {.main_freight = dec("1.20"),
                                              .arrival = dec("0.30"),
                                              .inland = dec("0.20"),
                                              .unloading = dec("0.10"),
                                              .import_clearance = dec("0.05"),
                                              .premium = Rate::parse("0.5%"),
                                              .insured_to_door = to_door,
                                              .duty = Rate::parse("5%"),
                                              .vat = Rate::parse("20%")},
                                    .commission_insured = insured};
      for (const Incoterm incoterm : incoterms) {
        const PriceTerm term{.incoterm = incoterm, .commission = Rate::parse("3%")};
        const Quote made = quote(with_every_line(), rule, dollars, term, Quantity(10, units::DZN));
        const ProfitPlan plan = quoted_plan(with_every_line(), rule, dollars, made);
        ASSERT_EQ(plan.products.size(), 1U);
        EXPECT_EQ(plan.products[0].quantity, Decimal(120));
        Ratio left = plan.products[0].price * plan.exchange_rate;
        for (const UnitCost& cost : plan.products[0].costs) left -= cost.amount;
        EXPECT_EQ(left, made.profit * plan.exchange_rate) << to_string(term);
      }
    }
}

TEST(QuotedPlan, TellsCostsByKind) {
  const PricingCurrency dollars{
      .currency = USD,
      .exchange_rate = 7,
      .route = {.main_freight = dec("1.20"), .premium = Rate::parse("1%")}};
  const auto costs_under = [&](Incoterm incoterm) {
    const Quote made = at_price(with_every_line(), {}, dollars, {.incoterm = incoterm},
                                Quantity(1, units::PCE), 20);
    const ProfitPlan plan = quoted_plan(with_every_line(), {}, dollars, made);
    std::vector<std::string> costs;
    for (const UnitCost& cost : plan.products[0].costs)
      costs.push_back(cost.kind + " " + four(cost.amount));
    return costs;
  };
  // Frame 67.80 and 5.40 of it refunded; overhead 8% of 65.60, a loan of 70.848, 2% of 20.00 USD.
  EXPECT_THAT(costs_under(Incoterm::FOB),
              ElementsAre("goods 67.8000", "processing 3.2000", "refund -5.4000", "domestic 1.0900",
                          "finance 0.7085", "other 8.0480"));
  // Freight 0.50 + 1.20 × 7, a premium of 1.1% of 20.00; the licence of what FOB is.
  EXPECT_THAT(costs_under(Incoterm::CIF),
              ElementsAre("goods 67.8000", "processing 3.2000", "refund -5.4000", "domestic 1.0900",
                          "freight 8.9000", "insurance 1.5400", "finance 0.7085", "other 7.8392"));
}

TEST(QuotedPlan, TellsPremiumFromDutyUnderDdp) {
  const auto cost_of = [](std::string_view kind, bool to_door) {
    const PricingCurrency home{.currency = CNY,
                               .route = {.main_freight = 9,
                                         .inland = 2,
                                         .premium = Rate::parse("1%"),
                                         .insured_to_door = to_door,
                                         .duty = Rate::parse("5%"),
                                         .vat = Rate::parse("20%")}};
    const CostSheet sheet("frame", CNY, units::PCE, {CostLine::bought_in("frame", 80)});
    const PricingRule rule{.step = dec("0.00000001")};
    // Sold at cost: CIF 89 ÷ 0.989, duty 5% and tax 20% of 105%, together 26% of it.
    const Quote made =
        quote(sheet, rule, home, {.incoterm = Incoterm::DDP}, Quantity(1, units::PCE));
    const ProfitPlan plan = quoted_plan(sheet, rule, home, made);
    const auto& costs = plan.products[0].costs;
    const auto found = std::ranges::find(costs, kind, &UnitCost::kind);
    return found == costs.end() ? "none" : four(found->amount);
  };
  EXPECT_EQ(cost_of("freight", true), "11.0000");
  EXPECT_EQ(cost_of("insurance", true), "0.9899");
  EXPECT_EQ(cost_of("other", true), "23.3974");
  EXPECT_EQ(cost_of("insurance", false), "none");  // The buyer's door is not insured,
  EXPECT_EQ(cost_of("other", false), "23.3974");   // customs take the CIF value all the same.
}

TEST(ActualPlan, EarnsWhatTheDocumentsSay) {
  std::vector<ProfitEntry> entries = umbrellas();
  const std::vector<SoldProduct> sold{{"umbrella", 9800}};
  const ProfitPlan plan = actual_plan(entries, sold, CNY);
  EXPECT_EQ(plan.products[0].price, Ratio(5));
  EXPECT_EQ(plan.exchange_rate, Ratio(dec("347220")) / Ratio(49'000));  // with the loss of 680
  const ProfitVariance none = profit_variance(plan, plan);
  EXPECT_EQ(none.actual, Ratio(dec("89547.80")));
  EXPECT_EQ(none.actual, none.budget);
  const auto goods = std::ranges::find(plan.products[0].costs, "goods", &UnitCost::kind);
  EXPECT_EQ(goods->amount, Ratio(dec("28.25")));
  const auto refund = std::ranges::find(plan.products[0].costs, "refund", &UnitCost::kind);
  EXPECT_EQ(refund->amount, Ratio(dec("-3.25")));
}

TEST(ActualPlan, NamesAllThatIsWrong) {
  std::vector<ProfitEntry> entries = umbrellas();
  entries[0].product = "umbrella";
  entries.push_back({.kind = ProfitKind::revenue, .amount = cny("1"), .product = "knob"});
  const std::vector<SoldProduct> sold{{"umbrella", 9800}, {"umbrella", 1}, {"handle", 0}};
  try {
    (void)actual_plan(entries, sold, CNY);
    FAIL();
  } catch (const InvalidArgument& error) {
    std::vector<std::string> faults;
    for (const Fault& fault : error.faults()) faults.push_back(to_string(fault));
    EXPECT_THAT(faults, testing::SizeIs(11));
    EXPECT_THAT(faults[0], HasSubstr("sold, row 1, product \"umbrella\": expected each product"));
    EXPECT_THAT(faults[1], HasSubstr("sold, row 2, quantity \"0\": expected above zero"));
    EXPECT_THAT(faults[2], HasSubstr("entries, row 1, product: expected one of the products"));
    EXPECT_THAT(faults[10], HasSubstr("amount \"1.00 CNY\": expected revenue in USD"));
  }
  EXPECT_THROW((void)actual_plan({}, std::vector<SoldProduct>{{"x", 1}}, CNY), InvalidArgument);
}

TEST(Variance, NamesAllThatIsWrong) {
  ProfitPlan wrong = budget();
  wrong.products[1].product = "A";
  wrong.exchange_rate = 0;
  EXPECT_THAT([&] { profit_variance(budget(), wrong); },
              ThrowsMessage<InvalidArgument>(
                  HasSubstr("actual, row 1, product \"A\": expected each product once (and 1")));
  EXPECT_THROW(profit_variance({.products = {}}, budget()), InvalidArgument);
}

SellingExpense expense(std::string id, std::string person, std::string category, int month,
                       std::string_view amount) {
  return {.id = std::move(id),
          .person = std::move(person),
          .category = std::move(category),
          .date = Date(2026, month, 10),
          .amount = cny(amount)};
}

ExpenseBudget limits() {
  return ExpenseBudget(
      {{.period = Period::parse("2026-11"), .limit = cny("1000"), .person = "Li"},
       {.period = Period::parse("2026Q4"), .limit = cny("5000"), .category = "fairs"},
       {.period = Period::parse("2026"), .limit = cny("6000")}});
}

TEST(ExpenseBudget, ReportsEachLimit) {
  const std::vector<SellingExpense> spent{expense("1", "Li", "travel", 11, "400"),
                                          expense("2", "Li", "fairs", 10, "3000"),
                                          expense("3", "Wang", "fairs", 11, "2500")};
  const ExpenseReport report = limits().report(spent);
  ASSERT_EQ(report.limits.size(), 3U);
  EXPECT_EQ(report.limits[0].spent, cny("400"));
  EXPECT_EQ(report.limits[1].left, cny("-500"));
  EXPECT_EQ(report.limits[2].left, cny("100"));
  EXPECT_TRUE(report.without_limit.empty());
  const ExpenseBudget only_li({limits().limits()[0]});
  EXPECT_THAT(only_li.report(spent).without_limit, ElementsAre(spent[1], spent[2]));
}

TEST(ExpenseBudget, RefusesByEachLimitThatIsOver) {
  const std::vector<SellingExpense> spent{expense("1", "Li", "travel", 11, "400"),
                                          expense("2", "Wang", "fairs", 10, "5500")};
  EXPECT_EQ(limits().allow(expense("3", "Li", "travel", 11, "100"), spent).value(), cny("0"));
  const auto refused = limits().allow(expense("3", "Li", "fairs", 11, "700"), spent);
  ASSERT_FALSE(refused);
  ASSERT_EQ(refused.error().size(), 3U);
  EXPECT_EQ(refused.error()[0].reason.en,
            "Li, all, 2026-11: 400.00 CNY spent and 700.00 CNY more is over the limit of 1000.00 "
            "CNY by 100.00 CNY");
  EXPECT_EQ(limits().allow(expense("3", "Li", "travel", 11, "-1"), spent).value(), cny("101"));
  EXPECT_EQ(limits().allow(expense("1", "Li", "travel", 11, "500"), spent).value(), cny("0"));
  EXPECT_EQ(ExpenseBudget({}).allow(expense("1", "Li", "x", 1, "1"), {}).value(), std::nullopt);
}

TEST(ExpenseBudget, NamesAllThatIsWrong) {
  EXPECT_THAT(
      [] {
        ExpenseBudget({{.period = Period::parse("2026"), .limit = cny("1")},
                       {.period = Period::parse("2026"), .limit = usd("-1")}});
      },
      ThrowsMessage<InvalidArgument>(HasSubstr("row 1, limit \"-1.00 USD\": expected not below")));
  const std::vector<SellingExpense> twice{expense("1", "Li", "x", 1, "1"),
                                          expense("1", "Li", "x", 1, "1")};
  EXPECT_THAT([&] { (void)limits().report(twice); },
              ThrowsMessage<InvalidArgument>(HasSubstr("row 1, id \"1\"")));
}

}  // namespace
}  // namespace o2c
