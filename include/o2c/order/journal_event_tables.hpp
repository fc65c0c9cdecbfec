#pragma once

#include <cstdint>
#include <vector>

#include "o2c/money/currency_table.hpp"
#include "o2c/order/event_tables.hpp"
#include "o2c/order/journal.hpp"

namespace o2c::inline v1 {

/// The events of a journal as tables with typed columns, as they were known at a moment
/// (microseconds, UTC). Events that earlier versions wrote are there in today's form. Throws
/// JournalError, and ParseError with the entry for what is no event of an order.
std::vector<NamedTable> journal_event_tables(
    const Journal& journal, std::int64_t known_at_us = JournalReading::now,
    const CurrencyTable& currencies = CurrencyTable::iso_4217());

}  // namespace o2c::inline v1
