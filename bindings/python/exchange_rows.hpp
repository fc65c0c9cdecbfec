#pragma once

#include <span>
#include <string>
#include <utility>

#include "o2c/commission/settle.hpp"

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

}  // namespace o2c::python
