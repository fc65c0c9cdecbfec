#pragma once

// The lines that commissions are counted from, and whose they are. Private to src/close.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
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

/// Lines of a basis from a day to the last of the period, in the order in which they were recorded.
struct ClosingLines {
  std::vector<ClosingLine> counting;
  std::vector<ClosingLine> held;  ///< Cash that was not handed in by the last day.
};
/// Of those that count the ones that `keeps(line)`.
ClosingLines closing_lines(const CloseView& view, Date from, LineBasis basis,
                           const std::function<bool(const ClosingLine&)>& keeps);

/// Of a credit note: the date of the invoice that it credits, where it names one.
std::optional<Date> credited_invoice_date(const CloseView& view, const ClosingLine& line);

/// What a table of lines has besides.
struct LinesTableOptions {
  std::optional<std::span<const Money>> costs{};  ///< One for each line: `cost`.
  bool quantities = false;                        ///< `quantity`
  /// Whether those who left have what comes after their last day, and not their successors.
  bool by_owner = false;
  /// Columns of days by name, one for each line; `date` and `invoice_date` in place of their own.
  std::map<std::string, std::vector<std::optional<Date>>, std::less<>> days{};

  /// A line's day of a column: what is given, or its own.
  [[nodiscard]] std::optional<Date> day(std::string_view column, std::size_t line, Date own) const {
    const auto given = days.find(column);
    return given == days.end() ? own : given->second[line];
  }
};

/// The lines as a table that plans read: `salesperson`, `date`, `invoice_date`,
/// `credited_invoice_date`, `amount`, `net`, `currency`, `document`, `order`, `party`,
/// `days_overdue` and, where the book has order lines, or quantities are wanted, `product` and
/// `category`.
std::unique_ptr<TableSource> lines_table(const CloseView& view,
                                         std::span<const ClosingLine* const> lines,
                                         const LinesTableOptions& options = {});

}  // namespace o2c::inline v1
