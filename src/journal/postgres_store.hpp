#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/order/journal_postgres.hpp"

#include "postgres.hpp"
#include "store.hpp"

namespace o2c::inline v1 {

class PostgresStore final : public JournalStore {
 public:
  PostgresStore(const std::string& connection, PostgresJournalOptions options);

  [[nodiscard]] const std::string& place() const noexcept override { return connection_.place(); }

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
  // What a connection needs before it is used.
  void set_up_session();
  void make_durable();
  void prepare_statements();
  bool is_journal();
  void create_tables();
  // Outside of transactions, a connection that was lost is made anew.
  PostgresConnection& connected();

  PostgresConnection connection_;
  PostgresJournalOptions options_;
  bool in_transaction_ = false;  // As we see it: a lost connection has forgotten.
};

}  // namespace o2c::inline v1
