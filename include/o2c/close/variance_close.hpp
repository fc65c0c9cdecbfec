#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "o2c/close/tie.hpp"
#include "o2c/cost/budget_variance.hpp"
#include "o2c/cost/variance.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/currency.hpp"
#include "o2c/money/money.hpp"

namespace o2c::inline v1 {

/// Actual against budget, of products whose budgets are in one currency and one unit: quantities of
/// several units have no sum, and so no mix.
struct BudgetComparison {
  Currency currency;
  std::string unit;
  std::vector<BudgetedProduct> budget;
  std::vector<AchievedProduct> actual;  ///< Also of products that were sold without a budget.
  ProfitVariance variance;
  Money budgeted;  ///< The budgeted profit, in the home currency like
  std::vector<Money>
      amounts;  ///< the variance's lines, of which each is rounded so that all add up.
};

/// Why the profit of the month differs from its budget (差异分析).
///
/// What a product brought is its lines of invoices that are posted in the month, before tax, at the
/// rates of the invoices; and its costs that count in the month: those that name it, else those of
/// orders that are about no other product. A product without a budget is compared where its first
/// invoice of the month has the currency and unit of some budget.
struct VarianceClose {
  std::vector<BudgetComparison> comparisons;  ///< By currency and unit.
  /// Of each comparison: the profit made = the budgeted one + causes.
  std::vector<Tie> ties;

  /// How a row of the table `variances` came about: a line of a comparison, in their order. Throws
  /// InvalidArgument for one that is not there.
  [[nodiscard]] Derivation explain(std::size_t row) const;
};

}  // namespace o2c::inline v1
