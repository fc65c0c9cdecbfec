#pragma once

#include <pybind11/pybind11.h>

namespace o2c::python {

/// Prices, their files and tables. Called by bind_cost, whose classes they need.
void bind_quotation(pybind11::module_& m);

}  // namespace o2c::python
