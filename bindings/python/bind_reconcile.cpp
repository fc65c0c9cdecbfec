#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/money/aggregate.hpp"
#include "o2c/receivable/reconcile.hpp"
#include "o2c/receivable/reconcile_table.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "tables.hpp"
#include "value_type.hpp"

namespace o2c::python {
namespace {

// A bag, an amount or its text, or several of them.
MoneyBag bag_from(py::handle amounts) {
  if (amounts.is_none()) return {};
  if (py::isinstance<MoneyBag>(amounts)) return amounts.cast<MoneyBag>();
  if (py::isinstance<Money>(amounts) || py::isinstance<py::str>(amounts))
    return money_from(amounts);
  MoneyBag bag;
  for (const Money& amount :
       list_from<Money, money_from>(amounts, "an o2c.Money, an o2c.MoneyBag or an iterable"))
    bag += amount;
  return bag;
}

std::optional<MoneyBag> bag_or_nothing(py::handle amounts) {
  if (amounts.is_none()) return std::nullopt;
  return bag_from(amounts);
}

py::tuple tolerances_state(const ReconcileTolerances& tolerances) {
  return py::make_tuple(tolerances.days, tolerances.amount, tolerances.transit_days,
                        tolerances.search_steps);
}

ReconcileTolerances tolerances_from_state(const py::tuple& state) {
  return {.days = state[0].cast<std::int32_t>(),
          .amount = state[1].cast<MoneyBag>(),
          .transit_days = state[2].cast<std::int32_t>(),
          .search_steps = state[3].cast<std::int32_t>()};
}

void bind_tolerances(py::module_& m) {
  py::class_<ReconcileTolerances> tolerances(
      m, "ReconcileTolerances", py::is_final(),
      "What two lists may differ in without being told as a difference.");
  tolerances
      .def(py::init([](std::int32_t days, const py::object& amount, std::int32_t transit_days,
                       std::int32_t search_steps) {
             ReconcileTolerances made{.days = days,
                                      .amount = bag_from(amount),
                                      .transit_days = transit_days,
                                      .search_steps = search_steps};
             check(made);
             return made;
           }),
           py::kw_only(), py::arg("days") = 0, py::arg("amount") = py::none(),
           py::arg("transit_days") = 7, py::arg("search_steps") = 10'000,
           "amount: for each currency (\"0.05 USD\", a list, an o2c.MoneyBag); none: nothing.\n\n"
           "Raises InvalidArgument, with a fault for each number that makes no sense.")
      .def_readonly("days", &ReconcileTolerances::days, "How far dates may differ.")
      .def_readonly("amount", &ReconcileTolerances::amount,
                    "How far amounts may differ, in each currency.")
      .def_readonly("transit_days", &ReconcileTolerances::transit_days,
                    "How old a line in transit may be on the day.")
      .def_readonly(
          "search_steps", &ReconcileTolerances::search_steps,
          "How long sums are searched for: among the lines of one reference, or for a line.");
  def_repr(tolerances, [](const ReconcileTolerances& self) {
    return "ReconcileTolerances(days=" + std::to_string(self.days) +
           ", amount=" + std::string(py::repr(py::cast(self.amount))) +
           ", transit_days=" + std::to_string(self.transit_days) +
           ", search_steps=" + std::to_string(self.search_steps) + ")";
  });
  def_equality(tolerances);
  def_copy(tolerances);
  tolerances.def("__hash__",
                 [](const ReconcileTolerances& self) { return py::hash(tolerances_state(self)); });
  def_pickle(tolerances, &tolerances_state, &tolerances_from_state);
}

py::dict line_dict(const ReconcileLine& line, std::size_t row) {
  py::dict found;
  found["row"] = row;
  found["reference"] = line.reference;
  found["date"] = line.date;
  found["amount"] = line.amount;
  found["kind"] = line.kind;
  found["disputed"] = line.disputed;
  found["disputed_amount"] = line.disputed_amount;
  return found;
}

py::list line_dicts(const std::vector<ReconcileLine>& lines, const std::vector<std::size_t>& rows) {
  py::list found;
  for (const std::size_t row : rows) found.append(line_dict(lines[row], row));
  return found;
}

py::dict group_dict(const Reconciliation& reconciliation, const ReconciledGroup& group) {
  py::dict found;
  found["class"] = to_string(group.of);
  found["matched_by"] = to_string(group.matched_by);
  found["ours"] = line_dicts(reconciliation.ours, group.ours);
  found["theirs"] = line_dicts(reconciliation.theirs, group.theirs);
  return found;
}

py::dict side_dict(const ReconciledSide& side) {
  py::dict found;
  found["opening"] = side.opening;
  found["lines"] = side.lines;
  found["unexplained"] = side.unexplained;
  found["closing"] = side.closing;
  return found;
}

py::dict balance_dict(const ReconciledBalance& balance) {
  py::dict classes;
  for (const ReconciledTotal& each : balance.classes) {
    py::dict row;
    row["groups"] = each.groups;
    row["ours"] = each.ours;
    row["theirs"] = each.theirs;
    row["difference"] = each.difference();
    classes[py::str(to_string(each.of))] = row;
  }
  py::dict found;
  found["currency"] = std::string(balance.currency.code());
  found["ours"] = side_dict(balance.ours);
  found["theirs"] = side_dict(balance.theirs);
  found["classes"] = classes;
  found["difference"] = balance.difference();
  return found;
}

ReconcileTableOptions options_from(const CurrencyTable& currencies, const py::object& currency,
                                   std::optional<int> amount_digits, std::size_t threads) {
  ReconcileTableOptions options{.amount_digits = amount_digits, .threads = threads};
  if (!currency.is_none()) options.currency = currency_from(currency);
  options.currencies = currencies;
  return options;
}

void bind_result(py::module_& m) {
  py::class_<Reconciliation>(m, "Reconciliation", "What o2c.Reconciliation stands on.")
      .def("__len__", [](const Reconciliation& self) { return self.groups.size(); })
      .def_readonly("as_of", &Reconciliation::as_of)
      .def_readonly("tolerances", &Reconciliation::tolerances)
      .def_readonly("unfinished", &Reconciliation::unfinished)
      .def_property_readonly("matched",
                             [](const Reconciliation& self) {
                               return std::ranges::count_if(
                                   self.groups, [](const ReconciledGroup& group) {
                                     return group.of <= ReconcileClass::within_tolerance;
                                   });
                             })
      .def(
          "group",
          [](const Reconciliation& self, std::size_t group) {
            return group_dict(self, self.groups.at(group));
          },
          py::arg("group"))
      .def("balances",
           [](const Reconciliation& self) {
             py::list rows;
             for (const ReconciledBalance& balance : self.balances)
               rows.append(balance_dict(balance));
             return rows;
           })
      .def(
          "explain_balance",
          [](const Reconciliation& self, std::size_t balance) {
            return self.explain(self.balances.at(balance));
          },
          py::arg("balance"))
      .def(
          "explain_group",
          [](const Reconciliation& self, std::size_t group) {
            return self.explain(self.groups.at(group));
          },
          py::arg("group"))
      .def(
          "to_text",
          [](const Reconciliation& self, const std::string& lang) {
            return to_string(self, parse_language(lang));
          },
          py::arg("lang"))
      .def("to_arrow_table", [](const Reconciliation& self) {
        return std::const_pointer_cast<ArrowTable>(to_arrow(self));
      });
}

}  // namespace

void bind_reconcile(py::module_& m) {
  bind_tolerances(m);
  bind_result(m);
  m.def(
      "normalized_reference", [](const std::string& text) { return normalized_reference(text); },
      py::arg("reference"),
      "A reference as it is compared: letters as capitals, digits without the zeros before them, "
      "and nothing else, but for a hyphen where two numbers meet: 'inv. 0012/07' is 'INV12-7'.");
  m.def(
      "reconcile",
      [](TableSource& ours, TableSource& theirs, Date as_of, const ReconcileTolerances& tolerances,
         const py::object& opening_ours, const py::object& opening_theirs,
         const py::object& closing_ours, const py::object& closing_theirs,
         const py::object& currency, std::optional<int> amount_digits, std::size_t threads) {
        const ReconcileBalances balances{.opening_ours = bag_from(opening_ours),
                                         .opening_theirs = bag_from(opening_theirs),
                                         .closing_ours = bag_or_nothing(closing_ours),
                                         .closing_theirs = bag_or_nothing(closing_theirs)};
        const std::shared_ptr<const CurrencyTable> currencies = currency_table();
        const ReconcileTableOptions options =
            options_from(*currencies, currency, amount_digits, threads);
        py::gil_scoped_release release;
        return reconcile(ours, theirs, as_of, tolerances, balances, options);
      },
      py::arg("ours"), py::arg("theirs"), py::kw_only(), py::arg("as_of"), py::arg("tolerances"),
      py::arg("opening_ours"), py::arg("opening_theirs"), py::arg("closing_ours"),
      py::arg("closing_theirs"), py::arg("currency"), py::arg("amount_digits"), py::arg("threads"),
      "Matches two lists of what a party owes.");
  m.def(
      "reconcile_statement",
      [](const PartyStatement& ours, TableSource& theirs, const ReconcileTolerances& tolerances,
         const py::object& opening_theirs, const py::object& closing_theirs,
         const py::object& currency, std::optional<int> amount_digits, std::size_t threads) {
        const MoneyBag opening = bag_from(opening_theirs);
        const std::optional<MoneyBag> closing = bag_or_nothing(closing_theirs);
        const std::shared_ptr<const CurrencyTable> currencies = currency_table();
        const ReconcileTableOptions options =
            options_from(*currencies, currency, amount_digits, threads);
        py::gil_scoped_release release;
        return reconcile(ours, theirs, tolerances, opening, closing, options);
      },
      py::arg("ours"), py::arg("theirs"), py::kw_only(), py::arg("tolerances"),
      py::arg("opening_theirs"), py::arg("closing_theirs"), py::arg("currency"),
      py::arg("amount_digits"), py::arg("threads"),
      "The same with a party's statement as our list.");
}

}  // namespace o2c::python
