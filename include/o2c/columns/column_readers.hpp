#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/money/currency.hpp"

namespace o2c::inline v1 {

/// Reads a column of amounts as whole minor units (cents) of their currencies, block by block.
///
/// Integers count minor units, decimals are amounts; both must come out exactly. Binary floating
/// point is refused, unless the caller states its digits: then each value must be within 1e-6 of a
/// unit of the last digit, or within 2 units in the last place of the number, of a whole one; where
/// these make half a unit (a float32 from 32768 on, with 2 digits), it could have been another.
class AmountReader {
 public:
  /// `stated_digits`: the digits that integers carry, instead of their currency's, and that floats
  /// are read with. Throws BadTable when the column cannot hold amounts.
  AmountReader(const ColumnField& field, std::optional<int> stated_digits);

  /// In place of the digits of a currency that is not known: the row reads as 0, without a fault of
  /// its own.
  static constexpr std::uint8_t unknown_digits = 255;

  /// Minor units of the rows from `begin` on. `digits` has the currency's digits for each row, or
  /// one value for all. The result points into the column, or to a buffer that the next call
  /// reuses. A null or a value that is not exact is a fault of row `first_row + row`, and reads as
  /// 0.
  std::span<const std::int64_t> read(const ColumnView&, std::int64_t begin, std::size_t rows,
                                     std::span<const std::uint8_t> digits, std::int64_t first_row,
                                     FaultList& faults);
  /// The same of one row that has a value; nothing where it is not exact, or too large.
  [[nodiscard]] std::optional<std::int64_t> minor_at(const ColumnView&, std::int64_t row,
                                                     int digits) const;

 private:
  bool copy_decimals(const ColumnView&, std::int64_t begin, std::size_t rows);
  bool copy_integers(const ColumnView&, std::int64_t begin, std::size_t rows);

  std::string name_;
  ColumnKind kind_;
  std::optional<int> stated_digits_;
  std::vector<std::int64_t> block_;
};

/// Reads a column of dates as days since 1970-01-01, block by block: date32, or timestamps without
/// a zone that fall on midnight.
class DateReader {
 public:
  static constexpr std::int32_t null_date = std::numeric_limits<std::int32_t>::min();

  /// Throws BadTable when the column does not hold dates.
  explicit DateReader(const ColumnField& field);

  /// Null reads as null_date; what is no date of the years 1 to 9999 is a fault and reads as 0.
  std::span<const std::int32_t> read(const ColumnView&, std::int64_t begin, std::size_t rows,
                                     std::int64_t first_row, FaultList& faults);

  [[nodiscard]] const std::string& name() const noexcept { return name_; }

 private:
  std::string name_;
  ColumnKind kind_;
  std::vector<std::int32_t> block_;
};

/// Reads a column of moments (UTC) as microseconds since 1970: timestamps with or without a zone.
/// Those beyond 64 bits read as the first or last that there is (the first is not null_moment).
class MomentReader {
 public:
  static constexpr std::int64_t null_moment = std::numeric_limits<std::int64_t>::min();

  explicit MomentReader(const ColumnField& field);

  [[nodiscard]] std::int64_t at(const ColumnView&, std::int64_t row) const;

 private:
  std::int64_t ticks_per_day_;
};

}  // namespace o2c::inline v1
