#pragma once

// A table as one thread reads it, row by row. Private to src/order.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

/// What is wrong with tables, by their positions.
struct TableFaults {
  std::vector<FaultList> of_table;
  bool found = false;  ///< Since it was set back.

  explicit TableFaults(std::size_t tables) : of_table(tables) {}

  void add(std::size_t table, Fault fault) {
    of_table[table].add(std::move(fault));
    found = true;
  }
  void merge(TableFaults other) {
    for (std::size_t i = 0; i < of_table.size(); ++i)
      of_table[i].merge(std::move(other.of_table[i]));
    found |= other.found;
  }
};

/// A whole number; pandas makes floats of integers among which some are missing.
inline std::optional<std::int64_t> whole_at(const ColumnView& column, std::int64_t row) {
  if (!is_float(column.kind.type))
    return column.has_integer(row) ? std::optional(column.integer_at(row)) : std::nullopt;
  const double value = column.kind.type == ColumnType::float64
                           ? column.data<double>()[row]
                           : static_cast<double>(column.data<float>()[row]);
  constexpr double most = 4294967296.0;  // Beyond any that is asked for.
  if (!(value > -most && value < most) || std::trunc(value) != value) return std::nullopt;
  return static_cast<std::int64_t>(value);
}
/// The columns that it reads.
inline constexpr auto holds_wholes = [](const ColumnKind& kind) {
  return (is_integer(kind.type) || is_float(kind.type)) && !kind.dictionary_encoded;
};

class RowReading {
 public:
  static constexpr std::size_t no_column = static_cast<std::size_t>(-1);

  /// `number`: of the table, for its faults.
  RowReading(const HeldTable& table, std::size_t number, TableFaults& faults)
      : table_(&table), number_(number), faults_(&faults) {}

  /// A column that has to be there, and of a kind that fits; else a fault, and `no_column`.
  template <class Fits>
  std::size_t column(std::string_view name, const Fits& fits, const char* expected) {
    std::optional<std::size_t> found;
    try {
      found = table_->find(name);
    } catch (const BadTable& wrong) {  // It stands twice.
      add(wrong);
      return no_column;
    }
    if (!found) {
      faults_->add(number_, {.field = std::string(name), .expected = "a column of this name"});
      return no_column;
    }
    const ColumnKind& kind = field(*found).kind;
    if (kind.type != ColumnType::nulls && !fits(kind)) {
      faults_->add(number_,
                   {.field = std::string(name), .value = to_string(kind), .expected = expected});
      return no_column;
    }
    return *found;
  }
  /// The same of a kind that a reader of columns takes, which it tells by throwing.
  template <class Reader>
  std::size_t column(std::string_view name, std::optional<Reader>& reader,
                     const auto&... arguments) {
    const std::size_t found = column(name, [](const ColumnKind&) { return true; }, "");
    if (found == no_column || field(found).kind.type == ColumnType::nulls) return found;
    try {
      reader.emplace(field(found), arguments...);
    } catch (const BadTable& wrong) {
      add(wrong);
      return no_column;
    }
    return found;
  }

  /// Once or more often.
  [[nodiscard]] bool has_column(std::string_view name) const {
    return std::ranges::find(table_->fields(), name, &ColumnField::name) != table_->fields().end();
  }
  [[nodiscard]] const ColumnField& field(std::size_t column) const {
    return table_->fields()[column];
  }

  /// To a row of the table.
  void move_to(std::uint32_t row) {
    if (batch_ == nullptr || row < first_ || row - first_ >= batch_->rows) find_batch(row);
    row_ = row - first_;
  }

  [[nodiscard]] const ColumnView& view(std::size_t column) const { return batch_->columns[column]; }
  /// Within its batch.
  [[nodiscard]] std::int64_t row() const noexcept { return row_; }
  [[nodiscard]] std::int64_t first_row() const noexcept { return first_; }

  [[nodiscard]] bool has_value(std::size_t column) const {
    const ColumnView& values = view(column);
    if (values.validity == nullptr && !values.kind.dictionary_encoded)
      return values.kind.type != ColumnType::nulls;
    if (values.kind.type == ColumnType::nulls || !values.has_value(row_)) return false;
    return !values.kind.dictionary_encoded || values.dictionary->validity == nullptr ||
           values.dictionary->has_value(values.code_at(row_));
  }
  /// Of a column that holds_wholes; none for no value, or one that is not whole.
  [[nodiscard]] std::optional<std::int64_t> whole(std::size_t column) const {
    return has_value(column) ? whole_at(view(column), row_) : std::nullopt;
  }
  /// Of a column of texts that has a value there.
  [[nodiscard]] std::string_view text(std::size_t column) const {
    const ColumnView& texts = view(column);
    if (texts.kind.type == ColumnType::text64 && !texts.kind.dictionary_encoded &&
        texts.text != nullptr) {
      const std::int64_t* ends = texts.data<std::int64_t>() + row_;
      if (0 <= ends[0] && ends[0] <= ends[1] && ends[1] <= texts.text_size)
        return {texts.text + ends[0], static_cast<std::size_t>(ends[1] - ends[0])};
    }
    return texts.text_at(row_);
  }

  /// The row's value is not what was expected.
  [[gnu::cold]] void refuse(std::size_t column, std::string expected) {
    refuse(field(column).name, value_text(view(column), row_), std::move(expected));
  }
  [[gnu::cold]] void refuse(std::string name, std::string value, std::string expected) {
    faults_->add(number_, {.row = first_ + row_,
                           .field = std::move(name),
                           .value = std::move(value),
                           .expected = std::move(expected)});
  }
  /// Reads something of the row. False, and a fault, when a column's memory is malformed there.
  template <class Read>
  bool guard(const Read& read) {
    try {
      read();
    } catch (const BadTable& malformed) {
      refuse_malformed(malformed);
      return false;
    }
    return true;
  }

  [[nodiscard]] FaultList& faults() noexcept { return faults_->of_table[number_]; }
  void note_faults() noexcept { faults_->found = true; }

 private:
  void add(const BadTable& wrong) {
    for (Fault fault : wrong.faults()) faults_->add(number_, std::move(fault));
  }
  /// The row that it tells may be one of a batch, or of a dictionary.
  [[gnu::cold]] void refuse_malformed(const BadTable& malformed) {
    refuse("", malformed.what(), "columns as the Arrow format describes them");
  }
  void find_batch(std::uint32_t row) {
    const std::vector<RecordBatch>& batches = table_->batches();
    if (first_rows_.empty()) {
      std::int64_t first = 0;
      first_rows_.reserve(batches.size());
      for (const RecordBatch& batch : batches) {
        first_rows_.push_back(first);
        first += batch.rows;
      }
    }
    // The last that begins there or before, as those without rows begin where the next one does.
    const auto after = std::ranges::upper_bound(first_rows_, std::int64_t{row});
    const auto at = static_cast<std::size_t>(after - first_rows_.begin()) - 1;
    batch_ = &batches[at];
    first_ = first_rows_[at];
  }

  const HeldTable* table_;
  std::size_t number_;
  TableFaults* faults_;
  std::vector<std::int64_t> first_rows_;  // Of each batch.
  const RecordBatch* batch_ = nullptr;
  std::int64_t first_ = 0;
  std::int64_t row_ = 0;
};

}  // namespace o2c::inline v1
