// Eight writers on one order: each event once, in one order, and nobody's is lost.

#include <atomic>
#include <cstdint>
#include <iostream>
#include <latch>
#include <memory>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <unordered_map>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stores.hpp"

namespace o2c {
namespace {

using testing::IsEmpty;

constexpr int writers = 8;
constexpr std::int64_t events_each = 25;

// Appends one writer's events, each after whatever is there; returns how often another was quicker.
// `ready` waits until all of them have begun.
template <class Ready>
std::int64_t write_all(Journal& journal, int writer, const Ready& ready) {
  std::int64_t conflicts = 0;
  std::int64_t version = journal.version("SO-1");
  ready();
  for (std::int64_t n = 0; n < events_each; ++n) {
    JournalEvent event = event_number(n, "w" + std::to_string(writer) + "-");
    event.recorded_at_us = nine_o_clock_us;
    for (;;) {
      const AppendAnswer answer = journal.append("SO-1", version, {&event, 1});
      version = answer.version;
      if (answer.outcome == AppendOutcome::appended) break;
      ++conflicts;
    }
  }
  return conflicts;
}

void expect_all(const Journal& journal) {
  EXPECT_THAT(journal.verify(), IsEmpty());
  EXPECT_EQ(journal.version("SO-1"), writers * events_each);
  std::unordered_map<std::string, std::int64_t> written;  // By writer.
  for (const JournalEntry& entry : journal.entries()) {
    const std::string writer = entry.id.substr(0, entry.id.find('-'));
    EXPECT_EQ(entry.id, writer + "-" + std::to_string(written[writer]++));
  }
  EXPECT_EQ(written.size(), writers);
}

class Writers : public EveryStore {};
INSTANTIATE_TEST_SUITE_P(, Writers, testing::ValuesIn(store_kinds()), name_of);

TEST_P(Writers, WithAJournalEach) {
  std::atomic<std::int64_t> conflicts = 0;
  std::latch all_have_begun(writers);
  std::vector<std::thread> threads;
  for (int writer = 0; writer < writers; ++writer)
    threads.emplace_back([this, writer, &conflicts, &all_have_begun] {
      Journal journal = open();
      conflicts += write_all(journal, writer, [&] { all_have_begun.arrive_and_wait(); });
    });
  for (std::thread& thread : threads) thread.join();
  expect_all(open());
  EXPECT_GE(conflicts, writers - 1);  // All but one came too late with their first event.
}

// Once, those who came while it was being made saw half of it, and took it for something else.
TEST_P(Writers, ThatMakeTheJournalAtTheSameTime) {
  for (int round = 0; round < 20; ++round) {
    const std::unique_ptr<StoreOfTest> store = GetParam().make();
    std::latch all_have_begun(writers);
    std::vector<std::string> failures(writers);
    std::vector<std::thread> threads;
    for (std::size_t writer = 0; writer < writers; ++writer)
      threads.emplace_back([&, writer] {
        all_have_begun.arrive_and_wait();
        try {
          store->open();
        } catch (const std::exception& error) {
          failures[writer] = error.what();
        }
      });
    for (std::thread& thread : threads) thread.join();
    EXPECT_THAT(failures, testing::Each(testing::IsEmpty()));
    EXPECT_THAT(store->open().verify(), IsEmpty());
  }
}

TEST_P(Writers, OfOneJournal) {
  Journal journal = open();
  std::vector<std::thread> threads;
  for (int writer = 0; writer < writers; ++writer)
    threads.emplace_back([&journal, writer] { write_all(journal, writer, [] {}); });
  for (std::thread& thread : threads) thread.join();
  expect_all(journal);
}

TEST_P(Writers, InProcessesOfTheirOwn) {
  std::vector<pid_t> children;
  for (int writer = 0; writer < writers; ++writer) {
    const pid_t child = fork();
    if (child == 0) {
      try {
        Journal journal = open();
        write_all(journal, writer, [] {});
        _exit(0);
      } catch (const std::exception& error) {
        std::cerr << error.what() << std::endl;
        _exit(1);
      }
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = -1;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  expect_all(open());
}

}  // namespace
}  // namespace o2c
