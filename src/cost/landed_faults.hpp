#pragma once

// Private to src/cost.

#include <cstdint>
#include <vector>

#include "o2c/cost/landed_cost.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

/// What is wrong with a line of a shipment by itself.
void add_line_faults(const LandedLine& line, std::int64_t row, std::vector<Fault>& faults);

}  // namespace o2c::inline v1
