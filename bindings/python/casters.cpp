#include "casters.hpp"

#include <algorithm>

#include <datetime.h>

#include "currency_registry.hpp"

namespace o2c::python {

namespace {

// decimal.Decimal and fractions.Fraction, imported when first needed.
const py::object& decimal_class() {
  PYBIND11_CONSTINIT static py::gil_safe_call_once_and_store<py::object> storage;
  return storage
      .call_once_and_store_result([] { return py::module_::import("decimal").attr("Decimal"); })
      .get_stored();
}

const py::object& fraction_class() {
  PYBIND11_CONSTINIT static py::gil_safe_call_once_and_store<py::object> storage;
  return storage
      .call_once_and_store_result([] { return py::module_::import("fractions").attr("Fraction"); })
      .get_stored();
}

// The C interface of datetime, which has to be loaded once.
void load_datetime() {
  if (PyDateTimeAPI == nullptr) PyDateTime_IMPORT;
  if (PyDateTimeAPI == nullptr) throw py::error_already_set();
}

std::string text_of(py::handle object) { return py::cast<std::string>(py::str(object)); }

[[noreturn]] void refuse_float(py::handle object, const std::string& pass) {
  throw FloatRefused(type_name(object) + " " + text_of(object) + " is not exact: pass " + pass);
}

// A binary float of Python, or a scalar of NumPy that converts to one and is no whole number.
bool is_float(py::handle object) {
  if (PyFloat_Check(object.ptr()) != 0) return true;
  return PyIndex_Check(object.ptr()) == 0 && type_name(object).starts_with("float") &&
         py::hasattr(object, "__float__");
}

bool is_bool(py::handle object) {
  const std::string name = type_name(object);
  return name == "bool" || name == "bool_";  // Python's and NumPy's
}

constexpr std::int64_t low_bits = 64;

Int128 int128_from(py::handle whole_number, const char* what) {
  const auto number = py::reinterpret_steal<py::object>(PyNumber_Index(whole_number.ptr()));
  if (!number) throw py::error_already_set();
  const py::object high_bits = number >> py::int_(low_bits);
  int overflow = 0;
  const long long high = PyLong_AsLongLongAndOverflow(high_bits.ptr(), &overflow);
  if (overflow != 0) throw_overflow(what);
  const unsigned long long low = PyLong_AsUnsignedLongLongMask(number.ptr());
  return static_cast<Int128>((static_cast<UInt128>(high) << low_bits) | low);
}

py::object int_from(Int128 value) {
  const auto low = static_cast<std::uint64_t>(value);
  const auto high = static_cast<std::int64_t>(value >> low_bits);
  return (py::int_(high) << py::int_(low_bits)) | py::int_(low);
}

// The decimal digits, without the sign.
py::tuple digits_of(Int128 value) {
  const std::string text = detail::int128_text(value);
  const std::size_t first = value < 0 ? 1 : 0;
  py::tuple digits(text.size() - first);
  for (std::size_t i = first; i < text.size(); ++i) digits[i - first] = text[i] - '0';
  return digits;
}

constexpr const char* too_long = "a decimal of more than 38 digits";

// sign, digits and exponent as decimal.Decimal.as_tuple() has them; no text in between.
Decimal decimal_from_tuple(const py::tuple& parts, py::handle object) {
  if (!py::isinstance<py::int_>(parts[2]))  // 'n', 'N' or 'F'
    throw_invalid(text_of(object) + " is not an exact number: expected a finite decimal");
  const auto digits = parts[1].cast<py::tuple>();
  auto exponent = parts[2].cast<std::int64_t>();
  constexpr std::int64_t digits_max = detail::power_of_ten_max;
  const auto is_zero_digit = [&](std::size_t i) { return digits[i].cast<int>() == 0; };
  // Zeros at the end that do not fit are no loss.
  std::size_t count = digits.size();
  while (count > 1 && (static_cast<std::int64_t>(count) > digits_max || exponent < -digits_max) &&
         is_zero_digit(count - 1)) {
    --count;
    ++exponent;
  }
  if (count == 1 && is_zero_digit(0)) exponent = std::clamp<std::int64_t>(exponent, -digits_max, 0);
  if (exponent < -digits_max || exponent > digits_max) throw_overflow(too_long);
  Int128 coefficient = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!detail::multiply_fits(coefficient, 10) ||
        !detail::add_fits(coefficient, digits[i].cast<int>()))
      throw_overflow(too_long);
  }
  if (exponent > 0) {
    if (!detail::scale_up_fits(coefficient, static_cast<int>(exponent))) throw_overflow(too_long);
    exponent = 0;
  }
  if (parts[0].cast<int>() != 0) coefficient = -coefficient;
  return Decimal::from_parts(coefficient, static_cast<int>(-exponent));
}

// A T itself, or what `parse` reads from a text.
template <class T, class Parse>
T value_or_text(py::handle object, const char* expected, Parse parse) {
  if (py::isinstance<T>(object)) return object.cast<const T&>();
  if (py::isinstance<py::str>(object)) return parse(object.cast<std::string>());
  throw_wrong_type(object, expected);
}

}  // namespace

std::string type_name(py::handle object) {
  return py::cast<std::string>(py::type::handle_of(object).attr("__name__"));
}

bool is_number(py::handle object) {
  return PyIndex_Check(object.ptr()) != 0 || is_float(object) ||
         py::isinstance(object, decimal_class()) || py::isinstance(object, fraction_class());
}

