#pragma once

// Reads what of the amounts of open items is in dispute. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/table_source.hpp"

namespace o2c::inline v1 {

/// Reads a column of disputed parts of amounts, block by block: null is nothing, and so is what is
/// more than the row's amount or less than nothing, which is a fault.
class DisputeReader {
 public:
  /// Positions of the two columns among the fields, and the digits stated for both, if any. Throws
  /// BadTable when the column cannot hold amounts.
  DisputeReader(const std::vector<ColumnField>& fields, std::size_t disputed_column,
                std::size_t amount_column, std::optional<int> stated_digits);

  /// Minor units of the rows from `begin` on, whose amounts are given; as AmountReader::read.
  std::span<const std::int64_t> read(const RecordBatch&, std::int64_t begin,
                                     std::span<const std::uint8_t> digits,
                                     std::span<const std::int64_t> minor, std::int64_t first_row,
                                     FaultList& faults);

  [[nodiscard]] std::size_t column() const noexcept { return disputed_column_; }

 private:
  std::span<const std::uint8_t> without_nulls(const ColumnView&, std::int64_t begin,
                                              std::size_t rows,
                                              std::span<const std::uint8_t> digits);
  [[nodiscard]] bool is_faulty_amount(const ColumnView& amounts, std::int64_t row,
                                      std::uint8_t digits) const;

  ColumnField amount_field_;
  std::size_t disputed_column_;
  std::size_t amount_column_;
  std::optional<int> stated_digits_;
  std::optional<AmountReader> reader_;  // None for a column without any value.
  std::vector<std::int64_t> block_;
  std::vector<std::uint8_t> digits_block_;
};

}  // namespace o2c::inline v1
