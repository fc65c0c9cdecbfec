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
#include "o2c/columns/upcoming.hpp"
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

/// What is kept of each row, beside being handed out block by block.
struct KeptOfItems {
  bool documents = false;   ///< Due dates, amounts, and groups by party: facts about them follow.
  bool currencies = false;  ///< If it is a column.
};

/// What the threads share, and what they find of each row.
struct InterestItems {
  /// Throws BadTable for columns that are missing or of an unfit type.
  InterestItems(TableSource& source, const InterestTableOptions& how, KeptOfItems keeps);

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
  std::optional<std::size_t> recorded_column;  ///< Only if it is asked what was known.
  PageArray<std::uint8_t> known;               ///< Whether a row was; only if that is asked.
  PageArray<std::int64_t> minor;               ///< In minor units; 0 of what was not known.
  PageArray<std::int32_t> due_date;            ///< DateReader::null_date: none.
  PageArray<std::int32_t> currency;            ///< By number.
  PageArray<std::uint32_t> group;              ///< By the code of the thread that reads the row.

  [[nodiscard]] std::size_t rows() const noexcept { return table.rows(); }
  /// Whether a row was known.
  [[nodiscard]] bool counts(std::size_t row) const { return known.size() == 0 || known[row] != 0; }
  /// Once all rows are read, if currencies are kept.
  [[nodiscard]] const Currency& currency_of(std::size_t row) const {
    return currencies.all()[currency.size() > 0 ? static_cast<std::size_t>(currency[row]) : 0];
  }
};

/// A block of rows, read.
struct InterestBlock {
  std::size_t first;  ///< The row of the table that it begins at.
  std::span<const std::int64_t> minor;
  std::span<const std::int32_t> due_dates;
  std::span<const std::uint32_t> groups;     ///< By party: codes of the thread that read it.
  std::span<const std::int32_t> currencies;  ///< Their numbers; empty: all have the first.

  [[nodiscard]] std::size_t currency(std::size_t i) const {
    return currencies.empty() ? 0 : static_cast<std::size_t>(currencies[i]);
  }
};

/// The first of these days; DateReader::null_date if any is none.
std::int32_t least_day(std::span<const std::int32_t> days);

/// Reads rows in one thread.
class InterestReader {
 public:
  explicit InterestReader(InterestItems& items);

  /// Also notes what is kept. Nothing when keys cannot be read.
  std::optional<InterestBlock> read(const HeldRows& rows);

  /// What will be read after these rows.
  [[nodiscard]] Upcoming upcoming(const HeldRows& rows) const;

  [[nodiscard]] GroupEncoder& groups() noexcept { return keys_; }
  [[nodiscard]] const GroupEncoder& groups() const noexcept { return keys_; }
  /// The currency of that number, which a row had that was read.
  [[nodiscard]] const Currency& currency(std::size_t number) const { return currencies_[number]; }
  /// The number of a group's currency, whichever thread met the group.
  [[nodiscard]] std::uint32_t currency_of_group(std::uint32_t group);
  /// The digits of the currencies of the rows read last, or one number for all.
  [[nodiscard]] std::span<const std::uint8_t> digits() const noexcept { return digits_block_; }
  FaultList& faults() noexcept { return faults_; }

 private:
  bool encode(const HeldRows& rows);
  void read_currencies(const HeldRows& rows);
  void keep(const InterestBlock& block);
  std::uint32_t learn_currency(std::uint32_t code, const ColumnView& column, std::int64_t row);
  std::span<const std::int64_t> as_known(const HeldRows& rows, std::span<const std::int64_t> minor);
  void check(const HeldRows& rows, const InterestBlock& block);
  void fault(const HeldRows& rows, std::size_t i, std::size_t column, std::string expected);
  [[nodiscard]] std::span<const std::uint32_t> codes(std::size_t key) const;

  static constexpr std::uint32_t not_read = NumberedCurrencies::unknown - 1;

  InterestItems* items_;
  GroupEncoder keys_;
  AmountReader amounts_;
  DateReader due_dates_;
  std::optional<MomentReader> recorded_;
  std::vector<std::int64_t> minor_block_;
  std::vector<std::uint32_t> currency_of_code_;
  std::vector<Currency> currencies_;  // By number, as far as this thread knows them.
  std::vector<std::uint32_t> group_block_;
  std::vector<std::int32_t> currency_block_;
  std::vector<std::uint8_t> digits_block_;
  FaultList faults_;
};

}  // namespace o2c::inline v1
