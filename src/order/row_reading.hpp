#pragma once

// A table as one thread reads it, row by row. Private to src/order.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/held_table.hpp"

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

class RowReading {
 public:
  static constexpr std::size_t no_column = static_cast<std::size_t>(-1);

  /// `number`: of the table, for its faults.
  RowReading(const HeldTable& table, std::size_t number, TableFaults& faults)
      : table_(&table), number_(number), faults_(&faults) {}

  /// A column that has to be there, and of a kind that fits; else a fault, and `no_column`.
  template <class Fits>
  std::size_t column(std::string_view name, const Fits& fits, const char* expected) {
    const std::optional<std::size_t> found = table_->find(name);
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
      for (Fault fault : wrong.faults()) faults_->add(number_, std::move(fault));
      return no_column;
    }
    return found;
  }

  [[nodiscard]] const HeldTable& table() const noexcept { return *table_; }
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
  [[nodiscard]] FaultList& faults() noexcept { return faults_->of_table[number_]; }
  void note_faults() noexcept { faults_->found = true; }

 private:
  void find_batch(std::uint32_t row) {
    if (batch_ == nullptr || row < first_) {
      batch_ = table_->batches().data();
      first_ = 0;
    }
    while (row - first_ >= batch_->rows) {
      first_ += batch_->rows;
      ++batch_;
    }
  }

  const HeldTable* table_;
  std::size_t number_;
  TableFaults* faults_;
  const RecordBatch* batch_ = nullptr;
  std::int64_t first_ = 0;
  std::int64_t row_ = 0;
};

}  // namespace o2c::inline v1
