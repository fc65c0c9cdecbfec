#pragma once

#include <functional>
#include <optional>

#include "o2c/money/currency_table.hpp"

namespace o2c::inline v1 {

/// How the amounts of tables are read.
struct AmountTableOptions {
  std::optional<Currency> currency{};  ///< Of tables without a `currency` column.
  /// The codes that a `currency` column may hold.
  std::reference_wrapper<const CurrencyTable> currencies = CurrencyTable::iso_4217();
  std::optional<int> amount_digits{};  ///< As AmountReader takes them.
};

}  // namespace o2c::inline v1
