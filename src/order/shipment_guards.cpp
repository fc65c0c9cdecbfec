#include <algorithm>
#include <initializer_list>
#include <ranges>

#include "o2c/order/guard_functions.hpp"

#include "asked.hpp"
#include "person.hpp"
#include "reckoned.hpp"

namespace o2c::inline v1::guards::holds {

using namespace events;

bool plan_is_issued(const Asked& asked) {
  return asked.state.production.stage >= ProductionStage::issued;
}

bool within_the_contract(const Asked& asked) {
  return is_within_contract(asked, *quantities_of(asked.entry->event));
}

bool goods_have_passed(const Asked& asked) {
  const ShipmentState& shipment = shipment_of(asked);
  for (std::size_t i = 0; i < asked.state.lines.size(); ++i)
    if (passed_for(asked, i) < at(shipment.quantities, i)) return false;
  return true;
}

bool papers_are_ready(const Asked& asked) {
  const ShipmentState& shipment = shipment_of(asked);
  return shipment.declared && (shipment.inspected || !asked.policy.inspection_needed);
}

bool ships_what_has_passed(const Asked& asked) {
  const auto& quantities = event_of<GoodsShipped>(asked).quantities;
  return is_within_contract(asked, quantities) &&
         std::ranges::all_of(quantities, [&](const LineQuantity& each) {
           return sum_of(quantities, each.line) <= passed_for(asked, position(each.line));
         });
}

bool invoices_what_is_shipped(const Asked& asked) {
  const auto is_covered = [&](const auto& e) {
    const OrderState& state = asked.state;
    const Currency& currency = state.contract->amount.currency();
    if (!are_lines_above_zero(state, e.quantities)) return true;  // Others say it.
    if (e.amount.currency() != currency || sign(e.amount) <= 0 ||
        e.amount > price_of(state, e.quantities))
      return false;
    if constexpr (requires { e.deposit_applied; })
      return is_left_of_deposit(state, e.deposit_applied, e.amount);
    else
      return true;
  };
  if (!asked.state.contract) return true;
  if (const auto* delivered = std::get_if<GoodsDelivered>(&asked.entry->event))
    return is_covered(*delivered);
  return is_covered(event_of<GoodsShipped>(asked));
}

bool shipped_in_time(const Asked& asked) {
  const Date day = event_of<GoodsShipped>(asked).shipped_on;
  const auto is_in_time = [day](const std::optional<Date>& last) { return !last || day <= *last; };
  return day <= asked.entry->on && asked.state.contract &&
         is_in_time(asked.state.contract->latest_shipment) &&
         is_in_time(asked.state.security.latest_shipment);
}

bool counted_by_two(const Asked& asked) {
  const std::string& other = event_of<VanLoaded>(asked).counted_with;
  return !is_blank(other) && !is_same_person(other, asked.entry->by);
}

bool delivers_what_is_loaded(const Asked& asked) {
  const auto& delivered = event_of<GoodsDelivered>(asked).quantities;
  const ShipmentState& van = shipment_of(asked);
  return are_lines_above_zero(asked.state, delivered) &&
         std::ranges::all_of(delivered, [&](const LineQuantity& each) {
           const std::size_t line = position(each.line);
           return at(van.quantities, line) + sum_of(delivered, each.line) <= at(van.loaded, line);
         });
}

bool van_adds_up(const Asked& asked) {
  const auto& count = event_of<VanCounted>(asked);
  const ShipmentState& van = shipment_of(asked);
  for (std::size_t i = 0; i < asked.state.lines.size(); ++i) {
    const auto line = static_cast<std::int32_t>(i) + 1;
    const Decimal delivered = at(van.quantities, i);
    const Decimal back = sum_of(count.returned, line);
    const Decimal missing = sum_of(count.missing, line);
    if (sign(back) < 0 || sign(missing) < 0 || delivered + back + missing != at(van.loaded, i))
      return false;
  }
  const auto is_known = [&](const LineQuantity& each) { return is_line(asked.state, each.line); };
  return std::ranges::all_of(count.returned, is_known) &&
         std::ranges::all_of(count.missing, is_known);
}

bool paid_or_on_credit(const Asked& asked) {
  return asked.state.contract && has_granted(asked.state, open_on_credit(asked.state));
}

bool prepaid_or_on_credit(const Asked& asked) {
  const auto& call = event_of<CallOffReceived>(asked);
  const OrderState& state = asked.state;
  if (!state.contract || !are_lines_above_zero(state, call.quantities)) return true;
  Money owed = price_of(state, call.quantities) + open_on_credit(state) - deposit_left(state);
  if (call.prepaid) {
    if (call.prepaid->currency() != owed.currency() || sign(*call.prepaid) < 0) return false;
    owed -= *call.prepaid;
  }
  // What was called off before and is not invoiced yet.
  for (const ShipmentState& other : state.shipments) {
    if (other.invoiced || other.stage == ShipmentStage::withdrawn) continue;
    for (std::size_t i = 0; i < state.contract->lines.size(); ++i)
      owed += Money::rounded(at(other.quantities, i) * state.contract->lines[i].unit_price,
                             owed.currency(), Rounding::half_up);
  }
  return has_granted(state, owed);
}

bool gross_above_tare(const Asked& asked) {
  const auto& weighed = event_of<GoodsWeighed>(asked);
  return sign(weighed.tare) >= 0 && weighed.gross > weighed.tare;
}

bool within_the_tolerance(const Asked& asked) {
  const auto& weighed = event_of<GoodsWeighed>(asked);
  if (!is_line(asked.state, weighed.line)) return true;
  const ShipmentState& shipment = shipment_of(asked);
  const std::size_t line = position(weighed.line);
  // A call-off may take several trucks.
  const Decimal before =
      shipment.stage == ShipmentStage::weighed ? at(shipment.quantities, line) : Decimal{};
  return quantity_in_shipments(asked.state, weighed.line, asked.part) + before +
             (weighed.gross - weighed.tare) <=
         most_of_line(asked.state, line);
}

bool lands_what_was_ordered(const Asked& asked) {
  const OrderState& state = asked.state;
  const auto& landed = event_of<GoodsLanded>(asked).quantities;
  return std::ranges::all_of(landed, [&](const LineQuantity& each) {
    return is_line(state, each.line) && sign(each.quantity) >= 0 &&
           quantity_in_shipments(state, each.line, asked.part) + sum_of(landed, each.line) <=
               most_of_line(state, position(each.line));
  });
}

}  // namespace o2c::inline v1::guards::holds
