#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/order/journal_break.hpp"
#include "o2c/order/journal_entry.hpp"
#include "o2c/order/journal_error.hpp"
#include "o2c/order/journal_hash.hpp"
#include "o2c/order/journal_snapshot.hpp"

namespace o2c::inline v1 {

class JournalStore;
class JournalEntries;

/// What became of events that were to be appended to an order.
enum class AppendOutcome : std::uint8_t {
  appended,       ///< They are in the journal, for good.
  already_there,  ///< They were there before, by their ids: nothing was done.
  conflict,       ///< The order has another version than was expected: nothing was done.
  held_back,      ///< Nothing was done, since other events of the same call had a conflict.
};

/// The name as it is written above.
const char* to_string(AppendOutcome outcome);

struct AppendAnswer {
  AppendOutcome outcome;
  std::int64_t version;  ///< That the order now has.

  /// Whether the events are in the journal.
  [[nodiscard]] bool stored() const noexcept {
    return outcome == AppendOutcome::appended || outcome == AppendOutcome::already_there;
  }
  friend bool operator==(const AppendAnswer&, const AppendAnswer&) = default;
};

/// Events for one order of several.
struct OrderAppend {
  std::string order;
  std::int64_t expected_version;  ///< Before the first of the events; 0: a new order.
  std::vector<JournalEvent> events;
};

struct OrderVersion {
  std::string order;
  std::int64_t version;

  friend bool operator==(const OrderVersion&, const OrderVersion&) = default;
};

/// Whether opening a journal makes it.
enum class JournalCreation : std::uint8_t { if_missing, never };

struct JournalReading {
  static constexpr std::int64_t now = INT64_MAX;

  std::int64_t from_seq = 1;
  std::int64_t known_at_us = now;  ///< Entries recorded at or before; microseconds, UTC.
};

/// The history of orders, to which events are added and from which nothing is ever taken.
///
/// SqliteJournal opens a file, PostgresJournal a server; both are a Journal, which can be moved.
/// Several threads may use one Journal, one after the other; several Journals, in as many programs
/// as one likes, may use one store at the same time.
///
/// All functions throw JournalError when the store fails, and InvalidArgument, with every fault,
/// for texts and numbers outside of what JournalEvent says.
class Journal {
 public:
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  Journal(Journal&&) noexcept;
  Journal& operator=(Journal&&) noexcept;
  ~Journal();

  /// The file, or the server and its database, for messages.
  [[nodiscard]] const std::string& place() const noexcept;

  /// Adds events to an order, all or none. When this returns, they survive a loss of power.
  ///
  /// Events whose ids are all in the journal, in the same order and with the same content, are
  /// already there. (When they were recorded is not compared: whoever sends again does so later.)
  /// Throws InvalidArgument if an id stands for something else, if only some of the events are
  /// there, or if `recorded_at_us` goes back.
  [[nodiscard]] AppendAnswer append(std::string_view order, std::int64_t expected_version,
                                    std::span<const JournalEvent> events);

  /// The same for several orders, all or none: one answer for each part.
  [[nodiscard]] std::vector<AppendAnswer> append_all(std::span<const OrderAppend> parts);

  /// The seq of the order's last entry; 0: there is none.
  [[nodiscard]] std::int64_t version(std::string_view order) const;

  /// Every order, by its bytes.
  [[nodiscard]] std::vector<OrderVersion> orders() const;

  /// The entries of an order, by seq.
  [[nodiscard]] std::vector<JournalEntry> read(std::string_view order,
                                               const JournalReading& reading = {}) const;

  /// The entry of an event, if there is one.
  [[nodiscard]] std::optional<JournalEntry> find(std::string_view id) const;

  /// At most `limit` entries after a position, in the order of recording, that were recorded at
  /// or before a moment.
  [[nodiscard]] std::vector<JournalEntry> page(
      std::int64_t after_position, std::size_t limit,
      std::int64_t known_at_us = JournalReading::now) const;

  /// All entries in the order of recording, to be gone through once, read page by page. It does
  /// not hold up writers, and must not outlive the journal.
  [[nodiscard]] JournalEntries entries(std::int64_t known_at_us = JournalReading::now) const;

  /// How far the journal has come: for an auditor to keep.
  [[nodiscard]] JournalHead head() const;

  /// Everything that is not as it was recorded, in the order of recording; empty: nothing.
  ///
  /// Without kept heads an edit is found, and an entry or order taken away, unless whoever did it
  /// also wrote all later hashes anew. With a head that was kept elsewhere that is found too.
  [[nodiscard]] std::vector<JournalBreak> verify(std::span<const JournalHead> kept = {}) const;

  /// Keeps the state of an order, in place of an earlier one of the same schema. Throws
  /// InvalidArgument when the order has no such entry.
  void save_snapshot(const JournalSnapshot& snapshot);

  /// The state of an order that was kept last; none if there is none of this schema, or if it does
  /// not fit the order's entries.
  [[nodiscard]] std::optional<JournalSnapshot> snapshot(std::string_view order,
                                                        std::string_view schema) const;

  /// Forgets all snapshots, which changes nothing but the time that opening an order takes.
  /// Returns how many there were.
  std::int64_t drop_snapshots();

 protected:
  explicit Journal(std::unique_ptr<JournalStore> store);

 private:
  friend class JournalImport;
  struct Held;
  std::unique_ptr<Held> held_;
};

/// What Journal::entries returns: for (const JournalEntry& entry : journal.entries()).
class JournalEntries {
 public:
  JournalEntries(const Journal& journal, std::int64_t known_at_us)
      : journal_(&journal), known_at_us_(known_at_us) {
    fetch();
  }

  class iterator {
   public:
    using iterator_concept = std::input_iterator_tag;
    using value_type = JournalEntry;
    using difference_type = std::ptrdiff_t;

    explicit iterator(JournalEntries& entries) : entries_(&entries) {}

    const JournalEntry& operator*() const { return entries_->page_[entries_->at_]; }
    const JournalEntry* operator->() const { return &**this; }
    iterator& operator++() {
      entries_->advance();
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& it, std::default_sentinel_t) { return it.at_end(); }

   private:
    [[nodiscard]] bool at_end() const { return entries_->at_ == entries_->page_.size(); }

    JournalEntries* entries_;
  };

  iterator begin() { return iterator(*this); }
  static std::default_sentinel_t end() { return {}; }

 private:
  static constexpr std::size_t page_size = 1024;

  void fetch() {
    page_ = journal_->page(after_, page_size, known_at_us_);
    at_ = 0;
    if (!page_.empty()) after_ = page_.back().position;
  }
  void advance() {
    ++at_;
    if (at_ == page_size) fetch();  // A shorter page is the last.
  }

  const Journal* journal_;
  std::int64_t known_at_us_;
  std::int64_t after_ = 0;
  std::vector<JournalEntry> page_;
  std::size_t at_ = 0;
};

}  // namespace o2c::inline v1
