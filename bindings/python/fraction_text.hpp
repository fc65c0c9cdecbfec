#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <pybind11/pybind11.h>

#include "o2c/number/decimal.hpp"
#include "o2c/number/ratio.hpp"

#include "casters.hpp"

namespace o2c::python {

/// A fraction as a value shows it, '1/3', or what ratio_from takes.
inline Ratio fraction_from(py::handle object) {
  if (!py::isinstance<py::str>(object)) return ratio_from(object);
  const auto text = object.cast<std::string>();
  const std::size_t bar = text.find('/');
  if (bar == std::string::npos) return ratio_from(object);
  return Ratio(Decimal::parse(text.substr(0, bar))) / Ratio(Decimal::parse(text.substr(bar + 1)));
}

/// Fractions as text: ('1/3', '1').
inline py::tuple fraction_texts(const std::vector<Ratio>& fractions) {
  py::tuple texts(fractions.size());
  for (std::size_t i = 0; i < fractions.size(); ++i) texts[i] = to_string(fractions[i]);
  return texts;
}

}  // namespace o2c::python
