#include "o2c/commission/rate_schedule.hpp"

#include <array>
#include <optional>
#include <utility>

#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "schedule_doubts.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 4> methods{"marginal", "whole", "interpolated", "table"};
constexpr std::array<std::string_view, 2> edges{"closes", "opens"};

std::vector<Fault> faults_of(TierMethod method, const std::vector<RateTier>& tiers, TierEdge edge) {
  std::vector<Fault> faults;
  if (tiers.empty())
    faults.push_back({.field = "tiers", .value = "none", .expected = "at least one tier"});
  const bool is_table = method == TierMethod::table;
  const bool has_rates = std::ranges::any_of(
      tiers, [](const RateTier& tier) { return tier.rate != Rate::from_fraction(0); });
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    const RateTier& tier = tiers[i];
    const auto fault = [&](const char* field, std::string value, std::string expected) {
      faults.push_back({.row = static_cast<std::int64_t>(i),
                        .field = field,
                        .value = std::move(value),
                        .expected = std::move(expected)});
    };
    if (i > 0 && tier.from <= tiers[i - 1].from)
      fault("from", to_string(tier.from), "more than " + to_string(tiers[i - 1].from));
    if (i == 0 && !is_table && tier.from != 0)
      fault("from", to_string(tier.from), "0; a threshold is a first tier of 0%");
    if (i == 0 && is_table && edge == TierEdge::closes && tier.from < 0)
      fault("from", to_string(tier.from), "0 or more");
    if (i == 0 && is_table && edge == TierEdge::opens && tier.from <= 0)
      fault("from", to_string(tier.from), "more than 0, as nothing earns nothing");
    if (tier.rate < Rate::from_fraction(0)) fault("rate", to_string(tier.rate), "0% or more");
    if (tier.amount < 0) fault("amount", to_string(tier.amount), "0 or more");
    if (is_table && tier.rate != Rate::from_fraction(0))
      fault("rate", to_string(tier.rate), "none: a table pays amounts");
    if (!is_table && has_rates && tier.amount != 0)
      fault("amount", to_string(tier.amount), "none, as tiers pay rates");
  }
  return faults;
}

std::string join(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += between;
    text += part;
  }
  return text;
}

// What a tier pays, as it is stated.
std::string pay_text(const RateSchedule& schedule, const RateTier& tier) {
  if (schedule.method() == TierMethod::table || schedule.pays_per_unit())
    return to_string(tier.amount);
  return to_string(tier.rate);
}

// A tier's start, in the words of what tiers run over.
Label start_text(const Decimal& from, TierMeasure measure) {
  const std::string number = to_string(from);
  const std::string part = to_string(Rate::from_fraction(from));
  switch (measure) {
    case TierMeasure::base:
      break;
    case TierMeasure::quantity:
      return {"a quantity of " + number, "数量 " + number};
    case TierMeasure::attainment:
      return {part + " of the target", "任务量的 " + part};
    case TierMeasure::quantity_attainment:
      return {part + " of the target of quantity", "销量任务的 " + part};
    case TierMeasure::margin:
      return {"a margin of " + part, "毛利率 " + part};
  }
  return {number, number};
}

// By how much what is earned jumps where a tier starts; none: it does not. In Chinese a number
// stands apart from what is before it.
std::optional<Label> jump_text(const RateSchedule& schedule, const RateTier& before,
                               const RateTier& tier, TierMeasure measure) {
  if (schedule.method() == TierMethod::table) {
    const std::string by = to_string(normalized(tier.amount - before.amount));
    return tier.amount == before.amount ? std::nullopt : std::optional(Label{by, " " + by});
  }
  const Decimal of_one = tier.of_one() - before.of_one();
  if (schedule.method() != TierMethod::whole || of_one == 0) return std::nullopt;
  // A margin finds the rate for a line's base; other starts are what the rate is of.
  if (measure == TierMeasure::margin) {
    const std::string by = to_string(Rate::from_fraction(of_one));
    return Label{by + " of the base", "基数的 " + by};
  }
  const Decimal jump = normalized(tier.from * of_one);
  if (jump == 0) return std::nullopt;
  if (measure == TierMeasure::attainment && !schedule.pays_per_unit()) {
    const std::string by = to_string(Rate::from_fraction(jump));
    return Label{by + " of the target", "任务量的 " + by};
  }
  const std::string by = to_string(jump);
  if (measure == TierMeasure::attainment || measure == TierMeasure::quantity_attainment)
    return Label{by + " for each unit of the target", "任务量每单位 " + by};
  return Label{by, " " + by};
}

}  // namespace

