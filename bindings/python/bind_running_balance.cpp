#include <optional>

#include <pybind11/stl.h>

#include "o2c/receivable/running_balance_table.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "tables.hpp"

namespace o2c::python {

void bind_running_balance(py::module_& m) {
  m.def(
      "open_by_fifo",
      [](TableSource& movements, Date as_of, const py::object& currency,
         std::optional<int> amount_digits) {
        const std::shared_ptr<const CurrencyTable> currencies = currency_table();
        RunningBalanceOptions options;
        if (!currency.is_none()) options.currency = currency_from(currency);
        options.currencies = *currencies;
        options.amount_digits = amount_digits;
        py::gil_scoped_release release;
        return open_by_fifo(movements, as_of, options);
      },
      py::arg("movements"), py::kw_only(), py::arg("as_of"), py::arg("currency"),
      py::arg("amount_digits"), "What is open of the running balances of many parties.");
}

}  // namespace o2c::python
