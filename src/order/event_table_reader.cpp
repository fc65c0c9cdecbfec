#include "o2c/order/event_table_reader.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <variant>

#include "o2c/columns/arrow_import.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/order/decide.hpp"

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

  /// What the event of a row says; `entry` holds one of its kind, and the day that it is checked
  /// for.
  virtual void read(std::uint32_t row, OrderEntry& entry) = 0;
};

/// The day that stands beside an event's fields, where it does, is that of all events.
class DayCheck {
 public:
  explicit DayCheck(const ReaderPlace& place) : rows_(&place.rows) {
    if (rows_->table().find("on")) day_.emplace(place, "on");
  }

  void check(Date expected) {
    if (!day_) return;
    Date day = expected;
    day_->read(day);
    if (day != expected)
      rows_->refuse("on", to_string(day), to_string(expected) + ", as in events");
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

  void read(std::uint32_t row, OrderEntry& entry) override {
    rows_.move_to(row);
    day_.check(entry.on);
    fields_.read(std::get<Event>(entry.event));
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

  /// The event at that position of all events, whose kind is known. It is there until the next one
  /// of its kind is read. Faults of it are found in faults().
  const OrderEntry& read(std::size_t event) {
    const std::uint8_t kind = tables_->kind(event);
    std::optional<OrderEntry>& entry = entries_[kind];
    if (!entry) entry.emplace(OrderEntry{kinds_of_reading[kind].blank(), Date::min(), {}});
    const KeyedTable& events = tables_->all_events();
    const std::uint32_t row = events.rows[event];
    rows_.move_to(row);
    on_.read(entry->on);
    by_.read(entry->by);
    role_.read(entry->role);
    read_moment(*entry);
    if (readings_[kind] == nullptr) return *entry;
    if (const std::optional<std::uint32_t> said = find_row(kind, events.keys[row])) {
      readings_[kind]->read(*said, *entry);
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
  /// The moments of an order's events never go back.
  void refuse_moment() { rows_.refuse(recorded_at_column_, "not before the event before it"); }
  /// The event that was read last cannot be, after those before it.
  void refuse_event(const OrderEntry& entry, const Error& why) {
    rows_.refuse("event", to_string(kind_of(entry.event)),
                 std::string("an event that those before it allow: ") + why.what());
  }

  [[nodiscard]] TableFaults& faults() noexcept { return faults_; }

 private:
  static constexpr std::int64_t microseconds_per_day = 86'400'000'000;

  void read_moment(OrderEntry& entry) {
    const ColumnView& moments = rows_.view(recorded_at_column_);
    if (!rows_.has_value(recorded_at_column_))
      rows_.refuse(recorded_at_column_, "a moment");
    else if (moments.kind.ticks_per_day == microseconds_per_day)
      entry.recorded_at_us = moments.data<std::int64_t>()[rows_.row()];
    else
      entry.recorded_at_us = recorded_at_->at(moments, rows_.row());
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
  void refuse_extra(const KeyedTable& table, std::size_t row) {
    tables_->refuse_extra(table, table.rows[row], faults_);
  }

  const KeyedTables* tables_;
  TableFaults faults_;
  RowReading rows_;
  ReaderPlace place_;
  FieldReader<Date> on_;
  std::optional<MomentReader> recorded_at_;
  std::size_t recorded_at_column_;
  FieldReader<std::string> by_;
  FieldReader<Role> role_;
  std::array<std::unique_ptr<EventReading>, event_count> readings_;
  std::array<std::size_t, event_count> next_rows_{};  // Positions in KeyedTable::rows.
  std::array<std::size_t, event_count> last_rows_{};
  std::array<std::optional<OrderEntry>, event_count> entries_;
};

/// Goes through the orders in threads: `begin(thread)` for each, `take(thread, order, entry)` for
/// its events as long as it is sound, `end(thread, order)` when all of it was. Throws BadTable for
/// all that is wrong.
template <class Begin, class Take, class End>
void read_orders(const KeyedTables& tables, const EventTableReading& reading, const Begin& begin,
                 const Take& take, const End& end) {
  const std::size_t threads = reading.threads;
  TableFaults faults = tables.faults();
  {
    EventStream columns(tables, reading.currencies, 0, 0);  // Each thread would find the same.
    if (columns.faults().found) {
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
    for (std::size_t order = first; order < last; ++order) {
      bool is_sound = tables.is_sound(order);
      std::int64_t moment = INT64_MIN;
      begin(thread);
      for (std::size_t event = tables.begin(order); event < tables.begin(order + 1); ++event) {
        if (tables.kind(event) == KeyedTables::no_kind) continue;
        stream.faults().found = false;
        const OrderEntry& entry = stream.read(event);
        if (!stream.faults().found && is_sound && entry.recorded_at_us < moment)
          stream.refuse_moment();
        moment = entry.recorded_at_us;
        is_sound &= !stream.faults().found;
        if (!is_sound) continue;
        try {
          take(thread, order, entry);
        } catch (const Error& why) {
          stream.refuse_event(entry, why);
          is_sound = false;
        }
      }
      if (is_sound) end(thread, order);
    }
    stream.end();
    found[thread] = std::move(stream.faults());
  });
  for (TableFaults& of_thread : found) faults.merge(std::move(of_thread));
  tables.throw_if_any(faults);
}

std::size_t checked_threads(std::size_t threads) {
  if (threads == 0) throw_invalid("threads 0: expected at least 1");
  return threads;
}

}  // namespace

void fold_event_tables(std::vector<NamedSource> tables,
                       const std::function<void(const FoldedOrder&)>& visit,
                       const EventTableReading& reading) {
  std::vector<OrderState> states(checked_threads(reading.threads));
  const KeyedTables keyed(std::move(tables), reading.threads);
  read_orders(
      keyed, reading, [&](std::size_t thread) { states[thread] = {}; },
      [&](std::size_t thread, std::size_t /*order*/, const OrderEntry& entry) {
        fold(states[thread], entry);
      },
      [&](std::size_t thread, std::size_t order) {
        visit({order, keyed.order(order), states[thread], thread});
      });
}

std::vector<OrderHistory> order_histories(std::vector<NamedSource> tables,
                                          const EventTableReading& reading) {
  static_cast<void>(checked_threads(reading.threads));
  const KeyedTables keyed(std::move(tables), reading.threads);
  std::vector<OrderHistory> histories(keyed.orders());
  for (std::size_t i = 0; i < histories.size(); ++i) histories[i].order = keyed.order(i);
  read_orders(
      keyed, reading, [](std::size_t /*thread*/) {},
      [&](std::size_t /*thread*/, std::size_t order, const OrderEntry& entry) {
        histories[order].entries.push_back(entry);
      },
      [](std::size_t /*thread*/, std::size_t /*order*/) {});
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
