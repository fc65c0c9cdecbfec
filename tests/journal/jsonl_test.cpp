// A journal as JSON Lines: there and back, and what is refused.

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/number/error.hpp"
#include "o2c/order/journal_jsonl.hpp"

#include "stores.hpp"

namespace o2c {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

std::vector<JournalEntry> all_of(const Journal& journal) {
  std::vector<JournalEntry> entries;
  for (const JournalEntry& entry : journal.entries()) entries.push_back(entry);
  return entries;
}

std::string exported(const Journal& journal) {
  std::ostringstream out;
  export_jsonl(journal, out, "out");
  return out.str();
}

std::int64_t imported(Journal& journal, const std::string& text) {
  std::istringstream in(text);
  return import_jsonl(journal, in, "j.jsonl");
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

std::string without_line(const std::string& text, int number) {
  std::istringstream in(text);
  std::string line;
  std::string rest;
  for (int n = 1; std::getline(in, line); ++n)
    if (n != number) rest += line + "\n";
  return rest;
}

class Jsonl : public EveryStore {
 protected:
  void SetUp() override {
    ASSERT_TRUE(sample_.append("SO-1", 0, event_numbers(0, 3)).stored());
    ASSERT_TRUE(sample_.append("订单-2", 0, event_numbers(10, 1)).stored());
    ASSERT_TRUE(sample_.append("SO-1", 3, event_numbers(20, 1)).stored());
  }

  // The lines of what is refused; nothing of it is then in the journal.
  std::vector<std::string> refused(const std::string& text) {
    Journal journal = open();
    std::vector<std::string> lines;
    try {
      imported(journal, text);
      ADD_FAILURE() << "was taken: " << text;
    } catch (const ParseError& error) {
      for (const Fault& fault : error.faults()) lines.push_back(to_string(fault));
    }
    EXPECT_EQ(journal.head(), JournalHead{});
    EXPECT_THAT(journal.verify(), IsEmpty());
    return lines;
  }

  SqliteJournal sample_{":memory:"};
};
INSTANTIATE_TEST_SUITE_P(, Jsonl, testing::ValuesIn(store_kinds()), name_of);

TEST_P(Jsonl, ComesBackAsItWas) {
  const std::string text = exported(sample_);
  Journal journal = open();
  EXPECT_EQ(imported(journal, text), 5);
  EXPECT_EQ(all_of(journal), all_of(sample_));
  EXPECT_EQ(journal.head(), sample_.head());
  EXPECT_EQ(journal.orders(), sample_.orders());
  EXPECT_THAT(journal.verify(), IsEmpty());
  EXPECT_EQ(exported(journal), text);
  // And goes on.
  EXPECT_EQ(journal.append("SO-1", 4, event_numbers(30, 1)).version, 5);
  EXPECT_THAT(journal.verify(), IsEmpty());
  EXPECT_THROW(imported(journal, text), InvalidArgument);
}

TEST_P(Jsonl, OfAnEmptyJournalIsTwoLines) {
  EXPECT_EQ(exported(open()),
            "{\"o2c_journal\":1}\n{\"entries\":0,\"hash\":\"" + std::string(64, '0') + "\"}\n");
  Journal journal = open();
  EXPECT_EQ(imported(journal, exported(open())), 0);
}

TEST_P(Jsonl, SaysWhatAnEntryIs) {
  const std::string line = exported(sample_);
  EXPECT_THAT(line, HasSubstr("{\"position\":4,\"order\":\"订单-2\",\"seq\":1,\"id\":\"e10\","
                              "\"event\":\"confirmed\",\"event_version\":2,\"on\":\"2026-06-11\","
                              "\"recorded_at\":\"2026-06-01T09:00:00.000010Z\",\"by\":\"Li\","
                              "\"payload\":\"{\\\"n\\\":10}\",\"hash\":\""));
}

TEST_P(Jsonl, IsReadInAnyFormOfTheSameJson) {
  std::string text = exported(sample_);
  text = replaced(text, "\"position\":1,", "\t");
  text = replaced(text, "\"seq\":1,", "\"seq\": 1 , \"position\" : 1,");
  text = replaced(text, "订", "\\u8ba2");
  text = replaced(text, "\n", "\r\n");
  Journal journal = open();
  EXPECT_EQ(imported(journal, text), 5);
  EXPECT_EQ(all_of(journal), all_of(sample_));
}

TEST_P(Jsonl, IsRefusedWithItsLinesWhenAnythingWasChanged) {
  const std::string text = exported(sample_);
  EXPECT_THAT(refused(replaced(text, "{\\\"n\\\":1}", "{\\\"n\\\":7}")),
              ElementsAre("j.jsonl:3, hash: expected what was recorded: its fields and the entry "
                          "before it do not give its hash (order \"SO-1\")"));
  EXPECT_THAT(refused(replaced(text, "\"seq\":2", "\"seq\":5")),
              ElementsAre(StartsWith("j.jsonl:3, seq: expected what was recorded: was recorded as "
                                     "seq 2")));
  EXPECT_THAT(refused(without_line(text, 3)), Contains(StartsWith("j.jsonl:3, missing")));
  EXPECT_THAT(refused(without_line(text, 6)),
              ElementsAre("j.jsonl:6, missing: expected what was recorded: position 5 is not "
                          "there"));
  EXPECT_THAT(refused(without_line(text, 7)), ElementsAre(HasSubstr("the file ends early")));
  EXPECT_THAT(refused(text + text), Contains(StartsWith("j.jsonl:8, \"{\\\"o2c_journal")));
  EXPECT_THAT(refused(replaced(text, "\"entries\":5", "\"entries\":6")), SizeIs(1));
}

TEST_P(Jsonl, IsRefusedWithEveryLineThatIsInAnotherForm) {
  std::string text = exported(sample_);
  text = replaced(text, "{\"position\":1", "[{\"position\":1");
  text = replaced(text, "\"id\":\"e1\"", "\"id\":\"\"");
  text = replaced(text, "\"event_version\":3,\"on\":\"2026-06-03\"",
                  "\"event_version\":0,\"on\":\"2026-02-30\"");
  text = replaced(text, "\"by\":\"Li\",\"payload\":\"{\\\"n\\\":10}\"", "\"by\":7,\"note\":\"\"");
  text = replaced(text, "\"recorded_at\":\"2026-06-01T09:00:00.000020Z\"",
                  "\"recorded_at\":\"2026-06-01 09:00\"");
  EXPECT_THAT(
      refused(text),
      ElementsAre(StartsWith("j.jsonl:2, \"[{"), "j.jsonl:3, id: expected 1 to 500 bytes of text",
                  "j.jsonl:4, event_version \"0\": expected a number from 1 to 2147483647",
                  "j.jsonl:4, on \"2026-02-30\": expected a date YYYY-MM-DD",
                  "j.jsonl:5, note: expected no such member", "j.jsonl:5, by: expected a text",
                  "j.jsonl:5, payload: expected a text, but there is none",
                  "j.jsonl:5, by: expected 1 to 500 bytes of text",
                  "j.jsonl:6, recorded_at \"2026-06-01 09:00\": expected a moment such as "
                  "2026-11-01T08:00:00.000000Z"));
  EXPECT_THAT(refused(""), ElementsAre("j.jsonl:1: expected an export of a journal, but there is "
                                       "nothing"));
  EXPECT_THAT(refused("{\"o2c_journal\":2}\n" + without_line(exported(sample_), 1)),
              ElementsAre("j.jsonl:1, o2c_journal: expected a first line {\"o2c_journal\":1}"));
  const std::string good = exported(sample_);
  for (const auto& [what, by] : std::vector<std::pair<std::string, std::string>>{
           {"\"seq\":1", "\"seq\":1,\"seq\":1"},
           {"\"seq\":1", "\"seq\":1.0"},
           {"\"seq\":1", "\"seq\":null"},
           {"\"seq\":1", "\"seq\":true"},
           {"\"seq\":1", "\"seq\":[1]"},
           {"\"seq\":1", "\"seq\":{}"},
           {"\"seq\":1", "\"seq\":18446744073709551615"},
           {"\"seq\":1", "\"seq\":-1"},
           {"Li", "\xFF"},
           {"Li", "\\u0000"},
           {"Li", "\\ud800"}})
    EXPECT_THAT(refused(replaced(good, what, by)), Contains(StartsWith("j.jsonl:2"))) << by;
}

TEST_P(Jsonl, IsRefusedWhenAnEventIsInItTwice) {
  // Hashes do not show it: whoever wrote this could compute them.
  const auto chained = [](std::int64_t count, std::int64_t again) {
    JournalHash order;
    JournalHead head;
    std::string text = "{\"o2c_journal\":1}\n";
    for (std::int64_t n = 1; n <= count; ++n) {
      JournalEntry entry{event_number(n == count ? again : n), n, "SO-1", n, {}, {}};
      entry.recorded_at_us = nine_o_clock_us;
      entry.hash = order = entry_hash(order, entry);
      head = {.entries = n, .hash = journal_hash_after(head.hash, n, entry.hash)};
      text += "{\"position\":" + std::to_string(n) +
              ",\"order\":\"SO-1\",\"seq\":" + std::to_string(n) + ",\"id\":\"" + entry.id +
              "\",\"event\":\"" + entry.event +
              "\",\"event_version\":" + std::to_string(entry.event_version) + ",\"on\":\"" +
              to_string(entry.on) + "\",\"recorded_at\":\"2026-06-01T09:00:00.000000Z\",\"by\":\"" +
              entry.by + "\",\"payload\":\"{\\\"n\\\":" + std::to_string(n == count ? again : n) +
              "}\",\"hash\":\"" + to_string(entry.hash) + "\",\"journal_hash\":\"" +
              to_string(head.hash) + "\"}\n";
    }
    return text + "{\"entries\":" + std::to_string(count) + ",\"hash\":\"" + to_string(head.hash) +
           "\"}\n";
  };
  EXPECT_THAT(refused(chained(4, 2)),
              ElementsAre("j.jsonl:5, id \"e2\": expected each event once"));
  EXPECT_THAT(refused(chained(2000, 2)),
              ElementsAre("j.jsonl:2001, id \"e2\": expected each event once"));
  Journal journal = open();
  EXPECT_EQ(imported(journal, chained(2000, 2000)), 2000);
}

TEST(JsonlFile, AppearsWhenItIsWhole) {
  const TemporaryFolder folder;
  SqliteJournal journal(folder.file("a.db"));
  ASSERT_TRUE(journal.append("SO-1", 0, event_numbers(0, 3)).stored());
  const std::string file = folder.file("a.jsonl");
  EXPECT_EQ(export_jsonl(journal, file), 3);
  EXPECT_FALSE(std::filesystem::exists(file + ".part"));
  SqliteJournal copy(folder.file("b.db"));
  EXPECT_EQ(import_jsonl(copy, file), 3);
  EXPECT_EQ(copy.head(), journal.head());
}

TEST(JsonlFile, SaysWhyItCannotBeWrittenOrRead) {
  SqliteJournal journal(":memory:");
  ASSERT_TRUE(journal.append("SO-1", 0, event_numbers(0, 3)).stored());
  const auto failure = [](const auto& call) {
    try {
      call();
    } catch (const JournalError& error) {
      return std::string(to_string(error.failure())) + ": " + error.what();
    }
    return std::string();
  };
  EXPECT_THAT(failure([&] { export_jsonl(journal, "/no/such/folder/a.jsonl"); }),
              StartsWith("inaccessible: /no/such/folder/a.jsonl: "));
  EXPECT_THAT(failure([&] { import_jsonl(journal, "/no/such/file"); }),
              StartsWith("inaccessible: /no/such/file: "));
  std::ofstream full("/dev/full");
  EXPECT_THAT(failure([&] { export_jsonl(journal, full, "/dev/full"); }),
              StartsWith("full: /dev/full: "));
}

TEST_P(Jsonl, IsNotWrittenOfAJournalThatLostItsEnd) {
  ASSERT_TRUE(open().append("SO-1", 0, event_numbers(0, 3)).stored());
  forge("DELETE FROM entries WHERE position = 3");
  EXPECT_THROW(exported(open()), JournalError);
}

}  // namespace
}  // namespace o2c
