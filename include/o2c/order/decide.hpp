#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "o2c/explain/refusal.hpp"
#include "o2c/order/order_event.hpp"
#include "o2c/order/order_policy.hpp"
#include "o2c/order/order_state.hpp"

namespace o2c::inline v1 {

struct Guard;

/// Why the event may not happen: every guard that fails, each with what would cure it. Empty: it is
/// allowed. Nothing changes either way.
[[nodiscard]] Refusals decide(const OrderState& state, const OrderEntry& entry,
                              const OrderPolicy& policy);
/// Whether decide has nothing against it, without saying what.
[[nodiscard]] bool is_allowed(const OrderState& state, const OrderEntry& entry,
                              const OrderPolicy& policy);

/// What the order comes to with the event, allowed or not: a journal is read as it was written.
/// Throws Overflow, and CurrencyMismatch for amounts that decide would have refused.
[[nodiscard]] OrderState evolve(OrderState state, const OrderEntry& entry);
/// The same in place.
void fold(OrderState& state, const OrderEntry& entry);

/// What agreeing on the pending amendment would bring besides the contract's change: the production
/// plan is void, the letter of credit has to be amended, the sample has to be made again.
struct Consequence {
  Machine machine;
  std::int32_t part;  ///< The sample; 0: the order.
  std::uint8_t from;  ///< Stages of the machine.
  std::uint8_t to;

  friend bool operator==(const Consequence&, const Consequence&) = default;
};

std::vector<Consequence> consequences(const OrderState& state);

/// One term that an amendment changes.
struct ContractChange {
  std::string field;
  std::string before;
  std::string after;

  friend bool operator==(const ContractChange&, const ContractChange&) = default;
};

/// What the pending amendment changes, with before and after.
std::vector<ContractChange> changes(const OrderState& state);

namespace detail {
/// As if one of the guards were not there: to find out whether somebody would notice.
[[nodiscard]] Refusals decide_without(const Guard& guard, const OrderState& state,
                                      const OrderEntry& entry, const OrderPolicy& policy);
}  // namespace detail

}  // namespace o2c::inline v1
