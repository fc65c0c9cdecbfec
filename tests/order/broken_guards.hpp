#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string_view>
#include <variant>

#include "o2c/money/currencies.hpp"
#include "o2c/order/decide.hpp"
#include "o2c/order/lifecycle.hpp"

// How each guard is broken: an allowed event, or what it met, is changed so that this guard does
// not hold any more and all others do.
namespace o2c::test {

using namespace events;

/// An event that was allowed, and what it met.
struct Step {
  OrderState state;
  OrderEntry entry;
  OrderPolicy policy;
};

/// Changes a field of whatever event has it.
#define O2C_TEST_SET(field, ...)                                    \
  std::visit(                                                       \
      [&]<class E>([[maybe_unused]] E& e) {                         \
        if constexpr (requires { e.field; }) e.field = __VA_ARGS__; \
      },                                                            \
      step.entry.event)

inline std::size_t part_of(const Step& step) {
  return std::visit(
      []<class E>(const E& e) -> std::size_t {
        if constexpr (requires { e.sample; })
          return static_cast<std::size_t>(e.sample) - 1;
        else if constexpr (requires { e.shipment; })
          return static_cast<std::size_t>(e.shipment) - 1;
        else
          return 0;
      },
      step.entry.event);
}
inline SampleState& sample(Step& step) { return step.state.samples.at(part_of(step)); }
inline ShipmentState& shipment(Step& step) { return step.state.shipments.at(part_of(step)); }
inline Money much(const Step& step) {
  return Money::of(1'000'000'000, step.state.contract->amount.currency());
}
inline void add_shipment(Step& step, ShipmentStage stage) {
  ShipmentState other;
  other.stage = stage;
  other.settlement = SettlementStage::received;
  other.originals_released = true;
  step.state.shipments.push_back(other);
}
inline const PaymentTerms by_transfer =
    PaymentTerms::parse("30% deposit; balance against copy of B/L");
inline const PaymentTerms on_account = PaymentTerms::parse("open account 60 days after B/L date");

using Break = std::function<void(Step&)>;

inline const std::map<std::string_view, Break>& breaks() {
  static const std::map<std::string_view, Break> all{
      {"is_contracted", [](Step& step) { step.state.deal = DealStage::completed; }},
      {"quotation_adds_up",
       [](Step& step) {
         std::get<QuotationDrafted>(step.entry.event).amount = Money::of(1, currencies::USD);
       }},
      {"approved_by_another", [](Step& step) { step.entry.by = step.state.quotation_drafted_by; }},
      {"reason_for_low_price",
       [](Step& step) {
         step.state.quoted_lines[0].list_price = step.state.quoted_lines[0].unit_price + 1;
         std::get<QuotationApproved>(step.entry.event).reason.reset();
       }},
      {"at_list_price",
       [](Step& step) {
         step.state.quoted_lines[0].list_price = step.state.quoted_lines[0].unit_price + 1;
       }},
      {"contract_is_complete",
       [](Step& step) { std::get<ContractSigned>(step.entry.event).contract.number.clear(); }},
      {"contract_adds_up",
       [](Step& step) {
         Money& amount = std::get<ContractSigned>(step.entry.event).contract.amount;
         amount += Money::from_minor(1, amount.currency());
       }},
      {"quotation_is_valid",
       [](Step& step) {
         step.state.quotation_valid_until =
             std::get<ContractSigned>(step.entry.event).contract.date - 1;
       }},
      {"prices_as_quoted", [](Step& step) { step.state.quoted_lines[0].unit_price += 1; }},
      {"sold_at_list_price",
       [](Step& step) {
         std::get<ContractSigned>(step.entry.event).contract.lines[0].list_price.reset();
       }},
      {"terms_are_usual",
       [](Step& step) {
         const bool is_transfer =
             std::get<ContractSigned>(step.entry.event).contract.terms == by_transfer;
         step.policy.usual_terms = {is_transfer ? on_account : by_transfer};
         step.state.special_terms.clear();
       }},
      {"terms_approved_by_another", [](Step& step) { step.state.salesperson = step.entry.by; }},
      {"keeps_no_more_than_deposit", [](Step& step) { O2C_TEST_SET(kept, much(step)); }},
      {"samples_have_verdicts",
       [](Step& step) { step.state.samples.emplace_back().stage = SampleStage::sent; }},
      {"nothing_has_gone", [](Step& step) { add_shipment(step, ShipmentStage::shipped); }},
      {"something_has_gone", [](Step& step) { step.state.shipments.clear(); }},
      {"all_has_gone",
       [](Step& step) {
         step.state.lines[0].shipped = 0;
         step.state.lines[0].closed_short = false;
       }},
      {"no_shipment_under_way", [](Step& step) { add_shipment(step, ShipmentStage::planned); }},
      {"all_is_settled",
       [](Step& step) { step.state.shipments[0].settlement = SettlementStage::balance_claimed; }},
      {"no_amendment_pending", [](Step& step) { step.state.amendment = AmendmentStage::proposed; }},
      {"line_is_known", [](Step& step) { O2C_TEST_SET(line, 9); }},
      {"profit_is_reported", [](Step& step) { step.state.review = ReviewStage::none; }},
      {"commission_is_settled", [](Step& step) { step.state.review = ReviewStage::reported; }},
      {"some_commission_is_open",
       [](Step& step) {
         for (ShipmentState& shipment : step.state.shipments) shipment.commission_settled = true;
       }},
      {"shipment_is_settled", [](Step& step) { shipment(step).invoiced = much(step); }},
      {"its_commission_is_open", [](Step& step) { shipment(step).commission_settled = true; }},
      {"no_complaint_open",
       [](Step& step) { step.state.tickets.emplace_back().stage = TicketStage::open; }},
      {"amendment_changes_something",
       [](Step& step) { step.entry.event = AmendmentProposed{"A-9", "nothing"}; }},
      {"amendment_number_is_new",
       [](Step& step) {
         step.state.amendments.push_back(std::get<AmendmentProposed>(step.entry.event).number);
       }},
      {"amendment_adds_up",
       [](Step& step) { std::get<AmendmentProposed>(step.entry.event).amount = much(step); }},
      {"amendment_leaves_nothing_out", [](Step& step) { O2C_TEST_SET(price_term, "FOB"); }},
      {"nothing_to_hand_back", [](Step& step) { step.state.security.deposit = much(step); }},
      {"amendment_keeps_what_has_gone",
       [](Step& step) { step.state.lines[0].shipped = 1'000'000; }},
      {"amendment_approved_by_another",
       [](Step& step) { step.entry.by = step.state.amendment_proposed_by; }},
      {"deal_goes_on", [](Step& step) { step.state.deal = DealStage::completed; }},
      {"last_round_is_decided",
       [](Step& step) {
         step.state.samples.emplace_back().stage = SampleStage::requested;
         O2C_TEST_SET(sample, static_cast<std::int32_t>(step.state.samples.size()) + 1);
       }},
      {"plan_is_not_issued",
       [](Step& step) { step.state.production.stage = ProductionStage::issued; }},
      {"asks_for_some", [](Step& step) { O2C_TEST_SET(pieces, 0); }},
      {"fee_is_asked_for", [](Step& step) { sample(step).fee.reset(); }},
      {"courier_fee_is_asked_for", [](Step& step) { sample(step).courier_fee.reset(); }},
      {"fees_are_received", [](Step& step) { sample(step).freight_collect = false; }},
      {"one_more_than_asked", [](Step& step) { O2C_TEST_SET(pieces, sample(step).asked); }},
      {"sample_signed_by_another", [](Step& step) { step.entry.by = sample(step).ordered_by; }},
      {"made_as_ordered", [](Step& step) { O2C_TEST_SET(pieces, sample(step).ordered - 1); }},
      {"one_is_kept", [](Step& step) { O2C_TEST_SET(pieces, sample(step).made); }},
      {"arrives_later", [](Step& step) { O2C_TEST_SET(expected_on, step.entry.on - 1); }},
      {"deposit_is_agreed",
       [](Step& step) { step.state.security.need->deposit = Money::zero(much(step).currency()); }},
      {"deposit_is_owed", [](Step& step) { step.state.security.deposit = much(step); }},
      {"credit_is_agreed", [](Step& step) { step.state.security.need->letter_of_credit = false; }},
      {"credit_covers_balance",
       [](Step& step) {
         step.state.security.credit_amount = Money::zero(much(step).currency());
         O2C_TEST_SET(discrepancies, {});
       }},
      {"in_contract_currency",
       [](Step& step) {
         const Money yen = Money::of(1, currencies::JPY);
         O2C_TEST_SET(bank_charges, std::nullopt);
         O2C_TEST_SET(amount, yen);
         O2C_TEST_SET(difference, yen);
       }},
      {"charges_are_borne",
       [](Step& step) {
         O2C_TEST_SET(bank_charges, Money::from_minor(-1, step.state.contract->amount.currency()));
       }},
      {"presentation_has_days", [](Step& step) { O2C_TEST_SET(presentation_days, 0); }},
      {"security_can_lapse",
       [](Step& step) {
         step.state.security.credit_amount.reset();
         step.state.security.granted.reset();
       }},
      {"refunds_what_is_due", [](Step& step) { O2C_TEST_SET(amount, much(step)); }},
      {"is_secured",
       [](Step& step) {
         step.state.security.stage = SecurityStage::open;
         step.state.security.need->letter_of_credit = true;
       }},
      {"plan_signed_by_another",
       [](Step& step) { step.entry.by = step.state.production.drafted_by; }},
      {"departments_are_named", [](Step& step) { O2C_TEST_SET(departments, {}); }},
      {"sample_is_approved", [](Step& step) { O2C_TEST_SET(sample_seal, "another"); }},
      {"makes_no_more_than_agreed", [](Step& step) { O2C_TEST_SET(quantity, 0); }},
      {"inspects_what_was_made", [](Step& step) { O2C_TEST_SET(passed, 1'000'000); }},
      {"lets_pass_what_was_made", [](Step& step) { O2C_TEST_SET(quantity, 1'000'000); }},
      {"rejects_what_is_still_here", [](Step& step) { O2C_TEST_SET(rejected, 1'000'000); }},
      {"plan_is_issued",
       [](Step& step) { step.state.production.stage = ProductionStage::approved; }},
      {"within_the_contract", [](Step& step) { step.state.lines[0].closed_short = true; }},
      {"goods_have_passed", [](Step& step) { shipment(step).quantities[0] = 1'000'000; }},
      {"papers_are_ready", [](Step& step) { shipment(step).declared = false; }},
      {"ships_what_has_passed",
       [](Step& step) {
         O2C_TEST_SET(quantities, {LineQuantity{1, step.state.lines[0].passed + 1}});
       }},
      {"invoices_what_is_shipped",
       [](Step& step) { O2C_TEST_SET(amount, Money::zero(much(step).currency())); }},
      {"shipped_in_time",
       [](Step& step) {
         step.state.contract->latest_shipment =
             std::get<GoodsShipped>(step.entry.event).shipped_on - 1;
       }},
      {"counted_by_two", [](Step& step) { O2C_TEST_SET(counted_with, step.entry.by); }},
      {"delivers_what_is_loaded", [](Step& step) { shipment(step).loaded[0] = 0; }},
      {"van_adds_up", [](Step& step) { shipment(step).loaded[0] += 1; }},
      {"paid_or_on_credit",
       [](Step& step) {
         step.state.shipments[0].invoiced = much(step);
         step.state.security.granted.reset();
       }},
      {"prepaid_or_on_credit", [](Step& step) { step.state.security.granted.reset(); }},
      {"gross_above_tare", [](Step& step) { O2C_TEST_SET(gross, e.tare); }},
      {"within_the_tolerance", [](Step& step) { O2C_TEST_SET(gross, 1'000'000); }},
      {"is_not_invoiced", [](Step& step) { shipment(step).invoiced = much(step); }},
      {"lands_what_was_ordered",
       [](Step& step) { O2C_TEST_SET(quantities, {LineQuantity{9, 1}}); }},
      {"goods_have_gone", [](Step& step) { shipment(step).stage = ShipmentStage::planned; }},
      {"shipment_is_planned", [](Step& step) { shipment(step).stage = ShipmentStage::withdrawn; }},
      {"pays_against_copy", [](Step& step) { step.state.contract->terms = on_account; }},
      {"pays_on_open_account", [](Step& step) { step.state.contract->terms = by_transfer; }},
      {"pays_by_letter_of_credit", [](Step& step) { step.state.contract->terms = by_transfer; }},
      {"may_be_collected", [](Step& step) { step.state.contract->terms = by_transfer; }},
      {"credit_covers_it", [](Step& step) { step.state.security.granted.reset(); }},
      {"originals_are_held", [](Step& step) { shipment(step).originals_released = true; }},
      {"presented_in_time", [](Step& step) { step.entry.on = shipment(step).shipped_on + 22; }},
      {"checked_by_another", [](Step& step) { O2C_TEST_SET(checked_by, step.entry.by); }},
      {"discrepancies_are_named", [](Step& step) { O2C_TEST_SET(discrepancies, {}); }},
      {"writes_off_what_is_open", [](Step& step) { O2C_TEST_SET(amount, much(step)); }},
      {"no_more_than_open", [](Step& step) { O2C_TEST_SET(amount, much(step)); }},
      {"refunds_what_was_overpaid", [](Step& step) { O2C_TEST_SET(amount, much(step)); }},
      {"hands_in_what_is_held", [](Step& step) { O2C_TEST_SET(amount, much(step)); }},
      {"counted_by_another", [](Step& step) { step.state.salesperson = step.entry.by; }},
      {"applies_what_was_paid", [](Step& step) { O2C_TEST_SET(deposit_applied, much(step)); }},
      {"signed_by_both", [](Step& step) { O2C_TEST_SET(signed_by_party, e.signed_by_us); }},
      {"complains_of_what_has_gone", [](Step& step) { O2C_TEST_SET(shipment, 99); }},
      {"credits_what_was_invoiced", [](Step& step) { O2C_TEST_SET(credit, much(step)); }},
      {"copied_to_another", [](Step& step) { O2C_TEST_SET(copy_to, step.entry.by); }},
  };
  return all;
}

#undef O2C_TEST_SET

}  // namespace o2c::test
