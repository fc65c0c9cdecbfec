// An entry's hash, and an entry as text.

#include <string>

#include "o2c/order/journal_entry.hpp"

#include "moments.hpp"
#include "sha256.hpp"

namespace o2c::inline v1 {

JournalHash entry_hash(const JournalHash& before, const JournalEntry& entry) {
  return Sha256("o2c journal entry 1\n")
      .hash(before)
      .text(entry.order)
      .number(entry.seq)
      .text(entry.id)
      .text(entry.event)
      .number(entry.event_version)
      .number(entry.on.days())
      .number(entry.recorded_at_us)
      .text(entry.by)
      .text(entry.payload)
      .finish();
}

JournalHash journal_hash_after(const JournalHash& before, std::int64_t position,
                               const JournalHash& entry) {
  return Sha256("o2c journal 1\n").hash(before).number(position).hash(entry).finish();
}

std::string to_string(const JournalEntry& entry) {
  return "order " + entry.order + ", seq " + std::to_string(entry.seq) + " (" + entry.event +
         " on " + to_string(entry.on) + ", recorded " + moment_text(entry.recorded_at_us) + " by " +
         entry.by + ")";
}

}  // namespace o2c::inline v1
