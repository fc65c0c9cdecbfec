#pragma once

// What is wrong with a period that is to be closed. Private to src/commission.

#include <string>
#include <vector>

#include "o2c/commission/commission_book.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

/// A line in few words, for messages.
std::string told(const KnownLine& line);

/// All that does not go together with the book, or in itself.
std::vector<Fault> closing_faults(const CommissionBook& book, const ClosedPeriod& closing);

}  // namespace o2c::inline v1
