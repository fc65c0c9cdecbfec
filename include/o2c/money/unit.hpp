#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

#include "o2c/number/decimal.hpp"
#include "o2c/number/error.hpp"
#include "o2c/number/trace.hpp"

namespace o2c::inline v1 {

/// What a unit measures. Units of one dimension convert exactly, packages only by a Packing.
enum class Dimension : std::uint8_t {
  count,    ///< Pieces, pairs, dozens.
  package,  ///< Cartons, cases, bags: how much is in one, the product says.
  mass,
  length,
  area,
  volume,
  time
};

/// Its name: "count".
std::string to_string(Dimension dimension);
/// Reads what to_string writes. Throws ParseError.
Dimension parse_dimension(std::string_view text);

namespace detail {
[[noreturn]] void throw_unit_code(std::string_view code);
[[noreturn]] void throw_unit_size(std::string_view code, const Decimal& size);
}  // namespace detail

/// A unit of measure: its code by UN/ECE Recommendation 20 (PCE, KGM, TNE, MTQ, ...) or
/// Recommendation 21 for packages (CT, BX, ...), what it measures, and how large it is. It holds
/// all three itself, so a unit of your own needs no registry.
class Unit {
 public:
  static constexpr std::size_t code_length_max = 3;
  static constexpr int size_digits_max = 18;

  /// `size`: how many pieces, kilograms, metres, square metres, cubic metres or hours it is; 1 for
  /// packages. `code`: 1 to 3 characters A-Z and 0-9. Throws InvalidArgument, also for a size that
  /// is not positive or has more than 18 digits.
  constexpr Unit(std::string_view code, Dimension dimension, const Decimal& size = 1);

  /// Lives as long as this object.
  [[nodiscard]] constexpr std::string_view code() const noexcept {
    std::size_t length = code_length_max;
    while (code_[length - 1] == '\0') --length;
    return {code_.data(), length};
  }
  [[nodiscard]] constexpr Dimension dimension() const noexcept { return dimension_; }
  /// In pieces, kilograms, metres, square metres, cubic metres or hours: 0.45359237 for the pound.
  [[nodiscard]] constexpr Decimal size() const { return Decimal::from_parts(size_, scale_); }

  friend constexpr bool operator==(const Unit&, const Unit&) noexcept = default;
  /// Alphabetical by code.
  friend constexpr std::strong_ordering operator<=>(const Unit&, const Unit&) noexcept = default;

 private:
  std::array<char, code_length_max> code_{};  // Padded with zeros.
  Dimension dimension_;
  std::int8_t scale_ = 0;  // Without trailing zeros: equal units are the same in every way.
  std::int64_t size_ = 0;
};

constexpr Unit::Unit(std::string_view code, Dimension dimension, const Decimal& size)
    : dimension_(dimension) {
  if (code.empty() || code.size() > code_length_max) detail::throw_unit_code(code);
  for (std::size_t i = 0; i < code.size(); ++i) {
    const bool letter = 'A' <= code[i] && code[i] <= 'Z';
    if (!letter && !('0' <= code[i] && code[i] <= '9')) detail::throw_unit_code(code);
    code_[i] = code[i];
  }
  const Decimal shortest = normalized(size);
  const bool own_size = dimension == Dimension::package && shortest != 1;
  if (sign(shortest) <= 0 || own_size || shortest.scale() > size_digits_max ||
      shortest.coefficient() >= detail::power_of_ten(size_digits_max))
    detail::throw_unit_size(code, size);
  scale_ = static_cast<std::int8_t>(shortest.scale());
  size_ = static_cast<std::int64_t>(shortest.coefficient());
}

/// The code: "KGM".
std::string to_string(const Unit& unit);

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                             const Unit& unit) {
  return out << unit.code();
}

/// A unit that is known by its code.
struct UnitInfo {
  Unit unit;
  Text name;  ///< "kilogram", "千克"
};

/// The units of trade that are known by code, of Recommendations 20 and 21, ordered by code.
std::span<const UnitInfo> known_units() noexcept;

/// The unit with that code. Throws ParseError, which offers near codes.
Unit known_unit(std::string_view code);

/// Units by name: `Quantity(9800, units::PCE)`.
namespace units {
using enum Dimension;
inline constexpr Unit C62{"C62", count}, PCE{"PCE", count}, PR{"PR", count, 2}, SET{"SET", count},
    DZN{"DZN", count, 12};
inline constexpr Unit CT{"CT", package}, CS{"CS", package}, BX{"BX", package}, BG{"BG", package},
    PX{"PX", package};
inline constexpr Unit KGM{"KGM", mass}, GRM{"GRM", mass, Decimal::from_parts(1, 3)},
    TNE{"TNE", mass, 1000}, LBR{"LBR", mass, Decimal::from_parts(45'359'237, 8)};
inline constexpr Unit MTR{"MTR", length}, CMT{"CMT", length, Decimal::from_parts(1, 2)},
    MTK{"MTK", area}, MTQ{"MTQ", volume}, LTR{"LTR", volume, Decimal::from_parts(1, 3)};
}  // namespace units

}  // namespace o2c::inline v1

template <>
struct std::hash<o2c::Unit> {
  std::size_t operator()(const o2c::Unit& unit) const {
    std::size_t h = std::hash<std::string_view>{}(unit.code());
    h = h * 31U + static_cast<std::size_t>(unit.dimension());
    return h * 31U + std::hash<o2c::Decimal>{}(unit.size());
  }
};
