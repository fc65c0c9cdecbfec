#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <pybind11/pybind11.h>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/common_scale.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/time/date.hpp"

// What the reports of a ledger share on their way to Python: the parts of a row, and columns.
namespace o2c::python {

namespace py = pybind11;

/// The number of an application or revaluation, or None.
template <class Id>
py::object number_or_none(const std::optional<Id>& id) {
  return id ? py::object(py::int_(static_cast<std::uint32_t>(*id))) : py::none();
}

/// The number of an instalment; None: the document has none.
inline py::object instalment_or_none(std::int32_t installment) {
  return installment == 0 ? py::object(py::none()) : py::object(py::int_(installment));
}

/// What a kind is called, or None.
template <class E>
py::object name_or_none(const std::optional<E>& kind) {
  return kind ? py::object(py::str(to_string(*kind))) : py::none();
}

template <class Id>
std::optional<std::int64_t> column_number(const std::optional<Id>& id) {
  if (!id) return std::nullopt;
  return static_cast<std::int64_t>(*id);
}
inline std::optional<std::int64_t> column_instalment(std::int32_t installment) {
  if (installment == 0) return std::nullopt;
  return installment;
}
inline std::optional<std::int32_t> column_date(const std::optional<Date>& date) {
  if (!date) return std::nullopt;
  return date->days();
}

/// A column of names that are made for each row.
template <class Get>
void add_names(TableBuilder& table, std::string name, std::size_t rows, const Get& get) {
  std::vector<std::optional<std::string>> names;
  for (std::size_t i = 0; i < rows; ++i) names.push_back(get(i));
  table.text(std::move(name), [&](std::size_t i) -> std::optional<std::string_view> {
    if (!names[i]) return std::nullopt;
    return *names[i];
  });
}
template <class E>
std::optional<std::string> column_name(const std::optional<E>& kind) {
  if (!kind) return std::nullopt;
  return to_string(*kind);
}

/// As Python holds it.
inline std::shared_ptr<ArrowTable> finished(TableBuilder& table) {
  return std::const_pointer_cast<ArrowTable>(table.finish());
}

}  // namespace o2c::python
