#include "o2c/commission/plan.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 4> bases{"invoiced", "collected", "gross_profit",
                                                "quantity"};
constexpr std::array<std::string_view, 2> roundings{"cumulative", "line"};
constexpr std::array<std::string_view, 3> after_leaving_names{"leaver", "successor", "house"};

constexpr std::array<std::string_view, 4> carried_over_names{"none", "shortfall", "surplus",
                                                             "both"};
constexpr std::array<std::string_view, 2> override_bases{"base", "commission"};

const RateSchedule& pays_nothing() {
  static const RateSchedule nothing = RateSchedule::flat(Rate::from_fraction(0));
  return nothing;
}

// In a plan that counts quantities tiers run over them, whether or not a rule says so.
template <class Rule>
std::vector<Rule> counting(std::vector<Rule> rules, CommissionBasis basis) {
  if (basis != CommissionBasis::quantity) return rules;
  for (Rule& rule : rules) {
    if (rule.tiers_over == TierMeasure::base && rule.schedule != pays_nothing())
      rule.tiers_over = TierMeasure::quantity;
    if (rule.tiers_over == TierMeasure::attainment)
      rule.tiers_over = TierMeasure::quantity_attainment;
  }
  return rules;
}

std::vector<PlanRule> with_accelerators(std::vector<PlanRule> rules, const PlanTerms& terms) {
  for (const Accelerator& each : terms.accelerators)
    rules.push_back({.name = each.name, .schedule = each.schedule, .tiers_over = each.tiers_over});
  return rules;
}

// What is wrong with a plan.
class PlanFaults {
 public:
  explicit PlanFaults(const Plan& plan) : plan_(&plan), terms_(&plan.terms()) {
    if (plan.name().empty()) fault("name", "", "a text");
    if (plan.rules().empty()) fault("rules", "none", "at least one rule");
    above_zero("unit", terms_->unit);
    if (terms_->clawback_days && *terms_->clawback_days < 0)
      fault("clawback_days", std::to_string(*terms_->clawback_days), "0 or more");
    check_base();
    check_carry_over();
    above_zero("order_floor", terms_->order_floor);
    above_zero("order_cap", terms_->order_cap);
    in_order("order_floor", terms_->order_floor, terms_->order_cap);
    for (std::size_t i = 0; i < plan.rules().size(); ++i) check_rule(i);
    check_accelerators();
    check_modifiers();
    check_categories();
    check_overrides();
    check_pools();
    check_leaving();
    check_payout();
    check_acknowledgement();
  }

  [[nodiscard]] std::vector<Fault> list() && { return std::move(faults_); }

 private:
  void fault(std::string field, std::string value, std::string expected) {
    faults_.push_back(
        {.field = std::move(field), .value = std::move(value), .expected = std::move(expected)});
  }
  void above_zero(const std::string& field, const std::optional<Money>& amount) {
    if (amount && (amount->currency() != plan_->currency() || sign(*amount) <= 0))
      fault(field, to_string(*amount), "an amount above zero in " + to_string(plan_->currency()));
  }
  void in_order(const std::string& field, const std::optional<Money>& floor,
                const std::optional<Money>& cap) {
    if (floor && cap && floor->currency() == cap->currency() && *floor > *cap)
      fault(field, to_string(*floor), "at most the cap of " + to_string(*cap));
  }

  void check_base() {
    std::vector<BasePart> seen;
    for (const auto& [field, parts] :
         {std::pair{"base_plus", &terms_->base_plus}, std::pair{"base_less", &terms_->base_less}})
      for (const BasePart part : *parts) {
        if (std::ranges::find(seen, part) != seen.end())
          fault(field, to_string(part), "each amount of lines once, added or taken off");
        seen.push_back(part);
        if (counts_quantities())
          fault(field, to_string(part), "none, as the plan counts quantities");
      }
  }

  [[nodiscard]] bool counts_quantities() const {
    return terms_->basis == CommissionBasis::quantity;
  }

