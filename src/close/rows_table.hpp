#pragma once

// Tables with a row for each of a list. Private to src/close.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/common_scale.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// A table with a row for each of a list.
template <class Row>
class RowsTable {
 public:
  explicit RowsTable(const std::vector<Row>& rows) : rows_(&rows), table_(rows.size()) {}

  /// `get(row)` gives a text that lives as long as the row; "" is null.
  template <class Get>
  RowsTable& text(std::string name, const Get& get) {
    table_.text(std::move(name), [&](std::size_t i) { return or_null(get((*rows_)[i])); });
    return *this;
  }
  /// The same of texts that are made.
  template <class Get>
  RowsTable& made(std::string name, const Get& get) {
    std::vector<std::string> texts;
    texts.reserve(rows_->size());
    for (const Row& row : *rows_) texts.push_back(get(row));
    table_.text(std::move(name), [&](std::size_t i) { return or_null(texts[i]); });
    return *this;
  }
  template <class Get>
  RowsTable& date(std::string name, const Get& get) {
    table_.date(std::move(name), [&](std::size_t i) -> std::optional<std::int32_t> {
      const std::optional<Date> date = get((*rows_)[i]);
      if (!date) return std::nullopt;
      return date->days();
    });
    return *this;
  }
  template <class Get>
  RowsTable& integer(std::string name, const Get& get) {
    table_.integer(std::move(name), [&](std::size_t i) -> std::optional<std::int64_t> {
      return std::optional<std::int64_t>(get((*rows_)[i]));
    });
    return *this;
  }
  /// A Money, a Decimal, or none of either.
  template <class Get>
  RowsTable& amount(std::string name, const Get& get) {
    CommonScale scale;
    for (const Row& row : *rows_)
      if (const auto value = std::optional(get(row)); has(value)) scale.include(value_of(value));
    table_.decimal(std::move(name), scale.digits(), [&](std::size_t i) -> std::optional<Int128> {
      const auto value = std::optional(get((*rows_)[i]));
      if (!has(value)) return std::nullopt;
      return scale.of(value_of(value));
    });
    return *this;
  }
  template <class Get>
  RowsTable& flag(std::string name, const Get& get) {
    table_.boolean(std::move(name), [&](std::size_t i) { return get((*rows_)[i]); });
    return *this;
  }
  std::shared_ptr<const ArrowTable> finish() { return table_.finish(); }

 private:
  static std::optional<std::string_view> or_null(std::string_view text) {
    if (text.empty()) return std::nullopt;
    return text;
  }
  template <class T>
  static bool has(const std::optional<T>& value) {
    return value.has_value();
  }
  template <class T>
  static const T& value_of(const std::optional<T>& value) {
    return *value;
  }

  const std::vector<Row>* rows_;
  TableBuilder table_;
};

}  // namespace o2c::inline v1
