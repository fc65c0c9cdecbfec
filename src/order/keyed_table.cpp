#include "keyed_table.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "o2c/columns/parallel.hpp"
#include "o2c/number/error.hpp"

#include "event_table_names.hpp"
#include "name_reader.hpp"

namespace o2c::inline v1 {

namespace {

const std::vector<EventTableForm>& table_forms() {
  static const std::vector<EventTableForm> of_kinds = event_table_forms(OrderEventTypes{});
  return of_kinds;
}

constexpr auto is_text_kind = [](const ColumnKind& kind) { return is_text(kind.type); };

/// Whole numbers from 1.
class NumbersFrom1 {
 public:
  NumbersFrom1(RowReading& reading, std::string_view name)
      : reading_(&reading), column_(reading.column(name, holds_wholes, "integers")) {}

  [[nodiscard]] bool is_there() const { return column_ != RowReading::no_column; }

  /// Of the row that the table is moved to; 0: it has none.
  std::int32_t at_row() {
    const ColumnView& view = reading_->view(column_);
    std::int64_t number = 0;
    if (view.kind.type == ColumnType::int64 && view.validity == nullptr)
      number = view.data<std::int64_t>()[reading_->row()];
    else
      number = reading_->whole(column_).value_or(0);
    if (number >= 1 && number <= INT32_MAX) return static_cast<std::int32_t>(number);
    reading_->refuse(column_, "a whole number from 1");
    return 0;
  }

 private:
  RowReading* reading_;
  std::size_t column_;
};

/// Numbers of orders by their texts. Most rows are of the order of the row before, or of one of
/// the next, for which nothing has to be looked up.
class OrderCodes {
 public:
  explicit OrderCodes(TextCodes& codes, bool makes_orders)
      : codes_(&codes), makes_orders_(makes_orders) {}

  /// None: nobody has that number.
  std::optional<std::uint32_t> of(std::string_view number) {
    const std::uint32_t end = static_cast<std::uint32_t>(
        std::min<std::size_t>(codes_->size(), std::size_t{last_} + looked_ahead));
    for (std::uint32_t code = last_; code < end; ++code)
      if (codes_->text(code) == number) return last_ = code;
    if (makes_orders_) return last_ = codes_->code(number);
    std::uint32_t code = TextCodes::unknown;
    static_cast<void>(codes_->find({&number, 1}, {&code, 1}));
    if (code == TextCodes::unknown) return std::nullopt;
    return last_ = code;
  }

 private:
  static constexpr std::size_t looked_ahead = 4;

  TextCodes* codes_;
  bool makes_orders_;
  std::uint32_t last_ = 0;
};

/// Sorts rows by key and item, if they are not.
void sort_rows(KeyedTable& table) {
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    if (table.keys[a] != table.keys[b]) return table.keys[a] < table.keys[b];
    if (!table.items.empty() && table.items[a] != table.items[b])
      return table.items[a] < table.items[b];
    return a < b;
  };
  if (!std::ranges::is_sorted(table.rows, before)) std::ranges::sort(table.rows, before);
}

}  // namespace

KeyedTables::KeyedTables(std::vector<NamedSource> sources, std::size_t threads) {
  place(sources);
  const TableFaults none(tables_.size());
  Findings of_events{none, {}};
  read_keys(*events_, true, false, of_events);
  is_sound_.assign(numbers_.size(), 1);
  read_kinds(of_events);
  check_seqs(of_events);
  take(std::move(of_events));
  threads = std::min(threads, event_count);
  std::vector<Findings> found(threads, Findings{none, {}});
  run_threads(threads, [&](std::size_t thread) {
    for (std::size_t kind = thread; kind < event_count; kind += threads) {
      if (of_kind_[kind] != nullptr) read_keys(*of_kind_[kind], false, false, found[thread]);
      for (std::size_t list = 0; list < lists_[kind].size(); ++list)
        find_items(kind, list, found[thread]);
    }
  });
  for (Findings& findings : found) take(std::move(findings));
}

void KeyedTables::take(Findings findings) {
  faults_->merge(std::move(findings.faults));
  for (const std::uint32_t order : findings.unsound) is_sound_[order] = 0;
}

const ListTable& KeyedTables::list(std::size_t kind, std::string_view name) const {
  const auto found = std::ranges::find(table_forms()[kind].lists, name);
  return lists_[kind][static_cast<std::size_t>(found - table_forms()[kind].lists.begin())];
}