  void check_carry_over() {
    if (terms_->carry_over == CarryOver::none) return;
    const std::string carried = to_string(terms_->carry_over);
    if (std::ranges::none_of(plan_->rules(),
                             [](const PlanRule& rule) { return rule.runs_over_target(); }))
      fault("carry_over", carried, "none, as no rule's tiers run over the attainment of a target");
    if (terms_->accumulation == PeriodKind::week || terms_->accumulation == PeriodKind::year)
      fault("carry_over", carried,
            "an accumulation by half_month, month, quarter or half, as it ends with the year");
  }

  void check_rule(std::size_t i) {
    const PlanRule& rule = plan_->rules()[i];
    const std::string of = "rule " + rule.name + ": ";
    if (rule.name.empty()) fault("rule " + std::to_string(i), "", "a name");
    for (std::size_t before = 0; before < i; ++before)
      if (plan_->rules()[before].name == rule.name) fault("rule", rule.name, "each name once");
    above_zero(of + "per_line", rule.per_line);
    above_zero(of + "line_floor", rule.line_floor);
    above_zero(of + "line_cap", rule.line_cap);
    in_order(of + "line_floor", rule.line_floor, rule.line_cap);
    if (rule.per_unit && *rule.per_unit <= 0)
      fault(of + "per_unit", to_string(*rule.per_unit), "more than 0");
    check_schedule(of, rule);
    const bool is_nothing = rule.schedule == pays_nothing();
    if (rule.tiers_over == TierMeasure::margin && rule.schedule.method() != TierMethod::whole)
      fault(of + "schedule", to_string(rule.schedule),
            "the method whole, as each line's margin finds its rate");
    if (rule.runs_over_target() && terms_->per_order)
      fault(of + "tiers_over", to_string(rule.tiers_over),
            "tiers without a target, which is of a period, as per_order accumulates by order");
    if (rule.excluded && (!is_nothing || rule.per_line || rule.per_unit || rule.line_floor))
      fault(of + "excluded", "true", "a rule that pays nothing");
    if (!counts_quantities()) return;
    if (!rule.runs_over_quantity() && rule.tiers_over != TierMeasure::base)
      fault(of + "tiers_over", to_string(rule.tiers_over), "quantity, as the plan counts it");
    if (rule.per_unit)
      fault(of + "per_unit", to_string(*rule.per_unit),
            "none, as a plan that counts quantities pays amounts for each unit anyway");
  }

  void check_schedule(const std::string& of, const PlanRule& rule) {
    const bool is_table = rule.schedule.method() == TierMethod::table;
    const std::string pays = to_string(rule.schedule);
    if (rule.runs_over_quantity()) {
      if (!is_table && !rule.schedule.pays_per_unit())
        fault(of + "schedule", pays, "amounts, as its tiers run over quantities");
    } else if (rule.schedule.pays_per_unit()) {
      fault(of + "schedule", pays, "rates, as its tiers do not run over quantities");
    }
  }

  void check_accelerators() {
    const std::size_t rules = plan_->rules().size();
    for (std::size_t i = 0; i < terms_->accelerators.size(); ++i) {
      const Accelerator& each = terms_->accelerators[i];
      const PlanRule& as_rule = plan_->paying_rules()[rules + i];
      const std::string of = "accelerator " + each.name + ": ";
      if (each.name.empty()) fault("accelerator " + std::to_string(i), "", "a name");
      for (std::size_t before = 0; before < rules + i; ++before)
        if (plan_->paying_rules()[before].name == each.name)
          fault("accelerator", each.name, "each name once, rules' names as well");
      check_longer(of + "over", each.over, "over which the plan accumulates");
      check_schedule(of, as_rule);
      if (each.tiers_over == TierMeasure::margin)
        fault(of + "tiers_over", to_string(each.tiers_over),
              "what accumulates: base, quantity, attainment or quantity_attainment");
      else if (counts_quantities() && !as_rule.runs_over_quantity())
        fault(of + "schedule", to_string(each.schedule),
              "amounts for quantities, as the plan counts them");
      if (terms_->per_order)
        fault(of + "over", to_string(each.over), "none, as per_order accumulates by order");
      for (const std::string& name : each.rules) check_names_rule(of + "rules", name);
    }
  }
  // Whether it is made up of the plan's accumulations.
  void check_longer(const std::string& field, PeriodKind longer, const std::string& why) {
    if (terms_->accumulation == PeriodKind::week)
      fault(field, to_string(longer), "none, as weeks make up no longer period");
    else if (longer <= terms_->accumulation)
      fault(field, to_string(longer),
            "a longer period than a " + to_string(terms_->accumulation) + ", " + why);
  }
  void check_names_rule(const std::string& field, const std::string& name) {
    if (std::ranges::find(plan_->rules(), name, &PlanRule::name) == plan_->rules().end())
      fault(field, name, "one of the plan's rules");
  }

