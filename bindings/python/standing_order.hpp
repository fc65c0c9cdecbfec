#pragma once

#include <cstdint>
#include <string>

#include <pybind11/pybind11.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/order/order_event.hpp"
#include "o2c/order/order_policy.hpp"
#include "o2c/order/order_state.hpp"
#include "o2c/order/role.hpp"

// What the bindings of orders share.
namespace o2c::python {

/// What Python's OrderState stands on, and its Order, which has the history too.
class StandingOrder {
 public:
  StandingOrder() = default;
  StandingOrder(const StandingOrder&) = delete;
  StandingOrder& operator=(const StandingOrder&) = delete;
  virtual ~StandingOrder() = default;

  [[nodiscard]] virtual const std::string& number() const = 0;
  [[nodiscard]] virtual const OrderPolicy& policy() const = 0;
  [[nodiscard]] virtual const OrderState& state() const = 0;
  /// What a journal has taken.
  virtual void take(const OrderEntry& entry) = 0;
};

/// The class _OrderState.
void bind_standing_order(pybind11::module_& m);

/// (en, zh).
inline pybind11::tuple pair_of(const Label& label) {
  return pybind11::make_tuple(label.en, label.zh);
}
inline pybind11::tuple pair_of(const Text& text) { return pair_of(Label(text)); }

pybind11::list names_of(RoleSet roles);

/// The fields of an o2c.OrderPolicy.
OrderPolicy policy_from(const pybind11::dict& given);

/// An event of o2c.events with when it holds, who did it and in which office.
OrderEntry entry_from(const pybind11::object& event, const Date& on, const std::string& by,
                      const std::string& role, std::int64_t recorded_at_us);

}  // namespace o2c::python
