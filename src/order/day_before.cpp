#include "day_before.hpp"

#include <algorithm>
#include <optional>
#include <variant>

#include "asked.hpp"
#include "machines.hpp"
#include "reckoned.hpp"

namespace o2c::inline v1 {

namespace {

using namespace events;

/// The latest of some days, and what was then.
struct LatestSeen {
  DayBefore found;

  [[nodiscard]] Date day() const { return found.on; }
  void see(const std::optional<Date>& on, Text what) {
    if (on && *on > found.on) found = {*on, what};
  }
};
/// The same without saying what.
struct LatestDay {
  Date found;

  [[nodiscard]] Date day() const { return found; }
  void see(const std::optional<Date>& on, Text /*what*/) {
    if (on && *on > found) found = *on;
  }
};

constexpr Text secured{"the payment was secured on", "付款保障日期"};
constexpr Text gone{"the goods have gone on", "出运日期"};

std::optional<Date> gone_on(const OrderState& state, std::int32_t number) {
  if (number < 1 || position(number) >= state.shipments.size()) return std::nullopt;
  const ShipmentState& shipment = state.shipments[position(number)];
  return has_gone(shipment) ? std::optional(shipment.shipped_on) : std::nullopt;
}

// Not inlined: few events are asked for these, and every event for the rest.

/// Of a production plan: its sample was approved before.
template <class Latest>
[[gnu::noinline]] void see_sample(Latest& latest, const OrderState& state, const PlanIssued& plan) {
  for (const SampleState& sample : state.samples)
    if (plan.sample_seal && sample.stage == SampleStage::accepted &&
        sample.seal == *plan.sample_seal)
      latest.see(sample.since, {"the sample was approved on", "样品确认日期"});
}

/// The day on which so much of a line had passed; none for what has no day any more, as it had gone
/// before an amendment.
std::optional<Date> passed_on(const OrderState& state, std::size_t line, const Decimal& quantity) {
  const auto is_of_line = [&](const PassedLot& lot) { return position(lot.line) == line; };
  Decimal seen = state.lines[line].passed;
  for (const PassedLot& lot : state.production.lots)
    if (is_of_line(lot)) seen -= lot.quantity;
  std::optional<Date> day;
  for (const PassedLot& lot : state.production.lots) {
    if (seen >= quantity) break;
    if (!is_of_line(lot)) continue;
    seen += lot.quantity;
    day = std::max(day.value_or(lot.on), lot.on);
  }
  return day;
}

/// Of booking and shipping: besides what other shipments have, that much had passed by then.
template <class Latest>
[[gnu::noinline]] void see_passed(Latest& latest, const Asked& asked) {
  const auto is_before = [&](const PassedLot& lot) { return lot.on <= latest.day(); };
  if (!is_there(asked) || std::ranges::all_of(asked.state.production.lots, is_before)) return;
  const ShipmentState& shipment = shipment_of(asked);
  const auto* going = std::get_if<GoodsShipped>(&asked.entry->event);
  for (std::size_t i = 0; i < asked.state.lines.size(); ++i) {
    const Decimal own = going != nullptr ? guards::holds::sum_of(going->quantities,
                                                                 static_cast<std::int32_t>(i) + 1)
                                         : at(shipment.quantities, i);
    if (sign(own) <= 0) continue;
    const Decimal others = asked.state.lines[i].passed - guards::holds::passed_for(asked, i);
    latest.see(passed_on(asked.state, i, others + own), {"goods passed on", "验货合格日期"});
  }
}

/// Of an order that is completed: everything before has happened.
template <class Latest>
[[gnu::noinline]] void see_all_shipments(Latest& latest, const OrderState& state) {
  for (const ShipmentState& shipment : state.shipments) {
    latest.see(shipment.since, {"a shipment was on", "批次日期"});
    latest.see(shipment.settlement_since, {"a shipment was settled on", "批次结算日期"});
  }
}

template <class Latest>
void see_others(Latest& latest, const Asked& asked) {
  const OrderState& state = asked.state;
  const OrderEvent& event = asked.entry->event;
  const auto is = [&](EventKind kind) { return kind_of(event) == kind; };
  switch (info_of(kind_of(event)).machine) {
    case Machine::deal:
      if (is(on<OrderCompleted>)) see_all_shipments(latest, state);
      if (is(on<OrderClosed>)) {
        latest.see(state.review_since, {"the review was on", "效益分析日期"});
        for (const TicketState& ticket : state.tickets)
          latest.see(ticket.since, {"a complaint was on", "投诉日期"});
      }
      break;
    case Machine::amendment:
      if (state.contract) latest.see(state.contract->date, {"the contract is of", "合同日期"});
      break;
    case Machine::production:
      if (is(on<PlanDrafted>) || is(on<PlanApproved>) || is(on<PlanIssued>) ||
          is(on<ProductionProgressed>))
        latest.see(state.security.secured_on, secured);
      if (const auto* plan = std::get_if<PlanIssued>(&event)) see_sample(latest, state, *plan);
      break;
    case Machine::shipment:
      if (is(on<ShipmentPlanned>))
        latest.see(state.production.issued_on, {"the plan was issued on", "计划单下发日期"});
      if (is(on<SpaceBooked>) || is(on<GoodsShipped>)) see_passed(latest, asked);
      break;
    case Machine::settlement:
      // An import is paid before it is here.
      if (state.profile != Profile::import) latest.see(gone_on(state, asked.part), gone);
      break;
    case Machine::after_sales:
      if (const auto* complaint = std::get_if<ComplaintOpened>(&event))
        latest.see(gone_on(state, complaint->shipment), gone);
      break;
    case Machine::review:
      if (is(on<CommissionSettled>)) see_all_shipments(latest, state);
      break;
    default:
      break;
  }
}

/// The last of its own machine.
Date own_day(const Asked& asked) {
  return since(asked.state, info_of(kind_of(asked.entry->event)).machine, asked.part);
}

}  // namespace

DayBefore day_before(const Asked& asked) {
  LatestSeen latest{{own_day(asked), {"the last was on", "前一事项日期"}}};
  see_others(latest, asked);
  return latest.found;
}

Date earliest_day(const Asked& asked) {
  LatestDay latest{own_day(asked)};
  see_others(latest, asked);
  return latest.found;
}

}  // namespace o2c::inline v1