void throw_wrong_type(py::handle object, const std::string& expected) {
  const std::string shown =
      object.is_none() ? "None" : type_name(object) + " " + py::repr(object).cast<std::string>();
  throw py::type_error("expected " + expected + ", got " + shown);
}

py::list items_of(py::handle object, const std::string& expected) {
  if (py::isinstance<py::str>(object) || py::isinstance<py::bytes>(object) ||
      !py::hasattr(object, "__iter__"))
    throw_wrong_type(object, expected);
  return py::list(py::reinterpret_borrow<py::object>(object));
}

void UnreadItems::add(const ParseError& error, std::size_t place) {
  if (error.faults().empty()) throw;  // Its message says it all.
  for (Fault fault : error.faults()) {
    fault.row = static_cast<std::int64_t>(place);
    faults_.push_back(std::move(fault));
  }
}

void UnreadItems::throw_if_any() const {
  if (faults_.empty()) return;
  std::string message = to_string(faults_.front());
  if (faults_.size() > 1)
    message += " (and " + std::to_string(faults_.size() - 1) + " more faults)";
  throw ParseError(message, faults_);
}

Decimal decimal_from(py::handle object) {
  if (py::isinstance<py::str>(object)) return Decimal::parse(object.cast<std::string>());
  if (py::isinstance(object, decimal_class()))
    return decimal_from_tuple(object.attr("as_tuple")().cast<py::tuple>(), object);
  if (is_float(object)) {
    const std::string text = text_of(object);
    const bool finite = text.find_first_of("nN") == std::string::npos;  // not nan, inf, -inf
    refuse_float(object, std::string("a str or decimal.Decimal") +
                             (finite ? ", e.g. Decimal(\"" + text + "\")" : ""));
  }
  if (PyIndex_Check(object.ptr()) != 0 && !is_bool(object))
    return Decimal(int128_from(object, too_long));
  throw_wrong_type(object, "a decimal.Decimal, int or str");
}

Ratio ratio_from(py::handle object) {
  if (py::isinstance(object, fraction_class())) {
    constexpr const char* what = "a fraction of more than 128 bits";
    return Ratio(int128_from(object.attr("numerator"), what),
                 int128_from(object.attr("denominator"), what));
  }
  return Ratio(decimal_from(object));
}

Date date_from(py::handle object) {
  load_datetime();
  if (py::isinstance<py::str>(object)) return Date::parse(object.cast<std::string>());
  if (PyDateTime_Check(object.ptr()))
    throw py::type_error("expected a date, got " + type_name(object) + " " + text_of(object) +
                         ", which has a time of day: pass its .date()");
  if (!PyDate_Check(object.ptr())) throw_wrong_type(object, "a datetime.date or a str YYYY-MM-DD");
  return Date(PyDateTime_GET_YEAR(object.ptr()), PyDateTime_GET_MONTH(object.ptr()),
              PyDateTime_GET_DAY(object.ptr()));
}

Rate rate_from(py::handle object) {
  return value_or_text<Rate>(object, "an o2c.Rate or a str such as '3%' or '300bp'",
                             [](const std::string& text) { return Rate::parse(text); });
}

Period period_from(py::handle object) {
  return value_or_text<Period>(object, "an o2c.Period or a str such as '2026-11' or '2026Q4'",
                               [](const std::string& text) { return Period::parse(text); });
}

Currency currency_from(py::handle object) {
  return value_or_text<Currency>(
      object, "an o2c.Currency or its code, such as 'USD'",
      [](const std::string& text) { return currency_table()->at(text); });
}

Money money_from(py::handle object) {
  if (is_float(object)) refuse_float(object, "an o2c.Money or a str such as '50000 USD'");
  return value_or_text<Money>(object, "an o2c.Money or a str such as '50000 USD'",
                              [](const std::string& text) {
                                return parse_money(text, number_formats::plain, *currency_table());
                              });
}

Int128 int128_from(py::handle object) {
  if (PyIndex_Check(object.ptr()) == 0 || is_bool(object)) throw_wrong_type(object, "an int");
  return int128_from(object, "a whole number of more than 128 bits");
}

NumberFormat number_format_from(py::handle object) {
  constexpr std::pair<const char*, NumberFormat> named[] = {
      {"plain", number_formats::plain},         {"continental", number_formats::continental},
      {"spaced", number_formats::spaced},       {"swiss", number_formats::swiss},
      {"ungrouped", number_formats::ungrouped},
  };
  return value_or_text<NumberFormat>(object,
                                     "an o2c.NumberFormat or the name of one, such as 'plain'",
                                     [&](const std::string& text) {
                                       std::string names;
                                       for (const auto& [name, format] : named) {
                                         if (text == name) return format;
                                         names += (names.empty() ? "" : ", ") + std::string(name);
                                       }
                                       throw_parse(text, 0, "one of " + names);
                                     });
}

py::object to_python(const Decimal& value) {
  const int negative = value.coefficient() < 0 ? 1 : 0;
  return decimal_class()(py::make_tuple(negative, digits_of(value.coefficient()), -value.scale()));
}

py::object to_python(const Ratio& value) {
  return fraction_class()(int_from(value.numerator()), int_from(value.denominator()));
}

py::object to_python(const Date& value) {
  load_datetime();
  const YearMonthDay parts = value.ymd();
  auto date =
      py::reinterpret_steal<py::object>(PyDate_FromDate(parts.year, parts.month, parts.day));
  if (!date) throw py::error_already_set();
  return date;
}

}  // namespace o2c::python
