#pragma once

#include <cstdint>
#include <string>
#include <tuple>

#include "o2c/number/field.hpp"
#include "o2c/order/journal_hash.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// An event on its way into a journal, which does not look into its payload.
///
/// Texts are UTF-8 without U+0000. `id`, `event` and `by` have 1 to 500 bytes, `payload` at most
/// 64 MiB.
struct JournalEvent {
  std::string id;                  ///< Of the event: once in a journal.
  std::string event;               ///< The name of its type.
  std::int32_t event_version = 1;  ///< Of the form of its payload; from 1.
  Date on;                         ///< When it holds.
  /// When it was recorded: microseconds since 1970 (UTC), of the years 1 to 9999. Given by the
  /// caller; never goes back within an order.
  std::int64_t recorded_at_us;
  std::string by;  ///< Who recorded it.
  std::string payload{};

  friend bool operator==(const JournalEvent&, const JournalEvent&) = default;

  static constexpr auto fields() {
    return std::tuple(
        Field{"id", &JournalEvent::id, "of the event: once in a journal"},
        Field{"event", &JournalEvent::event, "the name of its type"},
        Field{"event_version", &JournalEvent::event_version, "of the form of its payload"},
        Field{"on", &JournalEvent::on, "when it holds"},
        Field{"recorded_at", &JournalEvent::recorded_at_us, "when it was recorded (UTC)"},
        Field{"by", &JournalEvent::by, "who recorded it"},
        Field{"payload", &JournalEvent::payload, "what it says"});
  }
};

/// An event as it stands in a journal.
struct JournalEntry : JournalEvent {
  std::int64_t position;     ///< In the order of recording of the whole journal: 1, 2, ...
  std::string order;         ///< The number of the order; as long as an id.
  std::int64_t seq;          ///< The order's version: 1, 2, ... without gaps.
  JournalHash hash;          ///< entry_hash after the order's entry before.
  JournalHash journal_hash;  ///< journal_hash_after the journal's entry before.

  friend bool operator==(const JournalEntry&, const JournalEntry&) = default;
};

/// The SHA-256 over "o2c journal entry 1\n", the hash of the order's entry before (zeros for the
/// first), and order, seq, id, event, event_version, on, recorded_at_us, by, payload. Numbers are
/// eight bytes in two's complement, the highest first (`on` as days since 1970-01-01); a text is
/// its number of bytes, so written, and the bytes. `hash`, `position`, `journal_hash` of the entry
/// are not looked at.
JournalHash entry_hash(const JournalHash& before, const JournalEntry& entry);

/// The SHA-256 over "o2c journal 1\n", the hash of the journal after the entry before (zeros for
/// the first), the position, written as numbers are in entry_hash, and the hash of the entry.
JournalHash journal_hash_after(const JournalHash& before, std::int64_t position,
                               const JournalHash& entry);

/// "order SO-1, seq 3 (confirmed on 2026-11-02, recorded 2026-11-02T09:30:00.000000Z by Li)".
std::string to_string(const JournalEntry& entry);

}  // namespace o2c::inline v1
