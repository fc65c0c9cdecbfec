#pragma once

// Works out what of each invoice and receipt is settled on a day. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "o2c/columns/cells.hpp"
#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/columns/text_codes.hpp"
#include "o2c/columns/upcoming.hpp"
#include "o2c/receivable/aging_documents.hpp"

#include "aging_engine.hpp"
#include "document_index.hpp"

namespace o2c::inline v1 {

/// One table of documents (invoices or receipts) while applications are counted against it.
struct SettledTable {
  SettledTable(TableSource& source, const char* name, const char* number, bool unique,
               std::size_t threads);

  [[nodiscard]] bool counts(std::size_t row) const {
    return settlement.counted.size() == 0 || settlement.counted[row] != 0;
  }
  [[nodiscard]] Currency currency(std::size_t row) const {
    return currencies[currency_of_row.size() == 0 ? 0 : currency_of_row[row]];
  }

  FaultList faults;
  HeldTable table;
  std::size_t number_column;
  DocumentIndex index;
  Settlement settlement;
  std::vector<Currency> currencies;          ///< Those of its rows, or the stated one.
  PageArray<std::uint16_t> currency_of_row;  ///< Positions in `currencies`; none: all the first.
};

/// The instalments of each document, in the order in which they fall due.
class Instalments {
 public:
  /// Throws BadTable for columns of an unfit type.
  Instalments(const HeldTable& invoices, const DocumentIndex& index, FaultList& faults);

  /// Row of an instalment, or DocumentIndex::unknown.
  [[nodiscard]] std::uint32_t row(std::uint32_t document, const std::string& instalment) const;
  [[nodiscard]] std::span<const std::uint32_t> rows(std::uint32_t document) const;

 private:
  TextCodes names_;
  IntegerCodes pairs_;
  std::vector<std::uint32_t> row_of_pair_;
  std::vector<std::uint32_t> rows_;
  std::vector<std::size_t> begin_;
};

/// A block of applications, those that take no effect on the day with an amount of 0.
struct ApplicationBlock {
  /// An application of a credit note, which stands among the invoices.
  struct OfCreditNote {
    std::uint32_t position;  ///< In the block.
    std::uint32_t row;       ///< Of the credit note.
  };

  std::span<const std::uint32_t> cells;     ///< Of invoices.
  std::span<const std::uint32_t> receipts;  ///< Rows of receipts; empty without receipts.
  std::span<const std::int64_t> minor;
  std::span<const std::int32_t> dates;  ///< Of the applications themselves.
  /// In the order of the rows; their `receipts`, like those of adjustments, are the number of
  /// receipts.
  std::span<const OfCreditNote> credit_notes;
};

/// Adds up what is applied to invoices, in several threads.
class InvoiceSums {
 public:
  InvoiceSums() = default;
  InvoiceSums(const InvoiceSums&) = delete;
  InvoiceSums& operator=(const InvoiceSums&) = delete;
  virtual ~InvoiceSums() = default;

  /// Is shown each block of applications once. `fits`: whether 64 bits certainly hold the sums;
  /// once they may not, they are added up anew, by the settler.
  virtual void add(std::size_t thread, const ApplicationBlock&, const HeldRows&, Upcoming next,
                   bool fits) = 0;
  /// The sums, once all blocks were shown.
  virtual PageArray<std::int64_t> take() = 0;
};

/// What is settled of the tables on a day, as far as it was known then.
class Settler {
 public:
  /// Reads the documents. Throws BadTable.
  Settler(const ReceivableTables&, Date as_of, AgingOptions,
          std::optional<std::int64_t> known_at_us);

  /// Counts the applications against the documents. Throws BadTable.
  void settle(std::size_t threads, InvoiceSums& sums);
  void settle();
  /// How many cells of invoices there are to add to.
  [[nodiscard]] std::size_t cells() const noexcept {
    return invoices_->table.rows() * (instalments_ ? 2 : 1) + 1;
  }

  [[nodiscard]] SettledTable& invoices() noexcept { return *invoices_; }
  [[nodiscard]] std::optional<SettledTable>& receipts() noexcept { return receipts_; }
  [[nodiscard]] const std::optional<HeldTable>& applications() const noexcept {
    return applications_;
  }
  /// Whether receipts can be deposits: both tables name orders.
  [[nodiscard]] bool has_deposits() const noexcept {
    return receipts_ && receipts_->settlement.deposit.size() > 0;
  }

 private:
  friend class ApplicationReader;

  /// What is wrong with the invoices and receipts.
  [[nodiscard]] std::vector<std::pair<const char*, const FaultList*>> document_faults() const;
  void mark_counted(SettledTable&, const char* date) const;
  void read_currencies(SettledTable&) const;
  void apply(const HeldTable& applications, std::size_t threads, InvoiceSums& sums);
  void apply_exactly(const HeldTable& applications);
  void fill_instalments(PageArray<std::int64_t>& cells);
  void check_rows(SettledTable&, bool by_receipt);
  void report(const HeldTable& applications);
  void mark_deposits();
  void refuse_orders(std::size_t receipt_orders) const;

  /// Where the applications to a document add up: its row; without an instalment, a cell for the
  /// document, from which its rows are filled; for those that do not count, a cell in between.
  [[nodiscard]] std::uint32_t no_row() const {
    return static_cast<std::uint32_t>(invoices_->table.rows());
  }

  struct Limits {
    Int128 low;
    Int128 high;
    Int128 sum = 0;
    std::string left;
  };
  using OverApplied = std::unordered_map<std::uint32_t, Limits>;

  Date as_of_;
  AgingOptions options_;
  std::optional<std::int64_t> known_at_us_;
  std::optional<SettledTable> invoices_;
  std::optional<SettledTable> receipts_;
  std::optional<Instalments> instalments_;
  std::optional<HeldTable> applications_;
  FaultList application_faults_;
  OverApplied over_applied_;   // Cells of invoices.
  OverApplied over_received_;  // Rows of receipts.
};

}  // namespace o2c::inline v1
