#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/columns/table_source.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/order/event_tables.hpp"
#include "o2c/order/order_event.hpp"
#include "o2c/order/order_state.hpp"

// Orders from the tables of their events, without a text of JSON in between.
//
// Rows may come in any order. All that is wrong is one BadTable, with table, row, field and value
// of each: a column that is missing or of another type, no value where one is needed, an event
// that is not known, a seq that is missing or stands twice, an event without its row or a row
// without its event, and an event that cannot follow those before it (such as a second shipment
// before a first). When columns are wrong, the BadTable is of them, and what else the rows say is
// not read. `order` and `seq` count as the row's place; a table's `on` may be left out.
namespace o2c::inline v1 {

/// A table as another library hands it over, by its name among the tables of events.
struct NamedSource {
  std::string name;
  std::unique_ptr<TableSource> table;
};

struct EventTableReading {
  CurrencyTable currencies = CurrencyTable::iso_4217();
  std::size_t threads = 1;
};

/// What the events of an order come to.
struct FoldedOrder {
  std::size_t position;     ///< Of the order, in the order of their first events in `events`.
  std::string_view number;  ///< Of the order.
  const OrderState& state;
  std::size_t thread;  ///< That calls; each goes through its orders by position.
};

/// Folds the events of each order and shows what it comes to, from `threads` threads at a time; a
/// thread's orders come after those of the thread before. Throws BadTable when all was read, and
/// what `visit` throws.
void fold_event_tables(std::vector<NamedSource> tables,
                       const std::function<void(const FoldedOrder&)>& visit,
                       const EventTableReading& reading = {});

/// All events of an order.
struct OrderHistory {
  std::string order;
  std::vector<OrderEntry> entries;

  friend bool operator==(const OrderHistory&, const OrderHistory&) = default;
};

/// The events themselves. Throws BadTable, as fold_event_tables.
std::vector<OrderHistory> order_histories(std::vector<NamedSource> tables,
                                          const EventTableReading& reading = {});

/// The tables again, to be read. Nothing is copied.
std::vector<NamedSource> sources_of(const std::vector<NamedTable>& tables);

}  // namespace o2c::inline v1
