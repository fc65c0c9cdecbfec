// A program that is killed while it appends, at any moment.

#include <chrono>
#include <csignal>
#include <cstdint>
#include <iostream>
#include <optional>
#include <random>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/order/journal_sqlite.hpp"

#include "journals.hpp"

namespace o2c {
namespace {

using testing::IsEmpty;

constexpr std::int64_t orders = 3;

std::string order_of(std::int64_t call) { return "SO-" + std::to_string(call % orders); }

// Each call adds 1 to 4 events to one of three orders.
std::vector<JournalEvent> events_of(std::int64_t call) {
  return event_numbers(call * 10, 1 + call % 4);
}

std::vector<std::string> ids_until(std::int64_t calls) {
  std::vector<std::string> ids;
  for (std::int64_t call = 0; call < calls; ++call)
    for (const JournalEvent& event : events_of(call)) ids.push_back(event.id);
  return ids;
}

// Appends from a call on, and confirms each by a byte, until it is killed.
[[noreturn]] void append_until_killed(const std::string& file, std::int64_t call, int confirm) {
  try {
    SqliteJournal journal(file);
    for (;; ++call) {
      const std::int64_t version = journal.version(order_of(call));
      if (journal.append(order_of(call), version, events_of(call)).outcome !=
          AppendOutcome::appended)
        _exit(2);
      const char byte = 1;
      if (::write(confirm, &byte, 1) != 1) _exit(3);
    }
  } catch (const std::exception&) {
    _exit(4);
  }
}

class Killed : public testing::Test {
 protected:
  // Kills the program after some confirmations and a while; returns how many calls were confirmed.
  std::int64_t round(const std::string& file, std::int64_t first_call) {
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
      close(ends[0]);
      append_until_killed(file, first_call, ends[1]);
    }
    close(ends[1]);
    std::int64_t confirmed = 0;
    const auto wait_for = [&](std::int64_t confirmations) {
      char byte = 0;
      while (confirmed < confirmations && read(ends[0], &byte, 1) == 1) ++confirmed;
    };
    wait_for(std::uniform_int_distribution<std::int64_t>(0, 6)(random_));
    std::this_thread::sleep_for(
        std::chrono::microseconds(std::uniform_int_distribution<int>(0, 4'000)(random_)));
    kill(child, SIGKILL);
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
    wait_for(INT64_MAX);
    close(ends[0]);
    return confirmed;
  }

  std::random_device::result_type seed_ = std::random_device()();
  std::mt19937 random_{seed_};
};

TEST_F(Killed, LosesNothingThatWasConfirmed) {
  constexpr int rounds = 240;
  constexpr int rounds_of_file = 24;  // Files are also killed while they are made.
  const TemporaryFolder folder;
  std::int64_t confirmed = 0;
  int in_flight = 0;
  std::int64_t calls = 0;
  for (int n = 0; n < rounds; ++n) {
    SCOPED_TRACE("seed " + std::to_string(seed_) + ", round " + std::to_string(n));
    const std::string file = folder.file(std::to_string(n / rounds_of_file) + ".db");
    if (n % rounds_of_file == 0) calls = 0;
    const std::int64_t of_round = round(file, calls);
    confirmed += of_round;
    calls += of_round;

    const SqliteJournal journal(file);
    ASSERT_THAT(journal.verify(), IsEmpty());
    std::vector<std::string> ids;
    for (const JournalEntry& entry : journal.entries()) ids.push_back(entry.id);
    // The call that was not confirmed may be there, but whole.
    if (ids.size() > ids_until(calls).size()) {
      ++calls;
      ++in_flight;
    }
    ASSERT_EQ(ids, ids_until(calls));
  }
  std::cout << rounds << " kills, " << confirmed << " calls confirmed, " << in_flight
            << " stored without\n";
  EXPECT_GT(confirmed, rounds);
}

}  // namespace
}  // namespace o2c
