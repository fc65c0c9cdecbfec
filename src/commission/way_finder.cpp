#include "way_finder.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <string>
#include <utility>

#include "o2c/columns/detail/vectorized.hpp"
#include "o2c/number/ratio.hpp"

namespace o2c::inline v1 {
namespace {

constexpr unsigned mask_bits = 64;

// The most whole days that are not beyond the bound.
std::int64_t whole_days(const Decimal& bound) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  if (bound >= most) return most;
  if (bound <= -most) return -most;
  return static_cast<std::int64_t>(round(bound, 0, Rounding::floor).coefficient());
}

// How many of the bounds each number is beyond.
O2C_VECTORIZED void count_beyond(std::span<const std::int64_t> numbers,
                                 std::span<const std::int64_t> bounds, std::uint32_t* beyond) {
  for (std::size_t i = 0; i < numbers.size(); ++i) beyond[i] = 0;
  for (const std::int64_t bound : bounds)
    for (std::size_t i = 0; i < numbers.size(); ++i) beyond[i] += numbers[i] > bound ? 1U : 0U;
}

}  // namespace

PartBound::PartBound(const Decimal& bound)
    : number_(normalized(bound).coefficient()),
      power_(detail::power_of_ten(normalized(bound).scale())),
      bound_(bound) {}

