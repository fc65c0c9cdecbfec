#pragma once

// One table of a ledger, read value by value. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/explain/refusal.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/ledger_tables.hpp"

namespace o2c::inline v1 {

/// A column by name, found once; a table may lack it.
struct LedgerColumn {
  std::string name;
  std::optional<std::size_t> position{};
  std::optional<AmountReader> amounts{};
  std::optional<DateReader> dates{};
  std::optional<MomentReader> moments{};
  std::string written{};  // What was read last of a column of numbers, as text.

  [[nodiscard]] bool is_given() const noexcept { return position.has_value(); }
};

/// What cannot be read is a fault of its row, and reads as nothing; so does what is null or whose
/// column is missing.
class LedgerRows {
 public:
  enum class Need : std::uint8_t { may, must };

  /// Without a source there are no rows, and no column is missing.
  LedgerRows(TableSource* source, std::string name, const LedgerTableOptions& options);
  LedgerRows(const LedgerRows&) = delete;
  LedgerRows& operator=(const LedgerRows&) = delete;
  ~LedgerRows() = default;

  [[nodiscard]] std::uint32_t size() const noexcept { return rows_; }
  [[nodiscard]] bool is_given() const noexcept { return given_; }
  /// The reference holds as long as these rows do.
  LedgerColumn& column(std::string_view name);
  /// Throws BadTable for a column that is missing.
  LedgerColumn& required(std::string_view name);
  /// Throws BadTable, too, for one that holds no text: false is nobody's name.
  LedgerColumn& required_text(std::string_view name);

  /// Rows are told in the order of their moments, which may be any order of the table: what the
  /// columns found so far say of a row is fetched into the cache, then the texts that they point
  /// to.
  void prefetch(std::size_t row) const;
  void prefetch_texts(std::size_t row) const;

  /// Whether texts of the column hold as long as the rows do.
  [[nodiscard]] bool keeps_texts(const LedgerColumn& column) const {
    return column.position && is_text(table_.fields()[*column.position].kind.type);
  }
  /// Else until the next text of the column is read.
  std::optional<std::string_view> text(std::size_t row, LedgerColumn& column,
                                       Need need = Need::may);
  std::string text_or_empty(std::size_t row, LedgerColumn& column, Need need = Need::may);
  /// The same, into a text that has room already.
  void read_text(std::size_t row, LedgerColumn& column, std::string& text, Need need = Need::may);
  std::optional<Date> date(std::size_t row, LedgerColumn& column, Need need = Need::may);
  std::optional<std::int64_t> integer(std::size_t row, LedgerColumn& column, Need need = Need::may);
  /// The number of an instalment, or of days; 0: none is stated.
  std::int32_t count(std::size_t row, LedgerColumn& column);
  std::optional<Decimal> decimal(std::size_t row, LedgerColumn& column, Need need = Need::may);
  std::optional<Rate> rate(std::size_t row, LedgerColumn& column, Need need = Need::may);
  std::optional<Currency> currency(std::size_t row);
  /// In the row's currency, or a given one.
  std::optional<Money> amount(std::size_t row, LedgerColumn& column,
                              std::optional<Currency> given = std::nullopt, Need need = Need::may);
  /// What `parse` makes of a text.
  template <class Parse>
  auto named(std::size_t row, LedgerColumn& column, const Parse& parse, Need need = Need::may)
      -> std::optional<decltype(parse(std::string_view()))> {
    const std::optional<std::string_view> name = text(row, column, need);
    if (!name) return std::nullopt;
    try {
      return parse(*name);
    } catch (const ParseError& error) {
      fault(row, column.name, std::string(*name), error.faults().front().expected);
      return std::nullopt;
    }
  }

  /// When the row was recorded: at the beginning of a day, if the table does not say.
  std::int64_t moment(std::size_t row, Date day) { return moment(row, recorded_at_, day); }
  std::int64_t moment(std::size_t row, LedgerColumn& column, Date day);
  /// Its place among the facts of its moment.
  std::int64_t sequence(std::size_t row) { return integer(row, sequence_).value_or(0); }

  void fault(std::size_t row, std::string field, std::string value, std::string expected);
  /// Calls `tell`; what it throws or refuses is a fault of the row. A refusal is told of the
  /// column.
  template <class Tell>
  void tell(std::size_t row, const LedgerColumn& column, const Tell& tell) {
    try {
      if (const auto done = tell(); !done) refused(row, column, done.error());
    } catch (const Error& error) {
      failed(row, column, error);
    }
  }
  void refused(std::size_t row, const LedgerColumn& column, const Refusals& refusals);
  void failed(std::size_t row, const LedgerColumn& column, const Error& error);

  [[nodiscard]] std::size_t faults() const noexcept { return faults_.count(); }
  /// The faults, the lowest row first, with the name of the table.
  [[nodiscard]] std::vector<Fault> listed_faults() const;

 private:
  struct Place {
    const RecordBatch* batch;
    std::int64_t row;
  };

  [[nodiscard]] Place place(std::size_t row) const;
  /// Where the column has a value, or nothing.
  [[nodiscard]] std::optional<Place> value_at(std::size_t row, const LedgerColumn& column) const;
  [[nodiscard]] std::string value_of(std::size_t row, const LedgerColumn& column) const;
  void missing(std::size_t row, const LedgerColumn& column, Need need, const char* expected);
  /// Faults that a reader found are those of this row.
  void take_over(const FaultList& found, std::size_t row);

  HeldTable table_;
  bool given_;
  const LedgerTableOptions* options_;
  std::uint32_t rows_;
  std::deque<LedgerColumn> columns_;
  struct Fetched {
    std::size_t position;
    std::size_t width;  // Of a value.
    ColumnType text;    // With 32-bit or 64-bit offsets, or other.
  };
  std::vector<Fetched> fetched_;
  std::vector<std::size_t> first_rows_;  // Of the batches.
  mutable std::size_t batch_ = 0;        // The one read last.
  LedgerColumn& currency_;
  LedgerColumn& recorded_at_;
  LedgerColumn& sequence_;
  std::optional<Currency> last_currency_{};  // Of the row read last.
  FaultList faults_;
};

}  // namespace o2c::inline v1
