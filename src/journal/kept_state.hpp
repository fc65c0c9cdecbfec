#pragma once

#include <string>

#include "o2c/order/journal.hpp"
#include "o2c/order/order_state.hpp"

namespace o2c::inline v1 {

/// keep_state, each time that the order has so many events more as states_kept_every says. It is
/// not minded if that fails: opening the order only takes longer.
void keep_now_and_then(Journal& journal, const std::string& number, const OrderState& state);

}  // namespace o2c::inline v1
