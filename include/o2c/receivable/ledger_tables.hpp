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
/// invoices: `party`, `document`, `instalment`?, `invoice_date`, `due_date` (as first known),
/// `amount`, `currency`, `kind`? (else invoice, or credit_note where the amount is negative),
/// `net`? (of the amount, before tax), `order`?, `salesperson`?, `refers_to`?, `rate`?, `anchor`?
/// (what an instalment without a date waits for), `secured`?, `burden`?, `charge`? (of
/// debit notes), and of discounts `grace_days`?, `discount_base`?, `part_payments`?; the rows of a
/// document's instalments are one document; receipts: `receipt`, `party`, `date`, `amount`,
/// `currency`, `kind`? (else receipt), `due_date`? (of bills), `order`?, `salesperson`?,
/// `refers_to`?, `rate`?, `deposit_terms`?; applications: `receipt`, `document`, `instalment`?,
/// `date`, `amount` in the document's currency (negative: a reversal), `credit_amount`? (between
/// two currencies), `kind`? (of an adjustment, which has no receipt; of a payment if its
/// `document_kind` says so), `application`?, `reverses`?,
/// `made_with`? (numbers of applications); taxes: `document`, `kind`?, `tax_rate`? (0.13), `net`,
/// `tax`; locks: `until`, `recorded_at`; disputes: `document`, `kind`?, `instalment`?, `amount`,
/// `date`, `reason`?, `owner`?, `outcome`?, `ended`?, `end_recorded_at`?, `end_sequence`?;
/// note_moves: `receipt`, `to`, `date`, `holder`?, `proceeds`?;
/// due_dates: `document`, `kind`?, `instalment`?, `due_date`, `recorded_at`: dates that were waited
/// for, or with `date`? (from when on) and `reason`? changes of those that were known;
/// discounts: `document`, `kind`?, `instalment`, `last_day`, `rate` (0.02), `part`? ("1/50", of the
/// instalment; else the rate), `discount` (of the whole instalment);
/// revaluations: `date`, `currency`, `rate`, `rate_date`? (else the date); a row for each rate.
/// reminders: `document`, `kind`?, `instalment`?, `date`, `level`, `amount`, `fee_document`? (a
/// debit note); the rows of a party's items in a currency of one date, moment and sequence are a
/// letter; promises: `document`? (else of the party), `kind`?, `instalment`?, `party`? (else the
/// document's), `amount`, `currency`, `date` (when it was made), `promised` (by when), `by`?,
/// `promise`? (a number of its own), `replaces`? (that of another promise). A
/// number that documents of several kinds have needs the kind: `kind`, in the first two
/// `refers_to_kind`, in applications `document_kind` and `receipt_kind`.
/// Each may have `recorded_at` (UTC); without it a fact is known from the beginning of its day on,
/// and no earlier than its documents. What was recorded at one moment is told in the order of its
/// `sequence`?; without that locks come first, then documents, due dates, disputes, promises,
/// applications, moves of bills, ends of disputes, reminders, revaluations.
struct LedgerTables {
  TableSource* invoices;
  TableSource* receipts = nullptr;
  TableSource* applications = nullptr;
  TableSource* taxes = nullptr;
  TableSource* locks = nullptr;
  TableSource* disputes = nullptr;
  TableSource* note_moves = nullptr;
  TableSource* due_dates = nullptr;
  TableSource* discounts = nullptr;
  TableSource* revaluations = nullptr;
  TableSource* reminders = nullptr;
  TableSource* promises = nullptr;
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

/// The ledger that the tables tell: facts are told in the order of their moments. Throws BadTable,
/// listing the rows of all tables that are faulty or that the ledger refuses.
Ledger ledger_from_tables(const LedgerTables& tables, const LedgerTableOptions& options = {});

/// The tables of a ledger, from which ledger_from_tables makes the same ledger, with the same ids,
/// given the same LedgerOptions: see LedgerTables.
struct LedgerArrow {
  std::shared_ptr<const ArrowTable> invoices;
  std::shared_ptr<const ArrowTable> receipts;
  std::shared_ptr<const ArrowTable> applications;
  std::shared_ptr<const ArrowTable> taxes;
  std::shared_ptr<const ArrowTable> locks;
  std::shared_ptr<const ArrowTable> disputes;
  std::shared_ptr<const ArrowTable> note_moves;
  std::shared_ptr<const ArrowTable> due_dates;
  std::shared_ptr<const ArrowTable> discounts;
  std::shared_ptr<const ArrowTable> revaluations;
  std::shared_ptr<const ArrowTable> reminders;
  std::shared_ptr<const ArrowTable> promises;
};
LedgerArrow to_arrow(const Ledger& ledger);

/// What is open on a day as a table: `party`, `document`, `instalment`, `kind`, `invoice_date`,
/// `due_date`, `amount` (a credit negative), `disputed`, `currency`, `order`, `salesperson`.
std::shared_ptr<const ArrowTable> open_items_table(const Ledger& ledger, const AsOf& as_of);

}  // namespace o2c::inline v1
