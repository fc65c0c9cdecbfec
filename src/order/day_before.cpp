#include "day_before.hpp"

#include <algorithm>
#include <optional>
#include <variant>

#include "asked.hpp"
#include "machines.hpp"

namespace o2c::inline v1 {

namespace {

using namespace events;

class Latest {
 public:
  explicit Latest(DayBefore first) : found_(first) {}

  void see(const std::optional<Date>& on, Text what) {
    if (on && *on > found_.on) found_ = {*on, what};
  }
  [[nodiscard]] DayBefore found() const { return found_; }

 private:
  DayBefore found_;
};

constexpr Text secured{"the payment was secured on", "付款保障日期"};
constexpr Text gone{"the goods have gone on", "出运日期"};

std::optional<Date> gone_on(const OrderState& state, std::int32_t number) {
  if (number < 1 || position(number) >= state.shipments.size()) return std::nullopt;
  const ShipmentState& shipment = state.shipments[position(number)];
  return has_gone(shipment) ? std::optional(shipment.shipped_on) : std::nullopt;
}

/// Of a production plan: its sample was approved before.
void see_sample(Latest& latest, const OrderState& state, const PlanIssued& plan) {
  for (const SampleState& sample : state.samples)
    if (plan.sample_seal && sample.stage == SampleStage::accepted &&
        sample.seal == *plan.sample_seal)
      latest.see(sample.since, {"the sample was approved on", "样品确认日期"});
}

/// Of booking and shipping: of each line something had passed by then.
void see_passed(Latest& latest, const Asked& asked) {
  if (!is_there(asked)) return;
  const ShipmentState& shipment = shipment_of(asked);
  for (std::size_t i = 0; i < asked.state.lines.size(); ++i)
    if (sign(at(shipment.quantities, i)) > 0)
      latest.see(asked.state.lines[i].passed_since, {"goods passed on", "验货合格日期"});
}

/// Of an order that is completed: everything before has happened.
void see_all_shipments(Latest& latest, const OrderState& state) {
  for (const ShipmentState& shipment : state.shipments) {
    latest.see(shipment.since, {"a shipment was on", "批次日期"});
    latest.see(shipment.settlement_since, {"a shipment was settled on", "批次结算日期"});
  }
}

}  // namespace

DayBefore day_before(const Asked& asked) {
  const OrderState& state = asked.state;
  const OrderEvent& event = asked.entry->event;
  const Machine home = info_of(kind_of(event)).machine;
  Latest latest({since(state, home, asked.part), {"the last was on", "前一事项日期"}});
  const auto is = [&](EventKind kind) { return kind_of(event) == kind; };
  switch (home) {
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
  return latest.found();
}

}  // namespace o2c::inline v1
