#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <iosfwd>
#include <string>

#include "o2c/number/decimal.hpp"
#include "o2c/number/error.hpp"
#include "o2c/number/int128.hpp"
#include "o2c/number/rounding.hpp"

namespace o2c::inline v1 {
namespace detail {

/// A part of a Ratio from a magnitude: throws Overflow unless it fits with either sign.
constexpr Int128 ratio_part(UInt128 magnitude) {
  if (magnitude > static_cast<UInt128>(int128_max)) {
    throw_overflow("a part of a Ratio needs more than 127 bits");
  }
  return static_cast<Int128>(magnitude);
}

template <Integer T>
constexpr Int128 ratio_integer(T value) {
  if constexpr (std::same_as<T, UInt128>) return ratio_part(value);
  const auto integer = static_cast<Int128>(value);
  return integer < 0 ? -ratio_part(magnitude(integer)) : integer;
}

}  // namespace detail

/// An exact fraction in lowest terms, for chains of multiplication and division that round once, at
/// the end. Both parts have at most 127 bits. Operations are exact or throw Overflow.
class Ratio {
 public:
  constexpr Ratio() noexcept = default;  ///< 0

  template <detail::Integer T>
  constexpr Ratio(T value)  // NOLINT(*explicit*)
      : numerator_(detail::ratio_integer(value)) {}
  constexpr Ratio(const Decimal& value)  // NOLINT(*explicit*)
      : Ratio(value.coefficient(), detail::power_of_ten(value.scale())) {}
  template <std::floating_point T>
  Ratio(T) = delete;

  /// numerator / denominator, any signs. Throws InvalidArgument when the denominator is 0.
  constexpr Ratio(Int128 numerator, Int128 denominator);

  constexpr Int128 numerator() const noexcept { return numerator_; }
  constexpr Int128 denominator() const noexcept { return denominator_; }  ///< Positive.

  friend constexpr Ratio operator+(const Ratio& a, const Ratio& b) { return add(a, b); }
  friend constexpr Ratio operator-(const Ratio& a, const Ratio& b) { return add(a, -b); }
  friend constexpr Ratio operator*(const Ratio& a, const Ratio& b) { return multiply(a, b); }
  /// Throws InvalidArgument when b is 0.
  friend constexpr Ratio operator/(const Ratio& a, const Ratio& b) {
    return multiply(a, reciprocal(b));
  }
  friend constexpr Ratio operator+(const Ratio& x) noexcept { return x; }
  friend constexpr Ratio operator-(const Ratio& x) noexcept {
    Ratio negated = x;
    negated.numerator_ = -x.numerator_;
    return negated;
  }
  constexpr Ratio& operator+=(const Ratio& other) { return *this = *this + other; }
  constexpr Ratio& operator-=(const Ratio& other) { return *this = *this - other; }
  constexpr Ratio& operator*=(const Ratio& other) { return *this = *this * other; }
  constexpr Ratio& operator/=(const Ratio& other) { return *this = *this / other; }

  friend constexpr bool operator==(const Ratio&, const Ratio&) noexcept = default;
  friend constexpr std::strong_ordering operator<=>(const Ratio& a, const Ratio& b) {
    return compare(a, b);
  }

 private:
  static constexpr Ratio add(const Ratio& a, const Ratio& b);
  static constexpr Ratio multiply(const Ratio& a, const Ratio& b);
  static constexpr Ratio reciprocal(const Ratio& x);
  static constexpr std::strong_ordering compare(const Ratio& a, const Ratio& b);

  Int128 numerator_ = 0;  // Never the lowest Int128, so that it can be negated.
  Int128 denominator_ = 1;
};

/// "1/3"; a whole number without the bar: "5".
std::string to_string(const Ratio& x);

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const Ratio& x) {
  return out << to_string(x);
}

namespace detail {

Ratio add_wide(const Ratio& a, const Ratio& b);
std::strong_ordering compare_products_wide(Int128 a, Int128 b, Int128 c, Int128 d);

}  // namespace detail

constexpr Ratio::Ratio(Int128 numerator, Int128 denominator) {
  if (denominator == 0) throw_division_by_zero();
  const UInt128 n = detail::magnitude(numerator);
  const UInt128 d = detail::magnitude(denominator);
  const UInt128 common = detail::gcd(n, d);
  const Int128 reduced = detail::ratio_part(n / common);
  numerator_ = (numerator < 0) == (denominator < 0) ? reduced : -reduced;
  denominator_ = detail::ratio_part(d / common);
}

