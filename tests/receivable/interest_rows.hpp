#pragma once

// The rows of a table of interest as lines of text that can be compared.

#include <memory>
#include <string>
#include <vector>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/arrow_import.hpp"

namespace o2c::test_items {

/// "10 1.00 USD": all values of each row.
inline std::vector<std::string> interest_lines(const std::shared_ptr<const ArrowTable>& table) {
  ArrowArrayStream stream{};
  export_arrow(table, stream);
  const auto imported = import_arrow(stream);
  std::vector<std::string> lines;
  while (const auto rows = imported->next())
    for (std::int64_t row = 0; row < rows->rows; ++row) {
      std::string line;
      for (const ColumnView& column : rows->columns)
        line += (line.empty() ? "" : " ") + value_text(column, row);
      lines.push_back(line);
    }
  return lines;
}

}  // namespace o2c::test_items
