// Whatever somebody does to the database of a journal is found, and named.

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stores.hpp"

namespace o2c {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class Verify : public EveryStore {
 protected:
  // Orders A and B, one after the other: A1 B1 A2 B2 A3 B3 A4 B4.
  void SetUp() override {
    Journal journal = open();
    for (std::int64_t n = 0; n < 8; ++n)
      ASSERT_TRUE(journal.append(n % 2 == 0 ? "A" : "B", n / 2, event_numbers(n, 1)).stored());
    ASSERT_THAT(journal.verify(), IsEmpty());
  }
  std::vector<std::string> verify(const std::vector<JournalHead>& kept = {}) {
    return lines_of(open().verify(kept));
  }
};
INSTANTIATE_TEST_SUITE_P(, Verify, testing::ValuesIn(store_kinds()), name_of);

TEST_P(Verify, NamesTheEntryOfEveryFieldThatIsEdited) {
  struct Edit {
    const char* set;
    const char* back;
    const char* named;
  };
  const std::vector<Edit> edits{
      {"event_id = 'x'", "event_id = 'e4'", "hash"},
      {"event = 'shipped'", "event = 'confirmed'", "hash"},
      {"event_version = 7", "event_version = 2", "hash"},
      {"on_date = '2026-06-06'", "on_date = '2026-06-05'", "hash"},
      {"recorded_at_us = recorded_at_us + 1", "recorded_at_us = recorded_at_us - 1", "hash"},
      {"recorded_by = 'Wu'", "recorded_by = 'Li'", "hash"},
      {"payload = '{}'", "payload = '{\"n\":4}'", "hash"},
      {"seq = 30", "seq = 3", "seq"},
      {"on_date = '2026-02-30'", "on_date = '2026-06-05'", "unreadable"},
      {"event_version = 0", "event_version = 2", "unreadable"},
  };
  for (const Edit& edit : edits) {
    // There, a date is always one.
    if (GetParam().name == std::string("postgresql") && edit.set == edits[8].set) continue;
    forge(std::string("UPDATE entries SET ") + edit.set + " WHERE position = 5");
    const std::vector<std::string> found = verify();
    EXPECT_THAT(found, ElementsAre(StartsWith(std::string("order A, seq 3") +
                                              (edit.named == std::string("seq") ? "0" : "") +
                                              " (position 5): " + edit.named + ": ")))
        << edit.set;
    forge(std::string("UPDATE entries SET ") + edit.back + " WHERE position = 5");
    ASSERT_THAT(verify(), IsEmpty()) << edit.back;
  }
}

TEST_P(Verify, NamesAnEntryThatIsMovedToAnotherOrder) {
  forge("UPDATE entries SET order_no = 'C' WHERE position = 5");
  EXPECT_THAT(verify(), Contains("order A, seq 3: missing: seq 3 is not there"));
  EXPECT_THAT(verify(), Contains(StartsWith("order C, seq 1: missing")));
}

TEST_P(Verify, NamesAHashThatIsEdited) {
  forge(
      "UPDATE entries SET hash = (SELECT hash FROM entries WHERE position = 4) "
      "WHERE position = 5");
  EXPECT_THAT(verify(), Contains(StartsWith("order A, seq 3 (position 5): hash")));
  EXPECT_THAT(verify(), Contains(StartsWith("order A, seq 3 (position 5): journal_hash")));
}

TEST_P(Verify, NamesAJournalHashThatIsEdited) {
  forge("UPDATE entries SET journal_hash = hash WHERE position = 5");
  EXPECT_THAT(verify(), ElementsAre(StartsWith("order A, seq 3 (position 5): journal_hash"),
                                    StartsWith("order B, seq 3 (position 6): journal_hash")));
}

TEST_P(Verify, NamesAnEntryThatIsRemoved) {
  forge("DELETE FROM entries WHERE position = 5");
  EXPECT_THAT(verify(), ElementsAre("journal (position 5): missing: position 5 is not there",
                                    "order A, seq 3: missing: seq 3 is not there"));
}

TEST_P(Verify, NamesTheLastEntryThatIsRemoved) {
  forge("DELETE FROM entries WHERE position = 8");
  EXPECT_THAT(verify(), ElementsAre("journal (position 8): missing: position 8 is not there",
                                    "order B, seq 4: missing: seq 4 is not there"));
}

TEST_P(Verify, NamesAnOrderThatIsRemoved) {
  forge("DELETE FROM entries WHERE order_no = 'B'");
  EXPECT_THAT(verify(), Contains("order B, seq 1: missing: seq 1 to 4 are not there"));
  forge("DELETE FROM orders WHERE order_no = 'B'");
  EXPECT_THAT(verify(), ElementsAre("journal (position 2): missing: position 2 is not there",
                                    "journal (position 4): missing: position 4 is not there",
                                    "journal (position 6): missing: position 6 is not there",
                                    "journal (position 8): missing: position 8 is not there"));
}

TEST_P(Verify, NamesTwoEntriesThatAreSwapped) {
  forge(
      "UPDATE entries SET position = 99 WHERE position = 3;"
      "UPDATE entries SET position = 3 WHERE position = 5;"
      "UPDATE entries SET position = 5 WHERE position = 99");
  EXPECT_THAT(verify(), Contains("order A, seq 2: missing: seq 2 is not there"));
  EXPECT_THAT(verify(), Contains(StartsWith("order A, seq 2 (position 5): seq")));
}

TEST_P(Verify, NamesEntriesOfTwoOrdersThatAreSwapped) {
  forge(
      "UPDATE entries SET position = 99 WHERE position = 3;"
      "UPDATE entries SET position = 3 WHERE position = 4;"
      "UPDATE entries SET position = 4 WHERE position = 99");
  EXPECT_THAT(verify(), Contains(StartsWith("order B, seq 2 (position 3): journal_hash")));
  EXPECT_THAT(verify(), Contains(StartsWith("order A, seq 2 (position 4): journal_hash")));
}

TEST_P(Verify, NamesSeqsThatAreSwapped) {
  forge(
      "UPDATE entries SET seq = 99 WHERE position = 3;"
      "UPDATE entries SET seq = 2 WHERE position = 5;"
      "UPDATE entries SET seq = 3 WHERE position = 3");
  EXPECT_THAT(verify(), ElementsAre("order A, seq 3 (position 3): seq: was recorded as seq 2",
                                    "order A, seq 2 (position 5): seq: was recorded as seq 3"));
}

TEST_P(Verify, NamesHeadsThatAreEdited) {
  forge("UPDATE journal SET entries = 7");
  EXPECT_THAT(verify(), ElementsAre(StartsWith("journal (position 8): head: ")));
  forge("UPDATE journal SET entries = 8, hash = (SELECT hash FROM entries WHERE position = 1)");
  EXPECT_THAT(verify(), ElementsAre(StartsWith("journal (position 8): head: ")));
}

TEST_P(Verify, NamesOrdersHeadsThatAreEdited) {
  forge("UPDATE orders SET version = 3 WHERE order_no = 'A'");
  EXPECT_THAT(verify(), ElementsAre(StartsWith("order A, seq 4: head: ")));
  forge("DELETE FROM orders WHERE order_no = 'A'");
  EXPECT_THAT(verify(), ElementsAre(StartsWith("order A, seq 4: head: nothing was kept")));
}

// Whoever takes the last entries away, with every trace of them, is given away by a head that was
// kept elsewhere; and by nothing else.
TEST_P(Verify, FindsWhatAKeptHeadKnows) {
  const JournalHead kept = open().head();
  const JournalHead text_of_it = JournalHead::parse(to_string(kept));
  EXPECT_EQ(text_of_it, kept);
  ASSERT_TRUE(open().append("A", 4, event_numbers(20, 1)).stored());
  EXPECT_THAT(verify({kept, JournalHead{}, open().head()}), IsEmpty());

  forge(
      "DELETE FROM entries WHERE position > 7;"
      "UPDATE journal SET entries = 7, hash = (SELECT journal_hash FROM entries "
      "  WHERE position = 7);"
      "UPDATE orders SET version = 3, hash = (SELECT hash FROM entries WHERE position = 6), "
      "  recorded_at_us = (SELECT recorded_at_us FROM entries WHERE position = 6) "
      "  WHERE order_no = 'B';"
      "UPDATE orders SET version = 4, hash = (SELECT hash FROM entries WHERE position = 7), "
      "  recorded_at_us = (SELECT recorded_at_us FROM entries WHERE position = 7) "
      "  WHERE order_no = 'A'");
  EXPECT_THAT(verify(), IsEmpty());
  EXPECT_THAT(verify({kept}),
              ElementsAre("journal (position 8): head: the head that was kept, " + to_string(kept) +
                          ", counts more entries than there are, 7"));
  // Another entry in place of the one that was taken away.
  ASSERT_TRUE(open().append("B", 3, event_numbers(30, 1)).stored());
  EXPECT_THAT(verify(), IsEmpty());
  EXPECT_THAT(verify({kept}), ElementsAre(HasSubstr("is not of this journal")));
}

}  // namespace
}  // namespace o2c
