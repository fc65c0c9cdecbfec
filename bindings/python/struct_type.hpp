#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <pybind11/pybind11.h>

#include "o2c/money/quantity.hpp"
#include "o2c/money/unit_price.hpp"
#include "o2c/time/calendar.hpp"

#include "casters.hpp"
#include "enums.hpp"
#include "value_type.hpp"

// Structs that describe themselves by fields(), as classes of Python: made by keyword, read only,
// equal by value, pickled by field.
namespace o2c::python {

/// A Unit, or the code of a known one.
Unit unit_from(py::handle object);
/// A Quantity, or a text such as "9,800 PCE".
Quantity quantity_from(py::handle object);
/// A UnitPrice, or a text such as "16.51 USD/PCE".
UnitPrice unit_price_from(py::handle object);

template <class T>
constexpr bool is_optional_value = false;
template <class T>
constexpr bool is_optional_value<std::optional<T>> = true;
template <class T>
constexpr bool is_list_value = false;
template <class T>
constexpr bool is_list_value<std::vector<T>> = true;

template <class T>
concept Described = requires { T::fields(); };

/// A struct whose class also takes something shorter: "FOB Shanghai" for a PriceTerm.
template <class T>
concept Parsed = requires(std::string_view text) {
  { T::parse(text) } -> std::same_as<T>;
};

/// As C++ holds what Python gave. Throws what is wrong with it.
template <class T>
T read_value(py::handle object) {
  if constexpr (is_optional_value<T>) {
    if (object.is_none()) return std::nullopt;
    return read_value<typename T::value_type>(object);
  } else if constexpr (is_list_value<T>) {
    T values;
    for (const py::handle item : items_of(object, "a list"))
      values.push_back(read_value<typename T::value_type>(item));
    return values;
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!py::isinstance<py::str>(object)) throw_wrong_type(object, "a text");
    return object.cast<std::string>();
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!py::isinstance<py::bool_>(object)) throw_wrong_type(object, "True or False");
    return object.cast<bool>();
  } else if constexpr (std::is_same_v<T, std::int32_t>) {
    const Int128 number = int128_from(object);
    if (number < INT32_MIN || number > INT32_MAX) throw_overflow("a number of 32 bits");
    return static_cast<std::int32_t>(number);
  } else if constexpr (std::is_same_v<T, Decimal>) {
    return decimal_from(object);
  } else if constexpr (std::is_same_v<T, Ratio>) {
    return ratio_from(object);
  } else if constexpr (std::is_same_v<T, Rate>) {
    return rate_from(object);
  } else if constexpr (std::is_same_v<T, Money>) {
    return money_from(object);
  } else if constexpr (std::is_same_v<T, Currency>) {
    return currency_from(object);
  } else if constexpr (std::is_same_v<T, Unit>) {
    return unit_from(object);
  } else if constexpr (std::is_same_v<T, Quantity>) {
    return quantity_from(object);
  } else if constexpr (std::is_same_v<T, UnitPrice>) {
    return unit_price_from(object);
  } else if constexpr (std::is_same_v<T, Date>) {
    return date_from(object);
  } else if constexpr (std::is_same_v<T, Period>) {
    return period_from(object);
  } else if constexpr (std::is_enum_v<T>) {
    return enum_from<T>(object);
  } else {
    if constexpr (Parsed<T>)
      if (py::isinstance<py::str>(object)) return T::parse(object.cast<std::string>());
    if (!py::isinstance<T>(object))
      throw_wrong_type(
          object, "an " + py::type::of<T>().attr("__module__").template cast<std::string>() + "." +
                      py::type::of<T>().attr("__name__").template cast<std::string>());
    return object.cast<T>();
  }
}

