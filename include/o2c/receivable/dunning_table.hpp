#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/receivable/dunning.hpp"
#include "o2c/receivable/item_rows.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

struct DunningTableOptions {
  ItemRows rows = ItemRows::item;
  std::optional<Currency> currency{};  ///< Of a table without a `currency` column.
  /// The codes that a `currency` column may hold.
  std::reference_wrapper<const CurrencyTable> currencies = CurrencyTable::iso_4217();
  std::optional<int> amount_digits{};  ///< As AmountReader takes them.
  std::size_t threads = 1;
};

/// The next dunning level of many items on a day, by the same rule as dunning().
///
/// Reads the columns `due_date` (which only what is not above zero may lack), `amount` and
/// `currency` of the items; and, if there, `last_level` and `last_reminded` (null: not yet),
/// `disputed` (null: nothing), `promised_until` (null: nothing is promised) and `promised` (how
/// much by then; null: all that is not in dispute); by party also `party`.
///
/// Gives a row for each item, in their order: `level` (0: it is held back), `hold` (why; "none":
/// nothing), `amount` (what is asked for), `fee` (of a letter with this item alone; 0 where it is
/// held back), `currency`. Or a letter for each party and currency that has items to be reminded
/// of, sorted: `party`, `level` (the highest of its items), `hold` ("covered": what is below zero
/// of the party's amounts covers all that is asked for, and its level and fee are 0), `items`,
/// `amount`, `fee` (of the letter), `credits` (what is below zero), `currency`. Throws BadTable,
/// which lists every faulty row, Overflow, and InexactResult (rounding `exact`).
std::shared_ptr<const ArrowTable> dunning_table(TableSource& items, const DunningPolicy& policy,
                                                Date as_of, const DunningTableOptions& options);

}  // namespace o2c::inline v1
