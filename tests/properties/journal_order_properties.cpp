// Whatever happens to an order: what its journal keeps of its state is what its events come to.

#include "o2c/order/journal_order.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/order/journal_sqlite.hpp"
#include "o2c/order/journal_state.hpp"

#include "any_order.hpp"

namespace o2c {
namespace {

/// What happened to some order, an event a second.
std::vector<OrderEntry> any_history() {
  Order order("SO-1");
  Date today(2026, 3, 2);
  const auto happens = [&](OrderEntry entry) {
    entry.recorded_at_us = 1'000'000 * order.state().version;
    (void)order.apply(std::move(entry));
  };
  for (const OrderEvent& event : any_beginning()) {
    const Role role = test::usual_role(event);
    happens({event, today, test::usual_person(role), role});
  }
  for (int tries = 60; tries > 0; --tries) {
    if (once_in(4)) today = today + 1;
    const OrderEntry entry = any_entry(order, today);
    if (!is_too_often(kind_of(entry.event))) happens(entry);
  }
  return order.history();
}

RC_GTEST_PROP(JournalOrderProperties, AKeptStateIsWhatTheEventsComeTo, ()) {
  SqliteJournal journal(":memory:");
  const std::vector<OrderEntry> history = any_history();
  std::vector<OrderState> states(1);
  std::vector<JournalEvent> events;
  for (const OrderEntry& entry : history) {
    states.push_back(evolve(states.back(), entry));
    events.push_back(to_journal(entry, "e" + std::to_string(events.size())));
  }
  RC_ASSERT(journal.append("SO-1", 0, events).stored());
  for (std::size_t kept = 1; kept < states.size(); ++kept) {
    keep_state(journal, "SO-1", states[kept]);
    RC_ASSERT(open_state(journal, "SO-1") == states.back());
    const auto known =
        static_cast<std::size_t>(any_below(static_cast<std::int64_t>(history.size())));
    RC_ASSERT(open_state(journal, "SO-1", history[known].recorded_at_us) == states[known + 1]);
  }
  journal.drop_snapshots();
  RC_ASSERT(open_state(journal, "SO-1") == states.back());
}

}  // namespace
}  // namespace o2c
