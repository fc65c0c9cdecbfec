#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/allocate.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"

namespace o2c::inline v1 {

/// By what a charge is shared among the lines of a shipment.
enum class ShareBy : std::uint8_t { value, weight, volume, quantity };

/// Its name: "weight".
std::string to_string(ShareBy key);
/// Reads what to_string writes. Throws ParseError.
ShareBy parse_share_by(std::string_view text);

/// A line of a shipment as it was bought.
struct LandedLine {
  std::string product;
  Decimal quantity;
  Money value;                         ///< As invoiced.
  Decimal weight{};                    ///< Any unit, the same for all lines.
  Decimal volume{};                    ///< Likewise.
  Rate duty = Rate::from_fraction(0);  ///< Of the value and the dutiable charges.

  static constexpr auto fields() {
    return std::tuple{Field{"product", &LandedLine::product, "what was bought"},
                      Field{"quantity", &LandedLine::quantity, "of units"},
                      Field{"value", &LandedLine::value, "as invoiced"},
                      Field{"weight", &LandedLine::weight, "the same unit for all lines"},
                      Field{"volume", &LandedLine::volume, "the same unit for all lines"},
                      Field{"duty", &LandedLine::duty, "of value and dutiable charges"}};
  }

  friend bool operator==(const LandedLine&, const LandedLine&) = default;
};

/// What the shipment as a whole has cost besides: freight, insurance, fees; or a credit, below
/// zero.
struct LandedCharge {
  std::string name;
  Money amount;
  ShareBy key = ShareBy::value;
  /// Whether it is part of the customs value: freight and insurance to the port of arrival.
  bool dutiable = false;

  static constexpr auto fields() {
    return std::tuple{Field{"name", &LandedCharge::name, "freight, insurance, ..."},
                      Field{"amount", &LandedCharge::amount, "of the whole shipment"},
                      Field{"key", &LandedCharge::key, "by what lines share it"},
                      Field{"dutiable", &LandedCharge::dutiable, "part of the customs value"}};
  }

  friend bool operator==(const LandedCharge&, const LandedCharge&) = default;
};

/// What a line has cost in the buyer's warehouse.
struct LandedCost {
  std::string product;
  Money value;
  std::vector<Money> shares;  ///< Of each charge, in their order.
  Money duty;
  Money total;
  Ratio unit_cost;  ///< Of one unit, exactly.

  static constexpr auto fields() {
    return std::tuple{Field{"product", &LandedCost::product, "what was bought"},
                      Field{"value", &LandedCost::value, "as invoiced"},
                      Field{"shares", &LandedCost::shares, "of each charge, in their order"},
                      Field{"duty", &LandedCost::duty, "of import"},
                      Field{"total", &LandedCost::total, "all of it"},
                      Field{"unit_cost", &LandedCost::unit_cost, "of one unit"}};
  }

  friend bool operator==(const LandedCost&, const LandedCost&) = default;
};

/// Shares each charge among the lines by its key; the shares of a charge add up to it exactly.
/// Duty is a line's rate of its value and its shares of the dutiable charges, rounded. Throws
/// InvalidArgument, with all faults, for no lines, amounts below zero, a quantity that is not
/// positive, and a key by which no line has anything; CurrencyMismatch; Overflow.
std::vector<LandedCost> landed_costs(std::span<const LandedLine> lines,
                                     std::span<const LandedCharge> charges,
                                     Rounding rounding = Rounding::half_up,
                                     Allocation policy = Allocation::largest_remainder);
/// The same, telling each step.
std::vector<LandedCost> landed_costs(std::span<const LandedLine> lines,
                                     std::span<const LandedCharge> charges, Rounding rounding,
                                     Allocation policy, Derivation& steps);

}  // namespace o2c::inline v1
