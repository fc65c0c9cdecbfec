#pragma once

#include <memory>
#include <string_view>

#include "o2c/money/currency.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/money/money.hpp"

// C++ passes a CurrencyTable to whatever reads codes. Python users expect to write 'POINT' anywhere
// a currency is expected, so at this edge, and only here, the process has one table.
namespace o2c::python {

/// The currencies known in this process: ISO 4217 and what was registered. The table returned does
/// not change any more; a later registration makes another one. Any thread may call it.
std::shared_ptr<const CurrencyTable> currency_table();

/// Adds a currency for the rest of the process; again with the same digits changes nothing.
/// Throws InvalidArgument for a code known with other digits.
void register_currency(Currency currency);

/// Whether the currency is the one that its code alone names.
bool is_known(Currency currency);

}  // namespace o2c::python
