#include <algorithm>
#include <array>
#include <bit>
#include <type_traits>
#include <utility>

#include "o2c/order/decide.hpp"

#include "asked.hpp"
#include "machines.hpp"

namespace o2c::inline v1 {

namespace {

using namespace events;

void add(std::optional<Money>& sum, Money amount) { sum = sum ? *sum + amount : amount; }
void add(std::optional<Money>& sum, const std::optional<Money>& amount) {
  if (amount) add(sum, *amount);
}

/// The part of that number, which comes into being with its first event.
template <class Part>
Part& part(std::vector<Part>& parts, std::int32_t number) {
  if (number < 1) throw_invalid("parts of an order count from 1: " + std::to_string(number));
  // One at a time: a journal that skips a number is not one that decide allowed.
  if (position(number) > parts.size())
    throw_invalid("part " + std::to_string(number) + " of an order comes after " +
                  std::to_string(parts.size()));
  if (position(number) == parts.size()) parts.emplace_back();
  return parts[position(number)];
}

LineProgress& line_of(OrderState& state, std::int32_t line) {
  if (!is_line(state, line))
    throw_invalid("line " + std::to_string(line) + " is not of the contract");
  return state.lines[position(line)];
}

/// What was made and is still here is not what is ordered any more.
void unmake(OrderState& state, std::size_t i) {
  LineProgress& line = state.lines[i];
  line.made = line.shipped;
  line.passed = line.shipped;
  std::erase_if(state.production.lots,
                [&](const PassedLot& lot) { return position(lot.line) == i; });
}

/// Of what passed, the last is taken back.
void take_back(std::vector<PassedLot>& lots, std::int32_t line, Decimal quantity) {
  for (auto lot = lots.rbegin(); lot != lots.rend() && sign(quantity) > 0; ++lot) {
    if (lot->line != line) continue;
    const Decimal taken = std::min(lot->quantity, quantity);
    lot->quantity -= taken;
    quantity -= taken;
  }
}

/// What an event says, taken into the state; stages are another's.
struct Take {
  OrderState& state;
  const OrderEntry& entry;

  // deal
  void operator()(const OrderOpened& e) const {
    state.profile = e.profile;
    state.party = e.party;
    state.salesperson = e.salesperson;
  }
  void operator()(const InquiryReceived& /*e*/) const { state.unanswered_since = entry.on; }
  void operator()(const InquiryEscalated& /*e*/) const { state.escalated = true; }
  void operator()(const QuotationDrafted& e) const {
    state.quoted_lines = e.lines;
    state.quoted_amount = e.amount;
    state.quotation_valid_until = e.valid_until;
    state.quotation_drafted_by = entry.by;
  }
  void operator()(const QuotationSent& /*e*/) const {
    state.unanswered_since.reset();
    state.escalated = false;
  }
  void operator()(const SpecialTermsApproved& e) const { state.special_terms.push_back(e.terms); }
  void operator()(const OrderCancelled& e) const {
    state.ending = OrderEnding::agreed;
    state.kept = e.kept;
  }
  void operator()(const PartyDefaulted& /*e*/) const {
    state.ending = OrderEnding::party_defaulted;
  }
  void operator()(const WeDefaulted& /*e*/) const { state.ending = OrderEnding::we_defaulted; }
  void operator()(const ContractSigned& e) const {
    state.contract = e.contract;
    state.lines.assign(e.contract.lines.size(), {});
    for (std::size_t i = 0; i < state.lines.size(); ++i)
      state.lines[i].ordered = e.contract.lines[i].quantity;
    set_need();
  }
  void operator()(const ShortShipmentClosed& e) const {
    line_of(state, e.line).closed_short = true;
  }

