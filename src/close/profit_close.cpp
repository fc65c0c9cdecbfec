#include "profit_close.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "o2c/columns/arrow_import.hpp"
#include "o2c/columns/common_scale.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/cost/profit_table.hpp"
#include "o2c/money/exchange.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/commission_lines.hpp"

#include "closing_lines.hpp"
#include "home_rates.hpp"
#include "invoices_of_sales.hpp"

namespace o2c::inline v1 {
namespace {

/// A cost less, an income more.
Money signed_cost(ProfitKind kind, Money amount) { return is_income(kind) ? -amount : amount; }

class ProfitCloser {
 public:
  ProfitCloser(const CloseView& view, const CommissionClose& commission)
      : view_(&view),
        book_(&view.book.get()),
        home_(book_->settings().home),
        rates_(*book_),
        commission_(&commission),
        invoiced_since_(book_->rows("orders").rows()),
        waiting_before_(Money::zero(home_)),
        waiting_(waiting_before_),
        booked_(waiting_before_),
        commissions_(waiting_before_) {}

  ProfitClose close() {
    find_first_invoices();
    take_revenue();
    take_costs();
    take_commissions();
    std::ranges::stable_sort(entries_, {}, &ProfitEntry::order);
    OrderProfit total = order_profit(entries_, home_, home_rounding);
    std::vector<Tie> its_ties = ties(total);
    auto table = by_order();
    return {std::move(entries_), std::move(total), std::move(table),
            waiting_before_,     waiting_,         std::move(its_ties)};
  }

 private:
  [[nodiscard]] std::optional<std::uint32_t> order_of(std::string_view order) const {
    return view_->orders.find(order);
  }

  /// Invoices and notes that were posted by the last day, row by row.
  template <class Use>
  void for_invoices(const Use& use) const {
    const BookRows& rows = book_->rows("invoices");
    const RevenueRows revenue(rows);
    const std::size_t date = rows.column("invoice_date");
    const std::size_t recorded = rows.column("recorded_at");
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      if (!revenue.has_revenue(row)) continue;
      const auto posted = view_->posted(rows, date, recorded, row);
      if (posted && *posted <= view_->last()) use(rows, row, *posted);
    }
  }

  void find_first_invoices() {
    const std::size_t order = book_->rows("invoices").column("order");
    for_invoices([&](const BookRows& rows, std::size_t row, Date posted) {
      const auto at = rows.referred(order, row);
      if (!at) return;
      std::optional<Date>& since = invoiced_since_[*at];
      if (!since || posted < *since) since = posted;
    });
  }

  void take_revenue() {
    const BookRows& invoices = book_->rows("invoices");
    const std::size_t amount = invoices.column("amount");
    const std::size_t net = invoices.column("net");
    const std::size_t order = invoices.column("order");
    const std::size_t document = invoices.column("document");
    const std::size_t date = invoices.column("invoice_date");
    const std::size_t rate = invoices.column("rate");
    for_invoices([&](const BookRows& rows, std::size_t row, Date posted) {
      if (!view_->is_within(posted)) return;
      const Money earned = rows.amount(rows.has(net, row) ? net : amount, row);
      add(ProfitKind::revenue, rates_.rated(rows, rate, row, earned, rows.date(date, row)),
          rows.text(order, row), rows.text(document, row), rows.date(date, row));
    });
  }

  void take_costs() {
    const BookRows& rows = book_->rows("costs");
    const std::size_t kind = rows.column("kind");
    const std::size_t amount = rows.column("amount");
    const std::size_t order = rows.column("order");
    const std::size_t document = rows.column("document");
    const std::size_t date = rows.column("date");
    const std::size_t rate = rows.column("rate");
    const std::size_t recorded = rows.column("recorded_at");
    const std::size_t product = rows.column("product");
    const std::vector<OrderGoods> goods = goods_of_orders(*view_);
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      const auto posted = view_->posted(rows, date, recorded, row);
      if (!posted || *posted > view_->last()) continue;
      const auto at = rows.referred(order, row);
      const std::optional<Date> since = at ? invoiced_since_[*at] : posted;
      if (since && std::max(*since, *posted) < view_->first()) continue;  // It counted before.
      const ProfitKind its_kind = parse_profit_kind(rows.text(kind, row));
      const Money money = rows.amount(amount, row);
      const Rated price = rates_.rated(rows, rate, row, money, rows.date(date, row));
      const Money cost = signed_cost(its_kind, rates_.in_home(price));
      if (view_->is_within(*posted)) booked_ += cost;
      if (*posted < view_->first()) waiting_before_ += cost;
      if (!since) {
        waiting_ += cost;
        continue;
      }
      add(its_kind, price, rows.text(order, row), rows.text(document, row), rows.date(date, row));
      entries_.back().product = rows.has(product, row) ? rows.text(product, row)
                                : at                   ? goods[*at].product
                                                       : std::string_view();
    }
  }

  void take_commissions() {
    for (const PlanClose& plan : commission_->plans) {
      const Currency currency = plan.table.plan().currency();
      Money without_order = Money::zero(currency);
      for (const PersonPayout& each : plan.table.statement().payouts) {
        const Earnings& earned = each.payout.earnings;
        without_order += earned.commission + earned.overrides + earned.pools + earned.corrections;
      }
      for (std::size_t i = 0; i < plan.lines.size(); ++i) {
        if (is_zero(plan.commissions[i]) || plan.standings[i] != ClosingStanding::counted) continue;
        const ClosingLine& line = plan.lines[i];
        without_order -= plan.commissions[i];
        add_commission(plan.commissions[i], line.order,
                       view_->ledger.document(line.line.document).number, line.counts);
      }
      if (!is_zero(without_order)) add_commission(without_order, {}, plan.name, view_->last());
    }
  }

