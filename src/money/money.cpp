#include "o2c/money/money.hpp"

#include <limits>
#include <string>

#include "amount_text.hpp"

namespace o2c::inline v1 {
namespace {

// What an amount of that currency can be at most.
std::string limit_text(const Currency& currency) {
  return "Money holds at most " +
         to_string(Money::from_minor(std::numeric_limits<std::int64_t>::max(), currency));
}

template <class Number>
[[noreturn]] void throw_not_money_of(const Number& amount, const Currency& currency, bool inexact) {
  const std::string text = to_string(amount) + " " + to_string(currency);
  if (inexact)
    throw InexactResult(text + " needs rounding: " + to_string(currency) + " has " +
                        std::to_string(currency.digits()) + " decimal digits");
  throw Overflow(text + " is too large: " + limit_text(currency));
}

template <class Number>
[[noreturn]] void throw_not_scalable_by(const Money& a, char operation, const Number& factor,
                                        bool inexact) {
  const std::string text = to_string(a) + " " + operation + " " + to_string(factor);
  if (inexact)
    throw InexactResult(text +
                        " needs rounding, and the rounding is exact: " + to_string(a.currency()) +
                        " has " + std::to_string(a.currency().digits()) + " decimal digits");
  throw Overflow(text + " is too large: " + limit_text(a.currency()));
}

}  // namespace

std::string to_string(const Money& amount) {
  std::string text;
  detail::append_amount(text, amount, NumberFormat{.decimal_point = '.', .group = '\0'});
  text += ' ';
  text += amount.currency().code();
  return text;
}

namespace detail {

ScaledMinor scale_minor_wide(std::int64_t minor, Int128 numerator, Int128 denominator,
                             Rounding mode) {
  constexpr UInt128 too_large = ~UInt128{0};
  try {
    const Int128 quotient = mul_div_wide(minor, numerator, denominator, mode);
    return ScaledMinor(magnitude(quotient), quotient < 0, false);
  } catch (const InexactResult&) {
    return ScaledMinor(0, false, true);
  } catch (const Overflow&) {
    return ScaledMinor(too_large, false, false);
  }
}

void throw_currency_mismatch(const char* verb, const Money& a, const Money& b) {
  throw CurrencyMismatch("cannot " + std::string(verb) + " " + to_string(a) + " and " +
                         to_string(b) + ": the currencies differ");
}

void throw_money_overflow(const Money& a, char operation, const Money& b) {
  throw Overflow(to_string(a) + " " + operation + " " + to_string(b) +
                 " is too large: " + limit_text(a.currency()));
}

void throw_money_overflow(const Money& a, Int128 factor) {
  throw Overflow(to_string(a) + " * " + int128_text(factor) +
                 " is too large: " + limit_text(a.currency()));
}

void throw_money_overflow(Int128 minor, const Currency& currency) {
  throw Overflow("the sum " + to_string(Decimal::from_parts(minor, currency.digits())) + " " +
                 to_string(currency) + " is too large: " + limit_text(currency));
}

void throw_not_money(const Decimal& amount, const Currency& currency, bool inexact) {
  throw_not_money_of(amount, currency, inexact);
}

void throw_not_money(const Ratio& amount, const Currency& currency, bool inexact) {
  throw_not_money_of(amount, currency, inexact);
}

void throw_not_scalable(const Money& a, char operation, const Decimal& factor, bool inexact) {
  throw_not_scalable_by(a, operation, factor, inexact);
}

void throw_not_scalable(const Money& a, char operation, const Ratio& factor, bool inexact) {
  throw_not_scalable_by(a, operation, factor, inexact);
}

void throw_money_divisor(const Money& dividend, const Money& divisor) {
  throw_invalid("cannot divide " + to_string(dividend) + " by " + to_string(divisor));
}

void throw_cash_step(const Money& amount, const Decimal& step) {
  throw_invalid("cash step " + to_string(step) + " for " + to_string(amount) +
                ": expected a positive multiple of " + to_string(minor_unit(amount.currency())));
}

void throw_no_amounts(const char* function) {
  throw_invalid(std::string(function) + " of no amounts: expected at least one");
}

}  // namespace detail
}  // namespace o2c
