#pragma once

#include "o2c/order/lifecycle.hpp"

namespace o2c::inline v1 {

/// What an event cannot be before, and on which day that was.
struct DayBefore {
  Date on;
  Text what;
};

/// The latest of what has to have happened: the last event of its own machine, and, in others,
/// what the trade wants first: no plan before the payment is secured, no documents before the goods
/// have gone.
DayBefore day_before(const Asked& asked);
/// The day alone, as each event is asked for it.
Date earliest_day(const Asked& asked);

}  // namespace o2c::inline v1
