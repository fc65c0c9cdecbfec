#pragma once

// What BookRows consist of. Private to src/close.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "o2c/close/book_rows.hpp"
#include "o2c/columns/column_view.hpp"
#include "o2c/columns/page_array.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/columns/text_slots.hpp"
#include "o2c/money/currency.hpp"

namespace o2c::inline v1 {

/// In place of a currency's position in the list of those that are known.
constexpr std::uint16_t missing_currency = 0xFFFF;
constexpr std::uint16_t unknown_currency = 0xFFFE;
/// In place of a row that a value refers to.
constexpr std::uint32_t no_row = TextSlots::unknown;

struct BookRows::State {
  struct Column {
    ColumnKind kind;
    /// A view for each batch; none: every value is missing.
    std::vector<ColumnView> batches;
    bool has_any = false;
    /// Of a column of currencies: the positions of each row's in `currencies`.
    std::shared_ptr<const PageArray<std::uint16_t>> currency_of_row;
    /// Of a column of amounts: where their currencies are; none: all are in `home`.
    std::optional<std::size_t> currency_column;
    /// Of a column that refers to another table's: which of its rows, or no_row. Null: none has a
    /// value.
    std::shared_ptr<const PageArray<std::uint32_t>> referred;
    /// Of a long column: reads a batch. It has no `batches`.
    std::function<std::unique_ptr<TableSource>(std::size_t)> read_again;
  };
  struct Place {
    std::size_t batch;
    std::int64_t row;
  };

  const BookTable* table = nullptr;
  std::size_t rows = 0;
  std::vector<Column> columns;
  std::vector<std::size_t> first_rows{0};     // Of each batch, and the end.
  std::vector<std::uint32_t> batch_of_block;  // In which each run of block_rows begins.
  std::vector<Currency> currencies;
  std::optional<Currency> home;
  std::vector<std::shared_ptr<const void>> owners;

  static constexpr unsigned block_bits = 10;

  /// A table without rows.
  explicit State(const BookTable& of);
  /// The texts of a batch of a long column, which keep their memory. Throws BadTable.
  [[nodiscard]] ColumnView read_long(std::size_t column, std::size_t batch) const;
  /// Takes note of the batches, by their rows.
  void set_batches(const std::vector<std::size_t>& rows_of_batch);
  [[nodiscard]] Place place(std::size_t row) const noexcept {
    std::size_t batch = batch_of_block[row >> block_bits];
    while (row >= first_rows[batch + 1]) ++batch;
    return {batch, static_cast<std::int64_t>(row - first_rows[batch])};
  }
};

/// What a column is read as.
ColumnKind kind_of(BookColumnType type) noexcept;

}  // namespace o2c::inline v1
