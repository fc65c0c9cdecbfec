#pragma once

// [orders] of book.toml. Private to src/close.

#include "o2c/explain/detail/toml_reader.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/order/order_policy.hpp"

namespace o2c::inline v1 {

/// What the house decides about its orders; what is not stated stays as it is.
/// Faults go to the reader, unknown keys too.
void read_order_settings(TomlReader orders, OrderPolicy& policy, const CurrencyTable& currencies);

}  // namespace o2c::inline v1
