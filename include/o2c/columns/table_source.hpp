#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/columns/column_view.hpp"

namespace o2c::inline v1 {

struct ColumnField {
  std::string name;
  ColumnKind kind;
};

/// A run of rows of one table. `owner` keeps the memory of the columns alive.
struct RecordBatch {
  std::int64_t rows = 0;
  std::vector<ColumnView> columns;  ///< In the order of the table's fields.
  std::shared_ptr<const void> owner;
};

/// A table that is read once, batch after batch, so that it never has to be held as a whole.
class TableSource {
 public:
  virtual ~TableSource() = default;
  [[nodiscard]] virtual const std::vector<ColumnField>& fields() const = 0;
  /// The next rows; nothing at the end. Throws BadTable when the producer fails.
  virtual std::optional<RecordBatch> next() = 0;

 protected:
  TableSource() = default;
  TableSource(const TableSource&) = default;
  TableSource(TableSource&&) = default;
  TableSource& operator=(const TableSource&) = default;
  TableSource& operator=(TableSource&&) = default;
};

/// Position of a column by name, or nothing. Throws BadTable when two columns have the name.
std::optional<std::size_t> find_column(const TableSource&, std::string_view name);

/// A table of columns that the program holds itself: one batch, borrowed.
class MemoryTable final : public TableSource {
 public:
  /// Throws InvalidArgument when the name stands twice or the length differs from the others'.
  MemoryTable& add(std::string name, ColumnView column);

  [[nodiscard]] const std::vector<ColumnField>& fields() const override { return fields_; }
  std::optional<RecordBatch> next() override;

 private:
  std::vector<ColumnField> fields_;
  RecordBatch batch_;
  bool read_ = false;
};

}  // namespace o2c::inline v1
