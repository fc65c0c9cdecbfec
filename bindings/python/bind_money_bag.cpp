#include <string>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/money/money_bag.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "value_type.hpp"

namespace o2c::python {

namespace {

MoneyBag make_bag(const py::object& monies) {
  if (py::isinstance<Money>(monies)) return MoneyBag(monies.cast<Money>());
  MoneyBag bag;
  for (const Money amount :
       list_from<Money, money_from>(monies, "an o2c.Money or an iterable of them"))
    bag += amount;
  return bag;
}

py::tuple amounts_of(const MoneyBag& bag) {
  py::tuple amounts(bag.size());
  std::size_t i = 0;
  for (const Money amount : bag) amounts[i++] = amount;
  return amounts;
}

// A bag of one, so that amounts and bags add up. The int 0 is where sum() starts.
bool is_term(const py::object& object) {
  return py::isinstance<MoneyBag>(object) || py::isinstance<Money>(object) ||
         (PyLong_CheckExact(object.ptr()) && object.equal(py::int_(0)));
}

MoneyBag term(const py::object& object) {
  if (py::isinstance<MoneyBag>(object)) return object.cast<MoneyBag>();
  if (py::isinstance<Money>(object)) return MoneyBag(object.cast<Money>());
  return {};
}

}  // namespace

void bind_money_bag(py::module_& m) {
  py::class_<MoneyBag> bag(
      m, "MoneyBag", py::is_final(),
      "Amounts of several currencies side by side, one for each, never converted.\n\nZeros are "
      "not kept: a bag is empty, and false, when every currency nets to zero. Sums and differences "
      "of bags and amounts are bags; sum(monies, MoneyBag()) adds any currencies. Iterating gives "
      "the amounts in order of their codes.");
  bag.def(py::init(&make_bag), py::arg("monies") = py::tuple(),
          "Amounts of one currency are added up. Raises Overflow.")
      .def(
          "__getitem__",
          [](const MoneyBag& self, Given<Currency> currency) { return self.at(currency); },
          py::arg("currency"), "The amount in that currency; zero if there is none.")
      .def_property_readonly("amounts", &amounts_of, "The amounts; none is zero.")
      .def("__len__", &MoneyBag::size)
      .def("__iter__", [](const MoneyBag& self) { return py::iter(amounts_of(self)); })
      .def("__neg__", [](const MoneyBag& self) { return -self; })
      .def("__str__", [](const MoneyBag& self) { return to_string(self); });
  const auto operation = [&bag](const char* name, auto combine) {
    bag.def(
        name,
        [combine](const MoneyBag& self, const py::object& other) -> py::object {
          return is_term(other) ? py::cast(combine(self, term(other))) : not_implemented();
        },
        py::arg("other"));
  };
  operation("__add__", [](const MoneyBag& a, const MoneyBag& b) { return a + b; });
  operation("__radd__", [](const MoneyBag& a, const MoneyBag& b) { return b + a; });
  operation("__sub__", [](const MoneyBag& a, const MoneyBag& b) { return a - b; });
  operation("__rsub__", [](const MoneyBag& a, const MoneyBag& b) { return b - a; });
  def_repr(bag, [](const MoneyBag& self) {
    return py::str("MoneyBag({!r})").format(py::list(amounts_of(self)));
  });
  def_equality(bag);
  def_hash(bag);
  def_copy(bag);
  def_pickle(
      bag, [](const MoneyBag& self) { return amounts_of(self); },
      [](const py::tuple& state) { return make_bag(state); });
}

}  // namespace o2c::python
