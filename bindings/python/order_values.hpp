#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <pybind11/pybind11.h>

#include "o2c/order/order_event.hpp"
#include "o2c/receivable/terms.hpp"

#include "casters.hpp"
#include "currency_registry.hpp"

// What events of orders are made of, to Python and back, by their fields().
namespace o2c::python {

template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;
template <class T>
constexpr bool is_vector = false;
template <class T>
constexpr bool is_vector<std::vector<T>> = true;

/// The class of that name in o2c.events.
inline py::object event_class(std::string_view name) {
  return py::module_::import("o2c.events").attr(std::string(name).c_str());
}

template <class T>
std::string struct_name() {
  if constexpr (std::is_same_v<T, Contract>)
    return "Contract";
  else if constexpr (std::is_same_v<T, OrderLine>)
    return "OrderLine";
  else
    return std::string(T::info.name);
}

inline std::string text_from(py::handle object) {
  if (!py::isinstance<py::str>(object)) throw_wrong_type(object, "a text");
  return object.cast<std::string>();
}

inline PaymentTerms payment_terms_from(py::handle object) {
  if (py::isinstance<PaymentTerms>(object)) return object.cast<PaymentTerms>();
  if (!py::isinstance<py::str>(object)) throw_wrong_type(object, "payment terms, or their text");
  return PaymentTerms::parse(object.cast<std::string>(), *currency_table());
}

inline std::int32_t int32_from(py::handle object) {
  const Int128 number = int128_from(object);
  if (number < INT32_MIN || number > INT32_MAX)
    throw_invalid("expected a number of 32 bits, got " + py::repr(object).cast<std::string>());
  return static_cast<std::int32_t>(number);
}

/// Quantities by line: {1: 9800}, or pairs.
inline std::vector<LineQuantity> line_quantities_from(py::handle object) {
  const char* expected = "quantities by line, such as {1: 9800}";
  const py::object items = py::hasattr(object, "items")
                               ? object.attr("items")()
                               : py::reinterpret_borrow<py::object>(object);
  std::vector<LineQuantity> quantities;
  for (const py::handle item : items_of(items, expected)) {
    if (!py::isinstance<py::sequence>(item) || py::isinstance<py::str>(item) || py::len(item) != 2)
      throw_wrong_type(item, expected);
    const auto pair = py::reinterpret_borrow<py::sequence>(item);
    quantities.push_back({int32_from(pair[0]), decimal_from(pair[1])});
  }
  return quantities;
}

template <class T>
T struct_from(const py::dict& given);

/// As C++ holds it. Throws what is wrong with it; `struct_from` names the field.
template <class T>
T value_from(py::handle object) {
  if constexpr (is_optional<T>) {
    if (object.is_none()) return std::nullopt;
    return value_from<typename T::value_type>(object);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return text_from(object);
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!py::isinstance<py::bool_>(object)) throw_wrong_type(object, "True or False");
    return object.cast<bool>();
  } else if constexpr (std::is_same_v<T, std::int32_t>) {
    return int32_from(object);
  } else if constexpr (std::is_same_v<T, Decimal>) {
    return decimal_from(object);
  } else if constexpr (std::is_same_v<T, Money>) {
    return money_from(object);
  } else if constexpr (std::is_same_v<T, Date>) {
    return date_from(object);
  } else if constexpr (std::is_same_v<T, Rate>) {
    return rate_from(object);
  } else if constexpr (std::is_same_v<T, PaymentTerms>) {
    return payment_terms_from(object);
  } else if constexpr (std::is_same_v<T, Profile>) {
    return parse_profile(text_from(object));
  } else if constexpr (std::is_same_v<T, events::Verdict>) {
    return events::parse_verdict(text_from(object));
  } else if constexpr (std::is_same_v<T, events::Stage>) {
    return events::parse_stage(text_from(object));
  } else if constexpr (std::is_same_v<T, std::vector<LineQuantity>>) {
    return line_quantities_from(object);
  } else if constexpr (is_vector<T>) {
    T values;
    for (const py::handle item : items_of(object, "a list"))
      values.push_back(value_from<typename T::value_type>(item));
    return values;
  } else {
    const std::string name = struct_name<T>();
    if (!py::isinstance(object, event_class(name))) throw_wrong_type(object, "an o2c." + name);
    return struct_from<T>(py::dict(object.attr("__dict__")));
  }
}

