#include "o2c/order/order_event.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include "o2c/number/detail/named_values.hpp"

namespace o2c::inline v1 {

namespace {

constexpr std::array<std::string_view, role_count> roles{
    "salesperson", "manager",    "finance",   "production",
    "quality",     "purchasing", "warehouse", "documentation"};
constexpr std::array<Text, role_count> role_labels{{{"salesperson", "业务员"},
                                                    {"manager", "业务经理"},
                                                    {"finance", "财务"},
                                                    {"production", "生产"},
                                                    {"quality", "质检"},
                                                    {"purchasing", "采购"},
                                                    {"warehouse", "仓库"},
                                                    {"documentation", "单证"}}};
constexpr std::array<std::string_view, machine_count> machines{
    "deal",     "amendment",  "sample",      "security", "production",
    "shipment", "settlement", "after_sales", "review"};
constexpr std::array<std::string_view, profile_count> profiles{"export_sale", "route_sale",
                                                               "framework", "import"};

constexpr auto event_names = [] {
  std::array<std::string_view, event_count> names{};
  for (std::size_t i = 0; i < event_count; ++i) names[i] = info_of(static_cast<EventKind>(i)).name;
  return names;
}();

}  // namespace

std::string to_string(Role role) { return std::string(roles[static_cast<std::size_t>(role)]); }
Role parse_role(std::string_view text) {
  return parse_name<Role>(text, roles, "an office: one of");
}
Text name_of(Role role) noexcept { return role_labels[static_cast<std::size_t>(role)]; }

std::string_view name_of(Machine machine) noexcept {
  return machines[static_cast<std::size_t>(machine)];
}

std::string to_string(Profile profile) {
  return std::string(profiles[static_cast<std::size_t>(profile)]);
}
Profile parse_profile(std::string_view text) {
  return parse_name<Profile>(text, profiles, "a profile of orders: one of");
}

namespace {

using EventVariant = OrderEventTypes::Variant;

/// One function for each kind, which moves out of an event of it. They are what all moves go by:
/// the compiler has less to do.
template <class... Events>
consteval auto takers(TypeList<Events...> /*all*/) {
  return std::array{+[](EventVariant& to, void* from) {
    to.emplace<index_of(on<Events>)>(std::move(*static_cast<Events*>(from)));
  }...};
}
constexpr auto take = takers(OrderEventTypes{});

void* inside(EventVariant& event) {
  return std::visit([](auto& each) -> void* { return &each; }, event);
}

}  // namespace

OrderEvent::OrderEvent(EventKind kind, void* event) { take[index_of(kind)](*this, event); }
OrderEvent::OrderEvent(const OrderEvent& other) = default;
OrderEvent::OrderEvent(OrderEvent&& other) noexcept : OrderEvent(kind_of(other), inside(other)) {}
OrderEvent& OrderEvent::operator=(const OrderEvent& other) { return *this = OrderEvent(other); }
OrderEvent& OrderEvent::operator=(OrderEvent&& other) noexcept {
  if (this != &other) take[other.index()](*this, inside(other));
  return *this;
}
OrderEvent::~OrderEvent() = default;

bool operator==(const OrderEvent& a, const OrderEvent& b) {
  return static_cast<const EventVariant&>(a) == static_cast<const EventVariant&>(b);
}

std::string to_string(EventKind kind) { return std::string(info_of(kind).name); }
EventKind parse_event_kind(std::string_view text) {
  return parse_name<EventKind>(text, event_names, "an event of an order: one of");
}

namespace events {

namespace {
constexpr std::array<std::string_view, 3> verdicts{"accepted", "rejected", "no_order"};
constexpr std::array<std::string_view, 3> stages{"purchasing", "making", "packing"};
}  // namespace

std::string to_string(Verdict verdict) {
  return std::string(verdicts[static_cast<std::size_t>(verdict)]);
}
Verdict parse_verdict(std::string_view text) {
  return parse_name<Verdict>(text, verdicts, "a verdict on a sample: one of");
}

std::string to_string(Stage stage) { return std::string(stages[static_cast<std::size_t>(stage)]); }
Stage parse_stage(std::string_view text) {
  return parse_name<Stage>(text, stages, "a stage of production: one of");
}

}  // namespace events

}  // namespace o2c::inline v1
