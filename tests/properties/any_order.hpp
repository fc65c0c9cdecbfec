#pragma once

// Random events of an order: mostly such as come next, said mostly rightly, by mostly the right
// one.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <rapidcheck.h>

#include "o2c/money/currencies.hpp"
#include "o2c/order/order.hpp"

#include "../order/story.hpp"

namespace o2c {

inline std::int64_t any_below(std::int64_t end) { return *rc::gen::inRange<std::int64_t>(0, end); }
inline bool once_in(std::int64_t times) { return any_below(times) == 0; }

inline Contract any_contract(Profile profile) {
  static const std::vector<const char*> terms{
      "30% deposit; balance against copy of B/L", "L/C at sight",
      "20% deposit; balance D/P at sight",        "D/A 60 days after B/L date",
      "open account 60 days after B/L date",      "100% deposit"};
  Contract contract{.number = "C-1",
                    .date = Date(2026, 3, 2),
                    .lines = {{"a", 10, "PCE", 5, Decimal(5)}, {"b", 4, "PCE", 7, Decimal(7)}},
                    .amount = test::usd(78),
                    .terms = PaymentTerms::parse(terms[static_cast<std::size_t>(any_below(6))]),
                    .price_term = "FOB Shanghai",
                    .tolerance = Rate::parse(once_in(2) ? "10%" : "0%"),
                    .latest_shipment = Date(2026, 12, 31)};
  if (profile == Profile::framework) contract.price_formula = "average + 1";
  return contract;
}

/// Says what an event would, as the order stands.
class AnyEvent {
 public:
  AnyEvent(const OrderState& state, std::int32_t part, Date today)
      : state_(state), part_(part), today_(today) {}

  OrderEvent of(EventKind kind) const { return make(kind, OrderEventTypes{}); }

 private:
  template <class... Events>
  OrderEvent make(EventKind kind, TypeList<Events...> /*all*/) const {
    static constexpr std::array makers{+[](const AnyEvent& self) -> OrderEvent {
      return self.event(std::type_identity<Events>{});
    }...};
    return makers[index_of(kind)](*this);
  }

  /// An event of numbers and texts only.
  template <class E>
  OrderEvent event(std::type_identity<E> /*what*/) const {
    E e{};
    number(e);
    if constexpr (requires { e.line; }) e.line = line();
    if constexpr (requires { e.quantity; }) e.quantity = quantity();
    if constexpr (requires { e.quantities; }) e.quantities = quantities();
    std::apply(
        [&](const auto&... fields) {
          [[maybe_unused]] const auto fill = [&](const auto& field) {
            if constexpr (std::is_same_v<std::remove_reference_t<decltype(e.*field.member)>,
                                         std::string>)
              e.*field.member = "x";
          };
          (fill(fields), ...);
        },
        E::fields());
    change(e);
    return e;
  }
  template <class E>
  void number(E& e) const {
    if constexpr (requires { e.sample; }) e.sample = part_;
    if constexpr (requires { e.ticket; })
      e.ticket = part_;
    else if constexpr (requires { e.shipment; })
      e.shipment = part_;
  }