/// Never inlined: there are few types of fields, and many fields.
template <class Member>
[[gnu::noinline]] Member field_from(const py::dict& given, const std::string& owner,
                                    std::string_view name) {
  const py::str key{std::string(name)};
  if (!given.contains(key)) {
    if constexpr (is_optional<Member>) return std::nullopt;
    throw py::type_error(owner + " needs " + std::string(name));
  }
  const std::string where = owner + ", " + std::string(name) + ": ";
  try {
    return value_from<Member>(given[key]);
  } catch (const FloatRefused& error) {
    throw FloatRefused(where + error.what());
  } catch (const ParseError& error) {
    throw ParseError(where + error.what(), error.text(), error.offset(), error.faults());
  } catch (const Error& error) {
    throw InvalidArgument(where + error.what(), error.faults());
  } catch (const py::type_error& error) {
    throw py::type_error(where + error.what());
  }
}

template <class T>
T struct_from(const py::dict& given) {
  return std::apply(
      [&](const auto&... fields) {
        return T{field_from<std::remove_cvref_t<decltype(std::declval<T>().*fields.member)>>(
            given, struct_name<T>(), fields.name)...};
      },
      T::fields());
}

template <class T>
py::dict dict_of(const T& value);

template <class T>
py::object value_to_python(const T& value) {
  if constexpr (is_optional<T>) {
    return value ? value_to_python(*value) : py::none();
  } else if constexpr (std::is_same_v<T, Decimal> || std::is_same_v<T, Date>) {
    return to_python(value);
  } else if constexpr (std::is_enum_v<T>) {
    return py::str(to_string(value));
  } else if constexpr (std::is_same_v<T, LineQuantity>) {
    return py::make_tuple(value.line, to_python(value.quantity));
  } else if constexpr (is_vector<T>) {
    py::tuple items(value.size());
    for (std::size_t i = 0; i < value.size(); ++i) items[i] = value_to_python(value[i]);
    return items;
  } else if constexpr (std::is_same_v<T, Contract> || std::is_same_v<T, OrderLine>) {
    return event_class(struct_name<T>())(**dict_of(value));
  } else {
    return py::cast(value);
  }
}

template <class Member>
[[gnu::noinline]] void put_field(py::dict& dict, std::string_view name, const Member& member) {
  dict[py::str(std::string(name))] = value_to_python(member);
}

template <class T>
py::dict dict_of(const T& value) {
  py::dict dict;
  std::apply(
      [&](const auto&... fields) { (put_field(dict, fields.name, value.*fields.member), ...); },
      T::fields());
  return dict;
}

/// What stands in Python's annotations: the type of a field, and what its argument may be.
template <class T>
std::pair<std::string, std::string> annotations() {
  if constexpr (is_optional<T>) {
    const auto [held, given] = annotations<typename T::value_type>();
    return {held + " | None", given + " | None"};
  } else if constexpr (std::is_same_v<T, std::string>) {
    return {"str", "str"};
  } else if constexpr (std::is_same_v<T, bool>) {
    return {"bool", "bool"};
  } else if constexpr (std::is_same_v<T, std::int32_t>) {
    return {"int", "int"};
  } else if constexpr (std::is_same_v<T, Decimal>) {
    return {"Decimal", "Decimal | int | str"};
  } else if constexpr (std::is_same_v<T, Money>) {
    return {"Money", "Money | str"};
  } else if constexpr (std::is_same_v<T, Date>) {
    return {"date", "date | str"};
  } else if constexpr (std::is_same_v<T, Rate>) {
    return {"Rate", "Rate | str"};
  } else if constexpr (std::is_same_v<T, PaymentTerms>) {
    return {"PaymentTerms", "PaymentTerms | str"};
  } else if constexpr (std::is_same_v<T, Profile>) {
    return {"Profile", "Profile"};
  } else if constexpr (std::is_same_v<T, events::Verdict>) {
    return {"Verdict", "Verdict"};
  } else if constexpr (std::is_same_v<T, events::Stage>) {
    return {"Stage", "Stage"};
  } else if constexpr (std::is_same_v<T, std::vector<LineQuantity>>) {
    return {"tuple[tuple[int, Decimal], ...]", "Quantities"};
  } else if constexpr (is_vector<T>) {
    const std::string item = annotations<typename T::value_type>().first;
    return {"tuple[" + item + ", ...]", "Iterable[" + item + "]"};
  } else {
    return {struct_name<T>(), struct_name<T>()};
  }
}

}  // namespace o2c::python
