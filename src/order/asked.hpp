#pragma once

#include <algorithm>
#include <cstddef>
#include <variant>

#include "o2c/order/lifecycle.hpp"

// How guards look at what they are asked about.
namespace o2c::inline v1 {

/// The event, where a guard knows what it is.
template <class Event>
const Event& event_of(const Asked& asked) {
  return std::get<Event>(asked.entry->event);
}

inline std::size_t position(std::int32_t part) { return static_cast<std::size_t>(part) - 1; }

inline const SampleState& sample_of(const Asked& asked) {
  return asked.state.samples[position(asked.part)];
}
inline const ShipmentState& shipment_of(const Asked& asked) {
  return asked.state.shipments[position(asked.part)];
}
inline bool is_there(const Asked& asked) {
  return asked.part >= 1 && position(asked.part) < asked.state.shipments.size();
}

/// By line of the contract, from 0; what a shipment does not speak of is 0.
inline Decimal at(const std::vector<Decimal>& by_line, std::size_t line) {
  return line < by_line.size() ? by_line[line] : Decimal{};
}
/// Of the contract: a journal that took a line away still knows what has gone of it.
inline bool is_line(const OrderState& state, std::int32_t line) {
  return line >= 1 && state.contract && position(line) < state.contract->lines.size();
}
/// There has to be a contract.
inline Decimal most_of_line(const OrderState& state, std::size_t line) {
  return most_of(state.lines[line].ordered, state.contract->tolerance);
}

/// What is open of a shipment: before there is an invoice nothing, in the contract's currency. None
/// of a history that was read without its contract.
inline std::optional<Money> open_of(const OrderState& state, const ShipmentState& shipment) {
  const std::optional<Money> open = open_amount(shipment);
  if (open || !state.contract) return open;
  return Money::zero(state.contract->amount.currency());
}
/// Whether more is open than nothing, or less.
inline int sign_of_open(const ShipmentState& shipment) {
  const std::optional<Money> open = open_amount(shipment);
  return open ? sign(*open) : 0;
}

/// The last day to present the documents of a shipment under a letter of credit: so many days after
/// it has gone, within the credit's validity, moved to a day on which the bank is open (UCP 600
/// art. 6(d), 14(c), 29(a)).
inline Date last_presentation(const OrderState& state, const ShipmentState& shipment,
                              const OrderPolicy& policy) {
  Date last = shipment.shipped_on + state.security.presentation_days;
  if (state.security.expiry) last = std::min(last, *state.security.expiry);
  return policy.calendar ? policy.calendar->roll(last, Roll::following) : last;
}

}  // namespace o2c::inline v1
