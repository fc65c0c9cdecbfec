#pragma once

#include <cstdint>
#include <string_view>

#include "o2c/number/trace.hpp"
#include "o2c/order/role.hpp"

namespace o2c::inline v1 {

/// The small machines that an order is, side by side.
enum class Machine : std::uint8_t {
  deal,         ///< From the first inquiry to the closed order.
  amendment,    ///< A change of the contract (变更单).
  sample,       ///< Each round of samples (打样).
  security,     ///< Deposit, letter of credit, or granted credit.
  production,   ///< Plan, progress, inspection.
  shipment,     ///< Each shipment, call-off or van.
  settlement,   ///< Each shipment's documents and money.
  after_sales,  ///< Each complaint (售后).
  review        ///< Profit and commission (效益分析).
};

inline constexpr int machine_count = 9;

/// "deal", "amendment", ...
std::string_view name_of(Machine machine) noexcept;

/// Which business an order is: the same machines, of which each profile goes other ways.
enum class Profile : std::uint8_t {
  export_sale,  ///< 外贸出口
  route_sale,   ///< Sold from a van to the outlets of a route (线路直销).
  framework,    ///< A yearly contract with call-offs and prices fixed later (长单).
  import        ///< Bought from abroad (进口).
};

inline constexpr int profile_count = 4;

/// "export_sale", "route_sale", "framework", "import"
std::string to_string(Profile profile);
/// Reads what to_string writes. Throws ParseError.
Profile parse_profile(std::string_view text);

/// What all events of a type have in common.
struct EventInfo {
  std::string_view name;  ///< Of its type, in every language: "DepositReceived".
  Text label;             ///< For people: "deposit received", "收到定金".
  Machine machine;        ///< The one that has to be ready for it; others may follow.
  RoleSet by;             ///< Who does it, unless the policy says otherwise.
};

}  // namespace o2c::inline v1
