#include "write_csv.hpp"

#include <ostream>
#include <string>

#include <o2c/columns/arrow_import.hpp>
#include <o2c/columns/column_view.hpp>

namespace month_close {
namespace {

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string field = "\"";
  for (const char c : text) {
    if (c == '"') field += '"';
    field += c;
  }
  return field + '"';
}

std::string field_of(const o2c::ColumnView& column, std::int64_t row) {
  return column.has_value(row) ? quoted(value_text(column, row)) : "";
}

}  // namespace

void write_csv(const std::shared_ptr<const o2c::ArrowTable>& table, std::ostream& out) {
  ArrowArrayStream stream{};
  export_arrow(table, stream);
  const std::unique_ptr<o2c::TableSource> source = o2c::import_arrow(stream);
  const char* separator = "";
  for (const o2c::ColumnField& field : source->fields()) {
    out << separator << quoted(field.name);
    separator = ",";
  }
  out << '\n';
  while (const std::optional<o2c::RecordBatch> batch = source->next()) {
    for (std::int64_t row = 0; row < batch->rows; ++row) {
      separator = "";
      for (const o2c::ColumnView& column : batch->columns) {
        out << separator << field_of(column, row);
        separator = ",";
      }
      out << '\n';
    }
  }
}

}  // namespace month_close
