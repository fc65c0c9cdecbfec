#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "o2c/explain/refusal.hpp"
#include "o2c/order/decide.hpp"
#include "o2c/order/next_steps.hpp"
#include "o2c/order/order_event.hpp"
#include "o2c/order/order_policy.hpp"
#include "o2c/order/order_state.hpp"

namespace o2c::inline v1 {

/// An order (订单): its history, and what it has come to.
class Order {
 public:
  /// Nothing has happened yet. Throws InvalidArgument for an empty number.
  explicit Order(std::string number, OrderPolicy policy = {});
  /// As its history says, which is not judged again: the policy may have changed since.
  Order(std::string number, OrderPolicy policy, std::vector<OrderEntry> history);

  [[nodiscard]] const std::string& number() const noexcept { return number_; }
  [[nodiscard]] const OrderPolicy& policy() const noexcept { return policy_; }
  [[nodiscard]] const OrderState& state() const noexcept { return state_; }
  [[nodiscard]] const std::vector<OrderEntry>& history() const noexcept { return history_; }

  [[nodiscard]] bool can(const OrderEntry& entry) const {
    return is_allowed(state_, entry, policy_);
  }
  [[nodiscard]] Refusals refusals(const OrderEntry& entry) const {
    return decide(state_, entry, policy_);
  }
  /// Takes what happened into the history, and gives how many events that are; or why not, and
  /// nothing has changed. Throws InvalidArgument when it was recorded before the last one.
  Expected<std::int64_t> apply(OrderEntry entry);

  [[nodiscard]] std::vector<NextStep> next_steps(Date as_of) const {
    return o2c::next_steps(state_, policy_, as_of);
  }

  friend bool operator==(const Order&, const Order&) = default;

 private:
  std::string number_;
  OrderPolicy policy_;
  OrderState state_;
  std::vector<OrderEntry> history_;
};

}  // namespace o2c::inline v1
