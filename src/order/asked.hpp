#pragma once

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
inline bool is_line(const OrderState& state, std::int32_t line) {
  return line >= 1 && position(line) < state.lines.size();
}
inline Decimal most_of_line(const OrderState& state, std::size_t line) {
  return most_of(state.lines[line].ordered, state.contract->tolerance);
}

/// What is open of a shipment; nothing before there is an invoice.
inline Money open_of(const OrderState& state, const ShipmentState& shipment) {
  return open_amount(shipment).value_or(Money::zero(state.contract->amount.currency()));
}

}  // namespace o2c::inline v1
