#pragma once

// What of the items of a table was in dispute, and when. Private to src/receivable.

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "interest_facts.hpp"

namespace o2c::inline v1 {

/// The disputes about the documents of a table of items.
class InterestDisputes {
 public:
  static constexpr std::int32_t open = std::numeric_limits<std::int32_t>::max();

  /// About a row, or about the document: then its row is `unknown`.
  struct Paused {
    InterestFact fact;
    std::int32_t ended;  ///< `open`: not yet.
  };

  /// Reads the disputes dated before a day; none without a table. Beside the columns of other facts
  /// `ended`, if there (null: not yet), and then, if it is asked what was known at a moment,
  /// `end_recorded_at`. Throws BadTable.
  InterestDisputes(const InterestDocuments& documents, TableSource* source, Date before);

  /// Those about the document of a first row, by date.
  [[nodiscard]] std::span<const Paused> of(std::uint32_t first_row) const;

 private:
  class Reader;

  std::vector<Paused> disputes_;  // By document, then by date.
};

}  // namespace o2c::inline v1
