#include "o2c/order/guards.hpp"

#include <algorithm>
#include <concepts>
#include <initializer_list>
#include <ranges>

#include "asked.hpp"

// Each guard reads as the rule says it.
namespace o2c::inline v1::guards::holds {

using namespace events;

namespace {

bool is_by_another(const Asked& asked, const std::string& signer) {
  return asked.entry->by != signer;
}

bool adds_up(const std::vector<OrderLine>& lines, Money amount) {
  return !lines.empty() && sign(amount) > 0 && amount_of(lines, amount.currency()) == amount &&
         std::ranges::all_of(lines, [](const OrderLine& line) {
           return sign(line.quantity) > 0 && sign(line.unit_price) >= 0 && !line.product.empty();
         });
}

bool is_below_list(const OrderLine& line) {
  return line.list_price && line.unit_price < *line.list_price;
}

/// The amount of whatever the event says was paid, granted or invoiced.
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

/// What the event says of lines; by line of the contract, added up.
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

/// Whether all shipments, with this one of those quantities, stay within the contract.
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

/// What has passed and is not in a shipment that is booked already, but for this one.
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
  for (const ShipmentState& shipment : state.shipments) sum += open_of(state, shipment);
  return sum;
}

/// What was paid in advance and is not set against an invoice yet.
Money deposit_left(const OrderState& state) {
  const Money nothing = Money::zero(state.contract->amount.currency());
  return state.security.deposit.value_or(nothing) -
         state.security.deposit_applied.value_or(nothing);
}

/// Whether so much of it can be set against an invoice.
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

/// Out of the warehouse, and not yet where it goes.
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
  const bool gone_unpaid = sign(open_of(state, shipment)) > 0;
  switch (shipment.settlement) {
    case received:
      return !gone_unpaid &&
             (shipment.originals_released || state.profile != Profile::export_sale ||
              payment_way(state.contract->terms) != PaymentWay::against_copy);
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

}  // namespace

// --- deal -------------------------------------------------------------------------------------

bool is_contracted(const Asked& asked) { return asked.state.deal == DealStage::contracted; }

bool quotation_adds_up(const Asked& asked) {
  const auto& quotation = event_of<QuotationDrafted>(asked);
  return adds_up(quotation.lines, quotation.amount);
}

bool approved_by_another(const Asked& asked) {
  return is_by_another(asked, asked.state.quotation_drafted_by);
}

bool reason_for_low_price(const Asked& asked) {
  const auto& reason = event_of<QuotationApproved>(asked).reason;
  return (reason && !reason->empty()) || at_list_price(asked);
}

bool at_list_price(const Asked& asked) {
  return std::ranges::none_of(asked.state.quoted_lines, is_below_list);
}

bool contract_is_complete(const Asked& asked) {
  const Contract& contract = event_of<ContractSigned>(asked).contract;
  const bool priced = !contract.price_formula.empty() ||
                      std::ranges::all_of(contract.lines, [](const OrderLine& line) {
                        return sign(line.unit_price) > 0;
                      });
  const bool named = asked.state.profile == Profile::route_sale || !contract.price_term.empty();
  return !contract.number.empty() && !contract.lines.empty() && named && priced;
}

bool contract_adds_up(const Asked& asked) {
  const Contract& contract = event_of<ContractSigned>(asked).contract;
  const Rate nothing = Rate::from_fraction(0);
  return adds_up(contract.lines, contract.amount) && contract.tolerance >= nothing &&
         contract.tolerance < Rate::from_fraction(1);
}

bool quotation_is_valid(const Asked& asked) {
  const std::optional<Date>& until = asked.state.quotation_valid_until;
  return !until || event_of<ContractSigned>(asked).contract.date <= *until;
}

bool prices_as_quoted(const Asked& asked) {
  const Contract& contract = event_of<ContractSigned>(asked).contract;
  const auto& quoted_amount = asked.state.quoted_amount;
  return quoted_amount && quoted_amount->currency() == contract.amount.currency() &&
         std::ranges::all_of(contract.lines, [&](const OrderLine& line) {
           return std::ranges::any_of(asked.state.quoted_lines, [&](const OrderLine& quoted) {
             return quoted.product == line.product && quoted.unit == line.unit &&
                    quoted.unit_price == line.unit_price;
           });
         });
}

bool sold_at_list_price(const Asked& asked) {
  const Contract& contract = event_of<ContractSigned>(asked).contract;
  return std::ranges::all_of(contract.lines, [](const OrderLine& line) {
    return line.list_price && line.unit_price == *line.list_price;
  });
}

bool samples_have_verdicts(const Asked& asked) {
  return std::ranges::none_of(asked.state.samples, is_pending, &SampleState::stage);
}

bool nothing_has_gone(const Asked& asked) {
  return std::ranges::none_of(asked.state.shipments, [](const ShipmentState& shipment) {
    return has_gone(shipment) || is_on_its_way(shipment.stage);
  });
}

bool something_has_gone(const Asked& asked) {
  return std::ranges::any_of(asked.state.shipments, has_gone);
}

bool all_has_gone(const Asked& asked) {
  return std::ranges::all_of(asked.state.lines, [&](const LineProgress& line) {
    return line.closed_short ||
           line.shipped >= least_of(line.ordered, asked.state.contract->tolerance);
  });
}

bool no_shipment_under_way(const Asked& asked) {
  return std::ranges::all_of(asked.state.shipments, is_finished, &ShipmentState::stage);
}

bool all_is_settled(const Asked& asked) {
  return std::ranges::all_of(asked.state.shipments, [&](const ShipmentState& shipment) {
    return is_settled(asked.state, shipment);
  });
}

bool line_is_known(const Asked& asked) {
  return std::visit(
      [&]<class E>(const E& e) {
        if constexpr (requires { e.line; })
          return is_line(asked.state, e.line);
        else
          return true;
      },
      asked.entry->event);
}

// --- amendment --------------------------------------------------------------------------------

bool no_amendment_pending(const Asked& asked) {
  return asked.state.amendment == AmendmentStage::none;
}

bool amendment_changes_something(const Asked& asked) {
  return asked.state.contract &&
         scope_of(event_of<AmendmentProposed>(asked), *asked.state.contract) != AmendmentScope{};
}

bool amendment_number_is_new(const Asked& asked) {
  return std::ranges::find(asked.state.amendments, event_of<AmendmentProposed>(asked).number) ==
         asked.state.amendments.end();
}

bool amendment_adds_up(const Asked& asked) {
  const auto& amendment = event_of<AmendmentProposed>(asked);
  if (!asked.state.contract) return true;
  const Contract& contract = *asked.state.contract;
  const Money amount = amendment.amount.value_or(contract.amount);
  return amount.currency() == contract.amount.currency() &&
         adds_up(amendment.lines.value_or(contract.lines), amount);
}

bool amendment_keeps_what_has_gone(const Asked& asked) {
  const OrderState& state = asked.state;
  const auto* proposed = std::get_if<AmendmentProposed>(&asked.entry->event);
  if (proposed == nullptr && state.amendment_proposed) proposed = &*state.amendment_proposed;
  if (proposed == nullptr || !proposed->lines || !state.contract) return true;
  const std::vector<OrderLine>& then = *proposed->lines;
  if (then.size() < state.lines.size()) return false;
  for (std::size_t i = 0; i < state.lines.size(); ++i) {
    if (sign(state.lines[i].shipped) == 0) continue;
    const OrderLine& now = state.contract->lines[i];
    const Decimal most = most_of(then[i].quantity, state.contract->tolerance);
    if (then[i].product != now.product || then[i].unit != now.unit || most < state.lines[i].shipped)
      return false;
  }
  return true;
}

bool amendment_approved_by_another(const Asked& asked) {
  return is_by_another(asked, asked.state.amendment_proposed_by);
}

// --- sample -----------------------------------------------------------------------------------

bool deal_goes_on(const Asked& asked) {
  return DealStage::inquired <= asked.state.deal && asked.state.deal <= DealStage::contracted;
}

bool last_round_is_decided(const Asked& asked) {
  return std::ranges::all_of(asked.state.samples, has_verdict);
}

bool plan_is_not_issued(const Asked& asked) {
  return asked.state.production.stage < ProductionStage::issued;
}

bool asks_for_some(const Asked& asked) {
  const auto& request = event_of<SampleRequested>(asked);
  const auto is_fee = [](const std::optional<Money>& fee) { return !fee || sign(*fee) > 0; };
  return request.pieces >= 1 && is_fee(request.fee) && is_fee(request.courier_fee);
}

bool fee_is_asked_for(const Asked& asked) {
  const Money amount = event_of<SampleFeeReceived>(asked).amount;
  const SampleState& sample = sample_of(asked);
  return is_owed(sample.fee, sample.fee_received, amount);
}

bool courier_fee_is_asked_for(const Asked& asked) {
  const Money amount = event_of<CourierFeeReceived>(asked).amount;
  const SampleState& sample = sample_of(asked);
  return is_owed(sample.courier_fee, sample.courier_fee_received, amount);
}

bool fees_are_received(const Asked& asked) {
  const SampleState& sample = sample_of(asked);
  const auto is_received = [](const std::optional<Money>& due, const std::optional<Money>& got) {
    return !due || (got && *got >= *due);
  };
  if (sample.freight_collect && asked.policy.freight_collect_is_enough) return true;
  const bool freight =
      sample.freight_collect ||
      (sample.courier_fee && is_received(sample.courier_fee, sample.courier_fee_received));
  return freight && is_received(sample.fee, sample.fee_received);
}

bool one_more_than_asked(const Asked& asked) {
  return event_of<SampleOrdered>(asked).pieces >=
         sample_of(asked).asked + asked.policy.spare_samples;
}

bool sample_signed_by_another(const Asked& asked) {
  return is_by_another(asked, sample_of(asked).ordered_by);
}

bool made_as_ordered(const Asked& asked) {
  return event_of<SampleMade>(asked).pieces >= sample_of(asked).ordered;
}

bool one_is_kept(const Asked& asked) {
  const std::int32_t pieces = event_of<SampleSent>(asked).pieces;
  return pieces >= 1 && pieces < sample_of(asked).made;
}

bool arrives_later(const Asked& asked) {
  return event_of<SampleSent>(asked).expected_on >= asked.entry->on;
}

// --- security ---------------------------------------------------------------------------------

bool deposit_is_agreed(const Asked& asked) {
  const auto& need = asked.state.security.need;
  return need && sign(need->deposit) > 0;
}

bool deposit_is_owed(const Asked& asked) {
  const SecurityState& security = asked.state.security;
  return !security.need || !security.deposit || *security.deposit < security.need->deposit;
}

bool credit_is_agreed(const Asked& asked) {
  return asked.state.security.need && asked.state.security.need->letter_of_credit;
}

bool credit_covers_balance(const Asked& asked) {
  const auto& check = event_of<LetterOfCreditChecked>(asked);
  const SecurityState& security = asked.state.security;
  return !check.discrepancies.empty() || !security.need || !security.credit_amount ||
         *security.credit_amount + security.need->deposit >= asked.state.contract->amount;
}

bool in_contract_currency(const Asked& asked) {
  const Money* amount = amount_of(asked.entry->event);
  if (amount == nullptr || !asked.state.contract) return false;
  const bool may_fall = std::holds_alternative<PriceFixed>(asked.entry->event);
  return amount->currency() == asked.state.contract->amount.currency() &&
         (may_fall || sign(*amount) > 0);
}

bool charges_are_borne(const Asked& asked) {
  return std::visit(
      [&]<class E>(const E& e) {
        if constexpr (requires { e.bank_charges; }) {
          if (!e.bank_charges) return true;
          const auto& most = asked.policy.bank_charges;
          const Currency& currency = e.amount.currency();
          if (e.bank_charges->currency() != currency || sign(*e.bank_charges) < 0) return false;
          return !most || (most->currency() == currency && *e.bank_charges <= *most);
        } else {
          return true;
        }
      },
      asked.entry->event);
}

bool is_secured(const Asked& asked) {
  if (asked.state.security.stage == SecurityStage::secured) return true;
  // A supplier may ask for nothing before it delivers.
  const auto& need = asked.state.security.need;
  return asked.state.profile == Profile::import && need && sign(need->deposit) <= 0 &&
         !need->letter_of_credit;
}

// --- production -------------------------------------------------------------------------------

bool plan_signed_by_another(const Asked& asked) {
  return is_by_another(asked, asked.state.production.drafted_by);
}

bool departments_are_named(const Asked& asked) {
  const auto& departments = event_of<PlanIssued>(asked).departments;
  return !departments.empty() &&
         std::ranges::none_of(departments, [](const std::string& name) { return name.empty(); });
}

bool sample_is_approved(const Asked& asked) {
  if (!asked.policy.sample_needed && asked.state.samples.empty()) return true;
  const auto& seal = event_of<PlanIssued>(asked).sample_seal;
  return seal && std::ranges::any_of(asked.state.samples, [&](const SampleState& sample) {
           return sample.stage == SampleStage::accepted && sample.seal == *seal;
         });
}

bool makes_no_more_than_agreed(const Asked& asked) {
  const auto& progress = event_of<ProductionProgressed>(asked);
  if (sign(progress.quantity) <= 0) return false;
  if (progress.stage != Stage::making || !is_line(asked.state, progress.line)) return true;
  const std::size_t line = position(progress.line);
  return asked.state.lines[line].made + progress.quantity <= most_of_line(asked.state, line);
}

bool inspects_what_was_made(const Asked& asked) {
  const auto& inspection = event_of<GoodsInspected>(asked);
  if (!is_line(asked.state, inspection.line)) return true;  // line_is_known says it.
  const LineProgress& line = asked.state.lines[position(inspection.line)];
  return sign(inspection.passed) >= 0 && sign(inspection.rejected) >= 0 &&
         sign(inspection.passed + inspection.rejected) > 0 &&
         line.passed + inspection.passed + inspection.rejected <= line.made;
}

bool lets_pass_what_was_made(const Asked& asked) {
  const auto& concession = event_of<ConcessionSigned>(asked);
  if (!is_line(asked.state, concession.line)) return true;
  const LineProgress& line = asked.state.lines[position(concession.line)];
  return sign(concession.quantity) > 0 && line.passed + concession.quantity <= line.made;
}

// --- shipment ---------------------------------------------------------------------------------

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
  return asked.state.contract && is_in_time(asked.state.contract->latest_shipment) &&
         is_in_time(asked.state.security.latest_shipment);
}

