// What every store does with what it is given.

#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/number/error.hpp"

#include "stores.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr AppendAnswer answer(AppendOutcome outcome, std::int64_t version) {
  return {.outcome = outcome, .version = version};
}
constexpr auto appended = AppendOutcome::appended;
constexpr auto already_there = AppendOutcome::already_there;
constexpr auto conflict = AppendOutcome::conflict;
constexpr auto held_back = AppendOutcome::held_back;

// The faults of what is refused.
template <class Call>
std::vector<std::string> faults_of(const Call& call) {
  std::vector<std::string> lines;
  try {
    call();
  } catch (const InvalidArgument& refused) {
    for (const Fault& fault : refused.faults()) lines.push_back(to_string(fault));
  }
  return lines;
}

class Append : public EveryStore {};
INSTANTIATE_TEST_SUITE_P(, Append, testing::ValuesIn(store_kinds()), name_of);

TEST_P(Append, GivesVersionsWithoutGaps) {
  Journal journal = open();
  EXPECT_EQ(journal.version("SO-1"), 0);
  EXPECT_EQ(journal.append("SO-1", 0, event_numbers(1, 2)), answer(appended, 2));
  EXPECT_EQ(journal.append("SO-1", 2, event_numbers(3, 1)), answer(appended, 3));
  EXPECT_EQ(journal.append("SO-2", 0, event_numbers(4, 1)), answer(appended, 1));
  EXPECT_EQ(journal.version("SO-1"), 3);
  EXPECT_THAT(journal.orders(), ElementsAre(OrderVersion{"SO-1", 3}, OrderVersion{"SO-2", 1}));

  const std::vector<JournalEntry> read = journal.read("SO-1");
  ASSERT_THAT(read, SizeIs(3));
  for (std::int64_t n = 1; n <= 3; ++n) {
    const JournalEntry& entry = read[static_cast<std::size_t>(n - 1)];
    EXPECT_EQ(static_cast<const JournalEvent&>(entry), event_number(n));
    EXPECT_EQ(entry.order, "SO-1");
    EXPECT_EQ(entry.seq, n);
    EXPECT_EQ(entry.position, n);
  }
  EXPECT_THAT(journal.verify(), IsEmpty());
}

TEST_P(Append, IsThereForWhoeverOpensItNext) {
  const std::vector<JournalEvent> events = event_numbers(1, 3);
  JournalHead head;
  {
    Journal journal = open();
    ASSERT_TRUE(journal.append("SO-1", 0, events).stored());
    head = journal.head();
  }
  const Journal journal = open();
  EXPECT_EQ(journal.head(), head);
  EXPECT_EQ(journal.head().entries, 3);
  EXPECT_THAT(journal.read("SO-1"), SizeIs(3));
  EXPECT_EQ(journal.find("e2").value(), journal.read("SO-1")[1]);
  EXPECT_EQ(journal.find("e4"), std::nullopt);
}

TEST_P(Append, OfAnotherVersionIsAConflict) {
  Journal journal = open();
  ASSERT_TRUE(journal.append("SO-1", 0, event_numbers(1, 2)).stored());
  for (const std::int64_t expected : {0, 1, 3})
    EXPECT_EQ(journal.append("SO-1", expected, event_numbers(10, 1)), answer(conflict, 2));
  EXPECT_EQ(journal.append("SO-2", 1, event_numbers(10, 1)), answer(conflict, 0));
  EXPECT_EQ(journal.head().entries, 2);
  EXPECT_EQ(journal.append("SO-1", 2, event_numbers(10, 1)), answer(appended, 3));
}

