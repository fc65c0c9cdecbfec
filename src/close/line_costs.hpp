#pragma once

// What the lines of plans that look at gross profit cost. Private to src/close.

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "o2c/commission/plan.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/time/date.hpp"

#include "closing_lines.hpp"
#include "invoices_of_sales.hpp"

namespace o2c::inline v1 {

/// Whether a line's cost counts for the plan: in its base, its tiers, or a modifier.
bool looks_at_costs(const Plan& plan);

/// The costs of orders, part by part. A line bears its part, by its net, of what its order has cost
/// by the end of the line's month; with it the lines so far have borne
///
///     costs so far · net of the lines so far ÷ net invoiced so far
///
/// of the order. So a cost that comes later is borne by the lines that come later, and no line
/// changes. Lines of no order cost nothing.
class LineCosts {
 public:
  /// Throws MissingRate, Overflow.
  explicit LineCosts(const CloseView& view);

  /// Adds to `costs` those of the lines of a time, in the home currency. It has to begin after the
  /// time that was asked for before, and ends on `last`. Throws MissingRate, Overflow.
  void add(std::span<const ClosingLine* const> lines, Date last, std::vector<Money>& costs);

 private:
  template <class Amount>
  using Dated = std::vector<std::pair<Date, Amount>>;
  struct OrderSoFar {
    Dated<Money> costs;     // When each was posted, in the home currency; income negative.
    Dated<Ratio> invoiced;  // Likewise.
    Ratio net{};            // Of its lines,
    Money borne;            // and what these bear.
  };
  struct Due {
    Ratio net{};    // Of its lines of the time,
    Money cost;     // and their cost.
    Ratio taken{};  // Of the net, by the lines that have theirs,
    Money given;    // and their cost.
  };

  void take_costs();
  void take_invoices();
  [[nodiscard]] Ratio net_of(const ClosingLine& line) const;
  Due due(OrderSoFar& order, const Ratio& net, Date last) const;

  const CloseView* view_;
  SalesInvoices invoices_;
  RowsByText numbers_;              // Of invoices.
  std::vector<OrderSoFar> orders_;  // By row.
};

}  // namespace o2c::inline v1
