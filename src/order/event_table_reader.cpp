#include "o2c/order/event_table_reader.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <variant>

#include "o2c/columns/arrow_import.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/order/decide.hpp"

#include "event_table_check.hpp"
#include "field_readers.hpp"
#include "keyed_table.hpp"

namespace o2c::inline v1 {

namespace {

/// The events of one kind, read from its table.
class EventReading {
 public:
  EventReading() = default;
  EventReading(const EventReading&) = delete;
  EventReading& operator=(const EventReading&) = delete;
  virtual ~EventReading() = default;

  /// What the event of a row says, of this kind; `on` is its day, where that is known.
  virtual void read(std::uint32_t row, std::optional<Date> on, OrderEvent& event) = 0;
};

/// The day that stands beside an event's fields, where it does, is that of all events.
class DayCheck {
 public:
  explicit DayCheck(const ReaderPlace& place) : rows_(&place.rows) {
    if (rows_->has_column("on")) day_.emplace(place, "on");
  }

  void check(std::optional<Date> expected) {
    Date day = Date::min();
    if (!day_ || !day_->read(day)) return;
    if (expected && day != *expected)
      rows_->refuse("on", to_string(day), to_string(*expected) + ", as in events");
  }

 private:
  RowReading* rows_;
  std::optional<FieldReader<Date>> day_;
};

template <EventType Event>
class EventReadingOf final : public EventReading {
 public:
  EventReadingOf(const KeyedTables& tables, TableFaults& faults, const CurrencyTable& currencies)
      : rows_(tables.of_kind(kind)->held, tables.of_kind(kind)->number, faults),
        day_(ReaderPlace{rows_, tables, kind, faults, currencies}),
        fields_(ReaderPlace{rows_, tables, kind, faults, currencies}, {}) {}

  void read(std::uint32_t row, std::optional<Date> on, OrderEvent& event) override {
    rows_.move_to(row);
    rows_.guard([&] {
      day_.check(on);
      fields_.read(std::get<Event>(event));
    });
  }

 private:
  static constexpr std::size_t kind = index_of(on<Event>);

  RowReading rows_;
  DayCheck day_;
  FieldReader<Event> fields_;
};

struct KindOfReading {
  std::unique_ptr<EventReading> (*open)(const KeyedTables&, TableFaults&, const CurrencyTable&);
  OrderEvent (*blank)();
};
template <class... Events>
consteval auto readings_of(TypeList<Events...> /*all*/) {
  return std::array{
      KindOfReading{+[](const KeyedTables& tables, TableFaults& faults,
                        const CurrencyTable& currencies) -> std::unique_ptr<EventReading> {
                      return std::make_unique<EventReadingOf<Events>>(tables, faults, currencies);
                    },
                    +[]() { return OrderEvent(blank_value<Events>()); }}...};
}
constexpr auto kinds_of_reading = readings_of(OrderEventTypes{});

/// Reads the events of some orders one after the other, in one thread. An event of each kind is
/// kept, so that its texts have their memory when the next one is read.
class EventStream {
 public:
  /// Orders from one on, up to another.
  EventStream(const KeyedTables& tables, const CurrencyTable& currencies, std::size_t first_order,
              std::size_t last_order)
      : tables_(&tables),
        faults_(tables.size()),
        rows_(tables.all_events().held, tables.all_events().number, faults_),
        place_{rows_, tables, 0, faults_, currencies},
        on_(place_, "on"),
        recorded_at_column_(rows_.column("recorded_at", recorded_at_)),
        by_(place_, "by"),
        role_(place_, "role") {
    for (std::size_t kind = 0; kind < event_count; ++kind) {
      const KeyedTable* const table = tables.of_kind(kind);
      if (table == nullptr) continue;
      readings_[kind] = kinds_of_reading[kind].open(tables, faults_, currencies);
      next_rows_[kind] = first_row(*table, first_order);
      last_rows_[kind] = first_row(*table, last_order);
    }
  }
  EventStream(const EventStream&) = delete;
  EventStream& operator=(const EventStream&) = delete;
  ~EventStream() = default;

