#pragma once

#include <span>
#include <vector>

#include "o2c/money/money.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"

namespace o2c::inline v1 {

/// Exact amounts as money that adds up to their total, which is rounded once. Each is cut to the
/// minor unit below it; what the total has more goes, one unit each, to those that lost most, of
/// equals to the first. Throws Overflow, InexactResult (mode `exact`).
std::vector<Money> round_together(std::span<const Ratio> amounts, const Currency& currency,
                                  Rounding mode);

}  // namespace o2c::inline v1
