#pragma once

// Private to src/commission.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/column_view.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/columns/key_encoder.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/error.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/time/date.hpp"

#include "line_reader.hpp"

namespace o2c::inline v1 {

/// A table of a few rows, column by column. Rows are named as they are found at fault.
class FewRows {
 public:
  FewRows(TableSource& source, const char* name, std::optional<int> amount_digits = std::nullopt)
      : table_(source, name), amount_digits_(amount_digits) {}

  [[nodiscard]] std::size_t rows() const noexcept { return table_.rows(); }
  [[nodiscard]] bool has(std::string_view column) const { return table_.find(column).has_value(); }

  void require(std::string_view column) const { static_cast<void>(table_.column(column)); }

  /// Throws BadTable, which names columns that are not among these, but nearly: what may be left
  /// out would else be missed without a word.
  void refuse_misspelt(std::span<const std::string_view> columns) const;

  /// None where there is no value.
  std::vector<std::optional<std::string>> texts(std::string_view column) const {
    const LineKey key(table_, table_.column(column));
    std::vector<std::optional<std::string>> texts;
    for_batches([&](std::size_t batch, const RecordBatch& of) {
      KeyEncoder encoder(key.plan);
      std::vector<std::uint32_t> codes(static_cast<std::size_t>(of.rows));
      encoder.encode(key.batches[batch], 0, codes);
      for (const std::uint32_t code : codes) {
        const KeyValue value = encoder.value(code);
        if (value.is_null)
          texts.emplace_back();
        else
          texts.emplace_back(key.plan->holds_text() ? std::string(value.text)
                                                    : std::to_string(value.integer));
      }
    });
    return texts;
  }

  std::vector<std::string> names(std::string_view column) {
    std::vector<std::string> names;
    for (const std::optional<std::string>& each : texts(column)) {
      names.push_back(each.value_or(""));
      if (names.back().empty()) fault(names.size() - 1, column, each.value_or("null"), "a name");
    }
    return names;
  }

  /// None where there is no column, or no value.
  std::vector<std::optional<Date>> dates(std::string_view column) {
    std::vector<std::optional<Date>> dates;
    const std::optional<std::size_t> at = table_.find(column);
    if (!at) return std::vector<std::optional<Date>>(rows());
    // A column without any value may be of no type.
    if (table_.fields()[*at].kind.type == ColumnType::nulls)
      return std::vector<std::optional<Date>>(rows());
    DateReader reader(table_.fields()[*at]);
    for_batches([&](std::size_t, const RecordBatch& of) {
      const auto read = reader.read(of.columns[*at], 0, static_cast<std::size_t>(of.rows),
                                    static_cast<std::int64_t>(dates.size()), faults_);
      for (const std::int32_t day : read)
        dates.push_back(day == DateReader::null_date ? std::nullopt
                                                     : std::optional(Date::from_days(day)));
    });
    return dates;
  }

  /// Nothing where there is no column.
  std::vector<Money> amounts(std::string_view column, const Currency& currency) {
    const std::optional<std::size_t> at = table_.find(column);
    if (!at) return std::vector<Money>(rows(), Money::zero(currency));
    std::vector<Money> amounts;
    for (const std::int64_t minor : units(*at, currency.digits()))
      amounts.push_back(Money::from_minor(minor, currency));
    return amounts;
  }

  /// None where there is no column, or no value.
  std::vector<std::optional<Money>> optional_amounts(std::string_view column,
                                                     const Currency& currency) {
    return optional_amounts_in(column, [&](std::size_t) { return currency; });
  }
  /// Each in the currency of its row.
  std::vector<std::optional<Money>> optional_amounts(std::string_view column,
                                                     std::span<const Currency> currencies) {
    return optional_amounts_in(column, [&](std::size_t row) { return currencies[row]; });
  }

