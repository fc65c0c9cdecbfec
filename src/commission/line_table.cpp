#include "line_table.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "o2c/columns/column_view.hpp"
#include "o2c/number/error.hpp"

#include "line_exchanges.hpp"

namespace o2c::inline v1 {
namespace {

// The digits that numbers of a column are read with.
int digits_of(const ColumnField& field, std::optional<int> stated_digits) {
  if (is_decimal(field.kind.type)) return std::max<int>(field.kind.scale, 0);
  return is_integer(field.kind.type) ? 0 : stated_digits.value_or(0);
}

RuleNeeds needs_of(const Plan& plan, const PlanRule& rule) {
  if (rule.excluded) return {};
  RuleNeeds needs{.cost = plan.terms().basis == CommissionBasis::gross_profit ||
                          rule.tiers_over == TierMeasure::margin,
                  .quantity = plan.counts_quantity(rule),
                  .base_parts = !plan.terms().base_plus.empty() || !plan.terms().base_less.empty(),
                  .order = plan.terms().looks_at_orders()};
  for (const Modifier& modifier : plan.terms().modifiers) {
    if (!modifier.is_for(rule.name)) continue;
    needs.cost |= modifier.measure() == ModifierMeasure::margin;
    needs.discount |= modifier.measure() == ModifierMeasure::discount;
    needs.days_overdue |= modifier.measure() == ModifierMeasure::days_overdue;
  }
  return needs;
}

}  // namespace

LineKey::LineKey(const HeldTable& table, std::size_t of)
    : column(of),
      plan(std::make_shared<KeyPlan>(table.fields()[of].name, table.fields()[of].kind)) {
  if (!table.batches().empty()) plan->sample(table.batches().front().columns[column]);
  for (const RecordBatch& batch : table.batches()) {
    const ColumnView& view = batch.columns[column];
    batches.push_back({&view, plan->dictionary_codes(view, batch.owner)});
  }
}

std::string LineKey::text_of(const KeyValue& value) const {
  if (value.is_null) return "";
  return plan->holds_text() ? std::string(value.text) : std::to_string(value.integer);
}

LineTable::LineTable(TableSource& source, const Plan& of, const LineWays& of_ways,
                     const CreditAssignments* by_credits, const LeavingCredits* by_leavings,
                     const KeptRates& rates, const Period& of_period,
                     std::optional<int> amount_digits)
    : table(source, "lines"),
      plan(&of),
      ways(&of_ways),
      credits(by_credits),
      leavings(by_leavings),
      exchanges(rates.any() ? std::make_shared<LineExchanges>(rates, of.currency()) : nullptr),
      period(of_period),
      plain(of.is_plain() && of.rules().size() == 1 && of.rules().front().picks == LinePick() &&
            !of.terms().clawback_days),
      date_column(table.column(day_column(of.terms().earned_on))),
      net_column(table.column("net")),
      amount_column(table.find("amount")),
      tax_column(amount_column && exchanges == nullptr ? table.find("tax") : std::nullopt),
      people(table, table.column("salesperson")) {
  const ColumnKind& kind = table.fields()[people.column].kind;
  if (!is_text(kind.type) && !is_integer(kind.type) && kind.type != ColumnType::nulls) {
    const Fault fault{.file = table.name(),
                      .field = "salesperson",
                      .value = to_string(kind),
                      .expected = "a column of texts or whole numbers"};
    throw BadTable(to_string(fault), {fault});
  }
  const auto key_column = [&](const char* name) { return LineKey(table, table.column(name)); };
  if (exchanges != nullptr) {
    currencies = key_column("currency");
    if (!currencies->plan->holds_text()) {
      const ColumnKind& of_currencies = table.fields()[currencies->column].kind;
      const Fault fault{.file = table.name(),
                        .field = "currency",
                        .value = to_string(of_currencies),
                        .expected = "a column of texts"};
      throw BadTable(to_string(fault), {fault});
    }
    if (of.terms().rates_on == RateMoment::invoice) {
      invoice_date_column = table.column("invoice_date");
      credited_date_column = table.find("credited_invoice_date");
    }
  } else if (const auto currency = table.find("currency")) {
    currencies.emplace(table, *currency);
  }
  if (credits != nullptr) credit_keys = key_column(to_string(credits->by()).c_str());
  RuleNeeds all;
  for (const PlanRule& rule : of.rules()) {
    needs.push_back(needs_of(of, rule));
    all.cost |= needs.back().cost;
    all.quantity |= needs.back().quantity;
    all.discount |= needs.back().discount;
    all.days_overdue |= needs.back().days_overdue;
    all.base_parts |= needs.back().base_parts;
    all.order |= needs.back().order;
    needs_discount |= rule.picks.discount_over || rule.picks.discount_to;
    needs_first_order |= rule.picks.first_order.has_value();
  }
  if (all.cost) cost_column = table.column("cost");
  if (all.base_parts) {
    for (const BasePart part : of.terms().base_plus)
      base_parts.push_back({table.column(to_string(part)), true});
    for (const BasePart part : of.terms().base_less)
      base_parts.push_back({table.column(to_string(part)), false});
  }
  if (all.order) orders = key_column("order");
  if (of.terms().payout.payable_on)
    payable_column = table.column(day_column(*of.terms().payout.payable_on));
  if (of.terms().clawback_days) {
    returned_column = table.column("returned");
    written_off_column = table.find("written_off");
  }
  if (all.days_overdue) days_overdue_column = table.column("days_overdue");
  if (all.quantity || all.discount || needs_discount) {
    quantity_column = table.column("quantity");
    digits_of_quantity = digits_of(table.fields()[*quantity_column], amount_digits);
  }
  const bool tells_returns =
      of.terms().clawback_days || std::ranges::any_of(of.rules(), [](const PlanRule& rule) {
        return rule.per_line || rule.line_floor;
      });
  // What is returned without a net is told by its quantity.
  if (tells_returns && !quantity_column && table.find("quantity")) {
    quantity_column = table.find("quantity");
    digits_of_quantity = digits_of(table.fields()[*quantity_column], amount_digits);
  }
  if (all.discount || needs_discount) {
    list_price_column = table.column("list_price");
    digits_of_list_price = digits_of(table.fields()[*list_price_column], amount_digits);
  }
  if (needs_first_order) {
    first_orders = key_column("first_order");
    const ColumnKind& of_orders = table.fields()[first_orders->column].kind;
    if (of_orders.type != ColumnType::boolean && of_orders.type != ColumnType::nulls) {
      const Fault fault{.file = table.name(),
                        .field = "first_order",
                        .value = to_string(of_orders),
                        .expected = "a column of true and false"};
      throw BadTable(to_string(fault), {fault});
    }
  }
  const auto add_picks = [&](const char* name, std::vector<std::string> LinePick::* names,
                             bool has_parents) {
    const bool is_looked_at = std::ranges::any_of(
        of.rules(), [&](const PlanRule& rule) { return !(rule.picks.*names).empty(); });
    if (is_looked_at) picks.push_back({key_column(name), names, has_parents});
  };
  add_picks("product", &LinePick::products, false);
  add_picks("category", &LinePick::categories, true);
  add_picks("party", &LinePick::parties, false);
  add_picks("region", &LinePick::regions, false);
  add_picks("price_list", &LinePick::price_lists, false);
}

Fault LineTable::fault(const HeldRows& rows, std::size_t i, std::size_t column,
                       std::string expected) const {
  const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
  return {.row = rows.first_row + row,
          .field = table.fields()[column].name,
          .value = value_text(rows.batch->columns[column], row),
          .expected = std::move(expected)};
}

}  // namespace o2c::inline v1
