#include <optional>
#include <string>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/exchange.hpp"
#include "o2c/money/exchange_rate.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "enums.hpp"
#include "value_type.hpp"

namespace o2c::python {

namespace {

// An ExchangeRate, or the four arguments that make one.
ExchangeRate exchange_rate_from(py::handle object) {
  if (py::isinstance<ExchangeRate>(object)) return object.cast<const ExchangeRate&>();
  if (!py::isinstance<py::tuple>(object) || py::len(object) != 4)
    throw_wrong_type(object, "an o2c.ExchangeRate or a tuple (base, quote, rate, date)");
  const auto parts = py::reinterpret_borrow<py::tuple>(object);
  return {currency_from(parts[0]), currency_from(parts[1]), decimal_from(parts[2]),
          date_from(parts[3])};
}

ExchangeTable make_table(const py::object& rates, std::optional<Given<Currency>> pivot,
                         std::optional<std::int32_t> max_age_days) {
  ExchangeOptions options{.max_age_days = max_age_days};
  if (pivot) options.pivot = pivot->value;
  return ExchangeTable(
      list_from<ExchangeRate, exchange_rate_from>(rates, "an iterable of o2c.ExchangeRate"),
      options);
}

void bind_exchange_rate(py::module_& m) {
  py::class_<ExchangeRate> rate(
      m, "ExchangeRate", py::is_final(),
      "On a date, 1 unit of `base` is `rate` units of `quote`: 1 USD = 7.10 CNY.");
  rate.def(py::init([](Given<Currency> base, Given<Currency> quote, const Decimal& value,
                       Date date) { return ExchangeRate(base, quote, value, date); }),
           py::arg("base"), py::arg("quote"), py::arg("rate"), py::arg("date"),
           "Raises InvalidArgument unless the rate is positive and the currencies differ.")
      .def_property_readonly("base", &ExchangeRate::base, "The currency that one unit is taken of.")
      .def_property_readonly("quote", &ExchangeRate::quote, "The currency that the rate is in.")
      .def_property_readonly("rate", &ExchangeRate::rate, "Units of `quote` for one of `base`.")
      .def_property_readonly("date", &ExchangeRate::date, "The day from which the rate holds.")
      .def(
          "convert",
          [](const ExchangeRate& self, Given<Money> money, Given<Rounding> rounding) {
            return convert(money.value, self, rounding);
          },
          py::arg("money"), py::kw_only(), py::arg("rounding"),
          "An amount of either currency in the other one, rounded once. Raises CurrencyMismatch.")
      .def("__str__", [](const ExchangeRate& self) { return to_string(self); });
  def_repr(rate, [](const ExchangeRate& self) {
    return "ExchangeRate(" + currency_argument(self.base()) + ", " +
           currency_argument(self.quote()) + ", '" + to_string(self.rate()) + "', '" +
           to_string(self.date()) + "')";
  });
  def_equality(rate);
  def_hash(rate);
  def_copy(rate);
  def_pickle(
      rate,
      [](const ExchangeRate& self) {
        return py::make_tuple(self.base(), self.quote(), self.rate(), self.date());
      },
      [](const py::tuple& state) { return exchange_rate_from(state); });
}

void bind_exchange_path(py::module_& m) {
  py::class_<ExchangePath> path(
      m, "ExchangePath", py::is_final(),
      "How one currency becomes another: by no rate (the same currency), one, or two.");
  path.def_property_readonly(
          "legs",
          [](const ExchangePath& self) {
            py::tuple legs(self.legs.size());
            for (std::size_t i = 0; i < legs.size(); ++i)
              legs[i] = py::make_tuple(self.legs[i].rate, self.legs[i].inverted);
            return legs;
          },
          "Pairs of an ExchangeRate and whether it is read inversely, from quote to base.")
      .def_property_readonly("factor", &ExchangePath::factor,
                             "The exact product of the legs, a fractions.Fraction.")
      .def("__repr__", [](const ExchangePath& self) {
        return py::str("<o2c.ExchangePath {!r}>").format(py::cast(self).attr("legs"));
      });
  def_equality(path);
}

void bind_exchange_table(py::module_& m) {
  py::class_<ExchangeTable> table(
      m, "ExchangeTable", py::is_final(),
      "Exchange rates by pair and date. A rate holds from its date until a newer one, at most "
      "`max_age_days` days if that is stated.\n\nWhere a pair has no rate, that of the inverse "
      "pair serves; where there is none either, rates to and from `pivot` are combined.");
  table
      .def(py::init(&make_table), py::arg("rates") = py::tuple(), py::kw_only(),
           py::arg("pivot") = py::none(), py::arg("max_age_days") = py::none(),
           "`rates`: an iterable of ExchangeRate, or of tuples (base, quote, rate, date). Raises "
           "InvalidArgument for two different rates of a pair and date.")
      .def_property_readonly(
          "rates", [](const ExchangeTable& self) { return py::tuple(py::cast(self.rates())); },
          "Ordered by base, quote and date.")
      .def_property_readonly(
          "pivot", [](const ExchangeTable& self) { return self.options().pivot; },
          "The currency through which pairs without a rate are converted, or None.")
      .def_property_readonly(
          "max_age_days", [](const ExchangeTable& self) { return self.options().max_age_days; },
          "The days that a rate holds, or None.")
      .def(
          "find",
          [](const ExchangeTable& self, Given<Currency> base, Given<Currency> quote, Date on) {
            return self.find(base, quote, on);
          },
          py::arg("base"), py::arg("quote"), py::arg("on"),
          "How `base` becomes `quote` as of a date; None if no rate is known or young enough.")
      .def(
          "at",
          [](const ExchangeTable& self, Given<Currency> base, Given<Currency> quote, Date on) {
            return self.at(base, quote, on);
          },
          py::arg("base"), py::arg("quote"), py::arg("on"),
          "The same, but raises MissingRate, which names the pair, the date and what came nearest.")
      .def("__len__", [](const ExchangeTable& self) { return self.rates().size(); });
  const auto arguments = [](const ExchangeTable& self) {
    return py::make_tuple(py::tuple(py::cast(self.rates())), self.options().pivot,
                          self.options().max_age_days);
  };
  def_repr(table, [](const ExchangeTable& self) {
    const py::object object = py::cast(self);
    return py::str("ExchangeTable({!r}, pivot={!r}, max_age_days={!r})")
        .format(py::list(object.attr("rates")), object.attr("pivot"), object.attr("max_age_days"));
  });
  def_equality(table);
  def_copy(table);
  table.def("__hash__",
            [arguments](const ExchangeTable& self) { return py::hash(arguments(self)); });
  def_pickle(table, arguments, [](const py::tuple& state) {
    return make_table(state[0], state[1].cast<std::optional<Given<Currency>>>(),
                      state[2].cast<std::optional<std::int32_t>>());
  });
}

}  // namespace

void bind_exchange(py::module_& m) {
  bind_exchange_rate(m);
  bind_exchange_path(m);
  bind_exchange_table(m);
  m.def(
      "convert",
      [](Given<Money> money, Given<Currency> to, const ExchangeTable& rates, Date on,
         Given<Rounding> rounding, Derivation* trace) {
        if (trace != nullptr) return convert(money.value, to, rates, on, rounding, *trace);
        return convert(money.value, to, rates, on, rounding);
      },
      py::arg("money"), py::arg("to"), py::kw_only(), py::arg("rates"), py::arg("on"),
      py::arg("rounding"), py::arg("trace") = py::none(),
      "The amount in another currency as of a date: one exact chain of rates, rounded once.\n\n"
      "Raises MissingRate, Overflow.");
  m.def(
      "convert_at",
      [](Given<Money> money, Given<Currency> to, const Ratio& rate, Given<Rounding> rounding) {
        return convert_at(money.value, to, rate, rounding);
      },
      py::arg("money"), py::arg("to"), py::arg("rate"), py::kw_only(), py::arg("rounding"),
      "The amount at `rate` units of `to` for one of its own, rounded once.");
}

}  // namespace o2c::python
