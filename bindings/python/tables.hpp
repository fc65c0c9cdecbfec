#pragma once

#include <memory>
#include <string>

#include <pybind11/pybind11.h>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/table_source.hpp"

namespace o2c::python {

namespace py = pybind11;

/// Reads any table that speaks the Arrow PyCapsule protocol; `columns` maps standard names to the
/// table's own ({"due_date": "DueDate"}), or is None. Throws BadTable, TypeError.
std::unique_ptr<TableSource> table_from(py::handle table, py::handle columns);

py::capsule schema_capsule(const std::shared_ptr<const ArrowTable>&);
py::capsule stream_capsule(const std::shared_ptr<const ArrowTable>&);
/// (schema, array)
py::tuple array_capsules(const std::shared_ptr<const ArrowTable>&);

}  // namespace o2c::python
