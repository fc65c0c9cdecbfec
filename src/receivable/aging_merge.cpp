#include <algorithm>
#include <numeric>
#include <utility>

#include "o2c/money/exchange.hpp"
#include "o2c/number/error.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/receivable/aging_kernel.hpp"
#include "o2c/receivable/aging_table.hpp"

namespace o2c::inline v1 {
namespace {

// Builds a table from lines that come sorted by keys and currency, adding those that are alike.
class RowWriter {
 public:
  RowWriter(std::vector<KeyColumn>& keys, std::size_t stride) : keys_(&keys), stride_(stride) {}

  void add(const std::vector<KeyValue>& keys, Currency currency, std::span<const Int128> cells) {
    if (!continues(keys, currency)) {
      for (std::size_t k = 0; k < keys.size(); ++k) (*keys_)[k].push_back(keys[k]);
      currencies_.push_back(currency);
      cells_.resize(cells_.size() + stride_, 0);
    }
    Int128* line = cells_.data() + cells_.size() - stride_;
    for (std::size_t i = 0; i < cells.size(); ++i) add_figure(line[i], cells[i]);
  }

  [[nodiscard]] const std::vector<Currency>& currencies() const noexcept { return currencies_; }
  [[nodiscard]] PageArray<Int128> cells() const {
    PageArray<Int128> copy(cells_.size());
    std::ranges::copy(cells_, copy.data());
    return copy;
  }

 private:
  [[nodiscard]] bool continues(const std::vector<KeyValue>& keys, Currency currency) const {
    if (currencies_.empty() || currencies_.back() != currency) return false;
    for (std::size_t k = 0; k < keys.size(); ++k)
      if ((*keys_)[k][currencies_.size() - 1] != keys[k]) return false;
    return true;
  }

  std::vector<KeyColumn>* keys_;
  std::size_t stride_;
  std::vector<Currency> currencies_;
  std::vector<Int128> cells_;
};

std::vector<KeyValue> row_keys(const AgingTable& table, std::size_t row) {
  std::vector<KeyValue> keys;
  for (const KeyColumn& column : table.keys()) keys.push_back(column[row]);
  return keys;
}

// A column without any value, such as a key that the table did not have, goes with every type.
bool has_values(const KeyColumn& column) { return column.null_count() < column.size(); }

std::vector<KeyColumn> empty_keys(const AgingTable& a, const AgingTable& b) {
  std::vector<KeyColumn> keys;
  for (std::size_t k = 0; k < a.keys().size(); ++k) {
    const KeyColumn& column = has_values(a.keys()[k]) ? a.keys()[k] : b.keys()[k];
    keys.emplace_back(column.name(), column.kind());
  }
  return keys;
}

bool same_keys(const AgingTable& a, const AgingTable& b) {
  return std::ranges::equal(a.keys(), b.keys(), [](const KeyColumn& x, const KeyColumn& y) {
    return x.name() == y.name() &&
           (alike_keys(x.kind(), y.kind()) || !has_values(x) || !has_values(y));
  });
}

}  // namespace

AgingTable operator+(const AgingTable& a, const AgingTable& b) {
  if (a.as_of_ != b.as_of_ || a.buckets_ != b.buckets_ || a.line_ != b.line_ || !same_keys(a, b))
    throw_invalid("agings of different days, buckets, columns or keys cannot be added");
  AgingTable sum(a.buckets_, a.line_, a.as_of_);
  sum.keys_ = empty_keys(a, b);
  RowWriter writer(sum.keys_, a.line_.stride());
  std::vector<Int128> cells(a.line_.end());
  const auto take = [&](const AgingTable& from, std::size_t row) {
    for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = from.cell(row, i);
    writer.add(row_keys(from, row), from.currency(row), cells);
  };
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.rows() || j < b.rows()) {
    const bool from_a =
        j == b.rows() || (i < a.rows() && std::pair(row_keys(a, i), a.currency(i)) <=
                                              std::pair(row_keys(b, j), b.currency(j)));
    if (from_a)
      take(a, i++);
    else
      take(b, j++);
  }
  sum.set_rows(writer.currencies(), writer.cells());
  return sum;
}

AgingTable AgingTable::converted_to(Currency to, const ExchangeTable& rates,
                                    Rounding rounding) const {
  std::vector<Ratio> rate_of;
  for (const Currency currency : currencies_)
    rate_of.push_back(currency == to ? Ratio(1) : rates.at(currency, to, as_of_).factor());
  AgingTable result(buckets_, line_, as_of_);
  result.keys_ = empty_keys(*this, *this);
  RowWriter writer(result.keys_, line_.stride());
  std::vector<Int128> cells(line_.end());
  for (std::size_t row = 0; row < rows(); ++row) {
    const Ratio& rate = rate_of[currency_of_row_.empty() ? 0 : currency_of_row_[row]];
    const int digits = currency(row).digits();
    cells[AgingLine::count_cell] = cell(row, AgingLine::count_cell);
    for (std::size_t i = AgingLine::first_bucket; i < cells.size(); ++i) {
      const Ratio amount = Ratio(Decimal::from_parts(cell(row, i), digits)) * rate;
      const Decimal converted = round(amount, to.digits(), rounding);
      if (converted.scale() != to.digits())  // Too large for its decimals.
        throw_overflow("a converted aging figure exceeds 38 digits");
      cells[i] = converted.coefficient();
    }
    writer.add(row_keys(*this, row), to, cells);
  }
  result.set_rows(writer.currencies(), writer.cells());
  return result;
}

void AgingTable::set_rows(const std::vector<Currency>& currency_of_row, PageArray<Int128> cells) {
  set_currencies(currency_of_row);
  rows_ = currency_of_row.size();
  line_of_row_ = PageArray<std::uint32_t>::uninitialized(rows_);
  std::iota(line_of_row_.data(), line_of_row_.data() + rows_, std::uint32_t{0});
  wide_ = std::move(cells);
}

}  // namespace o2c::inline v1
