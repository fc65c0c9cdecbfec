#pragma once

// The months of one plan, settled. Private to src/close.

#include <string>
#include <vector>

#include "o2c/close/commission_close.hpp"
#include "o2c/commission/plan_history.hpp"
#include "o2c/commission/team.hpp"
#include "o2c/receivable/commission_lines.hpp"
#include "o2c/time/period.hpp"

#include "close_view.hpp"

namespace o2c::inline v1 {

/// What the lines of a plan are made from in a period.
std::vector<LineBasis> line_bases(const PlanHistory& history, const Period& period);

/// A plan that holds in the period that is closed; all that it refers to has to stay.
struct PlanToClose {
  const std::string& name;  ///< The line of business.
  const PlanHistory& history;
  const Team& team;
  /// Of its line of business, and somebody's: each basis in the order in which they were recorded.
  std::vector<const ClosingLine*> lines;
};

/// Settles the plan's months one after the other, up to that of the view. Throws what settling
/// throws, with the plan's file and the month.
PlanClose close_plan(const CloseView& view, const PlanToClose& plan);

}  // namespace o2c::inline v1
