#pragma once

#include <string>
#include <tuple>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/quantity.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rounding.hpp"

namespace o2c::inline v1 {

/// How a product is packed: so many units in a carton of that size and weight.
struct Packing {
  Quantity per_carton;  ///< 50 PCE.
  Decimal length_cm;    ///< Of the carton, outside.
  Decimal width_cm;
  Decimal height_cm;
  Decimal net_kg;  ///< Of a full carton.
  Decimal gross_kg;
  Unit carton = units::CT;  ///< The package's unit.

  static constexpr auto fields() {
    return std::tuple{Field{"per_carton", &Packing::per_carton, "units in a carton"},
                      Field{"length_cm", &Packing::length_cm, "of the carton, outside"},
                      Field{"width_cm", &Packing::width_cm, "of the carton, outside"},
                      Field{"height_cm", &Packing::height_cm, "of the carton, outside"},
                      Field{"net_kg", &Packing::net_kg, "of a full carton"},
                      Field{"gross_kg", &Packing::gross_kg, "of a full carton"},
                      Field{"carton", &Packing::carton, "the package's unit"}};
  }

  friend bool operator==(const Packing&, const Packing&) = default;
};

/// Throws InvalidArgument, with all faults, unless all of it is positive, the gross weight not
/// below the net, and the carton a unit of packages.
void check(const Packing& packing);

/// What a quantity comes to when packed.
struct PackedGoods {
  Quantity cartons;  ///< The last one perhaps not full.
  Quantity net;      ///< KGM, by the units.
  Quantity gross;    ///< KGM: the net weight and each carton's tare.
  Quantity volume;   ///< MTQ: each carton takes its whole room.

  static constexpr auto fields() {
    return std::tuple{Field{"cartons", &PackedGoods::cartons, "the last perhaps not full"},
                      Field{"net", &PackedGoods::net, "KGM"},
                      Field{"gross", &PackedGoods::gross, "KGM"},
                      Field{"volume", &PackedGoods::volume, "MTQ"}};
  }

  friend bool operator==(const PackedGoods&, const PackedGoods&) = default;
};

/// Cartons = ⌈quantity ÷ per carton⌉; gross = net + tare; volume = cartons × length × width ×
/// height. Units of the packing's dimension convert. The net weight of a carton that is not full is
/// rounded to the gram. Throws InvalidArgument for a quantity that is not positive and a packing
/// that check() refuses, UnitMismatch, Overflow, InexactResult (mode `exact`).
PackedGoods packed(const Quantity& quantity, const Packing& packing,
                   Rounding rounding = Rounding::half_up);
/// The same, telling each step.
PackedGoods packed(const Quantity& quantity, const Packing& packing, Rounding rounding,
                   Derivation& steps);

}  // namespace o2c::inline v1
