#include "o2c/order/order.hpp"

#include <utility>

namespace o2c::inline v1 {

namespace {
void check_recorded(std::int64_t before, const OrderEntry& entry) {
  if (entry.recorded_at_us < before)
    throw_invalid("recorded_at goes back: " + std::to_string(entry.recorded_at_us) + " after " +
                  std::to_string(before));
}
}  // namespace

Order::Order(std::string number, OrderPolicy policy)
    : number_(std::move(number)), policy_(std::move(policy)) {
  if (number_.empty()) throw_invalid("an order has a number");
}

Order::Order(std::string number, OrderPolicy policy, std::vector<OrderEntry> history)
    : Order(std::move(number), std::move(policy)) {
  for (const OrderEntry& entry : history) {
    if (!history_.empty()) check_recorded(history_.back().recorded_at_us, entry);
    fold(state_, entry);
    history_.push_back(entry);
  }
}

Expected<std::int64_t> Order::apply(OrderEntry entry) {
  if (!history_.empty()) check_recorded(history_.back().recorded_at_us, entry);
  Refusals refusals = decide(state_, entry, policy_);
  if (!refusals.empty()) return refusals;
  OrderState next = evolve(state_, entry);
  history_.push_back(std::move(entry));
  state_ = std::move(next);
  return state_.version;
}

}  // namespace o2c::inline v1
