#include "row_cells.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "o2c/columns/column_readers.hpp"

namespace o2c::inline v1 {
namespace {

constexpr const char* number_expected = "a number";

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

CellTable::CellTable(TableSource& source, const char* name, std::optional<int> float_digits)
    : held_(source, name), float_digits_(float_digits) {}

bool CellTable::require(std::span<const std::string_view> columns) {
  bool all = true;
  for (const std::string_view column : columns) {
    if (held_.find(column)) continue;
    std::string names;
    for (const ColumnField& field : held_.fields())
      names += (names.empty() ? "" : ", ") + field.name;
    faults_.add({.field = std::string(column),
                 .expected = "a column of that name (it has: " + names + ")"});
    all = false;
  }
  return all;
}

void CellTable::refuse_floats(std::size_t column) {
  if (std::ranges::find(refused_, column) != refused_.end()) return;
  refused_.push_back(column);
  faults_.add({.field = held_.fields()[column].name,
               .value = to_string(held_.fields()[column].kind),
               .expected = "decimals, integers or texts, as binary floats are not exact; or "
                           "amount_digits, by which they are read"});
}

RowCells::RowCells(CellTable& table, const RecordBatch& batch, std::int64_t row,
                   std::int64_t row_of_table)
    : table_(&table), batch_(&batch), row_(row), row_of_table_(row_of_table) {}

bool RowCells::has(std::string_view column) const {
  const auto at = table_->held().find(column);
  if (!at) return false;
  const ColumnView& view = batch_->columns[*at];
  if (view.kind.type == ColumnType::nulls || !view.has_value(row_)) return false;
  if (!view.kind.dictionary_encoded && !is_text(view.kind.type)) return true;
  if (view.kind.dictionary_encoded && !view.dictionary->has_value(view.code_at(row_))) return false;
  return !is_text(view.kind.type) || !is_blank(value_text(view, row_));
}

std::optional<std::size_t> RowCells::find(std::string_view column) {
  asked_.push_back(column);
  return has(column) ? table_->held().find(column) : std::nullopt;
}

std::string RowCells::shown(std::string_view column) const {
  const auto at = table_->held().find(column);
  return at && has(column) ? value_text(batch_->columns[*at], row_) : "";
}

std::optional<std::string> RowCells::text(std::string_view column) {
  const auto at = find(column);
  if (!at) return std::nullopt;
  return value_text(batch_->columns[*at], row_);
}

std::optional<Decimal> RowCells::number_at(std::size_t column, int more_digits) {
  const ColumnView& view = batch_->columns[column];
  const ColumnField& field = table_->held().fields()[column];
  if (!is_float(kind(column).type)) {
    try {
      return normalized(Decimal::parse(value_text(view, row_)));
    } catch (const Error&) {
      fault(field.name, number_expected);
      return std::nullopt;
    }
  }
  if (!table_->float_digits()) {
    table_->refuse_floats(column);
    sound_ = false;
    return std::nullopt;
  }
  const int digits = *table_->float_digits() + more_digits;
  const auto units = AmountReader(field, digits).minor_at(view, row_, digits);
  if (units) return normalized(Decimal::from_parts(*units, digits));
  fault(field.name, "a number with at most " + std::to_string(digits) +
                        " decimal digits, that the float tells apart");
  return std::nullopt;
}

std::optional<Decimal> RowCells::number(std::string_view column) {
  const auto at = find(column);
  return at ? number_at(*at, 0) : std::nullopt;
}

std::optional<Rate> RowCells::rate(std::string_view column) {
  constexpr const char* expected = "a rate such as 13%, or as a number 0.13";
  constexpr int digits_of_percent = 2;
  const auto at = find(column);
  if (!at) return std::nullopt;
  const std::string written = value_text(batch_->columns[*at], row_);
  if (is_text(kind(*at).type) && written.find_first_of("%bB") != std::string::npos) {
    try {
      return Rate::parse(written);
    } catch (const Error&) {
      fault(column, expected);
      return std::nullopt;
    }
  }
  const std::optional<Decimal> fraction = number_at(*at, digits_of_percent);
  if (!fraction) return std::nullopt;
  if (*fraction >= 1) {
    fault(column, expected);
    return std::nullopt;
  }
  return Rate::from_fraction(*fraction);
}

std::optional<std::int32_t> RowCells::whole(std::string_view column) {
  const std::optional<Decimal> found = number(column);
  if (!found) return std::nullopt;
  const Decimal shortest = normalized(*found);
  if (shortest.scale() > 0 || shortest > std::numeric_limits<std::int32_t>::max() ||
      shortest < std::numeric_limits<std::int32_t>::min()) {
    fault(column, "a whole number of at most 9 digits");
    return std::nullopt;
  }
  return static_cast<std::int32_t>(shortest.coefficient());
}

void RowCells::fault(std::string_view column, std::string expected) {
  sound_ = false;
  table_->faults().add({.row = row_of_table_,
                        .field = std::string(column),
                        .value = shown(column),
                        .expected = std::move(expected)});
}

void RowCells::fault_of(std::string_view column, const Error& error) {
  fault(column, error.faults().empty() ? std::string("other values: ") + error.what()
                                       : error.faults().front().expected);
}

void RowCells::end(std::span<const std::string_view> columns, const std::string& expected) {
  for (const std::string_view column : columns)
    if (has(column) && std::ranges::find(asked_, column) == asked_.end()) fault(column, expected);
}

}  // namespace o2c::inline v1