  // amendment
  void operator()(const AmendmentProposed& e) const {
    state.amendment_proposed = e;
    state.amendment_proposed_by = entry.by;
  }
  void operator()(const AmendmentRefused& /*e*/) const { state.amendment_proposed.reset(); }
  void operator()(const AmendmentAgreed& /*e*/) const {
    if (!state.amendment_proposed || !state.contract) return;
    const AmendmentProposed amendment = *std::exchange(state.amendment_proposed, std::nullopt);
    Contract& contract = *state.contract;
    state.last_amendment = scope_of(amendment, contract);
    const std::vector<OrderLine> before = contract.lines;
    const auto is_another = [&](std::size_t i) {
      return state.last_amendment.specification ||
             (i < before.size() && i < contract.lines.size() &&
              before[i].product != contract.lines[i].product);
    };
    state.amendments.push_back(amendment.number);
    contract = amended(std::move(contract), amendment);
    state.lines.resize(std::max(state.lines.size(), contract.lines.size()));
    for (std::size_t i = 0; i < state.lines.size(); ++i)
      if (is_another(i)) unmake(state, i);
    for (std::size_t i = 0; i < contract.lines.size(); ++i)
      state.lines[i].ordered = contract.lines[i].quantity;
    set_need();
    const AmendmentScope& scope = state.last_amendment;
    if (scope.goods || scope.price || scope.terms || scope.date) state.security.credit_fits = false;
  }

  // sample
  void operator()(const SampleRequested& e) const {
    SampleState& sample = part(state.samples, e.sample);
    sample.asked = e.pieces;
    sample.fee = e.fee;
    sample.courier_fee = e.courier_fee;
  }
  void operator()(const SampleFeeReceived& e) const {
    add(part(state.samples, e.sample).fee_received, e.amount);
  }
  void operator()(const CourierFeeReceived& e) const {
    add(part(state.samples, e.sample).courier_fee_received, e.amount);
  }
  void operator()(const FreightCollectConfirmed& e) const {
    part(state.samples, e.sample).freight_collect = true;
  }
  void operator()(const SampleOrdered& e) const {
    SampleState& sample = part(state.samples, e.sample);
    sample.ordered = e.pieces;
    sample.ordered_by = entry.by;
  }
  void operator()(const SampleMade& e) const { part(state.samples, e.sample).made = e.pieces; }
  void operator()(const SampleChecked& e) const { part(state.samples, e.sample).passed = e.passed; }
  void operator()(const SampleFiled& e) const { part(state.samples, e.sample).seal = e.seal; }
  void operator()(const SampleSent& e) const {
    SampleState& sample = part(state.samples, e.sample);
    sample.sent = e.pieces;
    sample.expected_on = e.expected_on;
  }
  void operator()(const SampleArrived& e) const {
    part(state.samples, e.sample).arrived_on = entry.on;
  }
  void operator()(const SampleFollowedUp& e) const {
    part(state.samples, e.sample).followed_up = true;
  }
  void operator()(const SampleVerdictGiven& e) const {
    part(state.samples, e.sample).verdict = e.verdict;
  }

  // security
  void operator()(const DepositReceived& e) const {
    add(state.security.deposit, e.amount);
    add(state.security.deposit, e.bank_charges);
  }
  void operator()(const DepositPaid& e) const { add(state.security.deposit, e.amount); }
  void operator()(const LetterOfCreditReceived& e) const {
    state.security.credit_amount = e.amount;
    // Without a latest shipment the expiry is it (双到期).
    state.security.latest_shipment = e.latest_shipment.value_or(e.expiry);
    state.security.expiry = e.expiry;
    state.security.presentation_days = e.presentation_days.value_or(21);
    state.security.credit_fits = false;
  }
  void operator()(const LetterOfCreditChecked& e) const {
    state.security.credit_fits = e.discrepancies.empty();
  }
  void operator()(const LetterOfCreditIssued& e) const {
    state.security.credit_amount = e.amount;
    state.security.credit_fits = true;
  }
  void operator()(const CreditGranted& e) const { state.security.granted = e.amount; }
  void operator()(const SecurityLapsed& /*e*/) const {
    SecurityState& security = state.security;
    // Of what has gone, the documents are still presented within the credit's validity.
    security.credit_amount.reset();
    security.latest_shipment.reset();
    security.credit_fits = false;
    security.granted.reset();
  }
  void operator()(const DepositRefunded& e) const {
    // When the order has ended, what is due becomes less, and not what was received.
    if (state.deal == DealStage::cancelled)
      add(state.security.refunded, e.amount);
    else
      add(state.security.deposit, -e.amount);
  }

