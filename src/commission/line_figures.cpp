#include "line_figures.hpp"

#include <algorithm>

#include "o2c/columns/detail/arrow_buffers.hpp"

namespace o2c::inline v1 {

LineFigures::LineFigures(const LineTable& lines) : exchanges_(lines.exchanges) {
  has_costs_ = lines.plan->terms().basis == CommissionBasis::gross_profit && lines.cost_column;
  if (exchanges_ == nullptr && lines.base_parts.empty() && !has_costs_) return;
  const std::size_t rows = lines.table.rows();
  nets_ = detail::room_for<std::int64_t>(rows);
  for (std::size_t i = 0; i < lines.base_parts.size() + (has_costs_ ? 1 : 0); ++i)
    amounts_.push_back(detail::room_for<std::int64_t>(rows));
  if (exchanges_ != nullptr) exchange_of_row_ = detail::room_for<std::uint32_t>(rows);
}

void LineFigures::put(const LineBlock& block, std::size_t first) {
  if (!are_kept()) return;
  std::ranges::copy(block.own_nets, nets_.data() + first);
  for (std::size_t i = 0; i < amounts_.size(); ++i)
    std::ranges::copy(block.own_amounts[i], amounts_[i].data() + first);
  if (exchanges_ != nullptr) std::ranges::copy(block.exchanges, exchange_of_row_.data() + first);
}

SalesLine LineFigures::line(const Plan& plan, std::size_t row) const {
  const std::uint32_t number = exchanges_ == nullptr ? 0 : exchange_of_row_[row];
  const Currency currency = number == 0 ? plan.currency() : (*exchanges_)[number].from;
  SalesLine line{
      .salesperson = "", .date = Date::min(), .net = Money::from_minor(nets_[row], currency)};
  std::size_t at = 0;
  for (const auto* const parts : {&plan.terms().base_plus, &plan.terms().base_less})
    for (const BasePart part : *parts) {
      const Money amount = Money::from_minor(amounts_[at++][row], currency);
      (part == BasePart::tax       ? line.tax
       : part == BasePart::freight ? line.freight
                                   : line.discount) = amount;
    }
  if (has_costs_) line.cost = Money::from_minor(amounts_[at][row], currency);
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
