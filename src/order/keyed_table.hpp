#pragma once

// Tables whose rows are told by the order and the seq of their event. Private to src/order.

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "o2c/columns/held_table.hpp"
#include "o2c/columns/text_codes.hpp"
#include "o2c/order/event_table_reader.hpp"
#include "o2c/order/order_event.hpp"

#include "row_reading.hpp"

namespace o2c::inline v1 {

/// The number of an order, counted by first rows, and the seq of its event.
using EventKey = std::uint64_t;
inline constexpr EventKey no_key = std::numeric_limits<EventKey>::max();

constexpr EventKey event_key(std::uint32_t order, std::int32_t seq) noexcept {
  return EventKey{order} << 32U | static_cast<std::uint32_t>(seq);
}
constexpr std::uint32_t order_of(EventKey key) noexcept {
  return static_cast<std::uint32_t>(key >> 32U);
}
constexpr std::int32_t seq_of(EventKey key) noexcept {
  return static_cast<std::int32_t>(key & 0xFFFF'FFFFU);
}

struct KeyedTable {
  KeyedTable(NamedSource& source, std::size_t its_number)
      : held(*source.table, source.name), number(its_number) {}

  HeldTable held;
  std::size_t number;               ///< Among the tables.
  bool has_keys = false;            ///< It has the columns for them.
  std::vector<EventKey> keys;       ///< Of each row; `no_key` where it says none.
  std::vector<std::int32_t> items;  ///< Of a list.
  std::vector<std::uint32_t> rows;  ///< Those with a key, by key (and item).
};

/// The items of an event's list: so many rows from one on, in the order of KeyedTable::rows.
struct ListRun {
  std::uint32_t begin = 0;
  std::uint32_t count = 0;
};

struct ListTable {
  const KeyedTable* table = nullptr;  ///< None was given: all lists are empty.
  std::vector<ListRun> runs;          ///< Of each row of the event's table.
};

/// The tables of events, each row of which has been found by its key.
class KeyedTables {
 public:
  /// What is wrong goes to faults(); orders that it concerns are not sound.
  KeyedTables(std::vector<NamedSource> sources, std::size_t threads);

  [[nodiscard]] std::size_t size() const noexcept { return tables_.size(); }
  [[nodiscard]] const KeyedTable& all_events() const { return *events_; }
  [[nodiscard]] const KeyedTable* of_kind(std::size_t kind) const { return of_kind_[kind]; }
  /// A list of a kind of event, by its name.
  [[nodiscard]] const ListTable& list(std::size_t kind, std::string_view name) const;

  [[nodiscard]] std::size_t orders() const noexcept { return numbers_.size(); }
  [[nodiscard]] std::string_view order(std::size_t i) const {
    return numbers_.text(static_cast<std::uint32_t>(i));
  }
  /// The first event of an order, as a position in all_events().rows; of orders(): their number.
  [[nodiscard]] std::size_t begin(std::size_t order) const { return begins_[order]; }
  /// Whether each of its events is there once, of a known kind and with its rows.
  [[nodiscard]] bool is_sound(std::size_t order) const { return is_sound_[order] != 0; }

  static constexpr std::uint8_t no_kind = 0xFF;
  /// Of an event, by its position in all_events().rows.
  [[nodiscard]] std::uint8_t kind(std::size_t event) const { return kinds_[event]; }

  /// Whether each table has the columns that say whose its rows are; else no row was read that
  /// would have to be found by them.
  [[nodiscard]] bool has_keys() const;
  [[nodiscard]] const TableFaults& faults() const noexcept { return *faults_; }
  /// Throws BadTable with all of them, the table of all events first.
  void throw_if_any(const TableFaults& faults) const;
  /// A row that belongs to no event.
  void refuse_extra(const KeyedTable& table, std::uint32_t row, TableFaults& faults) const;

 private:
  /// What one thread finds to be wrong.
  struct Findings {
    TableFaults faults;
    std::vector<std::uint32_t> unsound;  ///< Orders.
  };

  void place(std::vector<NamedSource>& sources);
  void read_keys(KeyedTable& table, bool makes_orders, bool has_items, Findings& findings);
  void read_kinds(Findings& findings);
  void check_seqs(Findings& findings);
  void find_items(std::size_t kind, std::size_t list, Findings& findings);
  void refuse_key(const KeyedTable& table, std::uint32_t row, std::string expected,
                  TableFaults& faults) const;
  void take(Findings findings);

  std::vector<std::unique_ptr<KeyedTable>> tables_;
  KeyedTable* events_ = nullptr;
  std::array<KeyedTable*, event_count> of_kind_{};
  std::array<std::vector<ListTable>, event_count> lists_{};
  TextCodes numbers_;
  std::vector<std::size_t> begins_;
  std::vector<char> is_sound_;
  std::vector<std::uint8_t> kinds_;
  bool has_kinds_ = false;  // The column `event` is there.
  std::optional<TableFaults> faults_;
};

}  // namespace o2c::inline v1
