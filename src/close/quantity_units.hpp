#pragma once

// Units of what rules add up. Private to src/close.

#include <span>
#include <string>

#include "o2c/commission/plan.hpp"
#include "o2c/time/period.hpp"

#include "close_view.hpp"
#include "closing_lines.hpp"

namespace o2c::inline v1 {

/// Throws InvalidArgument, by name, for a rule that counts quantities in two units, and targets
/// of quantity in another one than their rule's: those of the plan's accumulation, for whoever has
/// lines of the rule in the month that is settled. `file` is the plan's.
void check_units(const CloseView& view, const Plan& plan, const Period& month,
                 std::span<const ClosingLine* const> lines, const std::string& file);

}  // namespace o2c::inline v1
