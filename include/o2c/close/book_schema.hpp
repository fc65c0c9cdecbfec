#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace o2c::inline v1 {

/// What a column of a book's table holds, and what reading it gives.
enum class BookColumnType : std::uint8_t {
  text,     ///< Any text.
  date,     ///< "2026-10-31": date32.
  moment,   ///< "2026-10-31T08:00:00Z": microseconds since 1970, UTC.
  period,   ///< "2026-10", "2026Q4", "2026H2", "2026": text.
  amount,   ///< "1234.50", with no more digits than its currency has: minor units.
  decimal,  ///< "7.1025", of at most 8 digits after the point: decimal128 with 8.
  integer,  ///< "12": int64.
  currency  ///< "USD": text.
};

/// "date", "amount", ...
std::string to_string(BookColumnType type);

/// Whether a table has to have a column, and each row of it a value.
enum class BookPresence : std::uint8_t {
  required,  ///< The column and all values.
  nullable,  ///< The column; values may be missing.
  optional   ///< Neither.
};

/// What the amounts, decimals and integers of a column may be.
enum class BookBound : std::uint8_t {
  none,          ///< Any.
  not_negative,  ///< 0 or more.
  positive       ///< Above 0.
};

/// "0 or more", "above 0"; empty: any.
std::string to_string(BookBound bound);

/// One column of a table of a book.
struct BookColumn {
  std::string_view name;
  BookColumnType type;
  BookPresence presence;
  std::string_view meaning;
  /// "parties.party": each value stands in that column of that table. Empty: of its own.
  std::string_view refers_to{};
  /// "left|right": no other values, or, of periods, no other kinds. Empty: any of its type.
  std::string_view one_of{};
  /// The column of the same table that has an amount's currency. Empty: the book's home currency.
  std::string_view currency_in{};
  BookBound bound = BookBound::none;
};

/// One table of a book (帐簿): a file, or a table of a database.
struct BookTable {
  std::string_view name;
  std::string_view meaning;
  std::span<const BookColumn> columns;
  /// "order,seq": columns that are never the same together in two rows. Empty: rows may repeat.
  std::string_view key{};
};

/// The tables of a book, in the order in which they are described. None has to be there: a table
/// that is missing is an empty one.
std::span<const BookTable> book_tables() noexcept;

/// Null: no table has the name.
const BookTable* find_book_table(std::string_view name) noexcept;

}  // namespace o2c::inline v1
