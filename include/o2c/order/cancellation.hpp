#pragma once

#include <optional>
#include <tuple>

#include "o2c/money/money.hpp"
#include "o2c/number/field.hpp"
#include "o2c/order/order_state.hpp"

namespace o2c::inline v1 {

/// What becomes of what was paid in advance when an order ends before anything has gone. Of a
/// deposit that the terms call one, up to 20% of the contract is earnest money (定金, Civil Code
/// art. 586): its payer loses it by his default, its receiver owes it twice by his (art. 587).
/// Everything else that was paid in advance is handed back (art. 566), but for what both agreed to
/// keep.
struct CancellationAccount {
  Money received;   ///< In advance, less what was handed back before.
  Money earnest;    ///< Of it.
  Money forfeited;  ///< Stays with who received it: the payer's default.
  Money doubled;    ///< Due besides: the receiver's default.
  Money kept;       ///< For what it has cost, as agreed.
  Money due;        ///< To be handed back: received - forfeited - kept + doubled.
  Money refunded;   ///< Of it, so far.
  Money left;       ///< Of it, to come.

  static constexpr auto fields() {
    return std::tuple{
        Field{"received", &CancellationAccount::received, "in advance"},
        Field{"earnest", &CancellationAccount::earnest, "of it: 定金, at most 20% of the contract"},
        Field{"forfeited", &CancellationAccount::forfeited, "stays with who received it"},
        Field{"doubled", &CancellationAccount::doubled, "due besides"},
        Field{"kept", &CancellationAccount::kept, "as agreed"},
        Field{"due", &CancellationAccount::due, "to be handed back"},
        Field{"refunded", &CancellationAccount::refunded, "of it, so far"},
        Field{"left", &CancellationAccount::left, "of it, to come"}};
  }
  friend bool operator==(const CancellationAccount&, const CancellationAccount&) = default;
};

/// None unless the order was cancelled.
std::optional<CancellationAccount> cancellation_account(const OrderState& state);

}  // namespace o2c::inline v1
