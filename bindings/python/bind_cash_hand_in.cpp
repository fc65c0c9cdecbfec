#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/receivable/cash_hand_in.hpp"
#include "o2c/receivable/cash_hand_in_table.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "enums.hpp"
#include "report_columns.hpp"
#include "tables.hpp"
#include "value_type.hpp"

namespace o2c::python {
namespace {

py::dict claim_dict(const CashClaim& claim) {
  py::dict row;
  row["collected"] = claim.collected;
  row["in_time"] = claim.in_time;
  row["late"] = claim.late;
  row["recovered"] = claim.recovered;
  row["recoverable"] = claim.recoverable;
  row["withheld"] = claim.withheld;
  row["fine"] = claim.fine;
  return row;
}

py::dict collection_dict(const CollectedCash& cash) {
  py::list parts;
  for (const HandedInPart& part : cash.handed_in) {
    py::dict row;
    row["hand_in"] = part.hand_in;
    row["date"] = part.date;
    row["amount"] = part.amount;
    row["timing"] = to_string(part.timing);
    parts.append(row);
  }
  py::dict row = claim_dict(cash.claim);
  row["receipt"] = cash.collection.receipt;
  row["salesperson"] = cash.collection.salesperson;
  row["party"] = cash.collection.party;
  row["date"] = cash.collection.date;
  row["late_until"] = cash.late_until;
  row["handed_in"] = parts;
  return row;
}

py::dict deduction_dict(const LossDeduction& deduction) {
  py::dict row;
  row["loss"] = deduction.loss;
  row["cap"] = deduction.cap;
  row["most"] = deduction.most;
  row["rest"] = deduction.rest;
  return row;
}

py::tuple rule_state(const CashRule& rule) {
  return py::make_tuple(rule.late_days, rule.fine_multiple, rule.fine_rounding,
                        rule.deduction_share, rule.deduction_rounding);
}

CashRule rule_from_state(const py::tuple& state) {
  return {.late_days = state[0].cast<std::int32_t>(),
          .fine_multiple = state[1].cast<Decimal>(),
          .fine_rounding = state[2].cast<Rounding>(),
          .deduction_share = state[3].cast<Rate>(),
          .deduction_rounding = state[4].cast<Rounding>()};
}

void bind_rule(py::module_& m) {
  py::class_<CashRule> rule(m, "CashRule", py::is_final(),
                            "The rule for cash that the sales force collects (私收货款).");
  rule.def(py::init([](std::int32_t late_days, const Decimal& fine_multiple,
                       Given<Rounding> fine_rounding, Given<Rate> deduction_share,
                       Given<Rounding> deduction_rounding) {
             CashRule made{.late_days = late_days,
                           .fine_multiple = fine_multiple,
                           .fine_rounding = fine_rounding,
                           .deduction_share = deduction_share,
                           .deduction_rounding = deduction_rounding};
             check(made);
             return made;
           }),
           py::arg("late_days") = 2, py::arg_v("fine_multiple", Decimal(1), "1"), py::kw_only(),
           py::arg("fine_rounding") = "half_up", py::arg("deduction_share") = "20%",
           py::arg("deduction_rounding") = "down",
           "Raises InvalidArgument, with a fault for each number that makes no sense.")
      .def_readonly("late_days", &CashRule::late_days,
                    "Days after the collection on which a hand-in is only late.")
      .def_readonly("fine_multiple", &CashRule::fine_multiple, "The fine for each unit withheld.")
      .def_readonly("fine_rounding", &CashRule::fine_rounding, "Of the fine.")
      .def_readonly("deduction_share", &CashRule::deduction_share,
                    "How much of a month's wage may be deducted for losses.")
      .def_readonly("deduction_rounding", &CashRule::deduction_rounding,
                    "Of that part of the wage.");
  def_repr(rule, [](const CashRule& self) {
    return "CashRule(" + std::to_string(self.late_days) + ", '" + to_string(self.fine_multiple) +
           "', fine_rounding='" + std::string(name_of_member(self.fine_rounding)) +
           "', deduction_share='" + to_string(self.deduction_share) + "', deduction_rounding='" +
           std::string(name_of_member(self.deduction_rounding)) + "')";
  });
  def_equality(rule);
  def_copy(rule);
  rule.def("__hash__", [](const CashRule& self) { return py::hash(rule_state(self)); });
  def_pickle(rule, &rule_state, &rule_from_state);
  m.def(
      "loss_deduction",
      [](Given<Money> loss, Given<Money> wage, Given<Money> minimum_wage, const CashRule& of,
         Derivation* trace) {
        if (trace != nullptr)
          return deduction_dict(loss_deduction(loss, wage, minimum_wage, of, *trace));
        return deduction_dict(loss_deduction(loss, wage, minimum_wage, of));
      },
      py::arg("loss"), py::kw_only(), py::arg("wage"), py::arg("minimum_wage"),
      py::arg_v("rule", CashRule(), "CashRule()"), py::arg("trace") = py::none(),
      "What the law lets an employer deduct from a month's wage for a loss that an employee "
      "caused: at most a share of the wage (cap), and what remains is no less than the minimum "
      "wage. A fine is no loss.\n\nA dict of loss, cap, most (of this loss) and rest (for later "
      "months). Raises CurrencyMismatch.");
}

}  // namespace

void bind_cash_hand_in(py::module_& m) {
  bind_rule(m);
  py::class_<CashHandIn>(m, "CashHandIn", "What o2c.CashHandIn stands on.")
      .def("__len__", [](const CashHandIn& self) { return self.collections.size(); })
      .def_readonly("as_of", &CashHandIn::as_of)
      .def_readonly("rule", &CashHandIn::rule)
      .def("rows",
           [](const CashHandIn& self) {
             py::list rows;
             for (const CollectedCash& cash : self.collections) rows.append(collection_dict(cash));
             return rows;
           })
      .def("salespersons",
           [](const CashHandIn& self) {
             py::list rows;
             for (const SalespersonCash& each : self.salespersons) {
               py::dict row = claim_dict(each.claim);
               row["salesperson"] = each.salesperson;
               row["deduction"] =
                   each.deduction ? py::object(deduction_dict(*each.deduction)) : py::none();
               rows.append(row);
             }
             return rows;
           })
      .def_readonly("unsigned_hand_ins", &CashHandIn::unsigned_hand_ins)
      .def(
          "explain",
          [](const CashHandIn& self, std::size_t row) {
            return self.explain(self.collections.at(row));
          },
          py::arg("row"))
      .def(
          "legal_note",
          [](const CashHandIn& self, const std::string& lang) {
            return legal_note(self.rule).in(parse_language(lang));
          },
          py::arg("lang"))
      .def(
          "to_text",
          [](const CashHandIn& self, const std::string& lang) {
            return to_string(self, parse_language(lang));
          },
          py::arg("lang"))
      .def("to_arrow_table",
           [](const CashHandIn& self) {
             return std::const_pointer_cast<ArrowTable>(to_arrow(self));
           })
      .def("claims_table",
           [](const CashHandIn& self) {
             return std::const_pointer_cast<ArrowTable>(claims_table(self));
           })
      .def("handed_in_table", [](const CashHandIn& self) {
        return std::const_pointer_cast<ArrowTable>(handed_in_table(self));
      });
  m.def(
      "cash_hand_in",
      [](TableSource& collections, TableSource& hand_ins, Date as_of, const CashRule& rule,
         const Calendar* calendar,
         const std::vector<std::tuple<std::string, Money, Money>>& named_wages,
         const py::object& currency, std::optional<int> amount_digits) {
        std::vector<MonthlyWage> wages;
        for (const auto& [salesperson, wage, minimum_wage] : named_wages)
          wages.push_back({salesperson, wage, minimum_wage});
        const std::shared_ptr<const CurrencyTable> currencies = currency_table();
        AmountTableOptions options;
        if (!currency.is_none()) options.currency = currency_from(currency);
        options.currencies = *currencies;
        options.amount_digits = amount_digits;
        py::gil_scoped_release release;
        return with_wages(cash_hand_in(collections, hand_ins, as_of, rule, calendar, options),
                          wages);
      },
      py::arg("collections"), py::arg("hand_ins"), py::kw_only(), py::arg("as_of"), py::arg("rule"),
      py::arg("calendar"), py::arg("wages"), py::arg("currency"), py::arg("amount_digits"),
      "What became of the cash that the sales force collected.");
}

}  // namespace o2c::python
