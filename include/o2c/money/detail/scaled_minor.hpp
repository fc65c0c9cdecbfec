#pragma once

#include <cassert>
#include <cstdint>
#include <limits>

#include "o2c/number/int128.hpp"
#include "o2c/number/rounding.hpp"

namespace o2c::inline v1::detail {

/// What minor units times a fraction came to, before anyone asks whether that is an amount.
class ScaledMinor {
 public:
  constexpr ScaledMinor(UInt128 magnitude, bool negative, bool inexact) noexcept
      : magnitude_(magnitude), negative_(negative), inexact_(inexact) {}

  constexpr bool fits() const noexcept {
    constexpr UInt128 max = std::numeric_limits<std::int64_t>::max();
    return magnitude_ <= max + (negative_ ? 1U : 0U);
  }
  constexpr bool is_valid(Rounding mode) const noexcept {
    return fits() && !(inexact_ && mode == Rounding::exact);
  }
  constexpr std::int64_t minor() const noexcept {  // Only if fits().
    const auto magnitude = static_cast<std::uint64_t>(magnitude_);
    return static_cast<std::int64_t>(negative_ ? 0U - magnitude : magnitude);
  }

 private:
  UInt128 magnitude_;
  bool negative_;
  bool inexact_;
};

/// For products beyond 128 bits.
ScaledMinor scale_minor_wide(std::int64_t minor, Int128 numerator, Int128 denominator,
                             Rounding mode);

/// minor * numerator / denominator, rounded once; denominator != 0. Every conversion to money and
/// every scaling of money ends here.
constexpr ScaledMinor scale_minor(std::int64_t minor, Int128 numerator, Int128 denominator,
                                  Rounding mode) {
  assert(denominator != 0);
  const bool negative = ((minor < 0) != (numerator < 0)) != (denominator < 0);
  UInt128 product = 0;
  if (__builtin_mul_overflow(magnitude(minor), magnitude(numerator), &product))
    return scale_minor_wide(minor, numerator, denominator, mode);
  const UInt128 divisor = magnitude(denominator);
  bool inexact = false;
  UInt128 quotient = 0;
  if (((product | divisor) >> 64) == 0) {  // One instruction instead of a library call.
    quotient = divide_magnitudes(static_cast<std::uint64_t>(product),
                                 static_cast<std::uint64_t>(divisor), negative, mode, inexact);
  } else {
    quotient = divide_magnitudes(product, divisor, negative, mode, inexact);
  }
  return ScaledMinor(quotient, negative, inexact);
}

}  // namespace o2c::inline v1::detail
