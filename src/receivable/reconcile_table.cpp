#include "o2c/receivable/reconcile_table.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "o2c/columns/common_scale.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/number/detail/throw_faults.hpp"

#include "ledger_rows.hpp"
#include "line_matching.hpp"

namespace o2c::inline v1 {
namespace {

using enum LedgerRows::Need;

constexpr const char* faulty = "faulty lists";

bool read_flag(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  throw_parse(text, 0, "true or false");
}

std::vector<ReconcileLine> read_lines(LedgerRows& rows) {
  LedgerColumn& reference = rows.required("reference");
  LedgerColumn& date = rows.required("date");
  LedgerColumn& amount = rows.required("amount");
  LedgerColumn& kind = rows.column("kind");
  LedgerColumn& disputed = rows.column("disputed");
  LedgerColumn& disputed_amount = rows.column("disputed_amount");
  std::vector<ReconcileLine> lines;
  lines.reserve(rows.size());
  for (std::uint32_t row = 0; row < rows.size(); ++row) {
    const auto day = rows.date(row, date, must);
    const auto money = rows.amount(row, amount, std::nullopt, must);
    const auto flag = rows.named(row, disputed, read_flag);
    const auto part = money ? rows.amount(row, disputed_amount, money->currency()) : std::nullopt;
    if (day && money)
      lines.push_back({.reference = rows.text_or_empty(row, reference),
                       .date = *day,
                       .amount = *money,
                       .kind = rows.text_or_empty(row, kind),
                       .disputed = flag.value_or(part && !is_zero(*part)),
                       .disputed_amount = part});
  }
  return lines;
}

LedgerTableOptions as_rows(const ReconcileTableOptions& options) {
  return {.currency = options.currency,
          .currencies = options.currencies,
          .amount_digits = options.amount_digits};
}

}  // namespace

Reconciliation reconcile(TableSource& ours, TableSource& theirs, Date as_of,
                         const ReconcileTolerances& tolerances, const ReconcileBalances& balances,
                         const ReconcileTableOptions& options) {
  const LedgerTableOptions read_as = as_rows(options);
  LedgerRows our_rows(&ours, "ours", read_as);
  LedgerRows their_rows(&theirs, "theirs", read_as);
  std::vector<ReconcileLine> our_lines = read_lines(our_rows);
  std::vector<ReconcileLine> their_lines = read_lines(their_rows);
  std::vector<Fault> faults = our_rows.listed_faults();
  std::ranges::move(their_rows.listed_faults(), std::back_inserter(faults));
  throw_bad_tables(faulty, std::move(faults));
  throw_bad_tables(faulty, line_faults(our_lines, their_lines, as_of));
  return reconcile(std::move(our_lines), std::move(their_lines), as_of, tolerances, balances,
                   options.threads);
}

Reconciliation reconcile(const PartyStatement& ours, TableSource& theirs,
                         const ReconcileTolerances& tolerances, const MoneyBag& opening_theirs,
                         const std::optional<MoneyBag>& closing_theirs,
                         const ReconcileTableOptions& options) {
  const LedgerTableOptions read_as = as_rows(options);
  LedgerRows their_rows(&theirs, "theirs", read_as);
  std::vector<ReconcileLine> their_lines = read_lines(their_rows);
  throw_bad_tables(faulty, their_rows.listed_faults());
  throw_bad_tables(faulty, line_faults({}, their_lines, ours.to));
  ReconcileBalances balances = reconcile_balances(ours);
  balances.opening_theirs = opening_theirs;
  balances.closing_theirs = closing_theirs;
  return reconcile(reconcile_lines(ours), std::move(their_lines), ours.to, tolerances, balances,
                   options.threads);
}

std::shared_ptr<const ArrowTable> to_arrow(const Reconciliation& reconciliation) {
  struct Row {
    std::size_t group;
    std::size_t row;
    bool is_ours;
    const ReconcileLine* line;
    Money amount;  // And the day: what stands side by side is read faster, column after column.
    std::int32_t day;
  };
  std::vector<Row> rows;
  rows.reserve(reconciliation.ours.size() + reconciliation.theirs.size());
  CommonScale scale;
  for (std::size_t i = 0; i < reconciliation.groups.size(); ++i) {
    const auto add = [&](const ReconcileLine& line, std::size_t row, bool is_ours) {
      rows.push_back({i, row, is_ours, &line, line.amount, line.date.days()});
      scale.include(line.amount);
    };
    const ReconciledGroup& group = reconciliation.groups[i];
    for (const std::size_t row : group.ours) add(reconciliation.ours[row], row, true);
    for (const std::size_t row : group.theirs) add(reconciliation.theirs[row], row, false);
  }
  std::vector<std::string> classes;
  for (std::size_t i = 0; i < reconcile_classes; ++i)
    classes.push_back(to_string(static_cast<ReconcileClass>(i)));
  std::vector<std::string> matches;
  for (std::size_t i = 0; i < matched_by_kinds; ++i)
    matches.push_back(to_string(static_cast<MatchedBy>(i)));
  const auto group = [&](std::size_t i) -> const ReconciledGroup& {
    return reconciliation.groups[rows[i].group];
  };
  const auto text_or_null = [](const std::string& text) -> std::optional<std::string_view> {
    if (text.empty()) return std::nullopt;
    return text;
  };
  const auto number = [](std::size_t at) { return std::optional(static_cast<std::int64_t>(at)); };
  TableBuilder table(rows.size());
  table.integer("group", [&](std::size_t i) { return number(rows[i].group); })
      .text("class",
            [&](std::size_t i) {
              return std::string_view(classes[static_cast<std::size_t>(group(i).of)]);
            })
      .text("matched_by",
            [&](std::size_t i) {
              return std::string_view(matches[static_cast<std::size_t>(group(i).matched_by)]);
            })
      .text("side",
            [&](std::size_t i) { return std::string_view(rows[i].is_ours ? "ours" : "theirs"); })
      .integer("row", [&](std::size_t i) { return number(rows[i].row); })
      .text("reference", [&](std::size_t i) { return text_or_null(rows[i].line->reference); })
      .date("date", [&](std::size_t i) { return std::optional(rows[i].day); })
      .decimal("amount", scale.digits(), [&](std::size_t i) { return scale.of(rows[i].amount); })
      .text("currency", [&](std::size_t i) { return rows[i].amount.currency().code(); })
      .text("kind", [&](std::size_t i) { return text_or_null(rows[i].line->kind); })
      .boolean("disputed", [&](std::size_t i) { return rows[i].line->disputed; })
      .decimal("disputed_amount", scale.digits(),
               [&](std::size_t i) -> std::optional<Int128> {
                 const auto& part = rows[i].line->disputed_amount;
                 if (!part) return std::nullopt;
                 return scale.of(*part);
               })
      .decimal("difference", scale.digits(), [&](std::size_t i) {
        const auto amount = scale.of(rows[i].amount);
        return rows[i].is_ours ? amount : std::optional(-*amount);
      });
  return table.finish();
}

}  // namespace o2c::inline v1
