#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/order/journal_sqlite.hpp"

#include "sqlite.hpp"
#include "store.hpp"

namespace o2c::inline v1 {

class SqliteStore final : public JournalStore {
 public:
  SqliteStore(const std::string& file, const SqliteJournalOptions& options);

  [[nodiscard]] const std::string& place() const noexcept override { return database_.file(); }

  void begin_write() override;
  void begin_read() override;
  void commit() override;
  void rollback() noexcept override;

  JournalHead head() override;
  void set_head(const JournalHead& head) override;
  std::vector<OrderHead> order_heads(std::span<const std::string_view> orders) override;
  std::vector<OrderHead> all_order_heads() override;
  void set_order_heads(std::span<const OrderHead> heads) override;

  void insert(std::span<const JournalEntry> entries) override;
  std::vector<StoredEntry> with_ids(std::span<const std::string_view> ids) override;
  std::vector<StoredEntry> of_order(std::string_view order, const JournalReading& reading) override;
  std::vector<StoredEntry> after(std::int64_t position, std::size_t limit,
                                 std::int64_t known_at_us) override;

  std::optional<JournalHash> hash_of(std::string_view order, std::int64_t seq) override;
  void save_snapshot(std::string_view order, std::string_view schema,
                     const StoredSnapshot& snapshot) override;
  std::optional<StoredSnapshot> snapshot(std::string_view order, std::string_view schema) override;
  std::int64_t drop_snapshots() override;

  std::vector<JournalBreak> check() override;

 private:
  // Prepared when the tables are there.
  struct Statements {
    explicit Statements(SqliteDatabase& database);

    SqliteStatement head;
    SqliteStatement set_head;
    SqliteStatement order_head;
    SqliteStatement all_order_heads;
    SqliteStatement set_order_head;
    SqliteStatement insert;
    SqliteStatement with_id;
    SqliteStatement of_order;
    SqliteStatement after;
    SqliteStatement hash_of;
    SqliteStatement save_snapshot;
    SqliteStatement snapshot;
    SqliteStatement drop_snapshots;
  };

  // Whether it is a journal; false: it is empty. Throws for anything else.
  bool is_journal();
  void make_durable(std::int32_t busy_timeout_ms);
  void create_tables();

  SqliteDatabase database_;
  std::optional<Statements> statements_;
};

}  // namespace o2c::inline v1
