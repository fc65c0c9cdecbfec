#include "postgres_store.hpp"

#include <cstddef>
#include <utility>

#include "stored_row.hpp"

namespace o2c::inline v1 {
namespace {

std::string selecting(std::string_view rest) {
  return "SELECT " + std::string(entry_columns) + " FROM entries " + std::string(rest);
}

std::vector<StoredEntry> entries_of(const PostgresRows& rows) {
  std::vector<StoredEntry> entries;
  entries.reserve(static_cast<std::size_t>(rows.size()));
  for (int row = 0; row < rows.size(); ++row) {
    const std::string hash = rows.bytes(row, 10);
    const std::string journal_hash = rows.bytes(row, 11);
    entries.push_back(stored_entry({.position = rows.integer(row, 0),
                                    .order = rows.text(row, 1),
                                    .seq = rows.integer(row, 2),
                                    .id = rows.text(row, 3),
                                    .event = rows.text(row, 4),
                                    .event_version = rows.integer(row, 5),
                                    .on = rows.text(row, 6),
                                    .recorded_at_us = rows.integer(row, 7),
                                    .by = rows.text(row, 8),
                                    .payload = rows.text(row, 9),
                                    .hash = hash,
                                    .journal_hash = journal_hash}));
  }
  return entries;
}

// A hash that cannot be read is none that fits.
JournalHash hash_in(const PostgresRows& rows, int row, int column) {
  JournalHash hash;
  read_hash(rows.bytes(row, column), hash);
  return hash;
}

std::vector<OrderHead> order_heads_of(const PostgresRows& rows) {
  std::vector<OrderHead> heads;
  heads.reserve(static_cast<std::size_t>(rows.size()));
  for (int row = 0; row < rows.size(); ++row)
    heads.push_back({.order = std::string(rows.text(row, 0)),
                     .version = rows.integer(row, 1),
                     .recorded_at_us = rows.integer(row, 2),
                     .hash = hash_in(rows, row, 3)});
  return heads;
}

// As many entries as fit well into one statement.
std::span<const JournalEntry> first_of(std::span<const JournalEntry> entries) {
  constexpr std::size_t entries_max = 2'000;
  constexpr std::size_t bytes_max = std::size_t{16} << 20U;
  std::size_t count = 0;
  for (std::size_t bytes = 0; count < entries.size() && count < entries_max; ++count) {
    bytes += entries[count].payload.size();
    if (count > 0 && bytes > bytes_max) break;
  }
  return entries.first(count);
}

}  // namespace

void PostgresStore::prepare_statements() {
  const auto prepare = [this](const char* name, const std::string& sql) {
    connection_.prepare(name, sql);
  };
  prepare("lock", "SELECT 1 FROM journal FOR UPDATE");
  prepare("head", "SELECT entries, hash FROM journal");
  prepare("set_head", "UPDATE journal SET entries = $1::bigint, hash = $2::bytea");
  prepare("order_heads",
          "SELECT order_no, version, recorded_at_us, hash FROM orders "
          "WHERE order_no = ANY ($1::text[])");
  prepare("all_order_heads",
          "SELECT order_no, version, recorded_at_us, hash FROM orders ORDER BY order_no");
  prepare("set_order_heads",
          "INSERT INTO orders (order_no, version, recorded_at_us, hash) "
          "SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bytea[]) "
          "ON CONFLICT (order_no) DO UPDATE SET version = excluded.version, "
          "recorded_at_us = excluded.recorded_at_us, hash = excluded.hash");
  prepare("insert", "INSERT INTO entries (" + std::string(entry_columns) +
                        ") SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], "
                        "$4::text[], $5::text[], $6::integer[], $7::date[], $8::bigint[], "
                        "$9::text[], $10::text[], $11::bytea[], $12::bytea[])");
  prepare("with_ids", selecting("WHERE event_id = ANY ($1::text[])"));
  prepare("of_order", selecting("WHERE order_no = $1::text AND seq >= $2::bigint "
                                "AND recorded_at_us <= $3::bigint ORDER BY seq"));
  prepare("after", selecting("WHERE position > $1::bigint AND recorded_at_us <= $2::bigint "
                             "ORDER BY position LIMIT $3::bigint"));
  prepare("hash_of", "SELECT hash FROM entries WHERE order_no = $1::text AND seq = $2::bigint");
  prepare("save_snapshot",
          "INSERT INTO snapshots (order_no, schema, seq, payload, hash) "
          "VALUES ($1::text, $2::text, $3::bigint, $4::text, $5::bytea) "
          "ON CONFLICT (order_no, schema) DO UPDATE SET seq = excluded.seq, "
          "payload = excluded.payload, hash = excluded.hash");
  prepare("snapshot",
          "SELECT seq, payload, hash FROM snapshots "
          "WHERE order_no = $1::text AND schema = $2::text");
  prepare("drop_snapshots", "DELETE FROM snapshots RETURNING 1");
}

PostgresConnection& PostgresStore::connected() {
  if (connection_.lost() && !in_transaction_) {
    connection_.reconnect();
    set_up_session();
    prepare_statements();
  }
  return connection_;
}

void PostgresStore::begin_write() {
  connected().run("BEGIN");
  in_transaction_ = true;
  try {
    // The one row that all writers wait for, until whoever has it commits.
    connection_.run_prepared("lock", {});
  } catch (...) {
    rollback();
    throw;
  }
}

void PostgresStore::begin_read() {
  connected().run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  in_transaction_ = true;
}

void PostgresStore::commit() {
  // Of a transaction that had an error the server makes a ROLLBACK, and calls that well.
  const bool stored = connection_.run("COMMIT").command() == "COMMIT";
  in_transaction_ = false;
  if (!stored)
    throw JournalError(JournalFailure::failed, place() + ": the server took back what was written");
}

void PostgresStore::rollback() noexcept {
  in_transaction_ = false;
  try {
    if (connection_.in_transaction()) connection_.run("ROLLBACK");
  } catch (const std::exception&) {
    // The server does so itself when it hears no more of us.
    in_transaction_ = false;
  }
}

JournalHead PostgresStore::head() {
  const PostgresRows rows = connected().run_prepared("head", {});
  if (rows.empty()) return {};
  return {.entries = rows.integer(0, 0), .hash = hash_in(rows, 0, 1)};
}

void PostgresStore::set_head(const JournalHead& head) {
  connection_.run_prepared("set_head", PostgresValues().add(head.entries).add(head.hash));
}

std::vector<OrderHead> PostgresStore::order_heads(std::span<const std::string_view> orders) {
  return order_heads_of(connected().run_prepared(
      "order_heads", PostgresValues().array(orders, [](std::string_view order) { return order; })));
}

std::vector<OrderHead> PostgresStore::all_order_heads() {
  return order_heads_of(connected().run_prepared("all_order_heads", {}));
}

void PostgresStore::set_order_heads(std::span<const OrderHead> heads) {
  using Head = const OrderHead&;
  connection_.run_prepared("set_order_heads",
                           PostgresValues()
                               .array(heads, [](Head head) { return std::string_view(head.order); })
                               .array(heads, [](Head head) { return head.version; })
                               .array(heads, [](Head head) { return head.recorded_at_us; })
                               .array(heads, [](Head head) { return head.hash; }));
}

void PostgresStore::insert(std::span<const JournalEntry> entries) {
  using Entry = const JournalEntry&;
  while (!entries.empty()) {
    const std::span<const JournalEntry> some = first_of(entries);
    entries = entries.subspan(some.size());
    const auto text = [](std::string JournalEntry::* field) {
      return [field](Entry entry) { return std::string_view(entry.*field); };
    };
    connection_.run_prepared(
        "insert", PostgresValues()
                      .array(some, [](Entry entry) { return entry.position; })
                      .array(some, text(&JournalEntry::order))
                      .array(some, [](Entry entry) { return entry.seq; })
                      .array(some, text(&JournalEntry::id))
                      .array(some, text(&JournalEntry::event))
                      .array(some, [](Entry entry) { return std::int64_t{entry.event_version}; })
                      .array(some, [](Entry entry) { return to_string(entry.on); })
                      .array(some, [](Entry entry) { return entry.recorded_at_us; })
                      .array(some, text(&JournalEntry::by))
                      .array(some, text(&JournalEntry::payload))
                      .array(some, [](Entry entry) { return entry.hash; })
                      .array(some, [](Entry entry) { return entry.journal_hash; }));
  }
}

std::vector<StoredEntry> PostgresStore::with_ids(std::span<const std::string_view> ids) {
  return entries_of(connected().run_prepared(
      "with_ids", PostgresValues().array(ids, [](std::string_view id) { return id; })));
}

std::vector<StoredEntry> PostgresStore::of_order(std::string_view order,
                                                 const JournalReading& reading) {
  return entries_of(connected().run_prepared(
      "of_order", PostgresValues().add(order).add(reading.from_seq).add(reading.known_at_us)));
}

std::vector<StoredEntry> PostgresStore::after(std::int64_t position, std::size_t limit,
                                              std::int64_t known_at_us) {
  return entries_of(connected().run_prepared(
      "after",
      PostgresValues().add(position).add(known_at_us).add(static_cast<std::int64_t>(limit))));
}

std::optional<JournalHash> PostgresStore::hash_of(std::string_view order, std::int64_t seq) {
  const PostgresRows rows =
      connected().run_prepared("hash_of", PostgresValues().add(order).add(seq));
  if (rows.empty()) return std::nullopt;
  return hash_in(rows, 0, 0);
}

void PostgresStore::save_snapshot(std::string_view order, std::string_view schema,
                                  const StoredSnapshot& snapshot) {
  connection_.run_prepared("save_snapshot", PostgresValues()
                                                .add(order)
                                                .add(schema)
                                                .add(snapshot.seq)
                                                .add(std::string_view(snapshot.payload))
                                                .add(snapshot.hash));
}

std::optional<StoredSnapshot> PostgresStore::snapshot(std::string_view order,
                                                      std::string_view schema) {
  const PostgresRows rows =
      connected().run_prepared("snapshot", PostgresValues().add(order).add(schema));
  if (rows.empty()) return std::nullopt;
  return StoredSnapshot{.seq = rows.integer(0, 0),
                        .payload = std::string(rows.text(0, 1)),
                        .hash = hash_in(rows, 0, 2)};
}

std::int64_t PostgresStore::drop_snapshots() {
  return connection_.run_prepared("drop_snapshots", {}).size();
}

}  // namespace o2c::inline v1
