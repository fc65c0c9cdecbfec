#include "line_costs.hpp"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

#include "o2c/cost/order_profit.hpp"

namespace o2c::inline v1 {
namespace {

template <class Amount>
Amount until(const std::vector<std::pair<Date, Amount>>& all, Date last, Amount sum) {
  for (const auto& [date, amount] : all)
    if (date <= last) sum += amount;
  return sum;
}

}  // namespace

bool looks_at_costs(const Plan& plan) {
  return plan.terms().basis == CommissionBasis::gross_profit ||
         std::ranges::any_of(plan.rules(),
                             [](const PlanRule& rule) {
                               return !rule.excluded && rule.tiers_over == TierMeasure::margin;
                             }) ||
         std::ranges::any_of(plan.terms().modifiers, [](const Modifier& modifier) {
           return modifier.measure() == ModifierMeasure::margin;
         });
}

LineCosts::LineCosts(const CloseView& view)
    : view_(&view),
      invoices_(view),
      numbers_(view.book.get().rows("invoices"), "document"),
      orders_(
          view.book.get().rows("orders").rows(),
          OrderSoFar{
              .costs = {}, .invoiced = {}, .borne = Money::zero(view.book.get().settings().home)}) {
  take_costs();
  take_invoices();
}

void LineCosts::take_costs() {
  const HomeRates rates(view_->book);
  const BookRows& rows = view_->book.get().rows("costs");
  const std::size_t kind = rows.column("kind");
  const std::size_t amount = rows.column("amount");
  const std::size_t order = rows.column("order");
  const std::size_t date = rows.column("date");
  const std::size_t rate = rows.column("rate");
  const std::size_t recorded = rows.column("recorded_at");
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const auto at = rows.referred(order, row);
    const auto posted = view_->posted(rows, date, recorded, row);
    if (!at || !posted || *posted > view_->last()) continue;
    const Money cost =
        rates.in_home(rates.rated(rows, rate, row, rows.amount(amount, row), rows.date(date, row)));
    orders_[*at].costs.emplace_back(
        *posted, is_income(parse_profit_kind(rows.text(kind, row))) ? -cost : cost);
  }
}

void LineCosts::take_invoices() {
  const BookRows& rows = view_->book.get().rows("invoices");
  const RevenueRows revenue(rows);
  const std::size_t amount = rows.column("amount");
  const std::size_t net = rows.column("net");
  const std::size_t order = rows.column("order");
  const std::size_t date = rows.column("invoice_date");
  const std::size_t recorded = rows.column("recorded_at");
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const auto at = rows.referred(order, row);
    const auto posted = view_->posted(rows, date, recorded, row);
    if (!at || !posted || *posted > view_->last() || !revenue.has_revenue(row)) continue;
    const Money earned = rows.amount(rows.has(net, row) ? net : amount, row);
    orders_[*at].invoiced.emplace_back(
        *posted, Ratio(earned.amount()) * invoices_.rate(row, earned.currency()));
  }
}

/// In the home currency, as the order's invoices are.
Ratio LineCosts::net_of(const ClosingLine& line) const {
  const auto invoice = numbers_.find(view_->ledger.document(line.line.document).number);
  const Ratio rate = invoice ? invoices_.rate(*invoice, line.line.net.currency()) : Ratio(1);
  return Ratio(line.line.net.amount()) * rate;
}

LineCosts::Due LineCosts::due(OrderSoFar& order, const Ratio& net, Date last) const {
  const Money none = Money::zero(order.borne.currency());
  const Ratio invoiced = until(order.invoiced, last, Ratio());
  order.net += net;
  Due due{.net = net, .cost = none, .given = none};
  if (is_zero(invoiced)) return due;
  const Money costs = until(order.costs, last, none);
  due.cost = Money::rounded(Ratio(costs.amount()) * (order.net / invoiced), none.currency(),
                            home_rounding) -
             order.borne;
  order.borne += due.cost;
  return due;
}

void LineCosts::add(std::span<const ClosingLine* const> lines, Date last,
                    std::vector<Money>& costs) {
  std::unordered_map<std::uint32_t, Ratio> nets;
  for (const ClosingLine* line : lines)
    if (const auto at = view_->orders.find(line->order)) nets[*at] += net_of(*line);
  std::unordered_map<std::uint32_t, Due> dues;
  for (const auto& [at, net] : nets) dues.emplace(at, due(orders_[at], net, last));
  for (const ClosingLine* each : lines) {
    const ClosingLine& line = *each;
    const auto at = view_->orders.find(line.order);
    if (!at) {
      costs.push_back(Money::zero(view_->book.get().settings().home));
      continue;
    }
    Due& due = dues.at(*at);
    due.taken += net_of(line);
    // Where lines and credit notes cancel out, the first bears what is left.
    const Money so_far = is_zero(due.net)
                             ? due.cost
                             : Money::rounded(Ratio(due.cost.amount()) * (due.taken / due.net),
                                              due.cost.currency(), home_rounding);
    costs.push_back(so_far - due.given);
    due.given = so_far;
  }
}

}  // namespace o2c::inline v1
