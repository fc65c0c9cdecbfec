#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "o2c/explain/refusal.hpp"
#include "o2c/order/next_steps.hpp"
#include "o2c/order/order_event.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// An order that has not ended, and what it waits for.
struct OpenOrder {
  std::string order;
  std::string party;
  std::string salesperson;  ///< Whose it is now: somebody who left, his successor.
  std::string line;         ///< Of business.
  EventKind last_event;
  Date since;  ///< When that happened.
  std::int32_t idle_days;
  /// The step that is late, else the one that has to be done first, else the first of those that
  /// lead on; none: nothing does.
  std::optional<NextStep> waits_for{};

  /// Late, or lacking what it would need.
  [[nodiscard]] bool is_stuck() const {
    return waits_for && (waits_for->days_late > 0 || !waits_for->lacks.empty());
  }
};

/// An event of the period that a rule stood against, as its order stood then.
struct RefusedEvent {
  std::string order;
  std::int64_t seq;
  EventKind event;
  Date on;
  std::string by;
  Refusals refusals;
};

/// Orders on the last day of a period: events that hold by then and were known.
struct OrdersClose {
  std::vector<OpenOrder> open;        ///< What is latest first, then what waits longest.
  std::vector<RefusedEvent> refused;  ///< By order, then as they happened.
  /// How many events of each kind the period has.
  std::array<std::int64_t, event_count> events{};

  [[nodiscard]] std::int64_t count(EventKind kind) const { return events.at(index_of(kind)); }
};

}  // namespace o2c::inline v1
