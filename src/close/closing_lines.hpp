#pragma once

// The lines that commissions are counted from, and whose they are. Private to src/close.

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "o2c/close/commission_close.hpp"
#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/table_source.hpp"

#include "close_view.hpp"

namespace o2c::inline v1 {

/// What an order is about: of several products or categories, none.
struct OrderGoods {
  std::string_view product;
  std::string_view category;
};
/// By row of the table `orders`.
std::vector<OrderGoods> goods_of_orders(const CloseView& view);

/// Lines of a basis from a day to the last of the period, in the order of the days on which they
/// count; cash that is held counts on no day, and is at the end.
struct ClosingLines {
  std::vector<ClosingLine> counting;
  std::vector<ClosingLine> held;  ///< Cash that was not handed in by the last day.
};
ClosingLines closing_lines(const CloseView& view, Date from, LineBasis basis);

/// The lines as a table that plans read: `salesperson`, `date`, `invoice_date`, `amount`, `net`,
/// `currency`, `document`, `order`, `party`, `days_overdue` and, where the book has order lines,
/// `product` and `category`; with `costs`, one for each line, `cost`.
std::unique_ptr<TableSource> lines_table(const CloseView& view, std::span<const ClosingLine> lines,
                                         std::optional<std::span<const Money>> costs = {});

}  // namespace o2c::inline v1
