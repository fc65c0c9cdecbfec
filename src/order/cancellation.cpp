#include "o2c/order/cancellation.hpp"

#include <algorithm>
#include <vector>

#include "reckoned.hpp"

namespace o2c::inline v1 {

namespace {

/// What the terms call a deposit, as agreed.
Money agreed_deposit(const Contract& contract) {
  const std::vector<Installment> schedule = contract.terms.schedule(contract.amount, {});
  Money sum = Money::zero(contract.amount.currency());
  for (const Installment& instalment : schedule)
    if (instalment.purpose == Purpose::deposit) sum += instalment.amount;
  return sum;
}

/// Rounded down: more than a fifth is no earnest money.
Money fifth_of(Money amount) {
  return Money::rounded(amount.amount() * Decimal::parse("0.2"), amount.currency(), Rounding::down);
}

}  // namespace

std::optional<CancellationAccount> cancellation_account(const OrderState& state) {
  if (state.deal != DealStage::cancelled || !state.contract) return std::nullopt;
  const Money nothing = Money::zero(state.contract->amount.currency());
  // An import may be invoiced, and paid, before anything has come: what settled the invoice was
  // paid in advance, too.
  Money received = guards::holds::deposit_left(state);
  for (const ShipmentState& shipment : state.shipments)
    received += shipment.settled.value_or(nothing);
  const Money earnest =
      std::min({state.security.deposit.value_or(nothing), agreed_deposit(*state.contract),
                fifth_of(state.contract->amount)});
  CancellationAccount account{received,
                              earnest,
                              nothing,
                              nothing,
                              state.kept.value_or(nothing),
                              received,
                              state.security.refunded.value_or(nothing),
                              nothing};
  // Of an import it is we who have paid.
  const OrderEnding payer =
      state.profile == Profile::import ? OrderEnding::we_defaulted : OrderEnding::party_defaulted;
  if (state.ending == payer)
    account.forfeited = earnest;
  else if (state.ending != OrderEnding::agreed)
    account.doubled = earnest;
  account.due = received - account.forfeited - account.kept + account.doubled;
  account.left = account.due - account.refunded;
  return account;
}

}  // namespace o2c::inline v1
