#pragma once

// What the book says is released of commission that was held back. Private to src/close.

#include <string>
#include <vector>

#include "o2c/close/book.hpp"
#include "o2c/commission/plan_history.hpp"
#include "o2c/money/money.hpp"
#include "o2c/time/period.hpp"

#include "close_view.hpp"

namespace o2c::inline v1 {

struct HoldbackRelease {
  std::string salesperson;
  Period month;
  Money amount;
};

/// Throws InvalidArgument with every row of a line of business that has no plan.
void check_releases(const Book& book);

/// What is known by then of the plan of a line of business, each with the month that pays it: its
/// own, or, where that was closed when it was recorded, the first that was open. Throws
/// InvalidArgument with every row of another currency than the plan's, or of a month before its
/// first.
std::vector<HoldbackRelease> releases_of(const CloseDays& days, const std::string& line,
                                         const PlanHistory& plan);

}  // namespace o2c::inline v1
