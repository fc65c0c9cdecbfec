#pragma once

// Tables of a book as a program holds them, for tests.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/close/book.hpp"
#include "o2c/columns/table_source.hpp"

namespace o2c {

inline std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// A table of texts, as a CSV file has them, in batches of a few rows.
class TextTable final : public TableSource {
 public:
  using Rows = std::vector<std::vector<std::string>>;

  TextTable(const std::vector<std::string>& names, const Rows& rows) {
    for (const std::string& name : names)
      fields_.push_back({name, {.type = ColumnType::string_views}});
    memory_->texts = rows;
    memory_->columns.resize(names.size());
    for (const std::vector<std::string>& row : memory_->texts)
      for (std::size_t i = 0; i < names.size(); ++i) memory_->columns[i].push_back(row.at(i));
  }
  /// The first line has the names. Cells are divided by commas.
  explicit TextTable(std::string_view csv) : TextTable(lines_of(csv)) {}

  [[nodiscard]] const std::vector<ColumnField>& fields() const override { return fields_; }
  std::optional<RecordBatch> next() override {
    const std::size_t rows = memory_->texts.size();
    if (at_ >= rows) return std::nullopt;
    const std::size_t count = std::min<std::size_t>(3, rows - at_);
    RecordBatch batch{.rows = static_cast<std::int64_t>(count), .columns = {}, .owner = memory_};
    for (const std::vector<std::string_view>& column : memory_->columns)
      batch.columns.push_back(ColumnView::of(std::span(column).subspan(at_, count)));
    at_ += count;
    return batch;
  }

 private:
  explicit TextTable(Rows lines) : TextTable(lines.front(), Rows(lines.begin() + 1, lines.end())) {}
  static Rows lines_of(std::string_view csv) {
    if (csv.ends_with('\n')) csv.remove_suffix(1);
    Rows lines;
    for (const std::string& line : split(csv, '\n')) lines.push_back(split(line, ','));
    return lines;
  }

  struct Memory {
    Rows texts;
    std::vector<std::vector<std::string_view>> columns;
  };
  std::vector<ColumnField> fields_;
  std::shared_ptr<Memory> memory_ = std::make_shared<Memory>();
  std::size_t at_ = 0;
};

using BookTexts = std::vector<std::pair<std::string, std::string>>;

/// Of tables as CSV; with a book.toml, unless `files` has one.
inline BookInput book_input(const BookTexts& tables, BookTexts files = {}) {
  BookInput input;
  for (const auto& [name, csv] : tables)
    input.tables.emplace_back(name, std::make_unique<TextTable>(csv));
  const bool has_settings =
      std::ranges::any_of(files, [](const auto& file) { return file.first == "book.toml"; });
  if (!has_settings)
    files.emplace_back("book.toml", "[book]\ncompany = \"Tianhe\"\nhome = \"CNY\"\n");
  input.files = std::move(files);
  return input;
}

/// What is wrong with the book, each fault as a line.
inline std::vector<std::string> faults_of(BookInput input, std::size_t threads = 1) {
  std::vector<std::string> lines;
  try {
    const Book book(std::move(input), threads);
  } catch (const BadBook& bad) {
    for (const Fault& fault : bad.faults()) lines.push_back(to_string(fault));
  }
  return lines;
}

}  // namespace o2c
