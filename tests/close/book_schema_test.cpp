#include "o2c/close/book_schema.hpp"

#include <algorithm>
#include <ranges>
#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace o2c {
namespace {

const BookColumn* find_column(const BookTable& table, std::string_view name) {
  const auto found = std::ranges::find(table.columns, name, &BookColumn::name);
  return found == table.columns.end() ? nullptr : &*found;
}

TEST(BookSchema, FindsTablesByName) {
  ASSERT_NE(find_book_table("orders"), nullptr);
  EXPECT_EQ(find_book_table("orders")->key, "order");
  EXPECT_EQ(find_book_table("order"), nullptr);
}

TEST(BookSchema, TellsEachTableAndColumnOnceAndWhatItMeans) {
  std::set<std::string_view> tables;
  for (const BookTable& table : book_tables()) {
    EXPECT_TRUE(tables.insert(table.name).second) << table.name;
    EXPECT_FALSE(table.meaning.empty()) << table.name;
    std::set<std::string_view> columns;
    for (const BookColumn& column : table.columns) {
      EXPECT_TRUE(columns.insert(column.name).second) << table.name << '.' << column.name;
      EXPECT_FALSE(column.meaning.empty()) << table.name << '.' << column.name;
    }
  }
}

TEST(BookSchema, NamesOnlyColumnsThatThereAre) {
  for (const BookTable& table : book_tables()) {
    for (const auto part : std::views::split(table.key, ',')) {
      if (table.key.empty()) break;
      const std::string_view key(part.begin(), part.end());
      EXPECT_NE(find_column(table, key), nullptr) << table.name << " key " << key;
    }
    for (const BookColumn& column : table.columns) {
      const std::string where = std::string(table.name) + '.' + std::string(column.name);
      if (column.type == BookColumnType::amount) {
        const BookColumn* currency = find_column(table, column.currency_in);
        ASSERT_NE(currency, nullptr) << where;
        EXPECT_EQ(currency->type, BookColumnType::currency) << where;
      }
      if (column.refers_to.empty()) continue;
      const auto dot = column.refers_to.find('.');
      const BookTable* other = find_book_table(column.refers_to.substr(0, dot));
      ASSERT_NE(other, nullptr) << where;
      const BookColumn* target = find_column(*other, column.refers_to.substr(dot + 1));
      ASSERT_NE(target, nullptr) << where;
      EXPECT_EQ(target->presence, BookPresence::required) << where;
    }
  }
}

}  // namespace
}  // namespace o2c
