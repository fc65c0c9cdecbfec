#include "o2c/receivable/credit_table.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <utility>

#include "o2c/columns/common_scale.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/detail/throw_faults.hpp"

#include "credit_stages.hpp"
#include "ledger_rows.hpp"

namespace o2c::inline v1 {
namespace {

using enum LedgerRows::Need;

constexpr std::array<std::string_view, 3> kind_names{"document", "unapplied_cash", "deposit"};

OpenItemKind parse_kind(std::string_view text) {
  return parse_name<OpenItemKind>(text, kind_names, "what is open: one of");
}

CreditItem::Collection parse_item_stage(std::string_view text) {
  if (text == "under_collection") return CreditItem::Collection::with_bank;
  throw_parse(text, 0, "under_collection, or null where the due date says the stage");
}

std::vector<CreditItem> read_items(LedgerRows& rows) {
  LedgerColumn& party = rows.required("party");
  LedgerColumn& amount = rows.required("amount");
  LedgerColumn& document = rows.column("document");
  LedgerColumn& due_date = rows.column("due_date");
  LedgerColumn& order = rows.column("order");
  LedgerColumn& kind = rows.column("kind");
  LedgerColumn& stage = rows.column("stage");
  std::vector<CreditItem> found;
  for (std::uint32_t row = 0; row < rows.size(); ++row) {
    std::string of = rows.text_or_empty(row, party, must);
    const auto money = rows.amount(row, amount, std::nullopt, must);
    const auto due = rows.date(row, due_date);
    const auto open_kind = rows.named(row, kind, parse_kind);
    const auto collection = rows.named(row, stage, parse_item_stage);
    if (!money) continue;
    found.push_back({.party = std::move(of),
                     .document = rows.text_or_empty(row, document),
                     .amount = *money,
                     .due_date = due,
                     .order = rows.text_or_empty(row, order),
                     .kind = open_kind.value_or(OpenItemKind::document),
                     .collection = collection.value_or(CreditItem::Collection::none)});
  }
  return found;
}

// How far orders have come from their beginning, in place of what stands in each stage.
class TotalColumns {
 public:
  explicit TotalColumns(LedgerRows& rows) : rows_(&rows) {}

  // Sets the stages of the row's position if the row states totals.
  void set(std::uint32_t row, OrderPosition& position) {
    const Money zero = Money::zero(position.ordered.currency());
    OrderTotals totals{.ordered = zero, .shipped = zero, .drafted = zero, .invoiced = zero};
    bool stated = false;
    bool faulty = false;
    for (auto& [column, total] : columns_) {
      const auto amount = rows_->amount(row, *column, zero.currency());
      if (!amount) continue;
      stated = stated || !is_zero(*amount);
      totals.*total = *amount;
      if (sign(*amount) >= 0) continue;
      faulty = true;
      rows_->fault(row, column->name, to_string(*amount), "an amount not below zero");
    }
    if (!stated) return;
    const auto refuse = [&](const char* stage, Money amount) {
      if (is_zero(amount)) return;
      faulty = true;
      rows_->fault(row, stage, to_string(amount),
                   "nothing beside total_ordered, total_shipped, total_drafted, total_invoiced");
    };
    refuse("draft", position.draft);
    refuse("shipped", position.shipped);
    refuse("ordered", position.ordered);
    if (!faulty) set_stages(position, totals);
  }

