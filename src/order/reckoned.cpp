#include "reckoned.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <ranges>
#include <string_view>

#include "o2c/order/guard_functions.hpp"

#include "asked.hpp"
#include "person.hpp"

namespace o2c::inline v1::guards::holds {

using namespace events;

bool is_by_another(const Asked& asked, const std::string& signer) {
  return !is_same_person(asked.entry->by, signer);
}

bool adds_up(const std::vector<OrderLine>& lines, Money amount) {
  return !lines.empty() && sign(amount) > 0 && amount_of(lines, amount.currency()) == amount &&
         std::ranges::all_of(lines, [](const OrderLine& line) {
           return sign(line.quantity) > 0 && sign(line.unit_price) >= 0 && !is_blank(line.product);
         });
}

bool is_below_list(const OrderLine& line) {
  return line.list_price && line.unit_price < *line.list_price;
}

namespace {
/// The C3 of CIFC3: a commission in percent, which is in the price.
bool is_commission(std::string_view text) {
  if (!text.starts_with('C')) return false;
  text.remove_prefix(1);
  if (text.ends_with('%')) text.remove_suffix(1);
  const auto percent = detail::scan_decimal(text);
  return percent.expected == nullptr && sign(percent.value) > 0 && percent.value < 100;
}
}  // namespace

bool is_incoterm_with_place(std::string_view price_term) {
  constexpr std::array<std::string_view, 11> rules{"EXW", "FCA", "FAS", "FOB", "CFR", "CIF",
                                                   "CPT", "CIP", "DAP", "DPU", "DDP"};
  constexpr std::size_t letters = 3;
  const std::size_t end = std::min(price_term.find(' '), price_term.size());
  const std::string_view word = price_term.substr(0, end);
  return std::ranges::find(rules, word.substr(0, letters)) != rules.end() &&
         (word.size() == letters || is_commission(word.substr(letters))) &&
         !is_blank(price_term.substr(end));
}

bool names_its_price_term(const Contract& contract, Profile profile) {
  if (profile == Profile::route_sale) return true;
  return profile == Profile::framework ? !is_blank(contract.price_term)
                                       : is_incoterm_with_place(contract.price_term);
}

bool is_priced(const Contract& contract, const OrderLine& line) {
  return !is_blank(contract.price_formula) || sign(line.unit_price) > 0;
}

std::optional<Contract> contract_with(const Asked& asked) {
  if (const auto* signing = std::get_if<ContractSigned>(&asked.entry->event))
    return signing->contract;
  const auto& amendment = event_of<AmendmentProposed>(asked);
  return asked.state.contract ? std::optional(amended(*asked.state.contract, amendment))
                              : std::nullopt;
}

const Money* amount_of(const OrderEvent& event) {
  return std::visit(
      []<class E>(const E& e) -> const Money* {
        if constexpr (requires { e.difference; })
          return &e.difference;
        else if constexpr (requires {
                             { e.amount } -> std::convertible_to<const Money&>;
                           })
          return &e.amount;
        else
          return nullptr;
      },
      event);
}

const std::vector<LineQuantity>* quantities_of(const OrderEvent& event) {
  return std::visit(
      []<class E>(const E& e) -> const std::vector<LineQuantity>* {
        if constexpr (requires { e.quantities; })
          return &e.quantities;
        else
          return nullptr;
      },
      event);
}

Decimal sum_of(const std::vector<LineQuantity>& quantities, std::int32_t line) {
  Decimal sum;
  for (const LineQuantity& each : quantities)
    if (each.line == line) sum += each.quantity;
  return sum;
}

bool are_lines_above_zero(const OrderState& state, const std::vector<LineQuantity>& quantities) {
  return !quantities.empty() && std::ranges::all_of(quantities, [&](const LineQuantity& each) {
    return is_line(state, each.line) && sign(each.quantity) > 0;
  });
}

bool is_within_contract(const Asked& asked, const std::vector<LineQuantity>& quantities) {
  const OrderState& state = asked.state;
  return are_lines_above_zero(state, quantities) &&
         std::ranges::all_of(quantities, [&](const LineQuantity& each) {
           return !state.lines[position(each.line)].closed_short &&
                  quantity_in_shipments(state, each.line, asked.part) +
                          sum_of(quantities, each.line) <=
                      most_of_line(state, position(each.line));
         });
}

Decimal passed_for(const Asked& asked, std::size_t line) {
  Decimal free = asked.state.lines[line].passed;
  for (std::size_t i = 0; i < asked.state.shipments.size(); ++i) {
    const ShipmentState& other = asked.state.shipments[i];
    if (position(asked.part) != i && ShipmentStage::booked <= other.stage &&
        other.stage <= ShipmentStage::shipped)
      free -= at(other.quantities, line);
  }
  return free;
}

bool has_granted(const OrderState& state, Money amount) {
  return sign(amount) <= 0 || (state.security.granted && *state.security.granted >= amount);
}

Money open_on_credit(const OrderState& state) {
  Money sum = Money::zero(state.contract->amount.currency());
  for (const ShipmentState& shipment : state.shipments) sum += open_of(state, shipment).value();
  return sum;
}

Money deposit_left(const OrderState& state) {
  const Money nothing = Money::zero(state.contract->amount.currency());
  return state.security.deposit.value_or(nothing) -
         state.security.deposit_applied.value_or(nothing);
}

bool is_left_of_deposit(const OrderState& state, const std::optional<Money>& applied,
                        Money invoice) {
  if (!applied) return true;
  if (!state.contract || invoice.currency() != state.contract->amount.currency()) return true;
  return applied->currency() == invoice.currency() && sign(*applied) >= 0 && *applied <= invoice &&
         *applied <= deposit_left(state);
}

Money price_of(const OrderState& state, const std::vector<LineQuantity>& quantities) {
  const Contract& contract = *state.contract;
  Money sum = Money::zero(contract.amount.currency());
  for (const LineQuantity& each : quantities)
    sum += Money::rounded(each.quantity * contract.lines[position(each.line)].unit_price,
                          contract.amount.currency(), Rounding::half_up);
  return sum;
}

bool is_on_its_way(ShipmentStage stage) {
  using enum ShipmentStage;
  return stage == loaded || stage == dispatched || stage == arrived || stage == cleared;
}

bool is_finished(ShipmentStage stage) {
  using enum ShipmentStage;
  return stage == shipped || stage == withdrawn || stage == day_closed || stage == weighed ||
         stage == landed;
}

bool is_settled(const OrderState& state, const ShipmentState& shipment) {
  using enum SettlementStage;
  if (shipment.stage == ShipmentStage::withdrawn) return true;
  const bool gone_unpaid = sign_of_open(shipment) > 0;
  switch (shipment.settlement) {
    case received:
      return !gone_unpaid &&
             (shipment.originals_released || state.profile != Profile::export_sale ||
              !state.contract || payment_way(state.contract->terms) != PaymentWay::against_copy);
    case matched:
    case paid:
      return !gone_unpaid;
    case none:  // A van that came back full.
      return shipment.stage == ShipmentStage::day_closed;
    default:
      return false;
  }
}

bool is_pending(SampleStage stage) {
  return stage == SampleStage::sent || stage == SampleStage::arrived;
}

bool is_owed(const std::optional<Money>& due, const std::optional<Money>& received, Money amount) {
  return due && due->currency() == amount.currency() && sign(amount) > 0 &&
         (!received || *received < *due);
}

bool has_verdict(const SampleState& sample) {
  using enum SampleStage;
  return sample.stage == accepted || sample.stage == rejected || sample.stage == no_order ||
         sample.stage == withdrawn;
}

}  // namespace o2c::inline v1::guards::holds
