#pragma once

// What was applied to an item by the dates of the facts: money that came on a day has come then,
// also where it is posted later because the books were locked. Private to src/receivable.

#include <cstdint>

#include "ledger_state.hpp"

namespace o2c::inline v1 {

/// Calls use(date, minor) for each row applied to an item that is dated by a day, and known.
template <class Use>
void for_dated_rows(const LedgerState& state, std::uint32_t item, const AsOf& as_of,
                    const Use& use) {
  state.for_applied(item, [&](std::uint32_t id, std::int64_t minor) {
    const AppliedRow& row = state.applied[id];
    if (LedgerState::holds(row.date, row.recorded_at_us, as_of)) use(row.date, minor);
  });
}

}  // namespace o2c::inline v1
