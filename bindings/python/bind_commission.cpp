#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/commission/commission_table.hpp"
#include "o2c/commission/plan.hpp"
#include "o2c/commission/rate_schedule.hpp"
#include "o2c/explain/derivation.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "enums.hpp"
#include "tables.hpp"
#include "value_type.hpp"

namespace o2c::python {
namespace {

// --- the schedule ------------------------------------------------------------------------------

// A pair of where a tier begins and what it pays.
RateTier tier_from(py::handle object, TierMethod method) {
  const char* const expected = "a pair such as (300000, \"5%\")";
  if (!py::isinstance<py::sequence>(object) || py::isinstance<py::str>(object) ||
      py::len(object) != 2)
    throw_wrong_type(object, expected);
  const auto pair = py::reinterpret_borrow<py::sequence>(object);
  RateTier tier{.from = decimal_from(pair[0])};
  if (method == TierMethod::table)
    tier.amount = decimal_from(pair[1]);
  else
    tier.rate = rate_from(pair[1]);
  return tier;
}

RateSchedule schedule_from(const std::string& method, const py::object& tiers,
                           const std::string& edge) {
  const TierMethod how = parse_tier_method(method);
  std::vector<RateTier> list;
  for (const py::handle each : items_of(tiers, "pairs of where a tier begins and what it pays"))
    list.push_back(tier_from(each, how));
  return {how, std::move(list), parse_tier_edge(edge)};
}

py::tuple tiers_of(const RateSchedule& schedule) {
  py::list tiers;
  for (const RateTier& tier : schedule.tiers())
    if (schedule.method() == TierMethod::table)
      tiers.append(py::make_tuple(tier.from, tier.amount));
    else
      tiers.append(py::make_tuple(tier.from, tier.rate));
  return py::tuple(tiers);
}

py::tuple schedule_state(const RateSchedule& schedule) {
  return py::make_tuple(to_string(schedule.method()), tiers_of(schedule),
                        to_string(schedule.edge()));
}

py::str schedule_repr(const RateSchedule& schedule) {
  py::list tiers;
  for (const RateTier& tier : schedule.tiers())
    tiers.append(py::make_tuple(to_string(tier.from), schedule.method() == TierMethod::table
                                                          ? to_string(tier.amount)
                                                          : to_string(tier.rate)));
  return py::str("RateSchedule({!r}, {!r}, edge={!r})")
      .format(to_string(schedule.method()), tiers, to_string(schedule.edge()));
}

void bind_schedule(py::module_& m) {
  py::class_<RateSchedule> schedule(m, "RateSchedule", py::is_final(),
                                    "How much a base earns: a flat rate, or tiers.");
  schedule
      .def(py::init(&schedule_from), py::arg("method"), py::arg("tiers"), py::kw_only(),
           py::arg("edge") = "closes",
           "method: \"marginal\" (each rate pays for what of the base lies in its tier), \"whole\" "
           "(the rate of the tier that is reached pays for all of it), \"interpolated\" (the rate "
           "goes in a straight line from tier to tier, and pays for all of it), \"table\" (the "
           "tier that is reached pays its amount).\n"
           "tiers: pairs of where a tier begins and what it pays, ascending: "
           "[(0, \"3%\"), (300000, \"5%\")]; of a table, amounts.\n"
           "edge: whether a base that is exactly a tier's start \"closes\" the tier before, or "
           "\"opens\" that tier.\n\n"
           "Raises InvalidArgument with every fault.")
      .def_static(
          "flat", [](Given<Rate> rate) { return RateSchedule::flat(rate); }, py::arg("rate"),
          "One rate for all.")
      .def_property_readonly(
          "method", [](const RateSchedule& self) { return to_string(self.method()); },
          "How the tiers pay.")
      .def_property_readonly("tiers", &tiers_of, "Where each begins, and what it pays.")
      .def_property_readonly(
          "edge", [](const RateSchedule& self) { return to_string(self.edge()); },
          "Where a base belongs that is exactly a tier's start.")
      .def("for_target", &RateSchedule::for_target, py::arg("target"),
           "The same with starts that are parts of a target, such as 1.2, turned into amounts.")
      .def(
          "earned",
          [](const RateSchedule& self, const Decimal& base, Derivation* trace) {
            return trace == nullptr ? self.earned(base) : self.earned(base, *trace);
          },
          py::arg("base"), py::kw_only(), py::arg("trace") = py::none(),
          "What the base earns, exactly. A trace is told the steps.")
      .def(
          "lint",
          [](const RateSchedule& self, const std::string& lang) {
            std::vector<std::string> findings;
            for (const Label& each : self.lint()) findings.push_back(each.in(parse_language(lang)));
            return findings;
          },
          py::arg("lang") = "en",
          "What its author may not have meant: starts at which the pay jumps, tiers that pay as "
          "the one before, rates that fall, a rate above 100%.")
      .def(
          "describe",
          [](const RateSchedule& self, const std::string& lang) {
            return describe(self, parse_language(lang));
          },
          py::arg("lang") = "en", "The schedule in plain words.")
      .def("__str__", [](const RateSchedule& self) { return to_string(self); });
  def_repr(schedule, schedule_repr);
  def_equality(schedule);
  def_copy(schedule);
  schedule.def("__hash__", [](const RateSchedule& self) { return py::hash(schedule_state(self)); });
  def_pickle(schedule, schedule_state, [](const py::tuple& state) {
    return schedule_from(state[0].cast<std::string>(), state[1], state[2].cast<std::string>());
  });
}

// --- the plan ----------------------------------------------------------------------------------

std::optional<Money> optional_money(const py::object& object) {
  if (object.is_none()) return std::nullopt;
  return money_from(object);
}

// A schedule, or the rate of a flat one.
RateSchedule schedule_or_rate(const py::object& object) {
  if (py::isinstance<RateSchedule>(object)) return object.cast<RateSchedule>();
  return RateSchedule::flat(rate_from(object));
}

Plan plan_from(const std::string& name, const py::object& currency, const py::object& schedule,
               const std::string& basis, PeriodKind accumulation, Rounding rounding,
               const std::string& rounded, const py::object& unit) {
  return {name, currency_from(currency), schedule_or_rate(schedule),
          PlanTerms{.basis = parse_commission_basis(basis),
                    .accumulation = accumulation,
                    .rounding = rounding,
                    .rounded = parse_commission_rounding(rounded),
                    .unit = optional_money(unit)}};
}

py::tuple plan_state(const Plan& plan) {
  const PlanTerms& terms = plan.terms();
  return py::make_tuple(plan.name(), plan.currency(), plan.schedule(), to_string(terms.basis),
                        terms.accumulation, terms.rounding, to_string(terms.rounded), terms.unit);
}

void bind_plan(py::module_& m) {
  py::class_<Plan> plan(m, "Plan", py::is_final(), "A commission plan: what earns, and how much.");
  plan.def(py::init([](const std::string& name, const py::object& currency,
                       const py::object& schedule, const std::string& basis,
                       Given<PeriodKind> accumulation, Given<Rounding> rounding,
                       const std::string& rounded, const py::object& unit) {
             return plan_from(name, currency, schedule, basis, accumulation, rounding, rounded,
                              unit);
           }),
           py::arg("name"), py::arg("currency"), py::arg("schedule"), py::kw_only(),
           py::arg("basis") = "collected", py::arg("accumulation") = "month",
           py::arg("rounding") = "half_up", py::arg("rounded") = "cumulative",
           py::arg("unit") = py::none(),
           "schedule: an o2c.RateSchedule, or the rate of a flat one.\n"
           "basis: \"invoiced\" or \"collected\" (the lines' net), or \"gross_profit\" (less their "
           "cost).\n"
           "accumulation: how long a person's base accumulates.\n"
           "rounded: \"cumulative\" (what was earned in the period so far is rounded, and a line "
           "pays what it adds), or \"line\" (each by itself).\n"
           "unit: what commissions are multiples of, if not the currency's minor unit.\n\n"
           "Raises InvalidArgument with every fault.")
      .def_property_readonly("name", &Plan::name)
      .def_property_readonly("currency", &Plan::currency)
      .def_property_readonly("schedule", &Plan::schedule, "How much a base earns.")
      .def_property_readonly(
          "basis", [](const Plan& self) { return to_string(self.terms().basis); },
          "What of a line a commission is counted from.")
      .def_property_readonly(
          "accumulation", [](const Plan& self) { return self.terms().accumulation; },
          "How long a person's base accumulates.")
      .def_property_readonly(
          "rounding", [](const Plan& self) { return self.terms().rounding; },
          "How commissions are rounded.")
      .def_property_readonly(
          "rounded", [](const Plan& self) { return to_string(self.terms().rounded); },
          "Where they are rounded.")
      .def_property_readonly("unit", &Plan::unit, "What they are multiples of.")
      .def(
          "commission",
          [](const Plan& self, Given<Money> base, const py::object& before, Derivation* trace) {
            const Money already = optional_money(before).value_or(Money::zero(self.currency()));
            return trace == nullptr ? self.commission(already, base)
                                    : self.commission(already, base, *trace);
          },
          py::arg("base"), py::kw_only(), py::arg("before") = py::none(),
          py::arg("trace") = py::none(),
          "What a line with this base earns when so much has accumulated before it; with nothing "
          "before, what a whole period's base earns. A trace is told the steps.")
      .def(
          "describe",
          [](const Plan& self, const std::string& lang) {
            return describe(self, parse_language(lang));
          },
          py::arg("lang") = "en", "The plan in plain words.")
      .def("__str__", [](const Plan& self) { return to_string(self); });
  def_repr(plan, [](const Plan& self) {
    return py::str(
               "Plan({!r}, {}, {!r}, basis={!r}, accumulation={!r}, rounding={!r}, rounded={!r}, "
               "unit={!r})")
        .format(self.name(), currency_argument(self.currency()), self.schedule(),
                to_string(self.terms().basis), to_string(self.terms().accumulation),
                to_string(self.terms().rounding), to_string(self.terms().rounded),
                to_string(self.unit()));
  });
  def_equality(plan);
  def_copy(plan);
  plan.def("__hash__", [](const Plan& self) { return py::hash(plan_state(self)); });
  def_pickle(plan, plan_state, [](const py::tuple& state) {
    return plan_from(state[0].cast<std::string>(), state[1], state[2], state[3].cast<std::string>(),
                     state[4].cast<PeriodKind>(), state[5].cast<Rounding>(),
                     state[6].cast<std::string>(), state[7]);
  });
}

// --- the lines ---------------------------------------------------------------------------------

void bind_table(py::module_& m) {
  py::class_<CommissionTable>(m, "CommissionTable", "What o2c.CommissionResult stands on.")
      .def(py::init([](TableSource& lines, const Plan& plan, Given<Period> period,
                       std::optional<int> amount_digits, std::size_t threads) {
             const CommissionTableOptions options{.amount_digits = amount_digits,
                                                  .threads = threads};
             const py::gil_scoped_release release;
             return CommissionTable(lines, plan, period, options);
           }),
           py::arg("lines"), py::kw_only(), py::arg("plan"), py::arg("period"),
           py::arg("amount_digits"), py::arg("threads"))
      .def_property_readonly("plan", &CommissionTable::plan)
      .def_property_readonly("period", &CommissionTable::period)
      .def_property_readonly("outside", &CommissionTable::outside)
      .def("rows",
           [](const CommissionTable& self) {
             py::list rows;
             for (const CommissionRow& each : self.rows()) {
               py::dict row;
               row["salesperson"] = each.salesperson;
               row["period"] = each.period;
               row["lines"] = each.lines;
               row["base"] = each.base;
               row["commission"] = each.commission;
               rows.append(std::move(row));
             }
             return rows;
           })
      .def("totals",
           [](const CommissionTable& self) {
             const py::gil_scoped_release release;
             return std::const_pointer_cast<ArrowTable>(self.totals());
           })
      .def("lines",
           [](const CommissionTable& self) {
             const py::gil_scoped_release release;
             return std::const_pointer_cast<ArrowTable>(self.lines());
           })
      .def(
          "explain_line",
          [](const CommissionTable& self, std::int64_t line) {
            if (line < 0)
              throw_invalid("line: expected a position from 0, got " + std::to_string(line));
            return self.explain(static_cast<std::size_t>(line));
          },
          py::arg("line"))
      .def(
          "explain",
          [](const CommissionTable& self, const py::object& salesperson, Given<Period> period) {
            if (py::isinstance<py::str>(salesperson))
              return self.explain(salesperson.cast<std::string_view>(), period);
            if (!py::isinstance<py::int_>(salesperson))
              throw_wrong_type(salesperson, "a text or a whole number");
            const Int128 number = int128_from(salesperson);
            const auto code = static_cast<std::int64_t>(number);
            if (code != number) throw_invalid("salesperson: expected one who has lines");
            return self.explain(code, period);
          },
          py::arg("salesperson"), py::arg("period"));
}

}  // namespace

void bind_commission(py::module_& m) {
  bind_schedule(m);
  bind_plan(m);
  bind_table(m);
}

}  // namespace o2c::python
