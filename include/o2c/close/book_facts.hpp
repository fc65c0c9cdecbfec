#pragma once

#include <cstddef>
#include <vector>

#include "o2c/close/book.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

/// What a close would stumble over in a book whose tables are sound: facts that the ledger refuses
/// (more applied than there is, a promise of more than is owed), cash that does not match, events
/// that cannot be read or are missing, amounts without a rate, amounts that are too large to be
/// added up, a month whose commissions cannot be settled. `file` is the name of a table, or that
/// month. Empty: it can be closed.
std::vector<Fault> check_facts(const Book& book, std::size_t threads = 1);

}  // namespace o2c::inline v1
