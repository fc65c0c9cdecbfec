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
#include "line_ways.hpp"
#include "people_names.hpp"
#include "statement.hpp"

namespace o2c::inline v1 {

/// A row whose line is credited by an assignment, or as the plan says of who left.
struct AssignedRow {
  std::uint32_t row;
  std::uint32_t assignment;  ///< Its position among the splits that there are.
};

/// How lines are shared.
struct Sharing {
  const Plan& plan;
  const LineWays& ways;
  std::span<const SettledSpan> spans;
  const CreditAssignments* credits;  ///< Null: there are none.
  const LeavingCredits* leavings;    ///< Null: the plan does not look at who left.
  /// By row; looked at where the base accumulates by order.
  std::span<const std::uint32_t> orders;
};

/// Who is credited with rows that are assigned to somebody.
class SharedLines {
 public:
  /// Makes the lines those of the people who are credited with them, and returns by how many digits
  /// their quantities grow. Splits are those of the assignments, then those of people who left.
  /// `rows` are those that are assigned and count, in order. Throws InvalidArgument for shares of
  /// too many digits; Overflow, InexactResult (rounding `exact`), which name a row.
  int share(const Sharing& how, std::vector<AssignedRow> rows, PeopleNames& names,
            CreditedLines& lines, std::size_t threads);

  /// By which split a row's line is shared, people in the order of its lines; null: it is its own
  /// salesperson's.
  [[nodiscard]] const CreditSplit* split_of(std::size_t row) const;
  /// Of a row that is shared: what lines shared as it is have come to before it.
  [[nodiscard]] std::int64_t shared_before(std::size_t row) const;
  /// Whether a row's line is credited as the plan says of who left.
  [[nodiscard]] bool is_after_leaving(std::size_t row) const;

 private:
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

  // A row's position among those that are shared; `nowhere`: it is not.
  [[nodiscard]] std::size_t find(std::size_t row) const;

  std::vector<AssignedRow> rows_;
  PageArray<std::int64_t> before_;  // By shared row; empty: each is shared by itself.
  std::vector<CreditSplit> splits_;
  std::size_t assignments_ = 0;  // How many of them are assignments'.
};

}  // namespace o2c::inline v1
