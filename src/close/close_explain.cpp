// How the figures of a close came about.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/close/close.hpp"
#include "o2c/columns/arrow_import.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

[[noreturn]] void throw_no_row(std::string_view table, std::size_t row) {
  throw_invalid("table " + std::string(table) + " has nothing to explain in row " +
                std::to_string(row));
}

template <class Row>
const Row& row_of(const std::vector<Row>& rows, std::string_view table, std::size_t row) {
  if (row >= rows.size()) throw_no_row(table, row);
  return rows[row];
}

/// What an open item is, and how late.
Label label_of(const OpenItem& item, Date as_of) {
  Label label{item.document, item.document};
  if (item.kind != OpenItemKind::document) return label;
  if (!item.due_date) {
    if (item.invoice_date) {
      label.en += ", of " + to_string(*item.invoice_date);
      label.zh += "，日期" + to_string(*item.invoice_date);
    }
    return label;
  }
  if (*item.due_date == Date::max()) {
    label.en += ", without a due date yet";
    label.zh += "，到期日未定";
    return label;
  }
  label.en += ", due " + to_string(*item.due_date);
  label.zh += "，到期日" + to_string(*item.due_date);
  if (const std::int32_t days = as_of - *item.due_date; days > 0) {
    label.en += ", " + std::to_string(days) + " days past";
    label.zh += "，逾期" + std::to_string(days) + "天";
  }
  return label;
}

/// Item by item, then their sum. Deposits stand beside a party's total.
Derivation explain_aging(const CloseReport& close, std::size_t row) {
  if (row >= close.aging.rows()) throw_no_row("aging", row);
  const KeyValue party = close.aging.keys()[0][row];
  const Currency currency = close.aging.currency(row);
  Derivation steps;
  DerivationStep total{.label = Text{"total", "合计"}, .operation = Operation::sum};
  Money sum = Money::zero(currency);
  for (const OpenItem& item : close.ledger->open_items(close.as_of(), party.text)) {
    if (item.amount.currency() != currency || item.kind == OpenItemKind::deposit) continue;
    Label label = label_of(item, close.period.last());
    steps.add({.label = label, .operation = Operation::given, .result = to_value(item.amount)});
    total.operands.push_back({std::move(label), to_value(item.amount)});
    sum += item.amount;
  }
  total.result = to_value(sum);
  steps.add(std::move(total));
  return steps;
}

Derivation explain_payout(const CloseReport& close, std::size_t row) {
  std::size_t at = row;
  for (const PlanClose& plan : close.commission.plans) {
    const auto& payouts = plan.table.statement().payouts;
    if (at < payouts.size()) return explain(plan.table.plan(), payouts[at].payout);
    at -= payouts.size();
  }
  throw_no_row("commission", row);
}

Derivation explain_line(const CloseReport& close, std::size_t row) {
  std::size_t at = row;
  for (const PlanClose& plan : close.commission.plans) {
    for (std::size_t i = 0; i < plan.lines.size(); ++i) {
      if (plan.standings[i] == ClosingStanding::earlier) continue;
      if (at-- > 0) continue;
      if (plan.standings[i] != ClosingStanding::counted) throw_no_row("commission_lines", row);
      const std::span<const LineCredit> credits = plan.credits_of(i);
      if (credits.empty()) return plan.table.explain(i);
      Derivation steps;
      for (const LineCredit& credit : credits) {
        const Derivation of_person = plan.table.explain(i, credit.salesperson);
        for (const DerivationStep& step : of_person.steps()) steps.add(step);
      }
      return steps;
    }
  }
  throw_no_row("commission_lines", row);
}

Derivation explain_profit(const CloseReport& close, std::size_t row) {
  ArrowArrayStream stream{};
  export_arrow(close.profit.by_order, stream);
  const auto source = import_arrow(stream);
  const HeldTable table(*source, "profit");
  if (row >= table.rows()) throw_no_row("profit", row);
  const ColumnView& orders = table.batches().front().columns[table.column("order")];
  const auto at = static_cast<std::int64_t>(row);
  return close.profit.explain(orders.has_value(at) ? orders.text_at(at) : std::string_view());
}

}  // namespace

Derivation CloseReport::explain(std::string_view table, std::size_t row) const {
  if (table == "ties") return row_of(ties, table, row).explain();
  if (table == "aging") return explain_aging(*this, row);
  if (table == "worklist") return worklist.explain(row_of(worklist.rows, table, row));
  if (table == "letters") return dunning.explain(row_of(dunning.letters, table, row));
  if (table == "held_letters") return dunning.explain(row_of(dunning.held, table, row));
  if (table == "commission") return explain_payout(*this, row);
  if (table == "commission_lines") return explain_line(*this, row);
  if (table == "profit") return explain_profit(*this, row);
  if (table == "variances") return variances.explain(row);
  if (table == "attainment") return row_of(attainments, table, row).explain();
  if (table == "fulfilment") return row_of(fulfilments, table, row).explain();
  if (table == "cash") return cash.explain(row_of(cash.collections, table, row));
  if (table == "provision" && provision) return provision->explain(row);
  throw_no_row(table, row);
}

}  // namespace o2c::inline v1
