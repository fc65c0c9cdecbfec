#include "rule_curve.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::int64_t int64_max = std::numeric_limits<std::int64_t>::max();

}  // namespace

RuleCurve::RuleCurve(const Plan& plan, const PlanRule& rule, const LineWays& ways,
                     int quantity_digits)
    : unit_(plan.unit().minor()),
      end_way_(static_cast<std::uint32_t>(ways.count())),
      by_quantity_(rule.runs_over_quantity()),
      divide_(1, Rounding::down),
      plan_(&plan),
      rule_(rule),
      ways_(&ways),
      quantity_digits_(quantity_digits),
      measure_digits_(by_quantity_ ? quantity_digits : plan.currency().digits()) {
  for (std::size_t i = 0; i < plan.rules().size(); ++i)
    if (plan.rules()[i].name == rule.name) {
      first_way_ = ways.first(i);
      end_way_ = ways.first(i + 1);
    }
  small_pieces_ = small_pieces({}, -1);
  is_whole_ = make_ways() && make_pieces();
  if (is_whole_ && !rule.per_line && !rule.per_unit && !rule.line_floor) make_small_pieces();
  if (!is_whole_ || denominator_ > int64_max / 2 || plan.terms().rounding == Rounding::exact)
    return;
  divide_ = RoundedDivision(static_cast<std::int64_t>(denominator_), plan.terms().rounding);
  // Rounded up, and in minor units, it fits as well.
  fast_earned_ = (int64_max - static_cast<std::int64_t>(denominator_)) / 2;
  if (plan.terms().rounded == CommissionRounding::cumulative) pay_earned_ = fast_earned_;
}

// What modifiers leave, as whole numbers over one power of ten.
bool RuleCurve::make_ways() try {
  NoTrace no_trace;
  std::vector<Ratio> left;
  std::int64_t whole = 1;
  for (std::uint32_t way = first_way_; way < end_way_; ++way) {
    left.push_back(plan_->left_by_modifiers(ways_->levels(way), no_trace));
    // Products of decimals: the denominator divides a power of ten.
    while (whole % left.back().denominator() != 0) {
      if (whole > int64_max / 10) return false;
      whole *= 10;
    }
  }
  left_whole_ = whole;
  for (const Ratio& each : left) {
    Int128 number = each.numerator();
    if (!detail::multiply_fits(number, whole / each.denominator()) || number > int64_max)
      return false;
    left_by_way_.push_back(static_cast<std::int64_t>(number));
  }
  return true;
} catch (const Overflow&) {
  return false;
}

bool RuleCurve::make_pieces() {
  const RateSchedule& schedule = rule_.schedule;
  const int of_currency = plan_->currency().digits();
  int digits = std::max(of_currency, digits_earned(schedule, measure_digits_));
  if (rule_.per_unit)
    digits = std::max(digits, normalized(*rule_.per_unit).scale() + quantity_digits_);
  constexpr int digits_most = 24;
  if (digits > digits_most) return false;
  denominator_ = detail::power_of_ten(digits - of_currency);
  if (!detail::multiply_fits(denominator_, unit_) ||
      !detail::multiply_fits(denominator_, left_whole_))
    return false;
  if (rule_.tiers_over == TierMeasure::margin) {
    for (const RateTier& tier : schedule.tiers()) {
      const auto rate = scaled(tier.of_one(), digits - of_currency, factor_max);
      if (!rate) return false;
      rate_of_tier_.push_back(static_cast<std::int64_t>(*rate));
    }
  } else {
    auto pieces = pieces_of(schedule, measure_digits_, digits);
    if (!pieces) return false;
    pieces_ = std::move(*pieces);
  }
  if (rule_.per_unit) {
    const auto number = scaled(*rule_.per_unit, digits - quantity_digits_, factor_max);
    if (!number) return false;
    per_unit_ = static_cast<std::int64_t>(*number);
  }
  const auto amount = [&](const std::optional<Money>& of, Int128 times, Int128& into) {
    if (!of) return true;
    const auto number = scaled(of->amount(), digits, constant_max);
    if (!number) return false;
    into = *number;
    return detail::multiply_fits(into, times);
  };
  return amount(rule_.per_line, 1, per_line_) &&
         amount(rule_.line_floor, left_whole_, line_floor_) &&
         amount(rule_.line_cap, left_whole_, line_cap_);
}

