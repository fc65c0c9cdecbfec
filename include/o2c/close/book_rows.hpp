#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "o2c/close/book_schema.hpp"
#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// The texts of some rows.
class RowTexts {
 public:
  [[nodiscard]] std::string_view operator[](std::size_t i) const { return texts_[i]; }

 private:
  friend class BookRows;
  std::vector<std::string_view> texts_;
  std::vector<std::unique_ptr<char[]>> held_;  // Of a long column.
};

/// A checked table of a book. Its columns are those of its BookTable, in that order, whether the
/// input had them or not (then every value is missing), of the types that BookColumnType says.
/// Copies share the rows.
class BookRows {
 public:
  /// Digits after the point of all decimals.
  static constexpr int decimal_scale = 8;

  /// No rows.
  explicit BookRows(const BookTable& table);

  [[nodiscard]] const BookTable& table() const noexcept;
  [[nodiscard]] std::size_t rows() const noexcept;
  /// Position of a column by its name in the schema. Throws InvalidArgument.
  [[nodiscard]] std::size_t column(std::string_view name) const;

  // `column` and `row` must be there; nothing checks them.

  /// Whether the row has a value there.
  [[nodiscard]] bool has(std::size_t column, std::size_t row) const noexcept;
  /// Whether any row has.
  [[nodiscard]] bool has_any(std::size_t column) const noexcept;
  /// Of texts, periods and currencies; empty where it is missing. Lives as long as the rows. Throws
  /// InvalidArgument for a long column.
  [[nodiscard]] std::string_view text(std::size_t column, std::size_t row) const;
  /// Whether the column is one of BookInput::long_texts.
  [[nodiscard]] bool is_long(std::size_t column) const noexcept;
  /// The texts of rows, which ascend; of a column that is not long they live as long as the rows.
  /// Throws BadTable for a long column that cannot be read again.
  [[nodiscard]] RowTexts texts(std::size_t column, std::span<const std::uint32_t> rows) const;

  // What follows is of values that are there.

  [[nodiscard]] Date date(std::size_t column, std::size_t row) const;
  /// Of integers, and of moments: microseconds since 1970, UTC.
  [[nodiscard]] std::int64_t integer(std::size_t column, std::size_t row) const;
  /// Minor units of an amount.
  [[nodiscard]] std::int64_t minor(std::size_t column, std::size_t row) const;
  /// An amount with its currency.
  [[nodiscard]] Money amount(std::size_t column, std::size_t row) const;
  [[nodiscard]] Decimal decimal(std::size_t column, std::size_t row) const;
  /// Of a column of currencies.
  [[nodiscard]] Currency currency(std::size_t column, std::size_t row) const;
  /// Of a column that refers to another table's: the first row there that has the value; nothing
  /// where it is missing.
  [[nodiscard]] std::optional<std::size_t> referred(std::size_t column, std::size_t row) const;

  /// The table from its first row on, for functions that read tables: amounts are int64 minor
  /// units, decimals have decimal_scale digits, moments are in UTC. An optional column without any
  /// value is left out.
  [[nodiscard]] std::unique_ptr<TableSource> source() const;

  /// What the rows consist of; private to src/close.
  struct State;
  explicit BookRows(std::shared_ptr<const State> state) noexcept;
  [[nodiscard]] const State& state() const noexcept { return *state_; }

 private:
  std::shared_ptr<const State> state_;
};

/// The table for other libraries, with the columns that source() has: amounts are decimals with as
/// many digits as the rows' currencies have, texts plain.
std::shared_ptr<const ArrowTable> to_arrow(const BookRows& rows);

}  // namespace o2c::inline v1
