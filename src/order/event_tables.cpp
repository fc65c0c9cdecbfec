#include "o2c/order/event_tables.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>

#include "o2c/columns/table_builder.hpp"
#include "o2c/columns/text_codes.hpp"
#include "o2c/number/error.hpp"

#include "event_table_names.hpp"
#include "field_columns.hpp"

namespace o2c::inline v1 {

namespace {

template <class... Events>
std::tuple<FieldColumns<Events>...> columns_for(TypeList<Events...> /*all*/);
using AllEventColumns = decltype(columns_for(OrderEventTypes{}));

/// One function for each kind, which writes its columns.
template <class... Events>
consteval auto column_writers(TypeList<Events...> /*all*/) {
  return std::array{+[](const AllEventColumns& columns, TableDraft& table, RowNumbers rows) {
    std::get<index_of(on<Events>)>(columns).write(table, {}, rows);
  }...};
}
constexpr auto write_event_columns = column_writers(OrderEventTypes{});

/// An event, but for what it says, which is in a row of its kind's columns.
struct EventRow {
  std::uint32_t order;
  std::int32_t seq;
  EventKind kind;
  Role role;
  std::uint32_t row;
  Date on;
  std::uint32_t by;
  std::int64_t recorded_at_us;
};

/// What all rows of a column have in common: they ask for a member of the event that they belong
/// to.
template <class Get>
auto of_events(const std::vector<EventRow>& events, const std::vector<std::uint32_t>& owners,
               const Get& get) {
  return [&events, &owners, get](std::size_t i) { return get(events[owners[i]]); };
}

}  // namespace

struct EventTablesBuilder::State {
  TextCodes orders;
  TextCodes people;
  std::vector<std::int32_t> versions;  // Of each order.
  std::vector<EventRow> events;
  std::array<std::uint32_t, event_count> rows{};  // Of each kind.
  AllEventColumns columns;

  /// Positions of all events by the number of their order, and by seq.
  [[nodiscard]] std::vector<std::uint32_t> in_order() const {
    std::vector<std::uint32_t> by_number(orders.size());
    std::iota(by_number.begin(), by_number.end(), 0U);
    std::ranges::sort(by_number, {}, [&](std::uint32_t code) { return orders.text(code); });
    // Where each order begins; then where its next event goes.
    std::vector<std::uint32_t> next(orders.size());
    std::uint32_t begin = 0;
    for (const std::uint32_t code : by_number) {
      next[code] = begin;
      begin += static_cast<std::uint32_t>(versions[code]);
    }
    std::vector<std::uint32_t> positions(events.size());
    for (std::uint32_t i = 0; i < events.size(); ++i) positions[next[events[i].order]++] = i;
    return positions;
  }

  void add_keys(TableBuilder& table, const std::vector<std::uint32_t>& owners) const {
    table
        .text("order", of_events(events, owners,
                                 [this](const EventRow& row) { return orders.text(row.order); }))
        .integer("seq", of_events(events, owners, [](const EventRow& row) {
                   return std::optional<std::int64_t>(row.seq);
                 }));
  }
  static void add_date(TableBuilder& table, const std::vector<EventRow>& events,
                       const std::vector<std::uint32_t>& owners) {
    table.date("on", of_events(events, owners,
                               [](const EventRow& row) { return std::optional(row.on.days()); }));
  }

  /// The table of all events. That of an event has the first columns of it.
  [[nodiscard]] NamedTable all_events(const std::vector<std::uint32_t>& owners) const {
    TableDraft draft{.name = std::string(all_events_table), .owners = owners};
    std::vector<std::uint32_t> codes(owners.size());
    std::array<std::uint32_t, event_count> kind_codes{};
    kind_codes.fill(no_row);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < owners.size(); ++i) {
      const EventKind kind = events[owners[i]].kind;
      std::uint32_t& code = kind_codes[index_of(kind)];
      if (code == no_row) {
        code = static_cast<std::uint32_t>(names.size());
        names.push_back(to_string(kind));
      }
      codes[i] = code;
    }
    write_names(draft, "event", names, codes);

