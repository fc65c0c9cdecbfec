#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

#include "o2c/money/unit.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/export.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"

namespace o2c::inline v1 {

class Quantity;

/// Quantities of different units met where one unit is needed.
class O2C_EXPORT UnitMismatch : public Error {
 public:
  using Error::Error;
};

namespace detail {
[[noreturn]] void throw_unit_mismatch(const char* verb, const Quantity& a, const Quantity& b);
[[noreturn]] void throw_no_conversion(const Unit& from, const Unit& to);
}  // namespace detail

/// An exact quantity of one unit: 9,800 PCE, 498.6 TNE.
///
/// Sums, differences and products are exact or throw Overflow. Two units never mix: adding or
/// ordering them throws UnitMismatch, and quantities of two units are not equal, not even 1 TNE and
/// 1000 KGM; convert one first.
class Quantity {
 public:
  constexpr Quantity(const Decimal& value, const Unit& unit) noexcept
      : value_(value), unit_(unit) {}

  /// Reads "9,800 PCE", "498.600 TNE": a number, commas between groups of three digits, and the
  /// code of a known unit. Throws ParseError.
  static Quantity parse(std::string_view text);

  [[nodiscard]] constexpr const Decimal& value() const noexcept { return value_; }
  [[nodiscard]] constexpr const Unit& unit() const noexcept { return unit_; }

  friend constexpr Quantity operator+(const Quantity& a, const Quantity& b) {
    if (a.unit_ != b.unit_) detail::throw_unit_mismatch("add", a, b);
    return {a.value_ + b.value_, a.unit_};
  }
  friend constexpr Quantity operator-(const Quantity& a, const Quantity& b) {
    if (a.unit_ != b.unit_) detail::throw_unit_mismatch("subtract", a, b);
    return {a.value_ - b.value_, a.unit_};
  }
  friend constexpr Quantity operator-(const Quantity& a) { return {-a.value_, a.unit_}; }
  friend constexpr Quantity operator*(const Quantity& a, const Decimal& factor) {
    return {a.value_ * factor, a.unit_};
  }
  friend constexpr Quantity operator*(const Decimal& factor, const Quantity& a) {
    return a * factor;
  }
  constexpr Quantity& operator+=(const Quantity& other) { return *this = *this + other; }
  constexpr Quantity& operator-=(const Quantity& other) { return *this = *this - other; }

  friend constexpr bool operator==(const Quantity&, const Quantity&) noexcept = default;
  /// Throws UnitMismatch.
  friend constexpr std::weak_ordering operator<=>(const Quantity& a, const Quantity& b) {
    if (a.unit_ != b.unit_) detail::throw_unit_mismatch("compare", a, b);
    return a.value_ <=> b.value_;
  }

 private:
  Decimal value_;
  Unit unit_;
};

/// "9800 PCE"; Quantity::parse reads it back if the unit is a known one.
std::string to_string(const Quantity& quantity);

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const Quantity& quantity) {
  return out << to_string(quantity);
}

constexpr bool is_zero(const Quantity& a) noexcept { return is_zero(a.value()); }

/// -1, 0 or 1.
constexpr int sign(const Quantity& a) noexcept { return sign(a.value()); }

/// How many of `to` one of `from` is. Throws UnitMismatch for units of two dimensions, and for two
/// packages, whose contents a product's Packing says.
constexpr Ratio conversion_factor(const Unit& from, const Unit& to) {
  if (from == to) return 1;
  if (from.dimension() != to.dimension() || from.dimension() == Dimension::package)
    detail::throw_no_conversion(from, to);
  return Ratio(from.size()) / Ratio(to.size());
}

/// The quantity in another unit, exactly: 1.5 TNE is 1500 KGM. Throws UnitMismatch, Overflow, and
/// InexactResult where it needs more digits than there are (10 KGM in LBR).
Quantity convert(const Quantity& quantity, const Unit& to);
/// Rounded to `digits` after the point. Throws UnitMismatch, Overflow, InexactResult (mode
/// `exact`).
Quantity convert(const Quantity& quantity, const Unit& to, int digits, Rounding mode);

}  // namespace o2c::inline v1

template <>
struct std::hash<o2c::Quantity> {
  std::size_t operator()(const o2c::Quantity& quantity) const {
    return std::hash<o2c::Decimal>{}(quantity.value()) * 31U +
           std::hash<o2c::Unit>{}(quantity.unit());
  }
};
