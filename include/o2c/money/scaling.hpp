#pragma once

#include <concepts>
#include <cstdint>

#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/number/trace.hpp"

namespace o2c::inline v1 {

namespace detail {
/// `inexact`: the result needs rounding and the mode refuses it; else it is too large.
[[noreturn]] void throw_not_scalable(const Money& a, char operation, const Decimal& factor,
                                     bool inexact);
[[noreturn]] void throw_not_scalable(const Money& a, char operation, const Ratio& factor,
                                     bool inexact);
[[noreturn]] void throw_money_divisor(const Money& dividend, const Money& divisor);
[[noreturn]] void throw_cash_step(const Money& amount, const Decimal& step);

constexpr Int128 numerator(const Decimal& x) noexcept { return x.coefficient(); }
constexpr Int128 denominator(const Decimal& x) noexcept { return power_of_ten(x.scale()); }
constexpr Int128 numerator(const Ratio& x) noexcept { return x.numerator(); }
constexpr Int128 denominator(const Ratio& x) noexcept { return x.denominator(); }

template <class Factor>
constexpr Money multiply(Money a, const Factor& factor, Rounding mode) {
  const ScaledMinor scaled = scale_minor(a.minor(), numerator(factor), denominator(factor), mode);
  if (!scaled.is_valid(mode)) throw_not_scalable(a, '*', factor, scaled.fits());
  return Money::from_minor(scaled.minor(), a.currency());
}

template <class Divisor>
constexpr Money divide(Money a, const Divisor& divisor, Rounding mode) {
  if (numerator(divisor) == 0) throw_division_by_zero();
  const ScaledMinor scaled = scale_minor(a.minor(), denominator(divisor), numerator(divisor), mode);
  if (!scaled.is_valid(mode)) throw_not_scalable(a, '/', divisor, scaled.fits());
  return Money::from_minor(scaled.minor(), a.currency());
}
}  // namespace detail

/// a * factor, rounded to the currency's digits. Throws Overflow, InexactResult (mode `exact`).
/// (A whole number needs no rounding: a * 3.)
constexpr Money multiply(Money a, const Decimal& factor, Rounding mode) {
  return detail::multiply(a, factor, mode);
}
template <std::same_as<Ratio> R>
constexpr Money multiply(Money a, const R& factor, Rounding mode) {
  return detail::multiply(a, factor, mode);
}

/// a / divisor, rounded to the currency's digits.
/// Throws InvalidArgument (divisor 0), Overflow, InexactResult (mode `exact`).
constexpr Money divide(Money a, const Decimal& divisor, Rounding mode) {
  return detail::divide(a, divisor, mode);
}
template <std::same_as<Ratio> R>
constexpr Money divide(Money a, const R& divisor, Rounding mode) {
  return detail::divide(a, divisor, mode);
}

/// The exact quotient of two amounts of one currency. Throws CurrencyMismatch, InvalidArgument
/// (divisor 0).
constexpr Ratio ratio(Money dividend, Money divisor) {
  if (dividend.currency() != divisor.currency())
    detail::throw_currency_mismatch("divide", dividend, divisor);
  if (is_zero(divisor)) detail::throw_money_divisor(dividend, divisor);
  return Ratio(dividend.minor(), divisor.minor());
}

/// part / whole as a percentage with `digits` decimals: 25.74% for 2. Throws like ratio.
constexpr Rate percentage(Money part, Money whole, int digits, Rounding mode) {
  return Rate::from_fraction(round(ratio(part, whole), digits + 2, mode));
}

/// A multiple of `step` (0.05: Swiss cash; 1: whole units), which must be a positive whole number
/// of minor units. Throws InvalidArgument, Overflow, InexactResult (mode `exact`).
constexpr Money round_cash(Money amount, const Decimal& step, Rounding mode) {
  const auto step_minor = detail::scale_minor(
      static_cast<std::int64_t>(detail::power_of_ten(amount.currency().digits())),
      step.coefficient(), detail::power_of_ten(step.scale()), Rounding::exact);
  if (!step_minor.is_valid(Rounding::exact) || step_minor.minor() <= 0)
    detail::throw_cash_step(amount, step);
  const Int128 steps = divide(amount.minor(), step_minor.minor(), mode);
  return Money::from_minor(step_minor.minor(), amount.currency()) * steps;
}

/// rate * base, rounded to the currency's digits. Throws Overflow, InexactResult (mode `exact`).
template <Tracer T>
constexpr Money apply(Rate rate, Money base, Rounding mode, T& trace) {
  const Money result = multiply(base, rate.fraction(), mode);
  trace.rounded_step(Text{"base × rate", "基数 × 比率"}, Operation::product, mode,
                     minor_unit(base.currency()), result, Operand{Text{"base", "基数"}, base},
                     Operand{Text{"rate", "比率"}, rate});
  return result;
}
constexpr Money apply(Rate rate, Money base, Rounding mode) {
  NoTrace no_trace;
  return apply(rate, base, mode, no_trace);
}

}  // namespace o2c::inline v1
