#include "bind_event_tables.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "o2c/order/event_table_reader.hpp"
#include "o2c/order/order_tables.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "tables.hpp"

namespace o2c::python {

namespace {

std::vector<NamedSource> sources_from(const py::dict& tables) {
  std::vector<NamedSource> sources;
  for (const auto& [name, table] : tables)
    sources.push_back({name.cast<std::string>(), table_from(table, py::none())});
  return sources;
}

py::list order_tables_of(const py::dict& events, std::size_t threads) {
  std::vector<NamedSource> sources = sources_from(events);
  const EventTableReading reading{*currency_table(), threads};
  const std::vector<NamedTable> tables = [&] {
    const py::gil_scoped_release release;
    return order_tables(std::move(sources), reading);
  }();
  return named_tables(tables);
}

/// The number and the entries of each order.
py::list order_histories_of(const py::dict& events, std::size_t threads) {
  std::vector<NamedSource> sources = sources_from(events);
  const EventTableReading reading{*currency_table(), threads};
  const std::vector<OrderHistory> histories = [&] {
    const py::gil_scoped_release release;
    return order_histories(std::move(sources), reading);
  }();
  py::list all;
  for (const OrderHistory& history : histories)
    all.append(py::make_tuple(history.order, entries_to_python(history.entries)));
  return all;
}

}  // namespace

void bind_event_tables(py::module_& m) {
  m.def("_order_tables", &order_tables_of, py::arg("events"), py::kw_only(), py::arg("threads"));
  m.def("_order_histories", &order_histories_of, py::arg("events"), py::kw_only(),
        py::arg("threads"));
}

}  // namespace o2c::python
