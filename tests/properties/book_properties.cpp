#include "o2c/close/book.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "../close/book_input.hpp"

namespace o2c {
namespace {

constexpr std::size_t rows_of_table = 7;

std::string day_text(std::size_t row) { return to_string(Date(2026, 1, 1) + std::int64_t(row)); }

// The value of a row of a sound book: that of each row is different, but for those of a list.
std::string sound_value(const BookTable& table, const BookColumn& column, std::size_t row) {
  if (column.presence != BookPresence::required && row % 3 == 2) return "";
  if (&table == find_book_table("people") && column.refers_to == "people.person") {
    if (row == 0) return "";
    --row;  // Nobody is his own manager.
  }
  if (!column.refers_to.empty()) {
    const std::size_t point = column.refers_to.find('.');
    const BookTable& other = *find_book_table(column.refers_to.substr(0, point));
    const auto of =
        std::ranges::find(other.columns, column.refers_to.substr(point + 1), &BookColumn::name);
    return sound_value(other, *of, row);
  }
  switch (column.type) {
    case BookColumnType::date:
      return day_text(row);
    case BookColumnType::moment:
      return day_text(row) + "T08:00:00Z";
    case BookColumnType::period:
      return "2025-0" + std::to_string(row + 1);
    case BookColumnType::amount:
      return std::to_string(row) + ".25";
    case BookColumnType::decimal:
      return "1.0" + std::to_string(row);
    case BookColumnType::integer:
      return std::to_string(row + 1);
    case BookColumnType::currency:
      return column.name == "quote" ? "CNY" : "USD";
    case BookColumnType::text:
      break;
  }
  if (!column.one_of.empty()) return std::string(column.one_of.substr(0, column.one_of.find('|')));
  return std::string(table.name) + "-" + std::string(column.name) + "-" + std::to_string(row);
}

struct BookCell {
  std::size_t table;
  std::size_t row;
  std::size_t column;