  void begin_order() { last_moment_us_.reset(); }
  /// The event at that position of all events, whose kind is known. It is there until the next one
  /// of its kind is read. Faults of it are found in faults().
  const OrderEntry& read(std::size_t event) {
    const std::uint8_t kind = tables_->kind(event);
    std::optional<OrderEntry>& entry = entries_[kind];
    if (!entry) entry.emplace(OrderEntry{kinds_of_reading[kind].blank(), Date::min(), {}});
    const KeyedTable& events = tables_->all_events();
    const std::uint32_t row = events.rows[event];
    rows_.move_to(row);
    bool has_day = false;
    rows_.guard([&] {
      has_day = on_.read(entry->on);
      by_.read(entry->by);
      role_.read(entry->role);
      read_moment(*entry);
    });
    if (readings_[kind] == nullptr) return *entry;
    if (const std::optional<std::uint32_t> said = find_row(kind, events.keys[row])) {
      readings_[kind]->read(*said, has_day ? std::optional(entry->on) : std::nullopt, entry->event);
    } else {
      const std::string name = to_string(EventKind(kind));
      rows_.refuse("event", name, "a row of this order and seq in " + name);
    }
    return *entry;
  }
  /// Rows that are left belong to no event.
  void end() {
    for (std::size_t kind = 0; kind < event_count; ++kind)
      for (; next_rows_[kind] < last_rows_[kind]; ++next_rows_[kind])
        refuse_extra(*tables_->of_kind(kind), next_rows_[kind]);
  }
  /// The event that was read last cannot be, after those before it.
  void refuse_event(const OrderEntry& entry, const Error& why) {
    rows_.refuse("event", to_string(kind_of(entry.event)),
                 std::string("an event that can follow those before it: ") + why.what());
  }
  /// What the order comes to with the event that was read last, in which its number stands.
  void refuse_order(std::string_view number, std::string expected) {
    rows_.refuse("order", std::string(number), std::move(expected));
  }

  [[nodiscard]] TableFaults& faults() noexcept { return faults_; }

 private:
  static constexpr std::int64_t microseconds_per_day = 86'400'000'000;

  void read_moment(OrderEntry& entry) {
    if (!rows_.has_value(recorded_at_column_)) return rows_.refuse(recorded_at_column_, "a moment");
    const ColumnView& moments = rows_.view(recorded_at_column_);
    if (moments.kind.ticks_per_day == microseconds_per_day)
      entry.recorded_at_us = moments.data<std::int64_t>()[rows_.row()];
    else
      entry.recorded_at_us = recorded_at_->at(moments, rows_.row());
    // The moments of an order's events never go back.
    if (last_moment_us_ && entry.recorded_at_us < *last_moment_us_)
      rows_.refuse(recorded_at_column_, "not before the event before it");
    last_moment_us_ = entry.recorded_at_us;
  }
  static std::size_t first_row(const KeyedTable& table, std::size_t order) {
    const auto found = std::ranges::lower_bound(
        table.rows, order, {}, [&](std::uint32_t row) { return order_of(table.keys[row]); });
    return static_cast<std::size_t>(found - table.rows.begin());
  }
  /// The row of an event in the table of its kind. Events come by their keys, as rows do.
  std::optional<std::uint32_t> find_row(std::size_t kind, EventKey key) {
    const KeyedTable& table = *tables_->of_kind(kind);
    std::size_t& next = next_rows_[kind];
    for (; next < last_rows_[kind]; ++next) {
      const std::uint32_t row = table.rows[next];
      if (table.keys[row] == key) return ++next, row;
      if (table.keys[row] > key) break;
      refuse_extra(table, next);
    }
    return std::nullopt;
  }
  /// It is no fault of the event that is being read, which may be of another order.
  void refuse_extra(const KeyedTable& table, std::size_t row) {
    const bool found = faults_.found;
    tables_->refuse_extra(table, table.rows[row], faults_);
    faults_.found = found;
  }

