#pragma once

// Lines of cost sheets as rows of tables. Private to src/cost.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "o2c/cost/cost_sheet.hpp"
#include "o2c/cost/sheet_tables.hpp"

#include "row_cells.hpp"

namespace o2c::inline v1 {

/// Where a line comes from.
struct LineOrigin {
  CellTable* table;
  std::int64_t row;
};

/// What a product is bought at, as its own row says; nothing where it does not, or with a fault.
std::optional<CostLine> bought_line(RowCells& cells, const std::string& product);
/// A row of a bill of materials; nothing, with a fault, where it is none.
std::optional<CostLine> material_line(RowCells& cells, const SheetTableOptions& options);
/// A row of expenses; nothing, with a fault, where it is none.
std::optional<CostLine> expense_line(RowCells& cells, const SheetTableOptions& options);

/// The column of a table that a CostSheet's fault about a line means.
std::string column_at_fault(const CellTable& table, const std::string& field);

}  // namespace o2c::inline v1
