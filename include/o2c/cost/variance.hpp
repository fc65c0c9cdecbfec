#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/currency.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/ratio.hpp"

namespace o2c::inline v1 {

/// What one unit costs of one kind: material, freight, ...; in the home currency. Below zero for
/// income of a kind, such as a refund.
struct UnitCost {
  std::string kind;
  Ratio amount;

  static constexpr auto fields() {
    return std::tuple{Field{"kind", &UnitCost::kind, "material, freight, ..."},
                      Field{"amount", &UnitCost::amount, "of one unit, home currency"}};
  }

  friend bool operator==(const UnitCost&, const UnitCost&) = default;
};

/// A product as it was quoted or budgeted, or as it came: price in the currency of the sale.
struct ProductResult {
  std::string product;
  Decimal quantity;
  Ratio price;
  std::vector<UnitCost> costs;

  static constexpr auto fields() {
    return std::tuple{Field{"product", &ProductResult::product, "what was sold"},
                      Field{"quantity", &ProductResult::quantity, "of units"},
                      Field{"price", &ProductResult::price, "of one, in the sale's currency"},
                      Field{"costs", &ProductResult::costs, "of one, in the home currency"}};
  }

  friend bool operator==(const ProductResult&, const ProductResult&) = default;
};

/// All products of a budget, a quotation or a period, and the rate of exchange.
struct ProfitPlan {
  std::vector<ProductResult> products;
  Ratio exchange_rate = 1;  ///< Home currency for one of the sale's.

  static constexpr auto fields() {
    return std::tuple{Field{"products", &ProfitPlan::products, "each once"},
                      Field{"exchange_rate", &ProfitPlan::exchange_rate, "of the sale's currency"}};
  }

  friend bool operator==(const ProfitPlan&, const ProfitPlan&) = default;
};

/// One cause of a difference in profit, in the home currency; above zero is for the better.
struct VarianceLine {
  std::string cause;    ///< exchange, price, mix, quantity, or a kind of cost.
  std::string product;  ///< Empty: of all products.
  Ratio amount;

  static constexpr auto fields() {
    return std::tuple{
        Field{"cause", &VarianceLine::cause, "exchange, price, mix, quantity, or a kind of cost"},
        Field{"product", &VarianceLine::product, "empty: of all products"},
        Field{"amount", &VarianceLine::amount, "above zero: for the better"}};
  }

  friend bool operator==(const VarianceLine&, const VarianceLine&) = default;
};

/// What a cause is called: "mix", "结构". A kind of cost that is no usual one has its own name.
Label describe_cause(std::string_view cause);

/// Actual against budget: causes that add up to the whole difference (差异分析).
struct ProfitVariance {
  Ratio budget;  ///< The profit that was budgeted,
  Ratio actual;  ///< and that was made.
  std::vector<VarianceLine> lines;

  static constexpr auto fields() {
    return std::tuple{Field{"budget", &ProfitVariance::budget, "the profit that was budgeted"},
                      Field{"actual", &ProfitVariance::actual, "the profit that was made"},
                      Field{"lines", &ProfitVariance::lines, "by cause and product"}};
  }

  /// By cause, of all products: exchange, price, mix, quantity, then costs as they first come up.
  [[nodiscard]] std::vector<VarianceLine> by_cause() const;

  friend bool operator==(const ProfitVariance&, const ProfitVariance&) = default;
};

/// Why the profit differs from the budget. With A actual and B budget, Q quantity, P price, R rate
/// of exchange, and the margin m of a product its budgeted price at the budgeted rate less its
/// budgeted costs:
///
///     exchange  AQ·AP·(AR − BR)
///     price     AQ·(AP − BP)·BR
///     cost      AQ·(BC − AC), of each kind
///     mix       (AQ − ΣAQ·BQ/ΣBQ)·m
///     quantity  (ΣAQ − ΣBQ)·ΣBQ·m/ΣBQ
///
/// A product that was not budgeted has no price, cost or margin to compare with: it takes part at
/// its own, which makes it mix. Throws InvalidArgument, with all faults, for a product or a kind of
/// its costs that stands twice, quantities and prices below zero, a rate that is not positive, and
/// a budget without any quantity.
ProfitVariance profit_variance(const ProfitPlan& budget, const ProfitPlan& actual);
/// The same, telling each step.
ProfitVariance profit_variance(const ProfitPlan& budget, const ProfitPlan& actual,
                               Derivation& steps);

/// What a comparison says, in sentences: the two profits, and the causes by size, which add up to
/// the difference also as shown. Amounts are the home currency's, rounded half up. Throws Overflow.
std::string summarize(const ProfitVariance& variance, std::string_view what, const Currency& home,
                      Language language);

}  // namespace o2c::inline v1
