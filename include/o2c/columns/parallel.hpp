#pragma once

#include <cstddef>
#include <exception>
#include <thread>
#include <vector>

namespace o2c::inline v1 {

/// Runs `work(0)` ... `work(threads - 1)` side by side, the first on the calling thread, and
/// returns when all have ended. The exception of the lowest number is thrown again.
template <class Work>
void run_threads(std::size_t threads, const Work& work) {
  std::vector<std::exception_ptr> failures(threads);
  const auto guarded = [&](std::size_t i) noexcept {
    try {
      work(i);
    } catch (...) {
      failures[i] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < threads; ++i) others.emplace_back(guarded, i);
    guarded(0);
  }
  for (const std::exception_ptr& failure : failures)
    if (failure) std::rethrow_exception(failure);
}

}  // namespace o2c::inline v1