  // production
  void operator()(const PlanDrafted& e) const {
    state.production.drafted_by = entry.by;
    state.production.finish_by = e.finish_by;
  }
  void operator()(const ProductionProgressed& e) const {
    if (e.stage == events::Stage::making) line_of(state, e.line).made += e.quantity;
  }
  void operator()(const GoodsInspected& e) const {
    pass(e.line, e.passed);
    state.production.rejected = sign(e.rejected) > 0;
  }
  void operator()(const GoodsReinspected& e) const {
    line_of(state, e.line).passed -= e.rejected;
    take_back(state.production.lots, e.line, e.rejected);
    state.production.rejected = true;
  }
  void operator()(const ConcessionSigned& e) const {
    pass(e.line, e.quantity);
    state.production.rejected = false;
  }

  // shipment
  void operator()(const ShipmentPlanned& e) const {
    ShipmentState& shipment = part(state.shipments, e.shipment);
    set_by_line(shipment.quantities, e.quantities);
    shipment.planned_by = entry.by;
  }
  void operator()(const CommodityInspected& e) const {
    part(state.shipments, e.shipment).inspected = true;
  }
  void operator()(const CustomsPrepared& e) const {
    part(state.shipments, e.shipment).declared = true;
  }
  void operator()(const LoadingFixed& e) const {
    part(state.shipments, e.shipment).loading_on = e.loading_on;
  }
  void operator()(const GoodsShipped& e) const {
    ShipmentState& shipment = part(state.shipments, e.shipment);
    set_by_line(shipment.quantities, e.quantities);
    shipment.shipped_on = e.shipped_on;
    for (const LineQuantity& each : e.quantities)
      line_of(state, each.line).shipped += each.quantity;
    invoice(shipment, e.amount, e.deposit_applied);
  }
  void operator()(const VanLoaded& e) const {
    ShipmentState& van = part(state.shipments, e.shipment);
    set_by_line(van.loaded, e.quantities);
    van.quantities.assign(state.lines.size(), {});
    van.planned_by = entry.by;
  }
  void operator()(const GoodsDelivered& e) const {
    ShipmentState& van = part(state.shipments, e.shipment);
    const bool is_first = van.stage != ShipmentStage::delivered;
    if (is_first) van.quantities.clear();
    van.quantities.resize(state.lines.size());  // An amendment may have added lines.
    for (const LineQuantity& each : e.quantities) {
      line_of(state, each.line).shipped += each.quantity;
      van.quantities[position(each.line)] += each.quantity;
    }
    van.shipped_on = entry.on;
    add(van.invoiced, e.amount);
    add(van.settled, Money::zero(e.amount.currency()));
  }
  void operator()(const CallOffReceived& e) const {
    ShipmentState& shipment = part(state.shipments, e.shipment);
    set_by_line(shipment.quantities, e.quantities);
    add(state.security.deposit, e.prepaid);
  }
  void operator()(const GoodsWeighed& e) const {
    ShipmentState& shipment = part(state.shipments, e.shipment);
    if (shipment.stage != ShipmentStage::weighed) shipment.quantities.clear();
    shipment.quantities.resize(state.lines.size());
    const Decimal net = e.gross - e.tare;
    line_of(state, e.line).shipped += net;
    shipment.quantities[position(e.line)] += net;
    shipment.shipped_on = entry.on;
  }
  void operator()(const GoodsLanded& e) const {
    ShipmentState& shipment = part(state.shipments, e.shipment);
    set_by_line(shipment.quantities, e.quantities);
    shipment.shipped_on = entry.on;
    for (const LineQuantity& each : e.quantities)
      line_of(state, each.line).shipped += each.quantity;
  }

