#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "o2c/number/error.hpp"
#include "o2c/number/int128.hpp"

namespace o2c::inline v1 {

/// What to do with digits that do not fit, named by effect. `half_...` modes go to the nearest
/// value and differ only in ties.
enum class Rounding : std::uint8_t {
  half_even,     ///< Ties to the even neighbour (IEEE 754 default).
  half_up,       ///< Ties away from zero.
  half_down,     ///< Ties toward zero.
  half_odd,      ///< Ties to the odd neighbour.
  half_ceiling,  ///< Ties toward plus infinity.
  half_floor,    ///< Ties toward minus infinity.
  up,            ///< Away from zero.
  down,          ///< Toward zero.
  ceiling,       ///< Toward plus infinity.
  floor,         ///< Toward minus infinity.
  exact          ///< Refuses to round: InexactResult.
};

/// The mode's own name, such as "half_even".
std::string to_string(Rounding mode);
/// Reads what to_string writes. Throws ParseError.
Rounding parse_rounding(std::string_view text);

namespace detail {

/// Whether a quotient that left a remainder grows by one in magnitude.
/// `half`: the remainder compared with half the divisor, -1, 0 or 1.
constexpr bool rounds_away(Rounding mode, bool negative, bool odd, int half) noexcept {
  switch (mode) {
    case Rounding::half_even:
      return half > 0 || (half == 0 && odd);
    case Rounding::half_up:
      return half >= 0;
    case Rounding::half_down:
      return half > 0;
    case Rounding::half_odd:
      return half > 0 || (half == 0 && !odd);
    case Rounding::half_ceiling:
      return half > 0 || (half == 0 && !negative);
    case Rounding::half_floor:
      return half > 0 || (half == 0 && negative);
    case Rounding::up:
      return true;
    case Rounding::down:
      return false;
    case Rounding::ceiling:
      return !negative;
    case Rounding::floor:
      return negative;
    case Rounding::exact:
      return false;  // The caller has refused the remainder already.
  }
  return false;
}

[[noreturn]] void throw_inexact_quotient(Int128 numerator, Int128 denominator);

/// The rounded quotient of two magnitudes, as a magnitude; denominator > 0. T is unsigned.
template <class T>
constexpr T divide_magnitudes(const T& numerator, const T& denominator, bool negative,
                              Rounding mode, bool& inexact) noexcept {
  T quotient = numerator / denominator;
  const T remainder = numerator - quotient * denominator;
  inexact = remainder != 0;
  if (!inexact) return quotient;
  const T rest = denominator - remainder;  // remainder < denominator, so twice it may not fit.
  const int half = remainder > rest ? 1 : remainder == rest ? 0 : -1;
  return rounds_away(mode, negative, (quotient & 1U) != 0, half) ? quotient + 1 : quotient;
}

}  // namespace detail

/// numerator / denominator as a whole number; any signs.
/// Throws InvalidArgument (denominator 0), InexactResult (mode `exact`, remainder), Overflow.
constexpr Int128 divide(Int128 numerator, Int128 denominator, Rounding mode) {
  if (denominator == 0) throw_division_by_zero();
  const bool negative = (numerator < 0) != (denominator < 0);
  const UInt128 n = detail::magnitude(numerator);
  const UInt128 d = detail::magnitude(denominator);
  bool inexact = false;
  UInt128 quotient = 0;
  if (((n | d) >> 64) == 0) {  // One instruction instead of a library call.
    quotient = detail::divide_magnitudes(static_cast<std::uint64_t>(n),
                                         static_cast<std::uint64_t>(d), negative, mode, inexact);
  } else {
    quotient = detail::divide_magnitudes(n, d, negative, mode, inexact);
  }
  if (inexact && mode == Rounding::exact) detail::throw_inexact_quotient(numerator, denominator);
  constexpr UInt128 max = static_cast<UInt128>(detail::int128_max);
  if (quotient > max + (negative ? 1U : 0U)) throw_overflow("the quotient of two integers");
  return negative ? static_cast<Int128>(UInt128{0} - quotient) : static_cast<Int128>(quotient);
}

namespace detail {

Int128 mul_div_wide(Int128 a, Int128 b, Int128 c, Rounding mode);

/// a * b / c as a whole number, rounded once, however wide a * b is.
/// Throws InvalidArgument (c is 0), InexactResult, Overflow.
constexpr Int128 mul_div(Int128 a, Int128 b, Int128 c, Rounding mode) {
  Int128 product = a;
  return multiply_fits(product, b) ? divide(product, c, mode) : mul_div_wide(a, b, c, mode);
}

}  // namespace detail
}  // namespace o2c::inline v1