std::string to_string(TierMethod method) {
  return std::string(methods[static_cast<std::size_t>(method)]);
}
TierMethod parse_tier_method(std::string_view text) {
  return parse_name<TierMethod>(text, methods, "how tiers pay: one of");
}

std::string to_string(TierEdge edge) { return std::string(edges[static_cast<std::size_t>(edge)]); }
TierEdge parse_tier_edge(std::string_view text) {
  return parse_name<TierEdge>(text, edges, "what a tier's start does: one of");
}

RateSchedule RateSchedule::flat(const Rate& rate) {
  return {TierMethod::marginal, {{.from = 0, .rate = rate}}};
}

RateSchedule RateSchedule::flat_amount(const Decimal& amount) {
  return {TierMethod::marginal, {{.from = 0, .amount = amount}}};
}

RateSchedule::RateSchedule(TierMethod method, std::vector<RateTier> tiers, TierEdge edge)
    : method_(method), tiers_(std::move(tiers)), edge_(edge) {
  throw_faults("no such schedule", faults_of(method, tiers_, edge));
  // Where nothing jumps both tiers pay the same at the edge.
  if (method == TierMethod::marginal || method == TierMethod::interpolated)
    edge_ = TierEdge::closes;
  for (RateTier& tier : tiers_) {
    tier.from = normalized(tier.from);
    tier.amount = normalized(tier.amount);
  }
}

bool RateSchedule::pays_per_unit() const {
  return method_ != TierMethod::table &&
         std::ranges::any_of(tiers_, [](const RateTier& tier) { return tier.amount != 0; });
}

RateSchedule RateSchedule::for_target(const Decimal& target) const {
  if (target <= 0)
    throw_faults("no such target",
                 {{.field = "target", .value = to_string(target), .expected = "more than 0"}});
  std::vector<RateTier> tiers = tiers_;
  for (RateTier& tier : tiers) tier.from = tier.from * target;
  return {method_, std::move(tiers), edge_};
}

Label RateSchedule::name(std::size_t tier) const {
  const std::string rate = pay_text(*this, tiers_[tier]);
  const std::string from = to_string(tiers_[tier].from);
  if (tiers_.size() == 1) return {rate + " of all", "全部 " + rate};
  if (tier + 1 == tiers_.size()) return {rate + " above " + from, from + " 以上 " + rate};
  const std::string to = to_string(tiers_[tier + 1].from);
  if (tier == 0) return {rate + " up to " + to, to + " 以下 " + rate};
  return {rate + " from " + from + " to " + to, from + " 至 " + to + " " + rate};
}

std::vector<Label> doubts_of_tiers(const RateSchedule& schedule, TierMeasure measure) {
  std::vector<Label> findings;
  const std::vector<RateTier>& tiers = schedule.tiers();
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    const RateTier& tier = tiers[i];
    const Label from = start_text(tier.from, measure);
    const std::string rate = pay_text(schedule, tier);
    if (tier.rate > Rate::from_fraction(1))
      findings.emplace_back(rate + " from " + from.en + " is more than the base itself",
                            from.zh + " 起的 " + rate + " 超过基数本身");
    if (i == 0 && schedule.method() != TierMethod::table) continue;
    const RateTier before = i == 0 ? RateTier{} : tiers[i - 1];
    const auto pays_alike = [&](const RateTier& other) {
      return tier.rate == other.rate && tier.amount == other.amount;
    };
    const bool is_line = schedule.method() == TierMethod::interpolated;
    // A line between two of the same rate may lead on to another.
    const bool leads_on = is_line && i + 1 < tiers.size() && !pays_alike(tiers[i + 1]);
    if (pays_alike(before) && !leads_on)
      findings.emplace_back("the tier from " + from.en + " pays as what is before it",
                            from.zh + " 起的一档与之前相同");
    const Label falls_from = is_line ? start_text(before.from, measure) : from;
    if (tier.rate < before.rate || tier.amount < before.amount)
      findings.emplace_back("what is paid falls from " + falls_from.en + " on",
                            falls_from.zh + " 起提成下降");
    const std::optional<Label> by = jump_text(schedule, before, tier, measure);
    if (!by) continue;
    const std::string start_zh = (measure == TierMeasure::base ? " " : "") + from.zh;
    const std::string by_zh = "，提成变动" + by->zh;
    if (schedule.edge() == TierEdge::closes)
      findings.emplace_back((measure == TierMeasure::base ? "one unit more than " : "more than ") +
                                from.en + " changes what is earned by " + by->en,
                            "超过" + start_zh + by_zh);
    else
      findings.emplace_back("reaching " + from.en + " changes what is earned by " + by->en,
                            "达到" + start_zh + by_zh);
  }
  return findings;
}

