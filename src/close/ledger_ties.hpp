#pragma once

#include <vector>

#include "o2c/close/tie.hpp"
#include "o2c/receivable/aging_table.hpp"

#include "close_view.hpp"

namespace o2c::inline v1 {

/// For each currency: what is open in the ledger = the aging's columns = what was open before and
/// what happened since = the general ledger's balance, where the book gives one for the last day.
std::vector<Tie> ledger_ties(const CloseView& view, const AgingTable& aging);

}  // namespace o2c::inline v1