constexpr Ratio Ratio::add(const Ratio& a, const Ratio& b) {
  const auto common = static_cast<Int128>(
      detail::gcd(static_cast<UInt128>(a.denominator_), static_cast<UInt128>(b.denominator_)));
  Int128 left = a.numerator_;
  Int128 right = b.numerator_;
  Int128 denominator = a.denominator_;
  if (detail::multiply_fits(left, b.denominator_ / common) &&
      detail::multiply_fits(right, a.denominator_ / common) && detail::add_fits(left, right) &&
      detail::multiply_fits(denominator, b.denominator_ / common)) {
    return Ratio(left, denominator);
  }
  return detail::add_wide(a, b);
}

constexpr Ratio Ratio::multiply(const Ratio& a, const Ratio& b) {
  // Reduced crosswise first, a product that does not fit is one that has no smaller form.
  const Ratio left(a.numerator_, b.denominator_);
  const Ratio right(b.numerator_, a.denominator_);
  Ratio product;
  product.numerator_ = left.numerator_;
  product.denominator_ = left.denominator_;
  if (!detail::multiply_fits(product.numerator_, right.numerator_) ||
      !detail::multiply_fits(product.denominator_, right.denominator_) ||
      product.numerator_ == detail::int128_min) {
    throw_overflow("a part of a Ratio needs more than 127 bits");
  }
  return product;
}

constexpr Ratio Ratio::reciprocal(const Ratio& x) { return Ratio(x.denominator_, x.numerator_); }

constexpr std::strong_ordering Ratio::compare(const Ratio& a, const Ratio& b) {
  Int128 left = a.numerator_;
  Int128 right = b.numerator_;
  if (detail::multiply_fits(left, b.denominator_) && detail::multiply_fits(right, a.denominator_)) {
    return left <=> right;
  }
  return detail::compare_products_wide(a.numerator_, b.denominator_, b.numerator_, a.denominator_);
}

constexpr bool is_zero(const Ratio& x) noexcept { return x.numerator() == 0; }

/// -1, 0 or 1.
constexpr int sign(const Ratio& x) noexcept {
  return x.numerator() < 0 ? -1 : x.numerator() > 0 ? 1 : 0;
}

constexpr Ratio abs(const Ratio& x) noexcept { return x.numerator() < 0 ? -x : x; }

constexpr bool is_integer(const Ratio& x) noexcept { return x.denominator() == 1; }

/// x as a Decimal with `digits` after the point, negative digits to tens, hundreds, ...
/// Throws InvalidArgument (digits outside [-38, 38]), InexactResult, Overflow.
constexpr Decimal round(const Ratio& x, int digits, Rounding mode) {
  detail::check_digits(digits);
  Int128 numerator = x.numerator();
  if (digits >= 0 && mode != Rounding::exact && detail::scale_up_fits(numerator, digits)) {
    const Int128 rounded = divide(numerator, x.denominator(), mode);
    if (Decimal::fits(rounded)) return Decimal::from_parts(rounded, digits);
  }
  return detail::round_quotient_wide(x.numerator(), 0, x.denominator(), 1, digits, mode);
}

/// x rounded to a multiple of any positive step; the result has the step's scale.
/// Throws InvalidArgument (step not positive), InexactResult, Overflow.
constexpr Decimal round_to(const Ratio& x, const Decimal& step, Rounding mode) {
  if (sign(step) <= 0) detail::throw_step(step);
  Int128 numerator = x.numerator();
  Int128 denominator = x.denominator();
  if (mode != Rounding::exact && detail::scale_up_fits(numerator, step.scale()) &&
      detail::multiply_fits(denominator, step.coefficient())) {
    Int128 rounded = divide(numerator, denominator, mode);
    if (detail::multiply_fits(rounded, step.coefficient()) && Decimal::fits(rounded)) {
      return Decimal::from_parts(rounded, step.scale());
    }
  }
  return detail::round_quotient_wide(x.numerator(), 0, x.denominator(), step.coefficient(),
                                     step.scale(), mode);
}

}  // namespace o2c::inline v1

template <>
struct std::hash<o2c::Ratio> {
  constexpr std::size_t operator()(const o2c::Ratio& x) const noexcept {
    return o2c::detail::hash_value(x.numerator()) * 31U + o2c::detail::hash_value(x.denominator());
  }
};
