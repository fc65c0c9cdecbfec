#include "interest_items.hpp"

#include <algorithm>
#include <utility>

#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/number/error.hpp"

#include "aging_engine.hpp"

namespace o2c::inline v1 {
namespace {

using detail::room_for;

std::vector<std::string> key_names(const HeldTable& table, bool by_party) {
  std::vector<std::string> names;
  if (by_party) names.emplace_back("party");
  if (table.find("currency")) names.emplace_back("currency");
  return names;
}

}  // namespace

std::uint32_t NumberedCurrencies::number(const Currency& currency) {
  const std::scoped_lock lock(mutex_);
  const auto found = std::ranges::find(currencies_, currency);
  if (found != currencies_.end()) return static_cast<std::uint32_t>(found - currencies_.begin());
  currencies_.push_back(currency);
  return static_cast<std::uint32_t>(currencies_.size() - 1);
}

InterestItems::InterestItems(TableSource& source, const InterestTableOptions& how,
                             bool keeps_amounts)
    : table(source, "items"),
      options(&how),
      threads(std::max<std::size_t>(1, how.threads)),
      by_party(how.rows == InterestRows::party),
      amount_column(table.column("amount")),
      due_date_column(table.column("due_date")),
      currency_column(table.find("currency")),
      keys(table, key_names(table, by_party)),
      due_date(room_for<std::int32_t>(rows())),
      interest(room_for<std::int64_t>(rows())) {
  if (by_party) {
    static_cast<void>(table.column("party"));
    group = room_for<std::uint32_t>(rows());
  }
  if (currency_column) {
    currency = room_for<std::int32_t>(rows());
  } else {
    AgingOptions stated;
    stated.currency = how.currency;
    currencies.number(stated_currency(stated, table.name()));
  }
  if (keeps_amounts) minor = room_for<std::int64_t>(rows());
  if (!table.batches().empty()) keys.sample(table.batches().front());
  for (const RecordBatch& batch : table.batches()) bound.push_back(keys.bind(batch));
}

InterestReader::InterestReader(InterestItems& items)
    : items_(&items),
      keys_(items.keys),
      amounts_(items.table.fields()[items.amount_column], items.options->amount_digits),
      due_dates_(items.table.fields()[items.due_date_column]),
      currencies_(items.currencies.all()) {}

std::optional<InterestBlock> InterestReader::read(const HeldRows& rows) {
  const auto first = static_cast<std::size_t>(rows.first_row + rows.begin);
  if (!encode(rows, first)) return std::nullopt;
  read_currencies(rows, first);
  const auto& columns = rows.batch->columns;
  const InterestBlock block{
      .first = first,
      .minor = amounts_.read(columns[items_->amount_column], rows.begin, rows.count(),
                             digits_block_, rows.first_row, faults_),
      .due_dates = due_dates_.read(columns[items_->due_date_column], rows.begin, rows.count(),
                                   rows.first_row, faults_)};
  check(rows, block);
  std::ranges::copy(block.due_dates, items_->due_date.data() + first);
  if (items_->minor.size() > 0) std::ranges::copy(block.minor, items_->minor.data() + first);
  return block;
}

// Not when the keys of a row are unreadable.
bool InterestReader::encode(const HeldRows& rows, std::size_t first) {
  if (items_->keys.size() == 0) return true;
  group_block_.resize(rows.count());
  const auto batch = static_cast<std::size_t>(rows.batch - items_->table.batches().data());
  try {
    keys_.encode(items_->bound[batch], rows.begin, group_block_);
  } catch (const BadTable& unreadable) {
    for (Fault fault : unreadable.faults()) {
      fault.row += rows.first_row;
      faults_.add(std::move(fault));
    }
    return false;
  }
  if (items_->by_party) std::ranges::copy(group_block_, items_->group.data() + first);
  return true;
}

std::span<const std::uint32_t> InterestReader::codes(std::size_t key) const {
  return items_->keys.size() == 1 ? group_block_ : keys_.last_codes(key);
}

void InterestReader::read_currencies(const HeldRows& rows, std::size_t first) {
  if (!items_->currency_column) {
    digits_block_.assign(1, static_cast<std::uint8_t>(items_->currencies.all().front().digits()));
    return;
  }
  const ColumnView& column = rows.batch->columns[*items_->currency_column];
  const std::span<const std::uint32_t> of_rows = codes(items_->keys.size() - 1);
  digits_block_.resize(rows.count());
  for (std::size_t i = 0; i < rows.count(); ++i) {
    const std::uint32_t code = of_rows[i];
    if (code >= currency_of_code_.size()) currency_of_code_.resize(std::size_t{code} + 1, not_read);
    const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
    if (currency_of_code_[code] == not_read)
      currency_of_code_[code] = learn_currency(code, column, row);
    const std::uint32_t number = currency_of_code_[code];
    items_->currency[first + i] = static_cast<std::int32_t>(number);
    const bool known = number != NumberedCurrencies::unknown;
    digits_block_[i] = known ? static_cast<std::uint8_t>(currencies_[number].digits())
                             : AmountReader::unknown_digits;
    if (known) continue;
    Fault fault = currency_fault(column, row, items_->options->currencies);
    fault.row += rows.first_row;
    faults_.add(std::move(fault));
  }
}

std::uint32_t InterestReader::learn_currency(std::uint32_t code, const ColumnView& column,
                                             std::int64_t row) {
  if (code == 0) return NumberedCurrencies::unknown;
  const auto found = items_->options->currencies.get().find(value_text(column, row));
  if (!found) return NumberedCurrencies::unknown;
  const std::uint32_t number = items_->currencies.number(*found);
  if (number >= currencies_.size()) currencies_.resize(std::size_t{number} + 1, *found);
  currencies_[number] = *found;
  return number;
}

void InterestReader::check(const HeldRows& rows, const InterestBlock& block) {
  for (std::size_t i = 0; i < rows.count(); ++i)
    if (block.due_dates[i] == DateReader::null_date && block.minor[i] > 0)
      fault(rows, i, items_->due_date_column, "a due date, which only credits may lack");
  if (!items_->by_party) return;
  const std::span<const std::uint32_t> parties = codes(0);
  for (std::size_t i = 0; i < rows.count(); ++i)
    if (parties[i] == 0) fault(rows, i, items_->table.column("party"), "a party");
}

void InterestReader::fault(const HeldRows& rows, std::size_t i, std::size_t column,
                           std::string expected) {
  const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
  faults_.add({.row = rows.first_row + row,
               .field = items_->table.fields()[column].name,
               .value = value_text(rows.batch->columns[column], row),
               .expected = std::move(expected)});
}

}  // namespace o2c::inline v1
