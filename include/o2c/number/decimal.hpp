#pragma once

#include <array>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include "o2c/number/error.hpp"
#include "o2c/number/int128.hpp"
#include "o2c/number/rounding.hpp"

namespace o2c::inline v1 {

/// An exact decimal number: coefficient / 10^scale, at most 38 digits (Arrow's decimal128).
/// The scale is kept as written (1234.50), but equality, order and hash go by value: 1.5 == 1.50.
/// Sums, differences and products are exact or throw Overflow; there is no operator/, because a
/// quotient is either a Ratio or rounded on purpose: see quotient().
class Decimal {
 public:
  static constexpr int max_digits = 38;

  constexpr Decimal() noexcept = default;  ///< 0

  /// Implicit from whole numbers. Throws Overflow beyond 38 digits.
  template <detail::Integer T>
  constexpr Decimal(T value) : coefficient_(static_cast<Int128>(value)) {  // NOLINT(*explicit*)
    if constexpr (sizeof(T) == sizeof(Int128)) {
      if ((value > 0) != (coefficient_ > 0) || !fits(coefficient_))
        throw_overflow("a Decimal holds at most 38 digits");
    }
  }

  /// A binary fraction is not the decimal it was written as: pass text or an integer.
  template <std::floating_point T>
  Decimal(T) = delete;

  /// coefficient / 10^scale. Throws InvalidArgument (scale outside [0, 38]) or Overflow (more than
  /// 38 digits).
  static constexpr Decimal from_parts(Int128 coefficient, int scale);

  /// Reads "1234.50", "-0.05", "+7", ".5", "1e-3": an optional sign, digits with at most one point,
  /// an optional exponent; no grouping, no spaces. Throws ParseError, also beyond 38 digits.
  static constexpr Decimal parse(std::string_view text);

  constexpr Int128 coefficient() const noexcept { return coefficient_; }
  constexpr int scale() const noexcept { return scale_; }  ///< [0, 38]

  friend constexpr Decimal operator+(const Decimal& a, const Decimal& b) { return add(a, b); }
  friend constexpr Decimal operator-(const Decimal& a, const Decimal& b) { return add(a, -b); }
  friend constexpr Decimal operator*(const Decimal& a, const Decimal& b) { return multiply(a, b); }
  friend constexpr Decimal operator+(const Decimal& x) noexcept { return x; }
  friend constexpr Decimal operator-(const Decimal& x) noexcept {
    return Decimal(-x.coefficient_, x.scale_);
  }
  constexpr Decimal& operator+=(const Decimal& other) { return *this = *this + other; }
  constexpr Decimal& operator-=(const Decimal& other) { return *this = *this - other; }
  constexpr Decimal& operator*=(const Decimal& other) { return *this = *this * other; }

  friend constexpr bool operator==(const Decimal& a, const Decimal& b) noexcept {
    return compare(a, b) == 0;
  }
  /// Weak: 1.5 and 1.50 are equivalent, yet print differently.
  friend constexpr std::weak_ordering operator<=>(const Decimal& a, const Decimal& b) noexcept {
    return compare(a, b);
  }

  /// Whether a coefficient has at most 38 digits.
  static constexpr bool fits(Int128 coefficient) noexcept {
    return -detail::power_of_ten(max_digits) < coefficient &&
           coefficient < detail::power_of_ten(max_digits);
  }

 private:
  constexpr Decimal(Int128 coefficient, std::int8_t scale) noexcept
      : coefficient_(coefficient), scale_(scale) {}

  static constexpr Decimal add(const Decimal& a, const Decimal& b);
  static constexpr Decimal multiply(const Decimal& a, const Decimal& b);
  static constexpr std::weak_ordering compare(const Decimal& a, const Decimal& b) noexcept;

  Int128 coefficient_ = 0;
  std::int8_t scale_ = 0;
};

/// Keeps the scale: "1234.50".
std::string to_string(const Decimal& x);

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const Decimal& x) {
  return out << to_string(x);
}

namespace detail {

/// The same operations in unbounded integers: for what the 128-bit path cannot carry, although the
/// result, without trailing zeros, may fit. They throw Overflow if it does not.
Decimal add_wide(const Decimal& a, const Decimal& b);
Decimal multiply_wide(const Decimal& a, const Decimal& b);

[[noreturn]] void throw_scale(int scale);

}  // namespace detail

constexpr Decimal Decimal::from_parts(Int128 coefficient, int scale) {
  if (scale < 0 || scale > max_digits) detail::throw_scale(scale);
  if (!fits(coefficient)) throw_overflow("a Decimal holds at most 38 digits");
  return Decimal(coefficient, static_cast<std::int8_t>(scale));
}

constexpr Decimal Decimal::add(const Decimal& a, const Decimal& b) {
  const std::int8_t scale = a.scale_ > b.scale_ ? a.scale_ : b.scale_;
  Int128 sum = a.coefficient_;
  Int128 addend = b.coefficient_;
  if (detail::scale_up_fits(sum, scale - a.scale_) &&
      detail::scale_up_fits(addend, scale - b.scale_) && detail::add_fits(sum, addend) &&
      fits(sum)) {
    return Decimal(sum, scale);
  }
  return detail::add_wide(a, b);
}

