#include "o2c/columns/column_readers.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "o2c/columns/detail/vectorized.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

[[noreturn]] void refuse_column(const std::string& name, const ColumnKind& kind,
                                std::string expected) {
  Fault fault{.field = name, .value = to_string(kind), .expected = std::move(expected)};
  const std::string message = to_string(fault);
  throw BadTable(message, {std::move(fault)});
}

void check_plain(const ColumnField& field, std::string_view expected) {
  if (field.kind.dictionary_encoded) refuse_column(field.name, field.kind, std::string(expected));
}

// The coefficient at `scale` as minor units of `digits`, if it is a whole number that fits.
std::optional<std::int64_t> to_minor(Int128 coefficient, int scale, int digits) {
  if (scale < digits) {
    if (!detail::scale_up_fits(coefficient, digits - scale)) return std::nullopt;
  } else if (scale > digits) {
    const Int128 divisor = detail::power_of_ten(scale - digits);
    if (coefficient % divisor != 0) return std::nullopt;
    coefficient /= divisor;
  }
  if (coefficient > std::numeric_limits<std::int64_t>::max() ||
      coefficient < std::numeric_limits<std::int64_t>::min())
    return std::nullopt;
  return static_cast<std::int64_t>(coefficient);
}

Int128 decimal128_at(const void* values, std::int64_t row) {
  Int128 coefficient = 0;
  // Arrow asks for no more than 8-byte alignment.
  std::memcpy(&coefficient, static_cast<const char*>(values) + row * 16, sizeof coefficient);
  return coefficient;
}

// Reads a binary float with the digits that the caller stated. Floating point is used here, and
// nowhere else, to find the decimal number that was meant. A float so large that it could have come
// from more than one is refused.
template <class Float>
std::optional<std::int64_t> float_to_units(Float value, int digits) {
  if (!std::isfinite(value)) return std::nullopt;
  const auto scale =
      static_cast<long double>(static_cast<std::int64_t>(detail::power_of_ten(digits)));
  const long double scaled = static_cast<long double>(value) * scale;
  const long double nearest = std::rint(scaled);
  const Float next = std::nextafter(std::abs(value), std::numeric_limits<Float>::infinity());
  const long double two_ulp =
      2 * (static_cast<long double>(next) - static_cast<long double>(std::abs(value))) * scale;
  constexpr long double hair = 1e-6L;
  constexpr long double limit = 9.2e18L;  // Below 2^63.
  constexpr long double half = 0.5L;
  if (std::abs(scaled - nearest) > std::max(hair, two_ulp) || two_ulp >= half ||
      std::abs(nearest) > limit)
    return std::nullopt;
  return static_cast<std::int64_t>(nearest);
}

constexpr int most_digits = 18;

O2C_VECTORIZED bool all_between(const std::int32_t* days, std::size_t rows, std::int32_t least,
                                std::int32_t most) {
  std::int32_t lowest = least;
  std::int32_t highest = most;
  for (std::size_t i = 0; i < rows; ++i) {
    lowest = std::min(lowest, days[i]);
    highest = std::max(highest, days[i]);
  }
  return lowest == least && highest == most;
}

// has_value() of up to 32 rows, the first in the lowest bit.
std::uint32_t valid_bits(const ColumnView& column, std::int64_t row, std::size_t rows) {
  const auto bit = static_cast<std::uint64_t>(column.offset + row);
  const std::uint64_t shift = bit & 7U;
  std::uint64_t bits = 0;
  for (std::uint64_t i = 0; 8 * i < shift + rows; ++i)
    bits |= std::uint64_t{column.validity[(bit >> 3U) + i]} << (8 * i);
  const std::uint64_t mask = (std::uint64_t{1} << rows) - 1;
  return static_cast<std::uint32_t>(bits >> shift & mask);
}

constexpr std::size_t word_rows = 32;

// Copies the days of a column with nulls, and puts `null` in their place. Whether all others are
// within the limits.
O2C_VECTORIZED bool copy_days(const ColumnView& column, std::int64_t begin, std::size_t rows,
                              std::int32_t null, std::int32_t least, std::int32_t most,
                              std::int32_t* __restrict into) {
  const std::int32_t* days = column.data<std::int32_t>() + begin;
  std::uint32_t outside = 0;
  for (std::size_t word = 0; word < rows; word += word_rows) {
    const std::size_t count = std::min(word_rows, rows - word);
    const std::uint32_t valid = valid_bits(column, begin + static_cast<std::int64_t>(word), count);
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::int32_t day = days[word + i];
      const std::uint32_t bit = valid & (1U << i);
      into[word + i] = bit != 0 ? day : null;
      outside |= ((day < least) | (day > most)) ? bit : 0U;
    }
  }
  return outside == 0;
}

}  // namespace

