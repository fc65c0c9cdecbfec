#include <optional>
#include <string>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/money/money.hpp"
#include "o2c/money/money_text.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "enums.hpp"
#include "value_type.hpp"

namespace o2c::python {

namespace {

// money * factor: exact for whole numbers; for others the message names what rounds.
py::object times(const Money& money, const py::object& factor) {
  if (PyIndex_Check(factor.ptr()) != 0) return py::cast(money * int128_from(factor));
  if (py::isinstance<Rate>(factor))
    throw py::type_error("Money * Rate may need rounding: use apply(rate, money, rounding=...)");
  if (is_number(factor))
    throw py::type_error("Money * " + type_name(factor) +
                         " may need rounding: use multiply(money, factor, rounding=...)");
  return not_implemented();
}

py::object over(const Money& /*money*/, const py::object& divisor) {
  if (py::isinstance<Money>(divisor))
    throw py::type_error("Money / Money is a number: use ratio(dividend, divisor)");
  if (is_number(divisor))
    throw py::type_error("Money / " + type_name(divisor) +
                         " may need rounding: use divide(money, divisor, rounding=...), or "
                         "split(money, n) for parts that add up");
  return not_implemented();
}

// The reflected sum. sum() starts with the int 0, which has no currency and so joins any.
py::object added_to(const Money& money, const py::object& other) {
  if (PyLong_CheckExact(other.ptr()) && other.equal(py::int_(0))) return py::cast(money);
  return not_implemented();
}

// [[fill]align][width][,] and nothing else: a precision would cut digits off.
py::object formatted(const Money& money, const std::string& spec) {
  const bool grouped = !spec.empty() && spec.back() == ',';
  const std::string field = spec.substr(0, spec.size() - (grouped ? 1 : 0));
  const py::str text(grouped ? format_money(money) : to_string(money));
  const std::size_t align = field.find_last_of("<>^");
  const bool aligned = align != std::string::npos;
  const std::string width = aligned ? field.substr(align + 1) : field;
  const bool one_fill = !aligned || py::len(py::str(field.substr(0, align))) <= 1;
  if (width.find_first_not_of("0123456789") != std::string::npos || !one_fill)
    throw py::value_error(
        "a Money is formatted by [[fill]align][width][,], such as ',' or "
        "'>15,', not by '" +
        spec + "'");
  return text.attr("__format__")(aligned || field.empty() ? field : ">" + field);
}

void bind_arithmetic(py::class_<Money>& money) {
  money.def(
           "__add__", [](const Money& a, const Money& b) { return a + b; }, py::is_operator())
      .def("__radd__", &added_to, py::arg("other"), "0 + money is money, so that sum() works.")
      .def(
          "__sub__", [](const Money& a, const Money& b) { return a - b; }, py::is_operator())
      .def("__neg__", [](const Money& self) { return -self; })
      .def("__pos__", [](const Money& self) { return self; })
      .def("__abs__", [](const Money& self) { return abs(self); })
      .def("__mul__", &times, py::arg("factor"))
      .def("__rmul__", &times, py::arg("factor"))
      .def("__truediv__", &over, py::arg("divisor"))
      .def("__bool__",
           [](const Money&) -> bool {
             throw py::type_error("a Money is neither true nor false: ask is_zero() or sign");
           })
      .def("__float__", [](const Money&) -> double {  // never returns one
        throw py::type_error(
            "a Money does not become a float, which would lose its currency and its cents: use "
            "its amount, a decimal.Decimal");
      });
}

void bind_money_class(py::module_& m) {
  py::class_<Money> money(
      m, "Money", py::is_final(),
      "An exact amount: a whole number of minor units (cents, in 64 bits) of one currency.\n\n"
      "Sums, differences and multiples by whole numbers are exact or raise Overflow; what may need "
      "rounding is a function that takes `rounding`: multiply, divide, apply. Currencies never "
      "mix: adding or ordering two raises CurrencyMismatch, and their amounts are never equal. "
      "MoneyBag holds several side by side.");
  money
      .def(py::init([](const Decimal& amount, Given<Currency> currency) {
             return Money::of(amount, currency);
           }),
           py::arg("amount"), py::arg("currency"),
           "Exactly that amount: Money('1234.50', 'USD'). Raises InexactResult when the currency "
           "has too few digits for it (see `rounded`), FloatRefused, Overflow.")
      .def_static(
          "parse", [](const py::str& text) { return money_from(text); }, py::arg("text"),
          "Read '1,234.50 USD' or 'USD 1234.5'; see parse_money for other conventions.")
      .def_static(
          "from_minor",
          [](std::int64_t minor, Given<Currency> currency) {
            return Money::from_minor(minor, currency);
          },
          py::arg("minor"), py::arg("currency"), "from_minor(123450, 'USD') is 1234.50 USD.")
      .def_static(
          "rounded",
          [](const Ratio& amount, Given<Currency> currency, Given<Rounding> rounding) {
            return Money::rounded(amount, currency, rounding);
          },
          py::arg("amount"), py::arg("currency"), py::kw_only(), py::arg("rounding"),
          "The amount, a Decimal, int, str or Fraction, rounded to the currency's digits.")
      .def_static(
          "zero", [](Given<Currency> currency) { return Money::zero(currency); },
          py::arg("currency"), "Nothing, in that currency.")
      .def_property_readonly("minor", &Money::minor, "Whole minor units: 123450 for 1234.50 USD.")
      .def_property_readonly(
          "currency", [](const Money& self) { return self.currency(); }, "The currency.")
      .def_property_readonly("amount", &Money::amount, "Decimal('1234.50') for 1234.50 USD.")
      .def_property_readonly(
          "sign", [](const Money& self) { return sign(self); }, "-1, 0 or 1.")
      .def(
          "is_zero", [](const Money& self) { return is_zero(self); }, "Whether it is nothing.")
      .def("__str__", [](const Money& self) { return to_string(self); })
      .def("__format__", &formatted, py::arg("spec"),
           "[[fill]align][width][,]: f'{money:,}' is '1,234.50 USD'. Right-aligned in a width.");
  bind_arithmetic(money);
  def_repr(money, [](const Money& self) {
    return "Money('" + to_string(self.amount()) + "', " + currency_argument(self.currency()) + ")";
  });
  def_equality(money);
  def_hash(money);
  def_ordering(money);
  def_copy(money);
  def_pickle(
      money,
      [](const Money& self) {
        return py::make_tuple(self.minor(), self.currency().code(), self.currency().digits());
      },
      [](const py::tuple& state) {
        return Money::from_minor(state[0].cast<std::int64_t>(),
                                 Currency(state[1].cast<std::string>(), state[2].cast<int>()));
      });
}

void bind_scaling(py::module_& m) {
  m.def(
      "multiply",
      [](Given<Money> money, const Ratio& factor, Given<Rounding> rounding) {
        return multiply(money.value, factor, rounding);
      },
      py::arg("money"), py::arg("factor"), py::kw_only(), py::arg("rounding"),
      "money * factor, rounded to the currency's digits.");
  m.def(
      "divide",
      [](Given<Money> money, const Ratio& divisor, Given<Rounding> rounding) {
        return divide(money.value, divisor, rounding);
      },
      py::arg("money"), py::arg("divisor"), py::kw_only(), py::arg("rounding"),
      "money / divisor, rounded to the currency's digits. Raises InvalidArgument for 0.");
  m.def(
      "ratio",
      [](Given<Money> dividend, Given<Money> divisor) {
        return ratio(dividend.value, divisor.value);
      },
      py::arg("dividend"), py::arg("divisor"),
      "The exact quotient of two amounts of one currency, a fractions.Fraction.");
  m.def(
      "percentage",
      [](Given<Money> part, Given<Money> whole, int digits, Given<Rounding> rounding) {
        return percentage(part.value, whole.value, digits, rounding);
      },
      py::arg("part"), py::arg("whole"), py::kw_only(), py::arg("digits"), py::arg("rounding"),
      "part / whole as a Rate whose percentage has `digits` decimals: 25.74% for 2.");
  m.def(
      "apply",
      [](Given<Rate> rate, Given<Money> money, Given<Rounding> rounding, Derivation* trace) {
        if (trace != nullptr) return apply(rate.value, money.value, rounding, *trace);
        return apply(rate.value, money.value, rounding);
      },
      py::arg("rate"), py::arg("money"), py::kw_only(), py::arg("rounding"),
      py::arg("trace") = py::none(), "rate * money, rounded to the currency's digits.");
  m.def(
      "round_cash",
      [](Given<Money> money, const Decimal& step, Given<Rounding> rounding) {
        return round_cash(money.value, step, rounding);
      },
      py::arg("money"), py::arg("step"), py::kw_only(), py::arg("rounding"),
      "The nearest multiple of `step` ('0.05': Swiss cash), a whole number of minor units.");
  m.def(
      "average",
      [](const py::object& monies, Given<Rounding> rounding) {
        return average(list_from<Money, money_from>(monies, "an iterable of o2c.Money"), rounding);
      },
      py::arg("monies"), py::kw_only(), py::arg("rounding"),
      "The mean of amounts of one currency, rounded to its digits. Raises InvalidArgument for "
      "none.");
}

NumberFormat make_format(char decimal_point, std::optional<char> group) {
  return {.decimal_point = decimal_point, .group = group.value_or('\0')};
}

void bind_number_format(py::module_& m) {
  py::class_<NumberFormat> format(
      m, "NumberFormat", py::is_final(),
      "How the digits of an amount are written. Always stated, never guessed: '1.234' is one "
      "thousand in Berlin and a little more than one in London.\n\nWhere one is expected, a name "
      "will do: 'plain' 1,234.56, 'continental' 1.234,56, 'spaced' 1 234,56, 'swiss' 1'234.56, "
      "'ungrouped' 1234.56.");
  format
      .def(py::init(&make_format), py::arg("decimal_point"), py::arg("group"),
           "`group` stands between groups of three digits; None: no grouping.")
      .def_readonly("decimal_point", &NumberFormat::decimal_point,
                    "Between whole units and decimals.")
      .def_property_readonly(
          "group",
          [](const NumberFormat& self) {
            return self.group == '\0' ? std::optional<char>() : self.group;
          },
          "Between groups of three digits; None: no grouping.");
  const auto characters = [](const NumberFormat& self) {
    const py::object group = self.group == '\0' ? py::object(py::none()) : py::cast(self.group);
    return py::make_tuple(self.decimal_point, group);
  };
  def_repr(format, [characters](const NumberFormat& self) {
    return py::str("NumberFormat{!r}").format(characters(self));
  });
  def_equality(format);
  def_copy(format);
  format.def("__hash__",
             [characters](const NumberFormat& self) { return py::hash(characters(self)); });
  def_pickle(format, characters, [](const py::tuple& state) {
    return make_format(state[0].cast<char>(), state[1].cast<std::optional<char>>());
  });
}

void bind_text(py::module_& m) {
  m.def(
      "parse_money",
      [](const std::string& text, std::optional<Given<Currency>> currency,
         Given<NumberFormat> number_format) {
        if (currency) return parse_money(text, currency->value, number_format);
        return parse_money(text, number_format, *currency_table());
      },
      py::arg("text"), py::kw_only(), py::arg("currency") = py::none(),
      py::arg("number_format") = "plain",
      "Read '1,234.56 USD', 'USD 1234.5', '-USD1,234', '€5'; with a stated currency also "
      "'1,234.56' "
      "and '¥1,234'.\n\nMore decimals than the currency has are refused, even zeros. Raises "
      "ParseError, UnknownCurrency, Overflow.");
  m.def(
      "format_money",
      [](Given<Money> money, Given<NumberFormat> number_format) {
        return format_money(money, number_format);
      },
      py::arg("money"), py::kw_only(), py::arg("number_format") = "plain",
      "'1,234.50 USD'; parse_money with the same format reads it back.");
  m.def(
      "format_amount",
      [](Given<Money> money, Given<NumberFormat> number_format) {
        return format_amount(money, number_format);
      },
      py::arg("money"), py::kw_only(), py::arg("number_format") = "plain",
      "'1,234.50': for a column whose heading names the currency.");
}

}  // namespace

void bind_money(py::module_& m) {
  bind_money_class(m);
  bind_number_format(m);
  bind_text(m);
  bind_scaling(m);
}

}  // namespace o2c::python
