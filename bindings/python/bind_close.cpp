#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <pybind11/stl.h>

#include "o2c/close/annual_summary.hpp"
#include "o2c/close/book_facts.hpp"
#include "o2c/close/close.hpp"
#include "o2c/close/daily_report.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "tables.hpp"

namespace o2c::python {
namespace {

// (name, whole, parts, difference) with terms (en, zh, amount).
py::list ties_of(const CloseReport& report) {
  const auto term = [](const TieTerm& each) {
    return py::make_tuple(each.name.en, each.name.zh, each.amount);
  };
  py::list ties;
  for (const Tie& tie : report.ties) {
    py::list parts;
    for (const TieTerm& part : tie.parts) parts.append(term(part));
    ties.append(py::make_tuple(tie.name, term(tie.whole), parts, tie.difference()));
  }
  return ties;
}

// What lacks are said in, for both languages, in the order of the table `orders`.
py::list waits_of(const CloseReport& report) {
  py::list waits;
  for (const OpenOrder& order : report.orders.open) {
    if (!order.waits_for) {
      waits.append(py::none());
      continue;
    }
    const Text label = info_of(order.waits_for->event).label;
    py::list lacks;
    for (const Refusal& each : order.waits_for->lacks)
      lacks.append(py::make_tuple(each.reason.in(Language::en), each.reason.in(Language::zh)));
    waits.append(py::make_tuple(label.en, label.zh, lacks));
  }
  return waits;
}

py::dict events_of(const CloseReport& report) {
  py::dict events;
  for (std::size_t i = 0; i < event_count; ++i)
    if (report.orders.events.at(i) > 0)
      events[py::str(to_string(static_cast<EventKind>(i)))] = report.orders.events.at(i);
  return events;
}

py::dict labels_of_events() {
  py::dict labels;
  for (std::size_t i = 0; i < event_count; ++i) {
    const EventInfo& info = info_of(static_cast<EventKind>(i));
    labels[py::str(info.name.data(), info.name.size())] =
        py::make_tuple(info.label.en, info.label.zh);
  }
  return labels;
}

}  // namespace

void bind_close(py::module_& m) {
  m.def(
      "close_stages",
      [] {
        py::list stages;
        for (const std::string_view stage : close_stages()) stages.append(stage);
        return stages;
      },
      "What a close does, one after the other.");
  m.def("event_labels", &labels_of_events, "Each event's name for people, in both languages.");
  py::class_<CloseReport>(m, "MonthClose", py::is_final(), "What o2c.close gives, as calculated.")
      .def(py::init([](const Book& book, const Period& period,
                       std::optional<std::int64_t> known_at_us, std::optional<Period> compare,
                       std::size_t threads, const py::object& progress) {
             CloseOptions options{
                 .known_at_us = known_at_us, .compare = compare, .threads = threads};
             if (!progress.is_none())
               options.progress = [&progress](std::string_view stage) {
                 const py::gil_scoped_acquire acquire;
                 progress(stage);
               };
             const py::gil_scoped_release release;
             return close(book, period, options);
           }),
           py::arg("book"), py::arg("period"), py::kw_only(), py::arg("known_at_us"),
           py::arg("compare"), py::arg("threads"), py::arg("progress"), py::keep_alive<1, 2>())
      .def_readonly("company", &CloseReport::company)
      .def_readonly("home", &CloseReport::home)
      .def_readonly("period", &CloseReport::period)
      .def_property_readonly("as_of", [](const CloseReport& self) { return self.period.last(); })
      .def_property_readonly("known_at_us",
                             [](const CloseReport& self) -> std::optional<std::int64_t> {
                               if (self.known_at_us == AsOf::now) return std::nullopt;
                               return self.known_at_us;
                             })
      .def_readonly("is_closed", &CloseReport::is_closed)
      .def_property_readonly("revenue",
                             [](const CloseReport& self) { return self.profit.total.revenue; })
      .def_property_readonly("cost", [](const CloseReport& self) { return self.profit.total.cost; })
      .def_property_readonly("profit",
                             [](const CloseReport& self) { return self.profit.total.profit; })
      .def_property_readonly("waiting", [](const CloseReport& self) { return self.profit.waiting; })
      .def_property_readonly("ties", &ties_of)
      .def_property_readonly("ties_hold", &CloseReport::ties_hold)
      .def_property_readonly("waits", &waits_of)
      .def_property_readonly("events", &events_of)
      .def("tables",
           [](const CloseReport& self) {
             py::dict tables;
             for (auto& [name, table] : self.tables())
               tables[py::str(name)] = std::const_pointer_cast<ArrowTable>(table);
             return tables;
           })
      .def("explain", &CloseReport::explain, py::arg("table"), py::arg("row"));
  m.def("check_facts", &check_facts, py::arg("book"), py::arg("threads"),
        py::call_guard<py::gil_scoped_release>(),
        "What a close would stumble over in a book whose tables are sound.");
  m.def(
      "daily_tables",
      [](const Book& book, Date date, std::optional<std::int64_t> known_at_us,
         std::size_t threads) {
        const DailyReport report = [&] {
          const py::gil_scoped_release release;
          return daily_report(book, date, known_at_us, threads);
        }();
        py::dict tables;
        for (auto& [name, table] : report.tables())
          tables[py::str(name)] = std::const_pointer_cast<ArrowTable>(table);
        return tables;
      },
      py::arg("book"), py::arg("date"), py::arg("known_at_us"), py::arg("threads"),
      "The tables of o2c.daily_report.");
  m.def(
      "annual_table",
      [](const Book& book, const Period& year, Date as_of, std::size_t threads) {
        const py::gil_scoped_release release;
        return std::const_pointer_cast<ArrowTable>(
            annual_summary(book, year, as_of, threads).table());
      },
      py::arg("book"), py::arg("year"), py::arg("as_of"), py::arg("threads"),
      "The table of o2c.annual_summary.");
}

}  // namespace o2c::python
