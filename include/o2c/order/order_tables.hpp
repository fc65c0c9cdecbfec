#pragma once

#include <vector>

#include "o2c/order/event_table_reader.hpp"
#include "o2c/order/event_tables.hpp"

// Where orders stand, as tables.
namespace o2c::inline v1 {

/// Folds the tables of events to where each order stands: the tables
///
/// - `orders`, a row for each: number, who with whom, the stage of each machine that an order has
///   once and since when, the contract with its `amount` as amended, and, in the same `currency`,
///   the `deposit`, what was `invoiced`, what of that is `settled`, and what is `open`;
/// - `lines`, `shipments`, `samples`, `complaints`: a row for each part of an order.
///
/// Orders stand in the order of their first events. Amounts of one order that are not in one
/// currency are a fault, at its last event, as all that fold_event_tables refuses. Throws BadTable,
/// and Overflow for quantities that no decimal128 column can hold together.
std::vector<NamedTable> order_tables(std::vector<NamedSource> events,
                                     const EventTableReading& reading = {});

}  // namespace o2c::inline v1
