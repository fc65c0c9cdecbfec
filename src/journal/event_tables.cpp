#include <utility>

#include "o2c/number/error.hpp"
#include "o2c/order/event_payload.hpp"
#include "o2c/order/journal_event_tables.hpp"

namespace o2c::inline v1 {

std::vector<NamedTable> journal_event_tables(const Journal& journal, std::int64_t known_at_us,
                                             const CurrencyTable& currencies) {
  EventReader reader(currencies);
  EventTablesBuilder tables;
  for (const JournalEntry& entry : journal.entries(known_at_us)) {
    try {
      EventInOffice said = reader.read(entry.event, entry.event_version, entry.payload);
      tables.add(entry.order,
                 {std::move(said.event), entry.on, entry.by, said.role, entry.recorded_at_us});
    } catch (const ParseError& wrong) {
      throw ParseError(to_string(entry) + ": " + wrong.what(), wrong.text(), wrong.offset(),
                       wrong.faults());
    }
  }
  return tables.finish();
}

}  // namespace o2c::inline v1
