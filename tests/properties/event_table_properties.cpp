// Whatever happens to orders: the tables of their events are their events.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/order/decide.hpp"
#include "o2c/order/event_table_reader.hpp"
#include "o2c/order/event_tables.hpp"
#include "o2c/order/order_tables.hpp"

#include "any_order.hpp"

namespace o2c {
namespace {

/// What happened to some orders, by their numbers.
std::vector<OrderHistory> any_histories() {
  std::vector<OrderHistory> histories;
  const std::int64_t orders = 1 + any_below(4);
  for (std::int64_t n = 0; n < orders; ++n) {
    Order order("SO-" + std::to_string(n));
    Date today(2026, 3, 2);
    const auto happens = [&](OrderEntry entry) {
      entry.recorded_at_us = 1'000'000 * order.state().version;
      (void)order.apply(std::move(entry));
    };
    for (const OrderEvent& event : any_beginning()) {
      const Role role = test::usual_role(event);
      happens({event, today, test::usual_person(role), role});
    }
    for (int tries = 60; tries > 0; --tries) {
      if (once_in(4)) today = today + 1;
      const OrderEntry entry = any_entry(order, today);
      if (!is_too_often(kind_of(entry.event))) happens(entry);
    }
    histories.push_back({order.number(), order.history()});
  }
  return histories;
}

/// Their tables, in whatever turns the events came.
std::vector<NamedTable> tables_of(const std::vector<OrderHistory>& histories) {
  EventTablesBuilder builder;
  std::vector<std::size_t> next(histories.size(), 0);
  std::size_t left = 0;
  for (const OrderHistory& history : histories) left += history.entries.size();
  while (left > 0) {
    auto i = static_cast<std::size_t>(any_below(static_cast<std::int64_t>(next.size())));
    while (next[i] == histories[i].entries.size()) i = (i + 1) % next.size();
    builder.add(histories[i].order, histories[i].entries[next[i]++]);
    --left;
  }
  return builder.finish();
}

bool has_twice(std::vector<std::string> names) {
  std::ranges::sort(names);
  return std::ranges::adjacent_find(names) != names.end();
}

// The members of a struct inside an event have no name of their own, and amounts have a currency's.
RC_GTEST_PROP(EventTableProperties, NoTableAndNoColumnIsThereTwice, ()) {
  const OrderState nothing;
  const AnyEvent any(nothing, 1, Date(2026, 3, 2));
  EventTablesBuilder builder;
  for (std::size_t kind = 0; kind < event_count; ++kind)
    builder.add("SO-1", {any.of(static_cast<EventKind>(kind)), Date(2026, 3, 2), "Li"});
  std::vector<std::string> tables;
  for (const NamedTable& table : builder.finish()) {
    tables.push_back(table.name);
    std::vector<std::string> columns;
    for (const ArrowColumn& column : table.table->columns) columns.push_back(column.name);
    RC_ASSERT(!has_twice(columns));
  }
  RC_ASSERT(!has_twice(tables));
}

RC_GTEST_PROP(EventTableProperties, TheyAreReadBackAsTheSameEvents, ()) {
  const std::vector<OrderHistory> histories = any_histories();
  const EventTableReading reading{.threads = static_cast<std::size_t>(1 + any_below(3))};
  RC_ASSERT(order_histories(sources_of(tables_of(histories)), reading) == histories);
}

RC_GTEST_PROP(EventTableProperties, TheyFoldToTheStatesOfTheirOrders, ()) {
  const std::vector<OrderHistory> histories = any_histories();
  const EventTableReading reading{.threads = static_cast<std::size_t>(1 + any_below(3))};
  std::vector<OrderState> states(histories.size());
  fold_event_tables(
      sources_of(tables_of(histories)),
      [&](const FoldedOrder& order) { states[order.position] = order.state; }, reading);
  for (std::size_t i = 0; i < histories.size(); ++i) {
    OrderState expected;
    for (const OrderEntry& entry : histories[i].entries) fold(expected, entry);
    RC_ASSERT(states[i] == expected);
  }
}

// A cell that is lost is told, or is of a field that may be missing.
RC_GTEST_PROP(EventTableProperties, AColumnOfNullsIsToldOrMeansNone, ()) {
  const std::vector<OrderHistory> histories = any_histories();
  std::vector<NamedTable> tables = tables_of(histories);
  NamedTable& damaged =
      tables[static_cast<std::size_t>(any_below(static_cast<std::int64_t>(tables.size())))];
  ArrowTable table = *damaged.table;
  ArrowColumn& column = table.columns[static_cast<std::size_t>(
      any_below(static_cast<std::int64_t>(table.columns.size())))];
  const std::string name = column.name;
  column = {
      .name = name, .format = "n", .buffers = {}, .null_count = table.rows, .length = table.rows};
  damaged.table = std::make_shared<const ArrowTable>(std::move(table));
  try {
    RC_ASSERT(order_histories(sources_of(tables)).size() == histories.size());
  } catch (const BadTable& error) {
    RC_ASSERT(!error.faults().empty());
    for (const Fault& fault : error.faults()) RC_ASSERT(!fault.file.empty());
  }
}

// Whatever stands in place of a column: it is refused, or read as what it says.
RC_GTEST_PROP(EventTableProperties, AColumnInPlaceOfAnotherIsNeverMoreThanAFault, ()) {
  std::vector<NamedTable> tables = tables_of(any_histories());
  const auto any_of = [](std::size_t size) {
    return static_cast<std::size_t>(any_below(static_cast<std::int64_t>(size)));
  };
  for (std::int64_t times = 1 + any_below(3); times > 0; --times) {
    NamedTable& damaged = tables[any_of(tables.size())];
    ArrowTable table = *damaged.table;
    ArrowColumn other = table.columns[any_of(table.columns.size())];
    ArrowColumn& column = table.columns[any_of(table.columns.size())];
    other.name = column.name;
    column = std::move(other);
    damaged.table = std::make_shared<const ArrowTable>(std::move(table));
  }
  if (once_in(4)) tables.erase(tables.begin() + static_cast<std::ptrdiff_t>(any_of(tables.size())));
  try {
    const std::vector<NamedTable> stand = order_tables(sources_of(tables));
    RC_ASSERT(stand.size() == 5U);
  } catch (const BadTable& error) {
    RC_ASSERT(!error.faults().empty());
    for (const Fault& fault : error.faults()) RC_ASSERT(!fault.file.empty());
  }
}

}  // namespace
}  // namespace o2c
