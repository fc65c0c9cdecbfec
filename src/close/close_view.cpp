#include "close_view.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "o2c/columns/arrow_import.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/receivable/ledger_tables.hpp"

namespace o2c::inline v1 {
namespace {

std::int64_t moment_of_close(const ClosedMonths& months, Date last,
                             std::optional<std::int64_t> wanted) {
  if (wanted) return *wanted;
  return months.closed_at(last).value_or(AsOf::now);
}

std::unique_ptr<TableSource> locks_table(const ClosedMonths& months) {
  const auto& all = months.all();
  TableBuilder table(all.size());
  table.date("until", [&](std::size_t i) { return std::optional(all[i].period.last().days()); })
      .moment("recorded_at", [&](std::size_t i) { return std::optional(all[i].closed_at_us); });
  ArrowArrayStream stream{};
  export_arrow(table.finish(), stream);
  return import_arrow(stream);
}

/// Cash that was taken and handed in, as far as it is known, and where in the book it stands.
struct KnownCash {
  std::vector<CashCollection> collections;
  std::vector<HandIn> hand_ins;
  std::vector<std::size_t> collection_rows;
  std::vector<std::size_t> hand_in_rows;
};

KnownCash known_cash(const CloseDays& days) {
  const Book& book = days.book;
  const BookRows& taken = book.rows("cash_collected");
  const auto date_posted = [&](const BookRows& rows, std::size_t row) -> std::optional<Date> {
    const std::size_t date = rows.column("date");
    const auto posted = days.posted(rows, date, rows.column("recorded_at"), row);
    return posted && *posted <= days.last() ? std::optional(rows.date(date, row)) : std::nullopt;
  };
  KnownCash known;
  for (std::size_t row = 0; row < taken.rows(); ++row) {
    const auto date = date_posted(taken, row);
    if (!date) continue;
    known.collections.push_back({std::string(taken.text(taken.column("receipt"), row)),
                                 std::string(taken.text(taken.column("salesperson"), row)), *date,
                                 taken.amount(taken.column("amount"), row),
                                 std::string(taken.text(taken.column("party"), row))});
    known.collection_rows.push_back(row);
  }
  const BookRows& given = book.rows("cash_handed_in");
  for (std::size_t row = 0; row < given.rows(); ++row) {
    const auto date = date_posted(given, row);
    if (!date) continue;
    known.hand_ins.push_back({std::string(given.text(given.column("salesperson"), row)), *date,
                              given.amount(given.column("amount"), row),
                              std::string(given.text(given.column("signed_by"), row)),
                              std::string(given.text(given.column("receipt"), row))});
    known.hand_in_rows.push_back(row);
  }
  return known;
}

CashHandIn cash_of(const CloseDays& days) {
  const KnownCash known = known_cash(days);
  try {
    return cash_hand_in(known.collections, known.hand_ins, days.last(), {},
                        days.book.get().calendar());
  } catch (const InvalidArgument& error) {
    std::vector<Fault> faults = error.faults();
    for (Fault& fault : faults) {
      const bool is_taken = fault.file == "collections";
      const std::vector<std::size_t>& rows = is_taken ? known.collection_rows : known.hand_in_rows;
      fault.file = is_taken ? "cash_collected" : "cash_handed_in";
      if (fault.row >= 0)
        fault.row = static_cast<std::int64_t>(rows.at(static_cast<std::size_t>(fault.row)));
    }
    throw BadTable(error.what(), std::move(faults));
  }
}

/// A fault of an amount shows it as it stands in the book.
void show_amount(const Book& book, Fault& fault) {
  const BookTable* const table = find_book_table(fault.file);
  if (table == nullptr || fault.row < 0) return;
  const auto column = std::ranges::find(table->columns, fault.field, &BookColumn::name);
  if (column == table->columns.end() || column->type != BookColumnType::amount) return;
  const BookRows& rows = book.rows(table->name);
  const std::size_t at = rows.column(fault.field);
  const auto row = static_cast<std::size_t>(fault.row);
  if (rows.has(at, row)) fault.value = to_string(rows.amount(at, row).amount());
}

}  // namespace

std::vector<Fault> cash_faults(const CloseDays& days) {
  try {
    (void)cash_of(days);
    return {};
  } catch (const BadTable& error) {
    return error.faults();
  }
}

ClosedMonths closed_months(const Book& book) {
  const BookRows& rows = book.rows("closed_periods");
  const std::size_t period = rows.column("period");
  const std::size_t closed_at = rows.column("closed_at");
  std::vector<ClosedMonth> closed;
  for (std::size_t row = 0; row < rows.rows(); ++row)
    closed.push_back({Period::parse(rows.text(period, row)), rows.integer(closed_at, row)});
  return ClosedMonths(std::move(closed));
}

Ledger ledger_of(const Book& book, const ClosedMonths& months) {
  const auto table = [&](std::string_view name) -> std::unique_ptr<TableSource> {
    const BookRows& rows = book.rows(name);
    return rows.rows() == 0 ? nullptr : rows.source();
  };
  const auto invoices = book.rows("invoices").source();
  const auto receipts = table("receipts");
  const auto applications = table("applications");
  const auto disputes = table("disputes");
  const auto promises = table("promises");
  const auto reminders = table("reminders");
  const auto locks = locks_table(months);
  try {
    return ledger_from_tables({.invoices = invoices.get(),
                               .receipts = receipts.get(),
                               .applications = applications.get(),
                               .locks = locks.get(),
                               .disputes = disputes.get(),
                               .reminders = reminders.get(),
                               .promises = promises.get()},
                              {.ledger = {.home = book.settings().home}});
  } catch (const BadTable& error) {
    // The ledger was given minor units.
    std::vector<Fault> faults = error.faults();
    for (Fault& fault : faults) show_amount(book, fault);
    throw BadTable(error.what(), std::move(faults));
  }
}

std::vector<FactDay> hand_in_days(const CloseDays& days) {
  const BookRows& given = days.book.get().rows("cash_handed_in");
  const std::size_t date = given.column("date");
  const std::size_t recorded = given.column("recorded_at");
  std::vector<FactDay> found;
  for (const std::size_t row : known_cash(days).hand_in_rows)
    found.push_back({given.date(date, row), days.posted(given, date, recorded, row).value()});
  return found;
}

CloseDays::CloseDays(const Book& its_book, Date its_first, Date its_last,
                     std::optional<std::int64_t> its_known_at_us, std::size_t its_threads)
    : book(its_book),
      first_day(its_first),
      last_day(its_last),
      period(Period::month_of(its_last)),
      months(closed_months(its_book)),
      known_at_us(moment_of_close(months, its_last, its_known_at_us)),
      threads(std::max<std::size_t>(its_threads, 1)),
      successors(its_book) {}

std::optional<Date> CloseDays::posted(const BookRows& rows, std::size_t date_column,
                                      std::size_t recorded_column, std::size_t row) const {
  std::optional<std::int64_t> recorded;
  if (rows.has(recorded_column, row)) recorded = rows.integer(recorded_column, row);
  if (recorded && *recorded > known_at_us) return std::nullopt;
  return months.posted(rows.date(date_column, row), recorded);
}

CloseView::CloseView(const CloseDays& days)
    : CloseDays(days),
      orders(book.get().rows("orders"), "order"),
      parties(book.get().rows("parties"), "party"),
      ledger(ledger_of(book, months)),
      cash(cash_of(*this)) {}

}  // namespace o2c::inline v1
