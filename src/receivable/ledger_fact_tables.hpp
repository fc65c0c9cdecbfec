#pragma once

// The tables of a ledger's other facts: disputes, due dates, what became of bills, revaluations.
// Private to src/receivable.

#include <cstdint>
#include <optional>
#include <vector>

#include "o2c/receivable/ledger_tables.hpp"

#include "ledger_document_finder.hpp"
#include "ledger_rows.hpp"
#include "ledger_table_fact.hpp"

namespace o2c::inline v1 {

/// Each table lists its facts, and tells one of them to the ledger.
class DisputeTable {
 public:
  DisputeTable(const LedgerTables& tables, const LedgerTableOptions& options);
  void list(DocumentFinder& finder, const LedgerState& state, std::vector<TableFact>& facts);
  void begin(Ledger& ledger, const TableFact& fact);
  void end(Ledger& ledger, const TableFact& fact);
  [[nodiscard]] const LedgerRows& rows() const noexcept { return rows_; }

 private:
  LedgerRows rows_;
  LedgerColumn& document_;
  LedgerColumn& kind_;
  LedgerColumn& instalment_;
  LedgerColumn& amount_;
  LedgerColumn& date_;
  LedgerColumn& reason_;
  LedgerColumn& owner_;
  LedgerColumn& outcome_;
  LedgerColumn& ended_;
  LedgerColumn& end_recorded_at_;
  LedgerColumn& end_sequence_;
  std::vector<std::uint32_t> documents_;         // Of each row.
  std::vector<std::optional<DisputeId>> begun_;  // By each row.
};

class DueDateTable {
 public:
  DueDateTable(const LedgerTables& tables, const LedgerTableOptions& options);
  void list(DocumentFinder& finder, const LedgerState& state, std::vector<TableFact>& facts);
  void tell(Ledger& ledger, const TableFact& fact);
  [[nodiscard]] const LedgerRows& rows() const noexcept { return rows_; }

 private:
  LedgerRows rows_;
  LedgerColumn& document_;
  LedgerColumn& kind_;
  LedgerColumn& instalment_;
  LedgerColumn& due_date_;
  LedgerColumn& date_;
  LedgerColumn& reason_;
  std::vector<std::uint32_t> documents_;
};

class NoteMoveTable {
 public:
  NoteMoveTable(const LedgerTables& tables, const LedgerTableOptions& options);
  void list(DocumentFinder& finder, const LedgerState& state, std::vector<TableFact>& facts);
  void tell(Ledger& ledger, const TableFact& fact);
  [[nodiscard]] const LedgerRows& rows() const noexcept { return rows_; }

 private:
  LedgerRows rows_;
  LedgerColumn& receipt_;
  LedgerColumn& kind_;
  LedgerColumn& to_;
  LedgerColumn& date_;
  LedgerColumn& holder_;
  LedgerColumn& proceeds_;
  std::vector<std::uint32_t> documents_;
};

/// A row for each rate; those of one date, moment and sequence are one revaluation.
class RevaluationTable {
 public:
  RevaluationTable(const LedgerTables& tables, const LedgerTableOptions& options);
  void list(std::vector<TableFact>& facts);
  void tell(Ledger& ledger, const TableFact& fact);
  [[nodiscard]] const LedgerRows& rows() const noexcept { return rows_; }

 private:
  LedgerRows rows_;
  LedgerColumn& date_;
  LedgerColumn& rate_;
  LedgerColumn& rate_date_;
  std::vector<std::uint32_t> next_;  // The next row of the same revaluation, or none.
};

class LockTable {
 public:
  LockTable(const LedgerTables& tables, const LedgerTableOptions& options);
  void list(std::vector<TableFact>& facts);
  /// Whether the ledger took it.
  bool tell(Ledger& ledger, const TableFact& fact);
  [[nodiscard]] const LedgerRows& rows() const noexcept { return rows_; }

 private:
  LedgerRows rows_;
  LedgerColumn& until_;
};

}  // namespace o2c::inline v1
