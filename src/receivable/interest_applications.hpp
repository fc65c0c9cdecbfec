#pragma once

// What was applied to the items of a table, day by day. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "interest_facts.hpp"

namespace o2c::inline v1 {

/// The applications to the documents of a table of items.
class InterestApplications {
 public:
  /// To a row, or to the document: then the row is `unknown`.
  struct Dated {
    std::int32_t date;
    std::uint32_t row;
    std::int64_t minor;
  };

  /// Reads the applications dated before a day; none without a table. Throws BadTable.
  InterestApplications(const InterestDocuments& documents, TableSource* source, Date before);

  /// Those to the document of a first row, by date.
  [[nodiscard]] std::span<const Dated> of(std::uint32_t first_row) const {
    if (first_.size() == 0) return {};
    return {applied_.data() + first_[first_row], applied_.data() + first_[first_row + 1]};
  }
  /// What more than its amount was applied to the document of a first row, or to one of its
  /// instalments; 0 or less: nothing.
  [[nodiscard]] Int128 over_applied(std::uint32_t first_row) const;

 private:
  void read(const HeldTable& applications, Date before);
  void sort(const std::vector<std::vector<InterestFact>>& read);

  const InterestDocuments* documents_;
  PageArray<std::uint32_t> first_;  // Of each document among all that is applied.
  PageArray<Dated> applied_;        // By document, then by date.
};

}  // namespace o2c::inline v1
