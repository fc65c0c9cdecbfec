#include "close_exceptions.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "o2c/money/money_text.hpp"
#include "o2c/number/detail/named_values.hpp"
#include "o2c/receivable/promises.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 9> kind_names{
    "below_floor", "refused_event", "broken_promise", "returned_payment", "write_off",
    "over_limit",  "cash_withheld", "losing_order",   "late_record"};
constexpr std::array kind_labels{
    Text{"price below floor", "低于底价"}, Text{"against a rule", "违反规则"},
    Text{"broken promise", "失约"},        Text{"payment returned", "退票"},
    Text{"written off", "坏账核销"},       Text{"above the credit limit", "超信用额度"},
    Text{"cash withheld", "私收货款"},     Text{"losing order", "亏损订单"},
    Text{"recorded late", "补录"}};

class Collector {
 public:
  explicit Collector(const CloseView& view) : view_(&view), book_(&view.book.get()) {}

  void below_floor() {
    const BookRows& lines = book_->rows("order_lines");
    const BookRows& orders = book_->rows("orders");
    const std::map<std::pair<std::string_view, std::string_view>, std::vector<Floor>> floors =
        floors_by_product();
    for (std::size_t row = 0; row < lines.rows(); ++row) {
      const std::string_view order = lines.text(lines.column("order"), row);
      const std::uint32_t at = *view_->orders.find(order);
      const Date date = orders.date(orders.column("date"), at);
      if (!view_->is_within(date)) continue;
      const std::string_view product = lines.text(lines.column("product"), row);
      const std::string_view currency = orders.text(orders.column("currency"), at);
      const auto found = floors.find({product, currency});
      if (found == floors.end()) continue;
      const auto after = std::ranges::upper_bound(found->second, date, {}, &Floor::from);
      if (after == found->second.begin()) continue;
      const Decimal floor = std::prev(after)->floor;
      const Decimal price = lines.decimal(lines.column("price"), row);
      if (price >= floor) continue;
      const std::string figures = to_string(normalized(price)) + " < " +
                                  to_string(normalized(floor)) + ' ' + std::string(currency);
      add({.kind = ExceptionKind::below_floor,
           .subject = std::string(order),
           .party = std::string(orders.text(orders.column("party"), at)),
           .person = now(orders.text(orders.column("salesperson"), at)),
           .date = date,
           .says = {std::string(product) + ": price below the floor, " + figures,
                    std::string(product) + "：价格低于底价，" + figures}});
    }
  }

  void refused_events(const OrdersClose& orders) {
    const BookRows& rows = book_->rows("orders");
    for (const RefusedEvent& each : orders.refused) {
      const std::uint32_t at = *view_->orders.find(each.order);
      const Text label = info_of(each.event).label;
      Label says{std::string(label.en) + ':', std::string(label.zh) + "："};
      for (const Refusal& refusal : each.refusals) {
        says.en += (&refusal == &each.refusals[0] ? " " : "; ") + refusal.reason.en;
        says.zh += (&refusal == &each.refusals[0] ? "" : "；") + refusal.reason.in(Language::zh);
      }
      add({.kind = ExceptionKind::refused_event,
           .subject = each.order,
           .party = std::string(rows.text(rows.column("party"), at)),
           .person = each.by,
           .date = each.on,
           .says = std::move(says)});
    }
  }

  void broken_promises() {
    for (const PromiseStatus& each : promises_to_pay(view_->ledger, view_->as_of())) {
      const bool is_broken =
          each.state == PromiseState::broken || each.state == PromiseState::partly_broken;
      if (!is_broken || !view_->is_within(each.promise.promised)) continue;
      const std::string day = to_string(each.promise.promised);
      std::string party = each.promise.party;
      std::string subject = party;
      if (each.promise.document) {
        const PostedDocument document = view_->ledger.document(*each.promise.document);
        subject = document.number;
        if (party.empty()) party = document.party;
      }
      const Money paid = each.paid + each.paid_otherwise;
      add({.kind = ExceptionKind::broken_promise,
           .subject = std::move(subject),
           .party = party,
           .person = salesperson_of(party),
           .date = each.promise.promised,
           .amount = each.remaining,
           .says = {format_money(each.promise.amount) + " was promised by " + day + ", " +
                        format_money(paid) + " was paid",
                    "承诺于" + day + "前支付" + format_money(each.promise.amount) + "，已付" +
                        format_money(paid)}});
    }
  }

  void documents() {
    for (std::size_t i = 0; i < view_->ledger.documents(); ++i) {
      const PostedDocument document =
          view_->ledger.document(static_cast<DocumentId>(static_cast<std::uint32_t>(i)));
      if (document.recorded_at_us > view_->known_at_us || !view_->is_within(document.posted))
        continue;
      if (document.kind == DocumentKind::returned_payment)
        add(about(ExceptionKind::returned_payment, document,
                  {"a payment came back", "付款被退回"}));
      if (document.posted != document.date)
        add(about(ExceptionKind::late_record, document,
                  {"dated " + to_string(document.date) + ", recorded when that month was closed",
                   "日期" + to_string(document.date) + "，入帐时该月已结帐"}));
    }
  }

  void write_offs() {
    for (std::size_t i = 0; i < view_->ledger.applications(); ++i) {
      const AppliedAmount applied =
          view_->ledger.application(static_cast<ApplicationId>(static_cast<std::uint32_t>(i)));
      if (applied.adjustment != AdjustmentKind::write_off ||
          applied.recorded_at_us > view_->known_at_us || !view_->is_within(applied.posted))
        continue;
      CloseException found = about(ExceptionKind::write_off, view_->ledger.document(applied.debit),
                                   {"written off as bad debt", "坏账核销"});
      found.amount = applied.amount;
      found.date = applied.posted;
      add(std::move(found));
    }
  }