bool counted_by_two(const Asked& asked) {
  const std::string& other = event_of<VanLoaded>(asked).counted_with;
  return !other.empty() && other != asked.entry->by;
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
  return has_granted(asked.state, open_on_credit(asked.state));
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

// --- settlement -------------------------------------------------------------------------------

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
         (is_there(asked) && shipment_of(asked).settlement == SettlementStage::discrepant);
}

bool credit_covers_it(const Asked& asked) {
  return asked.state.contract && has_granted(asked.state, open_on_credit(asked.state));
}

bool originals_are_held(const Asked& asked) {
  return !shipment_of(asked).originals_released &&
         payment_way(asked.state.contract->terms) == PaymentWay::against_copy;
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
  return !named.empty() &&
         std::ranges::none_of(named, [](const std::string& one) { return one.empty(); });
}

bool writes_off_what_is_open(const Asked& asked) { return no_more_than_open(asked); }

bool no_more_than_open(const Asked& asked) {
  Money amount = *amount_of(asked.entry->event);
  if (!is_there(asked)) return true;
  const Money open = open_of(asked.state, shipment_of(asked));
  if (amount.currency() != open.currency()) return true;  // Others say it.
  if (const auto* payment = std::get_if<PaymentReceived>(&asked.entry->event);
      payment != nullptr && payment->bank_charges &&
      payment->bank_charges->currency() == open.currency())
    amount += *payment->bank_charges;
  return amount <= open;
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
  return statement.signed_by_us != statement.signed_by_party;
}

