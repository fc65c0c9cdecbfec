#pragma once

// Private to src/order.

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "o2c/order/event_table_reader.hpp"

namespace o2c::inline v1 {

/// What was expected of an order and is not so; nothing for one that is sound.
using OrderCheck = std::function<std::vector<std::string>(const FoldedOrder&)>;

/// As fold_event_tables. `checks` is told once how many threads there will be, which may be fewer
/// than were asked for; what its check finds is among the faults, at the order's last event.
void check_event_tables(std::vector<NamedSource> tables,
                        const std::function<OrderCheck(std::size_t threads)>& checks,
                        const EventTableReading& reading);

}  // namespace o2c::inline v1