AmountReader::AmountReader(const ColumnField& field, std::optional<int> stated_digits)
    : name_(field.name), kind_(field.kind), stated_digits_(stated_digits) {
  if (stated_digits && (*stated_digits < 0 || *stated_digits > most_digits))
    throw_invalid("amount_digits " + std::to_string(*stated_digits) + ": expected 0 to 18");
  const std::string expected =
      "decimal amounts (decimal128) or integers in minor units of the currency";
  check_plain(field, expected);
  if (kind_.type == ColumnType::nulls) return;
  if (is_float(kind_.type) && !stated_digits)
    refuse_column(name_, kind_,
                  expected +
                      "; binary floats are not exact: cast the column, in pandas "
                      "`df[\"" +
                      name_ +
                      "\"].map(lambda x: Decimal(f\"{x:.2f}\"))`, in Polars "
                      "`pl.col(\"" +
                      name_ + "\").cast(pl.Decimal(18, 2))`, in SQL `CAST(" + name_ +
                      " AS DECIMAL(18, 2))`; or state how it is to be read: amount_digits=2");
  if (!is_float(kind_.type) && !is_integer(kind_.type) && !is_decimal(kind_.type))
    refuse_column(name_, kind_, expected);
}

std::optional<std::int64_t> AmountReader::minor_at(const ColumnView& column, std::int64_t row,
                                                   int digits) const {
  switch (kind_.type) {
    case ColumnType::decimal128:
      return to_minor(decimal128_at(column.values, row), kind_.scale, digits);
    case ColumnType::decimal64:
      return to_minor(column.data<std::int64_t>()[row], kind_.scale, digits);
    case ColumnType::decimal32:
      return to_minor(column.data<std::int32_t>()[row], kind_.scale, digits);
    case ColumnType::float64: {
      const auto units = float_to_units(column.data<double>()[row], *stated_digits_);
      return units ? to_minor(*units, *stated_digits_, digits) : std::nullopt;
    }
    case ColumnType::float32: {
      const auto units = float_to_units(column.data<float>()[row], *stated_digits_);
      return units ? to_minor(*units, *stated_digits_, digits) : std::nullopt;
    }
    case ColumnType::uint64:
      return to_minor(static_cast<Int128>(column.data<std::uint64_t>()[row]),
                      stated_digits_.value_or(digits), digits);
    default:
      return to_minor(column.integer_at(row), stated_digits_.value_or(digits), digits);
  }
}

// Decimals whose scale is the currency's and that fit 64 bits, which is nearly all of them.
bool AmountReader::copy_decimals(const ColumnView& column, std::int64_t begin, std::size_t rows) {
  struct Words {
    std::uint64_t low;
    std::int64_t high;
  };
  static_assert(sizeof(Words) == 16);
  const auto* words = column.data<Words>() + begin;
  bool all_fit = true;
  for (std::size_t i = 0; i < rows; ++i) {
    const auto low = static_cast<std::int64_t>(words[i].low);
    all_fit &= words[i].high == low >> 63;
    block_[i] = low;
  }
  return all_fit;
}

// Whole numbers that are shorter than 64 bits.
bool AmountReader::copy_integers(const ColumnView& column, std::int64_t begin, std::size_t rows) {
  const auto copy = [&]<class T>(const T* values) {
    std::copy_n(values + begin, rows, block_.data());
    return true;
  };
  switch (kind_.type) {
    case ColumnType::int8:
      return copy(column.data<std::int8_t>());
    case ColumnType::int16:
      return copy(column.data<std::int16_t>());
    case ColumnType::int32:
      return copy(column.data<std::int32_t>());
    case ColumnType::uint8:
      return copy(column.data<std::uint8_t>());
    case ColumnType::uint16:
      return copy(column.data<std::uint16_t>());
    case ColumnType::uint32:
      return copy(column.data<std::uint32_t>());
    default:
      return false;
  }
}

