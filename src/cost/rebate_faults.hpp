#pragma once

// Private to src/cost.

#include <cstdint>
#include <vector>

#include "o2c/cost/export_rebate.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

/// What check() refuses, of a row; -1: of none.
void add_rebate_faults(const ExportRebate& rebate, std::int64_t row, std::vector<Fault>& faults);

}  // namespace o2c::inline v1
