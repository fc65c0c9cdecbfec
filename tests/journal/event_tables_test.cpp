// A journal as tables with typed columns.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "o2c/order/event_table_reader.hpp"
#include "o2c/order/journal_event_tables.hpp"
#include "o2c/order/journal_order.hpp"
#include "o2c/order/journal_sqlite.hpp"
#include "o2c/order/journal_state.hpp"

#include "../order/profile_stories.hpp"

namespace o2c {
namespace {

/// Two orders, an event each in turns, a second after the other.
SqliteJournal told_journal() {
  SqliteJournal journal(":memory:");
  const std::vector<OrderEntry> paid = test::paid().order().history();
  const std::vector<OrderEntry> matched = test::matched().order().history();
  std::int64_t seconds = 0;
  const auto append = [&](const std::string& order, const std::vector<OrderEntry>& history,
                          std::size_t i) {
    if (i >= history.size()) return;
    OrderEntry entry = history[i];
    entry.recorded_at_us = 1'000'000 * ++seconds;
    const std::vector events{to_journal(entry, order + "/" + std::to_string(i))};
    EXPECT_TRUE(journal.append(order, static_cast<std::int64_t>(i), events).stored());
  };
  for (std::size_t i = 0; i < paid.size() || i < matched.size(); ++i) {
    append("SO-1", paid, i);
    append("LT-1", matched, i);
  }
  return journal;
}

TEST(JournalEventTables, FoldToWhatTheJournalOpens) {
  const SqliteJournal journal = told_journal();
  for (const std::int64_t known_at_us : {JournalReading::now, std::int64_t{20'000'000}}) {
    std::size_t orders = 0;
    fold_event_tables(
        sources_of(journal_event_tables(journal, known_at_us)), [&](const FoldedOrder& order) {
          ++orders;
          EXPECT_EQ(order.state, open_state(journal, std::string(order.number), known_at_us));
        });
    EXPECT_EQ(orders, 2U);
  }
}

TEST(JournalEventTables, NameAnEntryThatIsNoEventOfAnOrder) {
  SqliteJournal journal(":memory:");
  const std::vector<JournalEvent> events{{.id = "e1",
                                          .event = "confirmed",
                                          .on = Date(2026, 3, 2),
                                          .recorded_at_us = 0,
                                          .by = "Li",
                                          .payload = "{}"}};
  EXPECT_TRUE(journal.append("SO-1", 0, events).stored());
  try {
    static_cast<void>(journal_event_tables(journal));
    FAIL();
  } catch (const ParseError& error) {
    EXPECT_EQ(std::string(error.what()).substr(0, 28), "order SO-1, seq 1 (confirmed");
  }
}

}  // namespace
}  // namespace o2c
