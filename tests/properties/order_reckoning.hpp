#pragma once

// What an order comes to, reckoned anew from its history alone; and what has to hold of any.

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <rapidcheck.h>

#include "o2c/money/currencies.hpp"
#include "o2c/order/order.hpp"

namespace o2c {

class Reckoning {
 public:
  /// Of events that were allowed, in their order.
  void take(const OrderEntry& entry) {
    entry_ = &entry;
    std::visit(*this, entry.event);
  }

  /// The state says the same.
  void compare(const OrderState& state) const {
    RC_ASSERT(state.contract == contract_);
    if (!contract_) return;
    for (std::size_t i = 0; i < contract_->lines.size(); ++i) {
      const auto line = static_cast<std::int32_t>(i) + 1;
      RC_ASSERT(state.lines[i].ordered == contract_->lines[i].quantity);
      RC_ASSERT(state.lines[i].made == at(made_, line));
      RC_ASSERT(state.lines[i].passed == at(passed_, line));
      RC_ASSERT(state.lines[i].shipped == at(shipped_, line));
    }
    RC_ASSERT(state.security.deposit.value_or(zero) == deposit_);
    RC_ASSERT(state.security.deposit_applied.value_or(zero) == applied_);
    RC_ASSERT(state.security.refunded.value_or(zero) == refunded_);
    for (std::size_t i = 0; i < state.shipments.size(); ++i) {
      const auto number = static_cast<std::int32_t>(i) + 1;
      const ShipmentState& shipment = state.shipments[i];
      RC_ASSERT(shipment.invoiced.value_or(zero) == at(invoiced_, number));
      RC_ASSERT(shipment.cash_held.value_or(zero) == at(held_, number));
      RC_ASSERT(open_amount(shipment).value_or(zero) ==
                at(invoiced_, number) - (shipment.invoiced ? at(settled_, number) : zero));
    }
  }

  // Deal.
  void operator()(const events::OrderOpened& e) {
    profile_ = e.profile;
    salesperson_ = e.salesperson;
  }
  void operator()(const events::QuotationDrafted& /*e*/) { quoted_by_ = entry_->by; }
  void operator()(const events::QuotationApproved& /*e*/) { RC_ASSERT(entry_->by != quoted_by_); }
  void operator()(const events::ContractSigned& e) { contract_ = e.contract; }
  void operator()(const events::OrderLost& /*e*/) { RC_ASSERT(samples_out_.empty()); }
  void operator()(const events::OrderCancelled& e) {
    end(paid_in_advance() - e.kept.value_or(zero));
  }
  void operator()(const events::PartyDefaulted& /*e*/) {
    const Money paid = paid_in_advance();
    end(profile_ == Profile::import ? paid + earnest() : paid - earnest());
  }
  void operator()(const events::WeDefaulted& /*e*/) {
    const Money paid = paid_in_advance();
    end(profile_ == Profile::import ? paid - earnest() : paid + earnest());
  }
  /// With so much to be handed back.
  void end(Money due) {
    due_ = due;
    RC_ASSERT(due >= zero);
    RC_ASSERT(samples_out_.empty());
    for (const auto& [line, quantity] : shipped_) RC_ASSERT(quantity == Decimal(0));
    for (const auto& [line, quantity] : on_van_) RC_ASSERT(quantity == Decimal(0));
  }
  void operator()(const events::ShortShipmentClosed& e) { closed_short_.insert(e.line); }
  void operator()(const events::OrderCompleted& /*e*/) {
    RC_ASSERT(!pending_);
    for (std::int32_t line = 1; line <= lines(); ++line)
      RC_ASSERT(closed_short_.contains(line) ||
                at(shipped_, line) >= least_of(ordered(line), contract_->tolerance));
    for (const auto& [number, invoiced] : invoiced_) RC_ASSERT(invoiced <= at(settled_, number));
    for (const auto& [number, held] : held_) RC_ASSERT(held == zero);
    for (const auto& [line, quantity] : on_van_) RC_ASSERT(quantity == Decimal(0));
  }
  void operator()(const events::OrderClosed& /*e*/) {
    RC_ASSERT(reports_ == 1);
    const bool has_all = std::ranges::all_of(
        invoiced_, [&](const auto& each) { return shipment_commissions_.contains(each.first); });
    RC_ASSERT(commissions_ == (profile_ == Profile::import ? 0 : 1) || has_all);
    RC_ASSERT(complaints_.empty());
    RC_ASSERT(samples_out_.empty());
    RC_ASSERT(deposit_ == applied_);
    for (const auto& [number, invoiced] : invoiced_) RC_ASSERT(invoiced == at(settled_, number));
  }

