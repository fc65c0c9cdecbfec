#pragma once

// Many divisions by one number. Private to src/receivable.

#include <cstdint>

#include "o2c/number/int128.hpp"
#include "o2c/number/rounding.hpp"

namespace o2c::inline v1 {

/// What divide(numerator, divisor, mode) gives, by a multiplication in place of the division, and
/// without a jump that depends on the numbers.
class RoundedDivision {
 public:
  /// The divisor is positive; the mode is not `exact`.
  RoundedDivision(std::int64_t divisor, Rounding mode) noexcept
      : divisor_(static_cast<std::uint64_t>(divisor)),
        reciprocal_(~std::uint64_t{0} / divisor_),
        mode_(mode) {}

  /// The numerator is not negative.
  [[nodiscard]] std::int64_t operator()(std::int64_t numerator) const noexcept {
    const auto n = static_cast<std::uint64_t>(numerator);
    // At most one too small, as the numerator has 63 bits.
    std::uint64_t quotient =
        static_cast<std::uint64_t>(static_cast<UInt128>(n) * reciprocal_ >> 64U);
    std::uint64_t remainder = n - quotient * divisor_;
    const std::uint64_t one_more = remainder >= divisor_ ? 1U : 0U;
    quotient += one_more;
    remainder -= one_more * divisor_;
    const std::uint64_t rest = divisor_ - remainder;
    const int half = static_cast<int>(remainder > rest) - static_cast<int>(remainder < rest);
    const bool away = detail::rounds_away(mode_, false, (quotient & 1U) != 0, half);
    return static_cast<std::int64_t>(
        quotient + (static_cast<unsigned>(away) & static_cast<unsigned>(remainder != 0)));
  }

 private:
  std::uint64_t divisor_;
  std::uint64_t reciprocal_;
  Rounding mode_;
};

}  // namespace o2c::inline v1
