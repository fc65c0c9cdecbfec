#include <optional>
#include <span>
#include <string>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/money/currency.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "value_type.hpp"

namespace o2c::python {

std::string currency_argument(Currency currency) {
  std::string code = "'" + std::string(currency.code()) + "'";
  if (is_known(currency)) return code;
  return "Currency(" + code + ", " + std::to_string(currency.digits()) + ")";
}

namespace {

// Python's classes hold copies; the table itself is C++'s.
std::vector<CurrencyInfo> listed(std::span<const CurrencyInfo> infos) {
  return {infos.begin(), infos.end()};
}

}  // namespace

void bind_currency(py::module_& m) {
  py::class_<Currency> currency(
      m, "Currency", py::is_final(),
      "A unit of money: its code and the number of decimal digits of its amounts.\n\n"
      "Currency('USD') is known by its code, as every active currency of ISO 4217 is and what "
      "register_currency added. Currency('POINT', 0) is a currency of your own; it needs no "
      "registration.");
  currency
      .def(py::init([](const std::string& code, std::optional<int> digits) {
             return digits ? Currency(code, *digits) : currency_table()->at(code);
           }),
           py::arg("code"), py::arg("digits") = py::none(),
           "Raises UnknownCurrency, which offers near codes, and InvalidArgument.")
      .def_property_readonly("code", &Currency::code, "'USD'")
      .def_property_readonly("digits", &Currency::digits,
                             "Decimal digits of the minor unit: 2 for USD, 0 for JPY, 3 for BHD.")
      .def("__str__", &Currency::code);
  def_repr(currency, [](const Currency& self) {
    const std::string argument = currency_argument(self);
    return argument.front() == '\'' ? "Currency(" + argument + ")" : argument;
  });
  def_equality(currency);
  def_copy(currency);
  def_hash(currency);
  def_ordering(currency);
  def_pickle(
      currency, [](const Currency& self) { return py::make_tuple(self.code(), self.digits()); },
      [](const py::tuple& state) {
        return Currency(state[0].cast<std::string>(), state[1].cast<int>());
      });

  py::class_<CurrencyInfo>(m, "CurrencyInfo", py::is_final(),
                           "What ISO 4217 says about a currency.")
      .def_readonly("currency", &CurrencyInfo::currency, "The currency; digits 0 if ISO has none.")
      .def_readonly("number", &CurrencyInfo::number, "The numeric code: 840 for USD.")
      .def_readonly("name", &CurrencyInfo::name, "ISO's English name.")
      .def_readonly("replaced_by", &CurrencyInfo::replaced_by,
                    "The successor's code if withdrawn, else ''.")
      .def("__repr__", [](const CurrencyInfo& self) {
        return "<o2c.CurrencyInfo " + std::string(self.currency.code()) + " " +
               std::string(self.name) + ">";
      });
  m.def(
      "iso_4217", [] { return listed(iso_4217()); },
      "All active codes of ISO 4217 (currencies, funds, metals), ordered by code.");
  m.def(
      "iso_4217_withdrawn", [] { return listed(iso_4217_withdrawn()); },
      "Codes withdrawn from ISO 4217 that data of past years still carries. They are not known "
      "by code unless registered.");
  m.def(
      "register_currency",
      [](const std::string& code, int digits) {
        const Currency registered(code, digits);
        register_currency(registered);
        return registered;
      },
      py::arg("code"), py::arg("digits"),
      "Make a currency of your own known by its code, for the rest of the process: afterwards "
      "Money('5', code) and '5 CODE' read it.\n\nRegister before reading data; other threads see "
      "it from their next call on, other processes do not (pickles carry the digits, and need no "
      "registration). Again with the same digits changes nothing; with others it raises "
      "InvalidArgument.");
}

}  // namespace o2c::python
