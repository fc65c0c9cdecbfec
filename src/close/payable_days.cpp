#include "payable_days.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <string>
#include <variant>

#include "o2c/number/error.hpp"
#include "o2c/order/event_payload.hpp"

#include "dispatch_events.hpp"

namespace o2c::inline v1 {
namespace {

// The invoice that goes with the goods, and when they went.
std::pair<std::string, Date> dispatch_of(const OrderEvent& event, Date on) {
  if (const auto* const shipped = std::get_if<events::GoodsShipped>(&event))
    return {shipped->invoice, shipped->shipped_on};
  if (const auto* const delivered = std::get_if<events::GoodsDelivered>(&event))
    return {delivered->invoice, on};
  return {"", on};
}

}  // namespace

// The document of the sale that a line is of: of what is credited, the one that it refers to.
PostedDocument PayableDays::sale_of(const ClosingLine& line) const {
  PostedDocument document = view_->ledger.document(line.line.document);
  if (document.kind == DocumentKind::credit_note && document.refers_to)
    document = view_->ledger.document(*document.refers_to);
  if (document.order.empty()) document.order = line.order;
  return document;
}

std::optional<MomentDay> PayableDays::moment_of(const ClosingLine& line, EarningMoment moment,
                                                Date as_of) {
  const auto come = [&](std::optional<Date> day) -> std::optional<MomentDay> {
    if (!day || *day > as_of) return std::nullopt;
    return MomentDay{*day, *day};
  };
  switch (moment) {
    case EarningMoment::date:
      if (line.counts > as_of) return std::nullopt;
      return MomentDay{line.counts, line.on};
    case EarningMoment::order: {
      const BookRows& orders = view_->book.get().rows("orders");
      const auto row = view_->orders.find(sale_of(line).order);
      if (!row) return std::nullopt;
      return come(orders.date(orders.column("date"), *row));
    }
    case EarningMoment::invoice:
      return come(view_->ledger.document(line.line.document).date);
    case EarningMoment::shipment:
      return come(shipped(line, as_of));
    case EarningMoment::full_payment:
      break;
  }
  return paid(sale_of(line).id, as_of);
}

void PayableDays::take_dispatches() {
  has_dispatches_ = true;
  const BookRows& rows = view_->book.get().rows("events");
  const std::size_t order = rows.column("order");
  const std::size_t event = rows.column("event");
  const std::size_t version = rows.column("event_version");
  const std::size_t on = rows.column("on");
  const std::size_t recorded = rows.column("recorded_at");
  std::vector<std::uint32_t> wanted;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const EventKind kind = parse_event_kind(rows.text(event, row));
    if (std::ranges::find(dispatch_events, kind) != dispatch_events.end() &&
        view_->posted(rows, on, recorded, row))
      wanted.push_back(static_cast<std::uint32_t>(row));
  }
  const RowTexts payloads = rows.texts(rows.column("payload"), wanted);
  EventReader reader;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::size_t row = wanted[i];
    const auto its_version =
        static_cast<std::int32_t>(rows.has(version, row) ? rows.integer(version, row) : 1);
    const EventInOffice read = reader.read(rows.text(event, row), its_version, payloads[i]);
    const auto [invoice, day] = dispatch_of(read.event, rows.date(on, row));
    const Dispatch dispatch{day, view_->posted(rows, on, recorded, row).value()};
    if (!invoice.empty()) by_invoice_[invoice].push_back(dispatch);
    by_order_[static_cast<std::uint32_t>(rows.referred(order, row).value())].push_back(dispatch);
  }
  for (auto& each : by_invoice_) std::ranges::stable_sort(each.second, {}, &Dispatch::day);
  for (auto& each : by_order_) std::ranges::stable_sort(each.second, {}, &Dispatch::day);
}

std::optional<Date> PayableDays::shipped(const ClosingLine& line, Date as_of) {
  if (!has_dispatches_) take_dispatches();
  const PostedDocument document = sale_of(line);
  const auto is_seen = [&](const Dispatch& each) { return each.posted <= as_of; };
  if (const auto named = by_invoice_.find(document.number); named != by_invoice_.end()) {
    const auto first = std::ranges::find_if(named->second, is_seen);
    if (first != named->second.end()) return first->day;
  }
  const auto row = view_->orders.find(document.order);
  const auto of_order = row ? by_order_.find(*row) : by_order_.end();
  if (of_order == by_order_.end()) return std::nullopt;
  std::optional<Date> shipped;
  for (const Dispatch& each : of_order->second) {
    if (!is_seen(each) || (shipped && each.day > document.date)) continue;
    shipped = each.day;
  }
  return shipped;
}

std::optional<MomentDay> PayableDays::paid(DocumentId document, Date as_of) {
  const auto [found, is_new] = payments_.try_emplace(static_cast<std::uint32_t>(document));
  std::vector<Payment>& changes = found->second;
  if (is_new) {
    const PostedDocument posted = view_->ledger.document(document);
    std::vector<AppliedAmount> history = view_->ledger.history(document);
    std::erase_if(history, [&](const AppliedAmount& each) {
      return each.recorded_at_us > view_->known_at_us ||
             each.adjustment == AdjustmentKind::write_off;
    });
    std::ranges::stable_sort(history, {}, &AppliedAmount::posted);
    Money open = posted.amount;
    Date last = posted.date;
    for (std::size_t i = 0; i < history.size(); ++i) {
      const AppliedAmount& each = history[i];
      open -= each.debit == document ? each.amount : each.credit_amount;
      last = std::max(last, each.date);
      if (i + 1 == history.size() || history[i + 1].posted != each.posted)
        changes.push_back({{each.posted, last}, is_zero(open)});
    }
    // From one day to the next it may stay paid.
    const auto same = std::ranges::unique(changes, {}, &Payment::is_full);
    changes.erase(same.begin(), same.end());
  }
  const auto counts = [](const Payment& each) { return each.day.counts; };
  const auto after = std::ranges::upper_bound(changes, as_of, {}, counts);
  if (after == changes.begin() || !std::prev(after)->is_full) return std::nullopt;
  return std::prev(after)->day;
}

}  // namespace o2c::inline v1
