#pragma once

#include <pybind11/pybind11.h>

// One bind function for each area of the library. They translate and add no rule.
namespace o2c::python {

void bind_errors(pybind11::module_& m);
void bind_number(pybind11::module_& m);
void bind_time(pybind11::module_& m);
void bind_currency(pybind11::module_& m);
void bind_money(pybind11::module_& m);
void bind_money_bag(pybind11::module_& m);
void bind_quantity(pybind11::module_& m);
void bind_allocate(pybind11::module_& m);
void bind_exchange(pybind11::module_& m);
void bind_explain(pybind11::module_& m);
void bind_terms(pybind11::module_& m);
void bind_columns(pybind11::module_& m);
void bind_aging(pybind11::module_& m);
void bind_schedule_table(pybind11::module_& m);
void bind_interest(pybind11::module_& m);
void bind_dunning(pybind11::module_& m);
void bind_ledger(pybind11::module_& m);
// These add to what bind_ledger has bound.
void bind_ledger_interest(pybind11::module_& m);
void bind_ledger_dunning(pybind11::module_& m);
void bind_ledger_reports(pybind11::module_& m);
void bind_exchange_differences(pybind11::module_& m);
void bind_running_balance(pybind11::module_& m);
void bind_cash_hand_in(pybind11::module_& m);
void bind_credit(pybind11::module_& m);
void bind_reconcile(pybind11::module_& m);
void bind_confirmation(pybind11::module_& m);
void bind_measures(pybind11::module_& m);
void bind_period_measures(pybind11::module_& m);
void bind_provision(pybind11::module_& m);
void bind_commission(pybind11::module_& m);
void bind_journal(pybind11::module_& m);
void bind_plan(pybind11::module_& m);
void bind_plan_parts(pybind11::module_& m);
void bind_plan_history(pybind11::module_& m);
void bind_commission_book(pybind11::module_& m);
void bind_commission_part(pybind11::module_& m);
void bind_acknowledgement(pybind11::module_& m);
void bind_order(pybind11::module_& m);
void bind_book(pybind11::module_& m);
void bind_close(pybind11::module_& m);  // After bind_book.
void bind_cost(pybind11::module_& m);
void bind_profit(pybind11::module_& m);  // After bind_cost.

}  // namespace o2c::python
