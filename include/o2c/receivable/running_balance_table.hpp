#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// How a table of movements is read.
struct RunningBalanceOptions {
  std::optional<Currency> currency{};  ///< Of a table without a `currency` column.
  /// The codes that a `currency` column may hold.
  std::reference_wrapper<const CurrencyTable> currencies = CurrencyTable::iso_4217();
  std::optional<int> amount_digits{};  ///< As AmountReader takes them.
};

/// What is open of the running balances of many parties, by the same rule as for a list of
/// movements.
///
/// Reads the columns `party`, `date`, `amount` and `currency`; `due_date`, if there (null: due on
/// the date); `document`, if there (text or integers, null allowed), is copied.
///
/// Gives a row for each open item, in the order of the movements: `party`, `document`,
/// `invoice_date` (the movement's date), `due_date`, `amount` (what is open), `currency`. What is
/// left over of a party's credits is a negative row in the place of the latest one, without a
/// document and a due date: an aging has it among the credits.
/// Throws BadTable, which lists every faulty row, also of those dated after the day; Overflow.
std::shared_ptr<const ArrowTable> open_by_fifo(TableSource& movements, Date as_of,
                                               const RunningBalanceOptions& options = {});

}  // namespace o2c::inline v1
