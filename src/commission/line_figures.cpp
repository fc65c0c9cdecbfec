#include "line_figures.hpp"

#include <algorithm>

#include "o2c/columns/detail/arrow_buffers.hpp"

namespace o2c::inline v1 {

LineFigures::LineFigures(const LineTable& lines)
    : exchanges_(lines.exchanges),
      digits_of_quantity_(lines.digits_of_quantity),
      digits_of_list_price_(lines.digits_of_list_price) {
  const std::size_t rows = lines.table.rows();
  const auto keep = [rows]<class Short>(bool wanted, ShortNumbers<Short>& numbers) {
    if (wanted) numbers = ShortNumbers<Short>(rows);
  };
  const bool of_profit = lines.plan->terms().basis == CommissionBasis::gross_profit;
  keep(exchanges_ != nullptr || !lines.base_parts.empty() || (of_profit && lines.cost_column),
       nets_);
  base_parts_.resize(lines.base_parts.size());
  for (ShortNumbers<std::int32_t>& each : base_parts_) keep(true, each);
  keep(lines.cost_column.has_value(), costs_);
  const bool has_discounts = std::ranges::any_of(lines.needs, &RuleNeeds::discount);
  keep(has_discounts, quantities_);
  keep(has_discounts, list_prices_);
  keep(lines.days_overdue_column.has_value(), days_overdue_);
  if (exchanges_ != nullptr) exchange_of_row_ = detail::room_for<std::uint32_t>(rows);
}

void LineFigures::put(const LineBlock& block, std::size_t first) {
  const LineFacts& facts = *block.facts;
  const auto put = [first](const std::optional<OptionalNumbers>& from, auto& into) {
    if (into.are_kept()) into.put(from->values(), first);
  };
  if (nets_.are_kept()) nets_.put(block.own_nets, first);
  for (std::size_t i = 0; i < base_parts_.size(); ++i)
    base_parts_[i].put(facts.base_parts()[i].values(), first);
  put(facts.costs(), costs_);
  put(facts.quantities(), quantities_);
  put(facts.list_prices(), list_prices_);
  put(facts.days_overdue(), days_overdue_);
  if (exchanges_ != nullptr) std::ranges::copy(block.exchanges, exchange_of_row_.data() + first);
}

SalesLine LineFigures::line(const Plan& plan, std::size_t row, Money base) const {
  const std::uint32_t number = exchanges_ == nullptr ? 0 : exchange_of_row_[row];
  const Currency currency = number == 0 ? plan.currency() : (*exchanges_)[number].from;
  const auto amount = [&](const ShortNumbers<std::int32_t>& of) {
    return Money::from_minor(of[row], currency);
  };
  SalesLine line{.salesperson = "", .date = Date::min(), .net = are_kept() ? amount(nets_) : base};
  std::size_t at = 0;
  for (const auto* const parts : {&plan.terms().base_plus, &plan.terms().base_less})
    for (const BasePart part : *parts)
      if (at < base_parts_.size())  // Where no rule pays, nobody looks at them.
        (part == BasePart::tax       ? line.tax
         : part == BasePart::freight ? line.freight
                                     : line.discount) = amount(base_parts_[at++]);
  if (costs_.are_kept()) line.cost = amount(costs_);
  if (quantities_.are_kept())
    line.quantity = Decimal::from_parts(quantities_[row], digits_of_quantity_);
  if (list_prices_.are_kept())
    line.list_price = Decimal::from_parts(list_prices_[row], digits_of_list_price_);
  if (days_overdue_.are_kept()) line.days_overdue = days_overdue_[row];
  return line;
}

std::vector<CurrencyExchange> LineFigures::exchanges() const {
  return exchanges_ == nullptr ? std::vector<CurrencyExchange>() : exchanges_->all();
}

std::optional<LineExchange> LineFigures::exchange(std::size_t row) const {
  const std::uint32_t number = exchanges_ == nullptr ? 0 : exchange_of_row_[row];
  return number == 0 ? std::nullopt : std::optional((*exchanges_)[number].by);
}

}  // namespace o2c::inline v1
