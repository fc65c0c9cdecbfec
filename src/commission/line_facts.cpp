#include "line_facts.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace o2c::inline v1 {

OptionalNumbers::OptionalNumbers(const ColumnField& field, std::optional<int> stated_digits,
                                 int digits)
    : reader_(field, stated_digits), digits_(static_cast<std::uint8_t>(digits)) {}

void OptionalNumbers::read(const ColumnView& column, const HeldRows& rows,
                           std::span<const std::uint8_t> digits, FaultList& faults) {
  present_.clear();
  bool has_all = column.kind.type != ColumnType::nulls;
  for (std::size_t i = 0; has_all && column.validity != nullptr && i < rows.count(); ++i)
    has_all = column.has_value(rows.begin + static_cast<std::int64_t>(i));
  if (has_all) {
    values_ = reader_.read(column, rows.begin, rows.count(), digits, rows.first_row, faults);
    return;
  }
  held_.assign(rows.count(), 0);
  present_.assign(rows.count(), false);
  for (std::size_t i = 0; i < rows.count(); ++i) {
    const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
    if (!column.has_value(row)) continue;
    present_[i] = true;
    const auto of_row = digits.size() == 1 ? digits : digits.subspan(i, 1);
    held_[i] = reader_.read(column, row, 1, of_row, rows.first_row, faults).front();
  }
  values_ = held_;
}

LineFacts::LineFacts(const LineTable& lines, std::optional<int> amount_digits) : lines_(&lines) {
  const auto& fields = lines.table.fields();
  const auto number_digits = [&](const ColumnField& field) {
    // Whole numbers count quantities and units of money for one, not their last digits.
    return is_integer(field.kind.type) ? std::optional(0) : amount_digits;
  };
  if (lines.cost_column)
    costs_.emplace(fields[*lines.cost_column], amount_digits, lines.plan->currency().digits());
  for (const BaseColumn& each : lines.base_parts)
    base_parts_.emplace_back(fields[each.column], amount_digits, lines.plan->currency().digits());
  if (lines.quantity_column)
    quantities_.emplace(fields[*lines.quantity_column],
                        number_digits(fields[*lines.quantity_column]), lines.digits_of_quantity);
  if (lines.list_price_column)
    list_prices_.emplace(fields[*lines.list_price_column],
                         number_digits(fields[*lines.list_price_column]),
                         lines.digits_of_list_price);
  if (lines.days_overdue_column) days_overdue_.emplace(fields[*lines.days_overdue_column], 0, 0);
  if (lines.first_orders) first_orders_.emplace(lines.first_orders->plan);
}

void LineFacts::read(const HeldRows& rows, std::span<const std::uint8_t> digits,
                     FaultList& faults) {
  const auto& columns = rows.batch->columns;
  digits_ = digits;
  if (costs_) costs_->read(columns[*lines_->cost_column], rows, digits, faults);
  for (std::size_t i = 0; i < base_parts_.size(); ++i)
    base_parts_[i].read(columns[lines_->base_parts[i].column], rows, digits, faults);
  if (quantities_) quantities_->read(columns[*lines_->quantity_column], rows, faults);
  if (list_prices_) list_prices_->read(columns[*lines_->list_price_column], rows, faults);
  if (days_overdue_) days_overdue_->read(columns[*lines_->days_overdue_column], rows, faults);
  if (first_orders_) {
    first_order_block_.resize(rows.count());
    first_orders_->encode(lines_->first_orders->batch_of(lines_->table, rows), rows.begin,
                          first_order_block_);
  }
}

bool LineFacts::are_complete() const {
  const auto complete = [](const std::optional<OptionalNumbers>& of) {
    return !of || of->is_complete();
  };
  return complete(costs_) && std::ranges::all_of(base_parts_, &OptionalNumbers::is_complete) &&
         complete(quantities_) && complete(list_prices_) && complete(days_overdue_) &&
         std::ranges::find(first_order_block_, 0U) == first_order_block_.end();
}

bool LineFacts::has_needed(const HeldRows& rows, std::size_t i, std::optional<std::size_t> rule,
                           FaultList& faults) const {
  bool has_all = true;
  const auto needs = [&](bool needed, bool is_there, std::optional<std::size_t> column,
                         const char* why) {
    if (!needed || is_there) return;
    faults.add(lines_->fault(rows, i, *column, std::string("a value, as ") + why));
    has_all = false;
  };
  const auto needs_discount = [&](bool needed, const char* why) {
    if (!needed) return;
    needs(true, list_prices_->has(i), lines_->list_price_column, why);
    needs(true, quantities_->has(i), lines_->quantity_column, why);
  };
  if (!rule) {
    needs_discount(lines_->needs_discount, "a rule picks lines by their discount");
    needs(lines_->needs_first_order, first_order_block_.empty() || first_order_block_[i] != 0,
          lines_->first_orders ? std::optional(lines_->first_orders->column) : std::nullopt,
          "a rule picks lines by it");
    return has_all;
  }
  const RuleNeeds& of = lines_->needs[*rule];
  const bool of_profit = lines_->plan->terms().basis == CommissionBasis::gross_profit;
  needs(of.cost, !costs_ || costs_->has(i), lines_->cost_column,
        of_profit ? "the plan counts gross profit" : "the plan looks at margins");
  for (std::size_t part = 0; of.base_parts && part < base_parts_.size(); ++part)
    needs(true, base_parts_[part].has(i), lines_->base_parts[part].column,
          "the plan's base counts it");
  needs(of.quantity, !quantities_ || quantities_->has(i), lines_->quantity_column,
        "the rule counts quantities");
  needs(of.days_overdue, !days_overdue_ || days_overdue_->has(i), lines_->days_overdue_column,
        "a modifier looks at it");
  needs_discount(of.discount, "a modifier looks at it");
  return has_all;
}

// list price * quantity, and what of it the net is below.
std::optional<GivenAway> LineFacts::given_away(const HeldRows& rows, std::size_t i,
                                               std::int64_t net, FaultList& faults) const {
  const int of_list = lines_->digits_of_list_price + lines_->digits_of_quantity;
  const int of_net = digits_.size() == 1 ? digits_.front() : digits_[i];
  // A fault already.
  if (of_net == AmountReader::unknown_digits) return std::nullopt;
  const int digits = std::max(of_list, of_net);
  GivenAway given{.list = static_cast<Int128>((*list_prices_)[i]) * (*quantities_)[i]};
  Int128 sold = net;
  if (detail::scale_up_fits(given.list, digits - of_list) &&
      detail::scale_up_fits(sold, digits - of_net) &&
      !__builtin_sub_overflow(given.list, sold, &given.part))
    return given;
  faults.add(lines_->fault(rows, i, *lines_->list_price_column,
                           "a price whose discount has at most 38 digits"));
  return std::nullopt;
}

}  // namespace o2c::inline v1
