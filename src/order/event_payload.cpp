#include "o2c/order/event_payload.hpp"

#include <array>
#include <utility>

#include "event_upgrade.hpp"
#include "order_json.hpp"

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

OrderJson parsed(std::string_view event, std::string_view payload) {
  OrderJson json = OrderJson::parse(payload, nullptr, false);
  if (json.is_object() && json.contains("role")) return json;
  throw ParseError(std::string(event) + " " + in_quotes(payload) +
                   ": expected a JSON object with a role");
}

}  // namespace

std::string OrderReading::where() const {
  if (position) return outer->where() + '[' + std::to_string(*position) + ']';
  return outer != nullptr ? outer->where() + '.' + std::string(name) : std::string(name);
}

void OrderReading::refuse(const OrderJson& json, const std::string& expected) const {
  throw ParseError(where() + " " +
                   in_quotes(json.dump(-1, ' ', false, OrderJson::error_handler_t::replace)) +
                   ": expected " + expected);
}

EventPayload event_payload(const OrderEntry& entry) {
  OrderJson json = OrderJson::object();
  json["role"] = to_string(entry.role);
  const OrderJson fields =
      std::visit([](const auto& event) { return order_json(event); }, entry.event);
  json.update(fields);
  std::string event = to_string(kind_of(entry.event));
  const std::int32_t version = event_version_of(event);
  try {
    return {std::move(event), version, json.dump()};
  } catch (const OrderJson::exception&) {
    throw_invalid(to_string(kind_of(entry.event)) + ": expected texts in UTF-8");
  }
}

namespace {

EventInOffice read_payload(std::string_view event, std::int32_t event_version,
                           std::string_view payload, const CurrencyTable& currencies,
                           KnownTerms* terms) {
  const EventKind kind = parse_event_kind(event);
  OrderJson json = parsed(event, payload);
  upgrade(event, event_version, json);
  const Role role = parse_role(order_value<std::string>(json["role"], {currencies, "role"}));
  return {read_event[index_of(kind)](json, {currencies, event, terms}), role};
}

}  // namespace

struct EventReader::State {
  CurrencyTable currencies;
  KnownTerms terms{};
};

EventReader::EventReader(CurrencyTable currencies)
    : state_(std::make_unique<State>(State{std::move(currencies)})) {}
EventReader::EventReader(EventReader&&) noexcept = default;
EventReader& EventReader::operator=(EventReader&&) noexcept = default;
EventReader::~EventReader() = default;

EventInOffice EventReader::read(std::string_view event, std::int32_t event_version,
                                std::string_view payload) {
  return read_payload(event, event_version, payload, state_->currencies, &state_->terms);
}

EventInOffice parse_event_payload(std::string_view event, std::int32_t event_version,
                                  std::string_view payload, const CurrencyTable& currencies) {
  return read_payload(event, event_version, payload, currencies, nullptr);
}

}  // namespace o2c::inline v1