std::span<const std::int64_t> AmountReader::read(const ColumnView& column, std::int64_t begin,
                                                 std::size_t rows,
                                                 std::span<const std::uint8_t> digits,
                                                 std::int64_t first_row, FaultList& faults) {
  const bool one_currency = digits.size() == 1;
  if (one_currency && digits[0] != unknown_digits && column.validity == nullptr) {
    const bool counts_units = stated_digits_.value_or(digits[0]) == digits[0];
    if (kind_.type == ColumnType::int64 && counts_units)
      return {column.data<std::int64_t>() + begin, rows};
    block_.resize(rows);
    if (counts_units && copy_integers(column, begin, rows)) return block_;
    if (kind_.type == ColumnType::decimal128 && int{kind_.scale} == int{digits[0]} &&
        copy_decimals(column, begin, rows))
      return block_;
  }
  block_.resize(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::int64_t row = begin + static_cast<std::int64_t>(i);
    const int row_digits = digits[one_currency ? 0 : i];
    if (row_digits == unknown_digits) {
      block_[i] = 0;
      continue;
    }
    const auto minor = column.has_value(row) ? minor_at(column, row, row_digits) : std::nullopt;
    block_[i] = minor.value_or(0);
    if (minor) continue;
    faults.add({.row = first_row + row,
                .field = name_,
                .value = value_text(column, row),
                .expected = column.has_value(row)
                                ? "an amount with at most " + std::to_string(row_digits) +
                                      " decimal digits, within 64 bits of minor units" +
                                      (is_float(kind_.type) ? ", that the float tells apart" : "")
                                : "an amount"});
  }
  return block_;
}

DateReader::DateReader(const ColumnField& field) : name_(field.name), kind_(field.kind) {
  const std::string expected = "dates (date32, or timestamps at midnight without a time zone)";
  check_plain(field, expected);
  const bool date = kind_.type == ColumnType::date32 || kind_.type == ColumnType::nulls ||
                    (kind_.type == ColumnType::timestamp && !kind_.has_zone);
  if (!date) refuse_column(name_, kind_, expected);
}

std::span<const std::int32_t> DateReader::read(const ColumnView& column, std::int64_t begin,
                                               std::size_t rows, std::int64_t first_row,
                                               FaultList& faults) {
  constexpr std::int32_t least = Date::min().days();
  constexpr std::int32_t most = Date::max().days();
  if (kind_.type == ColumnType::date32 && column.validity == nullptr) {
    const std::int32_t* days = column.data<std::int32_t>() + begin;
    if (all_between(days, rows, least, most)) return {days, rows};
  }
  block_.resize(rows);
  if (kind_.type == ColumnType::date32 && column.validity != nullptr &&
      copy_days(column, begin, rows, null_date, least, most, block_.data()))
    return block_;
  for (std::size_t i = 0; i < rows; ++i) {
    const std::int64_t row = begin + static_cast<std::int64_t>(i);
    block_[i] = null_date;
    if (!column.has_value(row)) continue;
    const std::int64_t value = column.integer_at(row);
    const std::int64_t ticks = kind_.type == ColumnType::date32 ? 1 : kind_.ticks_per_day;
    const std::int64_t day = value / ticks;
    if (value % ticks == 0 && day >= least && day <= most) {
      block_[i] = static_cast<std::int32_t>(day);
      continue;
    }
    block_[i] = 0;
    faults.add({.row = first_row + row,
                .field = name_,
                .value = value_text(column, row),
                .expected = value % ticks == 0 ? "a date of the years 1 to 9999"
                                               : "a date without a time of day"});
  }
  return block_;
}

MomentReader::MomentReader(const ColumnField& field) : ticks_per_day_(field.kind.ticks_per_day) {
  const std::string expected = "moments in UTC (timestamps)";
  check_plain(field, expected);
  if (field.kind.type != ColumnType::timestamp && field.kind.type != ColumnType::nulls)
    refuse_column(field.name, field.kind, expected);
}

std::int64_t MomentReader::at(const ColumnView& column, std::int64_t row) const {
  if (!column.has_value(row)) return null_moment;
  constexpr std::int64_t microseconds_per_day = 86'400'000'000;
  const std::int64_t ticks = column.integer_at(row);
  if (ticks_per_day_ <= microseconds_per_day) {
    // What leaves 64 bits is earlier or later than all else, and so it stays.
    constexpr Int128 latest = std::numeric_limits<std::int64_t>::max();
    const Int128 moment = static_cast<Int128>(ticks) * (microseconds_per_day / ticks_per_day_);
    return static_cast<std::int64_t>(std::clamp<Int128>(moment, null_moment + 1, latest));
  }
  // Nanoseconds round up, so that nothing counts as known before it was.
  const std::int64_t step = ticks_per_day_ / microseconds_per_day;
  return static_cast<std::int64_t>(divide(ticks, step, Rounding::ceiling));
}

}  // namespace o2c::inline v1
