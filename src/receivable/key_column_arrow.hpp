#pragma once

// Columns of keys for other libraries. Private to src/receivable.

#include <span>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/money/currency.hpp"
#include "o2c/receivable/aging_table.hpp"

namespace o2c::inline v1 {

/// Text, date32, boolean or int64, whatever the width or layout that the keys were read from.
ArrowColumn to_arrow(const KeyColumn&);

/// The codes of currencies, as the dictionary of a column.
std::shared_ptr<const ArrowColumn> currency_dictionary(std::span<const Currency>);

}  // namespace o2c::inline v1
