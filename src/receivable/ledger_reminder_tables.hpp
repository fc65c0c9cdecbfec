#pragma once

// The tables of a ledger's reminders and promises to pay. Private to src/receivable.

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "o2c/receivable/ledger_tables.hpp"

#include "ledger_document_finder.hpp"
#include "ledger_rows.hpp"
#include "ledger_table_fact.hpp"

namespace o2c::inline v1 {

/// A row for each item; those of one date, moment, sequence, party and currency are one letter.
class ReminderTable {
 public:
  ReminderTable(const LedgerTables& tables, const LedgerTableOptions& options);
  void list(DocumentFinder& finder, const LedgerState& state, std::vector<TableFact>& facts);
  void tell(Ledger& ledger, const TableFact& fact);
  /// Has the first row of a letter and its document fetched into the cache.
  void prefetch(const TableFact& fact, FetchStage stage, const LedgerState& state) const;
  [[nodiscard]] const LedgerRows& rows() const noexcept { return rows_; }

 private:
  LedgerRows rows_;
  LedgerColumn& document_;
  LedgerColumn& kind_;
  LedgerColumn& instalment_;
  LedgerColumn& date_;
  LedgerColumn& level_;
  LedgerColumn& amount_;
  LedgerColumn& fee_document_;
  LedgerColumn no_kind_{};                // A fee is a debit note.
  std::vector<std::uint32_t> documents_;  // Of each row.
  std::vector<std::uint32_t> fees_;
  std::vector<std::uint32_t> next_;  // The next row of the same letter, or none.
};

class PromiseTable {
 public:
  PromiseTable(const LedgerTables& tables, const LedgerTableOptions& options);
  void list(DocumentFinder& finder, const LedgerState& state, std::vector<TableFact>& facts);
  void tell(Ledger& ledger, const TableFact& fact);
  [[nodiscard]] const LedgerRows& rows() const noexcept { return rows_; }

 private:
  LedgerRows rows_;
  LedgerColumn& document_;
  LedgerColumn& kind_;
  LedgerColumn& instalment_;
  LedgerColumn& party_;
  LedgerColumn& amount_;
  LedgerColumn& date_;
  LedgerColumn& promised_;
  LedgerColumn& by_;
  LedgerColumn& promise_;
  LedgerColumn& replaces_;
  std::vector<std::uint32_t> documents_;
  std::unordered_map<std::int64_t, PromiseId> told_;  // By the numbers of the table.
};

}  // namespace o2c::inline v1
