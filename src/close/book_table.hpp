#pragma once

// Reads the tables of a book. Private to src/close.

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "o2c/close/book.hpp"
#include "o2c/close/book_rows.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/money/currency_table.hpp"

#include "book_state.hpp"

namespace o2c::inline v1 {

/// A table as it was read, and what is wrong with it.
struct BookTableRead {
  std::shared_ptr<BookRows::State> state;
  FaultList faults{};
  bool given = true;
  /// For each row whether a part of its key is faulty; empty: of none.
  std::vector<bool> unsure{};
};

struct BookReading {
  std::span<const LongTexts> long_texts;
  const CurrencyTable* currencies;
  std::optional<Currency> home;  ///< None: it is faulty.
  std::size_t threads;
};

/// Reads all rows and checks the columns and their values, each by itself.
BookTableRead read_book_table(const BookTable& table, TableSource& source,
                              const BookReading& reading);

/// Columns that a list such as "order,seq" names.
std::vector<std::size_t> columns_of(const BookTable& table, std::string_view list);

}  // namespace o2c::inline v1
