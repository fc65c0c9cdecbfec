// Hashes, heads and entries as values, against digests that were computed elsewhere.

#include <string>

#include <gtest/gtest.h>

#include "o2c/number/error.hpp"
#include "o2c/order/journal_break.hpp"
#include "o2c/order/journal_entry.hpp"

namespace o2c {
namespace {

const JournalEntry entry{{.id = "ev-1",
                          .event = "confirmed",
                          .event_version = 2,
                          .on = Date(2026, 11, 2),
                          .recorded_at_us = 1'793'611'800'000'000,
                          .by = "王芳",
                          .payload = "{\"a\":1}"},
                         17,
                         "SO-1",
                         3,
                         {},
                         {}};

// Computed by Python's hashlib and struct from what entry_hash is documented to hash.
TEST(JournalHash, IsTheDocumentedOne) {
  const JournalHash hash = entry_hash({}, entry);
  EXPECT_EQ(to_string(hash), "b3008aaf3d3ad9f38a17d0091c759943e61e5f4d8a71f86b0c5f3c090991a3fc");
  EXPECT_EQ(to_string(journal_hash_after({}, 17, hash)),
            "1c7584d70b2a94b39ed846c7169df6e8db43f2eae78d37a6764445ba43449d9c");
}

TEST(JournalHash, DependsOnEverythingThatItCovers) {
  const JournalHash hash = entry_hash({}, entry);
  const auto changed = [&](const auto& change) {
    JournalEntry other = entry;
    change(other);
    return entry_hash({}, other) != hash;
  };
  EXPECT_TRUE(changed([](JournalEntry& e) { e.order = "SO-2"; }));
  EXPECT_TRUE(changed([](JournalEntry& e) { e.seq = 4; }));
  EXPECT_TRUE(changed([](JournalEntry& e) { e.id = "ev-2"; }));
  EXPECT_TRUE(changed([](JournalEntry& e) { e.event = "Confirmed"; }));
  EXPECT_TRUE(changed([](JournalEntry& e) { e.event_version = 1; }));
  EXPECT_TRUE(changed([](JournalEntry& e) { e.on += 1; }));
  EXPECT_TRUE(changed([](JournalEntry& e) { e.recorded_at_us += 1; }));
  EXPECT_TRUE(changed([](JournalEntry& e) { e.by = ""; }));
  EXPECT_TRUE(changed([](JournalEntry& e) { e.payload += " "; }));
  // What moves from one field to the next is another entry.
  EXPECT_TRUE(changed([](JournalEntry& e) {
    e.id = "ev-";
    e.event = "1confirmed";
  }));
  EXPECT_NE(entry_hash(hash, entry), hash);
  EXPECT_FALSE(changed([](JournalEntry& e) { e.position = 18; }));
  EXPECT_NE(journal_hash_after({}, 18, hash), journal_hash_after({}, 17, hash));
}

TEST(JournalHash, IsReadAsItIsWritten) {
  const JournalHash hash = entry_hash({}, entry);
  EXPECT_EQ(JournalHash::parse(to_string(hash)), hash);
  const std::string zeros(64, '0');
  EXPECT_EQ(JournalHash::parse(zeros), JournalHash{});
  for (const std::string& text :
       {zeros + "0", zeros.substr(1), "G" + zeros.substr(1), "A" + zeros.substr(1), std::string()})
    EXPECT_THROW(JournalHash::parse(text), ParseError) << text;
}

TEST(JournalHead, IsReadAsItIsWritten) {
  const JournalHead head{.entries = 1234, .hash = entry_hash({}, entry)};
  EXPECT_EQ(to_string(head), "1234:" + to_string(head.hash));
  EXPECT_EQ(JournalHead::parse(to_string(head)), head);
  const std::string zeros(64, '0');
  EXPECT_EQ(JournalHead::parse("0:" + zeros), JournalHead{});
  for (const std::string& text :
       {zeros, ":" + zeros, "-1:" + zeros, "1" + zeros, "1:" + zeros + "0",
        "99999999999999999999:" + zeros, std::string("1"), std::string()})
    EXPECT_THROW(JournalHead::parse(text), ParseError) << text;
}

TEST(JournalEntry, IsShownWithWhatOneAsksFor) {
  EXPECT_EQ(to_string(entry),
            "order SO-1, seq 3 (confirmed on 2026-11-02, recorded 2026-11-02T09:30:00.000000Z by "
            "王芳)");
}

TEST(JournalBreak, IsALine) {
  EXPECT_EQ(
      to_string(JournalBreak{
          .position = 17, .order = "SO-1", .seq = 3, .differs = "hash", .reason = "is another"}),
      "order SO-1, seq 3 (position 17): hash: is another");
  EXPECT_EQ(to_string(JournalBreak{.differs = "store", .reason = "row 3 missing from index"}),
            "journal: store: row 3 missing from index");
}

}  // namespace
}  // namespace o2c
