// The parts of a plan: modifiers, rules, accelerators, overrides, pools.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "o2c/commission/modifier.hpp"
#include "o2c/commission/plan.hpp"
#include "o2c/commission/plan_rule.hpp"
#include "o2c/explain/derivation.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "enums.hpp"
#include "plan_values.hpp"
#include "value_type.hpp"

namespace o2c::python {
namespace {

// --- modifiers ---------------------------------------------------------------------------------

Modifier modifier_from(const std::string& measure, const py::object& levels,
                       const py::object& rules) {
  const ModifierMeasure of = parse_modifier_measure(measure);
  std::vector<ModifierLevel> list;
  for (const py::handle each : items_of(levels, "pairs of a bound and what is paid beyond it")) {
    const py::sequence pair = pair_from(each, "a pair such as (30, \"80%\")");
    const Decimal bound =
        of == ModifierMeasure::days_overdue ? decimal_from(pair[0]) : part_from(pair[0]);
    list.push_back({.beyond = bound, .pays = rate_from(pair[1])});
  }
  return {of, std::move(list), names_from(rules)};
}

py::tuple modifier_state(const Modifier& modifier) {
  py::list levels;
  for (const ModifierLevel& each : modifier.levels())
    levels.append(py::make_tuple(each.beyond, each.pays));
  return py::make_tuple(to_string(modifier.measure()), py::tuple(levels),
                        py::tuple(py::cast(modifier.rules())));
}

void bind_modifier(py::module_& m) {
  py::class_<Modifier> modifier(m, "Modifier", py::is_final(),
                                "What reduces, or raises, what single lines earn.");
  modifier
      .def(py::init(&modifier_from), py::arg("measure"), py::arg("levels"), py::kw_only(),
           py::arg("rules") = py::tuple(),
           "measure: \"days_overdue\", \"discount\" (what was given away of the list price) or "
           "\"margin\".\n"
           "levels: pairs of a bound and what is paid beyond it, of what the line has earned: "
           "[(30, \"80%\"), (60, \"60%\")]. Days and discounts go up, margins down "
           "([(\"12%\", \"0%\")]: below 12% nothing); the bound itself is not beyond it.\n"
           "rules: the names of those whose lines it is for; none: all.\n\n"
           "Raises InvalidArgument with every fault.")
      .def_property_readonly(
          "measure", [](const Modifier& self) { return to_string(self.measure()); },
          "What of a line it looks at.")
      .def_property_readonly(
          "levels", [](const Modifier& self) { return modifier_state(self)[1]; },
          "Each bound, and what is paid beyond it.")
      .def_property_readonly(
          "rules", [](const Modifier& self) { return modifier_state(self)[2]; },
          "The rules whose lines it is for; none: all.")
      .def("__str__", [](const Modifier& self) { return to_string(self); });
  def_repr(modifier, [](const Modifier& self) {
    py::list levels;
    for (const ModifierLevel& each : self.levels())
      levels.append(py::make_tuple(self.measure() == ModifierMeasure::days_overdue
                                       ? to_string(each.beyond)
                                       : to_string(Rate::from_fraction(each.beyond)),
                                   to_string(each.pays)));
    return py::str("Modifier({!r}, {!r}, rules={!r})")
        .format(to_string(self.measure()), levels, self.rules());
  });
  def_value(modifier, modifier_state, [](const py::tuple& state) {
    const ModifierMeasure of = parse_modifier_measure(state[0].cast<std::string>());
    std::vector<ModifierLevel> levels;
    for (const py::handle each : state[1]) {
      const auto pair = py::reinterpret_borrow<py::sequence>(each);
      levels.push_back({.beyond = decimal_from(pair[0]), .pays = rate_from(pair[1])});
    }
    return Modifier(of, std::move(levels), names_from(state[2]));
  });
}

// --- rules -------------------------------------------------------------------------------------

py::tuple rule_state(const PlanRule& rule) {
  const LinePick& picks = rule.picks;
  return py::make_tuple(rule.name, rule.schedule, py::tuple(py::cast(picks.products)),
                        py::tuple(py::cast(picks.categories)), py::tuple(py::cast(picks.parties)),
                        py::tuple(py::cast(picks.regions)), py::tuple(py::cast(picks.price_lists)),
                        picks.discount_over, picks.discount_to, picks.first_order, picks.from_date,
                        picks.to_date, to_string(rule.tiers_over), rule.per_line, rule.per_unit,
                        rule.line_floor, rule.line_cap, rule.excluded);
}

PlanRule rule_from(const std::string& name, const py::object& schedule, const py::object& products,
                   const py::object& categories, const py::object& parties,
                   const py::object& regions, const py::object& price_lists,
                   const py::object& discount_over, const py::object& discount_to,
                   std::optional<bool> first_order, const py::object& from_date,
                   const py::object& to_date, const std::string& tiers_over,
                   const py::object& per_line, const py::object& per_unit,
                   const py::object& line_floor, const py::object& line_cap, bool excluded) {
  return {.name = name,
          .picks = {.products = names_from(products),
                    .categories = names_from(categories),
                    .parties = names_from(parties),
                    .regions = names_from(regions),
                    .price_lists = names_from(price_lists),
                    .discount_over = optional_part(discount_over),
                    .discount_to = optional_part(discount_to),
                    .first_order = first_order,
                    .from_date = optional_date(from_date),
                    .to_date = optional_date(to_date)},
          .schedule = schedule_or_rate(schedule),
          .tiers_over = parse_tier_measure(tiers_over),
          .per_line = optional_money(per_line),
          .per_unit = optional_decimal(per_unit),
          .line_floor = optional_money(line_floor),
          .line_cap = optional_money(line_cap),
          .excluded = excluded};
}

// Only what differs from a rule that states nothing.
py::str rule_repr(const PlanRule& rule) {
  const py::tuple state = rule_state(rule);
  const py::tuple bare = rule_state(PlanRule{});
  constexpr std::array<const char*, 18> names{
      "name",        "schedule",      "products",    "categories",  "parties",   "regions",
      "price_lists", "discount_over", "discount_to", "first_order", "from_date", "to_date",
      "tiers_over",  "per_line",      "per_unit",    "line_floor",  "line_cap",  "excluded"};
  std::string text = "PlanRule(" + py::repr(state[0]).cast<std::string>() + ", " +
                     py::repr(state[1]).cast<std::string>();
  for (std::size_t i = 2; i < names.size(); ++i)
    if (!state[i].equal(bare[i])) {
      // Dates and decimals are read from texts as well.
      const bool as_text = i == 10 || i == 11 || i == 13 || i == 14 || i == 15 || i == 16;
      const py::object shown =
          as_text            ? py::object(py::str(state[i]))
          : i == 7 || i == 8 ? py::object(py::str(to_string(Rate::from_fraction(
                                   i == 7 ? *rule.picks.discount_over : *rule.picks.discount_to))))
                             : py::object(state[i]);
      text += std::string(", ") + names[i] + "=" + py::repr(shown).cast<std::string>();
    }
  return text + ")";
}

void bind_rule(py::module_& m) {
  py::class_<PlanRule> rule(m, "PlanRule", py::is_final(), "What some lines earn.");
  rule.def(py::init(&rule_from), py::arg("name"), py::arg("schedule") = "0%", py::kw_only(),
           py::arg("products") = py::tuple(), py::arg("categories") = py::tuple(),
           py::arg("parties") = py::tuple(), py::arg("regions") = py::tuple(),
           py::arg("price_lists") = py::tuple(), py::arg("discount_over") = py::none(),
           py::arg("discount_to") = py::none(), py::arg("first_order") = py::none(),
           py::arg("from_date") = py::none(), py::arg("to_date") = py::none(),
           py::arg("tiers_over") = "base", py::arg("per_line") = py::none(),
           py::arg("per_unit") = py::none(), py::arg("line_floor") = py::none(),
           py::arg("line_cap") = py::none(), py::arg("excluded") = false,
           "schedule: an o2c.RateSchedule, or the rate of a flat one.\n"
           "products, categories (with those below them), parties, regions, price_lists, "
           "discount_over (more than it), discount_to, first_order, from_date, to_date: which "
           "lines it is for: those that fit everything that is stated.\n"
           "tiers_over: \"base\"; \"quantity\" (tiers pay amounts for each unit); \"attainment\" "
           "(tiers start at parts of the person's target); \"quantity_attainment\" (of the "
           "target of quantity, and pay amounts for each unit); \"margin\" (each line's own finds "
           "its rate).\n"
           "per_line, per_unit: amounts for each line, and for each unit of the quantity.\n"
           "line_floor, line_cap: the least and the most that a line earns.\n"
           "excluded: whether its lines earn nothing and count for nothing.")
      .def_readonly("name", &PlanRule::name)
      .def_readonly("schedule", &PlanRule::schedule, "How much the base earns.")
      .def_property_readonly("products", [](const PlanRule& self) { return rule_state(self)[2]; })
      .def_property_readonly("categories", [](const PlanRule& self) { return rule_state(self)[3]; })
      .def_property_readonly("parties", [](const PlanRule& self) { return rule_state(self)[4]; })
      .def_property_readonly("regions", [](const PlanRule& self) { return rule_state(self)[5]; })
      .def_property_readonly("price_lists",
                             [](const PlanRule& self) { return rule_state(self)[6]; })
      .def_property_readonly("discount_over",
                             [](const PlanRule& self) { return self.picks.discount_over; })
      .def_property_readonly("discount_to",
                             [](const PlanRule& self) { return self.picks.discount_to; })
      .def_property_readonly("first_order",
                             [](const PlanRule& self) { return self.picks.first_order; })
      .def_property_readonly("from_date", [](const PlanRule& self) { return self.picks.from_date; })
      .def_property_readonly("to_date", [](const PlanRule& self) { return self.picks.to_date; })
      .def_property_readonly(
          "tiers_over", [](const PlanRule& self) { return to_string(self.tiers_over); },
          "What its tiers run over.")
      .def_readonly("per_line", &PlanRule::per_line, "For each line.")
      .def_readonly("per_unit", &PlanRule::per_unit, "For each unit of the quantity.")
      .def_readonly("line_floor", &PlanRule::line_floor, "The least that a line earns.")
      .def_readonly("line_cap", &PlanRule::line_cap, "The most that a line earns.")
      .def_readonly("excluded", &PlanRule::excluded, "Whether its lines earn nothing.")
      .def(
          "describe",
          [](const PlanRule& self, const std::string& lang) {
            return describe(self, parse_language(lang));
          },
          py::arg("lang") = "en", "The lines that it picks and what they earn, in plain words.");
  def_repr(rule, rule_repr);
  def_value(rule, rule_state, [](const py::tuple& s) {
    return rule_from(s[0].cast<std::string>(), s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8],
                     s[9].cast<std::optional<bool>>(), s[10], s[11], s[12].cast<std::string>(),
                     s[13], s[14], s[15], s[16], s[17].cast<bool>());
  });
}

// --- accelerators -------------------------------------------------------------------------------

py::tuple accelerator_state(const Accelerator& self) {
  return py::make_tuple(self.name, self.schedule, self.over, to_string(self.tiers_over),
                        py::tuple(py::cast(self.rules)));
}

Accelerator accelerator_from(const std::string& name, const py::object& schedule,
                             Given<PeriodKind> over, const std::string& tiers_over,
                             const py::object& rules) {
  return {.name = name,
          .over = over,
          .tiers_over = parse_tier_measure(tiers_over),
          .schedule = schedule_or_rate(schedule),
          .rules = names_from(rules)};
}

void bind_accelerator(py::module_& m) {
  py::class_<Accelerator> accelerator(m, "Accelerator", py::is_final(),
                                      "What a longer period pays on top.");
  accelerator
      .def(py::init(&accelerator_from), py::arg("name"), py::arg("schedule"), py::kw_only(),
           py::arg("over") = "quarter", py::arg("tiers_over") = "base",
           py::arg("rules") = py::tuple(),
           "schedule: an o2c.RateSchedule, or the rate of a flat one: of each line, besides what "
           "its rule pays, what it adds to these tiers.\n"
           "over: how long what they run over accumulates: longer than the plan does.\n"
           "tiers_over: \"base\"; \"quantity\" (tiers pay amounts for each unit); \"attainment\" "
           "(of the person's target for that period); \"quantity_attainment\".\n"
           "rules: the names of those whose lines it is for, and accumulates; none: all.")
      .def_readonly("name", &Accelerator::name)
      .def_readonly("schedule", &Accelerator::schedule, "How much its tiers earn.")
      .def_readonly("over", &Accelerator::over, "How long it accumulates.")
      .def_property_readonly(
          "tiers_over", [](const Accelerator& self) { return to_string(self.tiers_over); },
          "What its tiers run over.")
      .def_property_readonly(
          "rules", [](const Accelerator& self) { return accelerator_state(self)[4]; },
          "The rules whose lines it is for; none: all.");
  def_repr(accelerator, [](const Accelerator& self) {
    return py::str("Accelerator({!r}, {!r}, over={!r}, tiers_over={!r}, rules={!r})")
        .format(self.name, self.schedule, to_string(self.over), to_string(self.tiers_over),
                self.rules);
  });
  def_value(accelerator, accelerator_state, [](const py::tuple& s) {
    return Accelerator{.name = s[0].cast<std::string>(),
                       .over = s[2].cast<PeriodKind>(),
                       .tiers_over = parse_tier_measure(s[3].cast<std::string>()),
                       .schedule = schedule_or_rate(s[1]),
                       .rules = names_from(s[4])};
  });
}

// --- overrides and pools -----------------------------------------------------------------------

Override override_from(const py::object& rate, std::int64_t level, const std::string& of) {
  return {.level = level, .rate = rate_from(rate), .of = parse_override_basis(of)};
}
py::tuple override_state(const Override& self) {
  return py::make_tuple(self.rate, self.level, to_string(self.of));
}

Pool pool_from(const std::string& name, const py::object& rate, const py::dict& members) {
  Pool pool{.name = name, .rate = rate_from(rate)};
  for (const auto& [who, weight] : members)
    pool.members.push_back({name_from(who), decimal_from(weight)});
  return pool;
}
py::dict members_of(const Pool& pool) {
  py::dict members;
  for (const PoolMember& each : pool.members) members[py::str(each.salesperson)] = each.weight;
  return members;
}
py::tuple pool_state(const Pool& pool) {
  py::list members;
  for (const PoolMember& each : pool.members)
    members.append(py::make_tuple(each.salesperson, each.weight));
  return py::make_tuple(pool.name, pool.rate, py::tuple(members));
}

void bind_override(py::module_& m) {
  py::class_<Override> override(m, "Override", py::is_final(),
                                "What a manager earns on what those below have sold.");
  override
      .def(py::init(&override_from), py::arg("rate"), py::arg("level") = 1, py::arg("of") = "base",
           "rate: of what they sold, on top of what they earn.\n"
           "level: 1 for those who report to the manager, 2 for those below them, ...\n"
           "of: their \"base\" or their \"commission\".")
      .def_readonly("rate", &Override::rate)
      .def_readonly("level", &Override::level)
      .def_property_readonly("of", [](const Override& self) { return to_string(self.of); });
  def_repr(override, [](const Override& self) {
    return py::str("Override({!r}, level={}, of={!r})")
        .format(to_string(self.rate), self.level, to_string(self.of));
  });
  def_value(override, override_state, [](const py::tuple& state) {
    return override_from(state[0], state[1].cast<std::int64_t>(), state[2].cast<std::string>());
  });

  py::class_<Pool> pool(m, "Pool", py::is_final(), "A part of all that is sold, shared by weight.");
  pool.def(py::init(&pool_from), py::arg("name"), py::arg("rate"), py::arg("members"),
           "rate: of the base of all lines that count.\n"
           "members: the weight of each person: {\"Li\": 2, \"Wu\": 1}.")
      .def_readonly("name", &Pool::name)
      .def_readonly("rate", &Pool::rate)
      .def_property_readonly("members", &members_of);
  def_repr(pool, [](const Pool& self) {
    py::dict members;
    for (const PoolMember& each : self.members)
      members[py::str(each.salesperson)] = to_string(each.weight);
    return py::str("Pool({!r}, {!r}, {!r})").format(self.name, to_string(self.rate), members);
  });
  def_value(pool, pool_state, [](const py::tuple& state) {
    py::dict members;
    for (const py::handle each : state[2]) {
      const auto pair = py::reinterpret_borrow<py::sequence>(each);
      members[pair[0]] = pair[1];
    }
    return pool_from(state[0].cast<std::string>(), state[1], members);
  });
}

}  // namespace

void bind_plan_parts(py::module_& m) {
  bind_modifier(m);
  bind_rule(m);
  bind_accelerator(m);
  bind_override(m);
}

}  // namespace o2c::python
