#pragma once

// What was applied to the items of a table, day by day. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "document_index.hpp"
#include "interest_items.hpp"
#include "settlement.hpp"

namespace o2c::inline v1 {

/// What was open of a row, as late_interest takes it.
struct RowBalances {
  std::uint32_t row = 0;
  std::vector<InterestBalance> balances{};
};

/// The applications to the documents of a table of items.
class InterestApplications {
 public:
  /// Reads the applications dated before a day. The items must have been read, with their amounts.
  /// Throws BadTable.
  InterestApplications(const InterestItems& items, TableSource& source, Date before);

  /// Whether a row is the first of its document.
  [[nodiscard]] bool is_first(std::size_t row) const { return index_.code(row) == row; }
  /// What more than its amount was applied to the document of a first row, or to one of its
  /// instalments; 0 or less: nothing.
  [[nodiscard]] Int128 over_applied(std::uint32_t first_row) const;
  /// The balances of all rows of the document of a first row. They are kept for their memory; the
  /// result points to those that count.
  [[nodiscard]] std::span<const RowBalances> balances(std::uint32_t first_row,
                                                      std::vector<RowBalances>& kept) const;

 private:
  // To a row, or to the document: then the row is `unknown`.
  struct Dated {
    std::int32_t date;
    std::uint32_t row;
    std::int64_t minor;
  };
  struct Read {
    std::uint32_t document;
    Dated dated;
  };
  class Reader;

  void read(const HeldTable& applications, Date before);
  void sort(const std::vector<std::vector<Read>>& read);
  [[nodiscard]] std::span<const Dated> applied_to(std::uint32_t document) const {
    return {applied_.data() + first_[document], applied_.data() + first_[document + 1]};
  }

  const InterestItems* items_;
  FaultList faults_;
  DocumentIndex index_;
  std::optional<Instalments> instalments_;
  PageArray<std::uint32_t> first_;  // Of each document among all that is applied.
  PageArray<Dated> applied_;        // By document, then by date.
};

}  // namespace o2c::inline v1
