#pragma once

// Many divisions by one number.

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
        added_(added(divisor_, mode)) {
    const bool has_ties = divisor_ % 2 == 0;
    tie_ = has_ties && (mode == Rounding::half_even || mode == Rounding::half_odd) ? 1 : 0;
    wrong_parity_ = mode == Rounding::half_even ? 1 : 0;
    added_share_ = in_shares(added_);
  }

  /// The numerator is not negative.
  [[nodiscard]] std::int64_t operator()(std::int64_t numerator) const noexcept {
    const std::uint64_t n = static_cast<std::uint64_t>(numerator) + added_;
    // At most one too small.
    std::uint64_t quotient =
        static_cast<std::uint64_t>(static_cast<UInt128>(n) * reciprocal_ >> 64U);
    const std::uint64_t remainder = n - quotient * divisor_;
    quotient += remainder >= divisor_ ? 1U : 0U;
    // A tie went up.
    if (tie_ != 0)
      quotient -= static_cast<std::uint64_t>(remainder == 0 || remainder == divisor_) &
                  static_cast<std::uint64_t>((quotient & 1U) == wrong_parity_);
    return static_cast<std::int64_t>(quotient);
  }

  /// Whether (*this)(number * factor) is of(number, share(factor)), which costs one multiplication:
  /// for numbers up to this one, and factors below the divisor; none are below zero.
  [[nodiscard]] bool has_shares(std::uint64_t largest_number,
                                std::uint64_t largest_factor) const noexcept {
    return tie_ == 0 && largest_number < reciprocal_ && largest_factor < divisor_;
  }
  [[nodiscard]] std::uint64_t share(std::int64_t factor) const noexcept {
    return in_shares(static_cast<std::uint64_t>(factor));
  }
  /// What is above the exact quotient, less than number + 1 parts of 2^64, does not reach the next
  /// multiple of 1/divisor.
  [[nodiscard]] std::int64_t of(std::int64_t number, std::uint64_t share) const noexcept {
    return static_cast<std::int64_t>(
        (static_cast<UInt128>(static_cast<std::uint64_t>(number)) * share + added_share_) >> 64U);
  }

 private:
  // A number below the divisor, divided by it, in parts of 2^64, rounded up.
  [[nodiscard]] std::uint64_t in_shares(std::uint64_t number) const noexcept {
    return static_cast<std::uint64_t>(((static_cast<UInt128>(number) << 64U) + (divisor_ - 1)) /
                                      divisor_);
  }

  // What makes the quotient, cut to a whole number, the rounded one; ties go up.
  static std::uint64_t added(std::uint64_t divisor, Rounding mode) noexcept {
    switch (mode) {
      case Rounding::half_even:
      case Rounding::half_odd:
      case Rounding::half_up:
      case Rounding::half_ceiling:
        return divisor / 2;
      case Rounding::half_down:
      case Rounding::half_floor:
        return (divisor - 1) / 2;
      case Rounding::up:
      case Rounding::ceiling:
        return divisor - 1;
      case Rounding::down:
      case Rounding::floor:
      case Rounding::exact:
        break;
    }
    return 0;
  }

  std::uint64_t divisor_;
  std::uint64_t reciprocal_;
  std::uint64_t added_;
  std::uint64_t tie_ = 0;           // 1: a tie goes to the quotient of the other parity.
  std::uint64_t wrong_parity_ = 0;  // That a tie must not go to.
  std::uint64_t added_share_ = 0;
};

}  // namespace o2c::inline v1
