#pragma once

#include <compare>
#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>

#include "o2c/number/decimal.hpp"

namespace o2c::inline v1 {

/// A part of something, such as 3.25%, held exactly. A type of its own, so that 3% is never taken
/// for the number 3. It meets an amount in apply(Rate, Money, Rounding), which says how to round.
class Rate {
 public:
  static constexpr Rate from_fraction(const Decimal& fraction) { return Rate(fraction); }
  static constexpr Rate from_percent(const Decimal& percent) {
    return Rate(percent * Decimal::from_parts(1, 2));
  }
  static constexpr Rate from_bps(const Decimal& basis_points) {
    return Rate(basis_points * Decimal::from_parts(1, 4));
  }

  /// Reads "3%", "3.25 %", "300bp", "300 bps". Throws ParseError, also for a bare number: "3" may
  /// mean 3% or 300%.
  static Rate parse(std::string_view text);

  constexpr const Decimal& fraction() const noexcept { return fraction_; }   ///< 0.0325
  constexpr Decimal percent() const { return normalized(fraction_ * 100); }  ///< 3.25
  constexpr Decimal bps() const { return normalized(fraction_ * 10'000); }   ///< 325

  friend constexpr Rate operator+(const Rate& a, const Rate& b) {
    return Rate(a.fraction_ + b.fraction_);
  }
  friend constexpr Rate operator-(const Rate& a, const Rate& b) {
    return Rate(a.fraction_ - b.fraction_);
  }
  friend constexpr Rate operator-(const Rate& x) { return Rate(-x.fraction_); }

  friend constexpr bool operator==(const Rate&, const Rate&) noexcept = default;
  friend constexpr std::strong_ordering operator<=>(const Rate& a, const Rate& b) noexcept {
    const std::weak_ordering order = a.fraction_ <=> b.fraction_;
    return order < 0   ? std::strong_ordering::less
           : order > 0 ? std::strong_ordering::greater
                       : std::strong_ordering::equal;
  }

 private:
  explicit constexpr Rate(const Decimal& fraction) : fraction_(normalized(fraction)) {}

  Decimal fraction_;  // Without trailing zeros: equal rates are the same in every way.
};

/// "3.25%"
std::string to_string(const Rate& rate);

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const Rate& rate) {
  return out << to_string(rate);
}

inline namespace literals {

/// 250_bps is 2.5%.
consteval Rate operator""_bps(unsigned long long basis_points) {
  return Rate::from_bps(basis_points);
}

}  // namespace literals
}  // namespace o2c::inline v1

template <>
struct std::hash<o2c::Rate> {
  constexpr std::size_t operator()(const o2c::Rate& rate) const {
    return std::hash<o2c::Decimal>{}(rate.fraction());
  }
};
