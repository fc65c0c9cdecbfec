#include <array>
#include <utility>

#include "o2c/order/journal_order.hpp"

#include "kept_state.hpp"
#include "order_json.hpp"
#include "upgrade.hpp"

namespace o2c::inline v1 {

namespace {

/// One function for each kind.
template <class... Events>
consteval auto readers(TypeList<Events...> /*all*/) {
  return std::array{+[](const OrderJson& json, const OrderReading& reading) {
    return OrderEvent(order_value<Events>(json, reading));
  }...};
}
constexpr auto read_event = readers(OrderEventTypes{});

OrderJson parsed(const JournalEvent& event) {
  OrderJson json = OrderJson::parse(event.payload, nullptr, false);
  if (json.is_object() && json.contains("role")) return json;
  throw ParseError(event.event + " " + in_quotes(event.payload) +
                   ": expected a JSON object with a role");
}

}  // namespace

void OrderReading::refuse(const OrderJson& json, const std::string& expected) const {
  throw ParseError(where + " " +
                   in_quotes(json.dump(-1, ' ', false, OrderJson::error_handler_t::replace)) +
                   ": expected " + expected);
}

JournalEvent to_journal(const OrderEntry& entry, std::string id) {
  OrderJson json = OrderJson::object();
  json["role"] = to_string(entry.role);
  const OrderJson fields =
      std::visit([](const auto& event) { return order_json(event); }, entry.event);
  json.update(fields);
  const std::string event = to_string(kind_of(entry.event));
  try {
    return {std::move(id), event,      event_version_of(event), entry.on, entry.recorded_at_us,
            entry.by,      json.dump()};
  } catch (const OrderJson::exception&) {
    throw_invalid(event + ": expected texts in UTF-8");
  }
}

OrderEntry from_journal(const JournalEvent& event, const CurrencyTable& currencies) {
  const EventKind kind = parse_event_kind(event.event);
  OrderJson json = parsed(event);
  upgrade(event.event, event.event_version, json);
  return {read_event[index_of(kind)](json, {currencies, event.event}), event.on, event.by,
          parse_role(order_value<std::string>(json["role"], {currencies, "role"})),
          event.recorded_at_us};
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