constexpr Decimal Decimal::multiply(const Decimal& a, const Decimal& b) {
  const int scale = a.scale_ + b.scale_;
  Int128 product = a.coefficient_;
  if (scale <= max_digits && detail::multiply_fits(product, b.coefficient_) && fits(product)) {
    return Decimal(product, static_cast<std::int8_t>(scale));
  }
  return detail::multiply_wide(a, b);
}

constexpr std::weak_ordering Decimal::compare(const Decimal& a, const Decimal& b) noexcept {
  if (a.scale_ == b.scale_) return a.coefficient_ <=> b.coefficient_;
  if (a.scale_ > b.scale_) return 0 <=> compare(b, a);
  // One that leaves 128 bits on the common scale is larger than any coefficient of 38 digits.
  Int128 scaled = a.coefficient_;
  if (!detail::scale_up_fits(scaled, b.scale_ - a.scale_)) return a.coefficient_ <=> Int128{0};
  return scaled <=> b.coefficient_;
}

constexpr bool is_zero(const Decimal& x) noexcept { return x.coefficient() == 0; }

/// -1, 0 or 1.
constexpr int sign(const Decimal& x) noexcept {
  return x.coefficient() < 0 ? -1 : x.coefficient() > 0 ? 1 : 0;
}

constexpr Decimal abs(const Decimal& x) noexcept { return x.coefficient() < 0 ? -x : x; }

/// The same value without trailing zeros after the point: 1.50 becomes 1.5, 100.00 becomes 100.
constexpr Decimal normalized(const Decimal& x) {
  Int128 coefficient = x.coefficient();
  int scale = coefficient == 0 ? 0 : x.scale();
  for (; scale > 0 && coefficient % 10 == 0; --scale) coefficient /= 10;
  return Decimal::from_parts(coefficient, scale);
}

constexpr bool is_integer(const Decimal& x) noexcept {
  return x.coefficient() % detail::power_of_ten(x.scale()) == 0;
}

namespace detail {

/// What reading a number found; `expected` is null when all of the text is one.
struct DecimalScan {
  Decimal value{};
  std::size_t offset = 0;
  const char* expected = nullptr;
};

constexpr bool is_digit(char c) noexcept { return '0' <= c && c <= '9'; }

/// Decimal::parse without the exception.
constexpr DecimalScan scan_decimal(std::string_view text) {
  constexpr const char* too_many = "a number of at most 38 digits";
  std::size_t i = 0;
  const auto sign_at = [&text](std::size_t at) {
    return at < text.size() && (text[at] == '+' || text[at] == '-');
  };
  const bool negative = sign_at(0) && text[0] == '-';
  if (sign_at(0)) ++i;

  Int128 coefficient = 0;
  int scale = 0;
  bool any_digit = false;
  bool after_point = false;
  for (; i < text.size(); ++i) {
    if (text[i] == '.' && !after_point) {
      after_point = true;
      continue;
    }
    if (!is_digit(text[i])) break;
    if (coefficient >= power_of_ten(Decimal::max_digits - 1)) return {{}, i, too_many};
    coefficient = coefficient * 10 + (text[i] - '0');
    any_digit = true;
    scale += after_point ? 1 : 0;
  }
  if (!any_digit) return {{}, i, "a number, such as -1234.50"};

  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    const bool shrinks = sign_at(i) && text[i] == '-';
    if (sign_at(i)) ++i;
    if (i == text.size() || !is_digit(text[i])) return {{}, i, "the digits of an exponent"};
    constexpr int exponent_max = 10'000;  // Far past every value that fits.
    int exponent = 0;
    for (; i < text.size() && is_digit(text[i]); ++i) {
      if (exponent < exponent_max) exponent = exponent * 10 + (text[i] - '0');
    }
    scale += shrinks ? exponent : -exponent;
  }
  if (i != text.size()) {
    return {{}, i, "only digits with at most one decimal point, such as -1234.50"};
  }

  if (scale < 0) {
    if (!scale_up_fits(coefficient, -scale) || !Decimal::fits(coefficient)) {
      return {{}, 0, too_many};
    }
    scale = 0;
  }
  for (; scale > Decimal::max_digits && coefficient % 10 == 0; --scale) {
    if (coefficient == 0) scale = Decimal::max_digits + 1;
    coefficient /= 10;
  }
  if (scale > Decimal::max_digits) return {{}, 0, "a number of at most 38 decimal places"};
  return {Decimal::from_parts(negative ? -coefficient : coefficient, scale), i, nullptr};
}

}  // namespace detail

constexpr Decimal Decimal::parse(std::string_view text) {
  const detail::DecimalScan scan = detail::scan_decimal(text);
  if (scan.expected != nullptr) throw_parse(text, scan.offset, scan.expected);
  return scan.value;
}

