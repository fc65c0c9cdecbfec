#pragma once

#include "o2c/close/orders_close.hpp"

#include "close_view.hpp"

namespace o2c::inline v1 {

/// Throws BadTable that lists every event that cannot be read.
OrdersClose close_orders(const CloseDays& days);

}  // namespace o2c::inline v1
