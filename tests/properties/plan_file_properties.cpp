// A plan as a file says the same, whatever the plan; what is no plan is named by its lines.

#include "o2c/commission/plan_file.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

bool any_flag() { return *rc::gen::arbitrary<bool>(); }
int any_below(int count) { return *rc::gen::inRange(0, count); }
// One of an enum's first so many.
template <class Enum>
Enum any_of_first(int count) {
  return static_cast<Enum>(any_below(count));
}
template <class Make>
auto maybe(const Make& make) {
  return any_flag() ? std::optional(make()) : std::nullopt;
}

std::string any_name() {
  std::string name;
  for (int letters = *rc::gen::inRange(0, 6); letters > 0; --letters)
    name += *rc::gen::element<std::string>("a", "Z", "7", "_", "-", " ", ".", "\"", "\\", "\n",
                                           "\r", "\t", "\x01", "\x7F", "#", "'", "=", "]", "提成",
                                           "\xC2\x85", "\xE2\x80\xA8", "\xF0\x9F\x92\xB0");
  return name;
}
// Other than the ones before.
std::string another_name(std::size_t index) { return std::to_string(index) + any_name(); }
std::vector<std::string> any_names() {
  std::vector<std::string> names(*rc::gen::element<std::size_t>(0, 0, 1, 3));
  std::ranges::generate(names, any_name);
  return names;
}

