#include <algorithm>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <pybind11/stl.h>

#include "o2c/explain/refusal.hpp"
#include "o2c/money/quantity.hpp"
#include "o2c/order/journal_error.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "value_type.hpp"

namespace o2c::python {

namespace {

py::str text_from_utf8(std::string_view text) {
  return py::reinterpret_steal<py::str>(
      PyUnicode_DecodeUTF8(text.data(), static_cast<py::ssize_t>(text.size()), "replace"));
}

py::list fault_list(const Error& error) {
  py::list faults;
  for (const Fault& fault : error.faults()) faults.append(fault);
  return faults;
}

void raise(const char* class_name, const std::string& message, const Error& error,
           const py::dict& more) {
  const py::object type = py::module_::import("o2c._errors").attr(class_name);
  const py::object instance = type(text_from_utf8(message), fault_list(error), **more);
  PyErr_SetObject(type.ptr(), instance.ptr());
}
void raise(const char* class_name, const Error& error, const py::dict& more = {}) {
  raise(class_name, error.what(), error, more);
}

void raise_refused(const Refused& refused) {
  py::list refusals;
  for (const Refusal& refusal : refused.refusals())
    refusals.append(py::make_tuple(refusal.rule, text_from_utf8(refusal.reason.in(Language::en)),
                                   text_from_utf8(refusal.reason.in(Language::zh)),
                                   text_from_utf8(refusal.cure.en), text_from_utf8(refusal.cure.zh),
                                   text_from_utf8(refusal.source)));
  const py::object type = py::module_::import("o2c._errors").attr("Refused");
  const py::object instance = type(text_from_utf8(refused.what()), refusals);
  PyErr_SetObject(type.ptr(), instance.ptr());
}

// Python counts characters where C++ counts bytes.
std::size_t character_offset(std::string_view text, std::size_t bytes) {
  const std::string_view before = text.substr(0, bytes);
  return static_cast<std::size_t>(std::count_if(before.begin(), before.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

void raise_parse_error(const ParseError& error) {
  const std::size_t offset = character_offset(error.text(), error.offset());
  std::string message = error.what();
  const std::string in_bytes = "(at offset " + std::to_string(error.offset()) + ")";
  if (message.ends_with(in_bytes))
    message.replace(message.size() - in_bytes.size(), in_bytes.size(),
                    "(at offset " + std::to_string(offset) + ")");
  raise("ParseError", message, error,
        py::dict(py::arg("text") = text_from_utf8(error.text()), py::arg("offset") = offset));
}

void translate(std::exception_ptr pending) {
  try {
    std::rethrow_exception(std::move(pending));
  } catch (const FloatRefused& error) {
    raise("FloatRefused", error);
  } catch (const ParseError& error) {
    raise_parse_error(error);
  } catch (const Overflow& error) {
    raise("Overflow", error);
  } catch (const InexactResult& error) {
    raise("InexactResult", error);
  } catch (const InvalidArgument& error) {
    raise("InvalidArgument", error);
  } catch (const CurrencyMismatch& error) {
    raise("CurrencyMismatch", error);
  } catch (const UnitMismatch& error) {
    raise("UnitMismatch", error);
  } catch (const UnknownCurrency& error) {
    raise("UnknownCurrency", error);
  } catch (const MissingRate& error) {
    raise("MissingRate", error);
  } catch (const BadTable& error) {
    raise("BadTable", error);
  } catch (const JournalError& error) {
    raise("JournalError", error, py::dict(py::arg("failure") = to_string(error.failure())));
  } catch (const Error& error) {
    raise("Error", error);
  } catch (const Refused& refused) {
    raise_refused(refused);
  }
}

std::optional<std::int64_t> row_of(const Fault& fault) {
  if (fault.row < 0) return std::nullopt;
  return fault.row;
}

Fault make_fault(std::string file, std::optional<std::int64_t> row, std::string field,
                 std::string value, std::string expected) {
  return Fault{.file = std::move(file),
               .row = row.value_or(-1),
               .field = std::move(field),
               .value = std::move(value),
               .expected = std::move(expected)};
}

}  // namespace

void bind_errors(py::module_& m) {
  const py::module_ errors = py::module_::import("o2c._errors");
  for (const char* name : {"Error", "ParseError", "Overflow", "InexactResult", "InvalidArgument",
                           "CurrencyMismatch", "UnitMismatch", "UnknownCurrency", "MissingRate",
                           "BadTable", "JournalError", "FloatRefused", "Refused", "Refusal"})
    m.attr(name) = errors.attr(name);
  py::register_local_exception_translator(translate);

  py::class_<Fault> fault(m, "Fault", py::is_final(),
                          "What is wrong with one value of the input: where it stands, what it is, "
                          "what was expected.\n\n`row` counts from 0; None: no particular row.");
  fault
      .def(py::init(&make_fault), py::kw_only(), py::arg("file") = "", py::arg("row") = py::none(),
           py::arg("field") = "", py::arg("value") = "", py::arg("expected") = "")
      .def_readonly("file", &Fault::file, "The file or table; may be empty.")
      .def_property_readonly("row", &row_of, "The row, counted from 0; None: no particular row.")
      .def_readonly("field", &Fault::field, "The column or field; may be empty.")
      .def_readonly("value", &Fault::value, "The value as it was given.")
      .def_readonly("expected", &Fault::expected, "Continues the sentence \"expected ...\".")
      .def("__str__", [](const Fault& self) { return to_string(self); });
  def_repr(fault, [](const Fault& self) {
    return py::str("Fault(file={!r}, row={!r}, field={!r}, value={!r}, expected={!r})")
        .format(self.file, row_of(self), self.field, self.value, self.expected);
  });
  def_equality(fault);
  def_copy(fault);
  fault.def("__hash__", [](const Fault& self) {
    return py::hash(py::make_tuple(self.file, self.row, self.field, self.value, self.expected));
  });
  def_pickle(
      fault,
      [](const Fault& self) {
        return py::make_tuple(self.file, self.row, self.field, self.value, self.expected);
      },
      [](const py::tuple& state) {
        return make_fault(state[0].cast<std::string>(), state[1].cast<std::int64_t>(),
                          state[2].cast<std::string>(), state[3].cast<std::string>(),
                          state[4].cast<std::string>());
      });
}

}  // namespace o2c::python
