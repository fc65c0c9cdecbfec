#pragma once

// The documents of a table of items, and rows of other tables about them. Private to
// src/receivable.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "document_index.hpp"
#include "interest_items.hpp"
#include "settlement.hpp"

namespace o2c::inline v1 {

/// The documents of a table of items; each is known by its first row.
class InterestDocuments {
 public:
  /// The items must have been read, with their amounts. Throws BadTable.
  explicit InterestDocuments(const InterestItems& items);

  [[nodiscard]] const InterestItems& items() const noexcept { return *items_; }
  [[nodiscard]] const DocumentIndex& index() const noexcept { return index_; }
  [[nodiscard]] bool has_instalments() const noexcept { return instalments_.has_value(); }
  /// Whether a row is the first of its document.
  [[nodiscard]] bool is_first(std::size_t row) const { return index_.code(row) == row; }
  /// The rows of the document of a first row, those due earliest first. Without instalments it
  /// points to the argument.
  [[nodiscard]] std::span<const std::uint32_t> rows(const std::uint32_t& first_row) const {
    return instalments_ ? instalments_->rows(first_row) : std::span(&first_row, 1);
  }
  /// The row of an instalment of the document of a first row, or DocumentIndex::unknown.
  [[nodiscard]] std::uint32_t row(std::uint32_t first_row, const std::string& instalment) const {
    return instalments_->row(first_row, instalment);
  }

 private:
  const InterestItems* items_;
  FaultList faults_;
  DocumentIndex index_;
  std::optional<Instalments> instalments_;
};

/// What happened to a document, or to one of its rows.
struct InterestFact {
  std::uint32_t document;  ///< Its first row.
  std::uint32_t row;       ///< Unknown: it names no instalment.
  std::int32_t date;
  std::int64_t minor;
};

/// Reads `document`, `instalment` (if there), `date` and `amount` of rows about documents, in one
/// thread; if it is asked what was known at a moment, also `recorded_at`.
class InterestFactReader {
 public:
  /// The table must outlive it. Throws BadTable for columns that are missing or of an unfit type.
  InterestFactReader(const InterestDocuments& documents, const HeldTable& table);

  /// A fact for each row; none where it was not known, or is faulty.
  std::span<const std::optional<InterestFact>> read(const HeldRows& rows);

  void fault(const HeldRows& rows, std::size_t i, std::size_t column, std::string expected);
  FaultList& faults() noexcept { return faults_; }

 private:
  std::uint32_t row_of(const HeldRows& rows, std::size_t i);
  bool was_known(const HeldRows& rows, std::size_t i);

  const InterestDocuments* documents_;
  const HeldTable* table_;
  std::size_t document_column_;
  std::size_t amount_column_;
  std::size_t date_column_;
  std::optional<std::size_t> instalment_column_;
  std::optional<std::size_t> recorded_column_;
  DocumentIndex::Reader numbers_;
  AmountReader amounts_;
  DateReader dates_;
  std::optional<MomentReader> recorded_;
  std::vector<std::uint32_t> codes_;
  std::vector<std::uint8_t> digits_;
  std::vector<std::optional<InterestFact>> facts_;
  FaultList faults_;
};

}  // namespace o2c::inline v1
