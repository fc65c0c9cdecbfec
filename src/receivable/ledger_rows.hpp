#pragma once

// One table of a ledger, read value by value. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/receivable/ledger_tables.hpp"

#include "held_table.hpp"

namespace o2c::inline v1 {

/// What cannot be read is a fault of its row, and reads as nothing; so does what is null or whose
/// column is missing.
class LedgerRows {
 public:
  enum class Need : std::uint8_t { may, must };

  LedgerRows(TableSource& source, std::string name, const LedgerTableOptions& options);

  [[nodiscard]] std::size_t size() const noexcept { return table_.rows(); }
  [[nodiscard]] bool has(std::string_view column) const { return find(column) != nullptr; }
  /// Throws BadTable for a column that is missing.
  void require(std::initializer_list<std::string_view> columns) const;

  std::optional<std::string> text(std::size_t row, std::string_view column, Need need = Need::may);
  std::optional<Date> date(std::size_t row, std::string_view column, Need need = Need::may);
  std::optional<std::int64_t> integer(std::size_t row, std::string_view column,
                                      Need need = Need::may);
  std::optional<Decimal> decimal(std::size_t row, std::string_view column);
  /// In the row's currency, or a given one.
  std::optional<Money> amount(std::size_t row, std::string_view column,
                              std::optional<Currency> currency = std::nullopt);
  DocumentKind kind(std::size_t row, DocumentKind otherwise);
  /// When the row was recorded: at the beginning of a day, if the table does not say.
  std::int64_t moment(std::size_t row, Date day);

  void fault(std::size_t row, std::string field, std::string value, std::string expected);
  [[nodiscard]] std::size_t faults() const noexcept { return faults_.count(); }
  /// The faults, the lowest row first, with the name of the table.
  std::vector<Fault> take_faults();
  void throw_if_faulty() const { faults_.throw_if_any(table_.name()); }

 private:
  struct Column {
    std::string name;
    std::size_t position;
    ColumnField field;
    std::optional<AmountReader> amounts{};
    std::optional<DateReader> dates{};
    std::optional<MomentReader> moments{};
  };
  struct Place {
    const RecordBatch* batch;
    std::int64_t row;
  };

  [[nodiscard]] Column* find(std::string_view name);
  [[nodiscard]] const Column* find(std::string_view name) const;
  [[nodiscard]] Place place(std::size_t row) const;
  std::optional<Currency> currency(std::size_t row);
  /// Faults that a reader found are those of this row.
  void take_over(FaultList found, std::size_t row);

  HeldTable table_;
  const LedgerTableOptions* options_;
  std::vector<Column> columns_;
  std::vector<std::size_t> first_rows_;  // Of the batches.
  FaultList faults_;
};

}  // namespace o2c::inline v1
