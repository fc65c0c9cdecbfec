#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "o2c/cost/quotation.hpp"
#include "o2c/number/ratio.hpp"

namespace o2c::inline v1 {

/// A sum of multiples, and what is added to it.
struct LinearForm {
  std::vector<Ratio> factors;
  Ratio constant;
};

/// The prices of a rule as sums of multiples of costs. A price is such a sum by all its rules, so
/// that its values where all costs are nothing, and where one of them is 1, say all of it: the form
/// asks quotations for them and knows no rule itself.
class PricingForm {
 public:
  /// `inputs`: the costs, in the home currency; nothing stands for goods at the works. Freight by
  /// the currency's tariff is one input more, the last, and in that currency.
  PricingForm(const Currency& home, const PricingRule& rule, const PricingCurrency& currency,
              std::vector<std::optional<RouteItem>> inputs);

  /// The price at the term of the profit, of the costs.
  [[nodiscard]] const LinearForm& basis() const noexcept { return basis_; }
  /// A price by a term, of the inputs and, last, of the price at the term of the profit.
  [[nodiscard]] LinearForm from_basis(const PriceTerm& term) const;
  /// A price by a term, of the inputs alone.
  [[nodiscard]] LinearForm from_costs(const PriceTerm& term) const;

 private:
  Currency home_;
  PricingRule rule_;
  PricingCurrency currency_;  // Without its tariff.
  std::vector<std::optional<RouteItem>> inputs_;
  std::size_t count_;  // Of inputs, with the freight.
  LinearForm basis_;
};

}  // namespace o2c::inline v1
