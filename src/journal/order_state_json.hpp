#pragma once

#include <string>

#include "o2c/money/currency_table.hpp"
#include "o2c/order/order_state.hpp"

// The state of an order as text, for the cache that a journal has of it.
namespace o2c::inline v1 {

/// Names the form of the text: it is another one in each version of o2c, since what events come to
/// may be, too.
const std::string& state_schema();

std::string state_text(const OrderState& state);

/// Reads what state_text writes. Throws ParseError.
OrderState parse_state(const std::string& text, const CurrencyTable& currencies);

}  // namespace o2c::inline v1
