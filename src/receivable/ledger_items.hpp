#pragma once

// Documents and items of a ledger, for those who are asked about them. Private to src/receivable.

#include <cstdint>
#include <string_view>
#include <vector>

#include "o2c/receivable/open_item.hpp"

#include "ledger_state.hpp"

namespace o2c::inline v1 {

/// The documents of a party in the order in which they were recorded. Throws InvalidArgument for a
/// party that nothing was posted for.
std::vector<std::uint32_t> documents_of(const LedgerState& state, std::string_view party);

/// What is open of an item, `open_minor` without the sign of its side, by its due date as of a day;
/// a payment is a deposit or not as of that day.
OpenItem open_item(const LedgerState& state, std::uint32_t item, std::int64_t open_minor,
                   const AsOf& as_of);

/// Whether a document is a sale on credit, as measures of collecting take it: interest is none.
constexpr bool is_sale(DocumentKind kind) noexcept {
  return kind == DocumentKind::invoice || kind == DocumentKind::debit_note;
}

}  // namespace o2c::inline v1
