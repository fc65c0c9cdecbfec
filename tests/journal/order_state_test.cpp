#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/order/decide.hpp"
#include "o2c/order/journal_order.hpp"
#include "o2c/order/journal_sqlite.hpp"
#include "o2c/order/journal_state.hpp"
#include "o2c/version.hpp"

#include "../order/story.hpp"

// The states of orders that a journal keeps.
namespace o2c::test {
namespace {

using namespace events;

/// A shipped order in the journal, an event a second.
OrderState put(Journal& journal) {
  OrderState state;
  const Story story = shipped();
  for (OrderEntry entry : story.order().history()) {
    entry.recorded_at_us = 1'000'000 * state.version;
    const std::string id = "e" + std::to_string(state.version);
    EXPECT_TRUE(record(journal, "SO-1", state, {}, entry, id)->stored());
  }
  return state;
}

/// The schema under which states are kept.
std::string schema_of(Journal& journal, const OrderState& state) {
  keep_state(journal, "SO-1", state);
  std::string schema = "order state of o2c " O2C_VERSION_STRING ", form 2";
  EXPECT_TRUE(journal.snapshot("SO-1", schema)) << "the schema has another name";
  return schema;
}

TEST(JournalState, IsThatOfTheOrder) {
  SqliteJournal journal(":memory:");
  const OrderState state = put(journal);
  EXPECT_EQ(open_state(journal, "SO-1"), state);
  EXPECT_EQ(open_order(journal, "SO-1").state(), state);
  EXPECT_EQ(open_state(journal, "SO-2"), OrderState());
}

TEST(JournalState, IsReadInsteadOfTheEvents) {
  SqliteJournal journal(":memory:");
  OrderState state = put(journal);
  state.party = "Somebody Else";  // As no event says: so it is known where a state comes from.
  keep_state(journal, "SO-1", state);
  EXPECT_EQ(open_state(journal, "SO-1").party, "Somebody Else");
  EXPECT_EQ(open_state(journal, "SO-1", 1'000'000).party, "Rainy Harbor");  // It was not yet.
  EXPECT_EQ(journal.drop_snapshots(), 1);
  EXPECT_EQ(open_state(journal, "SO-1").party, "Rainy Harbor");
}

TEST(JournalState, IsNotReadWhereItCannotBe) {
  SqliteJournal journal(":memory:");
  const OrderState state = put(journal);
  const std::string schema = schema_of(journal, state);
  for (const char* payload : {"", "{", "[]", R"({"version":1})", R"({"version":"x"})",
                              R"({"version":99})", R"({"party":5})"}) {
    journal.save_snapshot({"SO-1", state.version, schema, payload});
    EXPECT_EQ(open_state(journal, "SO-1"), state) << payload;
  }
}

TEST(JournalState, OfAnotherVersionIsNotLookedAt) {
  SqliteJournal journal(":memory:");
  OrderState state = put(journal);
  const std::string schema = schema_of(journal, state);
  state.party = "Somebody Else";
  keep_state(journal, "SO-1", state);
  const std::string payload = journal.snapshot("SO-1", schema)->payload;
  journal.drop_snapshots();
  journal.save_snapshot({"SO-1", state.version, "order state of o2c 0.0.9, form 2", payload});
  EXPECT_EQ(open_state(journal, "SO-1").party, "Rainy Harbor");
}

TEST(JournalState, IsNotKeptAheadOfTheJournal) {
  SqliteJournal journal(":memory:");
  OrderState state = put(journal);
  ++state.version;
  EXPECT_THROW(keep_state(journal, "SO-1", state), InvalidArgument);
}

TEST(JournalState, IsKeptNowAndThen) {
  SqliteJournal journal(":memory:");
  OrderState state = put(journal);
  for (std::int32_t n = 1; state.version < states_kept_every; ++n) {
    EXPECT_EQ(journal.drop_snapshots(), 0);
    const OrderEntry entry{ComplaintOpened{n, 1, "colour"}, Date(2026, 12, 1), "Li",
                           Role::salesperson, 1'000'000 * state.version};
    const std::string id = "c" + std::to_string(n);
    ASSERT_TRUE(record(journal, "SO-1", state, {}, entry, id)->stored());
  }
  EXPECT_EQ(open_state(journal, "SO-1"), state);
  EXPECT_EQ(journal.drop_snapshots(), 1);
}

TEST(JournalState, IsAsItWasAfterARefusalAndAConflict) {
  SqliteJournal journal(":memory:");
  OrderState mine;
  OrderState yours;
  const OrderEntry opened{OrderOpened{Profile::export_sale, "P", "Li"}, Date(2026, 3, 2), "Li"};
  ASSERT_TRUE(record(journal, "SO-1", mine, {}, opened, "e1")->stored());
  const OrderState before = mine;
  EXPECT_FALSE(record(journal, "SO-1", mine, {}, opened, "e2"));
  EXPECT_EQ(mine, before);
  EXPECT_EQ(record(journal, "SO-1", mine, {}, opened, "e1")->outcome, AppendOutcome::already_there);
  EXPECT_EQ(mine, before);
  const auto answer = record(journal, "SO-1", yours, {}, opened, "e3");
  ASSERT_TRUE(answer);
  EXPECT_EQ(*answer, (AppendAnswer{AppendOutcome::conflict, 1}));
  EXPECT_EQ(yours, OrderState());
}

}  // namespace
}  // namespace o2c::test