  // settlement
  void operator()(const OriginalsReleased& e) const {
    part(state.shipments, e.shipment).originals_released = true;
  }
  void operator()(const DocumentsAccepted& e) const {
    part(state.shipments, e.shipment).due_date = e.due_date;
  }
  void operator()(const PaymentReceived& e) const {
    ShipmentState& shipment = part(state.shipments, e.shipment);
    add(shipment.settled, e.amount);
    add(shipment.settled, e.bank_charges);
  }
  void operator()(const PaymentRefunded& e) const {
    add(part(state.shipments, e.shipment).settled, -e.amount);
  }
  void operator()(const ShipmentCommissionSettled& e) const {
    part(state.shipments, e.shipment).commission_settled = true;
  }
  void operator()(const BalanceWrittenOff& e) const {
    add(part(state.shipments, e.shipment).settled, e.amount);
  }
  void operator()(const CashCollected& e) const {
    ShipmentState& shipment = part(state.shipments, e.shipment);
    add(shipment.settled, e.amount);
    add(shipment.cash_held, e.amount);
  }
  void operator()(const CashHandedIn& e) const {
    add(part(state.shipments, e.shipment).cash_held, -e.amount);
  }
  void operator()(const ProvisionalInvoiced& e) const {
    invoice(part(state.shipments, e.shipment), e.amount, e.deposit_applied);
  }
  void operator()(const PriceFixed& e) const {
    add(part(state.shipments, e.shipment).invoiced, e.difference);
  }
  void operator()(const SupplierInvoiced& e) const {
    invoice(part(state.shipments, e.shipment), e.amount, e.deposit_applied);
  }
  void operator()(const PaymentMade& e) const {
    add(part(state.shipments, e.shipment).settled, e.amount);
  }

  // after-sales
  void operator()(const ComplaintOpened& e) const {
    part(state.tickets, e.ticket).shipment = e.shipment;
  }
  void operator()(const RemedyAgreed& e) const {
    const std::int32_t shipment = part(state.tickets, e.ticket).shipment;
    if (!e.credit) return;
    add(part(state.shipments, shipment).settled, *e.credit);
    add(part(state.shipments, shipment).credited, *e.credit);
  }

  // What only moves a stage.
  void operator()(const OutletVisited& /*e*/) const {}
  void operator()(const QuotationApproved& /*e*/) const {}
  void operator()(const QuotationReviewWaived& /*e*/) const {}
  void operator()(const OrderLost& /*e*/) const {}
  void operator()(const OrderCompleted& /*e*/) const {}
  void operator()(const OrderClosed& /*e*/) const {}
  void operator()(const AmendmentApproved& /*e*/) const {}
  void operator()(const SampleOrderSigned& /*e*/) const {}
  void operator()(const SampleWithdrawn& /*e*/) const {}
  void operator()(const PlanApproved& /*e*/) const {}
  void operator()(const PlanIssued& /*e*/) const {}
  void operator()(const ShipmentConfirmed& /*e*/) const {}
  void operator()(const ShipmentAccepted& /*e*/) const {}
  void operator()(const ShipmentDeclined& /*e*/) const {}
  void operator()(const SpaceBooked& /*e*/) const {}
  void operator()(const ShipmentNotified& /*e*/) const {}
  void operator()(const ShipmentWithdrawn& /*e*/) const {}
  void operator()(const VanCounted& /*e*/) const {}
  void operator()(const GoodsDispatched& /*e*/) const {}
  void operator()(const GoodsArrived& /*e*/) const {}
  void operator()(const CustomsCleared& /*e*/) const {}
  void operator()(const BlCopySent& /*e*/) const {}
  void operator()(const DocumentsPresented& /*e*/) const {}
  void operator()(const DocumentsSentForCollection& /*e*/) const {}
  void operator()(const DiscrepanciesNotified& /*e*/) const {}
  void operator()(const DiscrepanciesCured& /*e*/) const {}
  void operator()(const StatementMatched& /*e*/) const {}
  void operator()(const ComplaintClosed& /*e*/) const {}
  void operator()(const ProfitReported& /*e*/) const {}
  void operator()(const CommissionSettled& /*e*/) const {}

  void pass(std::int32_t line, const Decimal& quantity) const {
    line_of(state, line).passed += quantity;
    if (sign(quantity) > 0) state.production.lots.push_back({line, entry.on, quantity});
  }

