#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/pybind11.h>

#include "o2c/money/currency.hpp"
#include "o2c/money/money.hpp"
#include "o2c/money/money_text.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/error.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/period.hpp"

namespace o2c::python {

namespace py = pybind11;

/// A binary float where an exact number is expected; o2c.FloatRefused in Python.
class FloatRefused : public Error {
  using Error::Error;
};

// Python to C++. A value of a wrong type is a TypeError that says what to pass, and not pybind11's
// list of signatures; a text that cannot be read is the ParseError of the type's own parser.

/// A decimal.Decimal, int or str, exactly. Throws FloatRefused.
Decimal decimal_from(py::handle object);
/// A fractions.Fraction, or what decimal_from takes.
Ratio ratio_from(py::handle object);
/// A datetime.date, or the text of one (ISO 8601). A datetime.datetime is refused.
Date date_from(py::handle object);
Rate rate_from(py::handle object);
Period period_from(py::handle object);
/// A Currency, or the code of one in ISO 4217 or registered by register_currency.
Currency currency_from(py::handle object);
/// A Money, or a text such as "50000 USD" in the plain format.
Money money_from(py::handle object);
/// A whole number of Python, bool not among them. Throws Overflow beyond 128 bits.
Int128 int128_from(py::handle object);
/// A NumberFormat, or the name of one: "plain", "continental", "spaced", "swiss", "ungrouped".
NumberFormat number_format_from(py::handle object);

/// The argument of a constructor that makes the currency: 'USD', or Currency('POINT', 0) where the
/// code alone would not do.
std::string currency_argument(Currency currency);

/// Python's own name for the type of an object.
std::string type_name(py::handle object);
/// Whether Python would calculate with it: a whole number, float, Decimal or Fraction.
bool is_number(py::handle object);

// C++ to Python.
py::object to_python(const Decimal& value);
py::object to_python(const Ratio& value);
py::object to_python(const Date& value);

/// The TypeError for an argument of a wrong type: "expected <expected>, got <type> <repr>".
[[noreturn]] void throw_wrong_type(py::handle object, const std::string& expected);

/// What Python passes where C++ takes a T: a T, or a text that reads as one. (A T alone would be
/// bound as that class only.)
template <class T>
struct Given {
  T value;
  operator const T&() const noexcept { return value; }  // NOLINT(google-explicit-constructor)
};

/// The items of any iterable except a text.
py::list items_of(py::handle object, const std::string& expected);

/// Texts of a list that could not be read: each is a fault whose row is its place, from 0.
class UnreadItems {
 public:
  void add(const ParseError& error, std::size_t place);
  /// Throws ParseError when there are any.
  void throw_if_any() const;

 private:
  std::vector<Fault> faults_;
};

/// The items, each read by `from`. Throws ParseError with all that cannot be read.
template <class T, T (*from)(py::handle)>
std::vector<T> list_from(py::handle object, const std::string& expected) {
  std::vector<T> values;
  UnreadItems unread;
  std::size_t place = 0;
  for (const py::handle item : items_of(object, expected)) {
    try {
      values.push_back(from(item));
    } catch (const ParseError& error) {
      unread.add(error, place);
    }
    ++place;
  }
  unread.throw_if_any();
  return values;
}

/// The caster of an argument that `from` reads or refuses; it never lets pybind11 try another
/// overload, which is why its messages reach the user.
template <class Argument, auto from>
struct ArgumentCaster {
  bool load(py::handle source, bool /*convert*/) {
    value_.emplace(Argument{from(source)});
    return true;
  }
  template <class T>
  using cast_op_type = py::detail::movable_cast_op_type<T>;
  operator Argument*() { return &*value_; }                // NOLINT(google-explicit-constructor)
  operator Argument&() { return *value_; }                 // NOLINT(google-explicit-constructor)
  operator Argument&&() && { return std::move(*value_); }  // NOLINT(google-explicit-constructor)

 private:
  std::optional<Argument> value_;
};

/// The same for a type that goes back to Python as a class of Python's own.
template <class T, auto from>
struct ValueCaster : ArgumentCaster<T, from> {
  static py::handle cast(const T& value, py::return_value_policy /*policy*/,
                         py::handle /*parent*/) {
    return to_python(value).release();
  }
};

}  // namespace o2c::python

namespace pybind11::detail {

template <>
struct type_caster<o2c::Decimal>
    : o2c::python::ValueCaster<o2c::Decimal, o2c::python::decimal_from> {
  static constexpr auto name = io_name("decimal.Decimal | int | str", "decimal.Decimal");
};
template <>
struct type_caster<o2c::Ratio> : o2c::python::ValueCaster<o2c::Ratio, o2c::python::ratio_from> {
  static constexpr auto name =
      io_name("fractions.Fraction | decimal.Decimal | int | str", "fractions.Fraction");
};
template <>
struct type_caster<o2c::Date> : o2c::python::ValueCaster<o2c::Date, o2c::python::date_from> {
  static constexpr auto name = io_name("datetime.date | str", "datetime.date");
};

template <>
struct type_caster<o2c::python::Given<o2c::Rate>>
    : o2c::python::ArgumentCaster<o2c::python::Given<o2c::Rate>, o2c::python::rate_from> {
  static constexpr auto name = const_name("o2c.Rate | str");
};
template <>
struct type_caster<o2c::python::Given<o2c::Period>>
    : o2c::python::ArgumentCaster<o2c::python::Given<o2c::Period>, o2c::python::period_from> {
  static constexpr auto name = const_name("o2c.Period | str");
};
template <>
struct type_caster<o2c::python::Given<o2c::Currency>>
    : o2c::python::ArgumentCaster<o2c::python::Given<o2c::Currency>, o2c::python::currency_from> {
  static constexpr auto name = const_name("o2c.Currency | str");
};
template <>
struct type_caster<o2c::python::Given<o2c::Money>>
    : o2c::python::ArgumentCaster<o2c::python::Given<o2c::Money>, o2c::python::money_from> {
  static constexpr auto name = const_name("o2c.Money | str");
};

template <>
struct type_caster<o2c::python::Given<o2c::NumberFormat>>
    : o2c::python::ArgumentCaster<o2c::python::Given<o2c::NumberFormat>,
                                  o2c::python::number_format_from> {
  static constexpr auto name = const_name("o2c.NumberFormat | str");
};

}  // namespace pybind11::detail
