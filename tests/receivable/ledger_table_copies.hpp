#pragma once

// A ledger written to tables and read back, and tables as text.

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "o2c/columns/arrow_import.hpp"
#include "o2c/receivable/ledger_tables.hpp"

namespace o2c::table_copies {

using Tables = std::vector<std::pair<std::string, std::shared_ptr<const ArrowTable>>>;

inline Tables tables_of(const Ledger& ledger) {
  const LedgerArrow tables = to_arrow(ledger);
  return {{"invoices", tables.invoices},
          {"receipts", tables.receipts},
          {"applications", tables.applications},
          {"taxes", tables.taxes},
          {"locks", tables.locks},
          {"disputes", tables.disputes},
          {"note_moves", tables.note_moves},
          {"due_dates", tables.due_dates},
          {"discounts", tables.discounts},
          {"revaluations", tables.revaluations},
          {"reminders", tables.reminders},
          {"promises", tables.promises}};
}

inline std::unique_ptr<TableSource> source(const std::shared_ptr<const ArrowTable>& table) {
  ArrowArrayStream stream;
  export_arrow(table, stream);
  return import_arrow(stream);
}

inline Ledger through_tables(const Ledger& ledger) {
  std::vector<std::unique_ptr<TableSource>> sources;
  for (const auto& [name, table] : tables_of(ledger)) sources.push_back(source(table));
  return ledger_from_tables({.invoices = sources[0].get(),
                             .receipts = sources[1].get(),
                             .applications = sources[2].get(),
                             .taxes = sources[3].get(),
                             .locks = sources[4].get(),
                             .disputes = sources[5].get(),
                             .note_moves = sources[6].get(),
                             .due_dates = sources[7].get(),
                             .discounts = sources[8].get(),
                             .revaluations = sources[9].get(),
                             .reminders = sources[10].get(),
                             .promises = sources[11].get()},
                            {.ledger = ledger.options()});
}

/// Every value of the tables of a ledger: "locks 0 until 2026-01-31".
inline std::vector<std::string> values(const Ledger& ledger) {
  std::vector<std::string> lines;
  for (const auto& [name, table] : tables_of(ledger)) {
    const std::unique_ptr<TableSource> read = source(table);
    while (const auto batch = read->next())
      for (std::int64_t row = 0; row < batch->rows; ++row)
        for (std::size_t i = 0; i < batch->columns.size(); ++i)
          lines.push_back(name + ' ' + std::to_string(row) + ' ' + read->fields()[i].name + ' ' +
                          value_text(batch->columns[i], row));
  }
  return lines;
}

}  // namespace o2c::table_copies
