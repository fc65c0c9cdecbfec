#pragma once

// A table of items that bear interest, read by several threads. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/group_encoder.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/columns/page_array.hpp"
#include "o2c/receivable/interest_table.hpp"

namespace o2c::inline v1 {

/// The currencies of a table by number, whichever thread meets them first.
class NumberedCurrencies {
 public:
  static constexpr std::uint32_t unknown = ~std::uint32_t{0};

  std::uint32_t number(const Currency& currency);
  /// Those numbered so far; not while other threads may add to them.
  [[nodiscard]] const std::vector<Currency>& all() const noexcept { return currencies_; }

 private:
  std::mutex mutex_;
  std::vector<Currency> currencies_;
};

/// What the threads share, and what they find of each row.
struct InterestItems {
  /// Throws BadTable for columns that are missing or of an unfit type.
  InterestItems(TableSource& source, const InterestTableOptions& how, bool keeps_amounts);

  HeldTable table;
  const InterestTableOptions* options;
  std::size_t threads;
  bool by_party;
  std::size_t amount_column;
  std::size_t due_date_column;
  std::optional<std::size_t> currency_column;
  GroupPlan keys;                            ///< The party, if by party; the currency, if a column.
  std::vector<std::vector<KeyBatch>> bound;  ///< Of each batch.
  NumberedCurrencies currencies;
  PageArray<std::int64_t> minor;     ///< Kept only for applications.
  PageArray<std::int32_t> due_date;  ///< DateReader::null_date: none.
  PageArray<std::int32_t> currency;  ///< By number; only if it is a column.
  PageArray<std::uint32_t> group;    ///< By the code of the thread that reads the row.
  PageArray<std::int64_t> interest;  ///< In minor units.

  [[nodiscard]] std::size_t rows() const noexcept { return table.rows(); }
  /// The number of a row's currency.
  [[nodiscard]] std::size_t currency_number(std::size_t row) const {
    return currency_column ? static_cast<std::size_t>(currency[row]) : 0;
  }
  /// Once all rows are read.
  [[nodiscard]] const Currency& currency_of(std::size_t row) const {
    return currencies.all()[currency_number(row)];
  }
};

/// A block of rows, read.
struct InterestBlock {
  std::size_t first;  ///< The row of the table that it begins at.
  std::span<const std::int64_t> minor;
  std::span<const std::int32_t> due_dates;
};

/// Reads rows in one thread.
class InterestReader {
 public:
  explicit InterestReader(InterestItems& items);

  /// Notes currencies, groups and due dates; also the amounts, if they are kept. Nothing when keys
  /// cannot be read.
  std::optional<InterestBlock> read(const HeldRows& rows);

  [[nodiscard]] GroupEncoder& groups() noexcept { return keys_; }
  [[nodiscard]] const GroupEncoder& groups() const noexcept { return keys_; }
  /// The currency of a row that was read.
  [[nodiscard]] const Currency& currency(std::size_t row) const {
    return currencies_[items_->currency_number(row)];
  }
  /// The digits of the currencies of the rows read last, or one number for all.
  [[nodiscard]] std::span<const std::uint8_t> digits() const noexcept { return digits_block_; }
  FaultList& faults() noexcept { return faults_; }

 private:
  bool encode(const HeldRows& rows, std::size_t first);
  void read_currencies(const HeldRows& rows, std::size_t first);
  std::uint32_t learn_currency(std::uint32_t code, const ColumnView& column, std::int64_t row);
  void check(const HeldRows& rows, const InterestBlock& block);
  void fault(const HeldRows& rows, std::size_t i, std::size_t column, std::string expected);
  [[nodiscard]] std::span<const std::uint32_t> codes(std::size_t key) const;

  static constexpr std::uint32_t not_read = NumberedCurrencies::unknown - 1;

  InterestItems* items_;
  GroupEncoder keys_;
  AmountReader amounts_;
  DateReader due_dates_;
  std::vector<std::uint32_t> currency_of_code_;
  std::vector<Currency> currencies_;  // By number, as far as this thread knows them.
  std::vector<std::uint32_t> group_block_;
  std::vector<std::uint8_t> digits_block_;
  FaultList faults_;
};

}  // namespace o2c::inline v1
