#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/receivable/ledger.hpp"

namespace o2c::inline v1 {

/// What a commission line is made from.
enum class LineBasis : std::uint8_t {
  collected,   ///< What was collected of an invoice (回款): a line for each application of cash.
  invoiced,    ///< What was invoiced: a line for each document.
  written_off  ///< What of it was written off (坏账核销), negative: a line for each write-off.
};

std::string to_string(LineBasis basis);
/// Reads what to_string writes. Throws ParseError.
LineBasis parse_line_basis(std::string_view text);

/// What a commission is computed from: what one application, or one document, brings to the base.
struct CommissionLine {
  DocumentId document;  ///< The invoice; where it is taken back, the credit note.
  std::optional<ApplicationId> application{};  ///< Collected lines.
  Date date;                                   ///< The day it is posted on.
  Money amount;                                ///< Tax included.
  Money net;                                   ///< Before tax: what it brings.
  std::optional<std::int32_t> days_overdue{};  ///< From due to paid; negative: paid early.
  /// What it took of the payment, or of what was paid back, in its currency. Collected lines.
  std::optional<Money> paid{};
  /// Units of the home currency for one of `paid`'s, of the day it was received; without `paid`,
  /// for one of the document's.
  std::optional<Decimal> rate{};
};

/// What of a document's amount is before tax; without tax lines all of it. Throws InvalidArgument
/// for a document that is not of this ledger, and Overflow.
Money net_of(const Ledger& ledger, DocumentId document);

/// The lines posted from a day to another, in the order in which they were recorded.
///
/// Collected: an invoice or debit note brings its net in proportion to the cash (or bills) applied:
/// round(net * applied to date / gross) - what was counted before, in the order of recording, so
/// that its parts always add up to its net and a line, once there, never changes. A reversal brings
/// a negative line. Discounts, bank charges, write-offs and credit notes bring nothing; money paid
/// back on a credit note takes its share of that note's net away.
///
/// Invoiced: invoices and debit notes bring their net, credit notes take theirs away. A document
/// without tax lines is all net.
///
/// Written off: a write-off takes away what it is of its invoice's net, in proportion and rounded
/// as what is collected is, of net and gross less those of the credit notes applied to it so far:
/// round(net left * written off to date / gross left) - what was counted before. What is recovered
/// later comes back. Its line goes with the invoiced ones, for plans that take a sale back when its
/// customer does not pay; of what is collected it never was a part.
///
/// Costs of collection, fees of reminders among them, and credit notes for these bring nothing.
/// Applications of one moment are taken in the order in which the ledger has them, which is that of
/// their rows where it was read from a table: what they bring together does not depend on it, only
/// which of them a cent falls to.
std::vector<CommissionLine> commission_lines(const Ledger& ledger, Date from, Date to,
                                             LineBasis basis = LineBasis::collected,
                                             std::int64_t known_at_us = AsOf::now);

/// The same as a table: `line`, `salesperson`, `date`, `invoice_date` (the document's own),
/// `credited_invoice_date` (of a credit note, that of the document which it refers to), `amount`,
/// `net`, `currency`, `document`, `application`, `order`, `party`, `days_overdue`, `paid`,
/// `paid_currency`, `rate`; but for what was collected, `returned`, `reverses` and `written_off` as
/// well. What was written off is dated
/// as its invoice is posted, which it takes back, and `returned` as many days later as its own date
/// is after the invoice's, so that what is recorded late is not late; `reverses` says which
/// write-off it recovers, and `written_off` when that was, in the same way. A credit note is dated,
/// and `returned`, on its own day.
std::shared_ptr<const ArrowTable> commission_lines_table(const Ledger& ledger, Date from, Date to,
                                                         LineBasis basis = LineBasis::collected,
                                                         std::int64_t known_at_us = AsOf::now);

}  // namespace o2c::inline v1