// --- after-sales, review ----------------------------------------------------------------------

bool no_complaint_open(const Asked& asked) {
  return std::ranges::all_of(asked.state.tickets, [](const TicketState& ticket) {
    return ticket.stage == TicketStage::closed;
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

bool commission_is_settled(const Asked& asked) {
  return asked.state.review == ReviewStage::settled;
}

bool copied_to_another(const Asked& asked) {
  return event_of<ProfitReported>(asked).copy_to != asked.entry->by;
}

// --- choices ----------------------------------------------------------------------------------

bool sample_passed(const OrderState& state, std::int32_t part) {
  return state.samples[position(part)].passed;
}
bool verdict_accepts(const OrderState& state, std::int32_t part) {
  return state.samples[position(part)].verdict == Verdict::accepted;
}
bool verdict_rejects(const OrderState& state, std::int32_t part) {
  return state.samples[position(part)].verdict == Verdict::rejected;
}
bool specification_changes(const OrderState& state, std::int32_t /*part*/) {
  return state.last_amendment.specification;
}

bool security_is_complete(const OrderState& state, std::int32_t /*part*/) {
  const SecurityState& security = state.security;
  if (!security.need) return false;
  const Money nothing = Money::zero(security.need->deposit.currency());
  const Money deposit = security.deposit.value_or(nothing);
  if (deposit < security.need->deposit) return false;
  if (security.need->letter_of_credit && !security.credit_fits) return false;
  // Of an import, it is the supplier who grants it.
  return !security.need->credit || state.profile == Profile::import ||
         (security.granted && *security.granted + deposit >= state.contract->amount);
}

bool credit_is_as_agreed(const OrderState& state, std::int32_t /*part*/) {
  return state.security.credit_fits;
}
bool credit_has_to_change(const OrderState& state, std::int32_t /*part*/) {
  return state.security.need && state.security.need->letter_of_credit &&
         !state.security.credit_fits && state.security.credit_amount;
}
bool nothing_was_rejected(const OrderState& state, std::int32_t /*part*/) {
  return !state.production.rejected;
}
bool plan_is_void(const OrderState& state, std::int32_t /*part*/) {
  const AmendmentScope& scope = state.last_amendment;
  return scope.goods || scope.specification || scope.packing || scope.date;
}

bool nothing_is_open(const OrderState& state, std::int32_t part) {
  return sign(open_of(state, state.shipments[position(part)])) <= 0;
}
bool some_cash_is_held(const OrderState& state, std::int32_t part) {
  const auto& held = state.shipments[position(part)].cash_held;
  return held && sign(*held) > 0;
}
bool nothing_is_open_or_held(const OrderState& state, std::int32_t part) {
  return nothing_is_open(state, part) && !some_cash_is_held(state, part);
}

}  // namespace o2c::inline v1::guards::holds
