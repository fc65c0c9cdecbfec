#pragma once

// Which lines of two lists belong together. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "o2c/number/error.hpp"
#include "o2c/receivable/reconcile.hpp"

namespace o2c::inline v1 {

/// A fault for each line dated after the day, or in dispute with what is not its own; its file is
/// "ours" or "theirs".
std::vector<Fault> line_faults(std::span<const ReconcileLine> ours,
                               std::span<const ReconcileLine> theirs, Date as_of);

struct MatchedLines {
  std::vector<ReconciledGroup> groups;  ///< As a Reconciliation has them.
  std::vector<std::string> unfinished;
};

MatchedLines match_lines(std::span<const ReconcileLine> ours, std::span<const ReconcileLine> theirs,
                         Date as_of, const ReconcileTolerances& tolerances, std::size_t threads);

}  // namespace o2c::inline v1
