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
#include "plan_values.hpp"
#include "toml_source.hpp"
#include "value_type.hpp"

namespace o2c::python {
namespace {

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

std::vector<BasePart> base_parts_from(const py::object& object) {
  std::vector<BasePart> parts;
  for (const std::string& each : names_from(object)) parts.push_back(parse_base_part(each));
  return parts;
}
std::vector<std::string> names_of(const std::vector<BasePart>& parts) {
  std::vector<std::string> names;
  for (const BasePart part : parts) names.push_back(to_string(part));
  return names;
}

Plan plan_from(const std::string& name, const py::object& currency, const py::object& rules,
               PlanTerms terms, const py::dict& category_above) {
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

std::optional<std::string> optional_name(const std::optional<EarningMoment>& moment) {
  return moment ? std::optional(to_string(*moment)) : std::nullopt;
}
std::optional<EarningMoment> optional_moment(const std::optional<std::string>& name) {
  return name ? std::optional(parse_earning_moment(*name)) : std::nullopt;
}

std::optional<std::string> optional_name(const std::optional<AfterLeaving>& who) {
  return who ? std::optional(to_string(*who)) : std::nullopt;
}
std::optional<AfterLeaving> optional_heir(const std::optional<std::string>& name) {
  return name ? std::optional(parse_after_leaving(*name)) : std::nullopt;
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
      to_string(terms.acknowledgement.silence), terms.clawback_days, to_string(terms.earned_on),
      py::tuple(py::cast(names_of(terms.base_plus))),
      py::tuple(py::cast(names_of(terms.base_less))), to_string(terms.rates_on), terms.per_order,
      terms.order_floor, terms.order_cap, to_string(terms.carry_over),
      optional_name(terms.payout.payable_on), optional_name(terms.leaving.earns),
      terms.leaving.days, terms.leaving.share, optional_name(terms.leaving.later),
      terms.payout.longer_period, terms.payout.longer_cap, terms.payout.longer_floor,
      to_string(terms.payout.entitled), tuple_of(terms.accelerators));
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
  add("carry_over", py::str(to_string(terms.carry_over)), terms.carry_over != CarryOver::none);
  add("clawback_days", py::cast(terms.clawback_days), terms.clawback_days.has_value());
  add("earned_on", py::str(to_string(terms.earned_on)), terms.earned_on != EarningMoment::date);
  add("base_plus", py::cast(names_of(terms.base_plus)), !terms.base_plus.empty());
  add("base_less", py::cast(names_of(terms.base_less)), !terms.base_less.empty());
  add("rates_on", py::str(to_string(terms.rates_on)), terms.rates_on != RateMoment::date);
  add("per_order", py::bool_(true), terms.per_order);
  add_money("order_floor", terms.order_floor);
  add_money("order_cap", terms.order_cap);
  add("accelerators", py::list(tuple_of(terms.accelerators)), !terms.accelerators.empty());
  add("modifiers", py::list(tuple_of(terms.modifiers)), !terms.modifiers.empty());
  add("category_above", categories_of(plan), !terms.category_above.empty());
  add("overrides", py::list(tuple_of(terms.overrides)), !terms.overrides.empty());
  add("pools", py::list(tuple_of(terms.pools)), !terms.pools.empty());
  add("after_leaving", py::cast(optional_name(terms.leaving.earns)),
      terms.leaving.earns.has_value());
  add("leaver_days", py::cast(terms.leaving.days), terms.leaving.days.has_value());
  if (terms.leaving.share) add("leaver_share", py::str(to_string(*terms.leaving.share)), true);
  add("leaver_later", py::cast(optional_name(terms.leaving.later)),
      terms.leaving.later.has_value());
  add_money("cap", terms.payout.cap);
  add_money("floor", terms.payout.floor);
  if (terms.payout.longer_period)
    add("longer_period", py::str(to_string(*terms.payout.longer_period)), true);
  add_money("longer_cap", terms.payout.longer_cap);
  add_money("longer_floor", terms.payout.longer_floor);
  if (terms.payout.holdback) add("holdback", py::str(to_string(*terms.payout.holdback)), true);
  add_money("draw", terms.payout.draw);
  add("draw_recoverable", py::bool_(false), !terms.payout.draw_recoverable);
  add("payable_on", py::cast(optional_name(terms.payout.payable_on)),
      terms.payout.payable_on.has_value());
  add("entitled", py::str(to_string(terms.payout.entitled)),
      terms.payout.entitled != EntitledPeople::lines);
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
  plan.def(
          py::init([](const std::string& name, const py::object& currency, const py::object& rules,
                      const std::string& basis, Given<PeriodKind> accumulation,
                      Given<Rounding> rounding, const std::string& rounded, const py::object& unit,
                      const py::object& modifiers, const py::dict& category_above,
                      const py::object& overrides, const py::object& pools, const py::object& cap,
                      const py::object& floor, const py::object& holdback, const py::object& draw,
                      bool draw_recoverable, std::optional<std::int64_t> answer_days,
                      const std::string& silence, std::optional<std::int64_t> clawback_days,
                      const std::string& earned_on, const py::object& base_plus,
                      const py::object& base_less, const std::string& rates_on, bool per_order,
                      const py::object& order_floor, const py::object& order_cap,
                      const std::string& carry_over, const std::optional<std::string>& payable_on,
                      const std::optional<std::string>& after_leaving,
                      std::optional<std::int64_t> leaver_days, const py::object& leaver_share,
                      const std::optional<std::string>& leaver_later,
                      std::optional<Given<PeriodKind>> longer_period, const py::object& longer_cap,
                      const py::object& longer_floor, const std::string& entitled,
                      const py::object& accelerators) {
            return plan_from(name, currency, rules,
                             {.basis = parse_commission_basis(basis),
                              .accumulation = accumulation,
                              .carry_over = parse_carry_over(carry_over),
                              .rounding = rounding,
                              .rounded = parse_commission_rounding(rounded),
                              .unit = optional_money(unit),
                              .clawback_days = clawback_days,
                              .earned_on = parse_earning_moment(earned_on),
                              .base_plus = base_parts_from(base_plus),
                              .base_less = base_parts_from(base_less),
                              .rates_on = parse_rate_moment(rates_on),
                              .per_order = per_order,
                              .order_floor = optional_money(order_floor),
                              .order_cap = optional_money(order_cap),
                              .accelerators = values_from<Accelerator>(accelerators,
                                                                       "an o2c.Accelerator"),
                              .modifiers = values_from<Modifier>(modifiers, "an o2c.Modifier"),
                              .overrides = values_from<Override>(overrides, "an o2c.Override"),
                              .pools = values_from<Pool>(pools, "an o2c.Pool"),
                              .leaving = {.earns = optional_heir(after_leaving),
                                          .days = leaver_days,
                                          .share = optional_rate(leaver_share),
                                          .later = optional_heir(leaver_later)},
                              .payout = {.cap = optional_money(cap),
                                         .floor = optional_money(floor),
                                         .longer_period = longer_period,
                                         .longer_cap = optional_money(longer_cap),
                                         .longer_floor = optional_money(longer_floor),
                                         .holdback = optional_rate(holdback),
                                         .draw = optional_money(draw),
                                         .draw_recoverable = draw_recoverable,
                                         .payable_on = optional_moment(payable_on),
                                         .entitled = parse_entitled_people(entitled)},
                              .acknowledgement = {.days = answer_days,
                                                  .silence = parse_statement_silence(silence)}},
                             category_above);
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
          py::arg("clawback_days") = py::none(), py::arg("earned_on") = "date",
          py::arg("base_plus") = py::tuple(), py::arg("base_less") = py::tuple(),
          py::arg("rates_on") = "date", py::arg("per_order") = false,
          py::arg("order_floor") = py::none(), py::arg("order_cap") = py::none(),
          py::arg("carry_over") = "none", py::arg("payable_on") = py::none(),
          py::arg("after_leaving") = py::none(), py::arg("leaver_days") = py::none(),
          py::arg("leaver_share") = py::none(), py::arg("leaver_later") = py::none(),
          py::arg("longer_period") = py::none(), py::arg("longer_cap") = py::none(),
          py::arg("longer_floor") = py::none(), py::arg("entitled") = "lines",
          py::arg("accelerators") = py::tuple(),
          "schedule: an o2c.RateSchedule or the rate of a flat one, for all lines; or "
          "o2c.PlanRules, "
          "of which the first that picks a line is its rule.\n"
          "basis: \"invoiced\" or \"collected\" (the lines' net), \"gross_profit\" (less their "
          "cost), or \"quantity\", over which tiers run that pay amounts for each unit.\n"
          "accumulation: how long a person's base accumulates.\n"
          "carry_over: what of a target goes on into the next accumulation of the year, of tiers "
          "over attainment: \"none\", the \"shortfall\", the \"surplus\", or \"both\".\n"
          "rounded: \"cumulative\" (what was earned in the period so far is rounded, and a line "
          "pays what it adds), or \"line\" (each by itself).\n"
          "unit: what commissions are multiples of, if not the currency's minor unit.\n"
          "accelerators: o2c.Accelerators, what longer periods pay on top.\n"
          "modifiers: o2c.Modifiers of single lines.\n"
          "category_above: the category that stands above another.\n"
          "overrides: o2c.Overrides, what managers earn on what their teams have sold.\n"
          "pools: o2c.Pools, what is shared by weight.\n"
          "after_leaving: who is credited with what comes after somebody's last day, unless an "
          "assignment says so: the \"leaver\", the \"successor\", or the \"house\" (nobody); "
          "without it nobody's leaving is looked at. Of the leaver's, leaver_days: for so many "
          "days, and leaver_later: who after them; leaver_share: of each line, the rest is the "
          "successor's.\n"
          "cap, floor: the most and the least that a person's lines earn in a period.\n"
          "longer_period: over what longer period, such as the \"year\" of monthly tiers, "
          "longer_cap and longer_floor bound what those of its periods leave.\n"
          "holdback: what of it is held back until it is released.\n"
          "draw: what is advanced in each settlement and repaid from what is earned; "
          "draw_recoverable: whether what could not be repaid is owed on.\n"
          "entitled: who has floors and the draw: people with \"lines\" in the period, or everybody "
          "of the \"team\" on its days.\n"
          "answer_days: how many days people have to answer their statement, from when it is "
          "handed out; silence: what no answer until then means, \"open\" or \"accepted\".\n"
          "clawback_days: a return that comes more days after the sale takes nothing back; lines "
          "say by `returned` when it came, and what is recovered by `written_off` when it was.\n"
          "earned_on: on which day a line counts: its own (\"date\"), or that of its \"order\", "
          "\"invoice\", \"shipment\" or \"full_payment\" (columns such as `shipment_date`); one "
          "without the day is not earned yet.\n"
          "payable_on: on which of these days what a line has earned becomes payable; without it "
          "when it is earned.\n"
          "base_plus, base_less: what the base is gross or net of: \"tax\", \"freight\", "
          "\"discount\", amounts of lines that are added to the net, or taken off.\n"
          "rates_on: as of which day lines in other currencies are converted: that on which they "
          "count (\"date\"), that of the \"invoice\", or the \"period_end\".\n"
          "per_order: whether the base accumulates over each order by itself.\n"
          "order_floor, order_cap: the least and the most that a person's lines of an order "
          "earn.\n\n"
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
          "carry_over", [](const Plan& self) { return to_string(self.terms().carry_over); },
          "What of a target goes on into the next accumulation of the year.")
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
          "earned_on", [](const Plan& self) { return to_string(self.terms().earned_on); },
          "On which day a line counts.")
      .def_property_readonly(
          "base_plus",
          [](const Plan& self) { return py::tuple(py::cast(names_of(self.terms().base_plus))); },
          "What the base is gross of.")
      .def_property_readonly(
          "base_less",
          [](const Plan& self) { return py::tuple(py::cast(names_of(self.terms().base_less))); },
          "What the base is net of.")
      .def_property_readonly(
          "rates_on", [](const Plan& self) { return to_string(self.terms().rates_on); },
          "As of which day lines in other currencies are converted.")
      .def_property_readonly(
          "per_order", [](const Plan& self) { return self.terms().per_order; },
          "Whether the base accumulates over each order by itself.")
      .def_property_readonly(
          "order_floor", [](const Plan& self) { return self.terms().order_floor; },
          "The least that a person's lines of an order earn.")
      .def_property_readonly(
          "order_cap", [](const Plan& self) { return self.terms().order_cap; },
          "The most that a person's lines of an order earn.")
      .def_property_readonly(
          "accelerators", [](const Plan& self) { return tuple_of(self.terms().accelerators); },
          "What longer periods pay on top.")
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
          "after_leaving", [](const Plan& self) { return optional_name(self.terms().leaving.earns); },
          "Who is credited with what comes after somebody's last day.")
      .def_property_readonly(
          "leaver_days", [](const Plan& self) { return self.terms().leaving.days; },
          "For how many days it is the leaver's.")
      .def_property_readonly(
          "leaver_share", [](const Plan& self) { return self.terms().leaving.share; },
          "What of each line is the leaver's.")
      .def_property_readonly(
          "leaver_later", [](const Plan& self) { return optional_name(self.terms().leaving.later); },
          "Who is credited after these days.")
      .def_property_readonly(
          "cap", [](const Plan& self) { return self.terms().payout.cap; },
          "The most that a person's lines earn in a period.")
      .def_property_readonly(
          "floor", [](const Plan& self) { return self.terms().payout.floor; },
          "The least that a person's lines earn in a period.")
      .def_property_readonly(
          "longer_period", [](const Plan& self) { return self.terms().payout.longer_period; },
          "Over what longer period there are a cap and a floor as well.")
      .def_property_readonly(
          "longer_cap", [](const Plan& self) { return self.terms().payout.longer_cap; },
          "The most that a person's lines earn in it.")
      .def_property_readonly(
          "longer_floor", [](const Plan& self) { return self.terms().payout.longer_floor; },
          "The least that a person's lines earn in it.")
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
          "payable_on",
          [](const Plan& self) { return optional_name(self.terms().payout.payable_on); },
          "On which day what a line has earned becomes payable.")
      .def_property_readonly(
          "entitled", [](const Plan& self) { return to_string(self.terms().payout.entitled); },
          "Who has floors and the draw: people with \"lines\", or all of the \"team\".")
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
          "What its author may not have meant:\n\n"
          "- of tiers: what the schedules' own lint finds, in the words of what they run over; "
          "starts that look like parts of a target, and are amounts;\n"
          "- of lines: a rule that can never pick one; days or discounts between two rules for else "
          "the same lines, of which no rule picks all; a rule's amounts or bounds of a line, which "
          "are for each receipt; tax as a part of gross profit; what is collected counting on "
          "another day; a plan of quantities that no rule pays for;\n"
          "- of targets: a surplus that is carried over and lifted to the rate reached;\n"
          "- of bounds: an amount for each line above the line's cap, a line's cap above its "
          "order's, an order's above its period's; caps and floors of a longer period that those "
          "of its parts make idle, or the other way round; bounds that are no multiples of the "
          "unit; a holdback of all; a draw above the cap, where there are no overrides and pools;\n"
          "- of the team: that it is entitled without lines, but to nothing;\n"
          "- of modifiers: those that raise, that rise again, or are for a rule that pays nothing;\n"
          "- of accelerators, overrides and pools: that they pay more than the base, alone or with "
          "the highest rate, as far as modifiers raise it; an accelerator for a rule that pays "
          "nothing.")
      .def(
          "plot",
          [](const py::object& self, const py::kwargs& options) {
            return py::module_::import("o2c._commission_plots").attr("plot_plan")(self, **options);
          },
          "A chart (needs ``pip install \"o2c[plot]\"``): what a period's base earns by the rules, "
          "without accelerators.\n\n"
          "rule: only that one. upto: the largest base. ax, lang: as of any chart of o2c.")
      .def("__str__", [](const Plan& self) { return to_string(self); });
  def_repr(plan, plan_repr);
  def_value(plan, plan_state, [](const py::tuple& s) {
    py::dict categories;
    for (const py::handle each : s[9]) {
      const auto pair = py::reinterpret_borrow<py::sequence>(each);
      categories[pair[0]] = pair[1];
    }
    return plan_from(
        s[0].cast<std::string>(), s[1], s[2],
        {.basis = parse_commission_basis(s[3].cast<std::string>()),
         .accumulation = s[4].cast<PeriodKind>(),
         .carry_over = parse_carry_over(s[27].cast<std::string>()),
         .rounding = s[5].cast<Rounding>(),
         .rounded = parse_commission_rounding(s[6].cast<std::string>()),
         .unit = optional_money(s[7]),
         .clawback_days = s[19].cast<std::optional<std::int64_t>>(),
         .earned_on = parse_earning_moment(s[20].cast<std::string>()),
         .base_plus = base_parts_from(s[21]),
         .base_less = base_parts_from(s[22]),
         .rates_on = parse_rate_moment(s[23].cast<std::string>()),
         .per_order = s[24].cast<bool>(),
         .order_floor = optional_money(s[25]),
         .order_cap = optional_money(s[26]),
         .accelerators = values_from<Accelerator>(s[37], "an o2c.Accelerator"),
         .modifiers = values_from<Modifier>(s[8], "an o2c.Modifier"),
         .overrides = values_from<Override>(s[10], "an o2c.Override"),
         .pools = values_from<Pool>(s[11], "an o2c.Pool"),
         .leaving = {.earns = optional_heir(s[29].cast<std::optional<std::string>>()),
                     .days = s[30].cast<std::optional<std::int64_t>>(),
                     .share = optional_rate(s[31]),
                     .later = optional_heir(s[32].cast<std::optional<std::string>>())},
         .payout = {.cap = optional_money(s[12]),
                    .floor = optional_money(s[13]),
                    .longer_period = s[33].cast<std::optional<PeriodKind>>(),
                    .longer_cap = optional_money(s[34]),
                    .longer_floor = optional_money(s[35]),
                    .holdback = optional_rate(s[14]),
                    .draw = optional_money(s[15]),
                    .draw_recoverable = s[16].cast<bool>(),
                    .payable_on = optional_moment(s[28].cast<std::optional<std::string>>()),
                    .entitled = parse_entitled_people(s[36].cast<std::string>())},
         .acknowledgement = {.days = s[17].cast<std::optional<std::int64_t>>(),
                             .silence = parse_statement_silence(s[18].cast<std::string>())}},
        categories);
  });
}

}  // namespace

void bind_plan(py::module_& m) { bind_the_plan(m); }

}  // namespace o2c::python
