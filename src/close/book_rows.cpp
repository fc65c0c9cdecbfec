#include "o2c/close/book_rows.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/number/error.hpp"

#include "book_state.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::int64_t microseconds_per_day = 86'400'000'000;

// A column without any value.
ColumnView all_missing(const ColumnKind& kind, std::size_t rows) {
  ColumnView column;
  column.kind = kind;
  column.length = static_cast<std::int64_t>(rows);
  // Memory of zeros that nobody looks at costs nothing.
  constexpr std::size_t value_most = 16;
  auto zeros = std::make_shared<PageArray<char>>((rows + 1) * value_most);
  column.validity = reinterpret_cast<const std::uint8_t*>(zeros->data());
  column.values = zeros->data();
  column.text = zeros->data();
  column.text_size = 0;
  column.own = std::move(zeros);
  return column;
}

class BookSource final : public TableSource {
 public:
  explicit BookSource(std::shared_ptr<const BookRows::State> state) : state_(std::move(state)) {
    const auto& described = state_->table->columns;
    for (std::size_t i = 0; i < described.size(); ++i) {
      if (described[i].presence == BookPresence::optional && !state_->columns[i].has_any) continue;
      columns_.push_back(i);
      fields_.push_back({std::string(described[i].name), state_->columns[i].kind});
    }
  }

  [[nodiscard]] const std::vector<ColumnField>& fields() const override { return fields_; }

  std::optional<RecordBatch> next() override {
    const std::size_t batch = at_++;
    if (batch + 1 >= state_->first_rows.size()) return std::nullopt;
    const std::size_t rows = state_->first_rows[batch + 1] - state_->first_rows[batch];
    RecordBatch out{.rows = static_cast<std::int64_t>(rows), .columns = {}, .owner = state_};
    for (const std::size_t i : columns_) {
      const BookRows::State::Column& column = state_->columns[i];
      if (column.read_again) {
        out.columns.push_back(state_->read_long(i, batch));
        continue;
      }
      out.columns.push_back(column.batches.empty() ? all_missing(column.kind, rows)
                                                   : column.batches[batch]);
    }
    return out;
  }

 private:
  std::shared_ptr<const BookRows::State> state_;
  std::vector<std::size_t> columns_;
  std::vector<ColumnField> fields_;
  std::size_t at_ = 0;
};

}  // namespace

ColumnKind kind_of(BookColumnType type) noexcept {
  switch (type) {
    case BookColumnType::date:
      return {.type = ColumnType::date32};
    case BookColumnType::moment:
      return {
          .type = ColumnType::timestamp, .ticks_per_day = microseconds_per_day, .has_zone = true};
    case BookColumnType::amount:
    case BookColumnType::integer:
      return {.type = ColumnType::int64};
    case BookColumnType::decimal:
      return {.type = ColumnType::decimal128, .scale = BookRows::decimal_scale};
    default:
      return {.type = ColumnType::text64};
  }
}

BookRows::State::State(const BookTable& of) : table(&of), columns(of.columns.size()) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    columns[i].kind = kind_of(of.columns[i].type);
    const auto currency =
        std::ranges::find(of.columns, of.columns[i].currency_in, &BookColumn::name);
    if (currency != of.columns.end())
      columns[i].currency_column = static_cast<std::size_t>(currency - of.columns.begin());
  }
}

void BookRows::State::set_batches(const std::vector<std::size_t>& rows_of_batch) {
  for (const std::size_t each : rows_of_batch) {
    const std::size_t first = rows;
    rows += each;
    first_rows.push_back(rows);
    const auto batch = static_cast<std::uint32_t>(first_rows.size() - 2);
    // The blocks that begin in this batch.
    const std::size_t from = (first + (std::size_t{1} << block_bits) - 1) >> block_bits;
    for (std::size_t block = from; block << block_bits < rows; ++block)
      batch_of_block.push_back(batch);
  }
}

ColumnView BookRows::State::read_long(std::size_t column, std::size_t batch) const {
  const std::size_t expected = first_rows[batch + 1] - first_rows[batch];
  const std::string name(table->columns[column].name);
  const auto source = columns[column].read_again(batch);
  auto held = std::make_shared<HeldTable>(*source, std::string(table->name));
  if (held->rows() != expected || held->batches().size() != 1 || held->fields().size() != 1 ||
      !is_text(held->fields().front().kind.type)) {
    const Fault fault{.file = std::string(table->name),
                      .field = name,
                      .value = std::to_string(held->rows()) + " rows",
                      .expected = std::to_string(expected) + " texts in batch " +
                                  std::to_string(batch) + ", as when the book was read"};
    throw BadTable(to_string(fault), {fault});
  }
  ColumnView view = held->batches().front().columns.front();
  view.own = std::move(held);
  return view;
}

