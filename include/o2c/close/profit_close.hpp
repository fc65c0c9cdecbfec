#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "o2c/close/tie.hpp"
#include "o2c/columns/arrow_export.hpp"
#include "o2c/cost/order_profit.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"

namespace o2c::inline v1 {

/// What orders earned in a period, in the home currency.
///
/// An order's revenue is what was invoiced for it, before tax, less credit notes. Its costs wait
/// (在制) until its first invoice: they count in the period in which both are posted; what comes
/// later counts when it is posted, so that each entry counts once. Costs of no order count when
/// they are posted. Commissions are those of the period's settlement: of lines by their order, what
/// managers, pools, caps and corrections add without one.
struct ProfitClose {
  std::vector<ProfitEntry> entries;  ///< All that count in the period, by order.
  OrderProfit total;
  /// A row for each order: `order` (null: of none), `party`, `salesperson`, `line`, and the columns
  /// of profit_table().
  std::shared_ptr<const ArrowTable> by_order;
  Money waiting_before;  ///< Costs of orders without an invoice at the end of the day before,
  Money waiting;         ///< and on the last day.
  /// Profit = revenue - cost; revenue = what the ledger says was invoiced; costs in the book =
  /// costs that count + what waits more than before.
  std::vector<Tie> ties;

  /// How what an order earned in the period came about; "" of what belongs to none. Throws
  /// InvalidArgument for an order without entries.
  [[nodiscard]] Derivation explain(std::string_view order) const;
};

}  // namespace o2c::inline v1