namespace detail {

[[noreturn]] void throw_digits(int digits);
[[noreturn]] void throw_step(const Decimal& step);
[[noreturn]] void throw_inexact_round(const Decimal& x, int digits);
[[noreturn]] void throw_inexact_step(const Decimal& x, const Decimal& step);

/// numerator * 10^exponent / denominator, rounded to a multiple of step / 10^step_scale, in
/// unbounded integers. denominator != 0, step > 0, step_scale may be negative.
Decimal round_quotient_wide(Int128 numerator, int exponent, Int128 denominator, Int128 step,
                            int step_scale, Rounding mode);

constexpr bool leaves_a_digit(Int128 coefficient) {
  constexpr Int128 limit = power_of_ten(Decimal::max_digits - 1);
  return -limit < coefficient && coefficient < limit;
}

constexpr void check_digits(int digits) {
  if (digits < -Decimal::max_digits || digits > Decimal::max_digits) throw_digits(digits);
}

}  // namespace detail

/// x rounded to `digits` after the point; negative digits round to tens, hundreds, ... The result
/// has exactly that scale, or fewer zeros where those would pass 38 digits.
/// Throws InvalidArgument (digits outside [-38, 38]), InexactResult, Overflow.
constexpr Decimal round(const Decimal& x, int digits, Rounding mode) {
  detail::check_digits(digits);
  const int surplus = x.scale() - digits;
  Int128 coefficient = x.coefficient();
  if (surplus <= 0) {
    int scale = x.scale();
    for (; scale < digits && detail::leaves_a_digit(coefficient); ++scale) {
      coefficient *= 10;
    }
    return Decimal::from_parts(coefficient, scale);
  }
  // Beyond 38 dropped digits every value is less than half of the last one kept.
  const bool tiny = surplus > detail::power_of_ten_max;
  const Int128 kept = tiny ? sign(x) : coefficient;
  const Int128 unit = tiny ? 4 : detail::power_of_ten(surplus);
  if (mode == Rounding::exact && kept % unit != 0) detail::throw_inexact_round(x, digits);
  Int128 rounded = divide(kept, unit, mode);
  if (digits >= 0) return Decimal::from_parts(rounded, digits);
  if (!detail::scale_up_fits(rounded, -digits)) throw_overflow("a Decimal holds at most 38 digits");
  return Decimal::from_parts(rounded, 0);
}

/// x rounded to a multiple of any positive step, such as 0.05 or 50; the result has the step's
/// scale. Throws InvalidArgument (step not positive), InexactResult, Overflow.
constexpr Decimal round_to(const Decimal& x, const Decimal& step, Rounding mode) {
  if (sign(step) <= 0) detail::throw_step(step);
  Int128 numerator = x.coefficient();
  Int128 denominator = step.coefficient();
  const int shift = step.scale() - x.scale();
  if (shift >= 0 ? detail::scale_up_fits(numerator, shift)
                 : detail::scale_up_fits(denominator, -shift)) {
    if (mode == Rounding::exact && numerator % denominator != 0) {
      detail::throw_inexact_step(x, step);
    }
    Int128 rounded = divide(numerator, denominator, mode);
    if (detail::multiply_fits(rounded, step.coefficient()) && Decimal::fits(rounded)) {
      return Decimal::from_parts(rounded, step.scale());
    }
  }
  return detail::round_quotient_wide(x.coefficient(), -x.scale(), 1, step.coefficient(),
                                     step.scale(), mode);
}

/// a / b rounded to `digits` after the point, as round() does.
/// Throws InvalidArgument (b is 0; digits outside [-38, 38]), InexactResult, Overflow.
constexpr Decimal quotient(const Decimal& a, const Decimal& b, int digits, Rounding mode) {
  detail::check_digits(digits);
  if (is_zero(b)) throw_division_by_zero();
  Int128 numerator = a.coefficient();
  Int128 denominator = b.coefficient();
  const int exponent = b.scale() - a.scale();
  const int shift = exponent + digits;
  if (digits >= 0 && mode != Rounding::exact &&
      (shift >= 0 ? detail::scale_up_fits(numerator, shift)
                  : detail::scale_up_fits(denominator, -shift))) {
    const Int128 rounded = divide(numerator, denominator, mode);
    if (Decimal::fits(rounded)) return Decimal::from_parts(rounded, digits);
  }
  return detail::round_quotient_wide(a.coefficient(), exponent, b.coefficient(), 1, digits, mode);
}

inline namespace literals {

/// 0.05_dec, 1'000_dec: the characters of the number itself; nothing passes through a double.
consteval Decimal operator""_dec(const char* digits) {
  std::array<char, 64> text{};  // Too small only for more digits than a Decimal holds.
  std::size_t length = 0;
  for (; *digits != '\0'; ++digits) {
    if (*digits != '\'') text.at(length++) = *digits;
  }
  return Decimal::parse({text.data(), length});
}

}  // namespace literals
}  // namespace o2c::inline v1

template <>
struct std::hash<o2c::Decimal> {
  constexpr std::size_t operator()(const o2c::Decimal& x) const {
    const o2c::Decimal canonical = normalized(x);
    return o2c::detail::hash_value(canonical.coefficient()) * 39U +
           static_cast<std::size_t>(canonical.scale());
  }
};
