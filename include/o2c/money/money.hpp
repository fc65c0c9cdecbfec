#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>

#include "o2c/money/currency.hpp"
#include "o2c/money/detail/scaled_minor.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/int128.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"

namespace o2c::inline v1 {

class Money;

namespace detail {
[[noreturn]] void throw_currency_mismatch(const char* verb, const Money& a, const Money& b);
[[noreturn]] void throw_money_overflow(const Money& a, char operation, const Money& b);
[[noreturn]] void throw_money_overflow(const Money& a, Int128 factor);
[[noreturn]] void throw_money_overflow(Int128 minor, const Currency& currency);
/// `inexact`: the amount needs more digits; else it is too large.
[[noreturn]] void throw_not_money(const Decimal& amount, const Currency& currency, bool inexact);
[[noreturn]] void throw_not_money(const Ratio& amount, const Currency& currency, bool inexact);
}  // namespace detail

/// An exact amount: a whole number of minor units (cents, in 64 bits) of one currency.
///
/// Sums, differences and multiples by whole numbers are exact or throw Overflow; what may need
/// rounding takes a Rounding: see multiply, divide, apply. Two currencies never mix: adding or
/// ordering them throws CurrencyMismatch, and amounts of two currencies are not equal, not even
/// zeros. MoneyBag holds several currencies side by side.
class Money {
 public:
  /// 123450 and USD: 1234.50 USD.
  static constexpr Money from_minor(std::int64_t minor, Currency currency) noexcept {
    return Money(minor, currency);
  }
  static constexpr Money zero(Currency currency) noexcept { return Money(0, currency); }

  /// Exactly that amount. Throws InexactResult when the currency has too few digits, Overflow.
  static constexpr Money of(const Decimal& amount, Currency currency) {
    return rounded(amount, currency, Rounding::exact);
  }

  /// The amount rounded to the currency's digits. Throws Overflow, InexactResult (mode `exact`).
  static constexpr Money rounded(const Decimal& amount, Currency currency, Rounding mode);
  template <std::same_as<Ratio> R>
  static constexpr Money rounded(const R& amount, Currency currency, Rounding mode);

  constexpr std::int64_t minor() const noexcept { return minor_; }
  /// Refers to this amount, and so does its code().
  constexpr const Currency& currency() const noexcept { return currency_; }
  /// The amount in major units, with the currency's digits as scale: 1234.50.
  constexpr Decimal amount() const { return Decimal::from_parts(minor_, currency_.digits()); }

  friend constexpr Money operator+(Money a, Money b) {
    if (a.currency_ != b.currency_) detail::throw_currency_mismatch("add", a, b);
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a.minor_, b.minor_, &sum)) detail::throw_money_overflow(a, '+', b);
    return Money(sum, a.currency_);
  }
  friend constexpr Money operator-(Money a, Money b) {
    if (a.currency_ != b.currency_) detail::throw_currency_mismatch("subtract", a, b);
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(a.minor_, b.minor_, &difference))
      detail::throw_money_overflow(a, '-', b);
    return Money(difference, a.currency_);
  }
  friend constexpr Money operator+(Money a) noexcept { return a; }
  friend constexpr Money operator-(Money a) { return Money(0, a.currency_) - a; }

  template <detail::Integer T>
  friend constexpr Money operator*(Money a, T factor) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(a.minor_, factor, &product))
      detail::throw_money_overflow(a, static_cast<Int128>(factor));
    return Money(product, a.currency_);
  }
  template <detail::Integer T>
  friend constexpr Money operator*(T factor, Money a) {
    return a * factor;
  }

  constexpr Money& operator+=(Money other) { return *this = *this + other; }
  constexpr Money& operator-=(Money other) { return *this = *this - other; }

  friend constexpr bool operator==(Money a, Money b) noexcept {
    return a.minor_ == b.minor_ && a.currency_ == b.currency_;
  }
  /// Throws CurrencyMismatch.
  friend constexpr std::strong_ordering operator<=>(Money a, Money b) {
    if (a.currency_ != b.currency_) detail::throw_currency_mismatch("compare", a, b);
    return a.minor_ <=> b.minor_;
  }

 private:
  constexpr Money(std::int64_t minor, Currency currency) noexcept
      : minor_(minor), currency_(currency) {}

  std::int64_t minor_;
  Currency currency_;
};

template <std::same_as<Ratio> R>
constexpr Money Money::rounded(const R& amount, Currency currency, Rounding mode) {
  const auto scaled =
      detail::scale_minor(static_cast<std::int64_t>(detail::power_of_ten(currency.digits())),
                          amount.numerator(), amount.denominator(), mode);
  if (!scaled.is_valid(mode)) detail::throw_not_money(amount, currency, scaled.fits());
  return Money(scaled.minor(), currency);
}

constexpr Money Money::rounded(const Decimal& amount, Currency currency, Rounding mode) {
  const auto scaled =
      detail::scale_minor(static_cast<std::int64_t>(detail::power_of_ten(currency.digits())),
                          amount.coefficient(), detail::power_of_ten(amount.scale()), mode);
  if (!scaled.is_valid(mode)) detail::throw_not_money(amount, currency, scaled.fits());
  return Money(scaled.minor(), currency);
}

constexpr bool is_zero(Money a) noexcept { return a.minor() == 0; }

/// -1, 0 or 1.
constexpr int sign(Money a) noexcept { return a.minor() < 0 ? -1 : a.minor() > 0 ? 1 : 0; }

constexpr Money abs(Money a) { return a.minor() < 0 ? -a : a; }

/// The smallest amount of a currency as a number: 0.01 for USD, 1 for JPY.
constexpr Decimal minor_unit(Currency currency) {
  return Decimal::from_parts(1, currency.digits());
}

/// "1234.50 USD"; parse_money reads it back.
std::string to_string(const Money& amount);

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const Money& amount) {
  return out << to_string(amount);
}

}  // namespace o2c::inline v1

template <>
struct std::hash<o2c::Money> {
  constexpr std::size_t operator()(const o2c::Money& amount) const noexcept {
    return o2c::detail::hash_value(amount.minor()) * 31U +
           std::hash<o2c::Currency>{}(amount.currency());
  }
};

#include "o2c/money/aggregate.hpp"
#include "o2c/money/scaling.hpp"
