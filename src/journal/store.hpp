#pragma once

// What a database does for a journal. The rules (what is a conflict, what is there already, what
// the hashes are) are the journal's, once for all databases.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/order/journal.hpp"

namespace o2c::inline v1 {

/// The last entry of an order, kept beside the entries.
struct OrderHead {
  std::string order;
  std::int64_t version;  ///< Its seq.
  std::int64_t recorded_at_us;
  JournalHash hash;
};

/// An entry as the database has it, which somebody may have made unreadable.
struct StoredEntry {
  JournalEntry entry;
  std::string unreadable{};  ///< Which field is, and what it holds; empty: none.
};

struct StoredSnapshot {
  std::int64_t seq;
  std::string payload;
  JournalHash hash;
};

class JournalStore {
 public:
  JournalStore() = default;
  JournalStore(const JournalStore&) = delete;
  JournalStore& operator=(const JournalStore&) = delete;
  virtual ~JournalStore() = default;

  [[nodiscard]] virtual const std::string& place() const noexcept = 0;

  /// Waits until it is the only writer.
  virtual void begin_write() = 0;
  /// From here on, all that is read is of one moment.
  virtual void begin_read() = 0;
  /// Returns when what was written is on the disk.
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;

  virtual JournalHead head() = 0;
  virtual void set_head(const JournalHead& head) = 0;

  /// Those that there are.
  virtual std::vector<OrderHead> order_heads(std::span<const std::string_view> orders) = 0;
  /// By the bytes of the orders.
  virtual std::vector<OrderHead> all_order_heads() = 0;
  virtual void set_order_heads(std::span<const OrderHead> heads) = 0;

  virtual void insert(std::span<const JournalEntry> entries) = 0;
  /// The entries with these ids, of those that there are.
  virtual std::vector<StoredEntry> with_ids(std::span<const std::string_view> ids) = 0;
  /// The entries of an order that were recorded at or before a moment, by seq.
  virtual std::vector<StoredEntry> of_order(std::string_view order,
                                            const JournalReading& reading) = 0;
  virtual std::vector<StoredEntry> after(std::int64_t position, std::size_t limit,
                                         std::int64_t known_at_us) = 0;

  /// The hash of an entry, if there is one.
  virtual std::optional<JournalHash> hash_of(std::string_view order, std::int64_t seq) = 0;
  virtual void save_snapshot(std::string_view order, std::string_view schema,
                             const StoredSnapshot& snapshot) = 0;
  virtual std::optional<StoredSnapshot> snapshot(std::string_view order,
                                                 std::string_view schema) = 0;
  virtual std::int64_t drop_snapshots() = 0;

  /// What is wrong with the tables themselves.
  virtual std::vector<JournalBreak> check() = 0;
};

/// Ends a transaction that was not committed.
class JournalTransaction {
 public:
  static JournalTransaction writing(JournalStore& store) {
    store.begin_write();
    return JournalTransaction(store);
  }
  static JournalTransaction reading(JournalStore& store) {
    store.begin_read();
    return JournalTransaction(store);
  }
  JournalTransaction(const JournalTransaction&) = delete;
  JournalTransaction& operator=(const JournalTransaction&) = delete;
  ~JournalTransaction() {
    if (store_ != nullptr) store_->rollback();
  }

  void commit() {
    store_->commit();
    store_ = nullptr;
  }

 private:
  explicit JournalTransaction(JournalStore& store) : store_(&store) {}

  JournalStore* store_;
};

}  // namespace o2c::inline v1
