#pragma once

// What of the items of a table bears interest, day by day. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "interest_applications.hpp"
#include "interest_disputes.hpp"

namespace o2c::inline v1 {

/// What bears interest of a row, as late_interest takes it.
struct RowBalances {
  std::uint32_t row = 0;
  std::vector<InterestBalance> balances{};
};

/// The balances of one document after another; in one thread, keeping its memory.
class InterestBalances {
 public:
  InterestBalances(const InterestDocuments& documents, const InterestApplications& applications,
                   const InterestDisputes& disputes)
      : documents_(&documents), applications_(&applications), disputes_(&disputes) {}

  /// Those of all rows of the document of a first row, until the next call.
  std::span<const RowBalances> of(std::uint32_t first_row);

 private:
  struct Part {  // Of a dispute, in a row of the document.
    std::size_t dispute;
    std::size_t place;
    Int128 minor;
  };

  void apply(std::span<const InterestApplications::Dated> applied);
  void dispute(std::size_t number, const InterestFact& fact);
  void end(std::size_t number);
  [[nodiscard]] Int128 room(std::size_t place) const {
    return std::max<Int128>(open_[place] - disputed_[place], 0);
  }
  void put(Date date);

  const InterestDocuments* documents_;
  const InterestApplications* applications_;
  const InterestDisputes* disputes_;
  std::span<const std::uint32_t> rows_;
  std::vector<RowBalances> kept_;
  std::vector<Int128> named_;  // Applied to each row,
  Int128 unnamed_ = 0;         // and to the document.
  std::vector<Int128> open_;
  std::vector<Int128> disputed_;
  std::vector<Part> parts_;
};

}  // namespace o2c::inline v1
