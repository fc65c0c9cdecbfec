#pragma once

#include <memory>
#include <vector>

#include <pybind11/pybind11.h>

#include "o2c/order/event_tables.hpp"
#include "o2c/order/order_event.hpp"

namespace o2c::python {

/// Orders from the tables of their events. After bind_aging, which has the class of tables.
void bind_event_tables(pybind11::module_& m);

/// (event, on, by, role, recorded_at) of each. Defined with the order's.
pybind11::list entries_to_python(const std::vector<OrderEntry>& entries);

/// (name, table) of each.
inline pybind11::list named_tables(const std::vector<NamedTable>& tables) {
  pybind11::list list;
  for (const NamedTable& each : tables)
    list.append(pybind11::make_tuple(each.name, std::const_pointer_cast<ArrowTable>(each.table)));
  return list;
}

}  // namespace o2c::python
