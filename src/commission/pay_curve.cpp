#include "pay_curve.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::int64_t int64_max = std::numeric_limits<std::int64_t>::max();
constexpr int digits_max = 15;

}  // namespace

PayCurve::PayCurve(const Plan& plan)
    : plan_(&plan),
      unit_(plan.unit().minor()),
      by_line_(plan.terms().rounded == CommissionRounding::line),
      divide_(1, Rounding::down),
      is_whole_(make_pieces()) {
  small_pieces_ = small_pieces(pieces_, -1);
  if (!is_whole_ || by_line_ || denominator_ > int64_max ||
      plan.terms().rounding == Rounding::exact)
    return;
  divide_ = RoundedDivision(static_cast<std::int64_t>(denominator_), plan.terms().rounding);
  // What is earned, rounded up, still fits when it is counted in minor units.
  small_pieces_ =
      small_pieces(pieces_, measure_within(pieces_, int64_max - denominator_, int64_max));
}

// Whether the schedule could be told in whole numbers.
bool PayCurve::make_pieces() {
  const RateSchedule& schedule = plan_->rules().front().schedule;
  const int of_currency = plan_->currency().digits();
  const int digits = std::max(of_currency, digits_earned(schedule, of_currency));
  if (digits - of_currency > digits_max) return false;
  auto pieces = pieces_of(schedule, of_currency, digits);
  if (!pieces) return false;
  pieces_ = std::move(*pieces);
  denominator_ = detail::power_of_ten(digits - of_currency) * unit_;
  return true;
}

std::int64_t PayCurve::pay_elsewhere(Point& point, std::int64_t after) const {
  point.piece = small_piece_of(small_pieces_, after);
  if (small_pieces_[point.piece].holds(after)) return pay(point, after - point.base);
  std::int64_t pays = 0;
  if (!is_whole_) {
    pays = plan_->commission(money(point.base), money(after) - money(point.base)).minor();
  } else if (by_line_) {
    pays = rounded(earned(after) - earned(point.base));
  } else if (__builtin_sub_overflow(rounded(earned(after)), point.paid, &pays)) {
    throw_overflow_of_line();
  }
  point.base = after;
  ++point.lines;
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
