#pragma once

// The documents of a ledger's tables. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "o2c/receivable/ledger_tables.hpp"

#include "ledger_row_groups.hpp"
#include "ledger_rows.hpp"
#include "ledger_table_fact.hpp"

namespace o2c::inline v1 {

/// Invoices and receipts, with what taxes and discounts say of them.
class DocumentTables {
 public:
  DocumentTables(const LedgerTables& tables, const LedgerTableOptions& options);

  /// Adds a fact for each document, and to `ends` how many facts there are after each table.
  void list(std::vector<TableFact>& facts, std::vector<std::size_t>& ends);
  /// The document that a fact tells, until the next one is read; null if its rows are faulty.
  const Document* read(const TableFact& fact);
  /// Has what is read of a document, and what a ledger looks up of it, fetched into the cache.
  void prefetch(const TableFact& fact, FetchStage stage, const LedgerState& state);
  /// The kind of what it refers to, if it is stated.
  std::optional<DocumentKind> referred_kind(const TableFact& fact);

  [[nodiscard]] LedgerRows& rows(const TableFact& fact) {
    return fact.kind == TableFactKind::receipt ? receipts_ : invoices_;
  }
  [[nodiscard]] const LedgerColumn& number(const TableFact& fact) const {
    return fact.kind == TableFactKind::receipt ? receipt_.number : invoice_.number;
  }
  [[nodiscard]] bool are_faulty() const {
    return invoices_.faults() + receipts_.faults() + taxes_.faults() + discounts_.faults() > 0;
  }
  /// Finds fault with what is said of documents that were not read.
  void end();

  [[nodiscard]] std::vector<const LedgerRows*> tables() const {
    return {&invoices_, &receipts_, &taxes_, &discounts_};
  }

 private:
  // Columns that both tables have.
  struct Common {
    Common(LedgerRows& rows, std::string_view number_name, std::string_view date_name);

    LedgerColumn& party;
    LedgerColumn& number;
    LedgerColumn& date;
    LedgerColumn& amount;
    LedgerColumn& kind;
    LedgerColumn& due_date;
    LedgerColumn& order;
    LedgerColumn& salesperson;
    LedgerColumn& refers_to;
    LedgerColumn& refers_to_kind;
    LedgerColumn& rate;
  };

  void list_invoices(std::vector<TableFact>& facts);
  static void read_common(LedgerRows& rows, std::uint32_t row, const Common& columns,
                          Document& document);
  void read_invoice(std::uint32_t row, Document& document);
  void read_receipt(std::uint32_t row, Document& document);
  void read_instalments(std::uint32_t first, Document& document);
  void check_same(std::uint32_t row, const Document& document);
  void read_net(std::uint32_t row, Document& document);
  void read_taxes(Document& document);
  void read_discounts(Document& document);

  LedgerRows invoices_;
  LedgerRows receipts_;
  LedgerRows taxes_;
  LedgerRows discounts_;
  Common invoice_;
  Common receipt_;
  LedgerColumn& instalment_;
  LedgerColumn& anchor_;
  LedgerColumn& net_;
  LedgerColumn& secured_;
  LedgerColumn& burden_;
  LedgerColumn& grace_days_;
  LedgerColumn& discount_base_;
  LedgerColumn& part_payments_;
  LedgerColumn& deposit_terms_;
  LedgerColumn& charge_;
  LedgerRowGroups instalments_;
  LedgerRowGroups taxes_of_;
  LedgerRowGroups discounts_of_;
  // The one read last: its texts and lists have room for those of the next.
  Document document_{.date = Date::min(), .amount = Money::zero(Currency("XXX", 0))};
};

}  // namespace o2c::inline v1
