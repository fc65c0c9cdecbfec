#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/money/currency.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// How a table of profit entries becomes statements.
struct ProfitTableOptions {
  std::vector<std::string> group_by{"order"};  ///< Any columns; none: one statement of all.
  /// With it statements are apart by period, too, in which the `date` of an entry is.
  std::optional<PeriodKind> period{};
  Currency home = currencies::USD;        ///< What statements are in.
  Rounding rounding = Rounding::half_up;  ///< Of entries in other currencies.
  /// The codes that a `currency` column may hold.
  std::reference_wrapper<const CurrencyTable> currencies = CurrencyTable::iso_4217();
  std::optional<int> amount_digits{};  ///< As AmountReader takes them.
  std::size_t threads = 1;
};

/// The profit statements of many entries, by the same rule as order_profit.
///
/// Reads the columns `kind` (the names of ProfitKind), `amount`, and those of `group_by`; amounts
/// are in the home currency unless there is a column `currency`, and then `rate`, home currency for
/// one of the amount's, of at most 8 digits (1, or null, for the home currency). Gives a row for
/// each group, sorted by its keys (numbers ascending, text by code point, null last): the keys,
/// last `period` ("2026Q4", in order of time; null where an entry has no date), `entries` (how
/// many), a column for each kind that comes up anywhere, `cost`, and `profit`. Throws BadTable,
/// which lists every faulty row, and Overflow.
std::shared_ptr<const ArrowTable> profit_table(TableSource& entries,
                                               const ProfitTableOptions& options);

}  // namespace o2c::inline v1
