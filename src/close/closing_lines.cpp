#include "closing_lines.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "o2c/columns/arrow_import.hpp"
#include "o2c/columns/table_builder.hpp"

namespace o2c::inline v1 {
namespace {

/// When cash counts, by the number of its receipt; nothing while part of it is not handed in.
std::unordered_map<std::string_view, std::optional<Date>> cash_days(const CashHandIn& cash) {
  std::unordered_map<std::string_view, std::optional<Date>> days;
  for (const CollectedCash& each : cash.collections) {
    std::optional<Date>& day = days[each.collection.receipt];
    if (is_zero(each.claim.recoverable) && !each.handed_in.empty())
      day = each.handed_in.back().date;
  }
  return days;
}

class Attribution {
 public:
  explicit Attribution(const CloseView& view)
      : view_(&view),
        orders_(&view.book.get().rows("orders")),
        parties_(&view.book.get().rows("parties")),
        people_(&view.book.get().rows("people")),
        goods_(goods_of_orders(view)),
        cash_days_(cash_days(view.cash)) {}

  /// The line, and whether it counts by the last day.
  std::pair<ClosingLine, bool> of(CommissionLine line) const {
    const PostedDocument document = view_->ledger.document(line.document);
    const auto order = view_->orders.find(document.order);
    const std::uint32_t party = *view_->parties.find(document.party);
    ClosingLine closing{.line = line,
                        .counts = line.date,
                        .salesperson = document.salesperson,
                        .party = document.party,
                        .order = document.order,
                        .business = parties_->text(parties_->column("line"), party),
                        .product = {},
                        .category = {}};
    if (order) {
      closing.business = orders_->text(orders_->column("line"), *order);
      closing.product = goods_[*order].product;
      closing.category = goods_[*order].category;
      if (closing.salesperson.empty())
        closing.salesperson = orders_->text(orders_->column("salesperson"), *order);
    }
    if (closing.salesperson.empty())
      closing.salesperson = parties_->text(parties_->column("salesperson"), party);
    closing.salesperson = on(line.date, closing.salesperson);
    return {closing, wait_for_cash(closing)};
  }

 private:
  /// Who has what was somebody's on a day.
  [[nodiscard]] std::string_view on(Date date, std::string_view person) const {
    const std::size_t left = people_->column("left");
    const std::size_t successor = people_->column("successor");
    // A chain is no longer than there are people.
    for (std::size_t step = 0; step < people_->rows(); ++step) {
      const auto row = view_->people.find(person);
      if (!row || !people_->has(left, *row) || date <= people_->date(left, *row) ||
          !people_->has(successor, *row))
        return person;
      person = people_->text(successor, *row);
    }
    return person;
  }

  bool wait_for_cash(ClosingLine& closing) const {
    if (!closing.line.application) return true;
    const auto credit = view_->ledger.application(*closing.line.application).credit;
    if (!credit) return true;
    const auto found = cash_days_.find(view_->ledger.document(*credit).number);
    if (found == cash_days_.end()) return true;
    if (!found->second) return false;
    closing.counts = std::max(closing.counts, *found->second);
    return true;
  }

  const CloseView* view_;
  const BookRows* orders_;
  const BookRows* parties_;
  const BookRows* people_;
  std::vector<OrderGoods> goods_;
  std::unordered_map<std::string_view, std::optional<Date>> cash_days_;
};

std::optional<std::string_view> text_or_null(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return text;
}

}  // namespace

std::vector<OrderGoods> goods_of_orders(const CloseView& view) {
  const BookRows& lines = view.book.get().rows("order_lines");
  const BookRows& products = view.book.get().rows("products");
  const RowsByText by_name(products, "product");
  const std::size_t order = lines.column("order");
  const std::size_t product = lines.column("product");
  const std::size_t category = products.column("category");
  std::vector<OrderGoods> goods(view.book.get().rows("orders").rows());
  std::vector<bool> seen(goods.size());
  for (std::size_t row = 0; row < lines.rows(); ++row) {
    const std::uint32_t at = *view.orders.find(lines.text(order, row));
    const std::string_view name = lines.text(product, row);
    const OrderGoods these{name, products.text(category, *by_name.find(name))};
    if (!seen[at]) {
      goods[at] = these;
      seen[at] = true;
      continue;
    }
    if (goods[at].product != these.product) goods[at].product = {};
    if (goods[at].category != these.category) goods[at].category = {};
  }
  return goods;
}

ClosingLines closing_lines(const CloseView& view, Date from, LineBasis basis) {
  const Attribution attribution(view);
  ClosingLines lines;
  for (CommissionLine& line :
       commission_lines(view.ledger, from, view.last(), basis, view.known_at_us)) {
    auto [closing, counts] = attribution.of(std::move(line));
    (counts ? lines.counting : lines.held).push_back(closing);
  }
  std::ranges::stable_sort(lines.counting, {}, &ClosingLine::counts);
  return lines;
}

std::unique_ptr<TableSource> lines_table(const CloseView& view, std::span<const ClosingLine> lines,
                                         std::optional<std::span<const Money>> costs) {
  const auto document = [&](std::size_t i) { return view.ledger.document(lines[i].line.document); };
  TableBuilder table(lines.size());
  table.text("salesperson", [&](std::size_t i) { return text_or_null(lines[i].salesperson); })
      .date("date", [&](std::size_t i) { return std::optional(lines[i].counts.days()); })
      .date("invoice_date", [&](std::size_t i) { return std::optional(document(i).date.days()); })
      .integer("amount", [&](std::size_t i) { return std::optional(lines[i].line.amount.minor()); })
      .integer("net", [&](std::size_t i) { return std::optional(lines[i].line.net.minor()); })
      .text("currency", [&](std::size_t i) { return lines[i].line.amount.currency().code(); })
      .text("document", [&](std::size_t i) { return document(i).number; })
      .text("order", [&](std::size_t i) { return text_or_null(lines[i].order); })
      .text("party", [&](std::size_t i) { return lines[i].party; })
      .integer("days_overdue", [&](std::size_t i) -> std::optional<std::int64_t> {
        return lines[i].line.days_overdue.value_or(0);  // Without a due date it is not late.
      });
  if (view.book.get().rows("order_lines").rows() > 0)
    table.text("product", [&](std::size_t i) { return lines[i].product; })
        .text("category", [&](std::size_t i) { return lines[i].category; });
  if (costs)
    table.integer("cost", [&](std::size_t i) { return std::optional((*costs)[i].minor()); });
  ArrowArrayStream stream{};
  export_arrow(table.finish(), stream);
  return import_arrow(stream);
}

}  // namespace o2c::inline v1
