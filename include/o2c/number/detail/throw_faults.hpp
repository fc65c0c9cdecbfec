#pragma once

// Faults on their way out, all of them.

#include <string>
#include <utility>
#include <vector>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

template <class Error>
void throw_all(const char* what, std::vector<Fault> faults) {
  if (faults.empty()) return;
  std::string message = std::string(what) + ": " + to_string(faults.front());
  if (faults.size() > 1) message += " (and " + std::to_string(faults.size() - 1) + " more)";
  throw Error(message, std::move(faults));
}

/// Throws InvalidArgument with all faults, if there are any.
inline void throw_faults(const char* what, std::vector<Fault> faults) {
  throw_all<InvalidArgument>(what, std::move(faults));
}
/// Throws BadTable with all faults, if there are any.
inline void throw_bad_tables(const char* what, std::vector<Fault> faults) {
  throw_all<BadTable>(what, std::move(faults));
}

}  // namespace o2c::inline v1
