#pragma once

// The faults of several tables. Private to src/receivable.

#include <string>
#include <utility>
#include <vector>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

/// Throws BadTable when there are faults.
inline void throw_bad_tables(const char* what, std::vector<Fault> faults) {
  if (faults.empty()) return;
  std::string message = std::string(what) + ": " + to_string(faults.front());
  if (faults.size() > 1) message += " (and " + std::to_string(faults.size() - 1) + " more)";
  throw BadTable(message, std::move(faults));
}

}  // namespace o2c::inline v1
