#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "o2c/columns/table_source.hpp"
#include "o2c/receivable/aged_items.hpp"
#include "o2c/receivable/aging_table.hpp"

namespace o2c::inline v1 {

/// The documents that an aging is worked out from. Columns:
/// invoices: `document`, `instalment` (optional), the keys, `invoice_date`, `due_date`, `amount`,
/// `currency`, `order` (optional, unless receipts name orders); credit notes are invoices of
/// negative amount; receipts: `receipt`, `party`, `date`, `amount`, `currency`, `order` (optional);
/// applications: `receipt`, `document`, `instalment` (optional), `date`, `amount`; a reversal is a
/// row of negative amount; one without an instalment fills those due earliest first; in place of a
/// receipt stands a credit note that is applied (`receipt_kind`, optional, tells it from a receipt
/// of its number), or nothing where `kind` (optional) names the adjustment that closes without
/// money;
/// each also `recorded_at` (UTC), which known_at needs. Other columns are not looked at;
/// `disputed`, too, counts in tables of open items only, since settlements do not say what they
/// leave of it.
struct ReceivableTables {
  TableSource* invoices;
  TableSource* receipts = nullptr;
  TableSource* applications = nullptr;
};

/// Ages what was open on a day, worked out from the documents.
///
/// Documents and receipts dated after the day are left aside; an application takes effect on the
/// latest of its own date and the dates of its invoice and receipt, so nothing leaves the sum in
/// between. What of a receipt is not applied stands in `unapplied`, negative; where it carries an
/// order that has no invoice above zero yet (预收), it stands in `deposits`, positive, outside of
/// the total. With `known_at_us` (microseconds since 1970, UTC), rows recorded later count as
/// unknown.
///
/// Throws BadTable, listing the rows: a document or receipt that stands twice or is unknown, one
/// that is over-applied, an application between two currencies.
AgingTable age_documents(const ReceivableTables&, Date as_of,
                         const AgingBuckets& buckets = AgingBuckets(),
                         const AgingOptions& options = {},
                         std::optional<std::int64_t> known_at_us = std::nullopt);

/// The open items behind the groups that have the given keys first: invoices with what is open of
/// them, then receipts with what is unapplied (negative). Rows are those of the invoices or of the
/// receipts; deposits are not among them.
std::vector<AgedItem> aged_document_items(const ReceivableTables&, Date as_of,
                                          const AgingBuckets& buckets, const AgingOptions& options,
                                          std::optional<std::int64_t> known_at_us,
                                          const std::vector<KeyValue>& keys);

}  // namespace o2c::inline v1