  void check_acknowledgement() {
    const AcknowledgementTerms& terms = terms_->acknowledgement;
    if (terms.days && *terms.days < 1)
      fault("acknowledgement: days", std::to_string(*terms.days), "1 or more");
    if (!terms.days && terms.silence == StatementSilence::accepted)
      fault("acknowledgement: silence", to_string(terms.silence),
            "days as well, after which it accepts");
  }

  void check_modifiers() {
    for (const Modifier& modifier : terms_->modifiers)
      for (const std::string& name : modifier.rules())
        check_names_rule("modifier " + to_string(modifier.measure()), name);
  }

  void check_categories() {
    for (const auto& [category, above] : terms_->category_above) {
      std::string way = category;
      std::string_view at = above;
      // No way up is longer than there are categories.
      for (std::size_t steps = 0; steps <= terms_->category_above.size(); ++steps) {
        way += " -> " + std::string(at);
        if (at == category) {
          fault("category", way, "no category above itself");
          break;
        }
        const std::string* const next = terms_->category_above.above(at);
        if (next == nullptr) break;
        at = *next;
      }
    }
  }

  void check_overrides() {
    for (std::size_t i = 0; i < terms_->overrides.size(); ++i) {
      const Override& each = terms_->overrides[i];
      if (each.level < 1) fault("override level", std::to_string(each.level), "1 or more");
      if (each.rate <= Rate::from_fraction(0))
        fault("override rate", to_string(each.rate), "more than 0%");
      if (counts_quantities() && each.of == OverrideBasis::base)
        fault("override level " + std::to_string(each.level) + ", of", to_string(each.of),
              "commission, as a rate of quantities is no amount");
      for (std::size_t before = 0; before < i; ++before)
        if (terms_->overrides[before].level == each.level)
          fault("override level", std::to_string(each.level), "each level once");
    }
  }

  void check_pools() {
    for (std::size_t place = 0; place < terms_->pools.size(); ++place) {
      const Pool& pool = terms_->pools[place];
      const std::string of = "pool " + pool.name;
      if (pool.name.empty()) fault(of, "", "a name");
      for (std::size_t before = 0; before < place; ++before)
        if (terms_->pools[before].name == pool.name) fault("pool", pool.name, "each name once");
      if (pool.rate <= Rate::from_fraction(0)) fault(of, to_string(pool.rate), "more than 0%");
      if (pool.members.empty()) fault(of, "no members", "at least one");
      if (counts_quantities())
        fault(of, to_string(pool.rate), "none, as a rate of quantities is no amount");
      for (std::size_t i = 0; i < pool.members.size(); ++i) {
        const PoolMember& member = pool.members[i];
        if (member.salesperson.empty()) fault(of, "", "a member's name");
        if (member.weight <= 0)
          fault(of + ", " + member.salesperson, to_string(member.weight), "a weight above 0");
        for (std::size_t before = 0; before < i; ++before)
          if (pool.members[before].salesperson == member.salesperson)
            fault(of, member.salesperson, "each member once");
      }
    }
  }

