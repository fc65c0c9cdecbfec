#pragma once

// What has to hold between the rows of a book. Private to src/close.

#include <cstddef>
#include <vector>

#include "book_table.hpp"

namespace o2c::inline v1 {

/// Adds a fault for each row whose key stands in a row before it.
void check_key(BookTableRead& table, std::size_t threads);

/// Adds a fault for each row that makes no sense by itself (a day before that on which something
/// began), and for people and months that do not go together.
void check_rules(std::vector<BookTableRead>& tables);

/// Finds the rows that values refer to, and adds a fault for each value that stands in no row of
/// the table that it refers to. `tables`: all, in the order of book_tables().
void check_references(std::vector<BookTableRead>& tables, std::size_t threads);

}  // namespace o2c::inline v1
