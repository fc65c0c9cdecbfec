#include <string>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/money/quantity.hpp"
#include "o2c/money/tax.hpp"
#include "o2c/money/unit.hpp"
#include "o2c/money/unit_price.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "cost_enums.hpp"
#include "currency_registry.hpp"
#include "struct_type.hpp"
#include "value_type.hpp"

namespace o2c::python {

Unit unit_from(py::handle object) {
  if (py::isinstance<Unit>(object)) return object.cast<Unit>();
  if (!py::isinstance<py::str>(object)) throw_wrong_type(object, "an o2c.Unit or its code");
  return known_unit(object.cast<std::string>());
}

Quantity quantity_from(py::handle object) {
  if (py::isinstance<Quantity>(object)) return object.cast<Quantity>();
  if (!py::isinstance<py::str>(object))
    throw_wrong_type(object, "an o2c.Quantity, or a text such as '9,800 PCE'");
  return Quantity::parse(object.cast<std::string>());
}

UnitPrice unit_price_from(py::handle object) {
  if (py::isinstance<UnitPrice>(object)) return object.cast<UnitPrice>();
  if (!py::isinstance<py::str>(object))
    throw_wrong_type(object, "an o2c.UnitPrice, or a text such as '16.51 USD/PCE'");
  return UnitPrice::parse(object.cast<std::string>(), *currency_table());
}

namespace {

// The arguments that make the unit: 'KGM', or those of one's own.
std::string unit_arguments(const Unit& unit) {
  std::string arguments = "'" + to_string(unit) + "'";
  for (const UnitInfo& info : known_units())
    if (info.unit == unit) return arguments;
  arguments += ", '" + to_string(unit.dimension()) + "'";
  return unit.dimension() == Dimension::package ? arguments
                                                : arguments + ", '" + to_string(unit.size()) + "'";
}

std::string unit_expression(const Unit& unit) {
  const std::string arguments = unit_arguments(unit);
  return arguments.find(',') == std::string::npos ? arguments : "Unit(" + arguments + ")";
}

Unit made(const std::string& code, const py::object& dimension, const py::object& size) {
  if (dimension.is_none()) {
    if (!size.is_none()) throw py::type_error("a Unit of some size needs its dimension");
    return known_unit(code);
  }
  return Unit(code, enum_from<Dimension>(dimension),
              size.is_none() ? Decimal(1) : decimal_from(size));
}

void bind_unit(py::module_& m) {
  py::class_<Unit> unit(
      m, "Unit", py::is_final(),
      "A unit of measure: its code by UN/ECE Recommendation 20 (21 for packages), what it measures "
      "and how large it is.\n\nUnit('KGM') is known by its code. Unit('QTL', 'mass', 100) is a "
      "unit "
      "of your own, of 100 kilograms; it needs no registration.");
  unit.def(py::init(&made), py::arg("code"), py::arg("dimension") = py::none(),
           py::arg("size") = py::none(),
           "size: how many pieces, kilograms, metres, square or cubic metres, or hours it is. "
           "Raises ParseError, which offers near codes, and InvalidArgument.")
      .def_property_readonly("code", &Unit::code, "'KGM'")
      .def_property_readonly("dimension", &Unit::dimension, "What it measures.")
      .def_property_readonly("size", &Unit::size, "Decimal('0.45359237') for the pound.")
      .def("__str__", &Unit::code);
  def_repr(unit, [](const Unit& self) { return "Unit(" + unit_arguments(self) + ")"; });
  def_equality(unit);
  def_ordering(unit);
  def_hash(unit);
  def_copy(unit);
  def_pickle(
      unit,
      [](const Unit& self) {
        return py::make_tuple(self.code(), to_string(self.dimension()), self.size());
      },
      [](const py::tuple& state) {
        return Unit(state[0].cast<std::string>(), parse_dimension(state[1].cast<std::string>()),
                    decimal_from(state[2]));
      });
  m.def(
      "known_units",
      [] {
        py::dict names;
        for (const UnitInfo& info : known_units())
          names[py::cast(info.unit)] = py::make_tuple(info.name.en, info.name.zh);
        return names;
      },
      "The units that are known by code, each with its English and Chinese name.");
}

void bind_quantity_class(py::module_& m) {
  py::class_<Quantity> quantity(
      m, "Quantity", py::is_final(),
      "An exact quantity of one unit: Quantity('9800', 'PCE'). Units never mix: adding or ordering "
      "two raises UnitMismatch; convert one first.");
  quantity
      .def(py::init(
               [](const Decimal& value, Given<Unit> unit) { return Quantity(value, unit.value); }),
           py::arg("value"), py::arg("unit"))
      .def_static(
          "parse", [](const py::str& text) { return quantity_from(text); }, py::arg("text"),
          "Read '9,800 PCE'.")
      .def_property_readonly("value", &Quantity::value, "A decimal.Decimal.")
      .def_property_readonly("unit", &Quantity::unit)
      .def(
          "to",
          [](const Quantity& self, Given<Unit> unit, const py::object& digits,
             Given<Rounding> rounding) {
            if (digits.is_none()) return convert(self, unit.value);
            return convert(self, unit.value, read_value<std::int32_t>(digits), rounding.value);
          },
          py::arg("unit"), py::kw_only(), py::arg("digits") = py::none(),
          py::arg_v("rounding", "exact", "'exact'"),
          "The quantity in another unit of the same dimension, exactly, or rounded to digits.")
      .def(
          "__add__", [](const Quantity& a, const Quantity& b) { return a + b; }, py::is_operator())
      .def(
          "__sub__", [](const Quantity& a, const Quantity& b) { return a - b; }, py::is_operator())
      .def("__radd__",
           [](const Quantity& self, const py::object& other) -> py::object {
             if (PyLong_CheckExact(other.ptr()) && other.equal(py::int_(0))) return py::cast(self);
             return not_implemented();
           })
      .def("__neg__", [](const Quantity& self) { return -self; })
      .def("__bool__",
           [](const Quantity&) -> bool {
             throw py::type_error("a Quantity is neither true nor false: look at its value");
           })
      .def("__str__", [](const Quantity& self) { return to_string(self); });
  def_repr(quantity, [](const Quantity& self) {
    return "Quantity('" + to_string(self.value()) + "', " + unit_expression(self.unit()) + ")";
  });
  def_equality(quantity);
  def_ordering(quantity);
  def_hash(quantity);
  def_copy(quantity);
  def_pickle(
      quantity, [](const Quantity& self) { return py::make_tuple(self.value(), self.unit()); },
      [](const py::tuple& state) {
        return Quantity(decimal_from(state[0]), state[1].cast<Unit>());
      });
}

void bind_unit_price(py::module_& m) {
  py::class_<UnitPrice> price(m, "UnitPrice", py::is_final(),
                              "What a quantity costs: UnitPrice('16.51', 'USD', 'PCE'), "
                              "UnitPrice('45', 'USD', '1000 PCE'). "
                              "The amount may have more digits than the currency.");
  price
      .def(py::init([](const Decimal& amount, Given<Currency> currency, const py::object& per) {
             const bool of_quantity = py::isinstance<Quantity>(per) ||
                                      (py::isinstance<py::str>(per) &&
                                       per.cast<std::string>().find(' ') != std::string::npos);
             return of_quantity ? UnitPrice(amount, currency.value, quantity_from(per))
                                : UnitPrice(amount, currency.value, unit_from(per));
           }),
           py::arg("amount"), py::arg("currency"), py::arg("per"),
           "per: a unit, or a quantity that is above zero.")
      .def_static(
          "parse", [](const py::str& text) { return unit_price_from(text); }, py::arg("text"),
          "Read '16.51 USD/PCE' or '45.00 USD/1000 PCE'.")
      .def_property_readonly("amount", &UnitPrice::amount)
      .def_property_readonly("currency", &UnitPrice::currency)
      .def_property_readonly("per", &UnitPrice::per, "The quantity that the price is for.")
      .def(
          "of_one", [](const UnitPrice& self, Given<Unit> unit) { return self.of_one(unit.value); },
          py::arg("unit"), "Exactly what one of a unit costs, a fractions.Fraction.")
      .def(
          "of",
          [](const UnitPrice& self, Given<Quantity> quantity, Given<Rounding> rounding,
             Derivation* trace) {
            if (trace != nullptr) return amount_of(self, quantity.value, rounding.value, *trace);
            return amount_of(self, quantity.value, rounding.value);
          },
          py::arg("quantity"), py::kw_only(), py::arg("rounding"), py::arg("trace") = py::none(),
          "What a quantity comes to, rounded once to the currency's digits.")
      .def("__str__", [](const UnitPrice& self) { return to_string(self); });
  def_repr(price, [](const UnitPrice& self) {
    const bool one = self.per().value() == 1;
    return "UnitPrice('" + to_string(self.amount()) + "', " + currency_argument(self.currency()) +
           ", " +
           (one ? unit_expression(self.per().unit())
                : py::repr(py::cast(self.per())).cast<std::string>()) +
           ")";
  });
  def_equality(price);
  def_hash(price);
  def_copy(price);
  def_pickle(
      price,
      [](const UnitPrice& self) {
        return py::make_tuple(self.amount(), self.currency(), self.per());
      },
      [](const py::tuple& state) {
        return UnitPrice(decimal_from(state[0]), state[1].cast<Currency>(),
                         state[2].cast<Quantity>());
      });
  m.def(
      "line_amounts",
      [](const py::object& lines, Given<LineRounding> where, Given<Rounding> rounding) {
        std::vector<PricedLine> priced;
        for (const py::handle line : items_of(lines, "pairs of a price and a quantity")) {
          if (!py::isinstance<py::sequence>(line) || py::isinstance<py::str>(line) ||
              py::len(line) != 2)
            throw_wrong_type(line, "a pair of a price and a quantity");
          const auto pair = py::reinterpret_borrow<py::sequence>(line);
          priced.push_back({unit_price_from(pair[0]), quantity_from(pair[1])});
        }
        return line_amounts(priced, where.value, rounding.value);
      },
      py::arg("lines"), py::kw_only(), py::arg_v("where", "by_line", "'by_line'"),
      py::arg("rounding"),
      "The amounts of a document's lines, pairs of a price and a quantity, which add up to the "
      "document's: rounded 'by_line', or 'by_document', the total once and shared by the lines.");
}

void bind_tax(py::module_& m) {
  bind_result<TaxedAmount>(m, "TaxedAmount", "An amount without tax, the tax, and both together.");
  m.def(
      "add_tax",
      [](Given<Money> net, Given<Rate> rate, Given<Rounding> rounding, Derivation* trace) {
        if (trace != nullptr) return add_tax(net.value, rate.value, rounding.value, *trace);
        return add_tax(net.value, rate.value, rounding.value);
      },
      py::arg("net"), py::arg("rate"), py::kw_only(), py::arg("rounding"),
      py::arg("trace") = py::none(), "The tax on a net amount: net * rate, rounded.");
  m.def(
      "split_tax",
      [](Given<Money> gross, Given<Rate> rate, Given<Rounding> rounding, Derivation* trace) {
        if (trace != nullptr) return split_tax(gross.value, rate.value, rounding.value, *trace);
        return split_tax(gross.value, rate.value, rounding.value);
      },
      py::arg("gross"), py::arg("rate"), py::kw_only(), py::arg("rounding"),
      py::arg("trace") = py::none(),
      "The tax within a gross amount: net = gross / (1 + rate), rounded, and the tax is the rest.");
  m.def(
      "net_price",
      [](const Ratio& price, Given<Rate> rate) { return net_price(price, rate.value); },
      py::arg("price_with_tax"), py::arg("rate"), "A price with tax as one without, exactly.");
  m.def(
      "price_with_tax",
      [](const Ratio& price, Given<Rate> rate) { return price_with_tax(price, rate.value); },
      py::arg("net_price"), py::arg("rate"), "A price without tax as one with it, exactly.");
}

}  // namespace

void bind_quantity(py::module_& m) {
  bind_enum<Dimension>(m);
  bind_enum<LineRounding>(m);
  bind_unit(m);
  bind_quantity_class(m);
  bind_unit_price(m);
  bind_tax(m);
}

}  // namespace o2c::python
