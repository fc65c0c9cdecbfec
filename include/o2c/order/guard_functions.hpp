#pragma once

#include "o2c/order/lifecycle.hpp"

// The functions behind the guards: whether each holds, and what exactly is missing.
namespace o2c::inline v1 {

namespace guards::holds {
bool is_complete(const Asked& asked);
bool office_may(const Asked& asked);
bool person_has_office(const Asked& asked);
bool days_in_order(const Asked& asked);
bool order_goes_on(const Asked& asked);
bool is_contracted(const Asked& asked);
bool quotation_adds_up(const Asked& asked);
bool approved_by_another(const Asked& asked);
bool reason_for_low_price(const Asked& asked);
bool at_list_price(const Asked& asked);
bool contract_is_complete(const Asked& asked);
bool contract_adds_up(const Asked& asked);
bool quotation_is_valid(const Asked& asked);
bool prices_as_quoted(const Asked& asked);
bool sold_at_list_price(const Asked& asked);
bool samples_have_verdicts(const Asked& asked);
bool nothing_has_gone(const Asked& asked);
bool something_has_gone(const Asked& asked);
bool all_has_gone(const Asked& asked);
bool no_shipment_under_way(const Asked& asked);
bool all_is_settled(const Asked& asked);
bool no_amendment_pending(const Asked& asked);
bool line_is_known(const Asked& asked);
bool profit_is_reported(const Asked& asked);
bool commission_is_settled(const Asked& asked);
bool no_complaint_open(const Asked& asked);
bool amendment_changes_something(const Asked& asked);
bool amendment_number_is_new(const Asked& asked);
bool amendment_adds_up(const Asked& asked);
bool amendment_keeps_what_has_gone(const Asked& asked);
bool amendment_approved_by_another(const Asked& asked);
bool deal_goes_on(const Asked& asked);
bool last_round_is_decided(const Asked& asked);
bool plan_is_not_issued(const Asked& asked);
bool asks_for_some(const Asked& asked);
bool fee_is_asked_for(const Asked& asked);
bool courier_fee_is_asked_for(const Asked& asked);
bool fees_are_received(const Asked& asked);
bool one_more_than_asked(const Asked& asked);
bool sample_signed_by_another(const Asked& asked);
bool made_as_ordered(const Asked& asked);
bool one_is_kept(const Asked& asked);
bool arrives_later(const Asked& asked);
bool deposit_is_agreed(const Asked& asked);
bool deposit_is_owed(const Asked& asked);
bool credit_is_agreed(const Asked& asked);
bool credit_covers_balance(const Asked& asked);
bool in_contract_currency(const Asked& asked);
bool charges_are_borne(const Asked& asked);
bool is_secured(const Asked& asked);
bool plan_signed_by_another(const Asked& asked);
bool departments_are_named(const Asked& asked);
bool sample_is_approved(const Asked& asked);
bool makes_no_more_than_agreed(const Asked& asked);
bool inspects_what_was_made(const Asked& asked);
bool lets_pass_what_was_made(const Asked& asked);
bool plan_is_issued(const Asked& asked);
bool within_the_contract(const Asked& asked);
bool goods_have_passed(const Asked& asked);
bool papers_are_ready(const Asked& asked);
bool ships_what_has_passed(const Asked& asked);
bool invoices_what_is_shipped(const Asked& asked);
bool shipped_in_time(const Asked& asked);
bool counted_by_two(const Asked& asked);
bool delivers_what_is_loaded(const Asked& asked);
bool van_adds_up(const Asked& asked);
bool paid_or_on_credit(const Asked& asked);
bool prepaid_or_on_credit(const Asked& asked);
bool gross_above_tare(const Asked& asked);
bool within_the_tolerance(const Asked& asked);
bool lands_what_was_ordered(const Asked& asked);
bool goods_have_gone(const Asked& asked);
bool shipment_is_planned(const Asked& asked);
bool pays_against_copy(const Asked& asked);
bool pays_on_open_account(const Asked& asked);
bool pays_by_letter_of_credit(const Asked& asked);
bool may_be_collected(const Asked& asked);
bool credit_covers_it(const Asked& asked);
bool originals_are_held(const Asked& asked);
bool presented_in_time(const Asked& asked);
bool checked_by_another(const Asked& asked);
bool discrepancies_are_named(const Asked& asked);
bool writes_off_what_is_open(const Asked& asked);
bool no_more_than_open(const Asked& asked);
bool hands_in_what_is_held(const Asked& asked);
bool counted_by_another(const Asked& asked);
bool applies_what_was_paid(const Asked& asked);
bool is_not_invoiced(const Asked& asked);
bool signed_by_both(const Asked& asked);
bool complains_of_what_has_gone(const Asked& asked);
bool credits_what_was_invoiced(const Asked& asked);
bool copied_to_another(const Asked& asked);
bool sample_passed(const OrderState& state, std::int32_t part);
bool verdict_accepts(const OrderState& state, std::int32_t part);
bool verdict_rejects(const OrderState& state, std::int32_t part);
bool specification_changes(const OrderState& state, std::int32_t part);
bool security_is_complete(const OrderState& state, std::int32_t part);
bool credit_is_as_agreed(const OrderState& state, std::int32_t part);
bool credit_has_to_change(const OrderState& state, std::int32_t part);
bool nothing_was_rejected(const OrderState& state, std::int32_t part);
bool plan_is_void(const OrderState& state, std::int32_t part);
bool nothing_is_open(const OrderState& state, std::int32_t part);
bool nothing_is_open_or_held(const OrderState& state, std::int32_t part);
bool some_cash_is_held(const OrderState& state, std::int32_t part);
}  // namespace guards::holds

namespace guards::lacking {
Label empty_fields(const Asked& asked);
Label offices(const Asked& asked);
Label last_day(const Asked& asked);
Label amount_of_lines(const Asked& asked);
Label approved_sample(const Asked& asked);
Label complaints(const Asked& asked);
Label credit(const Asked& asked);
Label credit_amount(const Asked& asked);
Label fees(const Asked& asked);
Label gone(const Asked& asked);
Label invoice(const Asked& asked);
Label latest(const Asked& asked);
Label low_prices(const Asked& asked);
Label missing_of_contract(const Asked& asked);
Label not_gone(const Asked& asked);
Label not_passed(const Asked& asked);
Label open(const Asked& asked);
Label papers(const Asked& asked);
Label pending(const Asked& asked);
Label presentation(const Asked& asked);
Label prices(const Asked& asked);
Label room(const Asked& asked);
Label samples(const Asked& asked);
Label security(const Asked& asked);
Label spare(const Asked& asked);
Label terms(const Asked& asked);
Label under_way(const Asked& asked);
Label unsettled(const Asked& asked);
Label validity(const Asked& asked);
Label van(const Asked& asked);
}  // namespace guards::lacking

}  // namespace o2c::inline v1
