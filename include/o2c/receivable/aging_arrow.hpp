#pragma once

#include <memory>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/receivable/aging_table.hpp"

namespace o2c::inline v1 {

/// The aging as a table for other libraries: the keys, `currency`, the figures as decimal128 with
/// the digits of the currency that has most, and `items`, the number of items of each row.
std::shared_ptr<const ArrowTable> to_arrow(const AgingTable&, std::size_t threads = 1);

}  // namespace o2c::inline v1
