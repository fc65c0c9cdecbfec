#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "o2c/columns/table_source.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

/// Position of a column that must be there. Throws BadTable.
std::size_t require_column(const TableSource&, std::string_view name, std::string_view table);
/// What is wrong with a row's currency that is null or not known; the row is the batch's.
Fault currency_fault(const ColumnView& column, std::int64_t row, const CurrencyTable&);

}  // namespace o2c::inline v1
