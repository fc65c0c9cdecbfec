// Whatever is appended, in whatever portions: it is read as it was given, and so it is after JSON
// Lines.

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/number/error.hpp"
#include "o2c/order/journal_jsonl.hpp"
#include "o2c/order/journal_sqlite.hpp"

namespace o2c {
namespace {

// Pieces of text that some form of writing minds.
std::string any_text(int pieces_least) {
  std::string text;
  for (int pieces = *rc::gen::inRange(pieces_least, 8); pieces > 0; --pieces)
    text += *rc::gen::element<std::string>("a", "Z", "7", " ", "\"", "\\", "/", "{", "}", "[", ",",
                                           ":", "\n", "\r", "\t", "\b", "\x01", "\x1F", "\x7F", "'",
                                           ";", "%", "订单", "ｱ", "é", "\xC2\x85", "\xE2\x80\xA8",
                                           "\xEF\xBB\xBF", "\xEF\xBF\xBF", "\xF0\x9F\x92\xB0",
                                           "\xF4\x8F\xBF\xBF", "\\u0041", "NULL", "null");
  return text;
}

constexpr std::int64_t first_moment_us = -62'135'596'800'000'000;  // 0001-01-01
constexpr std::int64_t last_moment_us = 253'402'300'799'999'999;   // 9999-12-31

JournalEvent any_event(std::int64_t number, std::int64_t recorded_at_us) {
  return {.id = std::to_string(number) + any_text(0),
          .event = any_text(1),
          .event_version = *rc::gen::oneOf(rc::gen::inRange(1, 5), rc::gen::just(INT32_MAX)),
          .on = Date::from_days(*rc::gen::inRange(Date::min().days(), Date::max().days() + 1)),
          .recorded_at_us = recorded_at_us,
          .by = any_text(1),
          .payload = any_text(0)};
}

struct Written {
  std::string order;
  JournalEvent event;
};

// Some calls on a journal; what it then holds, in the order of recording.
std::vector<Written> append_any(Journal& journal) {
  const std::vector<std::string> orders{"SO-1", "订单 2", "\"3\\\n"};
  std::vector<Written> written;
  std::int64_t moment = *rc::gen::element(first_moment_us, std::int64_t{-1}, std::int64_t{0},
                                          std::int64_t{1'780'304'400'000'000}, last_moment_us - 40);
  for (int calls = *rc::gen::inRange(0, 6); calls > 0; --calls) {
    const std::string order = *rc::gen::elementOf(orders);
    std::vector<JournalEvent> events;
    for (int count = *rc::gen::inRange(1, 4); count > 0; --count) {
      moment += *rc::gen::inRange(0, 3);
      const auto number = static_cast<std::int64_t>(written.size());
      events.push_back(any_event(number, moment));
      written.push_back({order, events.back()});
    }
    RC_ASSERT(journal.append(order, journal.version(order), events).outcome ==
              AppendOutcome::appended);
  }
  return written;
}

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

RC_GTEST_PROP(JournalProperties, WhatIsAppendedIsRead, ()) {
  SqliteJournal journal(":memory:");
  const std::vector<Written> written = append_any(journal);
  const std::vector<JournalEntry> entries = all_of(journal);
  RC_ASSERT(entries.size() == written.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    RC_ASSERT(static_cast<const JournalEvent&>(entries[i]) == written[i].event);
    RC_ASSERT(entries[i].order == written[i].order);
    RC_ASSERT(entries[i].position == static_cast<std::int64_t>(i) + 1);
    RC_ASSERT(journal.find(entries[i].id) == entries[i]);
  }
  RC_ASSERT(journal.verify({}).empty());
}

RC_GTEST_PROP(JournalProperties, JsonLinesGoThereAndBack, ()) {
  SqliteJournal journal(":memory:");
  append_any(journal);
  const std::string text = exported(journal);
  SqliteJournal copy(":memory:");
  std::istringstream in(text);
  import_jsonl(copy, in, "in");
  RC_ASSERT(all_of(copy) == all_of(journal));
  RC_ASSERT(copy.head() == journal.head());
  RC_ASSERT(copy.orders() == journal.orders());
  RC_ASSERT(copy.verify({}).empty());
  RC_ASSERT(exported(copy) == text);
}

RC_GTEST_PROP(JournalProperties, JsonLinesOfWhichAByteWasChangedAreRefusedOrTheSame, ()) {
  SqliteJournal journal(":memory:");
  append_any(journal);
  std::string text = exported(journal);
  text[*rc::gen::inRange<std::size_t>(0, text.size())] =
      *rc::gen::element('\0', '"', '\\', '0', '7', 'a', 'f', ' ', '\n', '{', '}', '\xFF', '\x80');
  SqliteJournal copy(":memory:");
  std::istringstream in(text);
  try {
    import_jsonl(copy, in, "in");
  } catch (const ParseError& refused) {
    RC_ASSERT(!refused.faults().empty());
    RC_ASSERT(copy.head() == JournalHead{});
    return;
  }
  // The form may be another; what it says is not.
  RC_ASSERT(all_of(copy) == all_of(journal));
}

RC_GTEST_PROP(JournalProperties, TextThatIsNoUtf8IsRefused, ()) {
  SqliteJournal journal(":memory:");
  JournalEvent event = any_event(0, 0);
  std::string JournalEvent::* field = *rc::gen::element(&JournalEvent::id, &JournalEvent::event,
                                                        &JournalEvent::by, &JournalEvent::payload);
  const std::string before = any_text(0);
  (event.*field) =
      before +
      *rc::gen::element<std::string>("\xFF", "\x80", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                     "\xE2\x82", std::string("\0", 1)) +
      any_text(0);
  try {
    (void)journal.append("SO-1", 0, {&event, 1});
    RC_FAIL("was taken");
  } catch (const InvalidArgument& refused) {
    RC_ASSERT(refused.faults().size() == 1U);
    RC_ASSERT(refused.faults()[0].expected.find("byte " + std::to_string(before.size())) !=
              std::string::npos);
  }
}

}  // namespace
}  // namespace o2c
