#include "o2c/receivable/cash_hand_in_table.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "o2c/columns/common_scale.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/number/detail/throw_faults.hpp"

#include "cash_matching.hpp"
#include "ledger_rows.hpp"

namespace o2c::inline v1 {
namespace {

using enum LedgerRows::Need;

std::vector<CashCollection> read_collections(LedgerRows& rows) {
  LedgerColumn& receipt = rows.required("receipt");
  LedgerColumn& salesperson = rows.required("salesperson");
  LedgerColumn& date = rows.required("date");
  LedgerColumn& amount = rows.required("amount");
  LedgerColumn& party = rows.column("party");
  std::vector<CashCollection> found;
  for (std::uint32_t row = 0; row < rows.size(); ++row) {
    std::string number = rows.text_or_empty(row, receipt, must);
    std::string by = rows.text_or_empty(row, salesperson, must);
    const auto day = rows.date(row, date, must);
    const auto money = rows.amount(row, amount, std::nullopt, must);
    if (day && money)
      found.push_back({.receipt = std::move(number),
                       .salesperson = std::move(by),
                       .date = *day,
                       .amount = *money,
                       .party = rows.text_or_empty(row, party)});
  }
  return found;
}

std::vector<HandIn> read_hand_ins(LedgerRows& rows) {
  LedgerColumn& salesperson = rows.required("salesperson");
  LedgerColumn& date = rows.required("date");
  LedgerColumn& amount = rows.required("amount");
  LedgerColumn& signed_by = rows.required_text("signed_by");
  LedgerColumn& receipt = rows.column("receipt");
  std::vector<HandIn> found;
  for (std::uint32_t row = 0; row < rows.size(); ++row) {
    std::string by = rows.text_or_empty(row, salesperson, must);
    const auto day = rows.date(row, date, must);
    const auto money = rows.amount(row, amount, std::nullopt, must);
    if (day && money)
      found.push_back({.salesperson = std::move(by),
                       .date = *day,
                       .amount = *money,
                       .signed_by = rows.text_or_empty(row, signed_by),
                       .receipt = rows.text_or_empty(row, receipt)});
  }
  return found;
}

template <class ClaimOf>
void add_figures(TableBuilder& table, const CommonScale& scale, const ClaimOf& claim_of) {
  const auto amount = [&](const char* name, Money CashClaim::* member) {
    table.decimal(name, scale.digits(),
                  [&](std::size_t i) { return scale.of(claim_of(i).*member); });
  };
  amount("collected", &CashClaim::collected);
  amount("in_time", &CashClaim::in_time);
  amount("late", &CashClaim::late);
  amount("recovered", &CashClaim::recovered);
  amount("recoverable", &CashClaim::recoverable);
  amount("withheld", &CashClaim::withheld);
  amount("fine", &CashClaim::fine);
}

}  // namespace

CashHandIn cash_hand_in(TableSource& collections, TableSource& hand_ins, Date as_of,
                        const CashRule& rule, const Calendar* calendar,
                        const AmountTableOptions& options) {
  const LedgerTableOptions as_rows{.currency = options.currency,
                                   .currencies = options.currencies,
                                   .amount_digits = options.amount_digits};
  LedgerRows collected(&collections, "collections", as_rows);
  LedgerRows handed_in(&hand_ins, "hand_ins", as_rows);
  const std::vector<CashCollection> cash = read_collections(collected);
  const std::vector<HandIn> returned = read_hand_ins(handed_in);
  std::vector<Fault> faults = collected.listed_faults();
  std::ranges::copy(handed_in.listed_faults(), std::back_inserter(faults));
  // Where rows cannot be read, their receipts cannot be matched: of the others nothing is said.
  throw_bad_tables("faulty collections and hand-ins", std::move(faults));
  MatchedCash matched = match_cash(cash, returned, as_of, rule, calendar);
  throw_bad_tables("faulty collections and hand-ins", std::move(matched.faults));
  return std::move(matched.cash);
}

std::shared_ptr<const ArrowTable> to_arrow(const CashHandIn& cash) {
  const std::vector<CollectedCash>& rows = cash.collections;
  CommonScale scale;
  for (const CollectedCash& row : rows) scale.include(row.collection.amount);
  TableBuilder table(rows.size());
  table.text("receipt", [&](std::size_t i) { return std::string_view(rows[i].collection.receipt); })
      .text("salesperson",
            [&](std::size_t i) { return std::string_view(rows[i].collection.salesperson); })
      .text("party",
            [&](std::size_t i) -> std::optional<std::string_view> {
              if (rows[i].collection.party.empty()) return std::nullopt;
              return rows[i].collection.party;
            })
      .date("date", [&](std::size_t i) { return std::optional(rows[i].collection.date.days()); })
      .date("late_until", [&](std::size_t i) { return std::optional(rows[i].late_until.days()); })
      .text("currency", [&](std::size_t i) { return rows[i].collection.amount.currency().code(); });
  add_figures(table, scale, [&](std::size_t i) -> const CashClaim& { return rows[i].claim; });
  return table.finish();
}

std::shared_ptr<const ArrowTable> claims_table(const CashHandIn& cash) {
  const std::vector<SalespersonCash>& rows = cash.salespersons;
  CommonScale scale;
  for (const SalespersonCash& row : rows) scale.include(row.claim.collected);
  TableBuilder table(rows.size());
  table.text("salesperson", [&](std::size_t i) { return std::string_view(rows[i].salesperson); })
      .text("currency", [&](std::size_t i) { return rows[i].claim.collected.currency().code(); });
  add_figures(table, scale, [&](std::size_t i) -> const CashClaim& { return rows[i].claim; });
  const auto amount = [&](const char* name, Money LossDeduction::* member) {
    table.decimal(name, scale.digits(), [&](std::size_t i) -> std::optional<Int128> {
      if (!rows[i].deduction) return std::nullopt;
      return scale.of(*rows[i].deduction.*member);
    });
  };
  amount("loss", &LossDeduction::loss);
  amount("cap", &LossDeduction::cap);
  amount("most", &LossDeduction::most);
  amount("rest", &LossDeduction::rest);
  return table.finish();
}

std::shared_ptr<const ArrowTable> handed_in_table(const CashHandIn& cash) {
  struct Row {
    const CollectedCash* cash;
    const HandedInPart* part;
    std::string timing;
  };
  std::vector<Row> rows;
  CommonScale scale;
  for (const CollectedCash& each : cash.collections)
    for (const HandedInPart& part : each.handed_in) {
      rows.push_back({&each, &part, to_string(part.timing)});
      scale.include(part.amount);
    }
  TableBuilder table(rows.size());
  table
      .text("receipt",
            [&](std::size_t i) { return std::string_view(rows[i].cash->collection.receipt); })
      .text("salesperson",
            [&](std::size_t i) { return std::string_view(rows[i].cash->collection.salesperson); })
      .integer("hand_in",
               [&](std::size_t i) {
                 return std::optional(static_cast<std::int64_t>(rows[i].part->hand_in));
               })
      .date("date", [&](std::size_t i) { return std::optional(rows[i].part->date.days()); })
      .decimal("amount", scale.digits(),
               [&](std::size_t i) { return scale.of(rows[i].part->amount); })
      .text("currency", [&](std::size_t i) { return rows[i].part->amount.currency().code(); })
      .text("timing", [&](std::size_t i) { return std::string_view(rows[i].timing); });
  return table.finish();
}

}  // namespace o2c::inline v1