  template <class E>
  void change(E& /*e*/) const {}
  void change(events::OrderOpened& e) const { e.profile = static_cast<Profile>(any_below(4)); }
  void change(events::AmendmentProposed& e) const {
    e.number = "A-" + std::to_string(any_below(9));
    if (!state_.contract) return;
    if (once_in(2)) {
      e.lines = state_.contract->lines;
      (*e.lines)[0].quantity += any_below(5) - 2;
      e.amount = amount_of(*e.lines, currencies::USD);
    }
    if (once_in(3)) e.specification = std::to_string(any_below(3));
    if (once_in(3)) e.packing = std::to_string(any_below(3));
  }
  void change(events::SampleRequested& e) const {
    e.pieces = static_cast<std::int32_t>(1 + any_below(3));
  }
  void change(events::SampleOrdered& e) const {
    e.pieces = static_cast<std::int32_t>(2 + any_below(4));
  }
  void change(events::SampleMade& e) const {
    e.pieces = static_cast<std::int32_t>(3 + any_below(4));
  }
  void change(events::SampleChecked& e) const { e.passed = !once_in(4); }
  void change(events::SampleVerdictGiven& e) const {
    e.verdict = once_in(3) ? events::Verdict::rejected : events::Verdict::accepted;
  }
  void change(events::PlanIssued& e) const {
    e.departments = {"workshop"};
    e.sample_seal = "x";
  }
  void change(events::ProductionProgressed& e) const {
    if (!once_in(4)) e.stage = events::Stage::making;
  }
  void change(events::GoodsInspected& e) const {
    e.passed = quantity();
    if (once_in(4)) e.rejected = 1;
  }
  void change(events::GoodsReinspected& e) const { e.rejected = quantity(); }
  void change(events::OrderCancelled& e) const {
    if (once_in(2)) e.kept = some(deposit_left());
  }
  void change(events::LetterOfCreditChecked& e) const {
    if (once_in(4)) e.discrepancies = {"late"};
  }
  void change(events::DiscrepanciesNotified& e) const { e.discrepancies = {"late"}; }
  void change(events::CallOffReceived& e) const {
    if (once_in(2)) e.prepaid = price_of(e.quantities);
  }
  void change(events::GoodsWeighed& e) const {
    e.tare = 1;
    e.gross = e.tare + quantity();
  }
  void change(events::StatementMatched& e) const { e.signed_by_party = "y"; }
  void change(events::ComplaintOpened& e) const { e.shipment = shipment_number(); }
  void change(events::RemedyAgreed& e) const {
    if (once_in(2)) e.credit = some(test::usd(30));
  }
  void change(events::VanLoaded& e) const { e.counted_with = once_in(8) ? "Zhou" : "Li"; }
  void change(events::VanCounted& e) const {
    if (shipment() == nullptr) return;
    for (std::size_t i = 0; i < shipment()->loaded.size(); ++i) {
      Decimal rest = shipment()->loaded[i];
      if (shipment()->stage == ShipmentStage::delivered) rest -= shipment()->quantities[i];
      const auto line = static_cast<std::int32_t>(i) + 1;
      if (rest > Decimal(0) && once_in(3)) {
        e.missing.push_back({line, 1});
        rest -= 1;
      }
      e.returned.push_back({line, rest});
    }
  }

