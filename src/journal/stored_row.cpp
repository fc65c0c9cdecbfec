#include "stored_row.hpp"

#include <cstring>
#include <limits>
#include <optional>

#include "o2c/number/error.hpp"

#include "moments.hpp"

namespace o2c::inline v1 {
namespace {

std::optional<Date> read_date(std::string_view text) {
  try {
    return Date::parse(text);
  } catch (const ParseError&) {
    return std::nullopt;
  }
}

}  // namespace

bool read_hash(std::string_view bytes, JournalHash& hash) {
  if (bytes.size() != hash.bytes.size()) return false;
  std::memcpy(hash.bytes.data(), bytes.data(), bytes.size());
  return true;
}

StoredEntry stored_entry(const RowValues& row) {
  const std::optional<Date> on = read_date(row.on);
  StoredEntry stored{{{.id = std::string(row.id),
                       .event = std::string(row.event),
                       .event_version = 0,
                       .on = on.value_or(Date(1970, 1, 1)),
                       .recorded_at_us = row.recorded_at_us,
                       .by = std::string(row.by),
                       .payload = std::string(row.payload)},
                      row.position,
                      std::string(row.order),
                      row.seq,
                      {},
                      {}}};
  const auto refuse = [&stored](const char* column, const std::string& value,
                                const char* expected) {
    if (stored.unreadable.empty())
      stored.unreadable = std::string(column) + " " + value + " is not " + expected;
  };
  if (!on) refuse("on_date", in_quotes(row.on), "a date YYYY-MM-DD");
  if (row.event_version < 1 || row.event_version > std::numeric_limits<std::int32_t>::max())
    refuse("event_version", std::to_string(row.event_version), "a number from 1");
  else
    stored.entry.event_version = static_cast<std::int32_t>(row.event_version);
  if (!is_moment(row.recorded_at_us))
    refuse("recorded_at_us", std::to_string(row.recorded_at_us), "in the years 1 to 9999");
  if (!read_hash(row.hash, stored.entry.hash))
    refuse("hash", "of " + std::to_string(row.hash.size()) + " bytes", "one of 32");
  if (!read_hash(row.journal_hash, stored.entry.journal_hash))
    refuse("journal_hash", "of " + std::to_string(row.journal_hash.size()) + " bytes", "one of 32");
  return stored;
}

}  // namespace o2c::inline v1
