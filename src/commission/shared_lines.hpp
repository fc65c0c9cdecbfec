#pragma once

// Lines that several people are credited with. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "o2c/columns/page_array.hpp"
#include "o2c/commission/credit_split.hpp"
#include "o2c/commission/plan.hpp"

#include "credited_lines.hpp"
#include "people_names.hpp"

namespace o2c::inline v1 {

/// Which credited lines are of which row of a table. Without assignments each row is a line.
class SharedLines {
 public:
  /// Makes the lines of a table those of the people who are credited with them, and returns by how
  /// many digits their quantities grow. `assignments` are as of TableLines, and kept. Throws
  /// InvalidArgument for shares of too many digits; Overflow, InexactResult (rounding `exact`),
  /// which name the row.
  int share(const CreditAssignments& credits, PageArray<std::uint32_t> assignments,
            const Plan& plan, PeopleNames& names, CreditedLines& lines, std::size_t threads);

  /// The row of the table that a credited line is of.
  [[nodiscard]] std::size_t row_of(std::size_t line) const;
  /// The first one of a row's lines, and the one after the last.
  [[nodiscard]] std::pair<std::size_t, std::size_t> lines_of(std::size_t row) const {
    return begins_.empty() ? std::pair(row, row + 1) : std::pair(begins_[row], begins_[row + 1]);
  }
  /// Whether rows may have several lines.
  [[nodiscard]] bool any() const noexcept { return !begins_.empty(); }
  /// Who shares a row's line; null: it is its own salesperson's.
  [[nodiscard]] const std::vector<CreditShare>* shares_of(std::size_t row) const {
    return begins_.empty() || assignments_[row] == 0 ? nullptr : &shares_[assignments_[row] - 1];
  }

 private:
  std::vector<std::size_t> begins_;  // By row the first credited line.
  PageArray<std::uint32_t> assignments_;
  std::vector<std::vector<CreditShare>> shares_;  // By assignment.
};

}  // namespace o2c::inline v1
