#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/trace.hpp"

namespace o2c::inline v1 {

/// The eleven terms of delivery of Incoterms 2020 (ICC publication 723).
enum class Incoterm : std::uint8_t { EXW, FCA, FAS, FOB, CFR, CIF, CPT, CIP, DAP, DPU, DDP };

inline constexpr std::array incoterms{Incoterm::EXW, Incoterm::FCA, Incoterm::FAS, Incoterm::FOB,
                                      Incoterm::CFR, Incoterm::CIF, Incoterm::CPT, Incoterm::CIP,
                                      Incoterm::DAP, Incoterm::DPU, Incoterm::DDP};

/// "FOB"
std::string to_string(Incoterm term);
/// Reads what to_string writes. Throws ParseError.
Incoterm parse_incoterm(std::string_view text);

/// What has to be paid for between the seller's works and the buyer's door, in the order of the
/// way.
enum class RouteItem : std::uint8_t {
  packing,           ///< For the journey.
  loading_at_works,  ///< On the first vehicle.
  carriage_to_port,  ///< Or to the carrier; under FCA to the named place only.
  export_clearance,  ///< With duties and charges of export.
  origin_handling,   ///< At the port or terminal of departure.
  loading_on_board,  ///< Of the main carriage.
  main_freight,
  insurance,        ///< Owed under CIF (ICC C) and CIP (ICC A) only.
  arrival,          ///< Discharge and handling at the port or terminal of arrival.
  inland,           ///< From there to the named place of destination.
  unloading,        ///< From the arriving vehicle.
  import_clearance  ///< With duty and value added tax.
};

inline constexpr std::size_t route_item_count = 12;

/// Its name: "main_freight".
std::string to_string(RouteItem item);
/// Reads what to_string writes. Throws ParseError.
RouteItem parse_route_item(std::string_view text);
/// "main freight", "主运费"
Text describe(RouteItem item);

/// Who pays for it.
enum class Bearer : std::uint8_t {
  seller,
  buyer,
  carriage,  ///< The seller if his contract of carriage includes it, and then in its freight.
  nobody     ///< Neither owes it to the other.
};

/// Its name: "seller".
std::string to_string(Bearer bearer);

namespace detail {

struct BearerRow {
  RouteItem item;
  std::string_view bearers;  // In the order EXW FCA FAS FOB CFR CIF CPT CIP DAP DPU DDP.
};

// S seller, B buyer, C as the contract of carriage has it, - nobody.
inline constexpr BearerRow bearer_rows[route_item_count] = {
    {RouteItem::packing, "SSSSSSSSSSS"},          {RouteItem::loading_at_works, "BSSSSSSSSSS"},
    {RouteItem::carriage_to_port, "BSSSSSSSSSS"}, {RouteItem::export_clearance, "BSSSSSSSSSS"},
    {RouteItem::origin_handling, "BBSSSSSSSSS"},  {RouteItem::loading_on_board, "BBBSSSSSSSS"},
    {RouteItem::main_freight, "BBBBSSSSSSS"},     {RouteItem::insurance, "-----S-S---"},
    {RouteItem::arrival, "BBBBCCCCSSS"},          {RouteItem::inland, "BBBBBBSSSSS"},
    {RouteItem::unloading, "BBBBBBBBCSC"},        {RouteItem::import_clearance, "BBBBBBBBBBS"},
};

}  // namespace detail

/// Who bears an item under a term (Incoterms 2020, articles A9 and B9).
constexpr Bearer bearer(Incoterm term, RouteItem item) {
  const char letter =
      detail::bearer_rows[static_cast<std::size_t>(item)].bearers[static_cast<std::size_t>(term)];
  return letter == 'S'   ? Bearer::seller
         : letter == 'B' ? Bearer::buyer
         : letter == 'C' ? Bearer::carriage
                         : Bearer::nobody;
}

/// Whether the term is for carriage by sea or inland waterway only: FAS, FOB, CFR, CIF.
constexpr bool is_for_sea_only(Incoterm term) noexcept {
  return Incoterm::FAS <= term && term <= Incoterm::CIF;
}

/// A term of delivery with its place, and the commission that is in the price: "CIFC3 London".
struct PriceTerm {
  Incoterm incoterm = Incoterm::FOB;
  std::string place{};                       ///< The named place or port.
  Rate commission = Rate::from_fraction(0);  ///< Of the price, for whoever brought the order.

  static constexpr auto fields() {
    return std::tuple{Field{"incoterm", &PriceTerm::incoterm, "by Incoterms 2020"},
                      Field{"place", &PriceTerm::place, "the named place or port"},
                      Field{"commission", &PriceTerm::commission, "included in the price"}};
  }

  /// Reads "FOB Shanghai", "FOBC3 Shanghai", "CIFC2.5% London", "EXW". Throws ParseError, also for
  /// a commission of 100% and more.
  static PriceTerm parse(std::string_view text);

  friend bool operator==(const PriceTerm&, const PriceTerm&) = default;
};

/// "CIFC3 London"; PriceTerm::parse reads it back.
std::string to_string(const PriceTerm& term);

}  // namespace o2c::inline v1
