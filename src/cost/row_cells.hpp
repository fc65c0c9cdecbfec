#pragma once

// Rows of a table, read cell by cell. Private to src/cost.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/error.hpp"
#include "o2c/number/rate.hpp"

namespace o2c::inline v1 {

/// A small table whose columns may be of several types, and what is wrong with it.
class CellTable {
 public:
  /// `float_digits`: those that binary floats are read with; nothing: they are refused.
  CellTable(TableSource& source, const char* name, std::optional<int> float_digits);

  [[nodiscard]] const HeldTable& held() const noexcept { return held_; }
  [[nodiscard]] const std::optional<int>& float_digits() const noexcept { return float_digits_; }
  [[nodiscard]] FaultList& faults() noexcept { return faults_; }
  /// Columns that every row needs, but the table has not, are faults. Whether all are there.
  bool require(std::span<const std::string_view> columns);
  /// A column of binary floats, which are not exact; told once.
  void refuse_floats(std::size_t column);

  /// Calls `work(batch, row of it, row of the table)` for all rows.
  template <class Work>
  void for_rows(const Work& work) {
    std::int64_t first = 0;
    for (const RecordBatch& batch : held_.batches()) {
      for (std::int64_t row = 0; row < batch.rows; ++row) work(batch, row, first + row);
      first += batch.rows;
    }
  }

 private:
  HeldTable held_;
  std::optional<int> float_digits_;
  FaultList faults_;
  std::vector<std::size_t> refused_;
};

/// One row. Cells that are null, blank texts, or of a column that is not there have no value; those
/// that cannot be read are faults and have none either.
class RowCells {
 public:
  RowCells(CellTable& table, const RecordBatch& batch, std::int64_t row, std::int64_t row_of_table);

  [[nodiscard]] std::int64_t row() const noexcept { return row_of_table_; }
  /// Whether nothing of the row was a fault so far.
  [[nodiscard]] bool is_sound() const noexcept { return sound_; }
  [[nodiscard]] bool has(std::string_view column) const;

  std::optional<std::string> text(std::string_view column);
  std::optional<Decimal> number(std::string_view column);
  /// "13%", or 0.13. Numbers of 1 and more are faults, as 13 might be meant as 13%.
  std::optional<Rate> rate(std::string_view column);
  std::optional<std::int32_t> whole(std::string_view column);
  /// What `parse` makes of the text; what it throws is a fault.
  template <class Parse>
  auto meaning(std::string_view column, const Parse& parse)
      -> std::optional<decltype(parse(std::string()))> {
    const std::optional<std::string> found = text(column);
    if (!found) return std::nullopt;
    try {
      return parse(*found);
    } catch (const Error& error) {
      fault_of(column, error);
      return std::nullopt;
    }
  }
  /// Of a cell that the row needs: without a value it is a fault, and what is expected of it.
  template <class T>
  std::optional<T> needed(std::string_view column, std::optional<T> value, const char* expected) {
    if (!value && !has(column)) fault(column, expected);
    return value;
  }

  void fault(std::string_view column, std::string expected);
  void fault_of(std::string_view column, const Error& error);
  /// Cells that have a value and were not asked for are faults, of all these columns.
  void end(std::span<const std::string_view> columns, const std::string& expected);

 private:
  std::optional<std::size_t> find(std::string_view column);
  [[nodiscard]] std::string shown(std::string_view column) const;
  std::optional<Decimal> number_at(std::size_t column, int more_digits);
  [[nodiscard]] const ColumnKind& kind(std::size_t column) const {
    return table_->held().fields()[column].kind;
  }

  CellTable* table_;
  const RecordBatch* batch_;
  std::int64_t row_;
  std::int64_t row_of_table_;
  bool sound_ = true;
  std::vector<std::string_view> asked_;
};

}  // namespace o2c::inline v1
