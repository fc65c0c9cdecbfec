#pragma once

// What plans and their parts are made from in Python.

#include <optional>
#include <string>
#include <vector>

#include "o2c/commission/rate_schedule.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/time/date.hpp"

#include "casters.hpp"
#include "value_type.hpp"

namespace o2c::python {

inline std::optional<Money> optional_money(const py::object& object) {
  return object.is_none() ? std::nullopt : std::optional(money_from(object));
}
inline std::optional<Decimal> optional_decimal(const py::object& object) {
  return object.is_none() ? std::nullopt : std::optional(decimal_from(object));
}
inline std::optional<Date> optional_date(const py::object& object) {
  return object.is_none() ? std::nullopt : std::optional(date_from(object));
}
inline std::optional<Rate> optional_rate(const py::object& object) {
  return object.is_none() ? std::nullopt : std::optional(rate_from(object));
}

// A part, as a text such as "12%", an o2c.Rate or a fraction.
inline Decimal part_from(py::handle object) {
  if (py::isinstance<py::str>(object)) return Rate::parse(object.cast<std::string>()).fraction();
  if (py::isinstance<Rate>(object)) return object.cast<Rate>().fraction();
  return decimal_from(object);
}
inline std::optional<Decimal> optional_part(const py::object& object) {
  return object.is_none() ? std::nullopt : std::optional(part_from(object));
}

inline std::string name_from(py::handle object) {
  if (!py::isinstance<py::str>(object)) throw_wrong_type(object, "a name");
  return object.cast<std::string>();
}
inline std::vector<std::string> names_from(const py::object& object) {
  return list_from<std::string, name_from>(object, "names");
}

inline py::sequence pair_from(py::handle object, const char* expected) {
  if (!py::isinstance<py::sequence>(object) || py::isinstance<py::str>(object) ||
      py::len(object) != 2)
    throw_wrong_type(object, expected);
  return py::reinterpret_borrow<py::sequence>(object);
}

// A schedule, or the rate of a flat one.
inline RateSchedule schedule_or_rate(const py::object& object) {
  if (py::isinstance<RateSchedule>(object)) return object.cast<RateSchedule>();
  return RateSchedule::flat(rate_from(object));
}

// A class of values that are made from keyword arguments again.
template <class T, class State, class FromState>
void def_value(py::class_<T>& type, State state, FromState from_state) {
  def_equality(type);
  def_copy(type);
  type.def("__hash__", [state](const T& self) { return py::hash(state(self)); });
  def_pickle(type, state, from_state);
}

}  // namespace o2c::python