  // What has amounts or days of its own.
  OrderEvent event(std::type_identity<events::QuotationDrafted> /*what*/) const {
    const Contract contract = any_contract(state_.profile);
    return events::QuotationDrafted{contract.lines, contract.amount, std::nullopt};
  }
  OrderEvent event(std::type_identity<events::ContractSigned> /*what*/) const {
    return events::ContractSigned{any_contract(state_.profile)};
  }
  OrderEvent event(std::type_identity<events::SampleSent> /*what*/) const {
    return events::SampleSent{part_, static_cast<std::int32_t>(1 + any_below(4)), "x", "x",
                              today_ + static_cast<std::int32_t>(any_below(9))};
  }
  OrderEvent event(std::type_identity<events::SampleFeeReceived> /*what*/) const {
    return events::SampleFeeReceived{part_, test::usd(1)};
  }
  OrderEvent event(std::type_identity<events::CourierFeeReceived> /*what*/) const {
    return events::CourierFeeReceived{part_, test::usd(1)};
  }
  OrderEvent event(std::type_identity<events::DepositReceived> /*what*/) const {
    const Money amount = some(needed());
    return events::DepositReceived{amount, once_in(4) ? std::optional(test::usd(1)) : std::nullopt,
                                   "x"};
  }
  OrderEvent event(std::type_identity<events::DepositPaid> /*what*/) const {
    return events::DepositPaid{some(needed()), "x"};
  }
  OrderEvent event(std::type_identity<events::LetterOfCreditReceived> /*what*/) const {
    return events::LetterOfCreditReceived{"x", some(contract_amount()), std::nullopt,
                                          Date(2026, 12, 31)};
  }
  OrderEvent event(std::type_identity<events::LetterOfCreditIssued> /*what*/) const {
    return events::LetterOfCreditIssued{"x", contract_amount()};
  }
  OrderEvent event(std::type_identity<events::CreditGranted> /*what*/) const {
    return events::CreditGranted{some(contract_amount()), "x"};
  }
  OrderEvent event(std::type_identity<events::PlanDrafted> /*what*/) const {
    return events::PlanDrafted{"x", today_ + 30};
  }
  OrderEvent event(std::type_identity<events::LoadingFixed> /*what*/) const {
    return events::LoadingFixed{part_, today_ + 3};
  }
  OrderEvent event(std::type_identity<events::GoodsShipped> /*what*/) const {
    std::vector<LineQuantity> gone = planned();
    const Money amount = price_of(gone);
    return events::GoodsShipped{part_, "x",          today_,         std::move(gone),
                                "x",   some(amount), applied(amount)};
  }
  OrderEvent event(std::type_identity<events::GoodsDelivered> /*what*/) const {
    std::vector<LineQuantity> gone = quantities();
    const Money amount = price_of(gone);
    return events::GoodsDelivered{part_, std::move(gone), "x", "x", some(amount)};
  }
  OrderEvent event(std::type_identity<events::GoodsLanded> /*what*/) const {
    return events::GoodsLanded{part_, planned()};
  }
  OrderEvent event(std::type_identity<events::DocumentsAccepted> /*what*/) const {
    return events::DocumentsAccepted{part_, today_ + 60};
  }
  OrderEvent event(std::type_identity<events::SpecialTermsApproved> /*what*/) const {
    return events::SpecialTermsApproved{PaymentTerms::net(30), "x"};
  }
  OrderEvent event(std::type_identity<events::DepositRefunded> /*what*/) const {
    return events::DepositRefunded{some(deposit_left()), "x"};
  }
  OrderEvent event(std::type_identity<events::PaymentRefunded> /*what*/) const {
    return events::PaymentRefunded{part_, some(-open()), "x"};
  }
  OrderEvent event(std::type_identity<events::PaymentReceived> /*what*/) const {
    return events::PaymentReceived{part_, some(open()), std::nullopt, "x"};
  }
  OrderEvent event(std::type_identity<events::BalanceWrittenOff> /*what*/) const {
    return events::BalanceWrittenOff{part_, some(open()), "x"};
  }
  OrderEvent event(std::type_identity<events::CashCollected> /*what*/) const {
    return events::CashCollected{part_, some(open()), "x"};
  }
  OrderEvent event(std::type_identity<events::CashHandedIn> /*what*/) const {
    const bool holds = shipment() != nullptr && shipment()->cash_held;
    return events::CashHandedIn{part_, some(holds ? *shipment()->cash_held : test::usd(1)), "x"};
  }
  OrderEvent event(std::type_identity<events::ProvisionalInvoiced> /*what*/) const {
    const Money amount = price_of(planned());
    return events::ProvisionalInvoiced{part_, "x", amount, applied(amount)};
  }
  OrderEvent event(std::type_identity<events::PriceFixed> /*what*/) const {
    return events::PriceFixed{part_, "x", test::usd(any_below(7) - 3)};
  }
  OrderEvent event(std::type_identity<events::SupplierInvoiced> /*what*/) const {
    const Money amount = price_of(planned());
    return events::SupplierInvoiced{part_, "x", amount, applied(amount)};
  }
  OrderEvent event(std::type_identity<events::PaymentMade> /*what*/) const {
    return events::PaymentMade{part_, some(open()), "x"};
  }
  OrderEvent event(std::type_identity<events::ProfitReported> /*what*/) const {
    return events::ProfitReported{test::usd(any_below(9) - 4), "x", once_in(8) ? "Li" : "Chen"};
  }

