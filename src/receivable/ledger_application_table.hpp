#pragma once

// The applications of a ledger's tables. Private to src/receivable.

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "o2c/receivable/ledger_tables.hpp"

#include "ledger_document_finder.hpp"
#include "ledger_rows.hpp"
#include "ledger_table_fact.hpp"

namespace o2c::inline v1 {

/// Applications, adjustments and reversals.
class ApplicationTable {
 public:
  ApplicationTable(const LedgerTables& tables, const LedgerTableOptions& options,
                   LedgerState& state);

  /// Adds a fact for each row whose documents are known.
  void list(DocumentFinder& finder, std::vector<TableFact>& facts);
  void tell(const TableFact& fact);
  /// Has what a fact says, its documents and their items fetched into the cache.
  void prefetch(const TableFact& fact, FetchStage stage) const;

  [[nodiscard]] const LedgerRows& rows() const noexcept { return rows_; }

 private:
  struct Between {
    std::uint32_t debit = none;
    std::uint32_t credit = none;  // None: an adjustment.
  };
  // What one row became: so many applications from an id on.
  struct Told {
    std::uint32_t first = none;
    std::uint32_t count = 0;
  };

  // Both add nothing if a fault was found with the row.
  Expected<std::vector<ApplicationId>> close(const TableFact& fact, Money amount, Date date);
  Expected<std::vector<ApplicationId>> reverse(const TableFact& fact, Money part, Date date);
  void check_credit_amount(std::uint32_t row, std::uint32_t credit,
                           const std::vector<ApplicationId>& reversals);
  // What was applied between two documents by a day and stands, the latest first, as far as an
  // amount reaches.
  std::vector<std::uint32_t> standing(const Between& documents, std::int32_t instalment, Date until,
                                      std::int64_t minor);
  // Lists the applications of a debit from now on, and those that it has.
  void list_standing(std::uint32_t debit);
  void add_standing(ApplicationId id);
  // Of an item with a credit, or with none.
  static std::uint64_t pair_of(std::uint32_t item, std::uint32_t credit) {
    return (std::uint64_t{item} << 32U) | credit;
  }
  // Notes that a row names an application by its number, and finds what it was told as; null if no
  // row names it.
  void name(std::int64_t number);
  [[nodiscard]] Told* told_of(std::int64_t number);
  // What a number of an application stands for.
  std::optional<Told> told(std::uint32_t row, LedgerColumn& column);

  LedgerRows rows_;
  LedgerState* state_;
  LedgerColumn& document_;
  LedgerColumn& document_kind_;
  LedgerColumn& receipt_;
  LedgerColumn& receipt_kind_;
  LedgerColumn& instalment_;
  LedgerColumn& date_;
  LedgerColumn& amount_;
  LedgerColumn& credit_amount_;
  LedgerColumn& kind_;
  LedgerColumn& application_;
  LedgerColumn& reverses_;
  LedgerColumn& made_with_;
  std::vector<Between> documents_;               // Of each row.
  std::unordered_map<std::int64_t, Told> told_;  // By the numbers that other rows name.
  // Whether any of the numbers that end in these bits is named: few are, while all are asked for.
  std::vector<bool> may_be_named_;
  // Debits of which something was taken back without naming it. Their applications are listed by
  // item and credit, in the order in which they were recorded: those at the end that were taken
  // back altogether leave the list, so that nobody has to go through all that an invoice ever was
  // paid.
  std::unordered_set<std::uint32_t> listed_debits_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> standing_;
  bool complete_ = true;
};

}  // namespace o2c::inline v1
