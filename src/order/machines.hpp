#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "o2c/order/guards.hpp"
#include "o2c/order/lifecycle.hpp"

// The tables of all machines, as decide and evolve look them up.
namespace o2c::inline v1 {

// Here for decide to see them: calls through pointers that it does not know cost more than they do.
inline constexpr std::array<const Guard*, 5> guards_of_all{
    &guards::order_goes_on, &guards::is_complete, &guards::office_may, &guards::person_has_office,
    &guards::days_in_order};

inline constexpr std::size_t most_stages = 18;

/// The rows of a stage and event stand together, in one profile.
struct RowPlace {
  std::uint8_t first = 0;
  std::uint8_t count = 0;
};
using RowPlaces =
    std::array<std::array<std::array<RowPlace, event_count>, most_stages>, profile_count>;

// What the functions below look up; by machine, and the last by profile.
extern const std::array<std::span<const TransitionRow>, machine_count> machine_rows;
extern const std::array<RowPlaces, machine_count> machine_row_places;
extern const std::array<std::array<std::uint16_t, event_count>, profile_count> machine_takers;

/// The rows for an event in a stage, in their order; empty: it is not for that stage.
inline std::span<const TransitionRow> rows_for(Machine machine, Profile profile, std::uint8_t stage,
                                               EventKind event) noexcept {
  const auto m = static_cast<std::size_t>(machine);
  const RowPlace place =
      machine_row_places[m][static_cast<std::size_t>(profile)][stage][index_of(event)];
  return {machine_rows[m].data() + place.first, place.count};
}

/// The machines of which any stage has a row for the event. Bit m: machine m.
inline std::uint16_t takers_of(Profile profile, EventKind event) noexcept {
  return machine_takers[static_cast<std::size_t>(profile)][index_of(event)];
}

/// How many parts of the machine there are; 1 where it has none.
inline std::int32_t part_count(const OrderState& state, Machine machine) noexcept {
  switch (machine) {
    case Machine::sample:
      return static_cast<std::int32_t>(state.samples.size());
    case Machine::shipment:
    case Machine::settlement:
      return static_cast<std::int32_t>(state.shipments.size());
    case Machine::after_sales:
      return static_cast<std::int32_t>(state.tickets.size());
    default:
      return 1;
  }
}
constexpr bool has_parts(Machine machine) noexcept {
  return machine == Machine::sample || machine == Machine::shipment ||
         machine == Machine::settlement || machine == Machine::after_sales;
}

/// As part_of, of a machine with parts.
std::int32_t part_of_parts(const OrderState& state, const OrderEvent& event, Machine machine);
/// Which of the machine's parts an event is about: a sample, shipment or ticket from 1; 0 where the
/// machine has no parts, and where the event is about all of them.
inline std::int32_t part_of(const OrderState& state, const OrderEvent& event, Machine machine) {
  return has_parts(machine) ? part_of_parts(state, event, machine) : 0;
}

/// The stage of a machine, or of one of its parts; of one that is not there that in which all
/// begin.
inline std::uint8_t stage_of(const OrderState& state, Machine machine, std::int32_t part) noexcept {
  const std::size_t at = static_cast<std::size_t>(part) - 1;
  const auto number = [](auto stage) { return static_cast<std::uint8_t>(stage); };
  switch (machine) {
    case Machine::deal:
      return number(state.deal);
    case Machine::amendment:
      return number(state.amendment);
    case Machine::sample:
      return at < state.samples.size() ? number(state.samples[at].stage) : 0;
    case Machine::security:
      return number(state.security.stage);
    case Machine::production:
      return number(state.production.stage);
    case Machine::shipment:
      return at < state.shipments.size() ? number(state.shipments[at].stage) : 0;
    case Machine::settlement:
      return at < state.shipments.size() ? number(state.shipments[at].settlement) : 0;
    case Machine::after_sales:
      return at < state.tickets.size() ? number(state.tickets[at].stage) : 0;
    case Machine::review:
      return number(state.review);
  }
  return 0;
}
/// The day of a machine's last event; Date::min() of what has not begun.
inline Date since(const OrderState& state, Machine machine, std::int32_t part) noexcept {
  const std::size_t at = static_cast<std::size_t>(part) - 1;
  switch (machine) {
    case Machine::deal:
      return state.deal_since;
    case Machine::amendment:
      return state.amendment_since;
    case Machine::sample:
      return at < state.samples.size() ? state.samples[at].since : Date::min();
    case Machine::security:
      return state.security.since;
    case Machine::production:
      return state.production.since;
    case Machine::shipment:
      return at < state.shipments.size() ? state.shipments[at].since : Date::min();
    case Machine::settlement:
      return at < state.shipments.size() ? state.shipments[at].settlement_since : Date::min();
    case Machine::after_sales:
      return at < state.tickets.size() ? state.tickets[at].since : Date::min();
    case Machine::review:
      return state.review_since;
  }
  return Date::min();
}

}  // namespace o2c::inline v1