  const ShipmentState* shipment() const {
    const auto at = static_cast<std::size_t>(part_) - 1;
    return part_ >= 1 && at < state_.shipments.size() ? &state_.shipments[at] : nullptr;
  }
  std::int32_t shipment_number() const {
    return static_cast<std::int32_t>(
        1 + any_below(static_cast<std::int64_t>(state_.shipments.size()) + 1));
  }
  static std::int32_t line() {
    return once_in(20) ? 3 : static_cast<std::int32_t>(1 + any_below(2));
  }
  static Decimal quantity() {
    return once_in(20)
               ? Decimal(-1)
               : Decimal(1 + any_below(10)) - (once_in(8) ? Decimal::parse("0.5") : Decimal(0));
  }
  static std::vector<LineQuantity> quantities() {
    std::vector<LineQuantity> all{{line(), quantity()}};
    if (once_in(2)) all.push_back({line(), quantity()});
    return all;
  }
  /// What the shipment is planned to be; now and then more.
  std::vector<LineQuantity> planned() const {
    std::vector<LineQuantity> all;
    if (shipment() != nullptr)
      for (std::size_t i = 0; i < shipment()->quantities.size(); ++i)
        if (shipment()->quantities[i] > Decimal(0))
          all.push_back({static_cast<std::int32_t>(i) + 1,
                         shipment()->quantities[i] + (once_in(10) ? 1 : 0)});
    return all.empty() ? quantities() : all;
  }
  Money contract_amount() const { return state_.contract ? state_.contract->amount : test::usd(1); }
  Money needed() const {
    return state_.security.need ? state_.security.need->deposit : test::usd(1);
  }
  Money deposit_left() const {
    const auto& security = state_.security;
    return security.deposit.value_or(test::usd(0)) -
           security.deposit_applied.value_or(test::usd(0));
  }
  Money open() const {
    return shipment() == nullptr ? test::usd(1) : open_amount(*shipment()).value_or(test::usd(1));
  }
  Money price_of(const std::vector<LineQuantity>& all) const {
    Money sum = test::usd(0);
    if (!state_.contract) return sum;
    for (const LineQuantity& each : all)
      if (each.line >= 1 && static_cast<std::size_t>(each.line) <= state_.contract->lines.size())
        sum += Money::rounded(
            each.quantity *
                state_.contract->lines[static_cast<std::size_t>(each.line) - 1].unit_price,
            currencies::USD, Rounding::half_up);
    return sum;
  }
  /// Mostly all of it; else a part, or a cent too much.
  static Money some(Money all) {
    const std::int64_t which = any_below(10);
    if (which < 7) return all;
    if (which == 7) return all + Money::from_minor(1, all.currency());
    return Money::from_minor(all.minor() / 2, all.currency());
  }
  std::optional<Money> applied(Money invoice) const {
    const auto& security = state_.security;
    if (!security.deposit || once_in(4)) return std::nullopt;
    const Money left = *security.deposit - security.deposit_applied.value_or(test::usd(0));
    return some(std::min(left, invoice));
  }

