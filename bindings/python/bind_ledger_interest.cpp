#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/receivable/compensation.hpp"
#include "o2c/receivable/interest_run.hpp"
#include "o2c/receivable/ledger.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "exchange_rows.hpp"
#include "report_columns.hpp"

namespace o2c::python {
namespace {

AsOf as_of_from(Date as_of, std::optional<std::int64_t> known_at) {
  return {as_of, known_at.value_or(AsOf::now)};
}

std::vector<std::string> numbers_of(const Ledger& ledger,
                                    const Expected<std::vector<DocumentId>>& booked) {
  std::vector<std::string> numbers;
  for (const DocumentId id : booked.value()) numbers.emplace_back(ledger.document(id).number);
  return numbers;
}

// --- interest ----------------------------------------------------------------------------------

py::list stretch_dicts(const InterestCharge& charge) {
  py::list rows;
  for (const InstallmentInterest& each : charge.installments)
    for (const InterestStretch& stretch : each.stretches) {
      py::dict row;
      row["instalment"] = instalment_or_none(each.installment);
      row["due_date"] = each.due_date;
      row["first"] = stretch.first;
      row["last"] = stretch.last;
      row["days"] = stretch.days;
      row["open"] = stretch.open;
      row["rate"] = stretch.rate;
      rows.append(row);
    }
  return rows;
}

py::dict charge_dict(const InterestRun& run, std::size_t place) {
  const InterestCharge& charge = run.charges.at(place);
  py::dict row;
  row["party"] = charge.party;
  row["document_kind"] = to_string(charge.kind);
  row["document"] = charge.number;
  row["stretches"] = stretch_dicts(charge);
  row["accrued"] = charge.accrued;
  row["charged_before"] = charge.charged_before;
  row["amount"] = charge.amount;
  row["credits"] = charge.credits;
  row["covered"] = charge.covered;
  row["interest_number"] = charge.interest_number;
  return row;
}

std::shared_ptr<ArrowTable> charges_table(const InterestRun& run) {
  const std::vector<InterestCharge>& rows = run.charges;
  CommonScale scale;
  for (const InterestCharge& row : rows) scale.include(row.amount);
  TableBuilder table(rows.size());
  table.text("party", [&](std::size_t i) { return std::string_view(rows[i].party); });
  add_names(table, "document_kind", rows.size(),
            [&](std::size_t i) { return to_string(rows[i].kind); });
  table.text("document", [&](std::size_t i) { return std::string_view(rows[i].number); })
      .decimal("accrued", scale.digits(), [&](std::size_t i) { return scale.of(rows[i].accrued); })
      .decimal("charged_before", scale.digits(),
               [&](std::size_t i) { return scale.of(rows[i].charged_before); })
      .decimal("amount", scale.digits(), [&](std::size_t i) { return scale.of(rows[i].amount); })
      .decimal("credits", scale.digits(), [&](std::size_t i) { return scale.of(rows[i].credits); })
      .boolean("covered", [&](std::size_t i) { return rows[i].covered; })
      .text("currency", [&](std::size_t i) { return rows[i].amount.currency().code(); })
      .text("interest_number",
            [&](std::size_t i) { return std::string_view(rows[i].interest_number); });
  return finished(table);
}

void bind_charges(py::module_& m, py::class_<Ledger>& ledger) {
  py::class_<InterestRun>(m, "InterestRun", "What o2c.InterestCharges stands on.")
      .def_property_readonly("as_of", [](const InterestRun& self) { return self.as_of; })
      .def_property_readonly("policy", [](const InterestRun& self) { return self.policy; })
      .def("__len__", [](const InterestRun& self) { return self.charges.size(); })
      .def("row", &charge_dict, py::arg("row"))
      .def(
          "explain",
          [](const InterestRun& self, std::size_t row) {
            return self.explain(self.charges.at(row));
          },
          py::arg("row"))
      .def("to_arrow_table", &charges_table);
  ledger
      .def(
          "interest_run",
          [](const Ledger& self, const InterestPolicy& policy, Date as_of,
             std::optional<std::int64_t> known_at, std::optional<std::string> party,
             const std::string& disputed, const py::object& minimums) {
            return interest_run(
                self, policy, as_of_from(as_of, known_at),
                {.party = std::move(party),
                 .disputed = parse_disputed_interest(disputed),
                 .minimums = list_from<Money, money_from>(minimums, "o2c.Money items")});
          },
          py::arg("policy"), py::kw_only(), py::arg("as_of"), py::arg("known_at"), py::arg("party"),
          py::arg("disputed"), py::arg("minimums"))
      .def(
          "charge_interest",
          [](Ledger& self, const InterestRun& run, const std::vector<std::size_t>& rows, Date date,
             std::optional<Date> due_date, std::string number, const py::list& rates,
             const std::string& covered, std::int64_t recorded_at) {
            std::vector<InterestCharge> chosen;
            for (const std::size_t row : rows) chosen.push_back(run.charges.at(row));
            return numbers_of(self, charge_interest(self, chosen,
                                                    {.date = date,
                                                     .due_date = due_date,
                                                     .number = std::move(number),
                                                     .rates = rates_from(rates),
                                                     .covered = parse_covered_charges(covered)},
                                                    recorded_at));
          },
          py::arg("run"), py::arg("rows"), py::kw_only(), py::arg("date"), py::arg("due_date"),
          py::arg("number"), py::arg("rates"), py::arg("covered"), py::arg("recorded_at"));
}

// --- compensation ------------------------------------------------------------------------------

struct CompensationRun {
  std::vector<CompensationCharge> charges;
};

py::dict compensation_dict(const CompensationRun& run, std::size_t place) {
  const CompensationCharge& charge = run.charges.at(place);
  py::dict row;
  row["party"] = charge.party;
  row["document"] = charge.number;
  row["late_since"] = charge.late_since;
  row["debt"] = charge.debt;
  row["amount"] = charge.amount;
  row["credits"] = charge.credits;
  row["covered"] = charge.is_covered();
  return row;
}

std::shared_ptr<ArrowTable> compensations_table(const CompensationRun& run) {
  const std::vector<CompensationCharge>& rows = run.charges;
  CommonScale scale;
  for (const CompensationCharge& row : rows) scale.include(row.amount);
  TableBuilder table(rows.size());
  table.text("party", [&](std::size_t i) { return std::string_view(rows[i].party); })
      .text("document", [&](std::size_t i) { return std::string_view(rows[i].number); })
      .date("late_since", [&](std::size_t i) { return column_date(rows[i].late_since); })
      .decimal("debt", scale.digits(), [&](std::size_t i) { return scale.of(rows[i].debt); })
      .decimal("amount", scale.digits(), [&](std::size_t i) { return scale.of(rows[i].amount); })
      .decimal("credits", scale.digits(), [&](std::size_t i) { return scale.of(rows[i].credits); })
      .boolean("covered", [&](std::size_t i) { return rows[i].is_covered(); })
      .text("currency", [&](std::size_t i) { return rows[i].amount.currency().code(); });
  return finished(table);
}

void bind_compensations(py::module_& m, py::class_<Ledger>& ledger) {
  py::class_<CompensationRun>(m, "CompensationRun", "What o2c.CompensationCharges stands on.")
      .def("__len__", [](const CompensationRun& self) { return self.charges.size(); })
      .def("row", &compensation_dict, py::arg("row"))
      .def("to_arrow_table", &compensations_table);
  ledger
      .def(
          "compensation_run",
          [](const Ledger& self, const Compensation& compensation, Date as_of,
             std::optional<std::int64_t> known_at, const std::optional<std::string>& party) {
            return CompensationRun{
                compensation_run(self, compensation, as_of_from(as_of, known_at), party)};
          },
          py::arg("compensation"), py::kw_only(), py::arg("as_of"), py::arg("known_at"),
          py::arg("party"))
      .def(
          "charge_compensation",
          [](Ledger& self, const CompensationRun& run, const std::vector<std::size_t>& rows,
             Date date, const py::list& rates, const std::string& covered,
             std::int64_t recorded_at) {
            std::vector<CompensationCharge> chosen;
            for (const std::size_t row : rows) chosen.push_back(run.charges.at(row));
            return numbers_of(self, charge_compensation(self, chosen,
                                                        {.date = date,
                                                         .rates = rates_from(rates),
                                                         .covered = parse_covered_charges(covered)},
                                                        recorded_at));
          },
          py::arg("run"), py::arg("rows"), py::kw_only(), py::arg("date"), py::arg("rates"),
          py::arg("covered"), py::arg("recorded_at"));
}

}  // namespace

void bind_ledger_interest(py::module_& m) {
  py::class_<Ledger> ledger(py::object(m.attr("Ledger")));
  bind_charges(m, ledger);
  bind_compensations(m, ledger);
}

}  // namespace o2c::python