std::vector<Label> RateSchedule::lint() const { return doubts_of_tiers(*this, TierMeasure::base); }

std::string to_string(const RateSchedule& schedule) {
  const bool is_table = schedule.method() == TierMethod::table;
  if (!is_table && schedule.tiers().size() == 1)
    return pay_text(schedule, schedule.tiers().front()) +
           (schedule.pays_per_unit() ? " a unit" : "");
  std::vector<std::string> tiers;
  for (const RateTier& tier : schedule.tiers())
    tiers.push_back(pay_text(schedule, tier) + " from " + to_string(tier.from));
  std::string text = to_string(schedule.method()) + (schedule.pays_per_unit() ? " a unit" : "") +
                     ": " + join(tiers, ", ");
  if (schedule.edge() == TierEdge::opens) text += " on";
  return text;
}

std::string describe(const RateSchedule& schedule, Language language, TierStart starts) {
  const auto start_text = [&](const Decimal& from) {
    return starts == TierStart::part ? to_string(Rate::from_fraction(from)) : to_string(from);
  };
  const bool zh = language == Language::zh;
  const std::vector<RateTier>& tiers = schedule.tiers();
  const bool is_table = schedule.method() == TierMethod::table;
  if (!is_table && tiers.size() == 1) {
    const std::string rate = pay_text(schedule, tiers.front());
    if (schedule.pays_per_unit()) return zh ? "每单位 " + rate : rate + " for each unit";
    return zh ? "全部基数的 " + rate : rate + " of all";
  }
  const bool opens = schedule.edge() == TierEdge::opens;
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    const std::string from = start_text(tiers[i].from);
    const std::string rate = (schedule.pays_per_unit() && zh ? "每单位 " : "") +
                             pay_text(schedule, tiers[i]) +
                             (schedule.pays_per_unit() && !zh ? " a unit" : "");
    const std::string to = i + 1 < tiers.size() ? start_text(tiers[i + 1].from) : "";
    switch (schedule.method()) {
      case TierMethod::marginal:
        if (zh)
          parts.push_back(
              (to.empty() ? "超过 " + from + " 的部分" : from + " 至 " + to + " 的部分") + " " +
              rate);
        else
          parts.push_back(rate + " of the part " +
                          (to.empty() ? "above " + from : "from " + from + " to " + to));
        break;
      case TierMethod::interpolated:
        parts.push_back(zh ? from + " 处 " + rate : rate + " at " + from);
        break;
      case TierMethod::whole:
      case TierMethod::table:
        if (zh)
          parts.push_back((opens ? "达到 " : "超过 ") + from + " " + rate);
        else
          parts.push_back(rate + (opens ? " from " : " above ") + from);
        break;
    }
  }
  const std::string list = join(parts, zh ? "，" : ", ");
  const bool is_quantity = schedule.pays_per_unit();
  const std::string all_zh = is_quantity ? "全部数量" : "全部基数";
  switch (schedule.method()) {
    case TierMethod::marginal:
      return list;
    case TierMethod::whole:
      return zh ? "按达到的档次计" + all_zh + "：" + list : "of all, by the tier reached: " + list;
    case TierMethod::interpolated:
      if (zh) return all_zh + "，" + (is_quantity ? "单价" : "比例") + "按直线变化：" + list;
      return std::string("of all, by ") + (is_quantity ? "an amount" : "a rate") +
             " that goes in a straight line: " + list;
    case TierMethod::table:
      break;
  }
  return zh ? "按达到的档次计定额：" + list : "a fixed amount by the tier reached: " + list;
}

}  // namespace o2c::inline v1
