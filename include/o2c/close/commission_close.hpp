#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/close/tie.hpp"
#include "o2c/commission/commission_book.hpp"
#include "o2c/commission/commission_table.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/receivable/commission_lines.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// Why a line of the period is in no plan's settlement.
enum class LineLeftOut : std::uint8_t {
  no_plan,         ///< There is none for its line of business, or none yet.
  no_salesperson,  ///< Nobody is named by the document, the order, or for the customer.
  cash_held        ///< Cash that its salesperson has not handed in: it counts from the hand-in.
};

/// "no_plan", "no_salesperson", "cash_held"
std::string to_string(LineLeftOut why);

/// A line that brings commission in a period, or would, and what it belongs to. Texts live as long
/// as the ledger and the book.
struct ClosingLine {
  CommissionLine line;
  Date counts;  ///< When it counts: when it was posted, or the last of its cash's hand-ins was.
  /// The day of the fact itself: it is posted later where its month was closed when it was told.
  Date on;
  /// When it came in, of a plan that counts lines on another day.
  std::optional<Date> came{};
  std::string_view salesperson;
  std::string_view owner;  ///< The same, whether or not he has left.
  std::string_view party;
  std::string_view order;
  std::string_view business;  ///< The line of business.
  std::string_view product;   ///< Of orders of one product; of quantities the line's.
  std::string_view category;
  std::optional<Decimal> quantity{};  ///< Where the plan counts it: of the product.
};

/// How a line stands in its plan's settlement.
enum class ClosingStanding : std::uint8_t {
  counted,    ///< In the period.
  excluded,   ///< By a rule that says so, because it comes too late, or as its salesperson left.
  unmatched,  ///< No rule picks it.
  earlier,    ///< Of a month before, of the plan's accumulation.
  pending,    ///< It has come in, and its plan does not count it yet.
  late,       ///< It has come in, and counts in a month before: among the corrections.
  no_plan     ///< It has come in, and counts before the plan begins.
};

/// Who is credited with a line, or a share of it.
struct LineCredit {
  std::size_t line;  ///< By position.
  std::string_view salesperson;
};

/// What one plan pays for a period.
struct PlanClose {
  std::string name;  ///< The line of business.
  CommissionTable table;
  /// As the table has them, by position; then those that are pending or late.
  std::vector<ClosingLine> lines;
  std::vector<ClosingStanding> standings;  ///< Likewise.
  std::vector<Money> commissions;          ///< Likewise; of lines that are not counted zero.
  /// Of the lines that count, in their order, where the plan says who is credited after somebody
  /// left; else none. A line of one is his; a line that is shared stays whose it was.
  std::vector<LineCredit> credits;
  /// What has changed of months before: by month, then salesperson.
  std::vector<BookedCorrection> corrections{};

  [[nodiscard]] std::span<const LineCredit> credits_of(std::size_t line) const;
};

/// What of the lines of a period is in no settlement.
struct LeftOutLine {
  ClosingLine line;
  LineLeftOut why;
};

/// The commission of a period, plan by plan.
///
/// Lines are those of commission_lines(), by each plan's basis: collected, or invoiced. A line is
/// its document's salesperson's, else its order's, else its customer's; what comes after somebody's
/// last day is the successor's, unless the plan says whose it is. Cash counts when the last of its
/// hand-ins is posted. Where a plan counts quantities, a line is divided by the products of its
/// document. Each month from a plan's first version on is settled after the one before, whose
/// balances it begins with; what of it was not payable yet is looked at again in each month after.
///
/// Where a plan counts lines on another day (its `earned_on`), or takes returns and what was
/// written off back within a window (its `clawback_days`), a line counts on that day, or that of
/// the sale which it takes back, as it is seen when a month is closed. A line that comes in, or is
/// no longer earned, after the month in which it counts was closed changes nothing of that month:
/// it is settled again, and the difference is a correction in the month that is closed.
struct CommissionClose {
  std::vector<PlanClose> plans;       ///< Those that hold in the period, by name.
  std::vector<LeftOutLine> left_out;  ///< Of the period.
  /// By currency: what was collected = base + tax + excluded + unmatched + ...
  std::vector<Tie> ties;
};

}  // namespace o2c::inline v1
