#include <algorithm>
#include <initializer_list>
#include <ranges>

#include "o2c/order/guard_functions.hpp"

#include "asked.hpp"
#include "person.hpp"
#include "reckoned.hpp"

namespace o2c::inline v1::guards::holds {

using namespace events;

bool goods_have_gone(const Asked& asked) { return is_there(asked) && has_gone(shipment_of(asked)); }

bool shipment_is_planned(const Asked& asked) {
  return is_there(asked) && shipment_of(asked).stage != ShipmentStage::withdrawn;
}

namespace {
bool pays_by(const Asked& asked, std::initializer_list<PaymentWay> ways) {
  return asked.state.contract &&
         std::ranges::find(ways, payment_way(asked.state.contract->terms)) != ways.end();
}
}  // namespace

bool pays_against_copy(const Asked& asked) { return pays_by(asked, {PaymentWay::against_copy}); }

bool pays_on_open_account(const Asked& asked) { return pays_by(asked, {PaymentWay::open_account}); }

bool pays_by_letter_of_credit(const Asked& asked) {
  return pays_by(asked, {PaymentWay::letter_of_credit});
}

bool may_be_collected(const Asked& asked) {
  return pays_by(asked, {PaymentWay::collection, PaymentWay::acceptance}) ||
         (is_there(asked) && shipment_of(asked).settlement == SettlementStage::discrepant) ||
         // Goods that had gone when the credit lapsed.
         (pays_by(asked, {PaymentWay::letter_of_credit}) && !asked.state.security.credit_amount);
}

bool credit_covers_it(const Asked& asked) {
  return asked.state.contract && has_granted(asked.state, open_on_credit(asked.state));
}

bool originals_are_held(const Asked& asked) {
  return !shipment_of(asked).originals_released && pays_against_copy(asked);
}

bool presented_in_time(const Asked& asked) {
  return is_there(asked) &&
         asked.entry->on <= last_presentation(asked.state, shipment_of(asked), asked.policy);
}

bool checked_by_another(const Asked& asked) {
  return is_by_another(asked, event_of<DocumentsPresented>(asked).checked_by);
}

bool discrepancies_are_named(const Asked& asked) {
  const auto& named = event_of<DiscrepanciesNotified>(asked).discrepancies;
  return !named.empty() && std::ranges::none_of(named, is_blank);
}

bool writes_off_what_is_open(const Asked& asked) { return no_more_than_open(asked); }

bool no_more_than_open(const Asked& asked) {
  Money amount = *amount_of(asked.entry->event);
  if (!is_there(asked)) return true;
  const std::optional<Money> open = open_of(asked.state, shipment_of(asked));
  if (!open || amount.currency() != open->currency()) return true;  // Others say it.
  if (const auto* payment = std::get_if<PaymentReceived>(&asked.entry->event);
      payment != nullptr && payment->bank_charges &&
      payment->bank_charges->currency() == open->currency())
    amount += *payment->bank_charges;
  return amount <= *open;
}

bool refunds_what_was_overpaid(const Asked& asked) {
  const Money amount = event_of<PaymentRefunded>(asked).amount;
  if (!is_there(asked)) return true;
  const std::optional<Money> open = open_of(asked.state, shipment_of(asked));
  return !open || amount.currency() != open->currency() || amount <= -*open;
}

bool hands_in_what_is_held(const Asked& asked) {
  const Money amount = event_of<CashHandedIn>(asked).amount;
  const auto& held = shipment_of(asked).cash_held;
  return held && (amount.currency() != held->currency() || amount <= *held);
}

bool counted_by_another(const Asked& asked) {
  return is_by_another(asked, asked.state.salesperson);
}

bool applies_what_was_paid(const Asked& asked) {
  if (const auto* supplier = std::get_if<SupplierInvoiced>(&asked.entry->event))
    return is_left_of_deposit(asked.state, supplier->deposit_applied, supplier->amount);
  const auto& provisional = event_of<ProvisionalInvoiced>(asked);
  return is_left_of_deposit(asked.state, provisional.deposit_applied, provisional.amount);
}

bool is_not_invoiced(const Asked& asked) { return !shipment_of(asked).invoiced; }

bool signed_by_both(const Asked& asked) {
  const auto& statement = event_of<StatementMatched>(asked);
  return !is_same_person(statement.signed_by_us, statement.signed_by_party);
}

// --- after-sales, review ----------------------------------------------------------------------

bool no_complaint_open(const Asked& asked) {
  return std::ranges::all_of(asked.state.tickets, [](const TicketState& ticket) {
    return ticket.stage == TicketStage::closed;
  });
}

bool nothing_to_hand_back(const Asked& asked) {
  return (!asked.state.contract || sign(deposit_left(asked.state)) <= 0) &&
         std::ranges::none_of(asked.state.shipments, [](const ShipmentState& shipment) {
           return sign_of_open(shipment) < 0;
         });
}

bool complains_of_what_has_gone(const Asked& asked) {
  const std::int32_t number = event_of<ComplaintOpened>(asked).shipment;
  return number >= 1 && position(number) < asked.state.shipments.size() &&
         has_gone(asked.state.shipments[position(number)]);
}

bool credits_what_was_invoiced(const Asked& asked) {
  const auto& credit = event_of<RemedyAgreed>(asked).credit;
  if (!credit) return true;
  const TicketState& ticket = asked.state.tickets[position(asked.part)];
  const ShipmentState& shipment = asked.state.shipments[position(ticket.shipment)];
  const auto& invoiced = shipment.invoiced;
  return invoiced && credit->currency() == invoiced->currency() && sign(*credit) > 0 &&
         *credit + shipment.credited.value_or(Money::zero(credit->currency())) <= *invoiced;
}

bool profit_is_reported(const Asked& asked) { return asked.state.review != ReviewStage::none; }

bool some_commission_is_open(const Asked& asked) {
  return std::ranges::any_of(asked.state.shipments, [](const ShipmentState& shipment) {
    return has_gone(shipment) && !shipment.commission_settled;
  });
}

bool commission_is_settled(const Asked& asked) {
  return asked.state.review == ReviewStage::settled ||
         (asked.state.review == ReviewStage::reported && !some_commission_is_open(asked));
}

bool shipment_is_settled(const Asked& asked) {
  return is_there(asked) && is_settled(asked.state, shipment_of(asked));
}

bool its_commission_is_open(const Asked& asked) { return !shipment_of(asked).commission_settled; }

bool copied_to_another(const Asked& asked) {
  return is_by_another(asked, event_of<ProfitReported>(asked).copy_to);
}

}  // namespace o2c::inline v1::guards::holds
