#include <array>
#include <utility>

#include "o2c/order/event_payload.hpp"
#include "o2c/order/journal_order.hpp"

#include "kept_state.hpp"

namespace o2c::inline v1 {

JournalEvent to_journal(const OrderEntry& entry, std::string id) {
  EventPayload said = event_payload(entry);
  return {std::move(id), std::move(said.event),  said.event_version, entry.on, entry.recorded_at_us,
          entry.by,      std::move(said.payload)};
}

OrderEntry from_journal(const JournalEvent& event, const CurrencyTable& currencies) {
  EventInOffice said =
      parse_event_payload(event.event, event.event_version, event.payload, currencies);
  return {std::move(said.event), event.on, event.by, said.role, event.recorded_at_us};
}

Order open_order(const Journal& journal, std::string number, OrderPolicy policy,
                 std::int64_t known_at_us, const CurrencyTable& currencies) {
  std::vector<OrderEntry> history;
  for (const JournalEntry& entry : journal.read(number, {.known_at_us = known_at_us}))
    history.push_back(from_journal(entry, currencies));
  return {std::move(number), std::move(policy), std::move(history)};
}

Expected<AppendAnswer> record(Journal& journal, Order& order, OrderEntry entry, std::string id) {
  const std::array events{to_journal(entry, std::move(id))};
  Refusals refusals = order.refusals(entry);
  // Sent again, it may be refused for having happened.
  if (!refusals.empty() && !journal.find(events[0].id)) return refusals;
  const bool is_allowed = refusals.empty();
  if (is_allowed) (void)evolve(order.state(), entry);  // What the order cannot take is not kept.
  const AppendAnswer answer = journal.append(order.number(), order.state().version, events);
  if (is_allowed && answer.outcome == AppendOutcome::appended) {
    (void)order.apply(std::move(entry)).value();
    keep_now_and_then(journal, order.number(), order.state());
  }
  return answer;
}

}  // namespace o2c::inline v1
