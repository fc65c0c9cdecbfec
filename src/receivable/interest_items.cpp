#include "interest_items.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "o2c/columns/code_range.hpp"
#include "o2c/columns/detail/arrow_buffers.hpp"
#include "o2c/columns/detail/vectorized.hpp"
#include "o2c/number/error.hpp"

#include "aging_engine.hpp"

namespace o2c::inline v1 {
namespace {

using detail::room_for;

O2C_VECTORIZED bool is_due_date_missing(std::span<const std::int32_t> due_dates,
                                        std::span<const std::int64_t> minor) {
  std::int64_t missing = 0;
  for (std::size_t i = 0; i < due_dates.size(); ++i)
    missing |= static_cast<std::int64_t>(due_dates[i] == DateReader::null_date) &
               static_cast<std::int64_t>(minor[i] > 0);
  return missing != 0;
}

std::vector<std::string> key_names(const HeldTable& table, bool by_party) {
  std::vector<std::string> names;
  if (by_party) names.emplace_back("party");
  if (table.find("currency")) names.emplace_back("currency");
  return names;
}

}  // namespace

O2C_VECTORIZED std::int32_t least_day(std::span<const std::int32_t> days) {
  std::int32_t least = std::numeric_limits<std::int32_t>::max();
  for (const std::int32_t day : days) least = std::min(least, day);
  return least;
}

std::uint32_t NumberedCurrencies::number(const Currency& currency) {
  const std::scoped_lock lock(mutex_);
  const auto found = std::ranges::find(currencies_, currency);
  if (found != currencies_.end()) return static_cast<std::uint32_t>(found - currencies_.begin());
  currencies_.push_back(currency);
  return static_cast<std::uint32_t>(currencies_.size() - 1);
}

InterestItems::InterestItems(TableSource& source, const InterestTableOptions& how,
                             KeptOfItems keeps)
    : table(source, "items"),
      options(&how),
      threads(std::max<std::size_t>(1, how.threads)),
      by_party(how.rows == ItemRows::party),
      amount_column(table.column("amount")),
      due_date_column(table.column("due_date")),
      currency_column(table.find("currency")),
      keys(table, key_names(table, by_party)) {
  if (by_party) static_cast<void>(table.column("party"));
  if (!currency_column) {
    AgingOptions stated;
    stated.currency = how.currency;
    currencies.number(stated_currency(stated, table.name()));
  }
  if (options->known_at_us) {
    recorded_column = table.column("recorded_at");
    known = room_for<std::uint8_t>(rows());
  }
  if (keeps.currencies && currency_column) currency = room_for<std::int32_t>(rows());
  if (keeps.documents) {
    minor = room_for<std::int64_t>(rows());
    due_date = room_for<std::int32_t>(rows());
    if (by_party) group = room_for<std::uint32_t>(rows());
  }
  if (!table.batches().empty()) keys.sample(table.batches().front());
  for (const RecordBatch& batch : table.batches()) bound.push_back(keys.bind(batch));
}

InterestReader::InterestReader(InterestItems& items)
    : items_(&items),
      keys_(items.keys),
      amounts_(items.table.fields()[items.amount_column], items.options->amount_digits),
      due_dates_(items.table.fields()[items.due_date_column]),
      currencies_(items.currencies.all()) {
  if (items.recorded_column) recorded_.emplace(items.table.fields()[*items.recorded_column]);
}

std::optional<InterestBlock> InterestReader::read(const HeldRows& rows) {
  if (!encode(rows)) return std::nullopt;
  read_currencies(rows);
  const auto& columns = rows.batch->columns;
  InterestBlock block{.first = rows.first(),
                      .minor = amounts_.read(columns[items_->amount_column], rows.begin,
                                             rows.count(), digits_block_, rows.first_row, faults_),
                      .due_dates = due_dates_.read(columns[items_->due_date_column], rows.begin,
                                                   rows.count(), rows.first_row, faults_),
                      .groups = group_block_,
                      .currencies = currency_block_};
  check(rows, block);
  if (recorded_) block.minor = as_known(rows, block.minor);
  keep(block);
  return block;
}

Upcoming InterestReader::upcoming(const HeldRows& rows) const {
  Upcoming next;
  if (rows.end == rows.batch->rows) return next;
  const auto& columns = rows.batch->columns;
  next.add(columns[items_->amount_column], rows.end);
  next.add(columns[items_->due_date_column], rows.end);
  const auto batch = static_cast<std::size_t>(rows.batch - items_->table.batches().data());
  for (const KeyBatch& key : items_->bound[batch]) next.add(*key.column, rows.end);
  return next;
}

void InterestReader::keep(const InterestBlock& block) {
  const auto copy = [&](const auto& values, auto& into) {
    if (into.size() > 0) std::ranges::copy(values, into.data() + block.first);
  };
  copy(block.minor, items_->minor);
  copy(block.due_dates, items_->due_date);
  copy(block.groups, items_->group);
  copy(block.currencies, items_->currency);
}

// What was recorded later has no amount.
std::span<const std::int64_t> InterestReader::as_known(const HeldRows& rows,
                                                       std::span<const std::int64_t> minor) {
  minor_block_.assign(minor.begin(), minor.end());
  for (std::size_t i = 0; i < rows.count(); ++i) {
    const std::int64_t moment = recorded_->at(rows.batch->columns[*items_->recorded_column],
                                              rows.begin + static_cast<std::int64_t>(i));
    if (moment == MomentReader::null_moment)
      fault(rows, i, *items_->recorded_column, "the moment when the row was recorded");
    const bool known = moment <= *items_->options->known_at_us;
    if (!known) minor_block_[i] = 0;
    items_->known[rows.first() + i] = known ? 1 : 0;
  }
  return minor_block_;
}

// Not when the keys of a row are unreadable.
bool InterestReader::encode(const HeldRows& rows) {
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
  return true;
}

std::span<const std::uint32_t> InterestReader::codes(std::size_t key) const {
  return items_->keys.size() == 1 ? group_block_ : keys_.last_codes(key);
}

void InterestReader::read_currencies(const HeldRows& rows) {
  if (!items_->currency_column) {
    digits_block_.assign(1, static_cast<std::uint8_t>(items_->currencies.all().front().digits()));
    return;
  }
  const ColumnView& column = rows.batch->columns[*items_->currency_column];
  const std::span<const std::uint32_t> of_rows = codes(items_->keys.size() - 1);
  digits_block_.resize(rows.count());
  currency_block_.resize(rows.count());
  for (std::size_t i = 0; i < rows.count(); ++i) {
    const std::uint32_t code = of_rows[i];
    if (code >= currency_of_code_.size()) currency_of_code_.resize(std::size_t{code} + 1, not_read);
    const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
    if (currency_of_code_[code] == not_read)
      currency_of_code_[code] = learn_currency(code, column, row);
    const std::uint32_t number = currency_of_code_[code];
    currency_block_[i] = static_cast<std::int32_t>(number);
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

std::uint32_t InterestReader::currency_of_group(std::uint32_t group) {
  if (!items_->currency_column) return 0;
  const std::size_t key = items_->keys.size() - 1;
  const std::uint32_t code = keys_.key_code(group, key);
  if (code >= currency_of_code_.size()) currency_of_code_.resize(std::size_t{code} + 1, not_read);
  if (currency_of_code_[code] == not_read)
    currency_of_code_[code] = items_->currencies.number(
        items_->options->currencies.get().at(keys_.value(group, key).text));
  return currency_of_code_[code];
}

void InterestReader::check(const HeldRows& rows, const InterestBlock& block) {
  if (least_day(block.due_dates) == DateReader::null_date &&
      is_due_date_missing(block.due_dates, block.minor))
    for (std::size_t i = 0; i < rows.count(); ++i)
      if (block.due_dates[i] == DateReader::null_date && block.minor[i] > 0)
        fault(rows, i, items_->due_date_column, "a due date, which only credits may lack");
  if (!items_->by_party) return;
  const std::span<const std::uint32_t> parties = codes(0);
  if (code_range(parties).least > 0) return;
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
