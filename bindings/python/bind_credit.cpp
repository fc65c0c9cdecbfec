#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/receivable/credit_exposure.hpp"
#include "o2c/receivable/credit_limit.hpp"
#include "o2c/receivable/credit_table.hpp"
#include "o2c/receivable/ledger.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "currency_registry.hpp"
#include "enums.hpp"
#include "report_columns.hpp"
#include "tables.hpp"
#include "value_type.hpp"

namespace o2c::python {
namespace {

using Amounts = std::map<std::string, Given<Money>>;

/// Exposures of all parties by the end of a day.
struct CreditExposure {
  Date as_of;
  std::vector<PartyExposure> parties;
};

// --- CreditLimit -------------------------------------------------------------------------------

CreditLimit::StageLimits stage_limits_from(const Amounts& stages) {
  CreditLimit::StageLimits limits{};
  for (const auto& [name, limit] : stages)
    limits[static_cast<std::size_t>(parse_credit_stage(name))] = limit;
  return limits;
}

py::dict stages_dict(const CreditLimit& limit) {
  py::dict stages;
  for (std::size_t i = 0; i < credit_stages; ++i)
    if (limit.stages()[i]) stages[py::str(to_string(CreditStage(i)))] = *limit.stages()[i];
  return stages;
}

py::tuple limit_state(const CreditLimit& limit) {
  return py::make_tuple(limit.name(), limit.total(), stages_dict(limit), limit.overdue_days(),
                        limit.members());
}

std::string limit_repr(const CreditLimit& limit) {
  std::string text = "CreditLimit(" + py::repr(py::str(limit.name())).cast<std::string>();
  if (limit.total()) text += ", " + py::repr(py::cast(*limit.total())).cast<std::string>();
  const py::dict stages = stages_dict(limit);
  if (!stages.empty()) text += ", stages=" + py::repr(stages).cast<std::string>();
  if (limit.overdue_days()) text += ", overdue_days=" + std::to_string(*limit.overdue_days());
  if (!limit.members().empty())
    text += ", members=" + py::repr(py::cast(limit.members())).cast<std::string>();
  return text + ")";
}

void bind_limit(py::module_& m) {
  py::class_<CreditLimit> limit(m, "CreditLimit", py::is_final(),
                                "How much credit a party, or a group of parties, is given "
                                "(信用额度), in one currency.");
  limit
      .def(py::init([](std::string name, const std::optional<Given<Money>>& total,
                       const Amounts& stages, std::optional<std::int32_t> overdue_days,
                       std::vector<std::string> members) {
             std::optional<Money> most;
             if (total) most = total->value;
             return CreditLimit(std::move(name), most, stage_limits_from(stages), overdue_days,
                                std::move(members));
           }),
           py::arg("name"), py::arg("total") = py::none(), py::kw_only(),
           py::arg("stages") = py::dict(), py::arg("overdue_days") = py::none(),
           py::arg("members") = py::list(),
           "total limits the exposure; stages what stands in single stages, before cover ('open', "
           "'overdue', 'under_collection', 'draft', 'shipped', 'ordered'). More than overdue_days "
           "overdue blocks by itself. members: the parties of a group; none: the party of that "
           "name.\n\nRaises InvalidArgument with every fault.")
      .def_property_readonly(
          "name", [](const CreditLimit& self) { return self.name(); }, "The party, or the group.")
      .def_property_readonly(
          "total", [](const CreditLimit& self) { return self.total(); },
          "Limit of the exposure, or None.")
      .def_property_readonly("stages", &stages_dict, "Limits of single stages, before cover.")
      .def_property_readonly("overdue_days", &CreditLimit::overdue_days,
                             "More days overdue block, or None.")
      .def_property_readonly(
          "members", [](const CreditLimit& self) { return self.members(); },
          "Parties of a group; empty: the party of that name.")
      .def_property_readonly("currency", &CreditLimit::currency, "Of all its limits.")
      .def("__str__", [](const CreditLimit& self) { return to_string(self); });
  def_repr(limit, &limit_repr);
  def_equality(limit);
  def_copy(limit);
  limit.def("__hash__", [](const CreditLimit& self) {
    return py::hash(py::make_tuple(self.name(), self.total(), self.overdue_days(),
                                   py::tuple(py::cast(self.members()))));
  });
  def_pickle(limit, &limit_state, [](const py::tuple& state) {
    return CreditLimit(state[0].cast<std::string>(), state[1].cast<std::optional<Money>>(),
                       stage_limits_from(state[2].cast<Amounts>()),
                       state[3].cast<std::optional<std::int32_t>>(),
                       state[4].cast<std::vector<std::string>>());
  });
}

// --- exposures ---------------------------------------------------------------------------------

void add_figures(py::dict& row, const ExposureFigures& figures) {
  for (std::size_t i = 0; i < credit_stages; ++i)
    row[py::str(to_string(CreditStage(i)))] = figures.stages.at(CreditStage(i));
  row["covered"] = figures.covered;
  row["credits"] = figures.credits;
  row["insured"] = figures.insured;
  row["exposure"] = figures.exposure;
}

py::object overdue_dict(const std::optional<LongestOverdue>& overdue) {
  if (!overdue) return py::none();
  py::dict row;
  row["document"] = overdue->document;
  row["days"] = overdue->days;
  row["amount"] = overdue->amount;
  return row;
}

py::dict party_dict(const PartyExposure& exposure) {
  py::list orders;
  for (const OrderExposure& order : exposure.orders) {
    py::dict row;
    row["order"] = order.order;
    row["total"] = order.stages.total();
    row["covered"] = order.covered;
    row["uncovered"] = order.uncovered;
    orders.append(row);
  }
  py::dict row;
  row["party"] = exposure.party;
  row["currency"] = std::string(exposure.currency().code());
  add_figures(row, exposure.figures);
  row["overdue_longest"] = overdue_dict(exposure.overdue);
  row["orders"] = orders;
  return row;
}

std::optional<CreditConversion> conversion_from(const std::optional<ExchangeTable>& rates,
                                                Date date, Given<Rounding> rounding) {
  if (!rates) return std::nullopt;
  return CreditConversion{.rates = *rates, .date = date, .rounding = rounding};
}

AmountTableOptions options_from(const CurrencyTable& currencies, const py::object& currency,
                                std::optional<int> amount_digits) {
  AmountTableOptions options;
  if (!currency.is_none()) options.currency = currency_from(currency);
  options.currencies = currencies;
  options.amount_digits = amount_digits;
  return options;
}

void bind_exposure(py::module_& m) {
  py::class_<CreditExposure>(m, "CreditExposure", "What o2c.CreditExposure stands on.")
      .def("__len__", [](const CreditExposure& self) { return self.parties.size(); })
      .def_readonly("as_of", &CreditExposure::as_of)
      .def("rows",
           [](const CreditExposure& self) {
             py::list rows;
             for (const PartyExposure& each : self.parties) rows.append(party_dict(each));
             return rows;
           })
      .def(
          "explain",
          [](const CreditExposure& self, std::size_t row) {
            return self.parties.at(row).explain();
          },
          py::arg("row"))
      .def(
          "check",
          [](const CreditExposure& self, const CreditLimit& limit,
             const std::optional<ExchangeTable>& rates, Given<Rounding> rounding) {
            return credit(limit, self.parties, conversion_from(rates, self.as_of, rounding));
          },
          py::arg("limit"), py::kw_only(), py::arg("rates"), py::arg("rounding"))
      .def(
          "to_text",
          [](const CreditExposure& self, const std::string& lang) {
            return to_string(self.parties, parse_language(lang));
          },
          py::arg("lang"))
      .def("to_arrow_table", [](const CreditExposure& self) {
        return std::const_pointer_cast<ArrowTable>(to_arrow(self.parties));
      });
  m.def(
      "credit_exposure",
      [](TableSource* items, TableSource* orders, TableSource* insurance, Date as_of,
         const py::object& currency, std::optional<int> amount_digits) {
        const std::shared_ptr<const CurrencyTable> currencies = currency_table();
        const AmountTableOptions options = options_from(*currencies, currency, amount_digits);
        py::gil_scoped_release release;
        return CreditExposure{as_of, credit_exposure({items, orders, insurance}, as_of, options)};
      },
      py::arg("items"), py::arg("orders"), py::arg("insurance"), py::kw_only(), py::arg("as_of"),
      py::arg("currency"), py::arg("amount_digits"), "What parties may cost us.");
  py::class_<Ledger> ledger(py::object(m.attr("Ledger")));
  ledger.def(
      "credit_exposure",
      [](const Ledger& self, TableSource* orders, TableSource* insurance,
         const std::vector<std::string>& under_collection, Date as_of,
         std::optional<std::int64_t> known_at, const py::object& currency,
         std::optional<int> amount_digits) {
        const std::shared_ptr<const CurrencyTable> currencies = currency_table();
        const AmountTableOptions options = options_from(*currencies, currency, amount_digits);
        const std::vector<CreditItem> items =
            credit_items(self, AsOf(as_of, known_at.value_or(AsOf::now)), under_collection);
        return CreditExposure{as_of,
                              credit_exposure({nullptr, orders, insurance}, as_of, options, items)};
      },
      py::arg("orders"), py::arg("insurance"), py::arg("under_collection"), py::kw_only(),
      py::arg("as_of"), py::arg("known_at"), py::arg("currency"), py::arg("amount_digits"));
}

// --- the answer --------------------------------------------------------------------------------

OrderPosition position_from(std::string party, std::string order, const Amounts& amounts) {
  if (amounts.empty()) throw_invalid("an order that states no amount: expected ordered, ...");
  const auto stated = amounts.find("ordered");
  const Money first = (stated != amounts.end() ? stated : amounts.begin())->second.value;
  for (const auto& [name, amount] : amounts)
    if (amount.value.currency() != first.currency())
      throw CurrencyMismatch("an order in one currency: " + name + " is " +
                             to_string(amount.value) + " beside " + to_string(first));
  OrderPosition position(std::move(party), std::move(order), first.currency());
  const std::map<std::string, Money*> places{{"under_collection", &position.under_collection},
                                             {"draft", &position.draft},
                                             {"shipped", &position.shipped},
                                             {"ordered", &position.ordered},
                                             {"deposits", &position.cover.deposits},
                                             {"letter_of_credit", &position.cover.letter_of_credit},
                                             {"insured", &position.cover.insured}};
  for (const auto& [name, amount] : amounts) *places.at(name) = amount;
  return position;
}

std::string use_name(const LimitUse& use) { return use.stage ? to_string(*use.stage) : "total"; }

py::list use_dicts(const CreditAnswer& answer) {
  py::list rows;
  for (const LimitUse& use : answer.uses) {
    py::dict row;
    row["limit_of"] = use_name(use);
    row["limit"] = use.limit;
    row["used"] = use.used;
    row["left"] = use.left;
    row["is_hit"] = use.is_hit();
    rows.append(row);
  }
  return rows;
}

std::shared_ptr<ArrowTable> uses_table(const CreditAnswer& answer) {
  const std::vector<LimitUse>& uses = answer.uses;
  CommonScale scale;
  for (const LimitUse& use : uses) scale.include(use.limit);
  TableBuilder table(uses.size());
  table.text("name", [&](std::size_t) { return std::string_view(answer.limit.name()); });
  add_names(table, "limit_of", uses.size(), [&](std::size_t i) { return use_name(uses[i]); });
  table.text("currency", [&](std::size_t i) { return uses[i].limit.currency().code(); })
      .decimal("limit", scale.digits(), [&](std::size_t i) { return scale.of(uses[i].limit); })
      .decimal("used", scale.digits(), [&](std::size_t i) { return scale.of(uses[i].used); })
      .decimal("left", scale.digits(), [&](std::size_t i) { return scale.of(uses[i].left); });
  return finished(table);
}

void bind_answer(py::module_& m) {
  py::class_<CreditAnswer>(m, "CreditAnswer", "What o2c.CreditAnswer stands on.")
      .def("__len__", [](const CreditAnswer& self) { return self.uses.size(); })
      .def_readonly("limit", &CreditAnswer::limit)
      .def_readonly("other_currencies", &CreditAnswer::other_currencies)
      .def_property_readonly("left", &CreditAnswer::left)
      .def("figures",
           [](const CreditAnswer& self) {
             py::dict row;
             add_figures(row, self.figures);
             return row;
           })
      .def("uses", &use_dicts)
      .def("overdue",
           [](const CreditAnswer& self) {
             py::object found = overdue_dict(self.overdue);
             if (self.overdue) found["party"] = self.overdue_party;
             return found;
           })
      .def("refusals",
           [](const CreditAnswer& self) {
             py::list rows;
             for (const Refusal& refusal : self.refusals())
               rows.append(py::make_tuple(refusal.rule, refusal.reason.en, refusal.reason.zh));
             return rows;
           })
      .def(
          "would",
          [](const CreditAnswer& self, std::string party, std::string order,
             const Amounts& amounts) {
            return self.would(position_from(std::move(party), std::move(order), amounts));
          },
          py::arg("party"), py::arg("order"), py::arg("amounts"))
      .def("explain", &CreditAnswer::explain)
      .def(
          "to_text",
          [](const CreditAnswer& self, const std::string& lang) {
            return to_string(self, parse_language(lang));
          },
          py::arg("lang"))
      .def("to_arrow_table", &uses_table);
}

}  // namespace

void bind_credit(py::module_& m) {
  bind_limit(m);
  bind_exposure(m);
  bind_answer(m);
}

}  // namespace o2c::python
