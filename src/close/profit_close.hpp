#pragma once

#include "o2c/close/commission_close.hpp"
#include "o2c/close/profit_close.hpp"

#include "close_view.hpp"

namespace o2c::inline v1 {

/// Throws MissingRate for an amount in another currency that has no rate, on its row or by date;
/// Overflow.
ProfitClose close_profit(const CloseView& view, const CommissionClose& commission);

}  // namespace o2c::inline v1