  void set_need() const {
    state.security.need = security_need(*state.contract);
    // Whether a supplier gives us credit is its affair.
    if (state.profile == Profile::import) state.security.need->credit = false;
  }

  /// In the memory that is there.
  void set_by_line(std::vector<Decimal>& by_line,
                   const std::vector<LineQuantity>& quantities) const {
    by_line.assign(state.lines.size(), {});
    for (const LineQuantity& each : quantities) {
      line_of(state, each.line);
      by_line[position(each.line)] += each.quantity;
    }
  }

  void invoice(ShipmentState& shipment, Money amount, const std::optional<Money>& applied) const {
    add(shipment.invoiced, amount);
    add(shipment.settled, Money::zero(amount.currency()));
    add(shipment.settled, applied);
    add(state.security.deposit_applied, applied);
  }
};

void move(OrderState& state, Machine machine, std::int32_t part, std::uint8_t to, Date on) {
  const auto set = [&](auto& stage, Date& since) {
    stage = static_cast<std::remove_reference_t<decltype(stage)>>(to);
    since = std::max(since, on);
  };
  switch (machine) {
    case Machine::deal:
      return set(state.deal, state.deal_since);
    case Machine::amendment:
      return set(state.amendment, state.amendment_since);
    case Machine::sample: {
      SampleState& sample = state.samples[position(part)];
      return set(sample.stage, sample.since);
    }
    case Machine::security: {
      const bool was_secured = state.security.stage == SecurityStage::secured;
      set(state.security.stage, state.security.since);
      if (state.security.stage != SecurityStage::secured)
        state.security.secured_on.reset();
      else if (!was_secured)
        state.security.secured_on = on;
      return;
    }
    case Machine::production: {
      const bool was_issued = state.production.stage >= ProductionStage::issued;
      set(state.production.stage, state.production.since);
      if (state.production.stage == ProductionStage::issued && !was_issued)
        state.production.issued_on = on;
      return;
    }
    case Machine::shipment: {
      ShipmentState& shipment = state.shipments[position(part)];
      return set(shipment.stage, shipment.since);
    }
    case Machine::settlement: {
      ShipmentState& shipment = state.shipments[position(part)];
      return set(shipment.settlement, shipment.settlement_since);
    }
    case Machine::after_sales: {
      TicketState& ticket = state.tickets[position(part)];
      return set(ticket.stage, ticket.since);
    }
    case Machine::review:
      return set(state.review, state.review_since);
  }
}

/// Where the event takes one machine, or one of its parts.
void step(OrderState& state, Machine machine, std::int32_t part, EventKind event, Date on) {
  if (part > part_count(state, machine)) return;
  const std::uint8_t from = stage_of(state, machine, part);
  for (const TransitionRow& row : rows_for(machine, state.profile, from, event))
    if (row.when == nullptr || row.when->holds(state, part))
      return move(state, machine, part, row.stays ? from : row.to, on);
}

}  // namespace

void fold(OrderState& state, const OrderEntry& entry) {
  const EventKind event = kind_of(entry.event);
  const Machine home = info_of(event).machine;
  const std::int32_t home_part = part_of(state, entry.event, home);
  if (has_parts(home) && home_part < 1)
    throw_invalid("parts of an order count from 1: " + std::to_string(home_part));
  std::visit(Take{state, entry}, entry.event);
  ++state.version;
  for (unsigned left = takers_of(state.profile, event); left != 0; left &= left - 1) {
    const auto machine = static_cast<Machine>(std::countr_zero(left));
    const std::int32_t part = machine == home ? home_part : part_of(state, entry.event, machine);
    if (part != 0 || !has_parts(machine)) {
      step(state, machine, part, event, entry.on);
      continue;
    }
    for (std::int32_t each = 1; each <= part_count(state, machine); ++each)
      step(state, machine, each, event, entry.on);
  }
}

OrderState evolve(OrderState state, const OrderEntry& entry) {
  fold(state, entry);
  return state;
}

}  // namespace o2c::inline v1