 private:
  LedgerRows* rows_;
  std::array<std::pair<LedgerColumn*, Money OrderTotals::*>, 4> columns_{
      {{&rows_->column("total_ordered"), &OrderTotals::ordered},
       {&rows_->column("total_shipped"), &OrderTotals::shipped},
       {&rows_->column("total_drafted"), &OrderTotals::drafted},
       {&rows_->column("total_invoiced"), &OrderTotals::invoiced}}};
};

std::vector<OrderPosition> read_positions(LedgerRows& rows) {
  LedgerColumn& party = rows.required("party");
  LedgerColumn& order = rows.required("order");
  LedgerColumn& under_collection = rows.column("under_collection");
  LedgerColumn& draft = rows.column("draft");
  LedgerColumn& shipped = rows.column("shipped");
  LedgerColumn& ordered = rows.column("ordered");
  LedgerColumn& deposits = rows.column("deposits");
  LedgerColumn& letter_of_credit = rows.column("letter_of_credit");
  LedgerColumn& insured = rows.column("insured");
  TotalColumns totals(rows);
  std::vector<OrderPosition> found;
  for (std::uint32_t row = 0; row < rows.size(); ++row) {
    std::string of = rows.text_or_empty(row, party, must);
    std::string number = rows.text_or_empty(row, order, must);
    const auto currency = rows.currency(row);
    if (!currency) continue;
    OrderPosition position(std::move(of), std::move(number), *currency);
    const auto read = [&](Money& into, LedgerColumn& column) {
      if (const auto money = rows.amount(row, column, currency)) into = *money;
    };
    read(position.under_collection, under_collection);
    read(position.draft, draft);
    read(position.shipped, shipped);
    read(position.ordered, ordered);
    read(position.cover.deposits, deposits);
    read(position.cover.letter_of_credit, letter_of_credit);
    read(position.cover.insured, insured);
    totals.set(row, position);
    found.push_back(std::move(position));
  }
  return found;
}

std::vector<CreditInsurance> read_insurance(LedgerRows& rows) {
  LedgerColumn& party = rows.required("party");
  LedgerColumn& limit = rows.required("limit");
  LedgerColumn& share = rows.column("share");
  std::vector<CreditInsurance> found;
  for (std::uint32_t row = 0; row < rows.size(); ++row) {
    std::string of = rows.text_or_empty(row, party, must);
    const auto money = rows.amount(row, limit, std::nullopt, must);
    const auto part = rows.rate(row, share);
    if (!money) continue;
    found.push_back({.party = std::move(of), .limit = *money});
    if (part) found.back().share = *part;
  }
  return found;
}

}  // namespace

std::vector<PartyExposure> credit_exposure(const CreditTables& tables, Date as_of,
                                           const AmountTableOptions& options,
                                           std::span<const CreditItem> more) {
  const LedgerTableOptions as_rows{.currency = options.currency,
                                   .currencies = options.currencies,
                                   .amount_digits = options.amount_digits};
  LedgerRows item_rows(tables.items, "items", as_rows);
  LedgerRows position_rows(tables.positions, "orders", as_rows);
  LedgerRows insurance_rows(tables.insurance, "insurance", as_rows);
  std::vector<CreditItem> items = read_items(item_rows);
  const std::vector<OrderPosition> positions = read_positions(position_rows);
  const std::vector<CreditInsurance> insurance = read_insurance(insurance_rows);
  std::vector<Fault> faults = item_rows.listed_faults();
  std::ranges::copy(position_rows.listed_faults(), std::back_inserter(faults));
  std::ranges::copy(insurance_rows.listed_faults(), std::back_inserter(faults));
  throw_bad_tables("faulty credit exposure", std::move(faults));
  std::ranges::copy(more, std::back_inserter(items));
  FoundExposures found = find_exposures(items, positions, as_of, insurance);
  throw_bad_tables("faulty credit exposure", std::move(found.faults));
  return std::move(found.exposures);
}

std::shared_ptr<const ArrowTable> to_arrow(std::span<const PartyExposure> exposures) {
  CommonScale scale;
  for (const PartyExposure& each : exposures) scale.include(each.figures.exposure);
  TableBuilder table(exposures.size());
  table.text("party", [&](std::size_t i) { return std::string_view(exposures[i].party); })
      .text("currency",
            [&](std::size_t i) { return exposures[i].figures.exposure.currency().code(); });
  for (const CreditStage stage : all_credit_stages)
    table.decimal(to_string(stage), scale.digits(),
                  [&](std::size_t i) { return scale.of(exposures[i].figures.stages.at(stage)); });
  const auto amount = [&](const char* name, Money ExposureFigures::* member) {
    table.decimal(name, scale.digits(),
                  [&](std::size_t i) { return scale.of(exposures[i].figures.*member); });
  };
  amount("covered", &ExposureFigures::covered);
  amount("credits", &ExposureFigures::credits);
  amount("insured", &ExposureFigures::insured);
  amount("exposure", &ExposureFigures::exposure);
  table.integer("days_overdue", [&](std::size_t i) -> std::optional<std::int64_t> {
    if (!exposures[i].overdue) return std::nullopt;
    return exposures[i].overdue->days;
  });
  return table.finish();
}

}  // namespace o2c::inline v1