  void add_commission(Money amount, std::string_view order, std::string_view document, Date date) {
    const Rated price = rates_.rated(amount, date);
    commissions_ += rates_.in_home(price);
    add(ProfitKind::commission, price, order, document, date);
  }

  void add(ProfitKind kind, const Rated& price, std::string_view order, std::string_view document,
           Date date) {
    const BookRows& orders = book_->rows("orders");
    ProfitEntry entry{.kind = kind,
                      .amount = price.amount,
                      .rate = price.rate,
                      .order = std::string(order),
                      .document = std::string(document),
                      .date = date};
    if (const auto row = order_of(order)) {
      entry.customer = orders.text(orders.column("party"), *row);
      entry.salesperson = orders.text(orders.column("salesperson"), *row);
    }
    entries_.push_back(std::move(entry));
  }

  std::shared_ptr<const ArrowTable> by_order() const {
    const BookRows& orders = book_->rows("orders");
    const std::size_t line = orders.column("line");
    const auto text = [](const std::string& value) -> std::optional<std::string_view> {
      if (value.empty()) return std::nullopt;
      return value;
    };
    TableBuilder table(entries_.size());
    std::array<std::string, profit_kind_count> names;
    for (std::size_t i = 0; i < names.size(); ++i)
      names.at(i) = to_string(static_cast<ProfitKind>(i));
    CommonScale rates;
    for (const ProfitEntry& entry : entries_) rates.include(entry.rate.value_or(1));
    table
        .text("kind",
              [&](std::size_t i) -> std::string_view {
                return names.at(static_cast<std::size_t>(entries_[i].kind));
              })
        .integer("amount", [&](std::size_t i) { return std::optional(entries_[i].amount.minor()); })
        .text("currency", [&](std::size_t i) { return entries_[i].amount.currency().code(); })
        .decimal("rate", rates.digits(),
                 [&](std::size_t i) { return rates.of(entries_[i].rate.value_or(1)); })
        .text("order", [&](std::size_t i) { return text(entries_[i].order); })
        .text("party", [&](std::size_t i) { return text(entries_[i].customer); })
        .text("salesperson", [&](std::size_t i) { return text(entries_[i].salesperson); })
        .text("line", [&](std::size_t i) -> std::optional<std::string_view> {
          const auto row = order_of(entries_[i].order);
          if (!row) return std::nullopt;
          return orders.text(line, *row);
        });
    ArrowArrayStream stream{};
    export_arrow(table.finish(), stream);
    const auto source = import_arrow(stream);
    return profit_table(*source, {.group_by = {"order", "party", "salesperson", "line"},
                                  .home = home_,
                                  .rounding = home_rounding,
                                  .threads = view_->threads});
  }

  [[nodiscard]] std::vector<Tie> ties(const OrderProfit& total) const {
    Tie profit{"profit", {Text{"profit", "利润"}, total.profit}, {}};
    for (const ProfitLine& line : total.lines)
      profit.parts.push_back({describe(line.kind), -signed_cost(line.kind, line.amount)});
    Money invoiced = Money::zero(home_);
    for (const CommissionLine& line : commission_lines(view_->ledger, view_->first(), view_->last(),
                                                       LineBasis::invoiced, view_->known_at_us)) {
      const Rated price = line.rate && line.net.currency() != home_
                              ? Rated{line.net, *line.rate}
                              : rates_.rated(line.net, view_->ledger.document(line.document).date);
      invoiced += rates_.in_home(price);
    }
    const Tie revenue{"revenue",
                      {Text{"revenue", "销售收入"}, total.revenue},
                      {{Text{"invoiced before tax, by the ledger", "总帐开票不含税额"}, invoiced}}};
    const Tie costs{"costs",
                    {Text{"costs booked", "已入帐成本费用"}, booked_},
                    {{Text{"costs that count", "计入本期的成本费用"}, total.cost - commissions_},
                     {Text{"waiting at the end", "期末待结转"}, waiting_},
                     {Text{"less: waiting before", "减：期初待结转"}, -waiting_before_}}};
    return {profit, revenue, costs};
  }

  const CloseView* view_;
  const Book* book_;
  Currency home_;
  HomeRates rates_;
  const CommissionClose* commission_;
  std::vector<std::optional<Date>> invoiced_since_;  // By row of the orders.
  std::vector<ProfitEntry> entries_;
  Money waiting_before_;
  Money waiting_;
  Money booked_;       // Costs of the book in the period, less its incomes.
  Money commissions_;  // Of the settlement.
};

}  // namespace

ProfitClose close_profit(const CloseView& view, const CommissionClose& commission) {
  return ProfitCloser(view, commission).close();
}

Derivation ProfitClose::explain(std::string_view order) const {
  const auto its_entries = std::ranges::equal_range(
      entries, order, {}, [](const ProfitEntry& each) { return std::string_view(each.order); });
  if (its_entries.empty()) throw_invalid("nothing of order " + in_quotes(order) + " counts");
  Derivation steps;
  (void)order_profit(its_entries, total.profit.currency(), home_rounding, steps);
  return steps;
}

}  // namespace o2c::inline v1
