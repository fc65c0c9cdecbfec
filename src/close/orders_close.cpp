#include "orders_close.hpp"

#include <algorithm>
#include <array>
#include <atomic>
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
  std::uint32_t payload;  // Its place among those that are read.
};

class OrdersCloser {
 public:
  explicit OrdersCloser(const CloseDays& days)
      : days_(&days),
        events_(&days.book.get().rows("events")),
        orders_(&days.book.get().rows("orders")),
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
        policy_(&days.book.get().orders()) {}

  OrdersClose close() {
    const std::vector<EventPlace> places = wanted_events();
    std::vector<std::span<const EventPlace>> lives;
    for (std::size_t begin = 0; begin < places.size();) {
      std::size_t end = begin + 1;
      while (end < places.size() && places[end].order == places[begin].order) ++end;
      lives.emplace_back(&places[begin], end - begin);
      begin = end;
    }
    const std::size_t threads = std::max<std::size_t>(1, std::min(days_->threads, lives.size()));
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
    return events_->date(on_, row) <= days_->last() &&
           events_->integer(recorded_, row) <= days_->known_at_us;
  }

  [[nodiscard]] std::uint32_t order_of(std::size_t row) const {
    return static_cast<std::uint32_t>(events_->referred(order_, row).value());
  }

  /// Calls `work(row, thread)` for the events that are known, each thread those of its own rows.
  template <class Work>
  void for_known(const Work& work) const {
    run_threads(days_->threads, [&](std::size_t t) {
      const std::size_t end = events_->rows() * (t + 1) / days_->threads;
      for (std::size_t row = events_->rows() * t / days_->threads; row < end; ++row)
        if (is_known(row)) work(row, t);
    });
  }

  /// Those of orders that have not ended, or to which something happened in the period.
  std::vector<EventPlace> wanted_events() {
    std::array<std::string, endings.size()> names;
    std::ranges::transform(endings, names.begin(), [](EventKind kind) { return to_string(kind); });
    for_known([&](std::size_t row, std::size_t) {
      if (events_->date(on_, row) >= days_->first()) mark(touched_[order_of(row)]);
      if (std::ranges::find(names, events_->text(event_, row)) != names.end())
        mark(ended_[order_of(row)]);
    });
    std::vector<std::vector<EventPlace>> found(days_->threads);
    for_known([&](std::size_t row, std::size_t t) {
      const std::uint32_t order = order_of(row);
      if (touched_[order] != 0 || ended_[order] == 0)
        found[t].push_back(
            {order, static_cast<std::uint32_t>(row), events_->integer(seq_, row), 0});
    });
    std::vector<EventPlace> places = std::move(found.front());
    for (std::size_t t = 1; t < found.size(); ++t)
      places.insert(places.end(), found[t].begin(), found[t].end());
    std::vector<std::uint32_t> rows;
    rows.reserve(places.size());
    for (EventPlace& place : places) {
      place.payload = static_cast<std::uint32_t>(rows.size());
      rows.push_back(place.row);
    }
    payloads_ = events_->texts(payload_, rows);
    const auto key = [](const EventPlace& each) { return std::pair(each.order, each.seq); };
    if (!std::ranges::is_sorted(places, {}, key)) std::ranges::sort(places, {}, key);
    return places;
  }

  /// Several threads may do it at once.
  static void mark(std::uint8_t& flag) {
    std::atomic_ref(flag).store(1, std::memory_order_relaxed);
  }

  /// The event of a row; a fault instead if it cannot be read.
  std::optional<OrderEntry> read(const EventPlace& place, Share& share) const {
    const std::size_t row = place.row;
    const std::int64_t version = events_->has(version_, row) ? events_->integer(version_, row) : 1;
    const std::string_view event = events_->text(event_, row);
    try {
      EventInOffice said =
          share.events.read(event, static_cast<std::int32_t>(version), payloads_[place.payload]);
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
      std::optional<OrderEntry> entry = read(place, share);
      if (!entry) return;
      last = kind_of(entry->event);
      since = entry->on;
      if (days_->is_within(entry->on)) {
        ++share.closed.events.at(index_of(last));
        Refusals refusals = decide(state, *entry, *policy_);
        if (!refusals.empty())
          share.closed.refused.push_back(
              {number, place.seq, last, since, entry->by, std::move(refusals)});
      }
      fold(state, *entry);
    }
    const std::uint32_t row = life.front().order;
    if (ended_[row] != 0) return;
    share.closed.open.push_back(
        {.order = number,
         .party = std::string(orders_->text(orders_->column("party"), row)),
         .salesperson = std::string(days_->successors.on(
             days_->last(), orders_->text(orders_->column("salesperson"), row))),
         .line = std::string(orders_->text(orders_->column("line"), row)),
         .last_event = last,
         .since = since,
         .idle_days = days_->last() - since,
         .waits_for = waits_for(state)});
  }

  [[nodiscard]] std::optional<NextStep> waits_for(const OrderState& state) const {
    std::vector<NextStep> steps = next_steps(state, *policy_, days_->last());
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

  const CloseDays* days_;
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
  std::vector<std::uint8_t> ended_;  // By row of the orders: 1 or 0, likewise below.
  std::vector<std::uint8_t> touched_;
  const OrderPolicy* policy_;
  RowTexts payloads_;
};

}  // namespace

OrdersClose close_orders(const CloseDays& days) { return OrdersCloser(days).close(); }

}  // namespace o2c::inline v1
