#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/commission/acknowledgement.hpp"
#include "o2c/commission/plan.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "value_type.hpp"

namespace o2c::python {
namespace {

StatementAnswer answer_from(const py::object& salesperson, const Date& date,
                            const std::string& opinion, std::optional<std::int64_t> line,
                            const std::string& reason) {
  if (line && *line < 0)
    throw_invalid("line: expected a position from 0, got " + std::to_string(*line));
  return {.salesperson = py::str(salesperson),
          .date = date,
          .opinion = parse_statement_opinion(opinion),
          .line = line ? std::optional(static_cast<std::size_t>(*line)) : std::nullopt,
          .reason = reason};
}

py::tuple answer_state(const StatementAnswer& answer) {
  return py::make_tuple(answer.salesperson, answer.date, to_string(answer.opinion), answer.line,
                        answer.reason);
}

py::str answer_repr(const StatementAnswer& answer) {
  std::string text =
      py::str("StatementAnswer({!r}, {!r}, {!r}")
          .format(answer.salesperson, to_string(answer.date), to_string(answer.opinion))
          .cast<std::string>();
  if (answer.line) text += ", line=" + std::to_string(*answer.line);
  if (!answer.reason.empty())
    text += ", reason=" + py::repr(py::str(answer.reason)).cast<std::string>();
  return text + ")";
}

py::dict reviewed_row(const ReviewedLine& reviewed) {
  py::dict row;
  row["line"] = reviewed.line;
  row["standing"] = to_string(reviewed.standing);
  row["date"] = reviewed.date;
  row["reason"] = reviewed.reason;
  return row;
}

py::dict review_of(const Plan& plan, const std::string& salesperson,
                   const std::vector<std::size_t>& lines, const Date& handed_out,
                   const std::vector<StatementAnswer>& answers, const Date& as_of) {
  const StatementReview review = review_statement(plan.terms().acknowledgement, salesperson, lines,
                                                  handed_out, answers, as_of);
  py::dict row;
  py::list rows;
  for (const ReviewedLine& each : review.lines) rows.append(reviewed_row(each));
  row["deadline"] = review.deadline;
  row["whole"] = reviewed_row(review.whole);
  row["lines"] = rows;
  return row;
}

}  // namespace

void bind_acknowledgement(py::module_& m) {
  py::class_<StatementAnswer> answer(m, "StatementAnswer", py::is_final(),
                                     "What a person answers to a statement of commissions.");
  answer
      .def(py::init(&answer_from), py::arg("salesperson"), py::arg("date"), py::arg("opinion"),
           py::kw_only(), py::arg("line") = py::none(), py::arg("reason") = "",
           "salesperson: as in the lines' table, a text or a whole number.\n"
           "opinion: \"accepts\" or \"objects\".\n"
           "line: the line's position in the table that was settled; without, the statement as a "
           "whole: accepting it accepts its lines, objecting to it (a line is missing) says "
           "nothing of those it has.\n"
           "reason: why; an objection needs it.")
      .def_readonly("salesperson", &StatementAnswer::salesperson)
      .def_readonly("date", &StatementAnswer::date)
      .def_property_readonly(
          "opinion", [](const StatementAnswer& self) { return to_string(self.opinion); },
          "\"accepts\" or \"objects\".")
      .def_readonly("line", &StatementAnswer::line, "None: the statement as a whole.")
      .def_readonly("reason", &StatementAnswer::reason)
      .def("__hash__", [](const StatementAnswer& self) { return py::hash(answer_state(self)); });
  def_repr(answer, answer_repr);
  def_equality(answer);
  def_copy(answer);
  def_pickle(answer, answer_state, [](const py::tuple& state) {
    return answer_from(state[0], date_from(state[1]), state[2].cast<std::string>(),
                       state[3].cast<std::optional<std::int64_t>>(), state[4].cast<std::string>());
  });
  m.def("review_statement", &review_of, py::arg("plan"), py::arg("salesperson"), py::arg("lines"),
        py::arg("handed_out"), py::arg("answers"), py::arg("as_of"));
}

}  // namespace o2c::python
