#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/close/book_rows.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/number/int128.hpp"

namespace o2c::inline v1 {
namespace {

// What `get` gives for the rows that have a value.
template <class Get>
auto where_there(const BookRows& rows, std::size_t column, const Get& get) {
  using Value = decltype(get(std::size_t{}));
  return [&rows, column, get](std::size_t row) {
    return rows.has(column, row) ? std::optional<Value>(get(row)) : std::nullopt;
  };
}

void add_amounts(TableBuilder& table, const BookRows& rows, std::size_t column,
                 const std::string& name) {
  int digits = 0;
  for (std::size_t row = 0; row < rows.rows(); ++row)
    if (rows.has(column, row))
      digits = std::max(digits, rows.amount(column, row).currency().digits());
  table.decimal(name, digits, where_there(rows, column, [&rows, column, digits](std::size_t row) {
                  const Money amount = rows.amount(column, row);
                  return Int128{amount.minor()} *
                         detail::power_of_ten(digits - amount.currency().digits());
                }));
}

void add_long_texts(TableBuilder& table, const BookRows& rows, std::size_t column,
                    const std::string& name) {
  std::vector<std::uint32_t> all(rows.rows());
  std::iota(all.begin(), all.end(), 0U);
  const RowTexts texts = rows.texts(column, all);
  table.text(name, [&](std::size_t row) { return texts[row]; });
}

void add_column(TableBuilder& table, const BookRows& rows, std::size_t column) {
  const BookColumn& described = rows.table().columns[column];
  const std::string name(described.name);
  const auto there = [&](const auto& get) { return where_there(rows, column, get); };
  switch (described.type) {
    case BookColumnType::date:
      table.date(name, there([&](std::size_t row) { return rows.date(column, row).days(); }));
      return;
    case BookColumnType::moment:
      table.moment(name, there([&](std::size_t row) { return rows.integer(column, row); }));
      return;
    case BookColumnType::integer:
      table.integer(name, there([&](std::size_t row) { return rows.integer(column, row); }));
      return;
    case BookColumnType::amount:
      return add_amounts(table, rows, column, name);
    case BookColumnType::decimal:
      table.decimal(name, BookRows::decimal_scale, there([&](std::size_t row) {
                      return rows.decimal(column, row).coefficient();
                    }));
      return;
    default:
      if (rows.is_long(column)) return add_long_texts(table, rows, column, name);
      table.text(name, there([&](std::size_t row) { return rows.text(column, row); }));
  }
}

}  // namespace

std::shared_ptr<const ArrowTable> to_arrow(const BookRows& rows) {
  TableBuilder table(rows.rows());
  for (std::size_t i = 0; i < rows.table().columns.size(); ++i)
    if (rows.table().columns[i].presence != BookPresence::optional || rows.has_any(i))
      add_column(table, rows, i);
  return table.finish();
}

}  // namespace o2c::inline v1