  // Amendments.
  void operator()(const events::AmendmentProposed& e) {
    RC_ASSERT(!amendments_.contains(e.number));
    pending_ = e;
    proposed_by_ = entry_->by;
  }
  void operator()(const events::AmendmentApproved& /*e*/) { RC_ASSERT(entry_->by != proposed_by_); }
  void operator()(const events::AmendmentRefused& /*e*/) { pending_.reset(); }
  void operator()(const events::AmendmentAgreed& /*e*/) {
    amendments_.insert(pending_->number);
    const bool changes_goods = pending_->lines && *pending_->lines != contract_->lines;
    const bool changes_price = pending_->amount && *pending_->amount != contract_->amount;
    if (changes_goods || changes_price) credit_fits_ = false;
    if (pending_->specification && *pending_->specification != contract_->specification) {
      made_ = shipped_;
      passed_ = shipped_;
    }
    if (pending_->lines) contract_->lines = *pending_->lines;
    if (pending_->amount) contract_->amount = *pending_->amount;
    if (pending_->specification) contract_->specification = *pending_->specification;
    if (pending_->packing) contract_->packing = *pending_->packing;
    pending_.reset();
  }

  // Samples.
  void operator()(const events::SampleOrdered& e) { sample_ordered_by_[e.sample] = entry_->by; }
  void operator()(const events::SampleOrderSigned& e) {
    RC_ASSERT(entry_->by != sample_ordered_by_[e.sample]);
  }
  void operator()(const events::SampleMade& e) { samples_made_[e.sample] = e.pieces; }
  void operator()(const events::SampleSent& e) {
    RC_ASSERT(samples_made_[e.sample] - e.pieces >= 1);
    samples_out_.insert(e.sample);
  }
  void operator()(const events::SampleVerdictGiven& e) {
    RC_ASSERT(samples_out_.erase(e.sample) == 1U);
  }

  // Security.
  void operator()(const events::DepositReceived& e) {
    deposit_ += e.amount;
    if (e.bank_charges) deposit_ += *e.bank_charges;
  }
  void operator()(const events::DepositPaid& e) { deposit_ += e.amount; }
  void operator()(const events::LetterOfCreditReceived& /*e*/) { credit_fits_ = false; }
  void operator()(const events::LetterOfCreditChecked& e) {
    credit_fits_ = e.discrepancies.empty();
  }
  void operator()(const events::LetterOfCreditIssued& /*e*/) { credit_fits_ = true; }
  void operator()(const events::CreditGranted& e) { granted_ = e.amount; }
  void operator()(const events::SecurityLapsed& /*e*/) {
    granted_ = zero;
    credit_fits_ = false;
  }
  void operator()(const events::DepositRefunded& e) {
    if (due_) {
      refunded_ += e.amount;
      RC_ASSERT(refunded_ <= *due_);
    } else {
      deposit_ -= e.amount;
      RC_ASSERT(applied_ <= deposit_);
    }
  }

  // Production.
  void operator()(const events::PlanDrafted& /*e*/) {
    RC_ASSERT(is_secured());
    planned_by_ = entry_->by;
    planned_on_ = entry_->on;
  }
  void operator()(const events::PlanApproved& /*e*/) {
    RC_ASSERT(is_secured());
    RC_ASSERT(entry_->by != planned_by_);
    RC_ASSERT(entry_->on >= planned_on_);
  }
  void operator()(const events::PlanIssued& /*e*/) { RC_ASSERT(is_secured()); }
  void operator()(const events::ProductionProgressed& e) {
    RC_ASSERT(is_secured());
    if (e.stage != events::Stage::making) return;
    made_[e.line] += e.quantity;
    RC_ASSERT(made_[e.line] <= most(e.line));
  }
  void operator()(const events::GoodsInspected& e) {
    passed_[e.line] += e.passed;
    RC_ASSERT(passed_[e.line] <= made_[e.line]);
  }
  void operator()(const events::GoodsReinspected& e) {
    passed_[e.line] -= e.rejected;
    RC_ASSERT(passed_[e.line] >= at(shipped_, e.line));
  }
  void operator()(const events::ConcessionSigned& e) {
    passed_[e.line] += e.quantity;
    RC_ASSERT(passed_[e.line] <= made_[e.line]);
  }

