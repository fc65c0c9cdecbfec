#pragma once

// How open items are aged by several threads: what they share, and what each does with a block of
// rows. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "o2c/columns/code_range.hpp"
#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/group_encoder.hpp"
#include "o2c/columns/morsels.hpp"
#include "o2c/columns/require_column.hpp"
#include "o2c/columns/upcoming.hpp"
#include "o2c/receivable/aged_items.hpp"
#include "o2c/receivable/aging_table.hpp"

#include "dispute_reader.hpp"

namespace o2c::inline v1 {

/// The currency of all amounts of a table that has no column of currencies. Throws BadTable.
Currency stated_currency(const AgingOptions&, const std::string& table);

/// What is open of the documents of a table on the day of the aging, by their rows.
struct Settlement {
  /// What was applied to each row, with the sign of its amount.
  PageArray<std::int64_t> applied;
  /// 1 for each row that counts on the day; no values: all do.
  PageArray<std::uint8_t> counted;
  /// Receipts only: 1 for each row that is a deposit for an order not yet invoiced.
  PageArray<std::uint8_t> deposit;

  /// What is open of the rows from `first_row` on: 0 of those that do not count.
  void open(std::int64_t first_row, std::span<const std::int64_t> minor,
            std::span<std::int64_t> open) const;
};

/// Which of its columns a table is aged by.
enum class AgedTable : std::uint8_t { items, receipts };

/// What the threads that age one table share.
class AgingPlan {
 public:
  /// `settled`: what is open of the rows, if not all of their amounts; it outlives the plan.
  AgingPlan(const TableSource&, AgedTable, Date day, const AgingBuckets&, const AgingOptions&,
            AgingLine, const Settlement* settled = nullptr);

  /// Looks at the first batch to choose how the sums are kept.
  void sample(const RecordBatch&);
  /// Whether a row of receipts is a deposit.
  [[nodiscard]] bool is_deposit(std::int64_t first_row, std::size_t i) const {
    const PageArray<std::uint8_t>& deposit = settlement->deposit;
    return deposit.size() > 0 && deposit[static_cast<std::size_t>(first_row) + i] != 0;
  }

  AgedTable kind;
  std::string table_name;
  const Settlement* settlement;
  Date as_of;
  AgingBuckets buckets;
  AgingLine line;
  AgingOptions options;
  std::optional<std::size_t> currency_column;
  std::size_t amount_column;
  std::size_t date_column;
  std::optional<std::size_t> disputed_column;      ///< Only of open items.
  std::optional<std::size_t> invoice_date_column;  ///< For netted credits without a due date.
  std::vector<ColumnField> fields;
  GroupPlan groups;                     ///< The keys, then the currency if it is a column.
  std::unique_ptr<SharedCells> shared;  ///< For many groups; otherwise each thread has its own.
};

/// How a table of open items is aged. Throws BadTable when a column is missing.
AgingPlan plan_items(const TableSource& open_items, Date as_of, const AgingBuckets&,
                     const AgingOptions&);

/// A block of rows, read: what an item of each row is.
struct ItemBlock {
  std::span<const std::uint32_t> groups;
  std::span<const std::int32_t>
      dates;  ///< What the age counts from; of no meaning for credits apart.
  std::span<const std::int32_t> raw_dates;  ///< As the table has them, perhaps null_date.
  std::span<const std::int64_t> minor;
  std::span<const std::int64_t> disputed;  ///< What of each is; empty if the table does not say.
  std::int64_t first_row = 0;
};

/// Reads the rows of one table in one thread.
class ItemReader {
 public:
  static constexpr std::size_t block_rows = 1024;

  explicit ItemReader(AgingPlan&);

  /// Up to block_rows rows of the batch from `begin` on; nothing when their keys are faulty.
  ItemBlock read(const BoundBatch&, std::int64_t begin, std::size_t rows);

  /// What will be read from a row of the batch on.
  [[nodiscard]] Upcoming upcoming(const BoundBatch&, std::int64_t row) const;
  /// The currency of a group that was read.
  [[nodiscard]] Currency currency(std::uint32_t group) const;
  [[nodiscard]] GroupEncoder& groups() noexcept { return groups_; }
  [[nodiscard]] const GroupEncoder& groups() const noexcept { return groups_; }
  [[nodiscard]] FaultList& faults() noexcept { return faults_; }

 private:
  // What a code of the currency column stands for: the digits, or the fault of each such row.
  struct CodeCurrency {
    bool read = false;
    std::uint8_t digits = AmountReader::unknown_digits;
    Fault fault;
  };

  std::span<const std::uint8_t> read_digits(const BoundBatch&, std::int64_t begin);
  void learn_currency(std::uint32_t code, const BoundBatch&, std::int64_t row);
  std::span<const std::int32_t> date_credits(const BoundBatch&, std::int64_t begin,
                                             std::span<const std::int32_t> dates,
                                             std::span<const std::int64_t> minor);
  [[nodiscard]] std::span<const std::uint32_t> key_codes(std::size_t key) const;
  void check_parties(const BoundBatch&, std::int64_t first_row);

  AgingPlan* plan_;
  GroupEncoder groups_;
  AmountReader amounts_;
  std::optional<DisputeReader> disputes_;
  DateReader dates_;
  std::optional<DateReader> invoice_dates_;
  std::vector<CodeCurrency> currency_of_code_;
  std::vector<std::uint32_t> group_block_;
  std::vector<std::uint8_t> digits_block_;
  std::vector<std::int32_t> date_block_;
  std::vector<std::int64_t> open_block_;
  FaultList faults_;
};

/// Ages rows in one thread.
class AgingWorker {
 public:
  explicit AgingWorker(AgingPlan&);

  void add(const Morsel&);
  /// What is still to be added to shared cells, if there are any.
  [[nodiscard]] std::optional<CellBuffer>& buffer() noexcept { return buffer_; }
  [[nodiscard]] ItemReader& reader() noexcept { return reader_; }
  [[nodiscard]] const ItemReader& reader() const noexcept { return reader_; }
  [[nodiscard]] GroupCells& cells() noexcept { return cells_; }
  /// The codes of the groups that were met.
  [[nodiscard]] const CodeRange& met() const noexcept { return met_; }
  [[nodiscard]] std::uint64_t shared_bound() const noexcept { return shared_bound_; }

 private:
  void place(const ItemBlock&, std::span<std::uint32_t> cells);
  std::size_t drop_settled(const ItemBlock&, std::span<std::uint32_t> cells);
  std::size_t split_disputes(const ItemBlock&, std::span<const std::uint32_t> cells);
  bool fits_shared(std::uint32_t last_cell, std::span<const std::int64_t> minor);

  AgingPlan* plan_;
  ItemReader reader_;
  GroupCells cells_;
  std::optional<CellBuffer> buffer_;
  CodeRange met_;
  std::uint64_t shared_bound_ = 0;
  std::vector<std::uint32_t> cell_block_;
  std::vector<std::uint32_t> split_cell_block_;
  std::vector<std::int64_t> minor_block_;
};

/// Ages the rows of a table as the plan says, in its number of threads.
AgingTable run_aging(TableSource&, AgingPlan&);

/// The rows of a table, aged as the plan says, whose first keys have the given values.
std::vector<AgedItem> find_items(TableSource&, AgingPlan&, const std::vector<KeyValue>& keys);

}  // namespace o2c::inline v1
