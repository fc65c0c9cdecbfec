#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/order/order_event.hpp"

// Events of orders as tables with typed columns, made from the fields() of each event.
//
// `events` has a row for each event: `order`, `seq` (1, 2, ... in its order), `event`, `on`,
// `recorded_at`, `by`, `role`. What an event says stands in the table of its type
// (`DepositReceived`): `order`, `seq`, `on`, and a column for each field. An amount has its
// currency beside it (`currency` of `amount`, else `bank_charges_currency` of `bank_charges`), a
// rate is a fraction (5% is 0.05), terms of payment are their text; the members of a contract are
// columns of their own. Of a list the column says how many items it has (null: there is no list),
// and the items are rows of a table of their own (`ContractSigned.lines`): `order`, `seq`, `item`
// (from 1), and the item's columns.
namespace o2c::inline v1 {

/// One of several tables that belong together.
struct NamedTable {
  std::string name;
  std::shared_ptr<const ArrowTable> table;
};

/// Makes the tables of events, in the order of their orders' numbers (by bytes) and of seq.
class EventTablesBuilder {
 public:
  EventTablesBuilder();
  EventTablesBuilder(EventTablesBuilder&&) noexcept;
  EventTablesBuilder& operator=(EventTablesBuilder&&) noexcept;
  ~EventTablesBuilder();

  /// The next event of an order; those of several orders may come in turns.
  void add(std::string_view order, const OrderEntry& entry);

  /// `events`, then the tables of those events that occur, each followed by those of its lists.
  /// Nothing is added afterwards. Throws Overflow for numbers that no decimal128 column can hold
  /// together.
  [[nodiscard]] std::vector<NamedTable> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace o2c::inline v1
