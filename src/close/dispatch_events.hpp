#pragma once

// With which events goods leave. Private to src/close.

#include <array>

#include "o2c/order/order_event.hpp"

namespace o2c::inline v1 {

/// Export, framework contracts and route sales each have their own.
constexpr std::array dispatch_events{on<events::GoodsShipped>, on<events::GoodsDelivered>,
                                     on<events::GoodsDispatched>};

}  // namespace o2c::inline v1
