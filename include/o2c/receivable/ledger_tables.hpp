#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/receivable/ledger.hpp"

namespace o2c::inline v1 {

/// The tables of a ledger. Columns, those with ? are optional:
/// invoices: `party`, `document`, `instalment`?, `invoice_date`, `due_date`, `amount`, `currency`,
/// `kind`? (else invoice, or credit_note where the amount is negative), `net`? (of the amount,
/// before tax), `order`?, `salesperson`?, `refers_to`?, `rate`?; the rows of a document's
/// instalments are one document;
/// receipts: `receipt`, `party`, `date`, `amount`, `currency`, `kind`? (else receipt), `due_date`?
/// (of bills), `order`?, `salesperson`?, `rate`?;
/// applications: `receipt`, `document`, `instalment`?, `date`, `amount` in the document's currency
/// (negative: a reversal), `credit_amount`? (between two currencies), `kind`? (of an adjustment,
/// which has no receipt), `application`?, `reverses`?, `made_with`? (numbers of applications);
/// taxes: `document`, `kind`?, `tax_rate` (0.13), `net`, `tax`;
/// locks: `until`, `recorded_at`.
/// Each may have `recorded_at` (UTC); without it a fact is known from the beginning of its day on,
/// and an application no earlier than its documents.
struct LedgerTables {
  TableSource* invoices;
  TableSource* receipts = nullptr;
  TableSource* applications = nullptr;
  TableSource* taxes = nullptr;
  TableSource* locks = nullptr;
};

struct LedgerTableOptions {
  LedgerOptions ledger{};
  /// The currency of tables without a `currency` column.
  std::optional<Currency> currency{};
  /// The codes that a `currency` column may hold.
  std::reference_wrapper<const CurrencyTable> currencies = CurrencyTable::iso_4217();
  /// The digits of integer amounts, if not their currency's; binary floats need it.
  std::optional<int> amount_digits{};
};

/// The ledger that the tables tell: documents and applications are posted in the order of their
/// moments. Throws BadTable, listing the rows that are faulty or that the ledger refuses.
Ledger ledger_from_tables(const LedgerTables& tables, const LedgerTableOptions& options = {});

/// The tables of a ledger, which ledger_from_tables reads back: see LedgerTables.
struct LedgerArrow {
  std::shared_ptr<const ArrowTable> invoices;
  std::shared_ptr<const ArrowTable> receipts;
  std::shared_ptr<const ArrowTable> applications;
  std::shared_ptr<const ArrowTable> taxes;
  std::shared_ptr<const ArrowTable> locks;
};
LedgerArrow to_arrow(const Ledger& ledger);

/// What is open on a day as a table: `party`, `document`, `instalment`, `kind`, `invoice_date`,
/// `due_date`, `amount` (a credit negative), `disputed`, `currency`, `order`, `salesperson`.
std::shared_ptr<const ArrowTable> open_items_table(const Ledger& ledger, const AsOf& as_of);

}  // namespace o2c::inline v1
