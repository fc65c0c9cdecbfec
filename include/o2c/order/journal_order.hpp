#pragma once

#include <cstdint>
#include <string>

#include "o2c/explain/refusal.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/order/journal.hpp"
#include "o2c/order/order.hpp"

namespace o2c::inline v1 {

/// What an order's event says, as a journal keeps it: `event` is its type, `payload` a JSON object
/// of the office it was done in (`role`) and its fields, by their names; amounts, numbers and dates
/// are texts, what is not there is left out. Throws InvalidArgument for
/// texts that are no UTF-8.
JournalEvent to_journal(const OrderEntry& entry, std::string id);

/// Reads it back, exactly. Currencies are those of the table. Throws ParseError, with the field,
/// for payloads that are none, and for events that this version of o2c does not know.
OrderEntry from_journal(const JournalEvent& event,
                        const CurrencyTable& currencies = CurrencyTable::iso_4217());

/// The order as its journal has it, or had it at a moment; without entries, a new one. Throws
/// JournalError, ParseError.
Order open_order(const Journal& journal, std::string number, OrderPolicy policy = {},
                 std::int64_t known_at_us = JournalReading::now,
                 const CurrencyTable& currencies = CurrencyTable::iso_4217());

/// The event happens to the order, and is in the journal for good: both, or neither. Refused: why
/// not. In conflict: somebody else was faster, the answer has the journal's version, and the order
/// is as it was; open it again and decide anew. `id` makes it safe to send an event twice. Throws
/// JournalError, InvalidArgument.
Expected<AppendAnswer> record(Journal& journal, Order& order, OrderEntry entry, std::string id);

}  // namespace o2c::inline v1
