#pragma once

// Reads the columns of items that only reminding has. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/receivable/dunning.hpp"

#include "dispute_reader.hpp"
#include "interest_items.hpp"

namespace o2c::inline v1 {

/// Reads levels from a column of whole numbers; null is 0.
class LevelReader {
 public:
  /// Throws BadTable for a column of another type.
  explicit LevelReader(const ColumnField& field);

  std::span<const std::int32_t> read(const ColumnView& column, std::int64_t begin, std::size_t rows,
                                     std::int64_t first_row, FaultList& faults);

 private:
  std::string name_;
  std::vector<std::int32_t> block_;
};

/// Reads what was promised of items; null is all of it.
class PromiseReader {
 public:
  static constexpr std::int64_t all = std::numeric_limits<std::int64_t>::max();

  /// Throws BadTable for a column that cannot hold amounts.
  PromiseReader(const ColumnField& field, std::optional<int> stated_digits);

  std::span<const std::int64_t> read(const ColumnView& column, std::int64_t begin, std::size_t rows,
                                     std::span<const std::uint8_t> digits, std::int64_t first_row,
                                     FaultList& faults);

 private:
  std::string name_;
  AmountReader amounts_;
  std::vector<std::uint8_t> digits_;
  std::vector<std::int64_t> block_;
};

/// The optional columns of items, read in one thread.
class DunningColumns {
 public:
  /// Throws BadTable for columns of an unfit type.
  DunningColumns(const InterestItems& items, std::optional<int> amount_digits);

  struct Read {
    std::span<const std::int32_t> levels;
    std::span<const std::int32_t> reminded;
    std::span<const std::int32_t> promised_until;
    std::span<const std::int64_t> promised;
    std::span<const std::int64_t> disputed;
  };

  Read read(const HeldRows& rows, std::span<const std::int64_t> minor,
            std::span<const std::uint8_t> digits, FaultList& faults);
  /// Adds what will be read after these rows.
  void add_upcoming(const HeldRows& rows, Upcoming& next) const;

 private:
  template <class Reader>
  class Optional {
   public:
    Optional(const HeldTable& table, std::string_view name) : column_(table.find(name)) {
      if (column_ && table.fields()[*column_].kind.type != ColumnType::nulls)
        reader_.emplace(table.fields()[*column_]);
    }
    std::span<const std::int32_t> read(const HeldRows& rows,
                                       std::span<const std::int32_t> otherwise, FaultList& faults) {
      if (!reader_) return otherwise;
      return reader_->read(rows.batch->columns[*column_], rows.begin, rows.count(), rows.first_row,
                           faults);
    }
    void add_upcoming(const HeldRows& rows, Upcoming& next) const {
      if (reader_) next.add(rows.batch->columns[*column_], rows.end);
    }
    [[nodiscard]] std::string text(const HeldRows& rows, std::size_t i) const {
      if (!column_) return "null";
      return value_text(rows.batch->columns[*column_], rows.begin + static_cast<std::int64_t>(i));
    }

   private:
    std::optional<std::size_t> column_;
    std::optional<Reader> reader_;
  };

  void check(const HeldRows& rows, const Read& block, FaultList& faults) const;

  Optional<LevelReader> levels_;
  Optional<DateReader> reminded_;
  Optional<DateReader> promised_until_;
  std::optional<DisputeReader> disputed_;
  std::optional<std::size_t> promised_column_;
  std::optional<PromiseReader> promised_;
  std::vector<std::int64_t> zeros_;
  std::vector<std::int64_t> all_;
  std::vector<std::int32_t> no_days_;
  std::vector<std::int32_t> no_levels_;
};

}  // namespace o2c::inline v1
