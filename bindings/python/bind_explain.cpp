#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/explain/derivation.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "enums.hpp"
#include "value_type.hpp"

namespace o2c::python {

namespace {

py::tuple operands_of(const DerivationStep& step) {
  py::tuple operands(step.operands.size());
  for (std::size_t i = 0; i < operands.size(); ++i)
    operands[i] = py::make_tuple(step.operands[i].name.en, step.operands[i].value);
  return operands;
}

py::object rounding_of(const DerivationStep& step) {
  if (!step.rounding) return py::none();
  return py::make_tuple(step.rounding->mode, step.rounding->unit);
}

// A pickled step: every part of it, names in both languages.
py::tuple step_state(const DerivationStep& step) {
  py::list operands;
  for (const auto& [name, value] : step.operands)
    operands.append(py::make_tuple(name.en, name.zh, value));
  return py::make_tuple(step.label.en, step.label.zh, step.operation, operands, step.result,
                        rounding_of(step));
}

// The class of a value in Python says which of the types it is.
Value value_from(py::handle object) {
  if (py::isinstance<Rate>(object)) return object.cast<Rate>();
  if (py::isinstance<Money>(object)) return object.cast<Money>();
  if (py::isinstance<MoneyBag>(object)) return object.cast<MoneyBag>();
  if (py::isinstance<py::str>(object)) return object.cast<std::string>();
  if (py::isinstance<py::int_>(object)) return object.cast<std::int64_t>();
  if (type_name(object) == "Decimal") return decimal_from(object);
  if (type_name(object) == "Fraction") return ratio_from(object);
  return date_from(object);
}

DerivationStep step_from(const py::tuple& state) {
  const auto text = [](const py::handle object) { return object.cast<std::string>(); };
  DerivationStep step{.label = Label(text(state[0]), text(state[1])),
                      .operation = state[2].cast<Operation>(),
                      .result = value_from(state[4])};
  for (const py::handle item : state[3]) {
    const auto operand = item.cast<py::tuple>();
    step.operands.push_back({Label(text(operand[0]), text(operand[1])), value_from(operand[2])});
  }
  if (!state[5].is_none()) {
    const auto rounding = state[5].cast<py::tuple>();
    step.rounding = RoundedTo{rounding[0].cast<Rounding>(), decimal_from(rounding[1])};
  }
  return step;
}

void bind_step(py::module_& m) {
  py::class_<DerivationStep> step(
      m, "DerivationStep", py::is_final(),
      "One line of a derivation: label = operation(operands), perhaps rounded.");
  step.def_property_readonly(
          "label", [](const DerivationStep& self) { return self.label.en; },
          "What the result is called, in English.")
      .def_readonly("operation", &DerivationStep::operation,
                    "How the result follows from the operands.")
      .def_property_readonly("operands", &operands_of, "Pairs of a name and a value.")
      .def_property_readonly(
          "result", [](const DerivationStep& self) { return self.result; },
          "The value that follows.")
      .def_property_readonly("rounding", &rounding_of,
                             "None, or the mode and the unit of which the result is a multiple.");
  def_repr(step, [](const DerivationStep& self) {
    return py::str("<o2c.DerivationStep {}: {} {!r} = {!r}>")
        .format(self.label.en, to_string(self.operation), operands_of(self), self.result);
  });
  def_equality(step);
  def_copy(step);
  def_pickle(step, step_state, step_from);
}

void bind_derivation(py::module_& m) {
  py::class_<Derivation> derivation(
      m, "Derivation", py::is_final(),
      "How an amount came about, step by step, in a form that can be recomputed.\n\nMake an empty "
      "one, pass it to a function that takes `trace`, and show it:\n\n    why = o2c.Derivation()\n"
      "    o2c.apply('3%', '1000 USD', rounding='half_up', trace=why)\n    print(why)");
  derivation.def(py::init<>(), "Without steps.")
      .def_property_readonly(
          "steps", [](const Derivation& self) { return std::vector(self.steps()); },
          "The steps so far, in order.")
      .def("__len__", [](const Derivation& self) { return self.steps().size(); })
      .def("recheck", &Derivation::recheck,
           "Recompute every step from its operands, exactly, and return the positions of those "
           "that do not hold.")
      .def(
          "to_text",
          [](const Derivation& self, Given<Language> lang) { return self.to_text(lang); },
          py::arg("lang") = "en", "Aligned lines for a terminal or an e-mail.")
      .def(
          "to_html",
          [](const Derivation& self, Given<Language> lang) { return self.to_html(lang); },
          py::arg("lang") = "en", "A table of class \"o2c-derivation\", without script or style.")
      .def(
          "to_json",
          [](const Derivation& self, Given<Language> lang) { return self.to_json(lang); },
          py::arg("lang") = "en",
          "{\"language\": ..., \"steps\": [...]}; every value has a type and a text, amounts too.")
      .def("_repr_html_", [](const Derivation& self) { return self.to_html(Language::en); })
      .def("__str__", [](const Derivation& self) { return to_string(self); });
  def_repr(derivation, [](const Derivation& self) {
    return "<o2c.Derivation of " + std::to_string(self.steps().size()) + " steps>";
  });
  def_equality(derivation);
  def_pickle(
      derivation,
      [](const Derivation& self) {
        py::list steps;
        for (const DerivationStep& step : self.steps()) steps.append(step_state(step));
        return py::tuple(steps);
      },
      [](const py::tuple& state) {
        Derivation made;
        for (const py::handle step : state) made.add(step_from(step.cast<py::tuple>()));
        return made;
      });
}

}  // namespace

void bind_explain(py::module_& m) {
  bind_enum<Language>(m);
  bind_enum<Operation>(m);
  bind_step(m);
  bind_derivation(m);
}

}  // namespace o2c::python
