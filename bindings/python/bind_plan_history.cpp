#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/commission/plan_file.hpp"
#include "o2c/commission/plan_history.hpp"
#include "o2c/explain/derivation.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "enums.hpp"
#include "toml_source.hpp"
#include "value_type.hpp"

namespace o2c::python {
namespace {

PlanHistory history_from(const py::object& versions) {
  const char* const expected = "pairs of a day and the plan that holds from it on";
  std::vector<PlanVersion> list;
  for (const py::handle each : items_of(versions, expected)) {
    if (!py::isinstance<py::sequence>(each) || py::isinstance<py::str>(each) || py::len(each) != 2)
      throw_wrong_type(each, "a pair such as (\"2026-01-01\", plan)");
    const auto pair = py::reinterpret_borrow<py::sequence>(each);
    if (!py::isinstance<Plan>(pair[1])) throw_wrong_type(pair[1], "an o2c.Plan");
    list.push_back({.from_date = date_from(pair[0]), .plan = pair[1].cast<Plan>()});
  }
  return PlanHistory(std::move(list));
}

py::tuple versions_of(const PlanHistory& history) {
  py::list versions;
  for (const PlanVersion& each : history.versions())
    versions.append(py::make_tuple(each.from_date, each.plan));
  return py::tuple(versions);
}

py::str history_repr(const PlanHistory& history) {
  py::list versions;
  for (const PlanVersion& each : history.versions())
    versions.append(py::make_tuple(to_string(each.from_date), each.plan));
  return py::str("PlanHistory({!r})").format(versions);
}

}  // namespace

void bind_plan_history(py::module_& m) {
  py::class_<PlanHistory> history(m, "PlanHistory", py::is_final(),
                                  "The versions of one plan, by date.");
  history
      .def(py::init(&history_from), py::arg("versions"),
           "versions: pairs of a day and the o2c.Plan that holds from it on, until the next "
           "begins. A version begins on the first day of what its base, and that of the version "
           "before, accumulates over.\n\n"
           "Raises InvalidArgument with every fault.")
      .def_static(
          "from_toml",
          [](const py::object& path_or_text) {
            const TomlSource source = toml_source_from(path_or_text);
            return plan_history_from_toml(source.text, source.file);
          },
          py::arg("path_or_text"),
          "Reads versions from TOML, each under a [[version]] with its from_date: a path, or the "
          "text itself.\n\n"
          "Raises ParseError with every fault and its line.")
      .def(
          "to_toml", [](const PlanHistory& self) { return to_toml(self); },
          "The versions as TOML, which from_toml reads as equal ones.")
      .def_property_readonly("name", &PlanHistory::name)
      .def_property_readonly("currency", &PlanHistory::currency)
      .def_property_readonly("versions", &versions_of, "Each version's first day, and its plan.")
      .def(
          "on", [](const PlanHistory& self, const Date& date) { return self.on(date).plan; },
          py::arg("date"),
          "The plan that holds on a day. Raises InvalidArgument for one before the first version.")
      .def(
          "for_period",
          [](const PlanHistory& self, Given<Period> period) { return self.for_period(period); },
          py::arg("period"),
          "The plan that settles a period, which is that of all its days. Raises InvalidArgument "
          "for a period that begins before the first version, or that a change cuts in two.")
      .def(
          "describe",
          [](const PlanHistory& self, const std::string& lang) {
            return describe(self, parse_language(lang));
          },
          py::arg("lang") = "en", "Each version in plain words.")
      .def(
          "lint",
          [](const PlanHistory& self, const std::string& lang) {
            std::vector<std::string> findings;
            for (const Label& each : lint(self)) findings.push_back(each.in(parse_language(lang)));
            return findings;
          },
          py::arg("lang") = "en",
          "What its author may not have meant: what lint finds of each version, and versions that "
          "change nothing.")
      .def("__str__", [](const PlanHistory& self) { return to_string(self); })
      .def("__hash__", [](const PlanHistory& self) { return py::hash(versions_of(self)); });
  def_repr(history, history_repr);
  def_equality(history);
  def_copy(history);
  def_pickle(history, versions_of, [](const py::tuple& state) { return history_from(state); });
}

}  // namespace o2c::python
