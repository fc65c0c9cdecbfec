#include "o2c/columns/table_source.hpp"

#include <algorithm>
#include <utility>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

std::optional<std::size_t> find_column(const TableSource& table, std::string_view name) {
  const auto& fields = table.fields();
  const auto found = std::ranges::find(fields, name, &ColumnField::name);
  if (found == fields.end()) return std::nullopt;
  if (std::ranges::find(found + 1, fields.end(), name, &ColumnField::name) != fields.end())
    throw BadTable("column " + in_quotes(name) + " stands twice",
                   {Fault{.field = std::string(name), .expected = "one column of this name"}});
  return static_cast<std::size_t>(found - fields.begin());
}

MemoryTable& MemoryTable::add(std::string name, ColumnView column) {
  if (find_column(*this, name)) throw_invalid("column \"" + name + "\" stands twice");
  if (!fields_.empty() && column.length != batch_.rows)
    throw_invalid("column \"" + name + "\" has " + std::to_string(column.length) +
                  " rows; expected " + std::to_string(batch_.rows));
  batch_.rows = column.length;
  fields_.push_back({std::move(name), column.kind});
  batch_.columns.push_back(std::move(column));
  return *this;
}

std::optional<RecordBatch> MemoryTable::next() {
  if (std::exchange(read_, true)) return std::nullopt;
  return batch_;
}

}  // namespace o2c::inline v1