/// As Python holds it.
template <class T>
py::object show_value(const T& value) {
  if constexpr (is_optional_value<T>) {
    return value ? show_value(*value) : py::none();
  } else if constexpr (is_list_value<T>) {
    py::tuple items(value.size());
    for (std::size_t i = 0; i < value.size(); ++i) items[i] = show_value(value[i]);
    return items;
  } else if constexpr (std::is_same_v<T, Decimal> || std::is_same_v<T, Date> ||
                       std::is_same_v<T, Ratio>) {
    return to_python(value);
  } else {
    return py::cast(value);
  }
}

/// The argument that makes an equal value: '1.20', '2026-11-30', 'material', PriceTerm(...).
template <class T>
std::string argument_text(const T& value) {
  if constexpr (is_optional_value<T>) {
    return value ? argument_text(*value) : "None";
  } else if constexpr (is_list_value<T>) {
    std::string text;
    for (const auto& item : value) text += (text.empty() ? "" : ", ") + argument_text(item);
    return "[" + text + "]";
  } else if constexpr (std::is_same_v<T, Decimal> || std::is_same_v<T, Date>) {
    return "'" + to_string(value) + "'";
  } else if constexpr (std::is_same_v<T, Ratio>) {
    const std::string text = py::str(show_value(value)).template cast<std::string>();
    return "Fraction('" + text + "')";
  } else if constexpr (std::is_enum_v<T>) {
    return std::string("'") + name_of_member(value) + "'";
  } else {
    return py::repr(show_value(value)).template cast<std::string>();
  }
}

/// A member, named in what is wrong with it.
template <class T>
T read_field(py::handle object, const std::string& owner, std::string_view name) {
  const std::string where = owner + ", " + std::string(name) + ": ";
  try {
    return read_value<T>(object);
  } catch (const FloatRefused& error) {
    throw FloatRefused(where + error.what());
  } catch (const ParseError& error) {
    throw ParseError(where + error.what(), error.text(), error.offset(), error.faults());
  } catch (const UnknownCurrency& error) {
    throw UnknownCurrency(where + error.what(), error.faults());
  } catch (const Error& error) {
    throw InvalidArgument(where + error.what(), error.faults());
  } catch (const py::type_error& error) {
    throw py::type_error(where + error.what());
  }
}

/// The struct from arguments: by position, in the order of the fields, or by name. What is not
/// given is as in the prototype, unless it is required.
template <Described T>
T struct_of(const std::string& name, const T& prototype,
            const std::vector<std::string_view>& required, const py::args& args,
            const py::kwargs& kwargs) {
  T made = prototype;
  std::size_t position = 0;
  std::size_t taken = 0;
  const auto set = [&](const auto& field) {
    using Member = std::remove_cvref_t<decltype(made.*field.member)>;
    const py::str key{std::string(field.name)};
    const bool by_name = kwargs.contains(key);
    if (position < args.size()) {
      if (by_name) throw py::type_error(name + " got " + std::string(field.name) + " twice");
      made.*field.member = read_field<Member>(args[position], name, field.name);
    } else if (by_name) {
      made.*field.member = read_field<Member>(kwargs[key], name, field.name);
      ++taken;
    } else if (std::find(required.begin(), required.end(), field.name) != required.end()) {
      throw py::type_error(name + " needs " + std::string(field.name));
    }
    ++position;
  };
  std::apply([&](const auto&... fields) { (set(fields), ...); }, T::fields());
  if (args.size() > position)
    throw py::type_error(name + " takes " + std::to_string(position) + " arguments, got " +
                         std::to_string(args.size()));
  if (taken < kwargs.size()) {
    for (const auto& [key, value] : kwargs) {
      const auto given = key.template cast<std::string>();
      const bool known = std::apply(
          [&](const auto&... fields) { return ((fields.name == given) || ...); }, T::fields());
      if (!known) throw py::type_error(name + " has no " + given);
    }
  }
  return made;
}

template <Described T>
py::tuple shown_fields(const T& self) {
  return std::apply(
      [&](const auto&... fields) { return py::make_tuple(show_value(self.*fields.member)...); },
      T::fields());
}

