#pragma once

#include <cstdint>
#include <string>

#include "o2c/explain/refusal.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/order/journal.hpp"
#include "o2c/order/order_event.hpp"
#include "o2c/order/order_policy.hpp"
#include "o2c/order/order_state.hpp"

// What an order has come to, without its history: for orders of many events, of which a journal
// keeps the state now and then, as a cache.
namespace o2c::inline v1 {

/// The state of an order as its journal has it, or had it at a moment: the one that was kept last,
/// if it fits, and the events after it; without entries, that of a new order. It is what all events
/// make. A state that another version of o2c kept is not looked at. Throws JournalError,
/// ParseError.
OrderState open_state(const Journal& journal, const std::string& number,
                      std::int64_t known_at_us = JournalReading::now,
                      const CurrencyTable& currencies = CurrencyTable::iso_4217());

/// Keeps the state for open_state; drop_snapshots forgets it. `state` is that of the order after as
/// many of its entries as its version says. Throws InvalidArgument if the journal has fewer,
/// JournalError.
void keep_state(Journal& journal, const std::string& number, const OrderState& state);

/// After so many events more of an order, record() keeps its state.
inline constexpr std::int64_t states_kept_every = 256;

/// record() of an order of which only the state is at hand.
Expected<AppendAnswer> record(Journal& journal, const std::string& number, OrderState& state,
                              const OrderPolicy& policy, const OrderEntry& entry, std::string id);

}  // namespace o2c::inline v1
