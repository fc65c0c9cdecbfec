#pragma once

#include <cstdint>
#include <string>

namespace o2c::inline v1 {

/// Something in a journal that is not as it was recorded.
struct JournalBreak {
  std::int64_t position = 0;  ///< In the journal; 0: none in particular.
  std::string order{};        ///< Empty: none in particular.
  std::int64_t seq = 0;       ///< In the order; 0: none in particular.
  /// What differs: "hash" (the fields of the entry do not give its hash), "seq", "position",
  /// "recorded_at" (goes back), "journal_hash", "missing", "head" (what was kept of the journal's
  /// head or the order's last entry), "unreadable", "store" (tables, triggers, indexes).
  std::string differs{};
  std::string reason{};  ///< A sentence.

  friend bool operator==(const JournalBreak&, const JournalBreak&) = default;
};

/// "order SO-1, seq 3 (position 17): hash: its fields do not give its hash".
std::string to_string(const JournalBreak& found);

}  // namespace o2c::inline v1
