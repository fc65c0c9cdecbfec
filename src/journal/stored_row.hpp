#pragma once

// An entry from the columns of a database's row.

#include <cstdint>
#include <string>
#include <string_view>

#include "store.hpp"

namespace o2c::inline v1 {

/// The columns of entries, in the order of RowValues.
inline constexpr std::string_view entry_columns =
    "position, order_no, seq, event_id, event, event_version, on_date, recorded_at_us, "
    "recorded_by, payload, hash, journal_hash";

struct RowValues {
  std::int64_t position;
  std::string_view order;
  std::int64_t seq;
  std::string_view id;
  std::string_view event;
  std::int64_t event_version;
  std::string_view on;
  std::int64_t recorded_at_us;
  std::string_view by;
  std::string_view payload;
  std::string_view hash;
  std::string_view journal_hash;
};

StoredEntry stored_entry(const RowValues& row);

/// The hash of so many bytes; nothing of another number of them.
bool read_hash(std::string_view bytes, JournalHash& hash);

}  // namespace o2c::inline v1