  /// Rates: texts such as "60%", or decimal fractions.
  std::vector<std::optional<Rate>> rates(std::string_view column) {
    const std::size_t at = table_.column(column);
    const ColumnKind& kind = table_.fields()[at].kind;
    std::vector<std::optional<Rate>> rates;
    if (is_text(kind.type) || kind.type == ColumnType::nulls) {
      for (const std::optional<std::string>& text : texts(column)) {
        rates.emplace_back();
        if (!text) continue;
        try {
          rates.back() = Rate::parse(*text);
        } catch (const ParseError&) {
          fault(rates.size() - 1, column, *text, "a rate such as 60%");
        }
      }
      return rates;
    }
    for (const std::optional<Decimal>& number : decimals(at, std::nullopt))
      rates.push_back(number ? std::optional(Rate::from_fraction(*number)) : std::nullopt);
    return rates;
  }

  /// Numbers that are no amounts: whole ones count ones. None where there is no value.
  std::vector<std::optional<Decimal>> numbers(std::string_view column) {
    return decimals(table_.column(column), amount_digits_);
  }

  void fault(std::size_t row, std::string_view column, std::string value, std::string expected) {
    faults_.add({.row = static_cast<std::int64_t>(row),
                 .field = std::string(column),
                 .value = std::move(value),
                 .expected = std::move(expected)});
  }
  void throw_if_any() const { faults_.throw_if_any(table_.name()); }

 private:
  template <class CurrencyOf>
  std::vector<std::optional<Money>> optional_amounts_in(std::string_view column,
                                                        const CurrencyOf& currency_of) {
    const std::optional<std::size_t> at = table_.find(column);
    std::vector<std::optional<Money>> amounts;
    if (!at || table_.fields()[*at].kind.type == ColumnType::nulls)
      return std::vector<std::optional<Money>>(rows());
    AmountReader reader(table_.fields()[*at], amount_digits_);
    for_batches([&](std::size_t, const RecordBatch& of) {
      for (std::int64_t row = 0; row < of.rows; ++row) {
        const auto first_row = static_cast<std::int64_t>(amounts.size()) - row;
        amounts.emplace_back();
        if (!of.columns[*at].has_value(row)) continue;
        const Currency currency = currency_of(amounts.size() - 1);
        const std::array digits{static_cast<std::uint8_t>(currency.digits())};
        amounts.back() = Money::from_minor(
            reader.read(of.columns[*at], row, 1, digits, first_row, faults_).front(), currency);
      }
    });
    return amounts;
  }
  template <class Use>
  void for_batches(const Use& use) const {
    for (std::size_t i = 0; i < table_.batches().size(); ++i) use(i, table_.batches()[i]);
  }
  std::vector<std::optional<Decimal>> decimals(std::size_t at, std::optional<int> stated_digits) {
    const ColumnKind& kind = table_.fields()[at].kind;
    if (kind.type == ColumnType::nulls) return std::vector<std::optional<Decimal>>(rows());
    const int digits = is_decimal(kind.type)   ? std::max<int>(kind.scale, 0)
                       : is_integer(kind.type) ? 0
                                               : stated_digits.value_or(0);
    AmountReader reader(table_.fields()[at],
                        is_integer(kind.type) ? std::optional(0) : stated_digits);
    const std::array of_all{static_cast<std::uint8_t>(digits)};
    std::vector<std::optional<Decimal>> numbers;
    for_batches([&](std::size_t, const RecordBatch& of) {
      for (std::int64_t row = 0; row < of.rows; ++row) {
        const auto table_row = static_cast<std::int64_t>(numbers.size());
        numbers.emplace_back();
        if (!of.columns[at].has_value(row)) continue;
        numbers.back() = Decimal::from_parts(
            reader.read(of.columns[at], row, 1, of_all, table_row - row, faults_).front(), digits);
      }
    });
    return numbers;
  }
  std::vector<std::int64_t> units(std::size_t column, int digits) {
    AmountReader reader(table_.fields()[column], amount_digits_);
    const std::array of_all{static_cast<std::uint8_t>(digits)};
    std::vector<std::int64_t> units;
    for_batches([&](std::size_t, const RecordBatch& of) {
      const auto read = reader.read(of.columns[column], 0, static_cast<std::size_t>(of.rows),
                                    of_all, static_cast<std::int64_t>(units.size()), faults_);
      units.insert(units.end(), read.begin(), read.end());
    });
    return units;
  }

  HeldTable table_;
  std::optional<int> amount_digits_;
  FaultList faults_;
};

}  // namespace o2c::inline v1
