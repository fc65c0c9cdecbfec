#pragma once

#include <optional>
#include <string>
#include <tuple>

#include "o2c/cost/incoterm.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/ratio.hpp"

namespace o2c::inline v1 {

/// What one unit costs on its way from the seller's works to the buyer's door, in the currency of
/// the price.
struct RouteCosts {
  Ratio packing{};
  Ratio loading_at_works{};
  Ratio carriage_to_port{};
  Ratio export_clearance{};
  Ratio origin_handling{};
  Ratio loading_on_board{};
  Ratio main_freight{};
  Ratio arrival{};
  Ratio inland{};
  Ratio unloading{};
  Ratio import_clearance{};
  Rate premium = Rate::from_fraction(0);        ///< Of insurance, of the insured value.
  Rate insured_above = Rate::from_percent(10);  ///< The insured value is the price and this.
  /// Whether the seller insures under DAP, DPU and DDP, for himself.
  bool insured_to_door = true;
  Rate duty = Rate::from_fraction(0);  ///< Of import, of the customs value.
  Rate vat = Rate::from_fraction(0);   ///< Of import, of the customs value and the duty.
  /// What customs take as the value; else the CIF value.
  std::optional<Ratio> customs_value{};

  static constexpr auto fields() {
    return std::tuple{
        Field{"packing", &RouteCosts::packing, "for the journey"},
        Field{"loading_at_works", &RouteCosts::loading_at_works, "on the first vehicle"},
        Field{"carriage_to_port", &RouteCosts::carriage_to_port, "or to the carrier"},
        Field{"export_clearance", &RouteCosts::export_clearance, "with duties of export"},
        Field{"origin_handling", &RouteCosts::origin_handling, "at the port of departure"},
        Field{"loading_on_board", &RouteCosts::loading_on_board, "of the main carriage"},
        Field{"main_freight", &RouteCosts::main_freight, "to the port of arrival"},
        Field{"arrival", &RouteCosts::arrival, "handling at the port of arrival"},
        Field{"inland", &RouteCosts::inland, "to the place of destination"},
        Field{"unloading", &RouteCosts::unloading, "from the arriving vehicle"},
        Field{"import_clearance", &RouteCosts::import_clearance, "without duty and tax"},
        Field{"premium", &RouteCosts::premium, "of insurance, of the insured value"},
        Field{"insured_above", &RouteCosts::insured_above, "above the price: 10%"},
        Field{"insured_to_door", &RouteCosts::insured_to_door, "under DAP, DPU and DDP"},
        Field{"duty", &RouteCosts::duty, "of import, of the customs value"},
        Field{"vat", &RouteCosts::vat, "of import, of customs value and duty"},
        Field{"customs_value", &RouteCosts::customs_value, "if it is not the CIF value"}};
  }

  friend bool operator==(const RouteCosts&, const RouteCosts&) = default;
};

/// Prices of one unit by any term, from what the goods cost at the seller's works, packed for
/// nobody, and back. Under each term the price holds what bearer() lays upon the seller:
///
///     price = goods + the items that the seller bears
///     CIF, CIP = that ÷ (1 − (1 + m)·r)                  premium r, on the price and m
///     DAP, DPU = with the CIF premium if the seller insures to the door
///     DDP = DAP + CV·d + CV·(1 + d)·v                    customs value CV, duty d, import VAT v
///     with commission: price ÷ (1 − c)
///
/// All of it is exact, and so both ways are exact inverses.
class PriceRoute {
 public:
  /// Throws InvalidArgument, with all faults, for costs and rates below zero, and for a premium
  /// that would be the whole price or more.
  ///
  /// `commission_insured`: of a price with commission the whole is insured, so that both are in one
  /// denominator, 1 − (1 + m)·r − c; else CIF is worked out first, and the commission put on top.
  explicit PriceRoute(RouteCosts costs, bool commission_insured = false);

  [[nodiscard]] const RouteCosts& costs() const noexcept { return costs_; }
  [[nodiscard]] bool commission_insured() const noexcept { return commission_insured_; }
  /// What an item costs; nothing for insurance, which depends on the price.
  [[nodiscard]] const Ratio& cost(RouteItem item) const noexcept;

  /// The price by a term of goods that cost `goods` at the works. Throws Overflow, and
  /// InvalidArgument for a commission below zero or that, with the premium, is the whole price.
  [[nodiscard]] Ratio price(const PriceTerm& term, const Ratio& goods) const;
  /// The same, telling each step.
  Ratio price(const PriceTerm& term, const Ratio& goods, Derivation& steps) const;

  /// What the goods cost at the works if this is the price by the term: the inverse of price.
  [[nodiscard]] Ratio goods(const PriceTerm& term, const Ratio& price) const;
  /// The same, telling each step.
  Ratio goods(const PriceTerm& term, const Ratio& price, Derivation& steps) const;

  /// A price by one term as the price by another.
  [[nodiscard]] Ratio convert(const PriceTerm& from, const Ratio& price,
                              const PriceTerm& to) const {
    return this->price(to, goods(from, price));
  }
  /// The same, telling each step.
  Ratio convert(const PriceTerm& from, const Ratio& price, const PriceTerm& to,
                Derivation& steps) const {
    return this->price(to, goods(from, price, steps), steps);
  }

  friend bool operator==(const PriceRoute&, const PriceRoute&) = default;

 private:
  RouteCosts costs_;
  bool commission_insured_;
};

}  // namespace o2c::inline v1
