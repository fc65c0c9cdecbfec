#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include <pybind11/pybind11.h>

#include "o2c/number/error.hpp"
#include "o2c/order/journal.hpp"

namespace o2c::python {

/// What Python's Journal stands on. Python may close it while another thread is in a call.
class OpenJournal {
 public:
  explicit OpenJournal(std::shared_ptr<Journal> journal) : journal_(std::move(journal)) {}

  /// Calls without the lock of the interpreter: a journal waits for disks and for other writers.
  template <class Call>
  auto with(const Call& call) const {
    const std::shared_ptr<Journal> journal = journal_;
    if (journal == nullptr) throw_invalid("the journal is closed");
    const pybind11::gil_scoped_release release;
    return call(*journal);
  }
  void close() {
    const std::shared_ptr<Journal> last = std::move(journal_);
    journal_.reset();
  }
  [[nodiscard]] bool is_open() const { return journal_ != nullptr; }

 private:
  std::shared_ptr<Journal> journal_;
};

inline std::int64_t moment_or_now(std::optional<std::int64_t> known_at) {
  return known_at.value_or(JournalReading::now);
}

}  // namespace o2c::python
