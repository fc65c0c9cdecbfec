#include "o2c/columns/require_column.hpp"

#include <string>

namespace o2c::inline v1 {

std::size_t require_column(const TableSource& table, std::string_view name,
                           std::string_view table_name) {
  if (const auto at = find_column(table, name)) return *at;
  std::string known;
  for (const ColumnField& field : table.fields()) known += (known.empty() ? "" : ", ") + field.name;
  throw BadTable("column \"" + std::string(name) + "\" is missing from " + std::string(table_name) +
                     " (it has: " + known + "); map another name with columns",
                 {Fault{.file = std::string(table_name),
                        .field = std::string(name),
                        .expected = "a column of this name"}});
}

Fault currency_fault(const ColumnView& column, std::int64_t row, const CurrencyTable& currencies) {
  Fault fault{.row = row,
              .field = "currency",
              .value = value_text(column, row),
              .expected = "a known currency code, such as USD"};
  try {
    if (fault.value != "null") currencies.at(fault.value);
  } catch (const UnknownCurrency& unknown) {
    fault.expected += std::string(" (") + unknown.what() + ")";
  }
  return fault;
}

}  // namespace o2c::inline v1