  friend auto operator<=>(const BookCell&, const BookCell&) = default;
};

using TableCells = std::vector<TextTable::Rows>;

TableCells sound_cells() {
  TableCells cells;
  for (const BookTable& table : book_tables()) {
    TextTable::Rows& rows = cells.emplace_back(rows_of_table);
    for (std::size_t row = 0; row < rows_of_table; ++row)
      for (const BookColumn& column : table.columns)
        rows[row].push_back(sound_value(table, column, row));
  }
  return cells;
}

BookInput input_of(const TableCells& cells) {
  BookInput input = book_input({});
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const BookTable& table = book_tables()[i];
    std::vector<std::string> names;
    for (const BookColumn& column : table.columns) names.emplace_back(column.name);
    input.tables.emplace_back(table.name, std::make_unique<TextTable>(names, cells[i]));
  }
  return input;
}

// What no column of the kind may hold.
std::vector<std::string> damages(const BookColumn& column) {
  std::vector<std::string> texts;
  if (column.presence == BookPresence::required) texts.emplace_back("");
  if (!column.refers_to.empty() || !column.one_of.empty()) texts.emplace_back("nobody's");
  if (column.bound == BookBound::positive) texts.emplace_back("0");
  if (column.bound != BookBound::none) texts.emplace_back("-1");
  switch (column.type) {
    case BookColumnType::text:
      return texts;
    case BookColumnType::date:
      texts.insert(texts.end(), {"2026-02-29", "1/2/2026", "20260101", "2026-01-01 ", "\xFF"});
      return texts;
    case BookColumnType::moment:
      texts.insert(texts.end(), {"2026-01-01", "2026-01-01T25:00:00Z", "2026-01-01T08:00:00+"});
      return texts;
    case BookColumnType::period:
      texts.insert(texts.end(), {"2026-00", "2026Q5", "26-01", "01/2026"});
      return texts;
    case BookColumnType::amount:
      texts.insert(texts.end(),
                   {"1,000.00", "1.0000005", "1e3", "NaN", "99999999999999999999", "--1"});
      return texts;
    case BookColumnType::decimal:
      texts.insert(texts.end(), {"1.123456789", "inf", "1.2.3", std::string(40, '9'), "+", "."});
      return texts;
    case BookColumnType::integer:
      texts.insert(texts.end(), {"1.5", "one", "9223372036854775808", "0x10"});
      return texts;
    case BookColumnType::currency:
      texts.insert(texts.end(), {"usd", "ZZZ", "US", "USDOLLARS"});
      return texts;
  }
  return texts;
}

// The cells that the faults name; of a key all of them.
std::set<BookCell> cells_of(const std::vector<Fault>& faults) {
  std::set<BookCell> cells;
  for (const Fault& fault : faults) {
    const BookTable& table = *find_book_table(fault.file);
    const auto place = static_cast<std::size_t>(&table - book_tables().data());
    std::string fields = fault.field + ", ";
    for (std::size_t end = 0; (end = fields.find(", ")) != std::string::npos;) {
      const auto column =
          std::ranges::find(table.columns, fields.substr(0, end), &BookColumn::name);
      cells.insert({place, static_cast<std::size_t>(fault.row),
                    static_cast<std::size_t>(column - table.columns.begin())});
      fields.erase(0, end + 2);
    }
  }
  return cells;
}

// Whether rows elsewhere refer to what stands there.
bool is_referred_to(const BookCell& cell) {
  const BookTable& table = book_tables()[cell.table];
  const std::string name =
      std::string(table.name) + "." + std::string(table.columns[cell.column].name);
  return std::ranges::any_of(book_tables(), [&](const BookTable& other) {
    return std::ranges::find(other.columns, name, &BookColumn::refers_to) != other.columns.end();
  });
}

// With the cells of the currencies of amounts: what is there instead of nothing asks for one.
std::set<BookCell> with_currencies(std::set<BookCell> cells) {
  const std::set<BookCell> amounts = cells;
  for (BookCell cell : amounts) {
    const auto& columns = book_tables()[cell.table].columns;
    const auto currency =
        std::ranges::find(columns, columns[cell.column].currency_in, &BookColumn::name);
    cell.column = static_cast<std::size_t>(currency - columns.begin());
    if (currency != columns.end()) cells.insert(cell);
  }
  return cells;
}

TEST(BookProperties, ASoundBookIsRead) {
  const TableCells cells = sound_cells();
  const Book book(input_of(cells), 2);
  for (const BookTable& table : book_tables()) EXPECT_EQ(book.rows(table.name).rows(), 7U);
}

RC_GTEST_PROP(BookProperties, EveryDamagedCellIsNamed, ()) {
  TableCells cells = sound_cells();
  std::set<BookCell> damaged;
  bool any_referred = false;
  const auto times = *rc::gen::inRange(1, 40);
  for (int i = 0; i < times; ++i) {
    const BookCell cell{*rc::gen::inRange<std::size_t>(0, cells.size()),
                        *rc::gen::inRange<std::size_t>(0, rows_of_table),
                        *rc::gen::inRange<std::size_t>(0, 64)};
    const BookTable& table = book_tables()[cell.table];
    if (cell.column >= table.columns.size()) continue;
    const std::vector<std::string> texts = damages(table.columns[cell.column]);
    if (texts.empty()) continue;
    cells[cell.table][cell.row][cell.column] = *rc::gen::elementOf(texts);
    damaged.insert(cell);
    any_referred |= is_referred_to(cell);
  }
  std::vector<Fault> faults;
  try {
    const Book book(input_of(cells), *rc::gen::inRange<std::size_t>(1, 4));
  } catch (const BadBook& bad) {
    faults = bad.faults();
  }
  RC_ASSERT(faults.empty() == damaged.empty());
  for (const Fault& fault : faults) RC_LOG() << to_string(fault) << '\n';
  const std::set<BookCell> named = cells_of(faults);
  RC_ASSERT(std::ranges::includes(named, damaged));
  // And nothing else, unless rows refer to what is damaged.
  if (!any_referred) RC_ASSERT(std::ranges::includes(with_currencies(damaged), named));
}

}  // namespace
}  // namespace o2c
