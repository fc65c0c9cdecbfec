#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

/// Faults of a table's rows. Every fault is counted; the texts of the `most` lowest rows are kept,
/// so that a table in which all rows are wrong does not fill the memory with messages.
class FaultList {
 public:
  static constexpr std::size_t most = 10'000;

  void add(Fault fault);
  void merge(FaultList other);

  [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
  [[nodiscard]] std::size_t count() const noexcept { return count_; }
  /// Lowest row first, then by field: the same whatever the number of threads.
  [[nodiscard]] std::vector<Fault> sorted() const;
  /// Throws BadTable when there are faults. `file` names the table they are in.
  void throw_if_any(const std::string& file) const;

 private:
  void trim();

  std::vector<Fault> faults_;
  std::size_t count_ = 0;
};

}  // namespace o2c::inline v1
