#pragma once

// A table of movements, read. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/group_encoder.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/columns/page_array.hpp"
#include "o2c/receivable/running_balance_table.hpp"

namespace o2c::inline v1 {

/// The movements of a table by rows. An account is the movements of one party in one currency.
class MovementTable {
 public:
  /// Reads all rows. Throws BadTable, which lists all that are faulty.
  MovementTable(TableSource&, const RunningBalanceOptions&);

  [[nodiscard]] const HeldTable& table() const noexcept { return table_; }
  [[nodiscard]] std::size_t rows() const noexcept { return table_.rows(); }
  [[nodiscard]] std::uint32_t account(std::size_t row) const { return account_[row]; }
  /// In minor units; whoever works out what is open puts it here.
  [[nodiscard]] std::int64_t& minor(std::size_t row) { return minor_[row]; }
  [[nodiscard]] std::int32_t date(std::size_t row) const { return date_[row]; }
  /// The date where there is no due date.
  [[nodiscard]] std::int32_t due_date(std::size_t row) const {
    return due_date_column_ ? due_date_[row] : date_[row];
  }

  /// Accounts are numbered below this; not each number need have movements.
  [[nodiscard]] std::size_t accounts() const noexcept { return accounts_; }
  [[nodiscard]] KeyValue party(std::uint32_t account) const { return keys_.value(account, 0); }
  [[nodiscard]] const ColumnKind& party_kind() const { return plan_.key(0).kind(); }
  /// Position in currencies().
  [[nodiscard]] std::uint32_t currency(std::uint32_t account) const {
    return currency_column_ ? currency_of_code_[keys_.key_code(account, 1)].number : 0;
  }
  /// As they first come.
  [[nodiscard]] const std::vector<Currency>& currencies() const noexcept { return currencies_; }

  [[nodiscard]] bool has_documents() const noexcept { return document_column_.has_value(); }
  /// What the documents are copied as: text or int64.
  [[nodiscard]] ColumnKind document_kind() const;
  [[nodiscard]] KeyValue document(const RecordBatch&, std::int64_t row) const;

 private:
  // What a code of the currency column stands for.
  struct CodeCurrency {
    bool read = false;
    bool known = false;
    std::uint32_t number = 0;
  };

  // The arrays of a block of rows begin at the row of the table that it begins at.
  struct Block {
    const HeldRows* rows;
    std::size_t at;
    std::span<const std::uint32_t> parties;  // Codes of the columns; no currencies: one is stated.
    std::span<const std::uint32_t> currencies;
  };

  void read(const HeldRows&);
  void read_currencies(const Block&);
  void read_dates(const Block&);
  void check_parties(const Block&);
  void check_documents(const Block&);
  const CodeCurrency& learn_currency(std::uint32_t code, const ColumnView&, std::int64_t row);
  void add_fault(const Block&, std::size_t i, std::size_t column, const char* expected);

  HeldTable table_;
  const RunningBalanceOptions* options_;
  std::size_t party_column_;
  std::size_t date_column_;
  std::size_t amount_column_;
  std::optional<std::size_t> due_date_column_;
  std::optional<std::size_t> currency_column_;
  std::optional<std::size_t> document_column_;
  GroupPlan plan_;
  GroupEncoder keys_;
  std::vector<std::vector<KeyBatch>> bound_;  // Of each batch.
  AmountReader amounts_;
  DateReader dates_;
  std::optional<DateReader> due_dates_;
  std::vector<CodeCurrency> currency_of_code_;
  std::vector<Currency> currencies_;
  std::vector<std::uint8_t> digits_block_;
  FaultList faults_;
  PageArray<std::uint32_t> account_;
  PageArray<std::int64_t> minor_;
  PageArray<std::int32_t> date_;
  PageArray<std::int32_t> due_date_;
  std::size_t accounts_ = 0;
};

}  // namespace o2c::inline v1
