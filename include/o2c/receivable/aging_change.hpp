#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/money/money.hpp"
#include "o2c/receivable/aging_buckets.hpp"
#include "o2c/receivable/aging_line.hpp"
#include "o2c/receivable/document.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// Why an item stands otherwise in one aging than in another.
enum class AgingCause : std::uint8_t {
  new_document,    ///< Its document is dated after the day of the other aging.
  late_record,     ///< Its document is dated by then, but was recorded only later.
  application,     ///< A credit was applied to it, or it to a debit.
  adjustment,      ///< Part of it was closed without money.
  reversal,        ///< Of an application or adjustment.
  dispute,         ///< Part of it came into dispute, or a dispute ended.
  due_date,        ///< The date became known that its instalment waited for, or was changed.
  invoiced,        ///< Its order was invoiced, so that it is no longer a deposit, or the opposite.
  passing_of_time  ///< Nothing happened to it but that it became older.
};

std::string to_string(AgingCause cause);
/// Reads what to_string writes. Throws ParseError.
AgingCause parse_aging_cause(std::string_view text);

/// One fact's effect on the aging of one item: an amount that comes into a column, or that moves
/// from one to another.
struct AgingChangeLine {
  std::string party;
  DocumentId document;
  DocumentKind kind;         ///< Of the document.
  std::string number;        ///< Of the document.
  std::int32_t installment;  ///< From 1; 0: the document has none.
  AgingCause cause;
  /// The fact is dated by the day of the other aging, but was recorded after it was made; if its
  /// month was locked by then, it is posted after that day.
  bool late = false;
  std::optional<Date> posted{};  ///< None: a dispute, a due date, an order invoiced, time.
  std::optional<std::int64_t> recorded_at_us{};  ///< None: a dispute, an order, time.
  std::optional<ApplicationId> application{};
  std::optional<DocumentId> counterpart{};  ///< The other document of an application.
  std::string counterpart_number{};
  std::optional<AdjustmentKind> adjustment{};  ///< Made, or reversed.
  std::optional<std::size_t> column_from{};    ///< None: the amount comes from outside.
  std::size_t column_to;                       ///< Position in AgingChange::columns().
  Money amount;  ///< Of debits positive, of what closes them negative.

  /// What the line adds to a column.
  [[nodiscard]] Money effect_on(std::size_t column) const;

  friend bool operator==(const AgingChangeLine&, const AgingChangeLine&) = default;
};

/// How one aging of a ledger came from another.
struct AgingChange {
  AsOf before;
  AsOf after;
  AgingBuckets buckets;
  Credits credits;
  /// Sorted by party, then in the order in which the documents were recorded; of an item first its
  /// facts as they were posted, then what moved what remains of it.
  std::vector<AgingChangeLine> lines;

  /// Names of the columns: the buckets' labels, "disputed", "credits" if they stand apart,
  /// "unapplied", "deposits". Of the latter the amounts are negative, as of all payments; an aging
  /// has them positive, outside of its total.
  [[nodiscard]] std::vector<std::string> columns() const;
};

/// The difference between two agings of a ledger, document by document. For each party, currency
/// and column, what the lines add is exactly
///
///   age(ledger.open_items(after), after.date, ...) - age(ledger.open_items(before), before.date,
///   ...)
///
/// An item that stands in the same column with the same amount has no lines, even if it was closed
/// and opened again in between. What happened to an item counts in the column where it stood in
/// `before`, or, if nothing of it was open then, in that of `after`; what remains of it then moves:
/// into dispute and out of it, by a due date that became known, and by the passing of time.
///
/// `after` may be the earlier of the two, by its day, its moment or both: a fact that holds in
/// `before` only has its opposite amount, and time passes backwards.
///
/// Throws InvalidArgument for a party that nothing was posted for; Overflow.
AgingChange explain_change(const Ledger& ledger, const AsOf& before, const AsOf& after,
                           const AgingBuckets& buckets, Credits credits = Credits::apart,
                           std::optional<std::string_view> party = std::nullopt);

/// A table for the terminal: a line for each line, and one for each currency's total.
std::string to_string(const AgingChange& change);

}  // namespace o2c::inline v1