TEST_P(Append, OfTheSameEventsDoesNothing) {
  Journal journal = open();
  std::vector<JournalEvent> events = event_numbers(1, 2);
  ASSERT_TRUE(journal.append("SO-1", 0, events).stored());
  ASSERT_TRUE(journal.append("SO-1", 2, event_numbers(3, 1)).stored());
  const JournalHead head = journal.head();
  EXPECT_EQ(journal.append("SO-1", 0, events), answer(already_there, 3));
  EXPECT_EQ(journal.append("SO-1", 3, events), answer(already_there, 3));
  // Sent again, they are recorded later; the first time counts.
  for (JournalEvent& event : events) event.recorded_at_us += 1'000'000;
  EXPECT_EQ(journal.append("SO-1", 0, events), answer(already_there, 3));
  EXPECT_EQ(journal.head(), head);
  EXPECT_EQ(journal.read("SO-1").front().recorded_at_us, event_number(1).recorded_at_us);
}

TEST_P(Append, RefusesAnIdThatStandsForSomethingElse) {
  Journal journal = open();
  ASSERT_TRUE(journal.append("SO-1", 0, event_numbers(1, 2)).stored());
  const JournalHead head = journal.head();
  const auto refused = [&](const std::string& order, const JournalEvent& event) {
    return faults_of([&] { (void)journal.append(order, 2, {&event, 1}); });
  };
  JournalEvent other = event_number(2);
  other.payload = "{\"n\":22}";
  EXPECT_THAT(refused("SO-1", other),
              ElementsAre("order \"SO-1\", row 0, id \"e2\": expected an id of its own: it stands "
                          "for order SO-1, seq 2 (confirmed on 2026-06-03, recorded "
                          "2026-06-01T09:00:00.000002Z by Li), which says something else"));
  EXPECT_THAT(refused("SO-2", event_number(2)), ElementsAre(HasSubstr("it stands for order SO-1")));
  for (const auto change : std::vector<void (*)(JournalEvent&)>{
           [](JournalEvent& e) { e.event = "shipped"; }, [](JournalEvent& e) { e.on += 1; },
           [](JournalEvent& e) { e.event_version = 9; }, [](JournalEvent& e) { e.by = "Wu"; }}) {
    JournalEvent changed = event_number(2);
    change(changed);
    EXPECT_THAT(refused("SO-1", changed), SizeIs(1));
  }
  EXPECT_EQ(journal.head(), head);
}

TEST_P(Append, RefusesEventsOfWhichOnlySomeAreThere) {
  Journal journal = open();
  ASSERT_TRUE(journal.append("SO-1", 0, event_numbers(1, 2)).stored());
  EXPECT_THAT(faults_of([&] { (void)journal.append("SO-1", 2, event_numbers(2, 2)); }),
              ElementsAre(HasSubstr("row 1, id \"e3\": expected an event that is there already")));
  EXPECT_EQ(journal.version("SO-1"), 2);
}

TEST_P(Append, RefusesWhatWasRecordedBeforeTheOrdersLastEntry) {
  Journal journal = open();
  ASSERT_TRUE(journal.append("SO-1", 0, event_numbers(5, 1)).stored());
  EXPECT_THAT(faults_of([&] { (void)journal.append("SO-1", 1, event_numbers(4, 1)); }),
              ElementsAre("order \"SO-1\", row 0, recorded_at \"2026-06-01T09:00:00.000004Z\": "
                          "expected no earlier than the order's last entry, "
                          "2026-06-01T09:00:00.000005Z"));
  // At another order's, time may be another.
  EXPECT_TRUE(journal.append("SO-2", 0, event_numbers(4, 1)).stored());
  JournalEvent same_moment = event_number(6);
  same_moment.recorded_at_us = event_number(5).recorded_at_us;
  EXPECT_EQ(journal.append("SO-1", 1, {&same_moment, 1}), answer(appended, 2));
  // Who was overtaken hears of the conflict, not of the clock.
  EXPECT_EQ(journal.append("SO-1", 1, event_numbers(4, 1, "late")), answer(conflict, 2));
}

