#include "dunning_columns.hpp"

#include <algorithm>

#include "o2c/columns/detail/vectorized.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

static_assert(DateReader::null_date == detail::no_day);

O2C_VECTORIZED bool know_their_days(std::span<const std::int32_t> levels,
                                    std::span<const std::int32_t> reminded) {
  std::int32_t wrong = 0;
  for (std::size_t i = 0; i < levels.size(); ++i)
    wrong |= static_cast<std::int32_t>(levels[i] != 0) ^
             static_cast<std::int32_t>(reminded[i] != detail::no_day);
  return wrong == 0;
}

O2C_VECTORIZED bool have_days(std::span<const std::int64_t> promised,
                              std::span<const std::int32_t> until) {
  std::int32_t wrong = 0;
  for (std::size_t i = 0; i < promised.size(); ++i)
    wrong |= static_cast<std::int32_t>(promised[i] > 0) &
             static_cast<std::int32_t>(promised[i] != PromiseReader::all) &
             static_cast<std::int32_t>(until[i] == detail::no_day);
  return wrong == 0;
}

constexpr std::int32_t level_most = 1'000'000;
constexpr bool is_level(std::int64_t level) { return level >= 0 && level <= level_most; }

O2C_VECTORIZED bool are_levels(std::span<const std::int32_t> levels) {
  std::uint32_t largest = 0;  // What is below zero is larger than any.
  for (const std::int32_t level : levels)
    largest = std::max(largest, static_cast<std::uint32_t>(level));
  return largest <= static_cast<std::uint32_t>(level_most);
}

}  // namespace

LevelReader::LevelReader(const ColumnField& field) : name_(field.name) {
  if (is_integer(field.kind.type) && !field.kind.dictionary_encoded) return;
  const Fault fault{
      .field = name_, .value = to_string(field.kind), .expected = "a column of whole numbers"};
  throw BadTable(to_string(fault), {fault});
}

std::span<const std::int32_t> LevelReader::read(const ColumnView& column, std::int64_t begin,
                                                std::size_t rows, std::int64_t first_row,
                                                FaultList& faults) {
  if (column.kind.type == ColumnType::int32 && column.validity == nullptr) {
    const std::span levels(column.data<std::int32_t>() + begin, rows);
    if (are_levels(levels)) return levels;
  }
  block_.assign(rows, 0);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::int64_t row = begin + static_cast<std::int64_t>(i);
    if (!column.has_value(row)) continue;
    const std::int64_t level = column.has_integer(row) ? column.integer_at(row) : -1;
    if (is_level(level))
      block_[i] = static_cast<std::int32_t>(level);
    else
      faults.add({.row = first_row + row,
                  .field = name_,
                  .value = value_text(column, row),
                  .expected = "the number of a level, or 0"});
  }
  return block_;
}

PromiseReader::PromiseReader(const ColumnField& field, std::optional<int> stated_digits)
    : name_(field.name), amounts_(field, stated_digits) {}

std::span<const std::int64_t> PromiseReader::read(const ColumnView& column, std::int64_t begin,
                                                  std::size_t rows,
                                                  std::span<const std::uint8_t> digits,
                                                  std::int64_t first_row, FaultList& faults) {
  const auto has_value = [&](std::size_t i) {
    return column.has_value(begin + static_cast<std::int64_t>(i));
  };
  // A row of unknown digits reads as 0, without a fault of its own.
  digits_.resize(rows);
  for (std::size_t i = 0; i < rows; ++i)
    digits_[i] = has_value(i) ? digits[digits.size() == 1 ? 0 : i] : AmountReader::unknown_digits;
  const auto minor = amounts_.read(column, begin, rows, digits_, first_row, faults);
  block_.assign(minor.begin(), minor.end());
  for (std::size_t i = 0; i < rows; ++i) {
    if (!has_value(i)) {
      block_[i] = all;
    } else if (block_[i] < 0) {
      const std::int64_t row = begin + static_cast<std::int64_t>(i);
      faults.add({.row = first_row + row,
                  .field = name_,
                  .value = value_text(column, row),
                  .expected = "0 or more; null: all of it"});
    }
  }
  return block_;
}

DunningColumns::DunningColumns(const InterestItems& items, std::optional<int> amount_digits)
    : levels_(items.table, "last_level"),
      reminded_(items.table, "last_reminded"),
      promised_until_(items.table, "promised_until"),
      promised_column_(items.table.find("promised")),
      zeros_(HeldTable::block_rows, 0),
      all_(HeldTable::block_rows, PromiseReader::all),
      no_days_(HeldTable::block_rows, detail::no_day),
      no_levels_(HeldTable::block_rows, 0) {
  const std::vector<ColumnField>& fields = items.table.fields();
  if (const auto column = items.table.find("disputed"))
    disputed_.emplace(fields, *column, items.amount_column, amount_digits);
  if (promised_column_ && fields[*promised_column_].kind.type != ColumnType::nulls)
    promised_.emplace(fields[*promised_column_], amount_digits);
}

DunningColumns::Read DunningColumns::read(const HeldRows& rows, std::span<const std::int64_t> minor,
                                          std::span<const std::uint8_t> digits, FaultList& faults) {
  const std::size_t count = rows.count();
  Read block{.levels = levels_.read(rows, std::span(no_levels_).first(count), faults),
             .reminded = reminded_.read(rows, std::span(no_days_).first(count), faults),
             .promised_until = promised_until_.read(rows, std::span(no_days_).first(count), faults),
             .promised = std::span(all_).first(count),
             .disputed = std::span(zeros_).first(count)};
  if (promised_)
    block.promised = promised_->read(rows.batch->columns[*promised_column_], rows.begin, count,
                                     digits, rows.first_row, faults);
  if (disputed_)
    block.disputed =
        disputed_->read(*rows.batch, rows.begin, digits, minor, rows.first_row, faults);
  check(rows, block, faults);
  return block;
}

void DunningColumns::add_upcoming(const HeldRows& rows, Upcoming& next) const {
  if (rows.end == rows.batch->rows) return;
  levels_.add_upcoming(rows, next);
  reminded_.add_upcoming(rows, next);
  promised_until_.add_upcoming(rows, next);
  if (disputed_) next.add(rows.batch->columns[disputed_->column()], rows.end);
  if (promised_) next.add(rows.batch->columns[*promised_column_], rows.end);
}

void DunningColumns::check(const HeldRows& rows, const Read& block, FaultList& faults) const {
  const auto row = [&](std::size_t i) {
    return rows.first_row + rows.begin + static_cast<std::int64_t>(i);
  };
  if (!know_their_days(block.levels, block.reminded))
    for (std::size_t i = 0; i < rows.count(); ++i)
      if ((block.levels[i] != 0) != (block.reminded[i] != detail::no_day))
        faults.add({.row = row(i),
                    .field = "last_reminded",
                    .value = reminded_.text(rows, i),
                    .expected = "the day of the last level, if there was one"});
  if (!promised_ || have_days(block.promised, block.promised_until)) return;
  for (std::size_t i = 0; i < rows.count(); ++i)
    if (block.promised[i] > 0 && block.promised[i] != PromiseReader::all &&
        block.promised_until[i] == detail::no_day)
      faults.add({.row = row(i),
                  .field = "promised_until",
                  .value = promised_until_.text(rows, i),
                  .expected = "the day by which it is promised"});
}

}  // namespace o2c::inline v1
