#include <pybind11/pybind11.h>

#include "o2c/version.hpp"

#include "bind.hpp"
#include "bind_event_tables.hpp"

PYBIND11_MODULE(_core, m) {
  namespace py = pybind11;
  m.doc() = "The compiled part of o2c. Everything public in it is imported by the package o2c.";
  m.attr("__version__") = O2C_VERSION_STRING;

  // What is bound below calls itself o2c.Money and not o2c._core.Money: so it reads in messages,
  // and so pickles find it wherever it is compiled.
  const py::object own_name = m.attr("__name__");
  m.attr("__name__") = "o2c";
  o2c::python::bind_errors(m);
  o2c::python::bind_number(m);
  o2c::python::bind_time(m);
  o2c::python::bind_currency(m);
  o2c::python::bind_money(m);
  o2c::python::bind_money_bag(m);
  o2c::python::bind_explain(m);
  o2c::python::bind_quantity(m);
  o2c::python::bind_allocate(m);
  o2c::python::bind_exchange(m);
  o2c::python::bind_terms(m);
  o2c::python::bind_columns(m);
  o2c::python::bind_aging(m);
  o2c::python::bind_schedule_table(m);
  o2c::python::bind_running_balance(m);
  o2c::python::bind_interest(m);
  o2c::python::bind_dunning(m);
  o2c::python::bind_ledger(m);
  o2c::python::bind_ledger_interest(m);
  o2c::python::bind_ledger_reports(m);
  o2c::python::bind_exchange_differences(m);
  o2c::python::bind_cash_hand_in(m);
  o2c::python::bind_credit(m);
  o2c::python::bind_ledger_dunning(m);
  o2c::python::bind_reconcile(m);
  o2c::python::bind_confirmation(m);
  o2c::python::bind_measures(m);
  o2c::python::bind_period_measures(m);
  o2c::python::bind_provision(m);
  o2c::python::bind_commission(m);
  o2c::python::bind_journal(m);
  o2c::python::bind_order(m);
  o2c::python::bind_event_tables(m);
  o2c::python::bind_cost(m);
  o2c::python::bind_profit(m);
  o2c::python::bind_book(m);
  o2c::python::bind_close(m);
  m.attr("__name__") = own_name;
}
