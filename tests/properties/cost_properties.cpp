// What has to hold of costs and prices, whatever the numbers.

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "o2c/cost/landed_cost.hpp"
#include "o2c/cost/order_profit.hpp"
#include "o2c/cost/price_route.hpp"
#include "o2c/cost/quotation.hpp"
#include "o2c/cost/variance.hpp"
#include "o2c/money/unit_price.hpp"

namespace o2c {
namespace {

using currencies::CNY, currencies::USD;

Decimal amount(int low, int high) { return Decimal::from_parts(*rc::gen::inRange(low, high), 2); }

Rate rate(int low_bps, int high_bps) {
  return Rate::from_bps(*rc::gen::inRange(low_bps, high_bps));
}

PriceRoute any_route() {
  RouteCosts costs{.packing = amount(0, 100),
                   .loading_at_works = amount(0, 100),
                   .carriage_to_port = amount(0, 300),
                   .export_clearance = amount(0, 100),
                   .origin_handling = amount(0, 100),
                   .loading_on_board = amount(0, 100),
                   .main_freight = amount(0, 900),
                   .arrival = amount(0, 300),
                   .inland = amount(0, 300),
                   .unloading = amount(0, 100),
                   .import_clearance = amount(0, 100),
                   .premium = rate(0, 300),
                   .insured_to_door = *rc::gen::arbitrary<bool>(),
                   .duty = rate(0, 4000),
                   .vat = rate(0, 2500)};
  if (*rc::gen::arbitrary<bool>()) costs.customs_value = Ratio(amount(1, 9000));
  return PriceRoute(costs, *rc::gen::arbitrary<bool>());
}

PriceTerm any_term() {
  return {.incoterm = *rc::gen::elementOf(std::vector(incoterms.begin(), incoterms.end())),
          .commission = rate(0, 1500)};
}

RC_GTEST_PROP(PriceRoute, GoesBackExactly, ()) {
  const PriceRoute route = any_route();
  const PriceTerm from = any_term();
  const PriceTerm to = any_term();
  const Ratio goods = amount(1, 100'000);
  RC_ASSERT(route.goods(from, route.price(from, goods)) == goods);
  const Ratio price = amount(1, 100'000);
  RC_ASSERT(route.convert(to, route.convert(from, price, to), from) == price);
}

// The more the seller bears, the more it costs; both ladders of Incoterms.
RC_GTEST_PROP(PriceRoute, ClimbsItsLadders, ()) {
  const PriceRoute route = any_route();
  const Ratio goods = amount(1, 100'000);
  using enum Incoterm;
  for (const auto& ladder :
       {std::vector{EXW, FCA, FAS, FOB, CFR, CIF}, std::vector{EXW, FCA, CPT, CIP},
        std::vector{CFR, DAP, DPU}, std::vector{DAP, DDP}}) {
    for (std::size_t i = 1; i < ladder.size(); ++i)
      RC_ASSERT(route.price({.incoterm = ladder[i - 1]}, goods) <=
                route.price({.incoterm = ladder[i]}, goods));
  }
}

RC_GTEST_PROP(PriceRoute, StepsRecheck, ()) {
  const PriceRoute route = any_route();
  Derivation steps;
  const Ratio price = route.price(any_term(), amount(1, 100'000), steps);
  RC_ASSERT(steps.recheck().empty());
  RC_ASSERT(steps.steps().back().result == Value(price));
}

RC_GTEST_PROP(Quotation, LeavesTheProfitThatItWasMadeWith, ()) {
  const CostSheet sheet("x", CNY, units::PCE,
                        {CostLine::bought_in("x", amount(100, 100'000)),
                         CostLine::of_price("licence", rate(0, 500))});
  const PricingRule rule{
      .profit = rate(0, 4000), .rounded_first = false, .step = Decimal::from_parts(1, 12)};
  const PricingCurrency currency{
      .currency = USD, .exchange_rate = amount(100, 1000), .route = any_route().costs()};
  Quote quoted = quote(sheet, rule, currency, any_term(), Quantity(1, units::PCE));
  // To what a step of 10^-12 lets through.
  RC_ASSERT(abs(quoted.profit_rate - Ratio(rule.profit.fraction())) < Ratio(1, 1'000'000'000));
}

RC_GTEST_PROP(LandedCost, SharesAddUp, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(1, 8);
  std::vector<LandedLine> lines;
  for (std::size_t i = 0; i < count; ++i)
    lines.push_back({.product = std::to_string(i),
                     .quantity = *rc::gen::inRange(1, 500),
                     .value = Money::from_minor(*rc::gen::inRange(1, 900'000), CNY),
                     .weight = amount(1, 900),
                     .volume = amount(1, 900),
                     .duty = rate(0, 3000)});
  std::vector<LandedCharge> charges;
  for (const ShareBy key : {ShareBy::value, ShareBy::weight, ShareBy::volume, ShareBy::quantity})
    charges.push_back({.name = to_string(key),
                       .amount = Money::from_minor(*rc::gen::inRange(-9'000, 900'000), CNY),
                       .key = key,
                       .dutiable = *rc::gen::arbitrary<bool>()});
  const std::vector<LandedCost> costs = landed_costs(lines, charges);
  for (std::size_t c = 0; c < charges.size(); ++c) {
    Money sum = Money::zero(CNY);
    for (const LandedCost& cost : costs) sum += cost.shares[c];
    RC_ASSERT(sum == charges[c].amount);
  }
}

RC_GTEST_PROP(LineAmounts, OfADocumentAddUpToItsRoundedTotal, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(1, 8);
  const Rounding mode =
      *rc::gen::element(Rounding::half_up, Rounding::half_even, Rounding::floor, Rounding::ceiling);
  std::vector<PricedLine> lines;
  Ratio exact;
  for (std::size_t i = 0; i < count; ++i) {
    lines.push_back({UnitPrice(Decimal::from_parts(*rc::gen::inRange(-99'999, 99'999), 4), USD,
                               Quantity(*rc::gen::inRange(1, 12), units::PCE)),
                     Quantity(*rc::gen::inRange(1, 500), units::PCE)});
    exact += exact_amount(lines.back().price, lines.back().quantity);
  }
  Money sum = Money::zero(USD);
  const std::vector<Money> amounts = line_amounts(lines, LineRounding::by_document, mode);
  for (std::size_t i = 0; i < count; ++i) {
    sum += amounts[i];
    const Ratio off = Ratio(amounts[i].amount()) - exact_amount(lines[i].price, lines[i].quantity);
    RC_ASSERT(abs(off) < Ratio(1, 100) || mode == Rounding::ceiling);
  }
  RC_ASSERT(sum == Money::rounded(exact, USD, mode));
}

ProfitPlan any_plan(bool with_quantity) {
  ProfitPlan plan{.products = {}, .exchange_rate = amount(1, 1000)};
  for (const char* name : {"A", "B", "C", "D"}) {
    if (*rc::gen::inRange(0, 3) == 0) continue;
    ProductResult one{.product = name,
                      .quantity = *rc::gen::inRange(0, 5000),
                      .price = amount(0, 5000),
                      .costs = {}};
    for (const char* kind : {"material", "freight"})
      if (*rc::gen::arbitrary<bool>()) one.costs.push_back({kind, amount(0, 9000)});
    plan.products.push_back(std::move(one));
  }
  if (with_quantity)
    plan.products.push_back({.product = "E", .quantity = 10, .price = 3, .costs = {}});
  return plan;
}

RC_GTEST_PROP(Variance, CausesAddUpToTheDifference, ()) {
  Derivation steps;
  const ProfitVariance found = profit_variance(any_plan(true), any_plan(false), steps);
  Ratio sum;
  for (const VarianceLine& line : found.lines) sum += line.amount;
  RC_ASSERT(sum == found.actual - found.budget);
  Ratio causes;
  for (const VarianceLine& line : found.by_cause()) causes += line.amount;
  RC_ASSERT(causes == sum);
  RC_ASSERT(steps.recheck().empty());
}

RC_GTEST_PROP(OrderProfit, OfPartsAddsUpToTheWhole, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(0, 30);
  std::vector<ProfitEntry> entries;
  for (std::size_t i = 0; i < count; ++i) {
    const bool abroad = *rc::gen::arbitrary<bool>();
    entries.push_back(
        {.kind = static_cast<ProfitKind>(*rc::gen::inRange<int>(0, profit_kind_count)),
         .amount = Money::from_minor(*rc::gen::inRange(-99'999, 99'999), abroad ? USD : CNY),
         .rate = abroad ? amount(1, 900) : Decimal(1),
         .order = std::to_string(*rc::gen::inRange(0, 4))});
  }
  Derivation steps;
  const OrderProfit whole = order_profit(entries, CNY, Rounding::half_up, steps);
  RC_ASSERT(steps.recheck().empty());
  RC_ASSERT(whole.profit == whole.revenue - whole.cost);
  Money sum = Money::zero(CNY);
  for (const auto& [order, part] : profit_by(entries, ProfitBy::order, CNY)) sum += part.profit;
  RC_ASSERT(sum == whole.profit);
}

}  // namespace
}  // namespace o2c
