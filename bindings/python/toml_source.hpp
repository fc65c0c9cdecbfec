#pragma once

#include <string>

#include <pybind11/pybind11.h>

namespace o2c::python {

/// A text of TOML, and what names it in errors.
struct TomlSource {
  std::string text;
  std::string file;
};

/// A path, or the text itself: what has more than one line, or a "=", is no path, and neither is
/// what is blank, which pathlib takes for the folder one is in.
inline TomlSource toml_source_from(const pybind11::object& object) {
  namespace py = pybind11;
  if (py::isinstance<py::str>(object)) {
    auto text = object.cast<std::string>();
    if (text.find_first_of("\n=") != std::string::npos ||
        text.find_first_not_of(" \t") == std::string::npos)
      return {std::move(text), ""};
  }
  const py::object path = py::module_::import("pathlib").attr("Path")(object);
  // As bytes: what is no UTF-8 is the reader's to tell, as all that is no TOML.
  const py::object bytes = path.attr("read_bytes")();
  const py::object text = bytes.attr("replace")(py::bytes("\r\n"), py::bytes("\n"));
  return {text.cast<std::string>(), py::str(path).cast<std::string>()};
}

}  // namespace o2c::python
