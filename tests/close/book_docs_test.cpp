#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "o2c/close/book_schema.hpp"

// The tables in docs/book.md are written from the schema:
//   O2C_UPDATE_DOCS=1 build/release/tests/close_tests --gtest_filter='BookDocs.*'
namespace o2c {
namespace {

constexpr const char* page = "docs/book.md";
constexpr std::string_view begins = "<!-- generated from the schema: begin -->\n";
constexpr std::string_view ends = "<!-- generated from the schema: end -->\n";

std::string read_page() {
  std::ifstream file(page);
  return {std::istreambuf_iterator<char>(file), {}};
}

// "a|b" as "`a`, `b`".
std::string quoted(std::string_view list, char separator) {
  std::string text;
  while (!list.empty()) {
    const std::size_t size = std::min(list.find(separator), list.size());
    if (!text.empty()) text += ", ";
    text += "`" + std::string(list.substr(0, size)) + "`";
    list.remove_prefix(std::min(size + 1, list.size()));
  }
  return text;
}

std::string type_of(const BookColumn& column) {
  std::string type = to_string(column.type);
  if (!column.currency_in.empty()) type += " in `" + std::string(column.currency_in) + "`";
  if (column.bound != BookBound::none) type += ", " + to_string(column.bound);
  return type;
}

std::string needed(BookPresence presence) {
  return presence == BookPresence::required   ? "yes"
         : presence == BookPresence::nullable ? "the column"
                                              : "";
}

std::string meaning_of(const BookColumn& column) {
  std::string meaning(column.meaning);
  if (!column.refers_to.empty()) meaning += "; of `" + std::string(column.refers_to) + "`";
  if (column.type == BookColumnType::period || column.one_of.empty()) return meaning;
  return meaning + ": " + quoted(column.one_of, '|');
}

std::string sentence(std::string_view words) {
  std::string text(words);
  if ('a' <= text.front() && text.front() <= 'z') text.front() += 'A' - 'a';
  return text;
}

std::string section(const BookTable& table) {
  std::string text = "### " + std::string(table.name) + "\n\n" + sentence(table.meaning) + ". ";
  text += table.key.empty() ? "Rows may repeat."
                            : "No two rows have the same " + quoted(table.key, ',') + ".";
  text += "\n\n| column | type | needed | meaning |\n|---|---|---|---|\n";
  for (const BookColumn& column : table.columns)
    text += "| `" + std::string(column.name) + "` | " + type_of(column) + " | " +
            needed(column.presence) + " | " + meaning_of(column) + " |\n";
  return text;
}

TEST(BookDocs, DescribeTheTables) {
  std::string wanted(begins);
  for (const BookTable& table : book_tables()) wanted += "\n" + section(table);
  const std::string found = read_page();
  const std::size_t begin = found.find(begins);
  const std::size_t end = found.find(ends);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  const std::string all = found.substr(0, begin) + wanted + found.substr(end);
  if (std::getenv("O2C_UPDATE_DOCS") != nullptr) std::ofstream(page) << all;
  EXPECT_EQ(read_page(), all) << "write it again with O2C_UPDATE_DOCS=1";
}

}  // namespace
}  // namespace o2c
