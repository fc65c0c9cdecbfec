#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>

#include "o2c/number/field.hpp"
#include "o2c/order/after_sales_events.hpp"
#include "o2c/order/deal_events.hpp"
#include "o2c/order/event_info.hpp"
#include "o2c/order/production_events.hpp"
#include "o2c/order/role.hpp"
#include "o2c/order/sample_events.hpp"
#include "o2c/order/security_events.hpp"
#include "o2c/order/settlement_events.hpp"
#include "o2c/order/shipment_events.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// Types, one after the other.
template <class... Types>
struct TypeList {
  static constexpr std::size_t size = sizeof...(Types);
  using Variant = std::variant<Types...>;
};

/// The types of events, in the order of their kinds.
using OrderEventTypes = TypeList<
    // deal
    events::OrderOpened, events::InquiryReceived, events::InquiryEscalated, events::OutletVisited,
    events::QuotationDrafted, events::QuotationApproved, events::QuotationReviewWaived,
    events::QuotationSent, events::SpecialTermsApproved, events::ContractSigned, events::OrderLost,
    events::OrderCancelled, events::PartyDefaulted, events::WeDefaulted,
    events::ShortShipmentClosed, events::OrderCompleted, events::OrderClosed,
    // amendment
    events::AmendmentProposed, events::AmendmentApproved, events::AmendmentAgreed,
    events::AmendmentRefused,
    // sample
    events::SampleRequested, events::SampleFeeReceived, events::CourierFeeReceived,
    events::FreightCollectConfirmed, events::SampleOrdered, events::SampleOrderSigned,
    events::SampleMade, events::SampleChecked, events::SampleFiled, events::SampleSent,
    events::SampleArrived, events::SampleFollowedUp, events::SampleVerdictGiven,
    events::SampleWithdrawn,
    // security
    events::DepositReceived, events::LetterOfCreditReceived, events::LetterOfCreditChecked,
    events::CreditGranted, events::SecurityLapsed, events::DepositRefunded, events::DepositPaid,
    events::LetterOfCreditIssued,
    // production
    events::PlanDrafted, events::PlanApproved, events::PlanIssued, events::ProductionProgressed,
    events::GoodsInspected, events::GoodsReinspected, events::ConcessionSigned,
    // shipment
    events::ShipmentPlanned, events::ShipmentConfirmed, events::ShipmentAccepted,
    events::ShipmentDeclined, events::SpaceBooked, events::CommodityInspected,
    events::CustomsPrepared, events::LoadingFixed, events::ShipmentNotified, events::GoodsShipped,
    events::ShipmentWithdrawn, events::VanLoaded, events::GoodsDelivered, events::VanCounted,
    events::CallOffReceived, events::GoodsDispatched, events::GoodsWeighed, events::GoodsArrived,
    events::CustomsCleared, events::GoodsLanded,
    // settlement
    events::BlCopySent, events::DocumentsPresented, events::DocumentsSentForCollection,
    events::OriginalsReleased, events::DiscrepanciesNotified, events::DiscrepanciesCured,
    events::DocumentsAccepted, events::PaymentReceived, events::PaymentRefunded,
    events::BalanceWrittenOff, events::CashCollected, events::CashHandedIn,
    events::ProvisionalInvoiced, events::PriceFixed, events::StatementMatched,
    events::SupplierInvoiced, events::PaymentMade, events::ShipmentCommissionSettled,
    // after_sales, review
    events::ComplaintOpened, events::RemedyAgreed, events::ComplaintClosed, events::ProfitReported,
    events::CommissionSettled>;

inline constexpr std::size_t event_count = OrderEventTypes::size;

/// Which alternative of OrderEvent an event is, without what it says.
enum class EventKind : std::uint8_t {};

namespace detail {

template <class... Events>
consteval std::array<const EventInfo*, sizeof...(Events)> infos_of(TypeList<Events...> /*all*/) {
  return {&Events::info...};
}
inline constexpr auto all_event_infos = infos_of(OrderEventTypes{});

consteval std::size_t position_of(const EventInfo* info) {
  std::size_t at = 0;
  while (at < event_count && all_event_infos[at] != info) ++at;
  return at;
}

}  // namespace detail

/// One of the types of events.
template <class T>
concept EventType = requires {
  requires std::is_same_v<decltype(T::info), const EventInfo>;
  requires detail::position_of(&T::info) < event_count;
};

/// The kind of a type of event: `on<events::DepositReceived>`.
template <EventType Event>
inline constexpr EventKind on{static_cast<EventKind>(detail::position_of(&Event::info))};

constexpr std::size_t index_of(EventKind kind) noexcept { return static_cast<std::size_t>(kind); }

constexpr const EventInfo& info_of(EventKind kind) noexcept {
  return *detail::all_event_infos[index_of(kind)];
}

/// What can happen to an order: one of the events, for std::visit, std::get and the like.
class OrderEvent : public OrderEventTypes::Variant {
 public:
  template <EventType Event>
  OrderEvent(Event event) : OrderEvent(on<Event>, &event) {}  // NOLINT(*explicit*)

  // Compiled once: whoever makes, copies or compares events would have it for each type of them.
  OrderEvent(const OrderEvent& other);
  OrderEvent(OrderEvent&& other) noexcept;
  OrderEvent& operator=(const OrderEvent& other);
  OrderEvent& operator=(OrderEvent&& other) noexcept;
  ~OrderEvent();
  friend bool operator==(const OrderEvent& a, const OrderEvent& b);

 private:
  /// Takes what is in the event, which is of that kind.
  OrderEvent(EventKind kind, void* event);
};

inline EventKind kind_of(const OrderEvent& event) noexcept {
  return static_cast<EventKind>(event.index());
}

/// "DepositReceived"
std::string to_string(EventKind kind);
/// Reads what to_string writes. Throws ParseError.
EventKind parse_event_kind(std::string_view text);

/// An event with who did it, when it holds, and when it was recorded.
struct OrderEntry {
  OrderEvent event;
  Date on;         ///< When it holds.
  std::string by;  ///< Who did it, or says that it happened.
  Role role = Role::salesperson;
  std::int64_t recorded_at_us = 0;  ///< UTC microseconds since 1970; never goes back.

  static constexpr auto fields() {
    return std::tuple{Field{"event", &OrderEntry::event, "what happened"},
                      Field{"on", &OrderEntry::on, "when it holds"},
                      Field{"by", &OrderEntry::by, "who did it"},
                      Field{"role", &OrderEntry::role, "in which office"},
                      Field{"recorded_at", &OrderEntry::recorded_at_us, "UTC microseconds"}};
  }
  friend bool operator==(const OrderEntry&, const OrderEntry&) = default;
};

}  // namespace o2c::inline v1
