#pragma once

// Whether the figures of a book can be reckoned with. Private to src/close.

#include <vector>

#include "o2c/close/book.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

/// Adds a fault for each amount and number that is too large to be added up, each day of a year
/// that is hardly meant, each amount in another currency that cannot be converted, and each budget
/// that comes to more than an amount can be.
void add_figures(const Book& book, std::vector<Fault>& faults);

}  // namespace o2c::inline v1