  // Shipments.
  void operator()(const events::ShipmentPlanned& e) { accepted_.erase(e.shipment); }
  void operator()(const events::ShipmentAccepted& e) { accepted_.insert(e.shipment); }
  void operator()(const events::ShipmentDeclined& e) { accepted_.erase(e.shipment); }
  void operator()(const events::SpaceBooked& e) { RC_ASSERT(accepted_.contains(e.shipment)); }
  void operator()(const events::ShipmentNotified& e) { notified_.insert(e.shipment); }
  void operator()(const events::GoodsShipped& e) {
    RC_ASSERT(is_secured());
    RC_ASSERT(notified_.contains(e.shipment));
    go(e.quantities);
    for (std::int32_t line = 1; line <= lines(); ++line)
      RC_ASSERT(at(shipped_, line) <= at(passed_, line));
    RC_ASSERT(e.amount <= price_of(e.quantities));
    invoice(e.shipment, e.amount, e.deposit_applied);
  }
  void operator()(const events::VanLoaded& e) {
    RC_ASSERT(e.counted_with != entry_->by);
    for (const LineQuantity& each : e.quantities) on_van_[each.line] += each.quantity;
  }
  void operator()(const events::GoodsDelivered& e) {
    for (const LineQuantity& each : e.quantities) on_van_[each.line] -= each.quantity;
    for (const auto& [line, quantity] : on_van_) RC_ASSERT(quantity >= Decimal(0));
    go(e.quantities);
    RC_ASSERT(e.amount <= price_of(e.quantities));
    invoice(e.shipment, e.amount, std::nullopt);
  }
  void operator()(const events::VanCounted& e) {
    for (const LineQuantity& each : e.returned) on_van_[each.line] -= each.quantity;
    for (const LineQuantity& each : e.missing) on_van_[each.line] -= each.quantity;
    for (const auto& [line, quantity] : on_van_) RC_ASSERT(quantity >= Decimal(0));
  }
  void operator()(const events::CallOffReceived& e) {
    if (e.prepaid) deposit_ += *e.prepaid;
  }
  void operator()(const events::GoodsWeighed& e) { go({{e.line, e.gross - e.tare}}); }
  void operator()(const events::GoodsLanded& e) {  // What is counted in is not ours to limit.
    for (const LineQuantity& each : e.quantities) shipped_[each.line] += each.quantity;
  }

  // Settlement.
  void operator()(const events::PaymentReceived& e) {
    settle(e.shipment, e.amount);
    if (e.bank_charges) settle(e.shipment, *e.bank_charges);
  }
  void operator()(const events::PaymentRefunded& e) {
    settle(e.shipment, -e.amount);
    RC_ASSERT(at(settled_, e.shipment) >= at(invoiced_, e.shipment));
  }
  void operator()(const events::ShipmentCommissionSettled& e) {
    RC_ASSERT(at(settled_, e.shipment) >= at(invoiced_, e.shipment));
    RC_ASSERT(shipment_commissions_.insert(e.shipment).second);
  }
  void operator()(const events::PaymentMade& e) { settle(e.shipment, e.amount); }
  void operator()(const events::BalanceWrittenOff& e) { settle(e.shipment, e.amount); }
  void operator()(const events::CashCollected& e) {
    settle(e.shipment, e.amount);
    held_.insert_or_assign(e.shipment, at(held_, e.shipment) + e.amount);
  }
  void operator()(const events::CashHandedIn& e) {
    RC_ASSERT(entry_->by != salesperson_);
    held_.insert_or_assign(e.shipment, at(held_, e.shipment) - e.amount);
    RC_ASSERT(at(held_, e.shipment) >= zero);
  }
  void operator()(const events::ProvisionalInvoiced& e) {
    invoice(e.shipment, e.amount, e.deposit_applied);
  }
  void operator()(const events::SupplierInvoiced& e) {
    invoice(e.shipment, e.amount, e.deposit_applied);
  }
  void operator()(const events::PriceFixed& e) {
    invoiced_.insert_or_assign(e.shipment, at(invoiced_, e.shipment) + e.difference);
  }
  void operator()(const events::OriginalsReleased& e) {  // Held until paid, but on open account.
    if (payment_way(contract_->terms) == PaymentWay::against_copy)
      RC_ASSERT(at(invoiced_, e.shipment) <= at(settled_, e.shipment));
  }

  // Complaints, review.
  void operator()(const events::ComplaintOpened& e) {
    RC_ASSERT(invoiced_.contains(e.shipment) || profile_ != Profile::export_sale);
    complaints_[e.ticket] = e.shipment;
    shipment_of_[e.ticket] = e.shipment;
  }
  void operator()(const events::RemedyAgreed& e) {
    if (!e.credit) return;
    const std::int32_t shipment = shipment_of_.at(e.ticket);
    settled_.insert_or_assign(shipment, at(settled_, shipment) + *e.credit);
    credited_.insert_or_assign(shipment, at(credited_, shipment) + *e.credit);
    RC_ASSERT(at(credited_, shipment) <= at(invoiced_, shipment));
  }
  void operator()(const events::ComplaintClosed& e) { complaints_.erase(e.ticket); }
  void operator()(const events::ProfitReported& /*e*/) {
    RC_ASSERT(++reports_ == 1);
    bool any = false;
    for (const auto& [line, quantity] : shipped_) any = any || quantity > Decimal(0);
    RC_ASSERT(any || profile_ == Profile::import);  // An import may land nothing.
  }
  void operator()(const events::CommissionSettled& /*e*/) { RC_ASSERT(++commissions_ == 1); }

