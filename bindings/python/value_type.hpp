#pragma once

#include <string>
#include <utility>

#include <pybind11/pybind11.h>

#include "o2c/number/error.hpp"

// What makes a bound class behave as a value in Python: equality that never raises, ordering,
// hashing, pickling and copying.
namespace o2c::python {

namespace py = pybind11;

/// What an operator returns to let the other operand try.
inline py::object not_implemented() {
  return py::reinterpret_borrow<py::object>(Py_NotImplemented);
}

/// `==` and `!=`: false for objects of other types, which get to answer first.
template <class T>
void def_equality(py::class_<T>& type) {
  // Not an overload of pybind11: that would raise for what is no T instead of comparing.
  type.def(
      "__eq__",
      [](const T& self, const py::object& other) -> py::object {
        if (!py::isinstance<T>(other)) return not_implemented();
        return py::bool_(self == other.cast<const T&>());
      },
      py::arg("other"), "Equal values of the same type are equal; nothing else is.");
}

template <class T>
void def_hash(py::class_<T>& type) {
  type.def("__hash__", [](const T& self) { return std::hash<T>{}(self); });
}

/// `<`, `<=`, `>` and `>=` between values of the type; what C++ throws for values without an order
/// is raised.
template <class T>
void def_ordering(py::class_<T>& type) {
  const auto def = [&type](const char* name, auto compare) {
    type.def(
        name,
        [compare](const T& self, const py::object& other) -> py::object {
          if (!py::isinstance<T>(other)) return not_implemented();
          return py::bool_(compare(self, other.cast<const T&>()));
        },
        py::arg("other"));
  };
  def("__lt__", [](const T& a, const T& b) { return a < b; });
  def("__le__", [](const T& a, const T& b) { return a <= b; });
  def("__gt__", [](const T& a, const T& b) { return a > b; });
  def("__ge__", [](const T& a, const T& b) { return a >= b; });
}

template <class T, class Repr>
void def_repr(py::class_<T>& type, Repr repr) {
  type.def("__repr__", std::move(repr), "An expression that makes an equal value.");
}

/// Pickles as (1, state): a later version that stores something else counts up, and goes on
/// reading 1.
template <class T, class GetState, class SetState>
void def_pickle(py::class_<T>& type, GetState get_state, SetState set_state) {
  type.def(py::pickle(
      [get_state](const T& self) { return py::make_tuple(1, get_state(self)); },
      [set_state](const py::tuple& pickled) {
        if (pickled.size() != 2 || !py::isinstance<py::int_>(pickled[0]) ||
            pickled[0].cast<int>() != 1)
          throw_invalid(
              "this version of o2c cannot read the pickle: it was written by a later one");
        return set_state(pickled[1].cast<py::tuple>());
      }));
}

/// The copy of what cannot change is the object itself.
template <class T>
void def_copy(py::class_<T>& type) {
  type.def("__copy__", [](const py::object& self) { return self; });
  type.def(
      "__deepcopy__", [](const py::object& self, const py::object&) { return self; },
      py::arg("memo"));
}

}  // namespace o2c::python