  void check_leaving() {
    const LeavingTerms& terms = terms_->leaving;
    const bool is_leavers = terms.earns == AfterLeaving::leaver;
    if (!terms.earns && terms != LeavingTerms())
      fault("leaving: earns", "", "who is credited: one of leaver successor house");
    if (terms.days && *terms.days < 1)
      fault("leaving: days", std::to_string(*terms.days), "1 or more");
    if (terms.share &&
        (*terms.share <= Rate::from_fraction(0) || *terms.share >= Rate::from_fraction(1)))
      fault("leaving: share", to_string(*terms.share), "more than 0%, less than 100%");
    if (terms.earns && !is_leavers) {
      const std::string none = "none, as all is the " + to_string(*terms.earns) + "'s at once";
      if (terms.days) fault("leaving: days", std::to_string(*terms.days), none);
      if (terms.share) fault("leaving: share", to_string(*terms.share), none);
      if (terms.later) fault("leaving: later", to_string(*terms.later), none);
    }
    if (is_leavers && terms.days && !terms.later)
      fault("leaving: later", "", "who is credited after the days: successor or house");
    if (is_leavers && !terms.days && terms.later)
      fault("leaving: later", to_string(*terms.later), "days as well, after which it holds");
    if (is_leavers && terms.later == AfterLeaving::leaver)
      fault("leaving: later", to_string(*terms.later), "successor or house");
  }

  void check_payout() {
    const PayoutTerms& payout = terms_->payout;
    above_zero("cap", payout.cap);
    above_zero("floor", payout.floor);
    above_zero("draw", payout.draw);
    in_order("floor", payout.floor, payout.cap);
    check_longer_bounds();
    if (payout.payable_on && *payout.payable_on == terms_->earned_on)
      fault("payable_on", to_string(*payout.payable_on),
            "another moment than that on which lines count, or none");
    if (payout.holdback &&
        (*payout.holdback <= Rate::from_fraction(0) || *payout.holdback > Rate::from_fraction(1)))
      fault("holdback", to_string(*payout.holdback), "more than 0%, at most 100%");
  }

  void check_longer_bounds() {
    const PayoutTerms& payout = terms_->payout;
    above_zero("longer_cap", payout.longer_cap);
    above_zero("longer_floor", payout.longer_floor);
    in_order("longer_floor", payout.longer_floor, payout.longer_cap);
    const bool has_bounds = payout.longer_cap || payout.longer_floor;
    if (!payout.longer_period) {
      if (has_bounds)
        fault(payout.longer_cap ? "longer_cap" : "longer_floor",
              to_string(*(payout.longer_cap ? payout.longer_cap : payout.longer_floor)),
              "a longer_period, such as \"year\", as well");
      return;
    }
    const std::string longer = to_string(*payout.longer_period);
    if (!has_bounds) fault("longer_period", longer, "a longer_cap or longer_floor as well");
    check_longer("longer_period", *payout.longer_period,
                 "over which the plan accumulates; cap and floor are of that");
  }

  const Plan* plan_;
  const PlanTerms* terms_;
  std::vector<Fault> faults_;
};

}  // namespace

std::string to_string(CommissionBasis basis) {
  return std::string(bases[static_cast<std::size_t>(basis)]);
}
CommissionBasis parse_commission_basis(std::string_view text) {
  return parse_name<CommissionBasis>(text, bases, "what a commission is counted from: one of");
}

std::string to_string(AfterLeaving who) {
  return std::string(after_leaving_names[static_cast<std::size_t>(who)]);
}
AfterLeaving parse_after_leaving(std::string_view text) {
  return parse_name<AfterLeaving>(text, after_leaving_names,
                                  "who is credited after somebody left: one of");
}

std::string to_string(CommissionRounding rounding) {
  return std::string(roundings[static_cast<std::size_t>(rounding)]);
}
CommissionRounding parse_commission_rounding(std::string_view text) {
  return parse_name<CommissionRounding>(text, roundings, "where commissions are rounded: one of");
}

