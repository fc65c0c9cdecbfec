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
#include "o2c/commission/plan_file.hpp"
#include "o2c/commission/plan_rule.hpp"
#include "o2c/explain/derivation.hpp"

#include "bind.hpp"
#include "casters.hpp"
#include "enums.hpp"
#include "toml_source.hpp"
#include "value_type.hpp"

namespace o2c::python {
namespace {

std::optional<Money> optional_money(const py::object& object) {
  return object.is_none() ? std::nullopt : std::optional(money_from(object));
}
std::optional<Decimal> optional_decimal(const py::object& object) {
  return object.is_none() ? std::nullopt : std::optional(decimal_from(object));
}
std::optional<Date> optional_date(const py::object& object) {
  return object.is_none() ? std::nullopt : std::optional(date_from(object));
}
std::optional<Rate> optional_rate(const py::object& object) {
  return object.is_none() ? std::nullopt : std::optional(rate_from(object));
}

// A part, as a text such as "12%", an o2c.Rate or a fraction.
Decimal part_from(py::handle object) {
  if (py::isinstance<py::str>(object)) return Rate::parse(object.cast<std::string>()).fraction();
  if (py::isinstance<Rate>(object)) return object.cast<Rate>().fraction();
  return decimal_from(object);
}
std::optional<Decimal> optional_part(const py::object& object) {
  return object.is_none() ? std::nullopt : std::optional(part_from(object));
}

std::string name_from(py::handle object) {
  if (!py::isinstance<py::str>(object)) throw_wrong_type(object, "a name");
  return object.cast<std::string>();
}
std::vector<std::string> names_from(const py::object& object) {
  return list_from<std::string, name_from>(object, "names");
}

py::sequence pair_from(py::handle object, const char* expected) {
  if (!py::isinstance<py::sequence>(object) || py::isinstance<py::str>(object) ||
      py::len(object) != 2)
    throw_wrong_type(object, expected);
  return py::reinterpret_borrow<py::sequence>(object);
}

// A schedule, or the rate of a flat one.
RateSchedule schedule_or_rate(const py::object& object) {
  if (py::isinstance<RateSchedule>(object)) return object.cast<RateSchedule>();
  return RateSchedule::flat(rate_from(object));
}

// A class of values that are made from keyword arguments again.
template <class T, class State, class FromState>
void def_value(py::class_<T>& type, State state, FromState from_state) {
  def_equality(type);
  def_copy(type);
  type.def("__hash__", [state](const T& self) { return py::hash(state(self)); });
  def_pickle(type, state, from_state);
}

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
           "(tiers start at parts of the person's target); \"margin\" (each line's own finds its "
           "rate).\n"
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

// --- the plan ----------------------------------------------------------------------------------

std::vector<PlanRule> rules_from(const py::object& object) {
  if (py::isinstance<RateSchedule>(object) || py::isinstance<py::str>(object) ||
      py::isinstance<Rate>(object) || !py::isinstance<py::iterable>(object))
    return {{.name = "all", .schedule = schedule_or_rate(object)}};
  std::vector<PlanRule> rules;
  for (const py::handle each : items_of(object, "rules")) {
    if (!py::isinstance<PlanRule>(each)) throw_wrong_type(each, "an o2c.PlanRule");
    rules.push_back(each.cast<PlanRule>());
  }
  return rules;
}

template <class T>
std::vector<T> values_from(const py::object& object, const char* expected) {
  std::vector<T> values;
  for (const py::handle each : items_of(object, expected)) {
    if (!py::isinstance<T>(each)) throw_wrong_type(each, expected);
    values.push_back(each.cast<T>());
  }
  return values;
}

Plan plan_from(const std::string& name, const py::object& currency, const py::object& rules,
               const std::string& basis, PeriodKind accumulation, Rounding rounding,
               const std::string& rounded, const py::object& unit, const py::object& modifiers,
               const py::dict& category_above, const py::object& overrides, const py::object& pools,
               const py::object& cap, const py::object& floor, const py::object& holdback,
               const py::object& draw, bool draw_recoverable,
               std::optional<std::int64_t> answer_days, const std::string& silence,
               std::optional<std::int64_t> clawback_days) {
  PlanTerms terms{
      .basis = parse_commission_basis(basis),
      .accumulation = accumulation,
      .rounding = rounding,
      .rounded = parse_commission_rounding(rounded),
      .unit = optional_money(unit),
      .clawback_days = clawback_days,
      .modifiers = values_from<Modifier>(modifiers, "an o2c.Modifier"),
      .overrides = values_from<Override>(overrides, "an o2c.Override"),
      .pools = values_from<Pool>(pools, "an o2c.Pool"),
      .payout = {.cap = optional_money(cap),
                 .floor = optional_money(floor),
                 .holdback = optional_rate(holdback),
                 .draw = optional_money(draw),
                 .draw_recoverable = draw_recoverable},
      .acknowledgement = {.days = answer_days, .silence = parse_statement_silence(silence)}};
  for (const auto& [category, above] : category_above)
    terms.category_above.put(name_from(category), name_from(above));
  return {name, currency_from(currency), rules_from(rules), std::move(terms)};
}

py::dict categories_of(const Plan& plan) {
  py::dict categories;
  for (const auto& [category, above] : plan.terms().category_above)
    categories[py::str(category)] = above;
  return categories;
}

template <class T>
py::tuple tuple_of(const std::vector<T>& values) {
  py::list list;
  for (const T& each : values) list.append(py::cast(each));
  return py::tuple(list);
}

py::tuple plan_state(const Plan& plan) {
  const PlanTerms& terms = plan.terms();
  py::list categories;
  for (const auto& [category, above] : terms.category_above)
    categories.append(py::make_tuple(category, above));
  return py::make_tuple(
      plan.name(), plan.currency(), tuple_of(plan.rules()), to_string(terms.basis),
      terms.accumulation, terms.rounding, to_string(terms.rounded), terms.unit,
      tuple_of(terms.modifiers), py::tuple(categories), tuple_of(terms.overrides),
      tuple_of(terms.pools), terms.payout.cap, terms.payout.floor, terms.payout.holdback,
      terms.payout.draw, terms.payout.draw_recoverable, terms.acknowledgement.days,
      to_string(terms.acknowledgement.silence), terms.clawback_days);
}

py::str plan_repr(const Plan& plan) {
  const PlanTerms& terms = plan.terms();
  const bool is_simple =
      plan.rules().size() == 1 && plan.rules().front().name == "all" &&
      plan.rules().front() == PlanRule{.name = "all", .schedule = plan.rules().front().schedule};
  const py::object rules = is_simple ? py::cast(plan.rules().front().schedule)
                                     : py::object(py::list(tuple_of(plan.rules())));
  auto text =
      py::str(
          "Plan({!r}, {}, {!r}, basis={!r}, accumulation={!r}, rounding={!r}, "
          "rounded={!r}, unit={!r}")
          .format(plan.name(), currency_argument(plan.currency()), rules, to_string(terms.basis),
                  to_string(terms.accumulation), to_string(terms.rounding),
                  to_string(terms.rounded), to_string(plan.unit()))
          .cast<std::string>();
  const auto add = [&](const char* name, const py::object& value, bool is_stated) {
    if (is_stated) text += std::string(", ") + name + "=" + py::repr(value).cast<std::string>();
  };
  const auto add_money = [&](const char* name, const std::optional<Money>& amount) {
    if (amount) add(name, py::str(to_string(*amount)), true);
  };
  add("clawback_days", py::cast(terms.clawback_days), terms.clawback_days.has_value());
  add("modifiers", py::list(tuple_of(terms.modifiers)), !terms.modifiers.empty());
  add("category_above", categories_of(plan), !terms.category_above.empty());
  add("overrides", py::list(tuple_of(terms.overrides)), !terms.overrides.empty());
  add("pools", py::list(tuple_of(terms.pools)), !terms.pools.empty());
  add_money("cap", terms.payout.cap);
  add_money("floor", terms.payout.floor);
  if (terms.payout.holdback) add("holdback", py::str(to_string(*terms.payout.holdback)), true);
  add_money("draw", terms.payout.draw);
  add("draw_recoverable", py::bool_(false), !terms.payout.draw_recoverable);
  add("answer_days", py::cast(terms.acknowledgement.days), terms.acknowledgement.days.has_value());
  add("silence", py::str(to_string(terms.acknowledgement.silence)),
      terms.acknowledgement.silence != StatementSilence::open);
  return text + ")";
}

Plan plan_from_path_or_text(const py::object& object) {
  const TomlSource source = toml_source_from(object);
  return plan_from_toml(source.text, source.file);
}

void bind_the_plan(py::module_& m) {
  py::class_<Plan> plan(m, "Plan", py::is_final(),
                        "A commission plan: what earns, how much, and how it is paid.");
  plan.def(py::init([](const std::string& name, const py::object& currency, const py::object& rules,
                       const std::string& basis, Given<PeriodKind> accumulation,
                       Given<Rounding> rounding, const std::string& rounded, const py::object& unit,
                       const py::object& modifiers, const py::dict& category_above,
                       const py::object& overrides, const py::object& pools, const py::object& cap,
                       const py::object& floor, const py::object& holdback, const py::object& draw,
                       bool draw_recoverable, std::optional<std::int64_t> answer_days,
                       const std::string& silence, std::optional<std::int64_t> clawback_days) {
             return plan_from(name, currency, rules, basis, accumulation, rounding, rounded, unit,
                              modifiers, category_above, overrides, pools, cap, floor, holdback,
                              draw, draw_recoverable, answer_days, silence, clawback_days);
           }),
           py::arg("name"), py::arg("currency"), py::arg("schedule"), py::kw_only(),
           py::arg("basis") = "collected", py::arg("accumulation") = "month",
           py::arg("rounding") = "half_up", py::arg("rounded") = "cumulative",
           py::arg("unit") = py::none(), py::arg("modifiers") = py::tuple(),
           py::arg("category_above") = py::dict(), py::arg("overrides") = py::tuple(),
           py::arg("pools") = py::tuple(), py::arg("cap") = py::none(),
           py::arg("floor") = py::none(), py::arg("holdback") = py::none(),
           py::arg("draw") = py::none(), py::arg("draw_recoverable") = true,
           py::arg("answer_days") = py::none(), py::arg("silence") = "open",
           py::arg("clawback_days") = py::none(),
           "schedule: an o2c.RateSchedule or the rate of a flat one, for all lines; or "
           "o2c.PlanRules, "
           "of which the first that picks a line is its rule.\n"
           "basis: \"invoiced\" or \"collected\" (the lines' net), or \"gross_profit\" (less their "
           "cost).\n"
           "accumulation: how long a person's base accumulates.\n"
           "rounded: \"cumulative\" (what was earned in the period so far is rounded, and a line "
           "pays what it adds), or \"line\" (each by itself).\n"
           "unit: what commissions are multiples of, if not the currency's minor unit.\n"
           "modifiers: o2c.Modifiers of single lines.\n"
           "category_above: the category that stands above another.\n"
           "overrides: o2c.Overrides, what managers earn on what their teams have sold.\n"
           "pools: o2c.Pools, what is shared by weight.\n"
           "cap, floor: the most and the least that a person's lines earn in a period.\n"
           "holdback: what of it is held back until it is released.\n"
           "draw: what is advanced in each settlement and repaid from what is earned; "
           "draw_recoverable: whether what could not be repaid is owed on.\n"
           "answer_days: how many days people have to answer their statement, from when it is "
           "handed out; silence: what no answer until then means, \"open\" or \"accepted\".\n"
           "clawback_days: a return that comes more days after the sale takes nothing back; lines "
           "say by `returned` when it came.\n\n"
           "Raises InvalidArgument with every fault.")
      .def_static(
          "from_toml", &plan_from_path_or_text, py::arg("path_or_text"),
          "Reads a plan from TOML: a path (a text of one line without \"=\" is one, too), or "
          "the text itself.\n\n"
          "Raises ParseError with every fault and its line.")
      .def(
          "to_toml", [](const Plan& self) { return to_toml(self); },
          "The plan as TOML, which from_toml reads as an equal one.")
      .def_property_readonly("name", &Plan::name)
      .def_property_readonly("currency", &Plan::currency)
      .def_property_readonly(
          "schedule", [](const Plan& self) { return self.rules().front().schedule; },
          "How much the base earns, by the first rule.")
      .def_property_readonly(
          "rules", [](const Plan& self) { return tuple_of(self.rules()); },
          "The first one that picks a line is its rule.")
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
      .def_property_readonly(
          "clawback_days", [](const Plan& self) { return self.terms().clawback_days; },
          "A return that comes more days after the sale takes nothing back.")
      .def_property_readonly(
          "modifiers", [](const Plan& self) { return tuple_of(self.terms().modifiers); },
          "What reduces or raises single lines.")
      .def_property_readonly("category_above", &categories_of, "The category above another.")
      .def_property_readonly(
          "overrides", [](const Plan& self) { return tuple_of(self.terms().overrides); },
          "What managers earn on what their teams have sold.")
      .def_property_readonly(
          "pools", [](const Plan& self) { return tuple_of(self.terms().pools); },
          "What is shared by weight.")
      .def_property_readonly(
          "cap", [](const Plan& self) { return self.terms().payout.cap; },
          "The most that a person's lines earn in a period.")
      .def_property_readonly(
          "floor", [](const Plan& self) { return self.terms().payout.floor; },
          "The least that a person's lines earn in a period.")
      .def_property_readonly(
          "holdback", [](const Plan& self) { return self.terms().payout.holdback; },
          "What of it is held back.")
      .def_property_readonly(
          "draw", [](const Plan& self) { return self.terms().payout.draw; },
          "What is advanced in each settlement.")
      .def_property_readonly(
          "draw_recoverable", [](const Plan& self) { return self.terms().payout.draw_recoverable; },
          "Whether what could not be repaid is owed on.")
      .def_property_readonly(
          "answer_days", [](const Plan& self) { return self.terms().acknowledgement.days; },
          "How many days people have to answer their statement.")
      .def_property_readonly(
          "silence",
          [](const Plan& self) { return to_string(self.terms().acknowledgement.silence); },
          "What no answer until then means: \"open\" or \"accepted\".")
      .def(
          "commission",
          [](const Plan& self, Given<Money> base, const py::object& before, Derivation* trace) {
            const Money already = optional_money(before).value_or(Money::zero(self.currency()));
            return trace == nullptr ? self.commission(already, base)
                                    : self.commission(already, base, *trace);
          },
          py::arg("base"), py::kw_only(), py::arg("before") = py::none(),
          py::arg("trace") = py::none(),
          "What a line with this base earns by the first rule when so much has accumulated before "
          "it; with nothing before, what a whole period's base earns. A trace is told the steps.")
      .def(
          "describe",
          [](const Plan& self, const std::string& lang) {
            return describe(self, parse_language(lang));
          },
          py::arg("lang") = "en", "The plan in plain words, a line each.")
      .def(
          "lint",
          [](const Plan& self, const std::string& lang) {
            std::vector<std::string> findings;
            for (const Label& each : lint(self)) findings.push_back(each.in(parse_language(lang)));
            return findings;
          },
          py::arg("lang") = "en",
          "What its author may not have meant: what the schedules' own lint finds, rules that can "
          "never pick a line, modifiers that raise, overrides and pools above 100%.")
      .def(
          "plot",
          [](const py::object& self, const py::kwargs& options) {
            return py::module_::import("o2c._commission_plots").attr("plot_plan")(self, **options);
          },
          "A chart (needs ``pip install \"o2c[plot]\"``): what a period's base earns.\n\n"
          "rule: only that one. upto: the largest base. ax, lang: as of any chart of o2c.")
      .def("__str__", [](const Plan& self) { return to_string(self); });
  def_repr(plan, plan_repr);
  def_value(plan, plan_state, [](const py::tuple& s) {
    py::dict categories;
    for (const py::handle each : s[9]) {
      const auto pair = py::reinterpret_borrow<py::sequence>(each);
      categories[pair[0]] = pair[1];
    }
    return plan_from(s[0].cast<std::string>(), s[1], s[2], s[3].cast<std::string>(),
                     s[4].cast<PeriodKind>(), s[5].cast<Rounding>(), s[6].cast<std::string>(), s[7],
                     s[8], categories, s[10], s[11], s[12], s[13], s[14], s[15], s[16].cast<bool>(),
                     s[17].cast<std::optional<std::int64_t>>(), s[18].cast<std::string>(),
                     s[19].cast<std::optional<std::int64_t>>());
  });
}

}  // namespace

void bind_plan(py::module_& m) {
  bind_modifier(m);
  bind_rule(m);
  bind_override(m);
  bind_the_plan(m);
}

}  // namespace o2c::python