/// Gives each table its place, by its name.
void KeyedTables::place(std::vector<NamedSource>& sources) {
  for (std::size_t kind = 0; kind < event_count; ++kind)
    lists_[kind].resize(table_forms()[kind].lists.size());
  std::vector<Fault> wrong;
  bool has_events = false;
  const auto event_place = [&](std::string_view name) -> KeyedTable** {
    if (name == all_events_table) return &events_;
    for (std::size_t kind = 0; kind < event_count; ++kind)
      if (name == info_of(EventKind(kind)).name) return &of_kind_[kind];
    return nullptr;
  };
  const auto list_place = [&](std::string_view name) -> ListTable* {
    const std::size_t point = name.find('.');
    for (std::size_t kind = 0; point != std::string_view::npos && kind < event_count; ++kind) {
      if (name.substr(0, point) != info_of(EventKind(kind)).name) continue;
      const auto found = std::ranges::find(table_forms()[kind].lists, name.substr(point + 1));
      if (found != table_forms()[kind].lists.end())
        return &lists_[kind][static_cast<std::size_t>(found - table_forms()[kind].lists.begin())];
    }
    return nullptr;
  };
  for (NamedSource& source : sources) {
    KeyedTable** const events = event_place(source.name);
    ListTable* const list = events == nullptr ? list_place(source.name) : nullptr;
    const bool is_free =
        events != nullptr ? *events == nullptr : list != nullptr && list->table == nullptr;
    if (!is_free) {
      const bool is_known = events != nullptr || list != nullptr;
      wrong.push_back({.file = source.name,
                       .expected = is_known ? "one table of this name"
                                            : "events, or the name of an event, or of a list of "
                                              "one (ContractSigned.lines)"});
      continue;
    }
    has_events |= events == &events_;
    try {
      tables_.push_back(std::make_unique<KeyedTable>(source, tables_.size()));
    } catch (const BadTable& broken) {
      std::vector<Fault> faults = broken.faults();
      if (faults.empty()) faults.push_back({.expected = "a table that can be read"});
      for (Fault& fault : faults) {
        fault.file = source.name;
        if (fault.value.empty()) fault.value = broken.what();
        wrong.push_back(std::move(fault));
      }
      continue;
    }
    if (list != nullptr)
      list->table = tables_.back().get();
    else
      *events = tables_.back().get();
  }
  if (!has_events)
    wrong.push_back(
        {.file = std::string(all_events_table), .expected = "this table, of all events"});
  if (!wrong.empty()) {
    std::string message = to_string(wrong.front());
    throw BadTable(message, std::move(wrong));
  }
  faults_.emplace(tables_.size());
}

void KeyedTables::read_keys(KeyedTable& table, bool makes_orders, bool has_items,
                            Findings& findings) {
  RowReading reading(table.held, table.number, findings.faults);
  const std::size_t order = reading.column("order", is_text_kind, "text");
  NumbersFrom1 seqs(reading, "seq");
  std::optional<NumbersFrom1> items;
  if (has_items) items.emplace(reading, "item");
  table.keys.assign(table.held.rows(), no_key);
  if (has_items) table.items.assign(table.held.rows(), 0);
  if (order == RowReading::no_column || !seqs.is_there() || (items && !items->is_there())) return;
  table.has_keys = true;
  // Without the orders of all events no row is of one.
  if (!makes_orders && !events_->has_keys) return;

  OrderCodes codes(numbers_, makes_orders);
  table.rows.reserve(table.held.rows());
  const auto rows = static_cast<std::uint32_t>(table.held.rows());
  for (std::uint32_t row = 0; row < rows; ++row) {
    reading.move_to(row);
    std::optional<std::uint32_t> code;
    reading.guard([&] {
      if (!reading.has_value(order))
        reading.refuse(order, "the number of an order");
      else if (code = codes.of(reading.text(order)); !code)
        reading.refuse(order, "an order that is in events");
    });
    const std::int32_t seq = seqs.at_row();
    const std::int32_t item = items ? items->at_row() : 1;
    if (!code) continue;
    if (seq == 0 || item == 0) {
      findings.unsound.push_back(*code);
      continue;
    }
    table.keys[row] = event_key(*code, seq);
    if (has_items) table.items[row] = item;
    table.rows.push_back(row);
  }
  sort_rows(table);
}

void KeyedTables::read_kinds(Findings& findings) {
  RowReading reading(events_->held, events_->number, findings.faults);
  const std::size_t event = reading.column("event", is_text_kind, "text");
  kinds_.assign(events_->rows.size(), no_kind);
  has_kinds_ = event != RowReading::no_column;
  if (!has_kinds_) return;
  std::array<bool, event_count> is_told{};
  std::unordered_map<std::string_view, std::int32_t> known;
  for (std::size_t kind = 0; kind < event_count; ++kind)
    known.emplace(info_of(EventKind(kind)).name, static_cast<std::int32_t>(kind));
  NameReader names([&](std::string_view name) {
    const auto found = known.find(name);
    return found == known.end() ? NameReader::unknown : found->second;
  });
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    const std::uint32_t row = events_->rows[i];
    reading.move_to(row);
    std::int32_t kind = NameReader::unknown;
    const bool is_read = reading.guard([&] {
      if (reading.has_value(event)) kind = names.at(reading.view(event), reading.row());
    });
    if (kind >= 0) {
      kinds_[i] = static_cast<std::uint8_t>(kind);
      if (of_kind_[kinds_[i]] != nullptr || !table_forms()[kinds_[i]].has_fields) continue;
      findings.unsound.push_back(order_of(events_->keys[row]));
      // Once for each kind.
      if (!std::exchange(is_told[kinds_[i]], true))
        reading.refuse(event, "a table " + to_string(EventKind(kinds_[i])) + " besides this one");
      continue;
    }
    if (is_read) reading.refuse(event, "the name of an event that this version of o2c knows");
    findings.unsound.push_back(order_of(events_->keys[row]));
  }
}