TEST_P(Append, NamesEveryFaultAtOnce) {
  Journal journal = open();
  std::vector<JournalEvent> events = event_numbers(1, 4);
  events[0].id = "";
  events[0].event_version = 0;
  events[1].by = std::string("a\0b", 3);
  events[1].payload = "{\"x\":\"\xFF\"}";
  events[2].event = std::string(501, 'x');
  events[2].recorded_at_us = INT64_MAX;
  events[3].id = events[1].id;
  EXPECT_THAT(
      faults_of([&] { (void)journal.append("", -1, events); }),
      ElementsAre(
          "order \"\", order: expected 1 to 500 bytes of text",
          "order \"\", expected_version \"-1\": expected a number of at least 0",
          "order \"\", row 0, id: expected 1 to 500 bytes of text",
          "order \"\", row 0, event_version \"0\": expected a number of at least 1",
          "order \"\", row 1, by \"a\\x00b\": expected text without U+0000 (byte 1, from 0)",
          "order \"\", row 1, payload \"{\\\"x\\\":\\\"\\xFF\\\"}\": expected text in UTF-8 (byte "
          "6, from 0, is not)",
          HasSubstr("row 2, event"), HasSubstr("row 2, recorded_at \"9223372036854775807\""),
          HasSubstr("row 3, recorded_at"), "id \"e2\": expected each event once in a call"));
  EXPECT_THAT(faults_of([&] { (void)journal.append("SO-1", 0, {}); }),
              ElementsAre("order \"SO-1\", events: expected at least one"));
  EXPECT_EQ(journal.head(), JournalHead{});
}

TEST_P(Append, TakesTextsOfTheGreatestLength) {
  Journal journal = open();
  JournalEvent event = event_number(1);
  event.id = std::string(500, 'i');
  event.by = std::string(500, 'b');
  event.payload = std::string(3'000'000, 'p');
  const std::string order(500, 'o');
  ASSERT_TRUE(journal.append(order, 0, {&event, 1}).stored());
  EXPECT_EQ(static_cast<const JournalEvent&>(journal.read(order).front()), event);
  EXPECT_THAT(journal.verify(), IsEmpty());
}

TEST_P(Append, OfSeveralOrdersIsAllOrNothing) {
  Journal journal = open();
  ASSERT_TRUE(journal.append("B", 0, event_numbers(1, 1)).stored());
  const std::vector<OrderAppend> parts{{"A", 0, event_numbers(10, 2)},
                                       {"B", 0, event_numbers(20, 1)},
                                       {"B2", 0, event_numbers(1, 1, "other")}};
  EXPECT_THAT(journal.append_all(parts),
              ElementsAre(answer(held_back, 0), answer(conflict, 1), answer(held_back, 0)));
  EXPECT_EQ(journal.version("A"), 0);
  EXPECT_EQ(journal.head().entries, 1);

  std::vector<OrderAppend> again = parts;
  again[1].expected_version = 1;
  again.push_back({"B3", 0, event_numbers(2, 1, "other")});
  EXPECT_THAT(journal.append_all(again), ElementsAre(answer(appended, 2), answer(appended, 2),
                                                     answer(appended, 1), answer(appended, 1)));
  again.push_back({"C", 0, event_numbers(40, 1)});
  EXPECT_THAT(journal.append_all(again),
              ElementsAre(answer(already_there, 2), answer(already_there, 2),
                          answer(already_there, 1), answer(already_there, 1), answer(appended, 1)));
  EXPECT_THAT(journal.verify(), IsEmpty());
  EXPECT_THAT(journal.append_all({}), IsEmpty());

  const std::vector<OrderAppend> twice{{"D", 0, event_numbers(50, 1)},
                                       {"D", 1, event_numbers(51, 1)}};
  EXPECT_THAT(faults_of([&] { (void)journal.append_all(twice); }),
              ElementsAre("order \"D\": expected each order once in a call"));
}

