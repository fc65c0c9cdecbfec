#include <optional>
#include <string>
#include <utility>

#include <pybind11/stl.h>

#include "o2c/receivable/schedule_table.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "enums.hpp"
#include "tables.hpp"

namespace o2c::python {

void bind_schedule_table(py::module_& m) {
  m.def(
      "schedule_table",
      [](TableSource& invoices, const py::dict& terms, const py::object& currency,
         const Calendar* calendar, Given<Rounding> rounding,
         const std::optional<Decimal>& cash_step, std::optional<int> amount_digits,
         std::size_t threads) {
        const std::shared_ptr<const CurrencyTable> currencies = currency_table();
        ScheduleTableOptions options;
        for (const auto& [name, of_name] : terms)
          options.terms.emplace_back(name.cast<std::string>(), of_name.cast<PaymentTerms>());
        if (!currency.is_none()) options.currency = currency_from(currency);
        options.currencies = *currencies;
        options.amount_digits = amount_digits;
        options.calendar = calendar;
        options.rounding = rounding;
        options.cash_step = cash_step;
        options.threads = threads;
        py::gil_scoped_release release;
        return schedule_table(invoices, options);
      },
      py::arg("invoices"), py::kw_only(), py::arg("terms"), py::arg("currency"),
      py::arg("calendar"), py::arg("rounding"), py::arg("cash_step"), py::arg("amount_digits"),
      py::arg("threads"), "The column face of PaymentTerms.schedule.");
}

}  // namespace o2c::python
