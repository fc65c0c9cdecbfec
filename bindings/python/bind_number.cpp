#include <string>

#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "enums.hpp"
#include "value_type.hpp"

namespace o2c::python {

namespace {

void bind_rate(py::module_& m) {
  py::class_<Rate> rate(m, "Rate", py::is_final(),
                        "A part of something, held exactly: '3%', '3.25%', '300bp'.\n\nIt meets an "
                        "amount in apply(rate, money, rounding=...).");
  rate.def(py::init([](const Given<Rate>& text) { return text.value; }), py::arg("text"),
           "Raises ParseError, also for a bare number: '3' may mean 3% or 300%.")
      .def_static("from_fraction", &Rate::from_fraction, py::arg("fraction"),
                  "from_fraction('0.0325') is 3.25%.")
      .def_static("from_percent", &Rate::from_percent, py::arg("percent"),
                  "from_percent('3.25') is 3.25%.")
      .def_static("from_bps", &Rate::from_bps, py::arg("basis_points"), "from_bps(325) is 3.25%.")
      .def_property_readonly("fraction", &Rate::fraction, "Decimal('0.0325') for 3.25%.")
      .def_property_readonly("percent", &Rate::percent, "Decimal('3.25') for 3.25%.")
      .def_property_readonly("bps", &Rate::bps, "Decimal('325') for 3.25%.")
      .def(
          "__add__", [](const Rate& a, const Rate& b) { return a + b; }, py::is_operator())
      .def(
          "__sub__", [](const Rate& a, const Rate& b) { return a - b; }, py::is_operator())
      .def("__neg__", [](const Rate& self) { return -self; })
      .def("__str__", [](const Rate& self) { return to_string(self); });
  def_repr(rate, [](const Rate& self) { return "Rate('" + to_string(self) + "')"; });
  def_equality(rate);
  def_copy(rate);
  def_hash(rate);
  def_ordering(rate);
  def_pickle(
      rate, [](const Rate& self) { return py::make_tuple(self.fraction()); },
      [](const py::tuple& state) { return Rate::from_fraction(decimal_from(state[0])); });
}

}  // namespace

void bind_number(py::module_& m) {
  bind_enum<Rounding>(m);
  bind_rate(m);
  m.def(
      "round_to",
      [](const Ratio& value, const Decimal& step, Given<Rounding> rounding) {
        return round_to(value, step, rounding);
      },
      py::arg("value"), py::arg("step"), py::kw_only(), py::arg("rounding"),
      "The value rounded to a multiple of any positive step: '0.01', '0.05', 1, 50. The result has "
      "the step's scale.\n\nRaises InvalidArgument for a step that is not positive, InexactResult "
      "for rounding 'exact' when there is something to round, Overflow.");
}

}  // namespace o2c::python