/// Each order's events are numbered 1, 2, ...
void KeyedTables::check_seqs(Findings& findings) {
  begins_.assign(numbers_.size() + 1, events_->rows.size());
  std::uint32_t last_order = 0;
  std::int32_t last = 0;
  for (std::size_t i = 0; i < events_->rows.size(); ++i) {
    const std::uint32_t row = events_->rows[i];
    const EventKey key = events_->keys[row];
    if (i == 0 || order_of(key) != last_order) {
      for (std::uint32_t order = i == 0 ? 0 : last_order + 1; order <= order_of(key); ++order)
        begins_[order] = i;
      last_order = order_of(key);
      last = 0;
    }
    if (seq_of(key) != last + 1) {
      findings.unsound.push_back(order_of(key));
      refuse_key(*events_, row,
                 seq_of(key) == last
                     ? "each seq once in an order"
                     : std::to_string(std::int64_t{last} + 1) + ": no seq is left out",
                 findings.faults);
    }
    last = seq_of(key);
  }
}

bool KeyedTables::has_keys() const {
  return has_kinds_ && std::ranges::all_of(tables_, [](const std::unique_ptr<KeyedTable>& table) {
           return table->has_keys;
         });
}

/// The items of each list.
void KeyedTables::find_items(std::size_t kind, std::size_t list, Findings& findings) {
  ListTable& items = lists_[kind][list];
  const KeyedTable* const owners = of_kind_[kind];
  if (owners != nullptr) items.runs.assign(owners->held.rows(), {});
  if (items.table == nullptr) return;
  KeyedTable& table = *tables_[items.table->number];
  read_keys(table, false, true, findings);
  if (!table.has_keys || (owners != nullptr && !owners->has_keys)) return;
  std::size_t at = 0;
  EventKey before = no_key;
  for (std::size_t i = 0; owners != nullptr && i < owners->rows.size(); ++i) {
    const EventKey key = owners->keys[owners->rows[i]];
    if (std::exchange(before, key) == key) continue;
    for (; at < table.rows.size() && table.keys[table.rows[at]] < key; ++at)
      refuse_extra(table, table.rows[at], findings.faults);
    ListRun& run = items.runs[owners->rows[i]];
    run.begin = static_cast<std::uint32_t>(at);
    for (; at < table.rows.size() && table.keys[table.rows[at]] == key; ++at) {
      const std::int32_t number =
          ++run.count <= INT32_MAX ? static_cast<std::int32_t>(run.count) : 0;
      const std::uint32_t row = table.rows[at];
      if (table.items[row] == number) continue;
      findings.unsound.push_back(order_of(key));
      findings.faults.add(table.number,
                          {.row = row,
                           .field = "item",
                           .value = std::to_string(table.items[row]),
                           .expected = std::to_string(number) + ": items are numbered 1, 2, ..."});
    }
  }
  for (; at < table.rows.size(); ++at) refuse_extra(table, table.rows[at], findings.faults);
}

void KeyedTables::refuse_key(const KeyedTable& table, std::uint32_t row, std::string expected,
                             TableFaults& faults) const {
  const EventKey key = table.keys[row];
  faults.add(table.number, {.row = row,
                            .field = "seq",
                            .value = std::to_string(seq_of(key)),
                            .expected = std::move(expected) + " (order " +
                                        std::string(order(order_of(key))) + ")"});
}

void KeyedTables::refuse_extra(const KeyedTable& table, std::uint32_t row,
                               TableFaults& faults) const {
  const std::string event = table.held.name().substr(0, table.held.name().find('.'));
  refuse_key(table, row, "an event " + event + " of this seq, with one row here", faults);
}

void KeyedTables::throw_if_any(const TableFaults& faults) const {
  std::vector<Fault> all;
  std::size_t count = 0;
  const auto collect = [&](const KeyedTable& table) {
    for (Fault& fault : faults.of_table[table.number].sorted()) {
      fault.file = table.held.name();
      all.push_back(std::move(fault));
    }
    count += faults.of_table[table.number].count();
  };
  collect(*events_);
  for (const std::unique_ptr<KeyedTable>& table : tables_)
    if (table.get() != events_) collect(*table);
  if (count == 0) return;
  std::string message = to_string(all.front());
  if (count > 1) message += " (and " + std::to_string(count - 1) + " more faults)";
  throw BadTable(message, std::move(all));
}

}  // namespace o2c::inline v1
