#pragma once

// An exported table as lines of text that can be compared.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/arrow_import.hpp"

namespace o2c::hand_made {

/// What a consumer of the table sees: a line of the columns' names and types, then the rows.
inline std::vector<std::string> read_back(const std::shared_ptr<const ArrowTable>& exported) {
  ArrowArrayStream stream{};
  export_arrow(exported, stream);
  const auto imported = import_arrow(stream);
  std::vector<std::string> found(1);
  for (const ColumnField& field : imported->fields())
    found[0] += field.name + " (" + to_string(field.kind) + ") ";
  while (const auto rows = imported->next())
    for (std::int64_t row = 0; row < rows->rows; ++row) {
      found.emplace_back();
      for (const ColumnView& column : rows->columns) found.back() += value_text(column, row) + ' ';
    }
  return found;
}

}  // namespace o2c::hand_made
