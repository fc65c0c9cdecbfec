#include "order_state_json.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "o2c/version.hpp"

#include "order_json.hpp"

namespace o2c::inline v1 {

namespace {

/// The members of a struct of the state, by name; one that is new does not compile before it is
/// here.
template <class T>
struct StateMembers;

template <>
struct StateMembers<LineProgress> {
  static constexpr std::array names{"ordered", "made", "passed", "shipped", "closed_short"};
  static auto of(auto& state) {
    auto& [ordered, made, passed, shipped, closed_short] = state;
    return std::tie(ordered, made, passed, shipped, closed_short);
  }
};
template <>
struct StateMembers<SampleState> {
  static constexpr std::array names{
      "stage",  "since",       "asked",       "ordered",    "made",       "sent",
      "fee",    "courier_fee", "fee_in",      "courier_in", "collect",    "followed_up",
      "passed", "verdict",     "expected_on", "arrived_on", "ordered_by", "seal"};
  static auto of(auto& state) {
    auto& [stage, since, asked, ordered, made, sent, fee, courier_fee, fee_in, courier_in, collect,
           followed_up, passed, verdict, expected_on, arrived_on, ordered_by, seal] = state;
    return std::tie(stage, since, asked, ordered, made, sent, fee, courier_fee, fee_in, courier_in,
                    collect, followed_up, passed, verdict, expected_on, arrived_on, ordered_by,
                    seal);
  }
};
template <>
struct StateMembers<SecurityState> {
  static constexpr std::array names{"stage",
                                    "since",
                                    "need",
                                    "deposit",
                                    "deposit_applied",
                                    "refunded",
                                    "secured_on",
                                    "credit",
                                    "latest_shipment",
                                    "expiry",
                                    "presentation_days",
                                    "credit_fits",
                                    "granted"};
  static auto of(auto& state) {
    auto& [stage, since, need, deposit, deposit_applied, refunded, secured_on, credit,
           latest_shipment, expiry, presentation_days, credit_fits, granted] = state;
    return std::tie(stage, since, need, deposit, deposit_applied, refunded, secured_on, credit,
                    latest_shipment, expiry, presentation_days, credit_fits, granted);
  }
};
template <>
struct StateMembers<PassedLot> {
  static constexpr std::array names{"line", "on", "quantity"};
  static auto of(auto& state) {
    auto& [line, on, quantity] = state;
    return std::tie(line, on, quantity);
  }
};
template <>
struct StateMembers<ProductionState> {
  static constexpr std::array names{"stage",      "since",    "finish_by", "issued_on",
                                    "drafted_by", "rejected", "lots"};
  static auto of(auto& state) {
    auto& [stage, since, finish_by, issued_on, drafted_by, rejected, lots] = state;
    return std::tie(stage, since, finish_by, issued_on, drafted_by, rejected, lots);
  }
};
template <>
struct StateMembers<ShipmentState> {
  static constexpr std::array names{
      "stage",    "since",      "quantities", "loaded",     "planned_by", "inspected",
      "declared", "loading_on", "shipped_on", "settlement", "settled_on", "due_date",
      "invoiced", "settled",    "credited",   "cash_held",  "originals",  "commission_settled"};
  static auto of(auto& state) {
    auto& [stage, since, quantities, loaded, planned_by, inspected, declared, loading_on,
           shipped_on, settlement, settled_on, due_date, invoiced, settled, credited, cash_held,
           originals, commission_settled] = state;
    return std::tie(stage, since, quantities, loaded, planned_by, inspected, declared, loading_on,
                    shipped_on, settlement, settled_on, due_date, invoiced, settled, credited,
                    cash_held, originals, commission_settled);
  }
};
template <>
struct StateMembers<TicketState> {
  static constexpr std::array names{"stage", "since", "shipment"};
  static auto of(auto& state) {
    auto& [stage, since, shipment] = state;
    return std::tie(stage, since, shipment);
  }
};
template <>
struct StateMembers<AmendmentScope> {
  static constexpr std::array names{"goods", "price", "terms", "date", "specification", "packing"};
  static auto of(auto& state) {
    auto& [goods, price, terms, date, specification, packing] = state;
    return std::tie(goods, price, terms, date, specification, packing);
  }
};
template <>
struct StateMembers<OrderState> {
  static constexpr std::array names{
      "version",      "profile",    "party",          "salesperson",  "deal",
      "deal_since",   "unanswered", "escalated",      "quoted_lines", "quoted_amount",
      "quoted_until", "quoted_by",  "special_terms",  "ending",       "kept",
      "contract",     "lines",      "amendment",      "amended_on",   "proposed",
      "proposed_by",  "amendments", "last_amendment", "samples",      "security",
      "production",   "shipments",  "tickets",        "review",       "review_since"};
  static auto of(auto& state) {
    auto& [version, profile, party, salesperson, deal, deal_since, unanswered, escalated,
           quoted_lines, quoted_amount, quoted_until, quoted_by, special_terms, ending, kept,
           contract, lines, amendment, amended_on, proposed, proposed_by, amendments,
           last_amendment, samples, security, production, shipments, tickets, review,
           review_since] = state;
    return std::tie(version, profile, party, salesperson, deal, deal_since, unanswered, escalated,
                    quoted_lines, quoted_amount, quoted_until, quoted_by, special_terms, ending,
                    kept, contract, lines, amendment, amended_on, proposed, proposed_by, amendments,
                    last_amendment, samples, security, production, shipments, tickets, review,
                    review_since);
  }
};

template <class T>
concept StateStruct = requires { StateMembers<T>::names; };

template <class T>
OrderJson state_json(const T& value);

/// What is as it begins is left out.
template <class T>
void put_member(OrderJson& object, const char* name, const T& value, const T& beginning) {
  if (value != beginning) object[name] = state_json(value);
}

template <class T>
OrderJson state_json(const T& value) {
  if constexpr (OrderField<T>::is_optional) {
    return state_json(*value);  // One that is not there is as it begins.
  } else if constexpr (StateStruct<T>) {
    static const T beginning{};
    OrderJson object = OrderJson::object();
    [&]<std::size_t... Is>(std::index_sequence<Is...> /*all*/) {
      const auto members = StateMembers<T>::of(value);
      const auto begun = StateMembers<T>::of(beginning);
      static_assert(sizeof...(Is) == std::tuple_size_v<decltype(members)>);
      (put_member(object, StateMembers<T>::names[Is], std::get<Is>(members), std::get<Is>(begun)),
       ...);
    }(std::make_index_sequence<StateMembers<T>::names.size()>{});
    return object;
  } else if constexpr (std::is_same_v<T, SecurityNeed>) {
    return OrderJson::array({order_json(value.deposit), value.letter_of_credit, value.credit});
  } else if constexpr (std::is_enum_v<T>) {
    return static_cast<std::int64_t>(value);
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    return value;
  } else if constexpr (std::is_same_v<T, Date>) {
    return value.days();
  } else if constexpr (!std::is_same_v<T, std::string> && requires { value.begin(); }) {
    OrderJson array = OrderJson::array();
    for (const auto& item : value) array.push_back(state_json(item));
    return array;
  } else {
    return order_json(value);
  }
}

template <class T>
struct StateRead {
  static T read(const OrderJson& json, const OrderReading& reading) {
    if constexpr (std::is_enum_v<T>) {
      return static_cast<T>(order_value<std::int32_t>(json, reading));
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
      if (!json.is_number_integer()) reading.refuse(json, "a whole number");
      return json.get<std::int64_t>();
    } else if constexpr (std::is_same_v<T, Date>) {
      return Date::from_days(order_value<std::int32_t>(json, reading));
    } else if constexpr (std::is_same_v<T, SecurityNeed>) {
      if (!json.is_array() || json.size() != 3) reading.refuse(json, "what is needed");
      return {order_value<Money>(json[0], reading), order_value<bool>(json[1], reading),
              order_value<bool>(json[2], reading)};
    } else if constexpr (StateStruct<T>) {
      if (!json.is_object()) reading.refuse(json, "an object");
      T state{};
      [&]<std::size_t... Is>(std::index_sequence<Is...> /*all*/) {
        const auto members = StateMembers<T>::of(state);
        (member(json, reading, StateMembers<T>::names[Is], std::get<Is>(members)), ...);
      }(std::make_index_sequence<StateMembers<T>::names.size()>{});
      return state;
    } else {
      return order_value<T>(json, reading);
    }
  }

