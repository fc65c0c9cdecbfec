#include "orders_close.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/number/error.hpp"
#include "o2c/order/decide.hpp"
#include "o2c/order/event_payload.hpp"
#include "o2c/order/order_policy.hpp"

namespace o2c::inline v1 {
namespace {

/// With these an order has ended, whatever may follow.
constexpr std::array endings{on<events::OrderClosed>, on<events::OrderLost>,
                             on<events::OrderCancelled>, on<events::PartyDefaulted>,
                             on<events::WeDefaulted>};
/// What can happen at almost any time, and leads an order no further.
constexpr std::array asides{on<events::OrderLost>,           on<events::OrderCancelled>,
                            on<events::PartyDefaulted>,      on<events::WeDefaulted>,
                            on<events::AmendmentProposed>,   on<events::ComplaintOpened>,
                            on<events::SecurityLapsed>,      on<events::SampleRequested>,
                            on<events::SampleWithdrawn>,     on<events::ShipmentWithdrawn>,
                            on<events::ShortShipmentClosed>, on<events::SpecialTermsApproved>};

bool is_in(std::span<const EventKind> kinds, EventKind kind) {
  return std::ranges::find(kinds, kind) != kinds.end();
}

/// An event of an order that is looked at.
struct EventPlace {
  std::uint32_t order;
  std::uint32_t row;
  std::int64_t seq;
};

class OrdersCloser {
 public:
  explicit OrdersCloser(const CloseView& view)
      : view_(&view),
        events_(&view.book.get().rows("events")),
        orders_(&view.book.get().rows("orders")),
        order_(events_->column("order")),
        seq_(events_->column("seq")),
        event_(events_->column("event")),
        version_(events_->column("event_version")),
        on_(events_->column("on")),
        recorded_(events_->column("recorded_at")),
        by_(events_->column("by")),
        payload_(events_->column("payload")),
        ended_(orders_->rows()),
        touched_(orders_->rows()),
        policy_(&view.book.get().orders()) {}

  OrdersClose close() {
    const std::vector<EventPlace> places = wanted_events();
    std::vector<std::span<const EventPlace>> lives;
    for (std::size_t begin = 0; begin < places.size();) {
      std::size_t end = begin + 1;
      while (end < places.size() && places[end].order == places[begin].order) ++end;
      lives.emplace_back(&places[begin], end - begin);
      begin = end;
    }
    const std::size_t threads = std::max<std::size_t>(1, std::min(view_->threads, lives.size()));
    std::vector<Share> shares(threads);
    run_threads(threads, [&](std::size_t t) {
      const std::size_t end = lives.size() * (t + 1) / threads;
      for (std::size_t i = lives.size() * t / threads; i < end; ++i) live(lives[i], shares[t]);
    });
    return together(shares);
  }

 private:
  /// What a thread has found.
  struct Share {
    OrdersClose closed;
    FaultList faults;
    EventReader events;
  };

  [[nodiscard]] bool is_known(std::size_t row) const {
    return events_->date(on_, row) <= view_->last() &&
           events_->integer(recorded_, row) <= view_->known_at_us;
  }

  /// Those of orders that have not ended, or to which something happened in the period.
  std::vector<EventPlace> wanted_events() {
    const std::vector<std::uint32_t> orders = orders_of_events();
    std::array<std::string, endings.size()> names;
    std::ranges::transform(endings, names.begin(), [](EventKind kind) { return to_string(kind); });
    for (std::size_t row = 0; row < events_->rows(); ++row) {
      if (!is_known(row)) continue;
      if (events_->date(on_, row) >= view_->first()) touched_[orders[row]] = true;
      if (std::ranges::find(names, events_->text(event_, row)) != names.end())
        ended_[orders[row]] = true;
    }
    std::vector<EventPlace> places;
    for (std::size_t row = 0; row < events_->rows(); ++row)
      if ((touched_[orders[row]] || !ended_[orders[row]]) && is_known(row))
        places.push_back(
            {orders[row], static_cast<std::uint32_t>(row), events_->integer(seq_, row)});
    std::ranges::sort(places, {},
                      [](const EventPlace& each) { return std::pair(each.order, each.seq); });
    return places;
  }

