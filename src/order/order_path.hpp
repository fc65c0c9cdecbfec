#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "o2c/order/order.hpp"

// The way that an order has gone, read from its history.
namespace o2c::inline v1 {

/// A machine, or one of its parts, and the stages that it has come through.
struct MachinePath {
  struct Stop {
    std::uint8_t stage;
    std::vector<std::size_t> events;  ///< Of the history: what led here, and what happened here.
    bool was_led_here;                ///< Whether the first of them led here.
  };
  Machine machine;
  std::int32_t part;  ///< 0 where it has none.
  std::vector<Stop> stops{};
};

/// Where an event took a machine.
struct StageChange {
  Machine machine;
  std::int32_t part;
  std::uint8_t to;
};

struct OrderPath {
  std::vector<MachinePath> machines;              ///< Those in which anything has happened.
  std::vector<std::vector<StageChange>> changes;  ///< By event of the history.
};

OrderPath path_of(const Order& order);
/// Adds those in which nothing has happened yet, and something may come next.
void add_machines_to_come(std::vector<MachinePath>& machines, const std::vector<NextStep>& steps);

/// "shipment 2", "批次2"; "production", "生产".
std::string part_name(Machine machine, std::int32_t part, Language language);
/// What the event says of amounts, days, numbers and names, without the names of its fields.
std::string facts_of(const OrderEvent& event);

}  // namespace o2c::inline v1
