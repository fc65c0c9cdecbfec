#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "o2c/columns/key_encoder.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/money/currency.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/receivable/aging_buckets.hpp"
#include "o2c/receivable/aging_kernel.hpp"

namespace o2c::inline v1 {

class ExchangeTable;

/// How a table of open items is aged.
struct AgingOptions {
  std::vector<std::string> group_by{"party"};
  Credits credits = Credits::apart;
  /// The currency of a table without a `currency` column.
  std::optional<Currency> currency{};
  /// The codes that a `currency` column may hold.
  std::reference_wrapper<const CurrencyTable> currencies = CurrencyTable::iso_4217();
  /// The digits of integer amounts, if not their currency's; binary floats need it.
  std::optional<int> amount_digits{};
  std::size_t threads = 1;
};

/// A column of keys of a finished table.
class KeyColumn {
 public:
  KeyColumn(std::string name, ColumnKind kind) : name_(std::move(name)), kind_(kind) {}

  void push_back(const KeyValue&);
  /// Takes the integers of so many rows, none of them null, in place of what it held.
  void assign(PageArray<std::int64_t> integers) noexcept;
  [[nodiscard]] KeyValue operator[](std::size_t row) const;
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const ColumnKind& kind() const noexcept { return kind_; }
  [[nodiscard]] bool holds_text() const noexcept { return is_text(kind_.type); }
  [[nodiscard]] std::size_t null_count() const noexcept { return null_count_; }
  [[nodiscard]] std::span<const std::int64_t> integers() const noexcept {
    return {integers_.data(), holds_text() ? 0 : size_};
  }
  /// Where each text ends in the bytes of all.
  [[nodiscard]] std::span<const std::int64_t> text_offsets() const noexcept { return offsets_; }
  [[nodiscard]] const std::string& text_bytes() const noexcept { return bytes_; }
  [[nodiscard]] const std::vector<bool>& nulls() const noexcept { return nulls_; }

 private:
  std::string name_;
  ColumnKind kind_;
  std::size_t size_ = 0;
  PageArray<std::int64_t> integers_;  // With room for more.
  std::vector<std::int64_t> offsets_{0};
  std::string bytes_;
  std::vector<bool> nulls_;  // Empty while there are none.
  std::size_t null_count_ = 0;
};

/// The aging of a table: a row for each group and currency, sorted by the group's keys (numbers
/// ascending, text by code point, null last), then by currency. Buckets and the columns beside them
/// add up to the total, exactly.
class AgingTable {
 public:
  /// An empty aging.
  AgingTable(AgingBuckets buckets, AgingLine line, Date as_of);

  [[nodiscard]] Date as_of() const noexcept { return as_of_; }
  [[nodiscard]] const AgingBuckets& buckets() const noexcept { return buckets_; }
  [[nodiscard]] const AgingLine& line() const noexcept { return line_; }
  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  [[nodiscard]] const std::vector<KeyColumn>& keys() const noexcept { return keys_; }
  [[nodiscard]] Currency currency(std::size_t row) const {
    return currencies_[currency_of_row_.empty() ? 0 : currency_of_row_[row]];
  }
  /// The currencies of the rows, in the order of their codes.
  [[nodiscard]] const std::vector<Currency>& currencies() const noexcept { return currencies_; }
  [[nodiscard]] std::int64_t items(std::size_t row) const;
  /// Names of the figures, in order: the buckets' labels, "disputed", "credits", "unapplied",
  /// "total", "deposits", as far as the aging has them.
  [[nodiscard]] std::vector<std::string> measures() const;
  /// A figure in minor units of the row's currency.
  [[nodiscard]] Int128 minor(std::size_t row, std::size_t measure) const;
  /// All figures of a row, in the order of measures(), which `minor` must have room for.
  void figures(std::size_t row, std::span<Int128> minor) const;
  /// The same for the rows from `first_row` on, as many as each of the columns has room for; one
  /// column for each of measures().
  void figures(std::size_t first_row, std::span<const std::span<Int128>> columns) const;
  /// The figure as an amount. Throws Overflow beyond 38 digits.
  [[nodiscard]] Decimal amount(std::size_t row, std::size_t measure) const;
  /// Whether every figure in minor units is at once a decimal of this scale and of 38 digits.
  [[nodiscard]] bool fits_decimal128(int scale) const noexcept;
  /// The figures of all rows of one currency, in minor units, and the number of their items.
  [[nodiscard]] std::vector<Int128> total_minor(Currency) const;
  [[nodiscard]] std::int64_t total_items(Currency) const;
  /// The rows whose first keys have these values, ascending.
  [[nodiscard]] std::vector<std::size_t> find(std::span<const KeyValue> keys) const;
  /// The rows with the largest absolute figure, of all currencies or of one, largest first; at
  /// equal figures in row order.
  [[nodiscard]] std::vector<std::size_t> largest(std::size_t count, std::size_t measure,
                                                 std::optional<Currency> wanted = {}) const;

  /// Adds the figures of groups with the same keys and currency. Both must be of the same day,
  /// buckets and columns (InvalidArgument). The order of the operands does not matter.
  friend AgingTable operator+(const AgingTable&, const AgingTable&);

  /// The same in one currency: each figure is converted at the rate as of the aging's date and
  /// rounded, and rows that differed only in currency are added. Totals are sums of what is shown.
  [[nodiscard]] AgingTable converted_to(Currency, const ExchangeTable&, Rounding) const;

 private:
  friend class AgingTableBuilder;

  [[nodiscard]] Int128 cell_at(std::size_t at) const noexcept {
    return wide_.size() > 0 ? wide_[at] : narrow_[at];
  }
  [[nodiscard]] Int128 cell(std::size_t row, std::size_t cell) const noexcept {
    return cell_at(std::size_t{line_of_row_[row]} * line_.stride() + cell);
  }
  void set_currencies(const std::vector<Currency>& of_row);
  void set_rows(const std::vector<Currency>& currency_of_row, PageArray<Int128> cells);

  AgingBuckets buckets_;
  AgingLine line_;
  Date as_of_;
  std::vector<KeyColumn> keys_;
  std::vector<Currency> currencies_;
  std::vector<std::uint16_t> currency_of_row_;  // Empty: all rows are of the only currency.
  std::size_t rows_ = 0;
  PageArray<std::uint32_t> line_of_row_;
  PageArray<std::int64_t> narrow_;  // Either these cells
  PageArray<Int128> wide_;          // or these.
};

/// Ages a table of open items: `party` (or the columns of `group_by`), `due_date` (or, by invoice
/// date, `invoice_date`), `amount`, and `currency` unless it is stated. Rows are read once.
///
/// A positive amount is a debit, a negative one a credit; only credits may lack the date, and then
/// need an `invoice_date` when they are netted. If there is a column `disputed`, what of a debit is
/// in dispute by it (null: nothing) stands in a column of its own, the rest in its bucket. Throws
/// BadTable, which lists the rows that are faulty. The result does not depend on the number of
/// threads.
AgingTable age(TableSource& open_items, Date as_of, const AgingBuckets& buckets = AgingBuckets(),
               const AgingOptions& options = {});

}  // namespace o2c::inline v1
