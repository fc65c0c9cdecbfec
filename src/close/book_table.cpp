#include "book_table.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/number/error.hpp"

#include "book_column.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::string_view users_own = "x_";

std::string names_of(const BookTable& table) {
  std::string names;
  for (const BookColumn& column : table.columns) {
    if (!names.empty()) names += ", ";
    names += column.name;
  }
  return names;
}

// Faults of what was thrown about a table.
void add_faults(const BadTable& error, FaultList& faults) {
  if (error.faults().empty()) faults.add({.expected = std::string("a table: ") + error.what()});
  for (Fault fault : error.faults()) {
    fault.file.clear();
    faults.add(std::move(fault));
  }
}

// The column of integers as texts.
ColumnView as_texts(const ColumnView& column) {
  const auto rows = static_cast<std::size_t>(column.length);
  auto offsets = detail::room_for<std::int64_t>(rows + 1);
  std::string bytes;
  offsets[0] = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    const auto row = static_cast<std::int64_t>(i);
    if (column.has_value(row)) bytes += value_text(column, row);
    offsets[i + 1] = static_cast<std::int64_t>(bytes.size());
  }
  struct Memory {
    PageArray<std::int64_t> offsets;
    std::shared_ptr<const void> bytes;
    std::shared_ptr<const void> theirs;
  };
  ColumnView texts = column;
  texts.kind = {.type = ColumnType::text64};
  texts.text_size = static_cast<std::int64_t>(bytes.size());
  auto memory =
      std::make_shared<Memory>(Memory{std::move(offsets), detail::share_bytes(bytes), column.own});
  texts.values = memory->offsets.data();
  texts.text = static_cast<const char*>(memory->bytes.get());
  texts.own = std::move(memory);
  return texts;
}

// The table, with integers as texts where those are wanted.
class TextedTable final : public TableSource {
 public:
  TextedTable(const BookTable& table, TableSource& source)
      : source_(&source), fields_(source.fields()), wants_text_(fields_.size()) {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const auto column = std::ranges::find(table.columns, fields_[i].name, &BookColumn::name);
      const ColumnKind& kind = fields_[i].kind;
      wants_text_[i] =
          column != table.columns.end() &&
          (column->type == BookColumnType::text || column->type == BookColumnType::period) &&
          !kind.dictionary_encoded && is_integer(kind.type);
      if (wants_text_[i]) fields_[i].kind = {.type = ColumnType::text64};
    }
  }

  [[nodiscard]] const std::vector<ColumnField>& fields() const override { return fields_; }

  std::optional<RecordBatch> next() override {
    std::optional<RecordBatch> batch = source_->next();
    for (std::size_t i = 0; batch && i < fields_.size(); ++i)
      if (wants_text_[i]) batch->columns[i] = as_texts(batch->columns[i]);
    return batch;
  }

 private:
  TableSource* source_;
  std::vector<ColumnField> fields_;
  std::vector<bool> wants_text_;
};

class TableReading {
 public:
  TableReading(const BookTable& table, TableSource& source, const BookReading& reading)
      : table_(table), reading_(reading) {
    TextedTable texted(table, source);
    held_ = std::make_shared<HeldTable>(texted, std::string(table.name));
  }

  BookTableRead read() {
    find_columns();
    auto state = std::make_shared<BookRows::State>(table_);
    std::vector<std::size_t> rows_of_batch;
    for (const RecordBatch& batch : held_->batches())
      rows_of_batch.push_back(static_cast<std::size_t>(batch.rows));
    state->set_batches(rows_of_batch);
    state->currencies.assign(reading_.currencies->currencies().begin(),
                             reading_.currencies->currencies().end());
    state->home = reading_.home;
    state->owners.push_back(held_);
    BookTableRead made;
    try {
      read_rows(*state, made);
      for (auto& [column, read] : long_columns_) {
        if (state->rows == 0) continue;
        state->columns[column].read_again = std::move(read);
        state->columns[column].has_any = true;
        state->columns[column].kind = state->read_long(column, 0).kind;
      }
    } catch (const BadTable& malformed) {
      add_faults(malformed, faults_);
    }
    made.faults = std::move(faults_);
    made.state = std::move(state);
    return made;
  }

 private:
  void find_columns() {
    const std::vector<std::size_t> key = columns_of(table_, table_.key);
    // Currencies first: the digits of amounts go by them.
    for (const bool currencies : {true, false})
      for (std::size_t i = 0; i < table_.columns.size(); ++i)
        if ((table_.columns[i].type == BookColumnType::currency) == currencies)
          find_column_of(i, std::ranges::find(key, i) != key.end());
    for (const ColumnField& field : held_->fields()) check_name(field.name);
    for (const std::unique_ptr<BookColumnTarget>& target : targets_)
      if (!target->column->currency_in.empty()) find_currency_of(*target);
  }

  void find_currency_of(BookColumnTarget& amount) {
    const std::string_view name = amount.column->currency_in;
    const auto described = std::ranges::find(table_.columns, name, &BookColumn::name);
    amount.currency_required =
        described != table_.columns.end() && described->presence == BookPresence::required;
    for (const std::unique_ptr<BookColumnTarget>& each : targets_)
      if (each->column->name == name) amount.currency = each.get();
  }

