#include <algorithm>
#include <initializer_list>
#include <ranges>

#include "o2c/order/cancellation.hpp"
#include "o2c/order/guard_functions.hpp"

#include "asked.hpp"
#include "reckoned.hpp"

namespace o2c::inline v1::guards::holds {

using namespace events;

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
         (asked.state.contract &&
          *security.credit_amount + security.need->deposit >= asked.state.contract->amount);
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

bool presentation_has_days(const Asked& asked) {
  const auto& days = event_of<LetterOfCreditReceived>(asked).presentation_days;
  return !days || *days >= 1;
}

bool security_can_lapse(const Asked& asked) {
  return asked.state.security.credit_amount || asked.state.security.granted;
}

bool refunds_what_is_due(const Asked& asked) {
  const Money amount = event_of<DepositRefunded>(asked).amount;
  const OrderState& state = asked.state;
  if (!state.contract || amount.currency() != state.contract->amount.currency()) return true;
  const auto ended = cancellation_account(state);
  return amount <= (ended ? ended->left : deposit_left(state));
}

bool is_secured(const Asked& asked) {
  if (asked.state.security.stage == SecurityStage::secured) return true;
  // A supplier may ask for nothing before it delivers.
  const auto& need = asked.state.security.need;
  return asked.state.profile == Profile::import && need && sign(need->deposit) <= 0 &&
         !need->letter_of_credit;
}

}  // namespace o2c::inline v1::guards::holds