int PartBound::compare(Int128 part, Int128 whole) const {
  if (whole == 0) {
    part = 0;
    whole = 1;
  }
  if (whole < 0) {
    part = -part;
    whole = -whole;
  }
  Int128 left = part;
  Int128 right = whole;
  if (detail::multiply_fits(left, power_) && detail::multiply_fits(right, number_))
    return left < right ? -1 : left > right ? 1 : 0;
  const auto order = Ratio(part, whole) <=> Ratio(bound_);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

WayFinder::WayFinder(const LineTable& lines)
    : lines_(&lines), words_((lines.plan->rules().size() + mask_bits - 1) / mask_bits) {
  for (const PickColumn& each : lines.picks) picks_.push_back({KeyEncoder(each.key.plan)});
  for (const PlanRule& rule : lines.plan->rules()) {
    const LinePick& picks = rule.picks;
    const auto bound = [](const std::optional<Decimal>& of) {
      return of ? std::optional<PartBound>(*of) : std::nullopt;
    };
    bounds_.push_back(
        {.from =
             picks.from_date ? picks.from_date->days() : std::numeric_limits<std::int32_t>::min(),
         .to = picks.to_date ? picks.to_date->days() : std::numeric_limits<std::int32_t>::max(),
         .discount_over = bound(picks.discount_over),
         .discount_to = bound(picks.discount_to),
         .first_order = picks.first_order,
         .any = picks.from_date || picks.to_date || picks.discount_over || picks.discount_to ||
                picks.first_order});
  }
  for (const Modifier& modifier : lines.plan->terms().modifiers) {
    LevelBounds bounds{.measure = modifier.measure()};
    for (const ModifierLevel& level : modifier.levels())
      if (modifier.measure() == ModifierMeasure::days_overdue)
        bounds.days.push_back(whole_days(level.beyond));
      else
        bounds.parts.emplace_back(level.beyond);
    levels_.push_back(std::move(bounds));
  }
  together_ = can_find_together();
}

bool WayFinder::can_find_together() const {
  const std::vector<PlanRule>& rules = lines_->plan->rules();
  const auto looks_at_a_line = [&](std::size_t rule) {
    if (bounds_[rule].any) return true;
    if (rules[rule].excluded) return false;
    if (rules[rule].tiers_over == TierMeasure::margin) return true;
    for (std::size_t m = 0; m < levels_.size(); ++m)
      if (levels_[m].measure != ModifierMeasure::days_overdue &&
          lines_->ways->of_level(rule, m) > 0)
        return true;
    return false;
  };
  if (rules.size() >= mask_bits) return false;  // One bit is for no rule.
  for (std::size_t rule = 0; rule < rules.size(); ++rule)
    if (looks_at_a_line(rule)) return false;
  return true;
}

// Which rules each value fits: a bit each.
void WayFinder::encode_picks(const HeldRows& rows) {
  const std::vector<PlanRule>& rules = lines_->plan->rules();
  for (std::size_t at = 0; at < picks_.size(); ++at) {
    PickState& state = picks_[at];
    const PickColumn& column = lines_->picks[at];
    state.block.resize(rows.count());
    state.encoder.encode(column.key.batch_of(lines_->table, rows), rows.begin, state.block);
    const std::size_t codes = std::size_t{std::ranges::max(state.block)} + 1;
    for (std::size_t code = state.masks.size() / words_; code < codes; ++code) {
      const std::string value =
          column.key.text_of(state.encoder.value(static_cast<std::uint32_t>(code)));
      state.masks.resize((code + 1) * words_, 0);
      for (std::size_t rule = 0; rule < rules.size(); ++rule) {
        const std::vector<std::string>& wanted = rules[rule].picks.*column.names;
        const bool fits = wanted.empty() ||
                          (column.has_parents ? lines_->plan->is_within(value, wanted)
                                              : std::ranges::find(wanted, value) != wanted.end());
        if (fits)
          state.masks[code * words_ + rule / mask_bits] |= std::uint64_t{1} << rule % mask_bits;
      }
    }
  }
}

void WayFinder::find(const HeldRows& rows, std::span<const std::int32_t> dates,
                     std::span<const std::int64_t> nets, const LineFacts& facts, FaultList& faults,
                     std::span<std::uint32_t> ways) {
  encode_picks(rows);
  const bool has_all = facts.are_complete();
  if (has_all && together_) return find_together(nets, facts, ways);
  const std::optional<OptionalNumbers>& quantities = facts.quantities();
  for (std::size_t i = 0; i < ways.size(); ++i) {
    ways[i] = lines_->ways->unmatched();
    if (!has_all && !facts.has_needed(rows, i, std::nullopt, faults)) continue;
    std::optional<GivenAway> given(std::in_place);
    if (lines_->needs_discount && !(given = facts.given_away(rows, i, nets[i], faults))) continue;
    const std::optional<std::size_t> rule = rule_of(i, dates[i], facts, *given);
    if (!rule) continue;
    const bool is_return =
        nets[i] < 0 || (nets[i] == 0 && quantities && quantities->has(i) && (*quantities)[i] < 0);
    const std::uint32_t takes_back = is_return ? LineWays::takes_back : 0;
    ways[i] = lines_->ways->first(*rule) | takes_back;
    if (!has_all && !facts.has_needed(rows, i, rule, faults)) continue;
    if (lines_->needs[*rule].discount && !(given = facts.given_away(rows, i, nets[i], faults)))
      continue;
    ways[i] = way_of(*rule, i, nets[i], facts, *given) | takes_back;
  }
}

// By rules that look at names only, and modifiers at days: column after column.
void WayFinder::find_together(std::span<const std::int64_t> nets, const LineFacts& facts,
                              std::span<std::uint32_t> ways) {
  const std::size_t rules = bounds_.size();
  // After all rules comes the one of lines that none picks.
  fitting_block_.assign(ways.size(), (std::uint64_t{2} << rules) - 1);
  for (const PickState& each : picks_)
    for (std::size_t i = 0; i < ways.size(); ++i)
      fitting_block_[i] &= each.masks[each.block[i]] | std::uint64_t{1} << rules;
  rule_block_.resize(ways.size());
  for (std::size_t i = 0; i < ways.size(); ++i) {
    rule_block_[i] = static_cast<std::uint32_t>(std::countr_zero(fitting_block_[i]));
    ways[i] = lines_->ways->first(rule_block_[i]);
  }
  reached_block_.resize(ways.size());
  for (std::size_t m = 0; m < levels_.size(); ++m) {
    std::array<std::uint32_t, mask_bits> steps{};
    for (std::size_t rule = 0; rule < rules; ++rule) steps[rule] = lines_->ways->of_level(rule, m);
    if (std::ranges::count(steps, 0U) == mask_bits) continue;
    count_beyond(facts.days_overdue()->values(), levels_[m].days, reached_block_.data());
    for (std::size_t i = 0; i < ways.size(); ++i)
      ways[i] += reached_block_[i] * steps[rule_block_[i]];
  }
  const auto mark_returns = [&](const auto& is_return) {
    for (std::size_t i = 0; i < ways.size(); ++i)
      ways[i] |= is_return(i) && rule_block_[i] < rules ? LineWays::takes_back : 0;
  };
  if (const std::optional<OptionalNumbers>& quantities = facts.quantities())
    mark_returns(
        [&](std::size_t i) { return nets[i] < 0 || (nets[i] == 0 && (*quantities)[i] < 0); });
  else
    mark_returns([&](std::size_t i) { return nets[i] < 0; });
}

std::optional<std::size_t> WayFinder::rule_of(std::size_t i, std::int32_t date,
                                              const LineFacts& facts,
                                              const GivenAway& given) const {
  const std::size_t rules = bounds_.size();
  for (std::size_t word = 0; word < words_; ++word) {
    const std::size_t of_word = std::min<std::size_t>(mask_bits, rules - word * mask_bits);
    std::uint64_t fitting = ~std::uint64_t{0} >> (mask_bits - of_word);
    for (const PickState& each : picks_) fitting &= each.masks[each.block[i] * words_ + word];
    for (; fitting != 0; fitting &= fitting - 1) {
      const std::size_t rule =
          word * mask_bits + static_cast<std::size_t>(std::countr_zero(fitting));
      if (!bounds_[rule].any || fits(bounds_[rule], i, date, facts, given)) return rule;
    }
  }
  return std::nullopt;
}

bool WayFinder::fits(const RuleBounds& rule, std::size_t i, std::int32_t date,
                     const LineFacts& facts, const GivenAway& given) {
  if (date < rule.from || date > rule.to) return false;
  if (rule.first_order && facts.is_first_order(i) != *rule.first_order) return false;
  return (!rule.discount_over || rule.discount_over->compare(given.part, given.list) > 0) &&
         (!rule.discount_to || rule.discount_to->compare(given.part, given.list) <= 0);
}

std::uint32_t WayFinder::way_of(std::size_t rule, std::size_t i, std::int64_t net,
                                const LineFacts& facts, const GivenAway& given) const {
  const PlanRule& of = lines_->plan->rules()[rule];
  std::uint32_t way = lines_->ways->first(rule);
  if (of.excluded) return way;
  const auto profit = [&] { return static_cast<Int128>(net) - (*facts.costs())[i]; };
  if (of.tiers_over == TierMeasure::margin) {
    const Ratio margin = net == 0 ? Ratio(0) : Ratio(profit(), net);
    way += static_cast<std::uint32_t>(of.schedule.tier(margin)) * lines_->ways->of_tier(rule);
  }
  for (std::size_t m = 0; m < levels_.size(); ++m) {
    const std::uint32_t step = lines_->ways->of_level(rule, m);
    if (step == 0) continue;
    const LevelBounds& bounds = levels_[m];
    std::uint32_t reached = 0;
    switch (bounds.measure) {
      case ModifierMeasure::days_overdue:
        while (reached < bounds.days.size() && (*facts.days_overdue())[i] > bounds.days[reached])
          ++reached;
        break;
      case ModifierMeasure::discount:
        while (reached < bounds.parts.size() &&
               bounds.parts[reached].compare(given.part, given.list) > 0)
          ++reached;
        break;
      case ModifierMeasure::margin:
        while (reached < bounds.parts.size() && bounds.parts[reached].compare(profit(), net) < 0)
          ++reached;
        break;
    }
    way += reached * step;
  }
  return way;
}

}  // namespace o2c::inline v1
