#include "dispute_reader.hpp"

#include <algorithm>

#include "o2c/columns/detail/vectorized.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

bool is_dispute(std::int64_t disputed, std::int64_t minor) {
  return disputed == 0 || (disputed > 0 && disputed <= minor);
}

O2C_VECTORIZED bool are_disputes(std::span<const std::int64_t> disputed,
                                 std::span<const std::int64_t> minor) {
  std::int64_t wrong = 0;
  for (std::size_t i = 0; i < disputed.size(); ++i) {
    const std::int64_t most = std::max<std::int64_t>(minor[i], 0);
    wrong |=
        static_cast<std::int64_t>(disputed[i] < 0) | static_cast<std::int64_t>(disputed[i] > most);
  }
  return wrong == 0;
}

std::uint8_t digits_at(std::span<const std::uint8_t> digits, std::size_t i) {
  return digits[digits.size() == 1 ? 0 : i];
}

}  // namespace

DisputeReader::DisputeReader(const std::vector<ColumnField>& fields, std::size_t disputed_column,
                             std::size_t amount_column, std::optional<int> stated_digits)
    : amount_field_(fields[amount_column]),
      disputed_column_(disputed_column),
      amount_column_(amount_column),
      stated_digits_(stated_digits) {
  const ColumnField& field = fields[disputed_column];
  if (field.kind.type != ColumnType::nulls) reader_.emplace(field, stated_digits);
}

std::span<const std::int64_t> DisputeReader::read(const RecordBatch& batch, std::int64_t begin,
                                                  std::span<const std::uint8_t> digits,
                                                  std::span<const std::int64_t> minor,
                                                  std::int64_t first_row, FaultList& faults) {
  const std::size_t rows = minor.size();
  if (!reader_) {
    block_.assign(rows, 0);
    return block_;
  }
  const ColumnView& column = batch.columns[disputed_column_];
  const std::span<const std::int64_t> disputed = reader_->read(
      column, begin, rows, without_nulls(column, begin, rows, digits), first_row, faults);
  if (are_disputes(disputed, minor)) return disputed;

  block_.assign(disputed.begin(), disputed.end());
  const ColumnView& amounts = batch.columns[amount_column_];
  for (std::size_t i = 0; i < rows; ++i) {
    if (is_dispute(disputed[i], minor[i])) continue;
    block_[i] = 0;
    const std::int64_t row = begin + static_cast<std::int64_t>(i);
    if (minor[i] == 0 && disputed[i] > 0 && is_faulty_amount(amounts, row, digits_at(digits, i)))
      continue;
    faults.add({.row = first_row + row,
                .field = "disputed",
                .value = value_text(column, row),
                .expected = "from 0 to the amount, " + value_text(amounts, row) +
                            " (only debits have disputes)"});
  }
  return block_;
}

// A row of unknown digits reads as 0, without a fault of its own; so does then a null.
std::span<const std::uint8_t> DisputeReader::without_nulls(const ColumnView& column,
                                                           std::int64_t begin, std::size_t rows,
                                                           std::span<const std::uint8_t> digits) {
  if (column.validity == nullptr) return digits;
  digits_block_.resize(rows);
  for (std::size_t i = 0; i < rows; ++i)
    digits_block_[i] = column.has_value(begin + static_cast<std::int64_t>(i))
                           ? digits_at(digits, i)
                           : AmountReader::unknown_digits;
  return digits_block_;
}

// Whether an amount that reads as 0 is none. Then it has a fault already, and nothing can be said
// of what is in dispute of it.
bool DisputeReader::is_faulty_amount(const ColumnView& amounts, std::int64_t row,
                                     std::uint8_t digits) const {
  FaultList faults;
  AmountReader reader(amount_field_, stated_digits_);
  reader.read(amounts, row, 1, std::span(&digits, 1), 0, faults);
  return !faults.empty();
}

}  // namespace o2c::inline v1