BookRows::BookRows(const BookTable& table) : state_(std::make_shared<const State>(table)) {}

BookRows::BookRows(std::shared_ptr<const State> state) noexcept : state_(std::move(state)) {}

const BookTable& BookRows::table() const noexcept { return *state_->table; }

std::size_t BookRows::rows() const noexcept { return state_->rows; }

std::size_t BookRows::column(std::string_view name) const {
  const auto& columns = table().columns;
  const auto found = std::ranges::find(columns, name, &BookColumn::name);
  if (found == columns.end())
    throw_invalid("the table " + std::string(table().name) + " of a book has no column " +
                  in_quotes(name));
  return static_cast<std::size_t>(found - columns.begin());
}

bool BookRows::has(std::size_t column, std::size_t row) const noexcept {
  const State::Column& of = state_->columns[column];
  if (of.batches.empty()) return of.read_again != nullptr;
  const State::Place at = state_->place(row);
  return of.batches[at.batch].has_value(at.row);
}

bool BookRows::has_any(std::size_t column) const noexcept {
  return state_->columns[column].has_any;
}

std::string_view BookRows::text(std::size_t column, std::size_t row) const {
  const State::Column& of = state_->columns[column];
  if (of.read_again)
    throw_invalid("the texts of column " + in_quotes(table().columns[column].name) +
                  " are not held: expected BookRows::texts");
  if (of.batches.empty()) return {};
  const State::Place at = state_->place(row);
  const ColumnView& view = of.batches[at.batch];
  return view.has_value(at.row) ? view.text_at(at.row) : std::string_view();
}

bool BookRows::is_long(std::size_t column) const noexcept {
  return state_->columns[column].read_again != nullptr;
}

RowTexts BookRows::texts(std::size_t column, std::span<const std::uint32_t> rows) const {
  RowTexts found;
  found.texts_.reserve(rows.size());
  if (!is_long(column)) {
    for (const std::uint32_t row : rows) found.texts_.push_back(text(column, row));
    return found;
  }
  while (!rows.empty()) {
    const std::size_t batch = state_->place(rows.front()).batch;
    const std::size_t first = state_->first_rows[batch];
    const auto end = std::ranges::lower_bound(rows, state_->first_rows[batch + 1]);
    const std::span of_batch(rows.begin(), end);
    const ColumnView view = state_->read_long(column, batch);
    const auto text_of = [&](std::uint32_t row) {
      return view.text_at(static_cast<std::int64_t>(row - first));
    };
    std::size_t size = 0;
    for (const std::uint32_t row : of_batch) size += text_of(row).size();
    found.held_.push_back(std::make_unique_for_overwrite<char[]>(size));
    char* to = found.held_.back().get();
    for (const std::uint32_t row : of_batch) {
      const std::string_view text = text_of(row);
      found.texts_.emplace_back(to, text.size());
      to = std::ranges::copy(text, to).out;
    }
    rows = rows.subspan(of_batch.size());
  }
  return found;
}

Date BookRows::date(std::size_t column, std::size_t row) const {
  const State::Place at = state_->place(row);
  const ColumnView& view = state_->columns[column].batches[at.batch];
  return Date::from_days(view.data<std::int32_t>()[at.row]);
}

std::int64_t BookRows::integer(std::size_t column, std::size_t row) const {
  const State::Place at = state_->place(row);
  return state_->columns[column].batches[at.batch].data<std::int64_t>()[at.row];
}

std::int64_t BookRows::minor(std::size_t column, std::size_t row) const {
  return integer(column, row);
}

Money BookRows::amount(std::size_t column, std::size_t row) const {
  const State::Column& of = state_->columns[column];
  return Money::from_minor(minor(column, row), of.currency_column
                                                   ? currency(*of.currency_column, row)
                                                   : state_->home.value());
}

Decimal BookRows::decimal(std::size_t column, std::size_t row) const {
  const State::Place at = state_->place(row);
  const ColumnView& view = state_->columns[column].batches[at.batch];
  Int128 coefficient = 0;
  // Arrow asks for no more than 8-byte alignment.
  std::memcpy(&coefficient, view.data<char>() + at.row * 16, sizeof coefficient);
  return Decimal::from_parts(coefficient, decimal_scale);
}

Currency BookRows::currency(std::size_t column, std::size_t row) const {
  return state_->currencies[(*state_->columns[column].currency_of_row)[row]];
}

std::optional<std::size_t> BookRows::referred(std::size_t column, std::size_t row) const {
  const auto& rows = state_->columns[column].referred;
  if (rows == nullptr || (*rows)[row] == no_row) return std::nullopt;
  return (*rows)[row];
}

std::unique_ptr<TableSource> BookRows::source() const {
  return std::make_unique<BookSource>(state_);
}

}  // namespace o2c::inline v1
