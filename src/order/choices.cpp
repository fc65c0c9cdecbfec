#include <algorithm>
#include <initializer_list>
#include <ranges>

#include "o2c/order/guard_functions.hpp"

#include "asked.hpp"
#include "reckoned.hpp"

namespace o2c::inline v1::guards::holds {

using namespace events;

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
         (security.granted && state.contract &&
          *security.granted + deposit >= state.contract->amount);
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
  return sign_of_open(state.shipments[position(part)]) <= 0;
}
bool some_cash_is_held(const OrderState& state, std::int32_t part) {
  const auto& held = state.shipments[position(part)].cash_held;
  return held && sign(*held) > 0;
}
bool nothing_is_open_or_held(const OrderState& state, std::int32_t part) {
  return nothing_is_open(state, part) && !some_cash_is_held(state, part);
}

}  // namespace o2c::inline v1::guards::holds
