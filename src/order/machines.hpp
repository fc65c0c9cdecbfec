#pragma once

#include <array>
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

/// The rows for an event in a stage, in their order; empty: it is not for that stage.
std::span<const TransitionRow> rows_for(Machine machine, Profile profile, std::uint8_t stage,
                                        EventKind event) noexcept;
/// The machines of which any stage has a row for the event. Bit m: machine m.
std::uint16_t takers_of(Profile profile, EventKind event) noexcept;

/// Which of the machine's parts an event is about: a sample, shipment or ticket from 1; 0 where the
/// machine has no parts, and where the event is about all of them.
std::int32_t part_of(const OrderState& state, const OrderEvent& event, Machine machine);
/// How many parts of the machine there are; 1 where it has none.
std::int32_t part_count(const OrderState& state, Machine machine) noexcept;
constexpr bool has_parts(Machine machine) noexcept {
  return machine == Machine::sample || machine == Machine::shipment ||
         machine == Machine::settlement || machine == Machine::after_sales;
}

/// The stage of a machine, or of one of its parts; of one that is not there that in which all
/// begin.
std::uint8_t stage_of(const OrderState& state, Machine machine, std::int32_t part) noexcept;
Date since(const OrderState& state, Machine machine, std::int32_t part) noexcept;

}  // namespace o2c::inline v1
