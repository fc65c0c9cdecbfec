#pragma once

#include <vector>

#include "o2c/close/commission_close.hpp"
#include "o2c/close/tie.hpp"

#include "close_view.hpp"
#include "closing_lines.hpp"

namespace o2c::inline v1 {

/// For each currency in which something was collected: the sum of applications in the book's
/// tables, and what became of it in the commissions.
std::vector<Tie> collected_ties(const CloseView& view, const CommissionClose& closed,
                                const ClosingLines& collected);

}  // namespace o2c::inline v1