  // Those whose values nothing looks at when a book is checked.
  [[nodiscard]] bool may_be_long(const BookColumn& column, bool in_key) const {
    const std::string path = std::string(table_.name) + '.' + std::string(column.name);
    return column.type == BookColumnType::text && column.one_of.empty() &&
           column.refers_to.empty() && !in_key &&
           std::ranges::none_of(book_tables(), [&](const BookTable& each) {
             return std::ranges::find(each.columns, path, &BookColumn::refers_to) !=
                    each.columns.end();
           });
  }

  /// Whether the column is long.
  bool find_long_column_of(std::size_t i, bool in_key) {
    const BookColumn& column = table_.columns[i];
    const auto found = std::ranges::find_if(reading_.long_texts, [&](const LongTexts& each) {
      return each.table == table_.name && each.column == column.name;
    });
    if (found == reading_.long_texts.end()) return false;
    if (may_be_long(column, in_key))
      long_columns_.emplace_back(i, found->read);
    else
      faults_.add({.field = std::string(column.name), .expected = "a column that is held"});
    return true;
  }

  void find_column_of(std::size_t i, bool in_key) {
    if (find_long_column_of(i, in_key)) return;
    const BookColumn& column = table_.columns[i];
    std::optional<std::size_t> position;
    try {
      position = held_->find(column.name);
    } catch (const BadTable&) {
      faults_.add({.field = std::string(column.name), .expected = "only one column of this name"});
      return;
    }
    if (!position) {
      if (column.presence != BookPresence::optional)
        faults_.add({.field = std::string(column.name), .expected = "a column of this name"});
      return;
    }
    const ColumnField& field = held_->fields()[*position];
    std::string refusal = refusal_of(column, field.kind);
    if (!refusal.empty()) {
      faults_.add(
          {.field = field.name, .value = to_string(field.kind), .expected = std::move(refusal)});
      return;
    }
    if (field.kind.type == ColumnType::nulls) return note_nulls(column);
    targets_.push_back(std::make_unique<BookColumnTarget>(column, field, *position, *held_));
    targets_.back()->in_key = in_key;
    column_of_target_.push_back(i);
  }

  void note_nulls(const BookColumn& column) {
    if (column.presence != BookPresence::required) return;
    for (std::size_t row = 0; row < held_->rows(); ++row)
      faults_.add({.row = static_cast<std::int64_t>(row),
                   .field = std::string(column.name),
                   .expected = "a value"});
  }

  void check_name(const std::string& name) {
    if (std::ranges::find(table_.columns, name, &BookColumn::name) != table_.columns.end() ||
        name.starts_with(users_own))
      return;
    faults_.add({.field = name,
                 .expected = "one of the columns " + names_of(table_) +
                             ", or a name of your own that begins with x_"});
  }

  void read_rows(BookRows::State& state, BookTableRead& made) {
    const std::optional<int> home_digits =
        reading_.home ? std::optional<int>(reading_.home->digits()) : std::nullopt;
    std::vector<std::vector<BookColumnReader>> readers(reading_.threads);
    for (std::vector<BookColumnReader>& each : readers)
      for (const std::unique_ptr<BookColumnTarget>& target : targets_)
        each.emplace_back(*target, *reading_.currencies, home_digits);
    held_->for_blocks(reading_.threads, [&](std::size_t thread, const HeldRows& rows) {
      for (BookColumnReader& reader : readers[thread]) reader.read(rows);
    });
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      std::size_t present_rows = 0;
      for (std::vector<BookColumnReader>& each : readers) {
        present_rows += each[i].present_rows;
        faults_.merge(std::move(each[i].faults));
        for (const std::size_t row : each[i].unsure_rows) {
          made.unsure.resize(held_->rows());
          made.unsure[row] = true;
        }
      }
      BookRows::State::Column& column = state.columns[column_of_target_[i]];
      const auto currency_column = column.currency_column;
      column = targets_[i]->finish(present_rows);
      column.currency_column = currency_column;
    }
  }

  const BookTable& table_;
  const BookReading& reading_;
  std::shared_ptr<const HeldTable> held_;
  FaultList faults_;
  std::vector<std::unique_ptr<BookColumnTarget>> targets_;  // Those of currencies first.
  std::vector<std::size_t> column_of_target_;
  std::vector<std::pair<std::size_t, decltype(LongTexts::read)>> long_columns_;
};

}  // namespace

BookTableRead read_book_table(const BookTable& table, TableSource& source,
                              const BookReading& reading) {
  try {
    return TableReading(table, source, reading).read();
  } catch (const BadTable& failed) {
    BookTableRead made{.state = std::make_shared<BookRows::State>(table)};
    add_faults(failed, made.faults);
    return made;
  }
}

std::vector<std::size_t> columns_of(const BookTable& table, std::string_view list) {
  std::vector<std::size_t> columns;
  while (!list.empty()) {
    const std::size_t size = std::min(list.find(','), list.size());
    const auto found = std::ranges::find(table.columns, list.substr(0, size), &BookColumn::name);
    columns.push_back(static_cast<std::size_t>(found - table.columns.begin()));
    list.remove_prefix(std::min(size + 1, list.size()));
  }
  return columns;
}

}  // namespace o2c::inline v1
