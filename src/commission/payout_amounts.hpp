#pragma once

// The amounts of a payout by name, in the order in which it comes about. Private to
// src/commission.

#include <array>
#include <cstddef>
#include <string_view>

#include "o2c/commission/payout.hpp"
#include "o2c/money/money.hpp"

namespace o2c::inline v1 {

struct PayoutAmount {
  std::string_view name;
  Money& (*of)(Payout& payout);
};

inline constexpr std::array<PayoutAmount, 19> payout_amounts{{
    {"opening_overpaid", [](Payout& p) -> Money& { return p.opening.overpaid; }},
    {"opening_draw", [](Payout& p) -> Money& { return p.opening.draw; }},
    {"opening_held", [](Payout& p) -> Money& { return p.opening.held; }},
    {"opening_awaiting", [](Payout& p) -> Money& { return p.opening.awaiting; }},
    {"commission", [](Payout& p) -> Money& { return p.earnings.commission; }},
    {"overrides", [](Payout& p) -> Money& { return p.earnings.overrides; }},
    {"pools", [](Payout& p) -> Money& { return p.earnings.pools; }},
    {"corrections", [](Payout& p) -> Money& { return p.earnings.corrections; }},
    {"released", [](Payout& p) -> Money& { return p.earnings.released; }},
    {"repaid", [](Payout& p) -> Money& { return p.repaid; }},
    {"held_back", [](Payout& p) -> Money& { return p.held_back; }},
    {"advanced", [](Payout& p) -> Money& { return p.advanced; }},
    {"recovered", [](Payout& p) -> Money& { return p.recovered; }},
    {"forgiven", [](Payout& p) -> Money& { return p.forgiven; }},
    {"payable", [](Payout& p) -> Money& { return p.payable; }},
    {"overpaid", [](Payout& p) -> Money& { return p.closing.overpaid; }},
    {"draw", [](Payout& p) -> Money& { return p.closing.draw; }},
    {"held", [](Payout& p) -> Money& { return p.closing.held; }},
    {"awaiting", [](Payout& p) -> Money& { return p.closing.awaiting; }},
}};

/// What lines, overrides and pools brought.
inline Money earned_of(const Payout& payout) {
  return payout.earnings.commission + payout.earnings.overrides + payout.earnings.pools;
}
inline Payout no_payout(const Currency& currency) {
  const Money nothing = Money::zero(currency);
  const CommissionBalance none = CommissionBalance::none(currency);
  return {
      Earnings::none(currency), none, nothing, nothing, nothing, nothing, nothing, nothing, none};
}
inline Money amount_of(const Payout& payout, const PayoutAmount& amount) {
  Payout copy = payout;
  return amount.of(copy);
}

}  // namespace o2c::inline v1
