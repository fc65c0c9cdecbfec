#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "o2c/columns/table_source.hpp"

namespace o2c::inline v1 {

/// A table whose columns are known by other names: {"due_date", "DueDate"} reads the column DueDate
/// as due_date. A column that had that name before is no longer seen.
class RenamedTable final : public TableSource {
 public:
  /// Throws BadTable when a column to rename is missing, or is asked for under two names.
  RenamedTable(std::unique_ptr<TableSource> table,
               const std::vector<std::pair<std::string, std::string>>& names);

  [[nodiscard]] const std::vector<ColumnField>& fields() const override { return fields_; }
  std::optional<RecordBatch> next() override { return table_->next(); }

 private:
  std::unique_ptr<TableSource> table_;
  std::vector<ColumnField> fields_;
};

}  // namespace o2c::inline v1