  void over_limits(const AgingTable& aging) {
    const BookRows& parties = book_->rows("parties");
    const std::size_t limit = parties.column("credit_limit");
    const std::vector<std::string> measures = aging.measures();
    const auto total =
        static_cast<std::size_t>(std::ranges::find(measures, "total") - measures.begin());
    for (std::size_t i = 0; i < aging.rows(); ++i) {
      const std::string_view party = aging.keys()[0][i].text;
      const auto row = view_->parties.find(party);
      if (!row || !parties.has(limit, *row)) continue;
      const Money allowed = parties.amount(limit, *row);
      if (aging.currency(i) != allowed.currency()) continue;
      const Money owed = Money::of(aging.amount(i, total), allowed.currency());
      if (owed <= allowed) continue;
      add({.kind = ExceptionKind::over_limit,
           .subject = std::string(party),
           .party = std::string(party),
           .person = salesperson_of(party),
           .date = view_->last(),
           .amount = owed - allowed,
           .says = {"owes " + format_money(owed) + ", the limit is " + format_money(allowed),
                    "欠款" + format_money(owed) + "，额度" + format_money(allowed)}});
    }
  }

  void cash() {
    for (const CollectedCash& each : view_->cash.collections) {
      if (is_zero(each.claim.withheld) ||
          (!view_->is_within(each.late_until) && is_zero(each.claim.recoverable)))
        continue;
      add({.kind = ExceptionKind::cash_withheld,
           .subject = each.collection.receipt,
           .party = each.collection.party,
           .person = each.collection.salesperson,
           .date = each.late_until,
           .amount = each.claim.withheld,
           .says = {"not handed in by " + to_string(each.late_until) +
                        "; still missing: " + format_money(each.claim.recoverable),
                    to_string(each.late_until) + "前未上交；尚未追回" +
                        format_money(each.claim.recoverable)}});
    }
  }

  void losing_orders(const ProfitClose& profit) {
    std::map<std::string_view, std::vector<ProfitEntry>> by_order;
    for (const ProfitEntry& entry : profit.entries)
      if (!entry.order.empty()) by_order[entry.order].push_back(entry);
    for (const auto& [order, entries] : by_order) {
      const OrderProfit its_profit =
          order_profit(entries, profit.total.profit.currency(), Rounding::half_up);
      // Of what was sold: a credit note of its own is none.
      if (sign(its_profit.profit) >= 0 || sign(its_profit.revenue) <= 0) continue;
      add({.kind = ExceptionKind::losing_order,
           .subject = std::string(order),
           .party = entries.front().customer,
           .person = now(entries.front().salesperson),
           .date = view_->last(),
           .amount = its_profit.profit,
           .says = {"revenue " + format_money(its_profit.revenue) + ", cost " +
                        format_money(its_profit.cost),
                    "收入" + format_money(its_profit.revenue) + "，成本" +
                        format_money(its_profit.cost)}});
    }
  }

  std::vector<CloseException> take() {
    std::ranges::stable_sort(found_, {}, &CloseException::kind);
    return std::move(found_);
  }

 private:
  struct Floor {
    Date from;
    Decimal floor;
  };

  std::map<std::pair<std::string_view, std::string_view>, std::vector<Floor>> floors_by_product()
      const {
    const BookRows& prices = book_->rows("price_list");
    std::map<std::pair<std::string_view, std::string_view>, std::vector<Floor>> floors;
    const std::size_t floor = prices.column("floor");
    for (std::size_t row = 0; row < prices.rows(); ++row)
      if (prices.has(floor, row))
        floors[{prices.text(prices.column("product"), row),
                prices.text(prices.column("currency"), row)}]
            .push_back({prices.date(prices.column("from"), row), prices.decimal(floor, row)});
    for (auto& [product, its_floors] : floors) std::ranges::sort(its_floors, {}, &Floor::from);
    return floors;
  }

  std::string salesperson_of(std::string_view party) const {
    const BookRows& parties = book_->rows("parties");
    const auto row = view_->parties.find(party);
    return row ? now(parties.text(parties.column("salesperson"), *row)) : std::string();
  }

  /// Who answers for it now.
  [[nodiscard]] std::string now(std::string_view person) const {
    return std::string(view_->successors.on(view_->last(), person));
  }

  CloseException about(ExceptionKind kind, const PostedDocument& document, Label says) const {
    return {.kind = kind,
            .subject = std::string(document.number),
            .party = std::string(document.party),
            .person = document.salesperson.empty() ? salesperson_of(document.party)
                                                   : now(document.salesperson),
            .date = document.posted,
            .amount = document.amount,
            .says = std::move(says)};
  }

  void add(CloseException exception) { found_.push_back(std::move(exception)); }

  const CloseView* view_;
  const Book* book_;
  std::vector<CloseException> found_;
};

}  // namespace

std::string to_string(ExceptionKind kind) {
  return std::string(kind_names.at(static_cast<std::size_t>(kind)));
}

ExceptionKind parse_exception_kind(std::string_view text) {
  return parse_name<ExceptionKind>(text, kind_names, "an exception of a close: one of");
}

Text describe(ExceptionKind kind) { return kind_labels.at(static_cast<std::size_t>(kind)); }

std::vector<CloseException> close_exceptions(const CloseView& view, const AgingTable& aging,
                                             const OrdersClose& orders, const ProfitClose& profit) {
  Collector collector(view);
  collector.below_floor();
  collector.refused_events(orders);
  collector.broken_promises();
  collector.documents();
  collector.write_offs();
  collector.over_limits(aging);
  collector.cash();
  collector.losing_orders(profit);
  return collector.take();
}

}  // namespace o2c::inline v1
