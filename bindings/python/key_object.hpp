#pragma once

#include <cstddef>
#include <cstdint>

#include <pybind11/pybind11.h>

#include "o2c/receivable/aging_table.hpp"

#include "casters.hpp"

namespace o2c::python {

/// A key of a row as Python has it.
inline py::object key_object(const KeyColumn& column, std::size_t row) {
  const KeyValue value = column[row];
  if (value.is_null) return py::none();
  if (column.holds_text()) return py::str(value.text.data(), value.text.size());
  if (column.kind().type == ColumnType::date32)
    return to_python(Date::from_days(static_cast<std::int32_t>(value.integer)));
  if (column.kind().type == ColumnType::boolean) return py::bool_(value.integer != 0);
  return py::int_(value.integer);
}

}  // namespace o2c::python
