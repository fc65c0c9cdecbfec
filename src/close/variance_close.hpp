#pragma once

#include "o2c/close/profit_close.hpp"
#include "o2c/close/variance_close.hpp"

#include "close_view.hpp"

namespace o2c::inline v1 {

/// Throws MissingRate for an invoice in another currency that has no rate, on its row or by date;
/// InvalidArgument for a budgeted quantity below zero; Overflow.
VarianceClose close_variances(const CloseView& view, const ProfitClose& profit);

}  // namespace o2c::inline v1
