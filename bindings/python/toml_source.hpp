#pragma once

#include <string>

#include <pybind11/pybind11.h>

namespace o2c::python {

/// A text of TOML, and what names it in errors.
struct TomlSource {
  std::string text;
  std::string file;
};

/// A path, or the text itself: what has more than one line, or a "=", is no path.
inline TomlSource toml_source_from(const pybind11::object& object) {
  namespace py = pybind11;
  if (py::isinstance<py::str>(object)) {
    auto text = object.cast<std::string>();
    if (text.find_first_of("\n=") != std::string::npos) return {std::move(text), ""};
  }
  const py::object path = py::module_::import("pathlib").attr("Path")(object);
  return {path.attr("read_text")(py::arg("encoding") = "utf-8").cast<std::string>(),
          py::str(path).cast<std::string>()};
}

}  // namespace o2c::python