TEST_P(Append, IsReadAsItWasKnownAtAMoment) {
  Journal journal = open();
  ASSERT_TRUE(journal.append("SO-1", 0, event_numbers(1, 4)).stored());
  ASSERT_TRUE(journal.append("SO-2", 0, event_numbers(2, 1, "x")).stored());
  EXPECT_THAT(journal.read("SO-1", {.known_at_us = nine_o_clock_us + 2}), SizeIs(2));
  EXPECT_THAT(journal.read("SO-1", {.from_seq = 2, .known_at_us = nine_o_clock_us + 3}), SizeIs(2));
  EXPECT_THAT(journal.read("SO-1", {.from_seq = 5}), IsEmpty());
  std::vector<std::string> ids;
  for (const JournalEntry& entry : journal.entries(nine_o_clock_us + 2)) ids.push_back(entry.id);
  EXPECT_THAT(ids, ElementsAre("e1", "e2", "x2"));
  EXPECT_THAT(faults_of([&] { (void)journal.read("", {.from_seq = 0}); }), SizeIs(2));
}

TEST_P(Append, IsReadPageByPageWhileOthersWrite) {
  Journal journal = open();
  ASSERT_TRUE(journal.append("SO-1", 0, event_numbers(0, 2048)).stored());
  Journal other = open();
  std::int64_t count = 0;
  for (const JournalEntry& entry : journal.entries()) {
    ASSERT_EQ(entry.position, ++count);
    if (count == 2048) {
      ASSERT_TRUE(other.append("SO-1", 2048, event_numbers(5000, 1)).stored());
    }
  }
  EXPECT_GE(count, 2048);
  EXPECT_THAT(journal.page(2047, 10), SizeIs(2));
  EXPECT_THAT(journal.page(0, 3), SizeIs(3));
}

class Snapshots : public EveryStore {};
INSTANTIATE_TEST_SUITE_P(, Snapshots, testing::ValuesIn(store_kinds()), name_of);

TEST_P(Snapshots, AreACache) {
  Journal journal = open();
  ASSERT_TRUE(journal.append("SO-1", 0, event_numbers(1, 5)).stored());
  EXPECT_EQ(journal.snapshot("SO-1", "v1"), std::nullopt);
  const JournalSnapshot third{.order = "SO-1", .seq = 3, .schema = "v1", .payload = "{\"a\":1}"};
  journal.save_snapshot(third);
  EXPECT_EQ(journal.snapshot("SO-1", "v1"), third);
  EXPECT_EQ(journal.snapshot("SO-1", "v2"), std::nullopt);
  EXPECT_EQ(journal.snapshot("SO-2", "v1"), std::nullopt);
  const JournalSnapshot fifth{.order = "SO-1", .seq = 5, .schema = "v1", .payload = ""};
  journal.save_snapshot(fifth);
  EXPECT_EQ(journal.snapshot("SO-1", "v1"), fifth);

  const JournalHead head = journal.head();
  EXPECT_EQ(journal.drop_snapshots(), 1);
  EXPECT_EQ(journal.snapshot("SO-1", "v1"), std::nullopt);
  EXPECT_EQ(journal.head(), head);
  EXPECT_THAT(journal.verify(), IsEmpty());

  JournalSnapshot sixth = fifth;
  sixth.seq = 6;
  EXPECT_THAT(faults_of([&] { journal.save_snapshot(sixth); }),
              ElementsAre("snapshot, seq \"6\": expected an entry of order \"SO-1\""));
}

TEST_P(Snapshots, AreNotUsedWhenTheyDoNotFit) {
  const JournalSnapshot snapshot{.order = "SO-1", .seq = 3, .schema = "v1", .payload = "3"};
  ASSERT_TRUE(open().append("SO-1", 0, event_numbers(1, 5)).stored());
  for (const char* forgery : {"UPDATE snapshots SET payload = '4'", "UPDATE snapshots SET seq = 2",
                              "UPDATE snapshots SET seq = 9",
                              "UPDATE snapshots SET hash = (SELECT hash FROM entries "
                              "WHERE seq = 2)"}) {
    Journal journal = open();
    journal.save_snapshot(snapshot);
    ASSERT_EQ(journal.snapshot("SO-1", "v1"), snapshot);
    forge(forgery);
    EXPECT_EQ(journal.snapshot("SO-1", "v1"), std::nullopt) << forgery;
  }
}

}  // namespace
}  // namespace o2c
