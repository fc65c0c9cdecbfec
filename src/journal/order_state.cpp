#include <array>
#include <optional>
#include <utility>

#include "o2c/number/error.hpp"
#include "o2c/order/decide.hpp"
#include "o2c/order/journal_order.hpp"
#include "o2c/order/journal_state.hpp"

#include "kept_state.hpp"
#include "order_state_json.hpp"

namespace o2c::inline v1 {

namespace {

/// None where there is none that fits, or that can be read: then the events say it.
std::optional<OrderState> kept_state(const Journal& journal, const std::string& number,
                                     const CurrencyTable& currencies) {
  const std::optional<JournalSnapshot> snapshot = journal.snapshot(number, state_schema());
  if (!snapshot) return std::nullopt;
  try {
    OrderState state = parse_state(snapshot->payload, currencies);
    if (state.version == snapshot->seq) return state;
  } catch (const Error&) {
    return std::nullopt;  // Such as one in a currency that the table does not have.
  }
  return std::nullopt;
}

}  // namespace

OrderState open_state(const Journal& journal, const std::string& number, std::int64_t known_at_us,
                      const CurrencyTable& currencies) {
  if (std::optional<OrderState> state = kept_state(journal, number, currencies)) {
    // Of what was known then, the last event that is in the state has to be.
    const std::vector<JournalEntry> entries =
        journal.read(number, {.from_seq = state->version, .known_at_us = known_at_us});
    if (!entries.empty()) {
      for (std::size_t i = 1; i < entries.size(); ++i)
        fold(*state, from_journal(entries[i], currencies));
      return *std::move(state);
    }
  }
  OrderState state;
  for (const JournalEntry& entry : journal.read(number, {.known_at_us = known_at_us}))
    fold(state, from_journal(entry, currencies));
  return state;
}

void keep_state(Journal& journal, const std::string& number, const OrderState& state) {
  journal.save_snapshot({.order = number,
                         .seq = state.version,
                         .schema = state_schema(),
                         .payload = state_text(state)});
}

void keep_now_and_then(Journal& journal, const std::string& number, const OrderState& state) {
  if (state.version % states_kept_every != 0) return;
  try {
    keep_state(journal, number, state);
  } catch (const JournalError&) {
    return;
  }
}

Expected<AppendAnswer> record(Journal& journal, const std::string& number, OrderState& state,
                              const OrderPolicy& policy, const OrderEntry& entry, std::string id) {
  const std::array events{to_journal(entry, std::move(id))};
  Refusals refusals = decide(state, entry, policy);
  // Sent again, it may be refused for having happened.
  if (!refusals.empty() && !journal.find(events[0].id)) return refusals;
  const bool is_allowed = refusals.empty();
  std::optional<OrderState> next;
  if (is_allowed) next = evolve(state, entry);  // What the order cannot take is not kept.
  const AppendAnswer answer = journal.append(number, state.version, events);
  if (!is_allowed || answer.outcome != AppendOutcome::appended) return answer;
  state = *std::move(next);
  keep_now_and_then(journal, number, state);
  return answer;
}

}  // namespace o2c::inline v1
