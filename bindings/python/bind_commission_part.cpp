#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/commission/commission_part.hpp"
#include "o2c/commission/settle_tables.hpp"
#include "o2c/explain/derivation.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "commission_rows.hpp"
#include "exchange_rows.hpp"
#include "payout_rows.hpp"
#include "tables.hpp"
#include "value_type.hpp"

namespace o2c::python {
namespace {

// What parts come to.
struct FinishedCommission {
  Plan plan;
  CommissionStatement statement;
};

py::tuple part_state(const CommissionPart& part) {
  py::list earned;
  for (const EarnedSpan& each : part.earned)
    earned.append(py::make_tuple(each.salesperson, each.first, each.lines, each.base,
                                 each.commission, each.awaiting));
  py::list by_rule;
  for (const EarnedByRule& each : part.by_rule)
    by_rule.append(py::make_tuple(each.salesperson, each.period, each.rule, each.lines, each.base,
                                  each.commission, each.quantity));
  py::list tie_out;
  for (const TieOutRow& each : part.tie_out)
    tie_out.append(py::make_tuple(static_cast<int>(each.standing), each.rule, each.lines, each.net,
                                  each.amount, each.base, each.commission, each.tax));
  py::list exchanges;
  for (const CurrencyExchange& each : part.exchanges) {
    py::list rates;
    for (const ExchangeLeg& leg : each.by.path.legs)
      rates.append(py::make_tuple(leg.rate, leg.inverted));
    exchanges.append(py::make_tuple(each.from, each.by.date, rates));
  }
  return py::make_tuple(part.plan, part.period, earned, by_rule, tie_out, exchanges);
}

CommissionPart part_from(const py::tuple& state) {
  CommissionPart part{.plan = state[0].cast<Plan>(), .period = state[1].cast<Period>()};
  const auto each_of = [&state](std::size_t list, const auto& use) {
    for (const py::handle each : state[list]) use(py::reinterpret_borrow<py::tuple>(each));
  };
  each_of(2, [&](const py::tuple& row) {
    part.earned.push_back({row[0].cast<std::string>(), row[1].cast<Date>(),
                           row[2].cast<std::size_t>(), row[3].cast<Money>(), row[4].cast<Money>(),
                           row[5].cast<Money>()});
  });
  each_of(3, [&](const py::tuple& row) {
    part.by_rule.push_back({row[0].cast<std::string>(), row[1].cast<Period>(),
                            row[2].cast<std::size_t>(), row[3].cast<std::size_t>(),
                            row[4].cast<Money>(), row[5].cast<Money>(),
                            row[6].cast<std::optional<Decimal>>()});
  });
  each_of(4, [&](const py::tuple& row) {
    part.tie_out.push_back({.standing = static_cast<LineStanding>(row[0].cast<int>()),
                            .rule = row[1].cast<std::optional<std::size_t>>(),
                            .lines = row[2].cast<std::size_t>(),
                            .net = row[3].cast<Money>(),
                            .amount = row[4].cast<std::optional<Money>>(),
                            .base = row[5].cast<Money>(),
                            .commission = row[6].cast<Money>()});
    if (row.size() > 7) part.tie_out.back().tax = row[7].cast<std::optional<Money>>();
  });
  each_of(5, [&](const py::tuple& row) {
    ExchangePath path;
    for (const py::handle each : row[2]) {
      const auto leg = py::reinterpret_borrow<py::tuple>(each);
      path.legs.push_back({leg[0].cast<ExchangeRate>(), leg[1].cast<bool>()});
    }
    part.exchanges.push_back({row[0].cast<Currency>(), {row[1].cast<Date>(), std::move(path)}});
  });
  return part;
}

py::list total_rows(const FinishedCommission& of) {
  py::list rows;
  for (const EarnedTotal& each : of.statement.totals) {
    py::dict row;
    row["salesperson"] = each.salesperson;
    row["period"] = each.period;
    row["lines"] = each.lines;
    row["base"] = each.base;
    row["commission"] = each.commission;
    row["bounded"] = each.bounded;
    rows.append(std::move(row));
  }
  return rows;
}

Derivation explain_payout(const FinishedCommission& of, const std::string& salesperson) {
  for (const PersonPayout& each : of.statement.payouts)
    if (each.salesperson == salesperson) return explain(of.plan, each.payout);
  throw_invalid("salesperson: expected one who is paid, got " + salesperson);
}

}  // namespace

void bind_commission_part(py::module_& m) {
  py::class_<FinishedCommission>(m, "FinishedCommission", "What o2c.CommissionTotals stands on.")
      .def("rows", &total_rows)
      .def("by_rule",
           [](const FinishedCommission& self) {
             return by_rule_rows(self.plan, self.statement.by_rule);
           })
      .def("overrides",
           [](const FinishedCommission& self) { return override_rows(self.statement.overrides); })
      .def("pools", [](const FinishedCommission& self) { return pool_rows(self.statement.pools); })
      .def("payouts",
           [](const FinishedCommission& self) { return payout_rows(self.statement.payouts); })
      .def("tie_out",
           [](const FinishedCommission& self) {
             return tie_out_rows(self.plan, self.statement.tie_out);
           })
      .def("exchanges",
           [](const FinishedCommission& self) { return exchange_rows(self.statement.exchanges); })
      .def("explain_payout", &explain_payout, py::arg("salesperson"));

  py::class_<CommissionPart> part(m, "CommissionPart", "What o2c.CommissionPart stands on.");
  part.def_property_readonly("plan", [](const CommissionPart& self) { return self.plan; })
      .def_property_readonly("period", [](const CommissionPart& self) { return self.period; })
      .def_property_readonly("people",
                             [](const CommissionPart& self) {
                               std::size_t people = 0;
                               const std::string* last = nullptr;
                               for (const EarnedSpan& each : self.earned)
                                 if (last == nullptr || *last != each.salesperson) {
                                   ++people;
                                   last = &each.salesperson;
                                 }
                               return people;
                             })
      .def(
          "__add__", [](const CommissionPart& a, const CommissionPart& b) { return a + b; },
          py::arg("other"))
      .def(
          "finish",
          [](const CommissionPart& self, TableSource* people, TableSource* openings,
             const py::list& opening_rows, std::optional<int> amount_digits) {
            std::vector<PersonOpening> opened = openings_from(opening_rows);
            const py::gil_scoped_release release;
            std::optional<Team> team;
            if (people != nullptr) team = read_team(*people, self.plan);
            const Team* const of = team ? &*team : nullptr;
            if (openings != nullptr)
              opened = read_openings(*openings, self.plan, amount_digits, of);
            return FinishedCommission{self.plan, finish(self, {.team = of, .openings = opened})};
          },
          py::arg("people"), py::arg("openings"), py::arg("opening_rows"),
          py::arg("amount_digits"));
  def_equality(part);
  def_pickle(part, part_state, part_from);
}

}  // namespace o2c::python