  const OrderState& state_;
  std::int32_t part_;
  Date today_;
};

/// The next event of an order, which it may refuse.
inline OrderEntry any_entry(const Order& order, Date today) {
  const std::vector<NextStep> steps = order.next_steps(today);
  std::vector<const NextStep*> ready;
  for (const NextStep& step : steps)
    if (step.lacks.empty()) ready.push_back(&step);
  EventKind kind = static_cast<EventKind>(any_below(static_cast<std::int64_t>(event_count)));
  std::int32_t part = static_cast<std::int32_t>(any_below(3));
  if (!ready.empty() && !once_in(8)) {
    const NextStep& step =
        *ready[static_cast<std::size_t>(any_below(static_cast<std::int64_t>(ready.size())))];
    kind = step.event;
    part = step.part;
  } else if (!steps.empty() && !once_in(4)) {
    const NextStep& step =
        steps[static_cast<std::size_t>(any_below(static_cast<std::int64_t>(steps.size())))];
    kind = step.event;
    part = step.part;
  }
  OrderEvent event = AnyEvent(order.state(), part, today).of(kind);
  const Role role = once_in(20) ? Role::warehouse : test::usual_role(event);
  std::string by = test::usual_person(once_in(12) ? Role::salesperson : role);
  return {std::move(event), today, std::move(by), role, 0};
}

/// What ends an order early, or begins a part of it anew, is rarer than what goes on.
inline bool is_too_often(EventKind kind) {
  const auto is = [kind](auto... kinds) { return ((kind == kinds) || ...); };
  if (is(on<events::OrderLost>, on<events::OrderCancelled>, on<events::PartyDefaulted>,
         on<events::WeDefaulted>, on<events::SecurityLapsed>))
    return !once_in(400);
  if (is(on<events::DepositRefunded>, on<events::GoodsReinspected>)) return !once_in(40);
  if (is(on<events::ShipmentWithdrawn>, on<events::SampleWithdrawn>,
         on<events::ShortShipmentClosed>, on<events::AmendmentProposed>,
         on<events::ComplaintOpened>, on<events::InquiryEscalated>, on<events::SampleRequested>))
    return !once_in(8);
  return false;
}

/// How an order may begin, up to a contract, and of an export up to the issued plan.
inline std::vector<OrderEvent> any_beginning() {
  const auto profile = static_cast<Profile>(any_below(profile_count));
  const Contract contract = any_contract(profile);
  std::vector<OrderEvent> all{events::OrderOpened{profile, "x", "Li"}};
  if (profile == Profile::route_sale)
    all.push_back(events::OutletVisited{"x"});
  else
    all.push_back(events::InquiryReceived{"x"});
  all.push_back(events::QuotationDrafted{contract.lines, contract.amount});
  all.push_back(events::QuotationApproved{});
  all.push_back(events::QuotationSent{"x"});
  all.push_back(events::ContractSigned{contract});
  if (profile != Profile::export_sale || once_in(3)) return all;
  const SecurityNeed need = security_need(contract);
  all.push_back(events::SampleRequested{1, "x", 1});
  all.push_back(events::FreightCollectConfirmed{1, "x"});
  all.push_back(events::SampleOrdered{1, 2});
  all.push_back(events::SampleOrderSigned{1});
  all.push_back(events::SampleMade{1, 2});
  all.push_back(events::SampleChecked{1, true, "x"});
  all.push_back(events::SampleFiled{1, "x", "x"});
  all.push_back(events::SampleSent{1, 1, "x", "x", Date(2026, 3, 9)});
  all.push_back(events::SampleArrived{1});
  all.push_back(events::SampleVerdictGiven{1, events::Verdict::accepted, "x"});
  if (sign(need.deposit) > 0)
    all.push_back(events::DepositReceived{need.deposit, std::nullopt, "x"});
  if (need.letter_of_credit) {
    all.push_back(
        events::LetterOfCreditReceived{"x", contract.amount, std::nullopt, Date(2026, 12, 31)});
    all.push_back(events::LetterOfCreditChecked{{}});
  }
  if (need.credit) all.push_back(events::CreditGranted{contract.amount, "x"});
  all.push_back(events::PlanDrafted{"x", Date(2026, 4, 1)});
  all.push_back(events::PlanApproved{});
  all.push_back(events::PlanIssued{{"x"}, "x"});
  for (const std::int32_t line : {1, 2}) {
    const Decimal pieces = contract.lines[static_cast<std::size_t>(line) - 1].quantity;
    all.push_back(events::ProductionProgressed{events::Stage::making, line, pieces});
    if (!once_in(3)) all.push_back(events::GoodsInspected{line, pieces, 0, "x"});
  }
  return all;
}

}  // namespace o2c
