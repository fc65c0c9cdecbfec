#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/order/lifecycle.hpp"

// What guards reckon from the state and the event.
namespace o2c::inline v1::guards::holds {

/// Whether an order at that stage still takes the event: what is due is handed back after the end,
/// too, and a customer complains when he has to.
bool goes_on_with(DealStage deal, EventKind event);

bool is_by_another(const Asked& asked, const std::string& signer);
bool adds_up(const std::vector<OrderLine>& lines, Money amount);
bool is_below_list(const OrderLine& line);
/// "FOB Shanghai", "CIFC3 London": a rule of Incoterms 2020, maybe with commission, and a place.
bool is_incoterm_with_place(std::string_view price_term);
/// A route sells at the door; a yearly contract at home may name its own term.
bool names_its_price_term(const Contract& contract, Profile profile);
/// Prices may be fixed later by a formula.
bool is_priced(const Contract& contract, const OrderLine& line);
/// What the event makes of the contract; none where there is none.
std::optional<Contract> contract_with(const Asked& asked);
/// The amount of whatever the event says was paid, granted or invoiced.
const Money* amount_of(const OrderEvent& event);
/// What the event says of lines; by line of the contract, added up.
const std::vector<LineQuantity>* quantities_of(const OrderEvent& event);
Decimal sum_of(const std::vector<LineQuantity>& quantities, std::int32_t line);
bool are_lines_above_zero(const OrderState& state, const std::vector<LineQuantity>& quantities);
/// Whether all shipments, with this one of those quantities, stay within the contract.
bool is_within_contract(const Asked& asked, const std::vector<LineQuantity>& quantities);
/// What has passed and is not in a shipment that is booked already, but for this one.
Decimal passed_for(const Asked& asked, std::size_t line);
bool has_granted(const OrderState& state, Money amount);
/// There has to be a contract, as for the next, and the price.
Money open_on_credit(const OrderState& state);
/// What was paid in advance and is not set against an invoice yet.
Money deposit_left(const OrderState& state);
/// Whether so much of it can be set against an invoice.
bool is_left_of_deposit(const OrderState& state, const std::optional<Money>& applied,
                        Money invoice);
Money price_of(const OrderState& state, const std::vector<LineQuantity>& quantities);
/// Out of the warehouse, and not yet where it goes.
bool is_on_its_way(ShipmentStage stage);
bool is_finished(ShipmentStage stage);
bool is_settled(const OrderState& state, const ShipmentState& shipment);
bool is_pending(SampleStage stage);
bool is_owed(const std::optional<Money>& due, const std::optional<Money>& received, Money amount);
bool has_verdict(const SampleState& sample);

}  // namespace o2c::inline v1::guards::holds
