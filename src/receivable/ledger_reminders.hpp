#pragma once

// What a ledger knows of reminders and promises. Private to src/receivable.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "ledger_state.hpp"

namespace o2c::inline v1 {

/// Throws InvalidArgument with all that is wrong with a reminder.
void check_reminder(const LedgerState& state, const Reminder& reminder);
/// What stands against a line of one that is recorded now, if anything.
std::optional<Refusal> refusal_of(const LedgerState& state, Date date, const ReminderLine& line);

struct LastReminder {
  std::int32_t level = 0;
  std::optional<Date> date{};
};
/// At which level an item was reminded of since it was last paid, as of a day.
LastReminder last_reminder(const LedgerState& state, std::uint32_t item, const AsOf& as_of);

/// The items that a promise is about, those due first in front.
std::vector<std::uint32_t> promised_items(const LedgerState& state, const PromiseRow& row);

}  // namespace o2c::inline v1
