// A plan as the text that plan_file.cpp reads.

#include "plan_to_toml.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "o2c/commission/plan_file.hpp"
#include "o2c/explain/detail/toml_text.hpp"

#include "plan_currency.hpp"

namespace o2c::inline v1 {
namespace {

void write_picks(TomlText& text, const LinePick& picks) {
  const auto write = [&text]<class T>(std::string_view key, const T& value) {
    if constexpr (std::is_same_v<T, std::optional<Decimal>>) {
      if (value) text.line(key, toml_part(*value));
    } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
      text.line_unless(key, value, {});
    } else {
      text.line_if(key, value);
    }
  };
  std::apply([&](const auto&... field) { (write(field.name, picks.*field.member), ...); },
             LinePick::fields());
}

void write_schedule(TomlText& text, const PlanRule& rule, CommissionBasis basis) {
  const RateSchedule& schedule = rule.schedule;
  const bool follows_basis =
      basis == CommissionBasis::quantity && rule.tiers_over == TierMeasure::quantity;
  if (!follows_basis) text.line_unless("tiers_over", rule.tiers_over, TierMeasure::base);
  if (schedule.pays_per_unit() &&
      schedule == RateSchedule::flat_amount(schedule.tiers().front().amount)) {
    text.line("amount", toml(schedule.tiers().front().amount));
    return;
  }
  if (schedule == RateSchedule::flat(schedule.tiers().front().rate)) {
    const Rate rate = schedule.tiers().front().rate;
    const bool pays_otherwise = rule.per_line || rule.per_unit || rule.line_floor || rule.excluded;
    if (!pays_otherwise || rate != Rate::from_fraction(0)) text.line("rate", toml(rate));
    return;
  }
  text.line("method", toml(schedule.method()));
  text.line_unless("edge", schedule.edge(), TierEdge::closes);
  const bool of_parts = rule.runs_over_target() || rule.tiers_over == TierMeasure::margin;
  const bool pays_amounts = schedule.method() == TierMethod::table || schedule.pays_per_unit();
  std::vector<std::string> tiers;
  for (const RateTier& tier : schedule.tiers())
    tiers.push_back(
        "from = " + (of_parts ? toml_part(tier.from) : toml(tier.from)) +
        (pays_amounts ? ", amount = " + toml(tier.amount) : ", rate = " + toml(tier.rate)));
  text.tables("tiers", tiers);
}

void write_pay(TomlText& text, const PlanRule& rule, CommissionBasis basis) {
  write_schedule(text, rule, basis);
  text.line_if("per_line", rule.per_line);
  text.line_if("per_unit", rule.per_unit);
  text.line_if("line_floor", rule.line_floor);
  text.line_if("line_cap", rule.line_cap);
}

void write_rule(TomlText& text, const PlanRule& rule, CommissionBasis basis) {
  text.item("rule");
  text.line("name", toml(rule.name));
  write_picks(text, rule.picks);
  text.line_unless("excluded", rule.excluded, false);
  write_pay(text, rule, basis);
}

void write_accelerator(TomlText& text, const Accelerator& accelerator, CommissionBasis basis) {
  text.item("accelerator");
  text.line("name", toml(accelerator.name));
  text.line("over", toml(accelerator.over));
  write_schedule(text, {.schedule = accelerator.schedule, .tiers_over = accelerator.tiers_over},
                 basis);
  text.line_unless("rules", accelerator.rules, {});
}

void write_modifier(TomlText& text, const Modifier& modifier) {
  text.item("modifier");
  text.line("by", toml(modifier.measure()));
  const bool is_days = modifier.measure() == ModifierMeasure::days_overdue;
  const bool falls = modifier.measure() == ModifierMeasure::margin;
  std::vector<std::string> levels;
  for (const ModifierLevel& level : modifier.levels())
    levels.push_back((falls ? "below = " : "above = ") +
                     (is_days ? toml(level.beyond) : toml_part(level.beyond)) +
                     ", pays = " + toml(level.pays));
  text.tables("levels", levels);
  text.line_unless("rules", modifier.rules(), {});
}

std::string members(const std::vector<PoolMember>& members) {
  const auto weighs_one = [](const PoolMember& member) { return member.weight == 1; };
  const bool alike = std::ranges::all_of(members, weighs_one);
  std::string list;
  for (const PoolMember& member : members) {
    list += list.empty() ? "" : ", ";
    list += alike ? toml(member.salesperson)
                  : toml_key(member.salesperson) + " = " + toml(member.weight);
  }
  return alike ? "[" + list + "]" : "{ " + list + " }";
}

std::vector<std::string> names_of(const std::vector<BasePart>& parts) {
  std::vector<std::string> names;
  for (const BasePart part : parts) names.push_back(to_string(part));
  return names;
}

void write_terms(TomlText& text, const PlanTerms& terms) {
  const PlanTerms usual;
  text.line_unless("basis", terms.basis, usual.basis);
  text.line_unless("accumulation", terms.accumulation, usual.accumulation);
  text.line_unless("carry_over", terms.carry_over, usual.carry_over);
  text.line_unless("rounding", terms.rounding, usual.rounding);
  text.line_unless("rounded", terms.rounded, usual.rounded);
  text.line_if("unit", terms.unit);
  text.line_if("clawback_days", terms.clawback_days);
  text.line_unless("earned_on", terms.earned_on, usual.earned_on);
  text.line_unless("base_plus", names_of(terms.base_plus), {});
  text.line_unless("base_less", names_of(terms.base_less), {});
  text.line_unless("rates_on", terms.rates_on, usual.rates_on);
  text.line_unless("per_order", terms.per_order, usual.per_order);
  text.line_if("order_floor", terms.order_floor);
  text.line_if("order_cap", terms.order_cap);
}

void write_leaving(TomlText& text, const LeavingTerms& leaving) {
  text.table("leaving");
  text.line_if("earns", leaving.earns);
  text.line_if("days", leaving.days);
  text.line_if("share", leaving.share);
  text.line_if("later", leaving.later);
}

void write_payout(TomlText& text, const PayoutTerms& payout) {
  text.table("payout");
  text.line_if("cap", payout.cap);
  text.line_if("floor", payout.floor);
  text.line_if("longer_period", payout.longer_period);
  text.line_if("longer_cap", payout.longer_cap);
  text.line_if("longer_floor", payout.longer_floor);
  text.line_if("holdback", payout.holdback);
  text.line_if("draw", payout.draw);
  text.line_unless("draw_recoverable", payout.draw_recoverable, true);
  text.line_if("payable_on", payout.payable_on);
  text.line_unless("entitled", payout.entitled, EntitledPeople::lines);
}

void write_tables(TomlText& text, const PlanTerms& terms) {
  for (const Accelerator& each : terms.accelerators) write_accelerator(text, each, terms.basis);
  for (const Modifier& modifier : terms.modifiers) write_modifier(text, modifier);
  if (!terms.category_above.empty()) text.table("category_above");
  for (const auto& [category, above] : terms.category_above)
    text.line(toml_key(category), toml(above));
  for (const Override& each : terms.overrides) {
    text.item("override");
    text.line("level", toml(each.level));
    text.line("rate", toml(each.rate));
    text.line_unless("of", each.of, OverrideBasis::base);
  }
  for (const Pool& pool : terms.pools) {
    text.item("pool");
    text.line("name", toml(pool.name));
    text.line("rate", toml(pool.rate));
    text.line("members", members(pool.members));
  }
  if (terms.leaving != LeavingTerms{}) write_leaving(text, terms.leaving);
  if (terms.payout != PayoutTerms{}) write_payout(text, terms.payout);
  if (terms.acknowledgement == AcknowledgementTerms{}) return;
  text.table("acknowledgement");
  text.line_if("days", terms.acknowledgement.days);
  text.line_unless("silence", terms.acknowledgement.silence, StatementSilence::open);
}

void write_head(TomlText& text, const std::string& name, const Currency& currency) {
  text.line("name", toml(name));
  text.line("currency", toml_currency(currency));
}

void write_body(TomlText& text, const Plan& plan) {
  write_terms(text, plan.terms());
  const PlanRule& first = plan.rules().front();
  const bool is_for_all = plan.rules().size() == 1 && first.name == "all" &&
                          first.picks == LinePick{} && !first.excluded;
  if (is_for_all)
    write_pay(text, first, plan.terms().basis);
  else
    for (const PlanRule& rule : plan.rules()) write_rule(text, rule, plan.terms().basis);
  write_tables(text, plan.terms());
}

}  // namespace

void write_plan(TomlText& text, const Plan& plan) {
  write_head(text, plan.name(), plan.currency());
  write_body(text, plan);
}

std::string to_toml(const Plan& plan) {
  TomlText text;
  write_plan(text, plan);
  return std::move(text).text();
}

std::string to_toml(const PlanHistory& history) {
  TomlText text;
  write_head(text, history.name(), history.currency());
  for (const PlanVersion& each : history.versions()) {
    text.put_above("");
    text.item("version");
    text.put_above("version");
    text.line("from_date", toml(each.from_date));
    write_body(text, each.plan);
  }
  return std::move(text).text();
}

}  // namespace o2c::inline v1
