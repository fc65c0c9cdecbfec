#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/explain/refusal.hpp"
#include "o2c/order/order_event.hpp"
#include "o2c/order/order_policy.hpp"
#include "o2c/order/order_state.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// Something that has to have happened by a day.
struct Deadline {
  EventKind event;    ///< What would do.
  std::int32_t part;  ///< The sample or shipment; 0: the order.
  Date due_on;        ///< The last day.
  Label reason;

  friend bool operator==(const Deadline&, const Deadline&) = default;
};

/// What an order waits for, by day: an inquiry for its answer, a sample that has arrived for a mail
/// on the same day and for a verdict, an amendment for its answer, goods for their loading, ...
std::vector<Deadline> deadlines(const OrderState& state, const OrderPolicy& policy);

/// Who may do it on a day: whom the policy assigns, else whom the handbook names; and the manager
/// what answers an inquiry that is late or was put to him.
RoleSet offices_for(const OrderState& state, const OrderPolicy& policy, EventKind event, Date day);

/// What can be done next.
struct NextStep {
  EventKind event;
  std::int32_t part;  ///< The sample, shipment or complaint, from 1; 0: the order.
  RoleSet by;         ///< Who may.
  /// What it lacks as the order stands; empty: it can be done at once.
  Refusals lacks{};
  /// What it has to bring with it, guard by guard.
  std::vector<Label> brings{};
  std::optional<Date> due_on{};
  /// Since its day as of the date that was asked for; 0: not late, or without a day.
  std::int32_t days_late = 0;
  std::optional<Label> why_due{};

  friend bool operator==(const NextStep&, const NextStep&) = default;
};

/// All that the stages of the machines allow next: what is late first, then what can be done at
/// once, then what lacks something.
std::vector<NextStep> next_steps(const OrderState& state, const OrderPolicy& policy, Date as_of);

}  // namespace o2c::inline v1