std::string to_string(CarryOver carried) {
  return std::string(carried_over_names[static_cast<std::size_t>(carried)]);
}
CarryOver parse_carry_over(std::string_view text) {
  return parse_name<CarryOver>(text, carried_over_names, "what of targets is carried over: one of");
}

std::string to_string(OverrideBasis basis) {
  return std::string(override_bases[static_cast<std::size_t>(basis)]);
}
OverrideBasis parse_override_basis(std::string_view text) {
  return parse_name<OverrideBasis>(text, override_bases,
                                   "what an override is counted from: one of");
}

Plan::Plan(std::string name, Currency currency, std::vector<PlanRule> rules, PlanTerms terms)
    : name_(std::move(name)),
      currency_(currency),
      rules_(counting(std::move(rules), terms.basis)),
      terms_(std::move(terms)) {
  terms_.accelerators = counting(std::move(terms_.accelerators), terms_.basis);
  paying_rules_ = with_accelerators(rules_, terms_);
  throw_faults("no such plan", PlanFaults(*this).list());
  // Plans that mean the same are equal.
  if (terms_.unit && terms_.unit->minor() == 1) terms_.unit.reset();
}

Plan::Plan(std::string name, Currency currency, RateSchedule schedule, PlanTerms terms)
    : Plan(std::move(name), currency,
           std::vector<PlanRule>{{.name = "all", .schedule = std::move(schedule)}},
           std::move(terms)) {}

const PlanRule& Plan::rule(std::string_view name) const {
  const auto found = std::ranges::find(rules_, name, &PlanRule::name);
  if (found == rules_.end()) {
    std::string expected = "one of the plan's:";
    for (const PlanRule& each : rules_) expected += " " + each.name;
    throw_faults("no such rule",
                 {{.field = "rule", .value = std::string(name), .expected = expected}});
  }
  return *found;
}

bool Plan::counts_quantity(const PlanRule& rule) const {
  return rule.counts_quantity() ||
         std::ranges::any_of(terms_.accelerators, [&](const Accelerator& each) {
           const bool by_quantity = each.tiers_over == TierMeasure::quantity ||
                                    each.tiers_over == TierMeasure::quantity_attainment;
           return by_quantity && each.is_for(rule.name);
         });
}

bool Plan::accumulates_over(PeriodKind kind) const {
  return kind == terms_.accumulation ||
         std::ranges::find(terms_.accelerators, kind, &Accelerator::over) !=
             terms_.accelerators.end();
}

bool Plan::is_plain() const {
  return terms_.accelerators.empty() && terms_.modifiers.empty() &&
         std::ranges::all_of(
             rules_, [](const PlanRule& rule) { return rule.is_plain() && !rule.excluded; });
}

bool Plan::is_within(std::string_view category, const std::vector<std::string>& list) const {
  while (true) {
    if (std::ranges::find(list, category) != list.end()) return true;
    const std::string* const above = terms_.category_above.above(category);
    if (above == nullptr) return false;
    category = *above;
  }
}

bool Plan::picks(const PlanRule& rule, const SalesLine& line) const {
  const LinePick& picks = rule.picks;
  const auto is_one_of = [](const std::vector<std::string>& list, const std::string& value) {
    return list.empty() || std::ranges::find(list, value) != list.end();
  };
  if (!is_one_of(picks.products, line.product) || !is_one_of(picks.parties, line.party) ||
      !is_one_of(picks.regions, line.region) || !is_one_of(picks.price_lists, line.price_list))
    return false;
  if (!picks.categories.empty() && !is_within(line.category, picks.categories)) return false;
  if (picks.first_order && line.first_order != picks.first_order) return false;
  // What has not come yet is before any day.
  const Date day = day_of(line, terms_.earned_on).value_or(Date::min());
  if ((picks.from_date && day < *picks.from_date) || (picks.to_date && day > *picks.to_date))
    return false;
  if (!picks.discount_over && !picks.discount_to) return true;
  const std::optional<Ratio> given_away = discount(line);
  return given_away && (!picks.discount_over || *given_away > Ratio(*picks.discount_over)) &&
         (!picks.discount_to || *given_away <= Ratio(*picks.discount_to));
}

