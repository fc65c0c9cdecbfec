#pragma once

#include <span>
#include <string>

#include "o2c/cost/variance.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/ratio.hpp"

namespace o2c::inline v1 {

/// What a product was to bring.
struct BudgetedProduct {
  std::string product;
  Decimal quantity;
  Decimal price;      ///< Of one, in the sale's currency.
  Decimal rate = 1;   ///< Home currency for one of the sale's.
  Decimal unit_cost;  ///< Home currency.

  friend bool operator==(const BudgetedProduct&, const BudgetedProduct&) = default;
};

/// What a product brought, in totals: an average price or cost would often have no last digit.
struct AchievedProduct {
  std::string product;
  Decimal quantity{};  ///< Below zero where more came back than was sold.
  Decimal net{};       ///< In the sale's currency, before tax.
  Ratio home{};        ///< The same in the home currency, at the rates of its days.
  Ratio other{};       ///< What was sold in other currencies; in the home currency.
  Ratio cost{};        ///< Home currency.

  friend bool operator==(const AchievedProduct&, const AchievedProduct&) = default;
};

/// Why the profit differs from the budget, as profit_variance has it, of totals and with a budgeted
/// rate for each product. With Q quantity, N net, H home, O other, C cost of what was achieved, and
/// Q', P', R', C' quantity, price, rate and unit cost of the budget, m = P'·R' − C':
///
///     exchange  H − N·R'
///     price     (N − Q·P')·R' + O
///     cost      Q·C' − C
///     mix       (Q − ΣQ·Q'/ΣQ')·m
///     quantity  (ΣQ − ΣQ')·ΣQ'·m/ΣQ'
///
/// A product that was not budgeted is mix but for its exchange, which it has where all budgets have
/// the same rate. Without any quantity budgeted all that was sold is mix. Exact: the causes add up
/// to the whole difference. Throws InvalidArgument for a product that stands twice in a list and a
/// budgeted quantity below zero; Overflow.
ProfitVariance budget_variance(std::span<const BudgetedProduct> budget,
                               std::span<const AchievedProduct> actual);

/// How one line of it came about, step by step. Throws InvalidArgument for a cause and product that
/// have none.
Derivation explain_variance(std::span<const BudgetedProduct> budget,
                            std::span<const AchievedProduct> actual, const VarianceLine& line);

}  // namespace o2c::inline v1
