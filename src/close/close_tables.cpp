// The tables of a close.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/close/close.hpp"
#include "o2c/receivable/aging_arrow.hpp"
#include "o2c/receivable/cash_hand_in_table.hpp"

#include "rows_table.hpp"

namespace o2c::inline v1 {
namespace {

using Table = std::shared_ptr<const ArrowTable>;

Table ties_table(const std::vector<Tie>& ties) {
  return RowsTable(ties)
      .text("tie", [](const Tie& tie) -> const std::string& { return tie.name; })
      .made("currency",
            [](const Tie& tie) { return std::string(tie.whole.amount.currency().code()); })
      .text("whole", [](const Tie& tie) -> const std::string& { return tie.whole.name.en; })
      .amount("amount", [](const Tie& tie) { return tie.whole.amount; })
      .amount("parts", [](const Tie& tie) { return tie.whole.amount - tie.difference(); })
      .amount("difference", [](const Tie& tie) { return tie.difference(); })
      .made("says", [](const Tie& tie) { return to_string(tie); })
      .finish();
}

Table worklist_table(const Worklist& worklist) {
  return RowsTable(worklist.rows)
      .text("party", [](const WorklistRow& row) -> const std::string& { return row.party; })
      .made("currency",
            [](const WorklistRow& row) { return std::string(row.overdue.currency().code()); })
      .amount("overdue", [](const WorklistRow& row) { return row.overdue; })
      .amount("disputed", [](const WorklistRow& row) { return row.disputed; })
      .amount("promised", [](const WorklistRow& row) { return row.promised; })
      .amount("credits", [](const WorklistRow& row) { return row.credits; })
      .integer("items", [](const WorklistRow& row) { return row.items.size(); })
      .integer("days_overdue", [](const WorklistRow& row) { return row.days_overdue; })
      .integer("level", [](const WorklistRow& row) { return row.level; })
      .integer("broken_promises", [](const WorklistRow& row) { return row.broken.size(); })
      .finish();
}

Table letters_table(const std::vector<DunningLetter>& letters) {
  return RowsTable(letters)
      .text("party", [](const DunningLetter& row) -> const std::string& { return row.party; })
      .made("currency",
            [](const DunningLetter& row) { return std::string(row.amount.currency().code()); })
      .integer("level", [](const DunningLetter& row) { return row.level; })
      .integer("items", [](const DunningLetter& row) { return row.items.size(); })
      .amount("amount", [](const DunningLetter& row) { return row.amount; })
      .amount("fee", [](const DunningLetter& row) { return row.fee; })
      .amount("total", [](const DunningLetter& row) { return row.total; })
      .amount("credits", [](const DunningLetter& row) { return row.credits; })
      .finish();
}

Table held_table(const std::vector<DunnedItem>& held) {
  return RowsTable(held)
      .text("party", [](const DunnedItem& row) -> const std::string& { return row.party; })
      .text("document", [](const DunnedItem& row) -> const std::string& { return row.number; })
      .integer("days_overdue", [](const DunnedItem& row) { return row.days_overdue; })
      .made("hold", [](const DunnedItem& row) { return to_string(row.hold); })
      .amount("open", [](const DunnedItem& row) { return row.item.open; })
      .made("currency",
            [](const DunnedItem& row) { return std::string(row.item.open.currency().code()); })
      .finish();
}

/// Something that a plan has many of.
template <class Row>
struct OfPlan {
  const PlanClose* plan;
  const Row* row;
};

/// What all plans have, plan by plan: `rows(plan)`.
template <class Rows>
auto of_plans(const CommissionClose& commission, const Rows& rows) {
  using Row = std::ranges::range_value_t<decltype(rows(commission.plans.front()))>;
  std::vector<OfPlan<Row>> all;
  for (const PlanClose& plan : commission.plans)
    for (const Row& row : rows(plan)) all.push_back({&plan, &row});
  return all;
}

/// Of them a table, which begins with the plan.
template <class Row>
RowsTable<OfPlan<Row>> table_by_plan(const std::vector<OfPlan<Row>>& rows) {
  RowsTable table(rows);
  table.text("plan", [](const OfPlan<Row>& each) -> const std::string& { return each.plan->name; });
  return table;
}

Table payouts_table(const CommissionClose& commission) {
  using PaidPerson = OfPlan<PersonPayout>;
  const auto rows = of_plans(commission, [](const PlanClose& plan) -> const auto& {
    return plan.table.statement().payouts;
  });
  const auto of = [](Money Earnings::* part) {
    return [part](const PaidPerson& each) { return each.row->payout.earnings.*part; };
  };
  const auto paid = [](Money Payout::* part) {
    return [part](const PaidPerson& each) { return each.row->payout.*part; };
  };
  const bool defers = std::ranges::any_of(commission.plans, [](const PlanClose& plan) {
    return plan.table.plan().terms().payout.payable_on.has_value();
  });
  auto table = table_by_plan(rows);
  table
      .text("salesperson",
            [](const PaidPerson& each) -> const std::string& { return each.row->salesperson; })
      .made("currency",
            [](const PaidPerson& each) {
              return std::string(each.plan->table.plan().currency().code());
            })
      .amount("commission", of(&Earnings::commission))
      .amount("overrides", of(&Earnings::overrides))
      .amount("pools", of(&Earnings::pools))
      .amount("corrections", of(&Earnings::corrections));
  if (defers)
    table.amount("deferred", [](const PaidPerson& each) {
      return each.row->payout.earnings.awaiting - each.row->payout.opening.awaiting;
    });
  table.amount("held_back", paid(&Payout::held_back))
      .amount("released", of(&Earnings::released))
      .amount("repaid", paid(&Payout::repaid))
      .amount("advanced", paid(&Payout::advanced))
      .amount("recovered", paid(&Payout::recovered))
      .amount("forgiven", paid(&Payout::forgiven))
      .amount("payable", paid(&Payout::payable))
      .amount("overpaid", [](const PaidPerson& each) { return each.row->payout.closing.overpaid; })
      .amount("draw", [](const PaidPerson& each) { return each.row->payout.closing.draw; })
      .amount("held", [](const PaidPerson& each) { return each.row->payout.closing.held; });
  if (defers)
    table.amount("awaiting",
                 [](const PaidPerson& each) { return each.row->payout.closing.awaiting; });
  return table.finish();
}

Table corrections_table(const CommissionClose& commission) {
  using CorrectedMonth = OfPlan<BookedCorrection>;
  const auto rows =
      of_plans(commission, [](const PlanClose& plan) -> const auto& { return plan.corrections; });
  auto table = table_by_plan(rows);
  return table.made("period", [](const CorrectedMonth& each) { return to_string(each.row->of); })
      .text("salesperson",
            [](const CorrectedMonth& each) -> const std::string& { return each.row->salesperson; })
      .amount("settled", [](const CorrectedMonth& each) { return each.row->settled; })
      .amount("recomputed", [](const CorrectedMonth& each) { return each.row->recomputed; })
      .amount("correction", [](const CorrectedMonth& each) { return each.row->amount(); })
      .amount("commission", [](const CorrectedMonth& each) { return each.row->commission(); })
      .amount("overrides", [](const CorrectedMonth& each) { return each.row->overrides; })
      .amount("pools", [](const CorrectedMonth& each) { return each.row->pools; })
      .made("currency",
            [](const CorrectedMonth& each) {
              return std::string(each.row->settled.currency().code());
            })
      .finish();
}

struct CommissionedLine {
  std::string_view plan;
  const ClosingLine* line;
  std::string_view standing;
  std::optional<Money> commission;
};

Table lines_table(const CommissionClose& commission, const Ledger& ledger) {
  constexpr std::array<std::string_view, 7> standings{"counted", "excluded", "unmatched", "earlier",
                                                      "pending", "late",     "no_plan"};
  std::vector<CommissionedLine> rows;
  for (const PlanClose& plan : commission.plans)
    for (std::size_t i = 0; i < plan.lines.size(); ++i)
      if (plan.standings[i] != ClosingStanding::earlier)
        rows.push_back({plan.name, &plan.lines[i],
                        standings.at(static_cast<std::size_t>(plan.standings[i])),
                        plan.commissions[i]});
  std::vector<std::string> why;
  why.reserve(commission.left_out.size());
  for (const LeftOutLine& each : commission.left_out) {
    why.push_back(to_string(each.why));
    rows.push_back({{}, &each.line, why.back(), std::nullopt});
  }
  const auto document = [&](const CommissionedLine& row) {
    return ledger.document(row.line->line.document);
  };
  const bool has_quantities = std::ranges::any_of(
      rows, [](const CommissionedLine& row) { return row.line->quantity.has_value(); });
  RowsTable table(rows);
  table.text("plan", [](const CommissionedLine& row) { return row.plan; })
      .text("standing", [](const CommissionedLine& row) { return row.standing; })
      .text("salesperson", [](const CommissionedLine& row) { return row.line->salesperson; })
      .date("date", [](const CommissionedLine& row) { return row.line->counts; })
      .text("document", [&](const CommissionedLine& row) { return document(row).number; })
      .text("order", [](const CommissionedLine& row) { return row.line->order; })
      .text("party", [](const CommissionedLine& row) { return row.line->party; });
  if (has_quantities)
    table.text("product", [](const CommissionedLine& row) { return row.line->product; })
        .amount("quantity", [](const CommissionedLine& row) { return row.line->quantity; });
  table.amount("amount", [](const CommissionedLine& row) { return row.line->line.amount; })
      .amount("net", [](const CommissionedLine& row) { return row.line->line.net; })
      .made("currency",
            [](const CommissionedLine& row) {
              return std::string(row.line->line.net.currency().code());
            })
      .amount("commission", [](const CommissionedLine& row) { return row.commission; });
  return table.finish();
}

struct ShownVariance {
  const BudgetComparison* comparison;
  std::size_t line;
};

Table variances_table(const VarianceClose& variances) {
  std::vector<ShownVariance> rows;
  for (const BudgetComparison& each : variances.comparisons)
    for (std::size_t i = 0; i < each.amounts.size(); ++i) rows.push_back({&each, i});
  const auto line = [](const ShownVariance& row) -> const VarianceLine& {
    return row.comparison->variance.lines[row.line];
  };
  return RowsTable(rows)
      .made("budgeted_in",
            [](const ShownVariance& row) { return std::string(row.comparison->currency.code()); })
      .text("unit",
            [](const ShownVariance& row) -> const std::string& { return row.comparison->unit; })
      .text("product",
            [&](const ShownVariance& row) -> const std::string& { return line(row).product; })
      .text("cause",
            [&](const ShownVariance& row) -> const std::string& { return line(row).cause; })
      .amount("amount", [](const ShownVariance& row) { return row.comparison->amounts[row.line]; })
      .made("currency",
            [](const ShownVariance& row) {
              return std::string(row.comparison->amounts[row.line].currency().code());
            })
      .finish();
}

std::string sentences(const Refusals& refusals) {
  std::string text;
  for (const Refusal& each : refusals) text += (text.empty() ? "" : "; ") + each.reason.en;
  return text;
}

Table orders_table(const std::vector<OpenOrder>& open) {
  return RowsTable(open)
      .text("order", [](const OpenOrder& row) -> const std::string& { return row.order; })
      .text("party", [](const OpenOrder& row) -> const std::string& { return row.party; })
      .text("salesperson",
            [](const OpenOrder& row) -> const std::string& { return row.salesperson; })
      .text("line", [](const OpenOrder& row) -> const std::string& { return row.line; })
      .made("last_event", [](const OpenOrder& row) { return to_string(row.last_event); })
      .date("since", [](const OpenOrder& row) { return row.since; })
      .integer("idle_days", [](const OpenOrder& row) { return row.idle_days; })
      .made("waits_for",
            [](const OpenOrder& row) {
              return row.waits_for ? to_string(row.waits_for->event) : std::string();
            })
      .date(
          "due_on",
          [](const OpenOrder& row) { return row.waits_for ? row.waits_for->due_on : std::nullopt; })
      .integer("days_late",
               [](const OpenOrder& row) { return row.waits_for ? row.waits_for->days_late : 0; })
      .made("lacks",
            [](const OpenOrder& row) {
              return row.waits_for ? sentences(row.waits_for->lacks) : std::string();
            })
      .flag("stuck", [](const OpenOrder& row) { return row.is_stuck(); })
      .finish();
}

Table attainment_table(const std::vector<Attainment>& rows) {
  return RowsTable(rows)
      .text("person", [](const Attainment& row) -> const std::string& { return row.person; })
      .made("period", [](const Attainment& row) { return to_string(row.period); })
      .amount("target", [](const Attainment& row) { return row.target; })
      .amount("actual", [](const Attainment& row) { return row.actual; })
      .made("currency",
            [](const Attainment& row) { return std::string(row.target.currency().code()); })
      .amount("attainment",
              [](const Attainment& row) -> std::optional<Decimal> {
                const std::optional<Rate> share = row.share();
                if (!share) return std::nullopt;
                return share->fraction();
              })
      .finish();
}

Table fulfilment_table(const std::vector<Fulfilment>& rows) {
  const auto fraction = [](const std::optional<Ratio>& share) -> std::optional<Decimal> {
    if (!share) return std::nullopt;
    return round(*share, 4, Rounding::half_up);
  };
  return RowsTable(rows)
      .text("order", [](const Fulfilment& row) -> const std::string& { return row.order; })
      .text("product", [](const Fulfilment& row) -> const std::string& { return row.product; })
      .text("unit", [](const Fulfilment& row) -> const std::string& { return row.unit; })
      .amount("contracted", [](const Fulfilment& row) { return row.contracted; })
      .amount("called", [](const Fulfilment& row) { return row.called; })
      .amount("delivered", [](const Fulfilment& row) { return row.delivered; })
      .amount("performed", [](const Fulfilment& row) { return row.performed; })
      .amount("ours", [&](const Fulfilment& row) { return fraction(row.ours()); })
      .amount("customers", [&](const Fulfilment& row) { return fraction(row.customers()); })
      .finish();
}

Table exceptions_table(const std::vector<CloseException>& rows) {
  return RowsTable(rows)
      .made("exception", [](const CloseException& row) { return to_string(row.kind); })
      .text("subject", [](const CloseException& row) -> const std::string& { return row.subject; })
      .text("party", [](const CloseException& row) -> const std::string& { return row.party; })
      .text("person", [](const CloseException& row) -> const std::string& { return row.person; })
      .date("date", [](const CloseException& row) { return row.date; })
      .amount("amount", [](const CloseException& row) { return row.amount; })
      .made("currency",
            [](const CloseException& row) {
              return row.amount ? std::string(row.amount->currency().code()) : std::string();
            })
      .text("says", [](const CloseException& row) -> const std::string& { return row.says.en; })
      .text("says_zh", [](const CloseException& row) -> const std::string& { return row.says.zh; })
      .finish();
}

Table change_table(const AgingChange& change) {
  const std::vector<std::string> columns = change.columns();
  const auto column = [&](const std::optional<std::size_t>& at) {
    return at ? std::string_view(columns.at(*at)) : std::string_view();
  };
  return RowsTable(change.lines)
      .text("party", [](const AgingChangeLine& row) -> const std::string& { return row.party; })
      .text("document", [](const AgingChangeLine& row) -> const std::string& { return row.number; })
      .made("cause", [](const AgingChangeLine& row) { return to_string(row.cause); })
      .flag("late", [](const AgingChangeLine& row) { return row.late; })
      .text("counterpart",
            [](const AgingChangeLine& row) -> const std::string& { return row.counterpart_number; })
      .text("from", [&](const AgingChangeLine& row) { return column(row.column_from); })
      .text("to", [&](const AgingChangeLine& row) { return column(row.column_to); })
      .amount("amount", [](const AgingChangeLine& row) { return row.amount; })
      .made("currency",
            [](const AgingChangeLine& row) { return std::string(row.amount.currency().code()); })
      .finish();
}

}  // namespace

std::vector<std::pair<std::string, Table>> CloseReport::tables() const {
  std::vector<std::pair<std::string, Table>> all{
      {"ties", ties_table(ties)},
      {"aging", to_arrow(aging)},
      {"aging_change", change_table(change)},
      {"worklist", worklist_table(worklist)},
      {"letters", letters_table(dunning.letters)},
      {"held_letters", held_table(dunning.held)},
      {"commission", payouts_table(commission)},
      {"commission_lines", lines_table(commission, *ledger)},
      {"profit", profit.by_order},
      {"variances", variances_table(variances)},
      {"orders", orders_table(orders.open)},
      {"attainment", attainment_table(attainments)},
      {"fulfilment", fulfilment_table(fulfilments)},
      {"cash", to_arrow(cash)},
      {"exceptions", exceptions_table(exceptions)}};
  const auto is_corrected = [](const PlanClose& plan) { return !plan.corrections.empty(); };
  if (std::ranges::any_of(commission.plans, is_corrected))
    all.emplace_back("commission_corrections", corrections_table(commission));
  if (provision) all.emplace_back("provision", to_arrow(*provision));
  return all;
}

}  // namespace o2c::inline v1