std::optional<std::size_t> Plan::rule_for(const SalesLine& line) const {
  for (std::size_t i = 0; i < rules_.size(); ++i)
    if (picks(rules_[i], line)) return i;
  return std::nullopt;
}

std::vector<std::size_t> Plan::levels_reached(const PlanRule& rule, const SalesLine& line) const {
  std::vector<std::size_t> reached(terms_.modifiers.size(), 0);
  for (std::size_t i = 0; i < reached.size(); ++i) {
    const Modifier& modifier = terms_.modifiers[i];
    if (!modifier.is_for(rule.name)) continue;
    std::optional<Ratio> value;
    if (modifier.measure() == ModifierMeasure::discount) value = discount(line);
    if (modifier.measure() == ModifierMeasure::margin) value = margin(line);
    if (modifier.measure() == ModifierMeasure::days_overdue && line.days_overdue)
      value = *line.days_overdue;
    if (!value)
      throw_faults("cannot settle", {{.field = to_string(modifier.measure()),
                                      .value = "none",
                                      .expected = "what the plan's modifier looks at"}});
    reached[i] = modifier.reached(*value);
  }
  return reached;
}

bool Plan::is_too_late(const SalesLine& line) const {
  if (!terms_.clawback_days || !(is_return(line) || line.written_off)) return false;
  const std::optional<Date> sold = day_of(line, terms_.earned_on);
  if (!sold) return false;  // It has not been earned either.
  const std::optional<Date> taken = taken_back_on(line);
  if (!taken || *taken < *sold)
    throw_faults("cannot settle",
                 {{.field = is_return(line) ? "returned" : "written_off",
                   .value = taken ? to_string(*taken) : "none",
                   .expected = "a day from " + to_string(*sold) + ", that of the sale"}});
  return *taken - *sold > *terms_.clawback_days;
}

void Plan::check_takes_base(const PlanRule& rule) const {
  const bool is_accelerated = std::ranges::any_of(
      terms_.accelerators, [&](const Accelerator& each) { return each.is_for(rule.name); });
  if (rule.tiers_over == TierMeasure::base && !rule.per_unit && !rule.excluded && !is_accelerated)
    return;
  throw_faults(
      "cannot tell a commission",
      {{.field = "rule",
        .value = rule.name,
        .expected = "one that pays by the base alone; its schedule tells what others earn"}});
}

DerivationStep Plan::modifier_step(const Modifier& modifier, std::size_t level) {
  const ModifierLevel& reached = modifier.levels()[level];
  const auto step = [&](Text label, Text name, Value bound) {
    return DerivationStep{.label = label,
                          .operation = Operation::look_up,
                          .operands = {{name, std::move(bound)}},
                          .result = reached.pays};
  };
  constexpr Text beyond{"more than", "超过"};
  switch (modifier.measure()) {
    case ModifierMeasure::days_overdue:
      return step({"left by the days overdue", "逾期系数"}, beyond, reached.beyond);
    case ModifierMeasure::discount:
      return step({"left by the discount", "折扣系数"}, beyond,
                  Rate::from_fraction(reached.beyond));
    case ModifierMeasure::margin:
      break;
  }
  return step({"left by the margin", "毛利系数"}, {"less than", "低于"},
              Rate::from_fraction(reached.beyond));
}

std::optional<Decimal> Plan::as_decimal(const Ratio& number) {
  constexpr int digits_most = 12;
  for (int digits = 0; digits <= digits_most; ++digits) {
    const Int128 unit = detail::power_of_ten(digits);
    if (unit % number.denominator() != 0) continue;
    Int128 coefficient = number.numerator();
    if (!detail::multiply_fits(coefficient, unit / number.denominator()) ||
        !Decimal::fits(coefficient))
      return std::nullopt;
    return Decimal::from_parts(coefficient, digits);
  }
  return std::nullopt;
}

}  // namespace o2c::inline v1
