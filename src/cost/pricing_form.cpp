#include "pricing_form.hpp"

#include <cstddef>
#include <string>
#include <utility>

namespace o2c::inline v1 {
namespace {

PriceTerm plain(Incoterm incoterm) { return {.incoterm = incoterm}; }

}  // namespace

PricingForm::PricingForm(const Currency& home, const PricingRule& rule,
                         const PricingCurrency& currency,
                         std::vector<std::optional<RouteItem>> inputs)
    : home_(home),
      rule_(rule),
      currency_(currency),
      inputs_(std::move(inputs)),
      count_(inputs_.size() + (currency.tariff ? 1 : 0)) {
  rule_.rounded_first = false;
  currency_.tariff.reset();
  basis_ = from_costs(plain(rule.profit_at));
}

LinearForm PricingForm::from_costs(const PriceTerm& term) const {
  // The exact price if the input at that position costs 1, and all others nothing.
  const auto price_of = [&](std::size_t one) {
    std::vector<CostLine> lines;
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      const CostLine line = CostLine::per_unit(std::to_string(i), CostCategory::expense,
                                               i == one ? Decimal(1) : Decimal(0));
      lines.push_back(inputs_[i] ? line.on_route(*inputs_[i]) : line);
    }
    const CostSheet sheet("unit costs", home_, units::PCE, std::move(lines));
    PricingCurrency currency = currency_;
    if (one == inputs_.size() && one < count_) currency.route.main_freight += 1;
    return quote(sheet, rule_, currency, term, Quantity(1, units::PCE)).exact;
  };
  LinearForm form{.factors = {}, .constant = price_of(count_)};
  for (std::size_t i = 0; i < count_; ++i) form.factors.push_back(price_of(i) - form.constant);
  return form;
}

LinearForm PricingForm::from_basis(const PriceTerm& term) const {
  const PriceRoute route(currency_.route, currency_.commission_insured);
  const auto converted = [&](int price) {
    return route.convert(plain(rule_.profit_at), price, term);
  };
  const Ratio slope = converted(1) - converted(0);
  LinearForm form = from_costs(term);
  for (std::size_t i = 0; i < count_; ++i) form.factors[i] -= slope * basis_.factors[i];
  form.constant -= slope * basis_.constant;
  form.factors.push_back(slope);
  return form;
}

}  // namespace o2c::inline v1
