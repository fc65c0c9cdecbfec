#pragma once

// A table's lines as a settlement takes them. Private to src/commission.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "o2c/commission/plan.hpp"
#include "o2c/number/int128.hpp"
#include "o2c/time/period.hpp"

#include "credited_lines.hpp"
#include "line_figures.hpp"
#include "line_reader.hpp"
#include "people_names.hpp"
#include "shared_lines.hpp"
#include "standing_sums.hpp"
#include "statement.hpp"

namespace o2c::inline v1 {

/// The lines of a table, each its own salesperson's, and what they come to.
class TableLines {
 public:
  /// Throws BadTable, which lists every faulty row.
  /// `payable_until`: by which day lines have to be payable.
  TableLines(const LineTable& table, const Period& period, std::span<const SettledSpan> spans,
             Date payable_until, std::optional<int> amount_digits, std::size_t threads);

  CreditedLines lines;
  PeopleNames names;
  StandingSums standing;
  bool has_amounts = false;  ///< Of all lines.
  /// Taxes of lines by where they stand; empty: not all lines state them.
  std::vector<Int128> taxes;
  LineFigures figures;
  PageArray<std::uint32_t> orders;  ///< By row; empty: the plan does not look at them.
  PageArray<std::uint8_t> awaits;   ///< Whether a row is not payable yet; empty: all are.
  /// Those that count and are credited by an assignment, in order.
  std::vector<AssignedRow> assigned;

 private:
  void read(const LineTable& table, std::optional<int> amount_digits, std::size_t threads);
  // `line_taxes`: of the block, if they are summed.
  void take_days(const LineTable& table, const LineBlock& block, std::uint16_t* day,
                 StandingSums& into, std::span<const std::int64_t> line_taxes,
                 std::vector<Int128>& tax_sums) const;
  void take_plain_days(const LineBlock& block, std::uint16_t* day, StandingSums& into) const;

  std::vector<std::uint8_t> drops_;  // By where lines stand: whether they do not count.
  std::uint32_t first_day_;          // The first that accumulates, since 1970.
  std::uint32_t first_settled_;      // Since that one, as the next.
  std::uint32_t end_;
  std::int32_t payable_until_;  // Since 1970.
};

}  // namespace o2c::inline v1
