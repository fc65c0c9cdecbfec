#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/receivable/measures.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "enums.hpp"
#include "fraction_text.hpp"
#include "value_type.hpp"

namespace o2c::python {
namespace {

// Calls a rule with the derivation, or without one.
template <class Rule>
Measure traced(Derivation* trace, const Rule& rule) {
  if (trace != nullptr) return rule(*trace);
  NoTrace no_trace;
  return rule(no_trace);
}

std::vector<Money> amounts_from(py::handle amounts) {
  return list_from<Money, money_from>(amounts, "several amounts");
}

// Pairs of an amount and days.
template <class Pair>
std::vector<Pair> pairs_from(py::handle pairs, const char* expected) {
  std::vector<Pair> found;
  for (const py::handle item : items_of(pairs, expected)) {
    if (!py::isinstance<py::sequence>(item) || py::isinstance<py::str>(item) || py::len(item) != 2)
      throw_wrong_type(item, expected);
    const py::object amount = item[py::int_(0)];
    const py::object days = item[py::int_(1)];
    if (!py::isinstance<py::int_>(days)) throw_wrong_type(days, "a whole number of days");
    int overflow = 0;
    const long long count = PyLong_AsLongLongAndOverflow(days.ptr(), &overflow);
    if (overflow != 0 || count != static_cast<std::int32_t>(count))
      throw Overflow("days beyond 32 bits: " + std::string(py::str(days)));
    found.push_back({money_from(amount), static_cast<std::int32_t>(count)});
  }
  return found;
}

void bind_measure(py::module_& m) {
  py::class_<Measure> type(m, "Measure", py::is_final(),
                           "A measure: an exact number, or why there is none.");
  type.def(py::init([](const py::object& value) { return Measure(fraction_from(value)); }),
           py::arg("value"), "An exact number, such as Fraction(1, 3) or '1/3'.")
      .def_static(
          "undefined_because", [](const std::string& why) { return Measure(parse_undefined(why)); },
          py::arg("why"),
          "One without a value: no_sales, sales_do_not_reach, nothing_to_collect, "
          "nothing_paid, nothing_receivable, nothing_in_bucket.")
      .def_property_readonly(
          "value",
          [](const Measure& self) {
            return self.is_defined() ? std::optional(self.value()) : std::nullopt;
          },
          "The number as a fractions.Fraction; None where it is undefined.")
      .def_property_readonly(
          "undefined",
          [](const Measure& self) {
            return self.undefined() ? std::optional(to_string(*self.undefined())) : std::nullopt;
          },
          "Why there is no value, such as \"no_sales\"; None where there is one.")
      .def(
          "round",
          [](const Measure& self, int digits, const Given<Rounding>& rounding) {
            return self.rounded(digits, rounding.value);
          },
          py::arg("digits"), py::kw_only(), py::arg("rounding"),
          "With so many digits after the point; None where it is undefined.")
      .def(
          "reason",
          [](const Measure& self, const Given<Language>& lang) -> std::optional<std::string> {
            if (self.is_defined()) return std::nullopt;
            const Text text = sentence(*self.undefined());
            return std::string(lang.value == Language::zh ? text.zh : text.en);
          },
          py::arg("lang") = "en", "Why there is no value, as a sentence.")
      .def("__str__", [](const Measure& self) { return to_string(self); });
  def_repr(type, [](const Measure& self) {
    return self.is_defined() ? "Measure('" + to_string(self) + "')"
                             : "Measure.undefined_because('" + to_string(*self.undefined()) + "')";
  });
  def_equality(type);
  def_hash(type);
  def_copy(type);
  def_pickle(
      type,
      [](const Measure& self) {
        return py::make_tuple(self.is_defined() ? py::object(py::cast(self.value())) : py::none(),
                              self.undefined() ? py::object(py::str(to_string(*self.undefined())))
                                               : py::object(py::none()));
      },
      [](const py::tuple& state) {
        if (state[0].is_none()) return Measure(parse_undefined(state[1].cast<std::string>()));
        return Measure(fraction_from(state[0]));
      });
}

void def_days_of_sales(py::module_& m) {
  m.def(
      "days_sales_outstanding",
      [](const Given<Money>& receivable, const Given<Money>& sales, std::int32_t days,
         Derivation* trace) {
        return traced(trace, [&](auto& steps) {
          return days_sales_outstanding(receivable, sales, days, steps);
        });
      },
      py::arg("receivable"), py::arg("credit_sales"), py::kw_only(), py::arg("days"),
      py::arg("trace") = py::none(),
      "Days sales outstanding (DSO): receivable / credit sales * days of the period.\n\n"
      "    >>> o2c.days_sales_outstanding('212000 USD', '250000 USD', days=90)\n\n"
      "Undefined: no_sales. Raises o2c.CurrencyMismatch, o2c.Overflow.");
  m.def(
      "countback_dso",
      [](const Given<Money>& receivable, const py::object& latest_first, Derivation* trace) {
        const auto periods =
            pairs_from<SalesOfPeriod>(latest_first, "pairs of sales and days of a period");
        return traced(trace,
                      [&](auto& steps) { return countback_dso(receivable, periods, steps); });
      },
      py::arg("receivable"), py::arg("latest_first"), py::kw_only(), py::arg("trace") = py::none(),
      "DSO by counting back: the sales of each period, the latest first, are taken from the\n"
      "receivable, and their days counted; of the last period the part that is left.\n\n"
      "latest_first: pairs of sales and days; the days are the period's own or a policy's.\n\n"
      "Undefined: no_sales, sales_do_not_reach. Raises o2c.InvalidArgument for negative sales or "
      "days; o2c.CurrencyMismatch, o2c.Overflow.");
  m.def(
      "best_possible_dso",
      [](const Given<Money>& not_due, const Given<Money>& sales, std::int32_t days,
         Derivation* trace) {
        return traced(trace,
                      [&](auto& steps) { return best_possible_dso(not_due, sales, days, steps); });
      },
      py::arg("not_due"), py::arg("credit_sales"), py::kw_only(), py::arg("days"),
      py::arg("trace") = py::none(),
      "The least DSO that there could be, if nothing were overdue. Undefined: no_sales.");
  m.def(
      "average_days_delinquent",
      [](const Measure& dso, const Measure& best_possible, Derivation* trace) {
        return traced(
            trace, [&](auto& steps) { return average_days_delinquent(dso, best_possible, steps); });
      },
      py::arg("dso"), py::arg("best_possible"), py::kw_only(), py::arg("trace") = py::none(),
      "DSO less best possible DSO; undefined where they are.");
}

void def_collecting(py::module_& m) {
  m.def(
      "collection_effectiveness",
      [](const Given<Money>& begin, const Given<Money>& sales, const Given<Money>& end_total,
         const Given<Money>& end_current, Derivation* trace) {
        return traced(trace, [&](auto& steps) {
          return collection_effectiveness(begin, sales, end_total, end_current, steps);
        });
      },
      py::kw_only(), py::arg("begin"), py::arg("credit_sales"), py::arg("end_total"),
      py::arg("end_current"), py::arg("trace") = py::none(),
      "Collection effectiveness index (CEI): (begin + sales - end total) / (begin + sales - end "
      "current).\n\nUndefined: nothing_to_collect. Raises o2c.CurrencyMismatch, o2c.Overflow.");
  m.def(
      "weighted_average_days_to_pay",
      [](const py::object& payments, Derivation* trace) {
        const auto pairs = pairs_from<PaidAfter>(payments, "pairs of an amount and its days");
        return traced(trace, [&](auto& steps) {
          return weighted_average_days_to_pay(std::span<const PaidAfter>(pairs), steps);
        });
      },
      py::arg("payments"), py::kw_only(), py::arg("trace") = py::none(),
      "The days of payments, weighted by their amounts.\n\npayments: pairs of an amount and its "
      "days since the invoice.\n\nUndefined: nothing_paid.");
  m.def(
      "receivables_turnover",
      [](const Given<Money>& sales, const Given<Money>& begin, const Given<Money>& end,
         Derivation* trace) {
        return traced(trace,
                      [&](auto& steps) { return receivables_turnover(sales, begin, end, steps); });
      },
      py::arg("credit_sales"), py::kw_only(), py::arg("begin"), py::arg("end"),
      py::arg("trace") = py::none(),
      "Credit sales / the mean of the receivable at the beginning and at the end.\n\n"
      "Undefined: nothing_receivable.");
  m.def(
      "overdue_share",
      [](const Given<Money>& overdue, const Given<Money>& receivable, Derivation* trace) {
        return traced(trace,
                      [&](auto& steps) { return overdue_share(overdue, receivable, steps); });
      },
      py::arg("overdue"), py::arg("receivable"), py::kw_only(), py::arg("trace") = py::none(),
      "What part of the receivable is overdue. Undefined: nothing_receivable.");
}

void def_shares(py::module_& m) {
  m.def(
      "roll_rates",
      [](const py::object& before, const py::object& after, Derivation* trace) {
        const std::vector<Money> first = amounts_from(before);
        const std::vector<Money> second = amounts_from(after);
        return trace != nullptr ? roll_rates(first, second, *trace) : roll_rates(first, second);
      },
      py::kw_only(), py::arg("before"), py::arg("after"), py::arg("trace") = py::none(),
      "What stands in each bucket but the first / what stood in the one before it on an earlier "
      "day.\n\nUndefined: nothing_in_bucket. Raises o2c.InvalidArgument unless both have the same "
      "number of buckets.");
  m.def(
      "top_share",
      [](const py::object& parts, std::size_t count, Derivation* trace) {
        const std::vector<Money> amounts = amounts_from(parts);
        return traced(trace, [&](auto& steps) {
          return top_share(std::span<const Money>(amounts), count, steps);
        });
      },
      py::arg("parts"), py::arg("count"), py::kw_only(), py::arg("trace") = py::none(),
      "The share of the largest parts in the whole. Undefined: nothing_receivable.\n\n"
      "Raises o2c.InvalidArgument for a negative part.");
  m.def(
      "herfindahl_index",
      [](const py::object& parts, Derivation* trace) {
        const std::vector<Money> amounts = amounts_from(parts);
        return traced(trace, [&](auto& steps) {
          return herfindahl_index(std::span<const Money>(amounts), steps);
        });
      },
      py::arg("parts"), py::kw_only(), py::arg("trace") = py::none(),
      "The sum of the squares of the shares; 1: all is one part's. Undefined: "
      "nothing_receivable.\n\nRaises o2c.InvalidArgument for a negative part.");
}

}  // namespace

void bind_measures(py::module_& m) {
  bind_measure(m);
  def_days_of_sales(m);
  def_collecting(m);
  def_shares(m);
}

}  // namespace o2c::python
