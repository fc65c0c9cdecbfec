#pragma once

#include <span>
#include <string>
#include <tuple>

#include "o2c/cost/order_profit.hpp"
#include "o2c/cost/quotation.hpp"
#include "o2c/cost/variance.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rounding.hpp"

namespace o2c::inline v1 {

/// A quotation as the plan that its order is held against: the quoted price, what one unit costs of
/// each kind of a profit statement, and the quotation's rate, with its margin of safety. Goods and
/// materials stand as paid, with VAT, and what is refunded as `refund`, below zero. Of the route it
/// has what the seller bears under the term: up to the ship `domestic`, then `freight`, and the
/// premium as `insurance`. Overhead, tooling and rates of the price are `other`, and under DDP what
/// import costs as well: clearance, duty and tax. Its profit is the quote's, exactly. Throws as
/// quote().
ProfitPlan quoted_plan(const CostSheet& sheet, const PricingRule& rule,
                       const PricingCurrency& currency, const Quote& quote);

/// How much of a product was sold.
struct SoldProduct {
  std::string product;
  Decimal quantity;

  static constexpr auto fields() {
    return std::tuple{Field{"product", &SoldProduct::product, "which"},
                      Field{"quantity", &SoldProduct::quantity, "in the unit of its price"}};
  }

  friend bool operator==(const SoldProduct&, const SoldProduct&) = default;
};

/// What documents say of the products of an order or a period, as a plan beside the quoted one:
/// average prices in the currency of the sale, what one unit has cost of each kind, other income
/// below zero, and the average rate at which revenue came home, exchange differences among it. Its
/// profit is that of order_profit, exactly. Throws InvalidArgument, with all faults, for products
/// that stand twice or were not sold, entries of no product among several, revenue of none or in
/// several currencies; and as order_profit.
ProfitPlan actual_plan(std::span<const ProfitEntry> entries, std::span<const SoldProduct> sold,
                       const Currency& home, Rounding rounding = Rounding::half_up);

}  // namespace o2c::inline v1
