#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "o2c/commission/settle.hpp"
#include "o2c/money/exchange_rate.hpp"

#include "casters.hpp"

namespace o2c::python {

/// A dict for each currency and day: `currency`, `as_of`, `rates`.
inline py::list exchange_rows(std::span<const CurrencyExchange> exchanges) {
  py::list rows;
  for (const CurrencyExchange& each : exchanges) {
    py::dict row;
    row["currency"] = std::string(each.from.code());
    row["as_of"] = each.by.date;
    py::list rates;
    for (const ExchangeLeg& leg : each.by.path.legs) rates.append(leg.rate);
    row["rates"] = std::move(rates);
    rows.append(std::move(row));
  }
  return rows;
}

/// Rates that a caller states.
inline std::vector<ExchangeRate> rates_from(const py::list& rates) {
  std::vector<ExchangeRate> list;
  for (const py::handle rate : rates) {
    if (!py::isinstance<ExchangeRate>(rate)) throw_wrong_type(rate, "an o2c.ExchangeRate");
    list.push_back(rate.cast<const ExchangeRate&>());
  }
  return list;
}

}  // namespace o2c::python
