#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/columns/table_builder.hpp"
#include "o2c/order/journal_table.hpp"

namespace o2c::inline v1 {

std::shared_ptr<const ArrowTable> journal_table(const Journal& journal, std::int64_t known_at_us) {
  std::vector<JournalEntry> entries;
  std::vector<std::string> hashes;
  for (const JournalEntry& entry : journal.entries(known_at_us)) {
    entries.push_back(entry);
    hashes.push_back(to_string(entry.hash));
  }
  const auto text = [&](std::string JournalEntry::* field) {
    return [&entries, field](std::size_t i) { return std::string_view(entries[i].*field); };
  };
  const auto number = [&](auto field) {
    return [&entries, field](std::size_t i) {
      return std::optional(static_cast<std::int64_t>(entries[i].*field));
    };
  };
  return TableBuilder(entries.size())
      .integer("position", number(&JournalEntry::position))
      .text("order", text(&JournalEntry::order))
      .integer("seq", number(&JournalEntry::seq))
      .text("id", text(&JournalEntry::id))
      .text("event", text(&JournalEntry::event))
      .integer("event_version", number(&JournalEntry::event_version))
      .date("on", [&](std::size_t i) { return std::optional(entries[i].on.days()); })
      .moment("recorded_at", number(&JournalEntry::recorded_at_us))
      .text("by", text(&JournalEntry::by))
      .text("payload", text(&JournalEntry::payload))
      .text("hash", [&](std::size_t i) { return std::string_view(hashes[i]); })
      .finish();
}

}  // namespace o2c::inline v1