// Above zero.
Decimal any_number() {
  if (any_below(20) == 0) return Decimal::from_parts(1, 38);
  if (any_below(20) == 0) return Decimal::parse("99999999999999999999999999999999999999");
  return Decimal::from_parts(*rc::gen::inRange(1, 1'000'000), any_below(6));
}
Rate any_rate() {
  return Rate::from_fraction(Decimal::from_parts(*rc::gen::inRange(1, 2'000), any_below(9)));
}
Decimal any_part() { return any_rate().fraction(); }
Money any_money(const Currency& currency) {
  return Money::from_minor(*rc::gen::inRange(1, 1'000'000), currency);
}
Date any_date() { return Date::from_days(*rc::gen::inRange(-719'162, 2'932'896)); }

RateSchedule any_schedule(TierMeasure over) {
  const bool is_table = over != TierMeasure::margin && any_below(4) == 0;
  const auto method = is_table                      ? TierMethod::table
                      : over == TierMeasure::margin ? TierMethod::whole
                                                    : any_of_first<TierMethod>(3);
  const bool pays_amounts =
      is_table || over == TierMeasure::quantity || over == TierMeasure::quantity_attainment;
  std::vector<RateTier> tiers;
  Decimal from = is_table ? Decimal::parse("0.005") : Decimal(0);
  for (int i = *rc::gen::inRange(1, 5); i > 0; --i) {
    RateTier tier{.from = from};
    if (pays_amounts)
      tier.amount = Decimal::from_parts(*rc::gen::inRange(1, 9'999), any_below(4));
    else if (any_flag())
      tier.rate = any_rate();
    tiers.push_back(tier);
    from = from + Decimal::from_parts(*rc::gen::inRange(1, 500'000), any_below(4));
  }
  return {method, std::move(tiers), any_of_first<TierEdge>(2)};
}

PlanRule any_rule(const Currency& currency, std::string name) {
  PlanRule rule{.name = std::move(name)};
  if (any_flag())
    rule.picks = {.products = any_names(),
                  .categories = any_names(),
                  .parties = any_names(),
                  .regions = any_names(),
                  .price_lists = any_names(),
                  .discount_over = maybe(any_part),
                  .discount_to = maybe(any_part),
                  .first_order = maybe(any_flag),
                  .from_date = maybe(any_date),
                  .to_date = maybe(any_date)};
  rule.excluded = any_below(5) == 0;
  const auto money = [&currency] { return any_money(currency); };
  rule.line_cap = maybe(money);
  if (rule.excluded) return rule;
  rule.tiers_over = any_of_first<TierMeasure>(5);
  rule.schedule = any_schedule(rule.tiers_over);
  if (rule.tiers_over == TierMeasure::base && any_flag())
    rule.schedule = RateSchedule::flat(any_flag() ? any_rate() : Rate::from_fraction(0));
  rule.per_line = maybe(money);
  rule.per_unit = maybe(any_number);
  if (rule.line_cap && any_flag()) rule.line_floor = *rule.line_cap;
  if (!rule.line_cap) rule.line_floor = maybe(money);
  return rule;
}

Accelerator any_accelerator(const std::vector<PlanRule>& rules, std::string name,
                            PeriodKind longer_than) {
  Accelerator accelerator{
      .name = std::move(name),
      .over = static_cast<PeriodKind>(*rc::gen::inRange(static_cast<int>(longer_than) + 1,
                                                        static_cast<int>(PeriodKind::year) + 1)),
      .tiers_over = *rc::gen::element(TierMeasure::base, TierMeasure::quantity,
                                      TierMeasure::attainment, TierMeasure::quantity_attainment)};
  accelerator.schedule = any_schedule(accelerator.tiers_over);
  for (const PlanRule& rule : rules)
    if (any_below(3) == 0) accelerator.rules.push_back(rule.name);
  return accelerator;
}

Modifier any_modifier(const std::vector<PlanRule>& rules) {
  const auto measure = any_of_first<ModifierMeasure>(3);
  const bool falls = measure == ModifierMeasure::margin;
  std::vector<ModifierLevel> levels;
  Decimal beyond = Decimal::from_parts(*rc::gen::inRange(-500, 500), any_below(4));
  for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
    levels.push_back({beyond, any_rate()});
    const Decimal step = Decimal::from_parts(*rc::gen::inRange(1, 500), any_below(4));
    beyond = falls ? beyond - step : beyond + step;
  }
  std::vector<std::string> names;
  for (const PlanRule& rule : rules)
    if (any_below(3) == 0) names.push_back(rule.name);
  return {measure, std::move(levels), std::move(names)};
}

PlanTerms any_terms(const Currency& currency, const std::vector<PlanRule>& rules) {
  const auto money = [&currency] { return any_money(currency); };
  PlanTerms terms{.basis = any_of_first<CommissionBasis>(3),
                  .accumulation = any_of_first<PeriodKind>(6),
                  .rounding = any_of_first<Rounding>(11),
                  .rounded = any_of_first<CommissionRounding>(2),
                  .unit = maybe(money),
                  .earned_on = any_of_first<EarningMoment>(5),
                  .rates_on = any_of_first<RateMoment>(3)};
  const bool attains =
      std::ranges::any_of(rules, [](const PlanRule& rule) { return rule.runs_over_target(); });
  if (attains && terms.accumulation != PeriodKind::week && terms.accumulation != PeriodKind::year)
    terms.carry_over = any_of_first<CarryOver>(4);
  for (int part = 0; part < 3; ++part)
    if (any_flag())
      (any_flag() ? terms.base_plus : terms.base_less).push_back(static_cast<BasePart>(part));
  terms.per_order = any_flag() && std::ranges::none_of(rules, [](const PlanRule& rule) {
                      return rule.runs_over_target();
                    });
  terms.order_floor = maybe(money);
  terms.order_cap = maybe(money);
  if (terms.order_floor && terms.order_cap && *terms.order_floor > *terms.order_cap)
    std::swap(terms.order_floor, terms.order_cap);
  if (!terms.per_order && terms.accumulation != PeriodKind::week &&
      terms.accumulation != PeriodKind::year)
    for (int i = any_below(3); i > 0; --i)
      terms.accelerators.push_back(
          any_accelerator(rules, "top " + std::to_string(i), terms.accumulation));
  for (int i = any_below(3); i > 0; --i) terms.modifiers.push_back(any_modifier(rules));
  // Each stands below the next, so that none stands above itself.
  std::string category = another_name(0);
  const auto categories = *rc::gen::inRange<std::size_t>(1, 4);
  for (std::size_t i = 1; i < categories; ++i) {
    std::string above = another_name(i);
    terms.category_above.put(category, above);
    category = std::move(above);
  }
  for (int i = any_below(3); i > 0; --i)
    terms.overrides.push_back({i, any_rate(), any_of_first<OverrideBasis>(2)});
  for (int i = any_below(3); i > 0; --i) {
    Pool pool{another_name(static_cast<std::size_t>(i)), any_rate()};
    for (std::size_t member = *rc::gen::inRange<std::size_t>(1, 4); member > 0; --member)
      pool.members.push_back({another_name(member), any_flag() ? Decimal(1) : any_number()});
    terms.pools.push_back(std::move(pool));
  }
  if (any_flag()) terms.leaving.earns = any_of_first<AfterLeaving>(3);
  if (terms.leaving.earns == AfterLeaving::leaver) {
    terms.leaving.share = maybe([] { return Rate::from_percent(*rc::gen::inRange(1, 100)); });
    terms.leaving.days = maybe([] { return std::int64_t{*rc::gen::inRange(1, 400)}; });
    if (terms.leaving.days)
      terms.leaving.later = any_flag() ? AfterLeaving::successor : AfterLeaving::house;
  }
  terms.clawback_days = maybe([] { return std::int64_t{*rc::gen::inRange(0, 400)}; });
  terms.payout = {.cap = maybe(money),
                  .holdback = maybe([] { return Rate::from_percent(*rc::gen::inRange(1, 101)); }),
                  .draw = maybe(money),
                  .draw_recoverable = any_flag(),
                  .entitled = any_of_first<EntitledPeople>(2)};
  if (any_flag()) terms.payout.payable_on = any_of_first<EarningMoment>(5);
  if (terms.payout.payable_on == terms.earned_on) terms.payout.payable_on.reset();
  terms.payout.floor = terms.payout.cap;
  if (!terms.payout.cap) terms.payout.floor = maybe(money);
  if (terms.accumulation == PeriodKind::week || terms.accumulation == PeriodKind::year ||
      any_flag())
    return terms;
  terms.payout.longer_period = static_cast<PeriodKind>(*rc::gen::inRange(
      static_cast<int>(terms.accumulation) + 1, static_cast<int>(PeriodKind::year) + 1));
  terms.payout.longer_floor = maybe(money);
  terms.payout.longer_cap = terms.payout.longer_floor ? terms.payout.longer_floor : money();
  return terms;
}

Plan any_plan() {
  const Currency currency = *rc::gen::element(currencies::CNY, currencies::JPY, currencies::BHD,
                                              Currency("POINT", 0), Currency("CNY", 4));
  std::vector<PlanRule> rules;
  if (any_flag()) {
    rules.push_back(any_rule(currency, any_flag() ? "all" : "a" + any_name()));
  } else {
    const auto count = *rc::gen::inRange<std::size_t>(1, 4);
    for (std::size_t i = 0; i < count; ++i) rules.push_back(any_rule(currency, another_name(i)));
  }
  PlanTerms terms = any_terms(currency, rules);
  if (any_below(4) == 0) {
    // What is left is a plan that counts quantities.
    terms.basis = CommissionBasis::quantity;
    terms.carry_over = CarryOver::none;
    terms.base_plus.clear();
    terms.base_less.clear();
    terms.pools.clear();
    for (Override& each : terms.overrides) each.of = OverrideBasis::commission;
    for (Accelerator& each : terms.accelerators)
      each.schedule = RateSchedule::flat_amount(Decimal(any_below(9) + 1));
    for (PlanRule& rule : rules) {
      rule.per_unit.reset();
      if (rule.excluded || rule.runs_over_quantity()) continue;
      rule.tiers_over = TierMeasure::base;
      rule.schedule = RateSchedule::flat_amount(Decimal(any_below(9) + 1));
    }
  }
  return {"n" + any_name(), currency, std::move(rules), std::move(terms)};
}

RC_GTEST_PROP(PlanFile, ReadsBackThePlan, ()) {
  const Plan plan = any_plan();
  const std::string text = to_toml(plan);
  RC_LOG() << text;
  RC_ASSERT(plan_from_toml(text) == plan);
  RC_ASSERT(to_toml(plan_from_toml(text)) == text);
}

RC_GTEST_PROP(PlanFile, ACutFileIsAPlanOrNamesItsLines, ()) {
  std::string text = to_toml(any_plan());
  const auto from = *rc::gen::inRange<std::size_t>(0, text.size());
  text.erase(from, *rc::gen::inRange<std::size_t>(1, 20));
  try {
    const Plan plan = plan_from_toml(text, "plan.toml");
    RC_ASSERT(plan_from_toml(to_toml(plan)) == plan);
  } catch (const ParseError& error) {
    RC_ASSERT(!error.faults().empty());
    const auto lines = std::ranges::count(text, '\n') + 1;
    for (const Fault& fault : error.faults()) {
      const std::string file = "plan.toml:";
      RC_ASSERT(fault.file.starts_with(file));
      const int line = std::stoi(fault.file.substr(file.size()));
      RC_ASSERT((1 <= line && line <= lines));
    }
  }
}

}  // namespace
}  // namespace o2c