  const KeyedTables* tables_;
  TableFaults faults_;
  RowReading rows_;
  ReaderPlace place_;
  FieldReader<Date> on_;
  std::optional<MomentReader> recorded_at_;
  std::size_t recorded_at_column_;
  std::optional<std::int64_t> last_moment_us_;  // Of the order.
  FieldReader<std::string> by_;
  FieldReader<Role> role_;
  std::array<std::unique_ptr<EventReading>, event_count> readings_;
  std::array<std::size_t, event_count> next_rows_{};  // Positions in KeyedTable::rows.
  std::array<std::size_t, event_count> last_rows_{};
  std::array<std::optional<OrderEntry>, event_count> entries_;
};

/// An order has one thread.
std::size_t threads_for(const KeyedTables& tables, const EventTableReading& reading) {
  return std::clamp<std::size_t>(tables.orders(), 1, reading.threads);
}

/// Goes through the orders in threads and folds each one's events. `take(order, entry)` gets them
/// as long as it is sound; `end(FoldedOrder)`, when all of it was, says what is wrong with it.
/// Throws BadTable for all that is wrong.
template <class Take, class End>
void read_orders(const KeyedTables& tables, const EventTableReading& reading, const Take& take,
                 const End& end) {
  const std::size_t threads = threads_for(tables, reading);
  TableFaults faults = tables.faults();
  {
    EventStream columns(tables, reading.currencies, 0, 0);  // Each thread would find the same.
    if (!tables.has_keys() || columns.faults().found) {
      faults.merge(std::move(columns.faults()));
      tables.throw_if_any(faults);
    }
  }
  const std::size_t events = tables.all_events().rows.size();
  const auto first_order = [&](std::size_t thread) {
    const std::size_t event = events * thread / threads;
    std::size_t order = 0;
    std::size_t last = tables.orders();
    while (order < last) {
      const std::size_t middle = (order + last) / 2;
      if (tables.begin(middle) < event)
        order = middle + 1;
      else
        last = middle;
    }
    return order;
  };
  std::vector<TableFaults> found(threads, TableFaults(tables.size()));
  run_threads(threads, [&](std::size_t thread) {
    const std::size_t first = first_order(thread);
    const std::size_t last = thread + 1 == threads ? tables.orders() : first_order(thread + 1);
    EventStream stream(tables, reading.currencies, first, last);
    OrderState state;
    for (std::size_t order = first; order < last; ++order) {
      bool is_sound = tables.is_sound(order);
      state = {};
      stream.begin_order();
      for (std::size_t event = tables.begin(order); event < tables.begin(order + 1); ++event) {
        if (tables.kind(event) == KeyedTables::no_kind) continue;
        stream.faults().found = false;
        const OrderEntry& entry = stream.read(event);
        is_sound &= !stream.faults().found;
        if (!is_sound) continue;
        try {
          fold(state, entry);
        } catch (const Error& why) {
          stream.refuse_event(entry, why);
          is_sound = false;
          continue;
        }
        take(order, entry);
      }
      if (!is_sound) continue;
      for (std::string& wrong : end(FoldedOrder{order, tables.order(order), state, thread}))
        stream.refuse_order(tables.order(order), std::move(wrong));
    }
    stream.end();
    found[thread] = std::move(stream.faults());
  });
  for (TableFaults& of_thread : found) faults.merge(std::move(of_thread));
  tables.throw_if_any(faults);
}

KeyedTables keyed_tables(std::vector<NamedSource> tables, const EventTableReading& reading) {
  if (reading.threads == 0) throw_invalid("threads 0: expected at least 1");
  return KeyedTables(std::move(tables), reading.threads);
}

}  // namespace

void check_event_tables(std::vector<NamedSource> tables,
                        const std::function<OrderCheck(std::size_t threads)>& checks,
                        const EventTableReading& reading) {
  const KeyedTables keyed = keyed_tables(std::move(tables), reading);
  read_orders(
      keyed, reading, [](std::size_t /*order*/, const OrderEntry&) {},
      checks(threads_for(keyed, reading)));
}

void fold_event_tables(std::vector<NamedSource> tables,
                       const std::function<void(const FoldedOrder&)>& visit,
                       const EventTableReading& reading) {
  const OrderCheck visited = [&](const FoldedOrder& order) {
    visit(order);
    return std::vector<std::string>();
  };
  check_event_tables(std::move(tables), [&](std::size_t /*threads*/) { return visited; }, reading);
}

std::vector<OrderHistory> order_histories(std::vector<NamedSource> tables,
                                          const EventTableReading& reading) {
  const KeyedTables keyed = keyed_tables(std::move(tables), reading);
  std::vector<OrderHistory> histories(keyed.orders());
  for (std::size_t i = 0; i < histories.size(); ++i) histories[i].order = keyed.order(i);
  read_orders(
      keyed, reading,
      [&](std::size_t order, const OrderEntry& entry) {
        histories[order].entries.push_back(entry);
      },
      [](const FoldedOrder&) { return std::vector<std::string>(); });
  return histories;
}

std::vector<NamedSource> sources_of(const std::vector<NamedTable>& tables) {
  std::vector<NamedSource> sources;
  for (const NamedTable& each : tables) {
    ArrowArrayStream stream{};
    export_arrow(each.table, stream);
    sources.push_back({each.name, import_arrow(stream)});
  }
  return sources;
}

}  // namespace o2c::inline v1
