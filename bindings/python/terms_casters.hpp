#pragma once

#include <vector>

#include <pybind11/pybind11.h>

#include "o2c/receivable/terms.hpp"

// What the bindings of payment terms share.
namespace o2c::python {

namespace py = pybind11;

/// DateSteps in order, or a number of days, for one step of so many (0: none).
std::vector<DateStep> steps_from(py::handle object);
/// A Share, or the text of one.
Share share_from(py::handle object);

/// Adds `schedule` to PaymentTerms.
void def_schedule(py::class_<PaymentTerms>& terms);
/// Adds Installment, and what is done with one.
void bind_installments(py::module_& m);

}  // namespace o2c::python
