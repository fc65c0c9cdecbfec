#pragma once

#include <memory>
#include <mutex>
#include <sys/types.h>

#include "o2c/order/journal.hpp"

#include "store.hpp"

namespace o2c::inline v1 {

/// A store that one thread at a time may use.
class StoreInUse {
 public:
  StoreInUse(JournalStore& store, std::mutex& mutex) : lock_(mutex), store_(&store) {}

  JournalStore* operator->() const noexcept { return store_; }
  JournalStore& operator*() const noexcept { return *store_; }

 private:
  std::unique_lock<std::mutex> lock_;
  JournalStore* store_;
};

struct Journal::Held {
  std::unique_ptr<JournalStore> store;
  pid_t process;  ///< That opened it: a connection does not survive a fork.
  std::mutex mutex{};

  explicit Held(std::unique_ptr<JournalStore> opened);
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held();

  StoreInUse use();
};

}  // namespace o2c::inline v1
