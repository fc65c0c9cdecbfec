#include "pay_curve.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::int64_t int64_max = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t factor_max = 1'000'000'000'000'000;  // 10^15
constexpr Int128 constant_max = static_cast<Int128>(factor_max) * int64_max;
constexpr int digits_max = 15;

// The largest whole number that is not above x, times 10^-digits; nothing beyond 64 bits.
std::optional<std::int64_t> minor_below(const Decimal& x, int digits) {
  if (x > int64_max) return std::nullopt;
  const Decimal whole = round(x, digits, Rounding::floor);
  const Int128 minor = whole.coefficient() * detail::power_of_ten(digits - whole.scale());
  if (minor < 0 || minor > int64_max) return std::nullopt;
  return static_cast<std::int64_t>(minor);
}

// x times 10^digits, where it is whole and small.
std::optional<Int128> scaled(const Decimal& x, int digits, Int128 most) {
  const Decimal exact = normalized(x);
  if (exact.scale() > digits || digits - exact.scale() > 30) return std::nullopt;
  Int128 value = exact.coefficient();
  if (!detail::multiply_fits(value, detail::power_of_ten(digits - exact.scale())))
    return std::nullopt;
  if (value < -most || value > most) return std::nullopt;
  return value;
}

}  // namespace

PayCurve::PayCurve(const Plan& plan)
    : plan_(&plan),
      unit_(plan.unit().minor()),
      by_line_(plan.terms().rounded == CommissionRounding::line),
      divide_(1, Rounding::down),
      is_whole_(make_pieces()) {
  if (!is_whole_ || by_line_ || denominator_ > int64_max ||
      plan.terms().rounding == Rounding::exact)
    return;
  divide_ = RoundedDivision(static_cast<std::int64_t>(denominator_), plan.terms().rounding);
  // What is earned, rounded up, still fits when it is counted in minor units.
  const Int128 most = int64_max - denominator_;
  Int128 base = int64_max;
  for (const Piece& each : pieces_) {
    if (each.constant > most || each.constant < -most) return;
    if (each.factor > 0)
      base = std::min(base, (most - std::max(each.constant, Int128{0})) / each.factor);
  }
  fast_base_ = static_cast<std::int64_t>(base);
}

// Whether the schedule could be told in whole numbers.
bool PayCurve::make_pieces() try {
  const RateSchedule& schedule = plan_->schedule();
  if (schedule.method() == TierMethod::interpolated) return false;
  const int digits = plan_->currency().digits();
  int scale = 0;  // Of the rates and of what is earned at the tiers' starts.
  for (const RateTier& tier : schedule.tiers()) {
    const int of_start = std::max(0, normalized(tier.from).scale() - digits);
    const int of_rate = normalized(tier.rate.fraction()).scale();
    const int of_amount = normalized(tier.amount).scale() - digits;
    scale = std::max({scale, of_rate + of_start, of_amount});
  }
  if (scale > digits_max) return false;
  denominator_ = detail::power_of_ten(scale) * unit_;
  Decimal constant = 0;
  for (std::size_t i = 0; i < schedule.tiers().size(); ++i) {
    const RateTier& tier = schedule.tiers()[i];
    if (schedule.method() == TierMethod::marginal && i > 0)
      constant =
          constant + tier.from * (schedule.tiers()[i - 1].rate.fraction() - tier.rate.fraction());
    if (schedule.method() == TierMethod::table) constant = tier.amount;
    const auto start = minor_below(tier.from, digits);
    const auto factor = scaled(tier.rate.fraction(), scale, factor_max);
    const auto exact = scaled(constant, scale + digits, constant_max);
    if (!start || !factor || !exact) return false;
    // A base that opens a tier is one unit more than the last one before it.
    const Decimal whole_start = Decimal::from_parts(*start, digits);
    const bool opens = schedule.edge() == TierEdge::opens && whole_start == tier.from;
    pieces_.push_back({.start = opens ? *start - 1 : *start,
                       .constant = *exact,
                       .factor = static_cast<std::int64_t>(*factor)});
  }
  if (schedule.method() == TierMethod::table)  // What is not past the first start earns nothing.
    pieces_.insert(pieces_.begin(), {.start = 0, .constant = 0, .factor = 0});
  return true;
} catch (const Overflow&) {
  return false;
}

std::int64_t PayCurve::pay_slowly(Point& point, std::int64_t after) const {
  std::int64_t pays = 0;
  if (!is_whole_) {
    pays = plan_->commission(money(point.base), money(after) - money(point.base)).minor();
  } else if (by_line_) {
    pays = rounded(earned(after) - earned(point.base));
  } else if (__builtin_sub_overflow(rounded(earned(after)), point.paid, &pays)) {
    throw_overflow_of_line();
  }
  point.base = after;
  if (__builtin_add_overflow(point.paid, pays, &point.paid))
    throw_overflow("the commission of a person in a period");
  return pays;
}

std::int64_t PayCurve::rounded(Int128 earned) const {
  Int128 minor = divide(earned, denominator_, plan_->terms().rounding);
  if (!detail::multiply_fits(minor, unit_) || minor > int64_max ||
      minor < std::numeric_limits<std::int64_t>::min())
    throw_overflow_of_line();
  return static_cast<std::int64_t>(minor);
}

Money PayCurve::money(std::int64_t minor) const {
  return Money::from_minor(minor, plan_->currency());
}

void PayCurve::throw_overflow_of_base() {
  throw_overflow("the base that a person accumulates in a period");
}

void PayCurve::throw_overflow_of_line() { throw_overflow("the commission of a line"); }

}  // namespace o2c::inline v1