  template <class E>
  void operator()(const E& /*no amounts*/) {}

 private:
  static constexpr Money zero = Money::zero(currencies::USD);

  static Decimal at(const std::map<std::int32_t, Decimal>& map, std::int32_t key) {
    const auto found = map.find(key);
    return found == map.end() ? Decimal(0) : found->second;
  }
  static Money at(const std::map<std::int32_t, Money>& map, std::int32_t key) {
    const auto found = map.find(key);
    return found == map.end() ? zero : found->second;
  }
  std::int32_t lines() const {
    return contract_ ? static_cast<std::int32_t>(contract_->lines.size()) : 0;
  }
  Decimal ordered(std::int32_t line) const {
    return contract_->lines.at(static_cast<std::size_t>(line) - 1).quantity;
  }
  Decimal most(std::int32_t line) const {
    return ordered(line) * (Decimal(1) + contract_->tolerance.fraction());
  }
  Money price_of(const std::vector<LineQuantity>& quantities) const {
    Money sum = zero;
    for (const LineQuantity& each : quantities)
      sum += Money::rounded(
          each.quantity * contract_->lines.at(static_cast<std::size_t>(each.line) - 1).unit_price,
          currencies::USD, Rounding::half_up);
    return sum;
  }
  bool is_secured() const {
    const SecurityNeed need = security_need(*contract_);
    return deposit_ >= need.deposit && (!need.letter_of_credit || credit_fits_) &&
           (!need.credit || granted_ + deposit_ >= contract_->amount);
  }
  Money paid_in_advance() const {
    Money sum = deposit_ - applied_;
    for (const auto& [number, settled] : settled_) sum += settled;
    return sum;
  }
  /// Of the deposit, at most a fifth of the contract (Civil Code art. 586).
  Money earnest() const {
    const Money fifth = Money::from_minor(contract_->amount.minor() / 5, currencies::USD);
    return std::min({deposit_, security_need(*contract_).deposit, fifth});
  }
  /// Shipped: never more than the contract takes.
  void go(const std::vector<LineQuantity>& quantities) {
    for (const LineQuantity& each : quantities) shipped_[each.line] += each.quantity;
    for (const LineQuantity& each : quantities) RC_ASSERT(shipped_[each.line] <= most(each.line));
  }
  void invoice(std::int32_t shipment, Money amount, const std::optional<Money>& applied) {
    invoiced_.insert_or_assign(shipment, at(invoiced_, shipment) + amount);
    if (!applied) return;
    settle(shipment, *applied);
    applied_ += *applied;
    RC_ASSERT(applied_ <= deposit_);
  }
  void settle(std::int32_t shipment, Money amount) {
    settled_.insert_or_assign(shipment, at(settled_, shipment) + amount);
  }

  const OrderEntry* entry_ = nullptr;
  Profile profile_ = Profile::export_sale;
  std::string salesperson_;
  std::string quoted_by_;
  std::optional<Contract> contract_;
  std::optional<events::AmendmentProposed> pending_;
  std::string proposed_by_;
  std::set<std::string> amendments_;
  std::set<std::int32_t> closed_short_;
  std::map<std::int32_t, std::string> sample_ordered_by_;
  std::map<std::int32_t, std::int32_t> samples_made_;
  std::set<std::int32_t> samples_out_;  // Without a verdict.
  Money deposit_ = zero;
  Money applied_ = zero;
  Money granted_ = zero;
  Money refunded_ = zero;     // After the order has ended.
  std::optional<Money> due_;  // Then.
  bool credit_fits_ = false;
  std::string planned_by_;
  Date planned_on_ = Date::min();
  std::map<std::int32_t, Decimal> made_;  // By line, as the next three.
  std::map<std::int32_t, Decimal> passed_;
  std::map<std::int32_t, Decimal> shipped_;
  std::map<std::int32_t, Decimal> on_van_;
  std::set<std::int32_t> shipment_commissions_;
  std::set<std::int32_t> accepted_;  // Shipments, as the next.
  std::set<std::int32_t> notified_;
  std::map<std::int32_t, Money> invoiced_;
  std::map<std::int32_t, Money> settled_;
  std::map<std::int32_t, Money> credited_;
  std::map<std::int32_t, Money> held_;
  std::map<std::int32_t, std::int32_t> complaints_;  // Open ones, and the shipment.
  std::map<std::int32_t, std::int32_t> shipment_of_;
  int reports_ = 0;
  int commissions_ = 0;
};

}  // namespace o2c