void RuleCurve::make_small_pieces() {
  if (pieces_.empty()) return;
  const std::int64_t left = std::max<std::int64_t>(1, *std::ranges::max_element(left_by_way_));
  small_measure_ = measure_within(pieces_, int64_max / 4 / left, int64_max / 4);
  if (small_measure_ < 0) return;
  small_pieces_ = small_pieces(pieces_, small_measure_);
  small_cap_ = rule_.line_cap ? static_cast<std::int64_t>(std::min<Int128>(line_cap_, int64_max))
                              : int64_max;
}

std::optional<Int128> RuleCurve::earned(std::int64_t before, const WholeLine& line) const {
  const std::uint32_t way = (line.way & ~LineWays::takes_back) - first_way_;
  const std::int64_t measure = by_quantity_ ? line.quantity : line.base;
  const bool takes_back = (line.way & LineWays::takes_back) != 0;
  Int128 earned = 0;
  if (rule_.tiers_over == TierMeasure::margin) {
    earned = static_cast<Int128>(rate_of_tier_[ways_->tier(line.way)]) * line.base;
  } else {
    std::int64_t after = 0;
    if (__builtin_add_overflow(before, measure, &after)) return std::nullopt;
    if (are_small(before, after)) return left_of(small_gross(after) - small_gross(before), way);
    earned = piece_of(pieces_, after).earned(after);
    if (before != 0) earned -= piece_of(pieces_, before).earned(before);
  }
  if (rule_.per_line && !detail::add_fits(earned, takes_back ? -per_line_ : per_line_))
    return std::nullopt;
  if (rule_.per_unit && !detail::add_fits(earned, static_cast<Int128>(per_unit_) * line.quantity))
    return std::nullopt;
  if (!detail::multiply_fits(earned, left_by_way_[way])) return std::nullopt;
  if (rule_.line_floor && left_by_way_[way] != 0)
    earned = takes_back ? std::min(earned, -line_floor_) : std::max(earned, line_floor_);
  if (rule_.line_cap) earned = std::clamp(earned, -line_cap_, line_cap_);
  return earned;
}

std::optional<std::int64_t> RuleCurve::rounded(Int128 earned) const {
  if (earned >= 0 && earned <= fast_earned_) {
    std::int64_t minor = 0;
    if (__builtin_mul_overflow(divide_(static_cast<std::int64_t>(earned)), unit_, &minor))
      return std::nullopt;
    return minor;
  }
  Int128 minor = divide(earned, denominator_, plan_->terms().rounding);
  if (!detail::multiply_fits(minor, unit_) || minor > int64_max ||
      minor < std::numeric_limits<std::int64_t>::min())
    return std::nullopt;
  return static_cast<std::int64_t>(minor);
}

std::optional<std::int64_t> RuleCurve::pay_slowly(RuleAccount& account,
                                                  const WholeLine& line) const {
  const std::optional<Int128> of_line = earned(account.measure, line);
  if (!of_line) return std::nullopt;
  const std::int64_t measure = by_quantity_ ? line.quantity : line.base;
  std::int64_t pays = 0;
  std::int64_t paid = 0;
  if (__builtin_add_overflow(account.measure, measure, &account.measure) ||
      !detail::add_fits(account.earned, *of_line))
    return std::nullopt;
  if (plan_->terms().rounded == CommissionRounding::line) {
    const std::optional<std::int64_t> minor = rounded(*of_line);
    if (!minor) return std::nullopt;
    pays = *minor;
  } else {
    const std::optional<std::int64_t> minor = rounded(account.earned);
    if (!minor || __builtin_sub_overflow(*minor, account.paid, &pays)) return std::nullopt;
    paid = *minor;
  }
  account.paid = paid;
  return pays;
}

CreditedLine RuleCurve::credited(const WholeLine& line) const {
  NoTrace no_trace;
  CreditedLine credited{.base = Decimal::from_parts(line.base, plan_->currency().digits()),
                        .quantity = Decimal::from_parts(line.quantity, quantity_digits_)};
  credited.pays = plan_->left_by_modifiers(ways_->levels(line.way), no_trace);
  credited.takes_back = (line.way & LineWays::takes_back) != 0;
  if (rule_.tiers_over == TierMeasure::margin) credited.tier = ways_->tier(line.way);
  return credited;
}

}  // namespace o2c::inline v1
