#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <pybind11/pybind11.h>

#include "o2c/receivable/aged_items.hpp"
#include "o2c/receivable/aging_table.hpp"

#include "casters.hpp"
#include "currency_registry.hpp"

// What Python says about an aging, whatever it is of.
namespace o2c::python {

namespace py = pybind11;

/// "apart" or "netted".
inline Credits credits_from(const std::string& name) {
  if (name == "apart") return Credits::apart;
  if (name == "netted") return Credits::netted;
  throw_invalid("credits " + in_quotes(name) + ": expected \"apart\" or \"netted\"");
}

/// Keys as Python has them; the texts live as long as this.
class Keys {
 public:
  explicit Keys(const py::sequence& keys) {
    for (const py::handle key : keys) values_.push_back(value(key));
  }
  [[nodiscard]] const std::vector<KeyValue>& values() const { return values_; }

 private:
  KeyValue value(py::handle key) {
    if (key.is_none()) return {};
    if (py::isinstance<py::str>(key))
      return KeyValue::of(std::string_view(texts_.emplace_back(key.cast<std::string>())));
    if (py::isinstance<py::bool_>(key)) return KeyValue::of(key.cast<bool>() ? 1 : 0);
    if (py::isinstance<py::int_>(key) || py::hasattr(key, "__index__"))
      return KeyValue::of(py::int_(py::reinterpret_borrow<py::object>(key)).cast<std::int64_t>());
    return KeyValue::of(std::int64_t{date_from(key).days()});
  }

  std::deque<std::string> texts_;
  std::vector<KeyValue> values_;
};

/// What options of an aging Python passes, with the currency table that they refer to.
struct Options {
  std::shared_ptr<const CurrencyTable> currencies = currency_table();
  AgingOptions aging;

  Options(std::vector<std::string> group_by, const std::string& credits, py::handle currency,
          std::optional<int> amount_digits, std::size_t threads) {
    aging.group_by = std::move(group_by);
    aging.credits = credits_from(credits);
    if (!currency.is_none()) aging.currency = currency_from(currency);
    aging.currencies = *currencies;
    aging.amount_digits = amount_digits;
    aging.threads = threads;
  }
};

/// Row numbers and items, as two lists; the search itself needs nothing of Python.
template <class Search>
py::tuple found_items(const Search& search) {
  std::vector<AgedItem> found;
  {
    py::gil_scoped_release release;
    found = search();
  }
  py::list rows;
  py::list items;
  for (AgedItem& aged : found) {
    rows.append(aged.row);
    items.append(std::move(aged.item));
  }
  return py::make_tuple(rows, items);
}

}  // namespace o2c::python