  std::vector<std::uint32_t> orders_of_events() const {
    std::vector<std::uint32_t> orders(events_->rows());
    std::string_view last;
    std::uint32_t at = 0;
    for (std::size_t row = 0; row < orders.size(); ++row) {
      const std::string_view order = events_->text(order_, row);
      if (order != last || row == 0) {  // Mostly they stand together.
        last = order;
        at = *view_->orders.find(order);
      }
      orders[row] = at;
    }
    return orders;
  }

  /// The event of a row; a fault instead if it cannot be read.
  std::optional<OrderEntry> read(std::size_t row, Share& share) const {
    const std::int64_t version = events_->has(version_, row) ? events_->integer(version_, row) : 1;
    const std::string_view event = events_->text(event_, row);
    try {
      EventInOffice said = share.events.read(event, static_cast<std::int32_t>(version),
                                             events_->text(payload_, row));
      return OrderEntry{std::move(said.event), events_->date(on_, row),
                        std::string(events_->text(by_, row)), said.role,
                        events_->integer(recorded_, row)};
    } catch (const ParseError& error) {
      share.faults.add({.row = static_cast<std::int64_t>(row),
                        .field = "payload",
                        .value = std::string(event),
                        .expected = error.what()});
      return std::nullopt;
    }
  }

  void live(std::span<const EventPlace> life, Share& share) const {
    OrderState state;
    const std::string number(events_->text(order_, life.front().row));
    EventKind last{};
    Date since = Date::min();
    for (const EventPlace& place : life) {
      std::optional<OrderEntry> entry = read(place.row, share);
      if (!entry) return;
      last = kind_of(entry->event);
      since = entry->on;
      if (view_->is_within(entry->on)) {
        ++share.closed.events.at(index_of(last));
        Refusals refusals = decide(state, *entry, *policy_);
        if (!refusals.empty())
          share.closed.refused.push_back(
              {number, place.seq, last, since, entry->by, std::move(refusals)});
      }
      fold(state, *entry);
    }
    const std::uint32_t row = life.front().order;
    if (ended_[row]) return;
    share.closed.open.push_back(
        {.order = number,
         .party = std::string(orders_->text(orders_->column("party"), row)),
         .salesperson = std::string(orders_->text(orders_->column("salesperson"), row)),
         .line = std::string(orders_->text(orders_->column("line"), row)),
         .last_event = last,
         .since = since,
         .idle_days = view_->last() - since,
         .waits_for = waits_for(state)});
  }

  [[nodiscard]] std::optional<NextStep> waits_for(const OrderState& state) const {
    std::vector<NextStep> steps = next_steps(state, *policy_, view_->last());
    const auto leads_on = [](const NextStep& step) { return !is_in(asides, step.event); };
    auto found =
        std::ranges::find_if(steps, [](const NextStep& step) { return step.days_late > 0; });
    if (found == steps.end()) {
      found = std::ranges::min_element(
          steps, {}, [](const NextStep& step) { return step.due_on.value_or(Date::max()); });
      if (found != steps.end() && !found->due_on) found = std::ranges::find_if(steps, leads_on);
    }
    if (found == steps.end()) return std::nullopt;
    return std::move(*found);
  }

  static OrdersClose together(std::vector<Share>& shares) {
    FaultList faults;
    OrdersClose all;
    for (Share& share : shares) {
      faults.merge(std::move(share.faults));
      std::ranges::move(share.closed.open, std::back_inserter(all.open));
      std::ranges::move(share.closed.refused, std::back_inserter(all.refused));
      std::ranges::transform(all.events, share.closed.events, all.events.begin(), std::plus<>());
    }
    faults.throw_if_any("events");
    std::ranges::stable_sort(all.open, [](const OpenOrder& a, const OpenOrder& b) {
      const auto key = [](const OpenOrder& each) {
        return std::pair(each.waits_for ? each.waits_for->days_late : 0, each.idle_days);
      };
      return key(a) > key(b);
    });
    return all;
  }

  const CloseView* view_;
  const BookRows* events_;
  const BookRows* orders_;
  std::size_t order_;
  std::size_t seq_;
  std::size_t event_;
  std::size_t version_;
  std::size_t on_;
  std::size_t recorded_;
  std::size_t by_;
  std::size_t payload_;
  std::vector<bool> ended_;
  std::vector<bool> touched_;
  const OrderPolicy* policy_;
};

}  // namespace

OrdersClose close_orders(const CloseView& view) { return OrdersCloser(view).close(); }

}  // namespace o2c::inline v1
