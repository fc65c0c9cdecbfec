// Arithmetic wider than 128 bits. Boost's cpp_int is slow to compile, so it stays in this file.
#include <algorithm>
#include <cstdlib>
#include <string>

#include <boost/multiprecision/cpp_int.hpp>

#include "o2c/number/decimal.hpp"
#include "o2c/number/ratio.hpp"

namespace o2c::inline v1::detail {
namespace {

using boost::multiprecision::cpp_int;

cpp_int widen(Int128 x) {
  const UInt128 size = magnitude(x);
  cpp_int wide = static_cast<std::uint64_t>(size >> 64);
  wide <<= 64;
  wide += static_cast<std::uint64_t>(size);
  return x < 0 ? cpp_int(-wide) : wide;
}

// Throws Overflow when x does not fit.
Int128 narrow(const cpp_int& x, const char* what) {
  if (x < widen(int128_min) || x > widen(int128_max)) throw_overflow(what);
  const cpp_int size = abs(x);
  const auto high = static_cast<std::uint64_t>(size >> 64);
  const auto low = static_cast<std::uint64_t>(size & ~std::uint64_t{0});
  const UInt128 bits = (UInt128{high} << 64) | low;
  return static_cast<Int128>(x < 0 ? UInt128{0} - bits : bits);
}

cpp_int wide_power_of_ten(int exponent) {
  return pow(cpp_int(10), static_cast<unsigned>(exponent));
}

// coefficient / 10^scale, any scale, with as many trailing zeros dropped as it takes to fit.
Decimal to_decimal(cpp_int coefficient, int scale) {
  if (scale < 0) {
    coefficient *= wide_power_of_ten(-scale);
    scale = 0;
  }
  const cpp_int limit = widen(power_of_ten(Decimal::max_digits));
  while (scale > 0 && (scale > Decimal::max_digits || abs(coefficient) >= limit)) {
    cpp_int shorter;
    cpp_int last_digit;
    divide_qr(coefficient, cpp_int(10), shorter, last_digit);
    if (last_digit != 0) break;
    coefficient = shorter;
    --scale;
  }
  constexpr const char* what = "the exact result needs more than the 38 digits of a Decimal";
  if (scale > Decimal::max_digits || abs(coefficient) >= limit) throw_overflow(what);
  return Decimal::from_parts(narrow(coefficient, what), scale);
}

// denominator > 0. Rounding::exact rounds down and leaves it to the caller to refuse `inexact`.
cpp_int divide_wide(const cpp_int& numerator, const cpp_int& denominator, Rounding mode,
                    bool& inexact) {
  cpp_int quotient;
  cpp_int remainder;
  divide_qr(cpp_int(abs(numerator)), denominator, quotient, remainder);
  const bool negative = numerator < 0;
  inexact = remainder != 0;
  if (inexact) {
    const int half = cpp_int(2 * remainder).compare(denominator);
    if (rounds_away(mode, negative, bit_test(quotient, 0), half)) ++quotient;
  }
  return negative ? cpp_int(-quotient) : quotient;
}

std::string step_text(Int128 step, int scale) {
  if (scale >= 0) return to_string(Decimal::from_parts(step, scale));
  return int128_text(step) + std::string(static_cast<std::size_t>(-scale), '0');
}

}  // namespace

Int128 mul_div_wide(Int128 a, Int128 b, Int128 c, Rounding mode) {
  if (c == 0) throw_division_by_zero();
  const cpp_int product = widen(a) * widen(b) * (c < 0 ? -1 : 1);
  bool inexact = false;
  const cpp_int quotient = divide_wide(product, abs(widen(c)), mode, inexact);
  if (inexact && mode == Rounding::exact) {
    throw InexactResult(int128_text(a) + " * " + int128_text(b) + " / " + int128_text(c) +
                        " is not a whole number, and the rounding is exact");
  }
  return narrow(quotient, "a product divided by an integer needs more than 128 bits");
}

Decimal add_wide(const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale(), b.scale());
  return to_decimal(widen(a.coefficient()) * wide_power_of_ten(scale - a.scale()) +
                        widen(b.coefficient()) * wide_power_of_ten(scale - b.scale()),
                    scale);
}

Decimal multiply_wide(const Decimal& a, const Decimal& b) {
  return to_decimal(widen(a.coefficient()) * widen(b.coefficient()), a.scale() + b.scale());
}

Decimal round_quotient_wide(Int128 numerator, int exponent, Int128 denominator, Int128 step,
                            int step_scale, Rounding mode) {
  cpp_int n = widen(numerator) * (denominator < 0 ? -1 : 1);
  cpp_int d = abs(widen(denominator));
  (exponent >= 0 ? n : d) *= wide_power_of_ten(std::abs(exponent));
  cpp_int steps_n = n;
  cpp_int steps_d = d * widen(step);
  (step_scale >= 0 ? steps_n : steps_d) *= wide_power_of_ten(std::abs(step_scale));
  bool inexact = false;
  const cpp_int steps = divide_wide(steps_n, steps_d, mode, inexact);
  if (inexact && mode == Rounding::exact) {
    const cpp_int common = gcd(n, d);
    throw InexactResult(cpp_int(n / common).str() + "/" + cpp_int(d / common).str() +
                        " is not a multiple of " + step_text(step, step_scale) +
                        ", and the rounding is exact");
  }
  return to_decimal(steps * widen(step), step_scale);
}

Ratio add_wide(const Ratio& a, const Ratio& b) {
  cpp_int numerator =
      widen(a.numerator()) * widen(b.denominator()) + widen(b.numerator()) * widen(a.denominator());
  cpp_int denominator = widen(a.denominator()) * widen(b.denominator());
  const cpp_int common = gcd(numerator, denominator);
  numerator /= common;
  denominator /= common;
  constexpr const char* what = "a part of a Ratio needs more than 127 bits";
  return Ratio(narrow(numerator, what), narrow(denominator, what));
}

std::strong_ordering compare_products_wide(Int128 a, Int128 b, Int128 c, Int128 d) {
  return cpp_int(widen(a) * widen(b)).compare(cpp_int(widen(c) * widen(d))) <=> 0;
}

}  // namespace o2c::inline v1::detail