 private:
  template <class Member>
  static void member(const OrderJson& json, const OrderReading& reading, const char* name,
                     Member& into) {
    const auto found = json.find(name);
    if (found != json.end()) into = StateRead<Member>::read(*found, reading);
  }
};
template <class T>
struct StateRead<std::optional<T>> {
  static std::optional<T> read(const OrderJson& json, const OrderReading& reading) {
    return StateRead<T>::read(json, reading);
  }
};
template <class T>
struct StateRead<std::vector<T>> {
  static std::vector<T> read(const OrderJson& json, const OrderReading& reading) {
    if (!json.is_array()) reading.refuse(json, "a list");
    std::vector<T> values;
    values.reserve(json.size());
    for (const OrderJson& item : json) values.push_back(StateRead<T>::read(item, reading));
    return values;
  }
};

}  // namespace

const std::string& state_schema() {
  static const std::string schema = "order state of o2c " O2C_VERSION_STRING ", form 2";
  return schema;
}

std::string state_text(const OrderState& state) { return state_json(state).dump(); }

OrderState parse_state(const std::string& text, const CurrencyTable& currencies) {
  return StateRead<OrderState>::read(OrderJson::parse(text, nullptr, false),
                                     {currencies, "the state of an order"});
}

}  // namespace o2c::inline v1
