#include "o2c/receivable/aging_table.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "o2c/number/error.hpp"
#include "o2c/receivable/aging_kernel.hpp"

#include "aging_engine.hpp"

namespace o2c::inline v1 {
void KeyColumn::assign(PageArray<std::int64_t> integers) noexcept {
  integers_ = std::move(integers);
  size_ = integers_.size();
  nulls_.clear();
  null_count_ = 0;
}

void KeyColumn::push_back(const KeyValue& value) {
  if (value.is_null || !nulls_.empty()) {
    nulls_.resize(size_, false);
    nulls_.push_back(value.is_null);
    null_count_ += value.is_null ? 1U : 0U;
  }
  if (holds_text()) {
    bytes_ += value.text;
    offsets_.push_back(static_cast<std::int64_t>(bytes_.size()));
  } else {
    integers_.grow_to(std::max<std::size_t>(16, size_ + 1));
    integers_[size_] = value.integer;
  }
  ++size_;
}

KeyValue KeyColumn::operator[](std::size_t row) const {
  if (!nulls_.empty() && nulls_[row]) return {};
  if (!holds_text()) return KeyValue::of(integers_[row]);
  const auto begin = static_cast<std::size_t>(offsets_[row]);
  const auto end = static_cast<std::size_t>(offsets_[row + 1]);
  return KeyValue::of(std::string_view(bytes_).substr(begin, end - begin));
}

AgingTable::AgingTable(AgingBuckets buckets, AgingLine line, Date as_of)
    : buckets_(std::move(buckets)), line_(line), as_of_(as_of) {}

std::int64_t AgingTable::items(std::size_t row) const {
  const Int128 count = cell(row, AgingLine::count_cell);
  if (count > std::numeric_limits<std::int64_t>::max())
    throw_overflow("the items of an aging's row exceed 64 bits");
  return static_cast<std::int64_t>(count);
}

std::vector<std::string> AgingTable::measures() const {
  std::vector<std::string> names = buckets_.labels();
  if (line_.has_disputed) names.emplace_back("disputed");
  if (line_.has_credits) names.emplace_back("credits");
  if (line_.has_unapplied) names.emplace_back("unapplied");
  names.emplace_back("total");
  if (line_.has_deposits) names.emplace_back("deposits");
  return names;
}

void AgingTable::figures(std::size_t row, std::span<Int128> minor) const {
  const std::size_t columns = line_.end_of_receivable() - AgingLine::first_bucket;
  Int128 total = 0;
  for (std::size_t i = 0; i < columns; ++i) {
    minor[i] = cell(row, AgingLine::first_bucket + i);
    add_figure(total, minor[i]);
  }
  minor[columns] = total;
  if (line_.has_deposits) minor[columns + 1] = cell(row, line_.deposits());
}

void AgingTable::figures(std::size_t first_row, std::span<const std::span<Int128>> columns) const {
  const std::size_t rows = columns.front().size();
  if (wide_.size() > 0) {
    std::vector<Int128> line(columns.size());
    for (std::size_t row = 0; row < rows; ++row) {
      figures(first_row + row, line);
      for (std::size_t i = 0; i < columns.size(); ++i) columns[i][row] = line[i];
    }
    return;
  }
  const std::size_t parts = line_.end_of_receivable() - AgingLine::first_bucket;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::int64_t* line =
        narrow_.data() + std::size_t{line_of_row_[first_row + row]} * line_.stride();
    std::int64_t total = 0;  // What proves that no cell overflows holds for their sum as well.
    for (std::size_t i = 0; i < parts; ++i) {
      columns[i][row] = line[AgingLine::first_bucket + i];
      total += line[AgingLine::first_bucket + i];
    }
    columns[parts][row] = total;
    if (line_.has_deposits) columns[parts + 1][row] = line[line_.deposits()];
  }
}

Int128 AgingTable::minor(std::size_t row, std::size_t measure) const {
  std::vector<Int128> all(measures().size());
  figures(row, all);
  return all[measure];
}

Decimal AgingTable::amount(std::size_t row, std::size_t measure) const {
  return Decimal::from_parts(minor(row, measure), currency(row).digits());
}

bool AgingTable::fits_decimal128(int scale) const noexcept {
  return wide_.size() == 0 && std::ranges::all_of(currencies_, [&](const Currency& currency) {
           return currency.digits() == scale;
         });
}

std::vector<Int128> AgingTable::total_minor(Currency currency) const {
  std::vector<Int128> totals(measures().size(), 0);
  std::vector<Int128> line(totals.size());
  for (std::size_t row = 0; row < rows(); ++row) {
    if (this->currency(row) != currency) continue;
    figures(row, line);
    for (std::size_t i = 0; i < line.size(); ++i) add_figure(totals[i], line[i]);
  }
  return totals;
}

std::int64_t AgingTable::total_items(Currency currency) const {
  std::int64_t sum = 0;
  for (std::size_t row = 0; row < rows(); ++row)
    if (this->currency(row) == currency) sum += items(row);
  return sum;
}

std::vector<std::size_t> AgingTable::find(std::span<const KeyValue> keys) const {
  if (keys.size() > keys_.size())
    throw_invalid("expected at most " + std::to_string(keys_.size()) +
                  " keys, as the aging is grouped by");
  std::vector<std::size_t> found;
  for (std::size_t row = 0; row < rows(); ++row) {
    bool same = true;
    for (std::size_t k = 0; same && k < keys.size(); ++k) same = keys_[k][row] == keys[k];
    if (same) found.push_back(row);
  }
  return found;
}

std::vector<std::size_t> AgingTable::largest(std::size_t count, std::size_t measure,
                                             std::optional<Currency> wanted) const {
  struct Entry {
    UInt128 size;
    std::size_t row;
  };
  std::vector<Entry> order;
  order.reserve(rows());
  std::vector<Int128> line(measures().size());
  for (std::size_t row = 0; row < rows(); ++row) {
    if (wanted && currency(row) != *wanted) continue;
    figures(row, line);
    order.push_back({detail::magnitude(line[measure]), row});
  }
  count = std::min(count, order.size());
  std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(count),
                            [](const Entry& a, const Entry& b) {
                              return a.size != b.size ? a.size > b.size : a.row < b.row;
                            });
  std::vector<std::size_t> rows_found;
  for (std::size_t i = 0; i < count; ++i) rows_found.push_back(order[i].row);
  return rows_found;
}

void AgingTable::set_currencies(const std::vector<Currency>& of_row) {
  currencies_ = of_row;
  std::ranges::sort(currencies_);
  const auto repeated = std::ranges::unique(currencies_);
  currencies_.erase(repeated.begin(), repeated.end());
  if (currencies_.size() > std::numeric_limits<std::uint16_t>::max())
    throw_overflow("more than 65,535 currencies");
  currency_of_row_.clear();
  if (currencies_.size() == 1) return;
  for (const Currency currency : of_row)
    currency_of_row_.push_back(static_cast<std::uint16_t>(
        std::ranges::lower_bound(currencies_, currency) - currencies_.begin()));
}

AgingTable age(TableSource& open_items, Date as_of, const AgingBuckets& buckets,
               const AgingOptions& options) {
  AgingPlan plan = plan_items(open_items, as_of, buckets, options);
  return run_aging(open_items, plan);
}

}  // namespace o2c::inline v1
