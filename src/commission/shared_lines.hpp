#pragma once

// Lines that others than their salesperson are credited with. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "o2c/commission/credit_split.hpp"
#include "o2c/commission/plan.hpp"

#include "credited_lines.hpp"
#include "leaving_credits.hpp"
#include "people_names.hpp"

namespace o2c::inline v1 {

/// A row whose line is credited by an assignment, or as the plan says of who left.
struct AssignedRow {
  std::uint32_t row;
  std::uint32_t assignment;  ///< Its position among the splits that there are.
};

/// Who is credited with rows that are assigned to somebody.
class SharedLines {
 public:
  /// Makes the lines those of the people who are credited with them, and returns by how many digits
  /// their quantities grow. Splits are those of the assignments, then those of people who left;
  /// null: there are none. `rows` are those that are assigned and count, in order. Throws
  /// InvalidArgument for shares of too many digits; Overflow, InexactResult (rounding `exact`),
  /// which name the first row.
  int share(const CreditAssignments* credits, const LeavingCredits* leavings,
            std::vector<AssignedRow> rows, const Plan& plan, PeopleNames& names,
            CreditedLines& lines, std::size_t threads);

  /// Who shares a row's line, in the order of its lines; null: it is its own salesperson's.
  [[nodiscard]] const std::vector<CreditShare>* shares_of(std::size_t row) const;
  /// Whether a row's line is credited as the plan says of who left.
  [[nodiscard]] bool is_after_leaving(std::size_t row) const;

 private:
  [[nodiscard]] const AssignedRow* find(std::size_t row) const;

  std::vector<AssignedRow> rows_;
  std::vector<std::vector<CreditShare>> shares_;  // By split.
  std::size_t assignments_ = 0;                   // How many of them are assignments'.
};

}  // namespace o2c::inline v1
