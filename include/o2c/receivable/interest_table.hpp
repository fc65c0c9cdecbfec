#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/receivable/interest.hpp"
#include "o2c/receivable/item_rows.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

struct InterestTableOptions {
  ItemRows rows = ItemRows::item;
  std::optional<Currency> currency{};  ///< Of a table without a `currency` column.
  /// The codes that a `currency` column may hold.
  std::reference_wrapper<const CurrencyTable> currencies = CurrencyTable::iso_4217();
  std::optional<int> amount_digits{};  ///< As AmountReader takes them.
  std::size_t threads = 1;
  /// What was recorded later is left out, by the columns `recorded_at` that all tables then need;
  /// none: all counts.
  std::optional<std::int64_t> known_at_us{};
};

/// What happened to the items, which then are documents with the column `document` and, if there,
/// `instalment`: their amounts are what they were at first.
struct InterestHistory {
  /// `document`, `date`, `amount` (negative: taken back); `instalment`, if there. Each takes its
  /// part from its date on; those that name no instalment fill the document's instalments, those
  /// due earliest first.
  TableSource* applications = nullptr;
  /// `document`, `date`, `amount`; `instalment` and `ended`, if there (null: not yet; with
  /// known_at_us also `end_recorded_at`). What is in dispute bears none on the days after the
  /// dispute's date until it ended, this included. One that names no instalment is about the one
  /// due earliest that has room for it, or else about all, those due earliest first.
  TableSource* disputes = nullptr;

  [[nodiscard]] bool any() const noexcept { return applications != nullptr || disputes != nullptr; }
};

/// The late interest of many items until a day, by the same rule as late_interest.
///
/// Reads the columns `due_date`, `amount` and `currency` of the items; by party also `party`. What
/// is not above zero bears none, and alone may lack a due date.
///
/// Gives a row for each item, in their order: `days_overdue` (null without a due date), `interest`,
/// `currency`; or for each party and currency, sorted: `party`, `items` (how
/// many bear interest), `interest`, `currency`. Throws BadTable, which lists every faulty row, and
/// what late_interest throws.
std::shared_ptr<const ArrowTable> interest_table(TableSource& items, const InterestPolicy& policy,
                                                 Date as_of, const InterestTableOptions& options,
                                                 const InterestHistory& history = {});

}  // namespace o2c::inline v1
