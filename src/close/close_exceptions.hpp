#pragma once

#include <vector>

#include "o2c/close/close_exception.hpp"
#include "o2c/close/orders_close.hpp"
#include "o2c/close/profit_close.hpp"
#include "o2c/receivable/aging_table.hpp"

#include "close_view.hpp"

namespace o2c::inline v1 {

/// `aging`: by party. By kind, then in the order in which their tables have them.
std::vector<CloseException> close_exceptions(const CloseView& view, const AgingTable& aging,
                                             const OrdersClose& orders, const ProfitClose& profit);

}  // namespace o2c::inline v1