/// What all structs have: properties, equality, an expression that makes an equal one.
template <Described T>
void def_fields(py::class_<T>& type, const char* name) {
  std::apply(
      [&](const auto&... fields) {
        (type.def_property_readonly(
             std::string(fields.name).c_str(),
             [member = fields.member](const T& self) { return show_value(self.*member); },
             std::string(fields.doc).c_str()),
         ...);
      },
      T::fields());
  def_repr(type, [name](const T& self) {
    std::string text;
    std::apply(
        [&](const auto&... fields) {
          ((text += (text.empty() ? "" : ", ") + std::string(fields.name) + "=" +
                    argument_text(self.*fields.member)),
           ...);
        },
        T::fields());
    return std::string(name) + "(" + text + ")";
  });
  type.def(
      "as_dict",
      [](const T& self) {
        py::dict values;
        std::apply(
            [&](const auto&... fields) {
              ((values[py::str(std::string(fields.name))] = show_value(self.*fields.member)), ...);
            },
            T::fields());
        return values;
      },
      "The fields by name: pandas.DataFrame(each.as_dict() for each in ...) makes a table.");
  def_equality(type);
  type.def("__hash__", [](const T& self) { return py::hash(shown_fields(self)); });
}

/// A struct that users make: also by its constructor, with `required` fields and the prototype's
/// values for the others; `check` throws what is wrong with it as a whole.
template <Described T>
py::class_<T> bind_struct(py::module_& m, const char* name, const char* doc, T prototype,
                          std::initializer_list<std::string_view> required,
                          std::function<void(const T&)> check = {}) {
  py::class_<T> type(m, name, py::is_final(), doc);
  const std::vector<std::string_view> needed = required;
  const auto make = [=](const py::args& args, const py::kwargs& kwargs) {
    T made = struct_of(name, prototype, needed, args, kwargs);
    if (check) check(made);
    return made;
  };
  type.def(py::init(make));
  def_fields(type, name);
  def_copy(type);
  def_pickle(
      type, [](const T& self) { return shown_fields(self); },
      [make](const py::tuple& state) { return make(py::args(state), py::kwargs()); });
  return type;
}

/// A struct that only the library makes.
template <Described T>
py::class_<T> bind_result(py::module_& m, const char* name, const char* doc) {
  py::class_<T> type(m, name, py::is_final(), doc);
  def_fields(type, name);
  return type;
}

/// Lets a result show itself in notebooks: by a function of the package's Python.
template <class T>
void def_html(py::class_<T>& type, const char* module, const char* function) {
  const auto html = [=](const py::object& self, const std::string& lang) {
    return py::module_::import(module).attr(function)(self, py::arg("lang") = lang);
  };
  type.def("to_html", html, py::kw_only(), py::arg("lang") = "en",
           "As an HTML fragment with its own style, in English ('en') or Chinese ('zh').");
  type.def("_repr_html_", [=](const py::object& self) { return html(self, "en"); });
}

}  // namespace o2c::python

namespace pybind11::detail {

template <>
struct type_caster<o2c::python::Given<o2c::Unit>>
    : o2c::python::ArgumentCaster<o2c::python::Given<o2c::Unit>, o2c::python::unit_from> {
  static constexpr auto name = const_name("o2c.Unit | str");
};
template <>
struct type_caster<o2c::python::Given<o2c::Quantity>>
    : o2c::python::ArgumentCaster<o2c::python::Given<o2c::Quantity>, o2c::python::quantity_from> {
  static constexpr auto name = const_name("o2c.Quantity | str");
};
template <>
struct type_caster<o2c::python::Given<o2c::UnitPrice>>
    : o2c::python::ArgumentCaster<o2c::python::Given<o2c::UnitPrice>,
                                  o2c::python::unit_price_from> {
  static constexpr auto name = const_name("o2c.UnitPrice | str");
};

}  // namespace pybind11::detail