    std::vector<std::string> roles;
    for (int role = 0; role < role_count; ++role) roles.push_back(to_string(Role(role)));
    for (std::size_t i = 0; i < owners.size(); ++i)
      codes[i] = static_cast<std::uint32_t>(events[owners[i]].role);
    write_names(draft, "role", roles, codes);

    TableBuilder keys(owners.size());
    add_keys(keys, owners);
    TableBuilder others(owners.size());
    add_date(others, events, owners);
    others
        .moment("recorded_at",
                of_events(events, owners,
                          [](const EventRow& row) { return std::optional(row.recorded_at_us); }))
        .text("by", of_events(events, owners,
                              [this](const EventRow& row) { return people.text(row.by); }));

    ArrowTable table = *keys.finish();
    const std::shared_ptr<const ArrowTable> rest = others.finish();
    table.columns.push_back(draft.columns[0]);
    table.columns.insert(table.columns.end(), rest->columns.begin(), rest->columns.end());
    table.columns.push_back(draft.columns[1]);
    return {draft.name, std::make_shared<const ArrowTable>(std::move(table))};
  }

  void add_table(std::vector<NamedTable>& tables, TableDraft draft, bool has_date) const {
    TableBuilder keys(draft.owners.size());
    add_keys(keys, draft.owners);
    if (has_date) add_date(keys, events, draft.owners);
    ArrowTable table = *keys.finish();
    table.columns.insert(table.columns.end(), draft.columns.begin(), draft.columns.end());
    tables.push_back({draft.name, std::make_shared<const ArrowTable>(std::move(table))});
    for (TableDraft& list : draft.lists) add_table(tables, std::move(list), false);
  }
};

EventTablesBuilder::EventTablesBuilder() : state_(std::make_unique<State>()) {}
EventTablesBuilder::EventTablesBuilder(EventTablesBuilder&&) noexcept = default;
EventTablesBuilder& EventTablesBuilder::operator=(EventTablesBuilder&&) noexcept = default;
EventTablesBuilder::~EventTablesBuilder() = default;

void EventTablesBuilder::add(std::string_view order, const OrderEntry& entry) {
  State& state = *state_;
  if (state.events.size() >= events_most) throw_overflow("more than 2 billion events in one table");
  const std::uint32_t code = state.orders.code(order);
  if (code == state.versions.size()) state.versions.push_back(0);
  const EventKind kind = kind_of(entry.event);
  state.events.push_back({.order = code,
                          .seq = ++state.versions[code],
                          .kind = kind,
                          .role = entry.role,
                          .row = state.rows[index_of(kind)]++,
                          .on = entry.on,
                          .by = state.people.code(entry.by),
                          .recorded_at_us = entry.recorded_at_us});
  std::visit([&]<class Event>(
                 const Event& event) { std::get<index_of(on<Event>)>(state.columns).push(event); },
             static_cast<const OrderEventTypes::Variant&>(entry.event));
}

std::vector<NamedTable> EventTablesBuilder::finish() {
  const State& state = *state_;
  const std::vector<std::uint32_t> positions = state.in_order();
  std::vector<NamedTable> tables{state.all_events(positions)};
  std::array<std::vector<std::uint32_t>, event_count> owners;
  for (const std::uint32_t position : positions)
    owners[index_of(state.events[position].kind)].push_back(position);
  for (std::size_t kind = 0; kind < event_count; ++kind) {
    if (owners[kind].empty()) continue;
    std::vector<std::uint32_t> rows;
    rows.reserve(owners[kind].size());
    for (const std::uint32_t position : owners[kind]) rows.push_back(state.events[position].row);
    TableDraft draft{.name = to_string(EventKind(kind)), .owners = std::move(owners[kind])};
    write_event_columns[kind](state.columns, draft, rows);
    state.add_table(tables, std::move(draft), true);
  }
  return tables;
}

}  // namespace o2c::inline v1
