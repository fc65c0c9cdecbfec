#pragma once

#include "o2c/close/commission_close.hpp"

#include "close_view.hpp"

namespace o2c::inline v1 {

/// Throws what settling throws, with the plan's name.
CommissionClose close_commission(const CloseView& view);

}  // namespace o2c::inline v1
