#include "o2c/columns/parallel.hpp"

#include <array>
#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>

#include <gmock/gmock.h>

namespace o2c {
namespace {

TEST(RunThreads, RunsEachNumberOnceAndTheFirstHere) {
  std::array<std::atomic<int>, 5> runs{};
  std::thread::id first;
  run_threads(runs.size(), [&](std::size_t t) {
    ++runs[t];
    if (t == 0) first = std::this_thread::get_id();
  });
  for (const auto& count : runs) EXPECT_EQ(count, 1);
  EXPECT_EQ(first, std::this_thread::get_id());
}

TEST(RunThreads, ThrowsTheFailureOfTheLowestAfterAllHaveEnded) {
  std::atomic<int> ended = 0;
  const auto work = [&](std::size_t t) {
    ++ended;
    if (t > 0) throw std::runtime_error("thread " + std::to_string(t));
  };
  EXPECT_THAT([&] { run_threads(4, work); },
              testing::ThrowsMessage<std::runtime_error>("thread 1"));
  EXPECT_EQ(ended, 4);
}

}  // namespace
}  // namespace o2c
