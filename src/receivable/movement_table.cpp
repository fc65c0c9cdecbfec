#include "movement_table.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/number/error.hpp"

#include "aging_engine.hpp"

namespace o2c::inline v1 {
namespace {

std::vector<std::string> key_names(const HeldTable& table) {
  if (table.find("currency")) return {"party", "currency"};
  return {"party"};
}

// A column that holds nothing but nulls may be of any type: it is as good as none.
std::optional<std::size_t> find_filled(const HeldTable& table, const char* name) {
  const auto column = table.find(name);
  if (column && table.fields()[*column].kind.type == ColumnType::nulls) return std::nullopt;
  return column;
}

bool is_plain_integer(const ColumnKind& kind) {
  return is_integer(kind.type) && !kind.dictionary_encoded;
}

void check_document_kind(const ColumnKind& kind) {
  if (is_text(kind.type) || is_plain_integer(kind) || kind.type == ColumnType::nulls) return;
  throw BadTable(
      "column \"document\" is " + to_string(kind),
      {Fault{.field = "document", .value = to_string(kind), .expected = "text or integers"}});
}

}  // namespace

MovementTable::MovementTable(TableSource& source, const RunningBalanceOptions& options)
    : table_(source, "movements"),
      options_(&options),
      party_column_(table_.column("party")),
      date_column_(table_.column("date")),
      amount_column_(table_.column("amount")),
      due_date_column_(find_filled(table_, "due_date")),
      currency_column_(table_.find("currency")),
      document_column_(table_.find("document")),
      plan_(table_, key_names(table_)),
      keys_(plan_),
      amounts_(table_.fields()[amount_column_], options.amount_digits),
      dates_(table_.fields()[date_column_]),
      account_(detail::room_for<std::uint32_t>(rows())),
      minor_(detail::room_for<std::int64_t>(rows())),
      date_(detail::room_for<std::int32_t>(rows())) {
  if (!currency_column_) {
    AgingOptions stated;
    stated.currency = options.currency;
    currencies_.push_back(stated_currency(stated, table_.name()));
  }
  if (document_column_) check_document_kind(table_.fields()[*document_column_].kind);
  if (due_date_column_) {
    due_dates_.emplace(table_.fields()[*due_date_column_]);
    due_date_ = detail::room_for<std::int32_t>(rows());
  }
  if (!table_.batches().empty()) plan_.sample(table_.batches().front());
  for (const RecordBatch& batch : table_.batches()) bound_.push_back(plan_.bind(batch));
  table_.for_blocks(1, [&](std::size_t, const HeldRows& rows) { read(rows); });
  faults_.throw_if_any(table_.name());
}

void MovementTable::read(const HeldRows& rows) {
  const auto batch = static_cast<std::size_t>(rows.batch - table_.batches().data());
  Block block{.rows = &rows,
              .at = static_cast<std::size_t>(rows.first_row + rows.begin),
              .parties = {},
              .currencies = {}};
  const std::span accounts(account_.data() + block.at, rows.count());
  try {
    keys_.encode(bound_[batch], rows.begin, accounts);
    accounts_ = std::max<std::size_t>(accounts_, std::size_t{std::ranges::max(accounts)} + 1);
    block.parties = currency_column_ ? keys_.last_codes(0) : accounts;
    block.currencies = currency_column_ ? keys_.last_codes(1) : std::span<const std::uint32_t>();
    check_parties(block);
    read_currencies(block);
  } catch (const BadTable& unreadable) {
    for (Fault fault : unreadable.faults()) {
      fault.row += rows.first_row;
      faults_.add(std::move(fault));
    }
    digits_block_.assign(1, AmountReader::unknown_digits);
  }
  const std::span<const std::int64_t> minor =
      amounts_.read(rows.batch->columns[amount_column_], rows.begin, rows.count(), digits_block_,
                    rows.first_row, faults_);
  std::ranges::copy(minor, minor_.data() + block.at);
  read_dates(block);
  if (document_column_) check_documents(block);
}

void MovementTable::check_parties(const Block& block) {
  for (std::size_t i = 0; i < block.parties.size(); ++i)
    if (block.parties[i] == 0) add_fault(block, i, party_column_, "a party");
}

void MovementTable::read_currencies(const Block& block) {
  if (!currency_column_) {
    digits_block_.assign(1, static_cast<std::uint8_t>(currencies_.front().digits()));
    return;
  }
  const ColumnView& column = block.rows->batch->columns[*currency_column_];
  digits_block_.resize(block.currencies.size());
  for (std::size_t i = 0; i < block.currencies.size(); ++i) {
    const std::int64_t row = block.rows->begin + static_cast<std::int64_t>(i);
    const CodeCurrency& currency = learn_currency(block.currencies[i], column, row);
    digits_block_[i] = currency.known
                           ? static_cast<std::uint8_t>(currencies_[currency.number].digits())
                           : AmountReader::unknown_digits;
    if (currency.known) continue;
    Fault fault = currency_fault(column, row, options_->currencies);
    fault.row += block.rows->first_row;
    faults_.add(std::move(fault));
  }
}

const MovementTable::CodeCurrency& MovementTable::learn_currency(std::uint32_t code,
                                                                 const ColumnView& column,
                                                                 std::int64_t row) {
  if (code >= currency_of_code_.size()) currency_of_code_.resize(std::size_t{code} + 1);
  CodeCurrency& learnt = currency_of_code_[code];
  if (learnt.read) return learnt;
  learnt.read = true;
  const auto found =
      code == 0 ? std::nullopt : options_->currencies.get().find(value_text(column, row));
  if (!found) return learnt;
  learnt.known = true;
  learnt.number = static_cast<std::uint32_t>(currencies_.size());
  currencies_.push_back(*found);
  return learnt;
}

void MovementTable::read_dates(const Block& block) {
  const HeldRows& rows = *block.rows;
  const std::span<const std::int32_t> dates = dates_.read(
      rows.batch->columns[date_column_], rows.begin, rows.count(), rows.first_row, faults_);
  std::ranges::copy(dates, date_.data() + block.at);
  for (std::size_t i = 0; i < dates.size(); ++i)
    if (dates[i] == DateReader::null_date) add_fault(block, i, date_column_, "a date");
  if (!due_dates_) return;
  const std::span<const std::int32_t> due_dates = due_dates_->read(
      rows.batch->columns[*due_date_column_], rows.begin, rows.count(), rows.first_row, faults_);
  for (std::size_t i = 0; i < due_dates.size(); ++i)
    due_date_[block.at + i] = due_dates[i] == DateReader::null_date ? dates[i] : due_dates[i];
}

// Numbers beyond 64 bits cannot be copied.
void MovementTable::check_documents(const Block& block) {
  const ColumnView& column = block.rows->batch->columns[*document_column_];
  if (column.kind.type != ColumnType::uint64) return;
  for (std::size_t i = 0; i < block.rows->count(); ++i) {
    const std::int64_t row = block.rows->begin + static_cast<std::int64_t>(i);
    if (column.has_value(row) && !column.has_integer(row))
      add_fault(block, i, *document_column_, "a document");
  }
}

void MovementTable::add_fault(const Block& block, std::size_t i, std::size_t column,
                              const char* expected) {
  const std::int64_t row = block.rows->begin + static_cast<std::int64_t>(i);
  faults_.add({.row = block.rows->first_row + row,
               .field = table_.fields()[column].name,
               .value = value_text(block.rows->batch->columns[column], row),
               .expected = expected});
}

ColumnKind MovementTable::document_kind() const {
  const ColumnKind& kind = table_.fields()[*document_column_].kind;
  return {.type = is_integer(kind.type) ? ColumnType::int64 : ColumnType::text64};
}

KeyValue MovementTable::document(const RecordBatch& batch, std::int64_t row) const {
  const ColumnView& column = batch.columns[*document_column_];
  if (!column.has_value(row)) return {};
  if (is_plain_integer(column.kind)) return KeyValue::of(column.integer_at(row));
  if (!column.kind.dictionary_encoded) return KeyValue::of(column.text_at(row));
  const std::int64_t code = column.code_at(row);
  return column.dictionary->has_value(code) ? KeyValue::of(column.dictionary->text_at(code))
                                            : KeyValue{};
}

}  // namespace o2c::inline v1
