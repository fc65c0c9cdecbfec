#include "sqlite_store.hpp"

#include <cstddef>
#include <memory>
#include <utility>

#include "stored_row.hpp"

namespace o2c::inline v1 {
namespace {

std::string selecting(std::string_view rest) {
  return "SELECT " + std::string(entry_columns) + " FROM entries " + std::string(rest);
}

StoredEntry entry_of(const SqliteStatement& row) {
  return stored_entry({.position = row.integer(0),
                       .order = row.text(1),
                       .seq = row.integer(2),
                       .id = row.text(3),
                       .event = row.text(4),
                       .event_version = row.integer(5),
                       .on = row.text(6),
                       .recorded_at_us = row.integer(7),
                       .by = row.text(8),
                       .payload = row.text(9),
                       .hash = row.bytes(10),
                       .journal_hash = row.bytes(11)});
}

std::vector<StoredEntry> entries_of(SqliteStatement& rows) {
  std::vector<StoredEntry> entries;
  while (rows.step()) entries.push_back(entry_of(rows));
  return entries;
}

// A hash that cannot be read is none that fits.
JournalHash hash_in(std::string_view bytes) {
  JournalHash hash;
  read_hash(bytes, hash);
  return hash;
}

SqliteStatement& bind_hash(SqliteStatement& statement, const JournalHash& hash) {
  return statement.bind_bytes(hash.bytes.data(), hash.bytes.size());
}

OrderHead order_head_of(const SqliteStatement& row) {
  return {.order = std::string(row.text(0)),
          .version = row.integer(1),
          .recorded_at_us = row.integer(2),
          .hash = hash_in(row.bytes(3))};
}

}  // namespace

SqliteStore::Statements::Statements(SqliteDatabase& database)
    : head(database.prepare("SELECT entries, hash FROM journal")),
      set_head(database.prepare("UPDATE journal SET entries = ?1, hash = ?2")),
      order_head(database.prepare(
          "SELECT order_no, version, recorded_at_us, hash FROM orders WHERE order_no = ?1")),
      all_order_heads(database.prepare(
          "SELECT order_no, version, recorded_at_us, hash FROM orders ORDER BY order_no")),
      set_order_head(database.prepare(
          "INSERT INTO orders (order_no, version, recorded_at_us, hash) VALUES (?1, ?2, ?3, ?4) "
          "ON CONFLICT (order_no) DO UPDATE SET version = excluded.version, "
          "recorded_at_us = excluded.recorded_at_us, hash = excluded.hash")),
      insert(database.prepare("INSERT INTO entries (" + std::string(entry_columns) +
                              ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")),
      with_id(database.prepare(selecting("WHERE event_id = ?1"))),
      of_order(database.prepare(
          selecting("WHERE order_no = ?1 AND seq >= ?2 AND recorded_at_us <= ?3 ORDER BY seq"))),
      after(database.prepare(
          selecting("WHERE position > ?1 AND recorded_at_us <= ?2 ORDER BY position LIMIT ?3"))),
      hash_of(database.prepare("SELECT hash FROM entries WHERE order_no = ?1 AND seq = ?2")),
      save_snapshot(database.prepare(
          "INSERT OR REPLACE INTO snapshots (order_no, schema, seq, payload, hash) "
          "VALUES (?1, ?2, ?3, ?4, ?5)")),
      snapshot(database.prepare(
          "SELECT seq, payload, hash FROM snapshots WHERE order_no = ?1 AND schema = ?2")),
      drop_snapshots(database.prepare("DELETE FROM snapshots RETURNING 1")) {}

void SqliteStore::begin_write() { database_.run("BEGIN IMMEDIATE"); }
void SqliteStore::begin_read() { database_.run("BEGIN"); }
void SqliteStore::commit() { database_.run("COMMIT"); }
void SqliteStore::rollback() noexcept { database_.rollback(); }

JournalHead SqliteStore::head() {
  const SqliteUse row(statements_->head);
  if (!row->step()) return {};
  return {.entries = row->integer(0), .hash = hash_in(row->bytes(1))};
}

void SqliteStore::set_head(const JournalHead& head) {
  const SqliteUse statement(statements_->set_head);
  bind_hash(statement->bind(head.entries), head.hash).run();
}

std::vector<OrderHead> SqliteStore::order_heads(std::span<const std::string_view> orders) {
  std::vector<OrderHead> heads;
  for (const std::string_view order : orders) {
    const SqliteUse row(statements_->order_head);
    if (row->bind(order).step()) heads.push_back(order_head_of(*row));
  }
  return heads;
}

std::vector<OrderHead> SqliteStore::all_order_heads() {
  std::vector<OrderHead> heads;
  const SqliteUse rows(statements_->all_order_heads);
  while (rows->step()) heads.push_back(order_head_of(*rows));
  return heads;
}

void SqliteStore::set_order_heads(std::span<const OrderHead> heads) {
  for (const OrderHead& head : heads) {
    const SqliteUse statement(statements_->set_order_head);
    statement->bind(head.order).bind(head.version).bind(head.recorded_at_us);
    bind_hash(*statement, head.hash).run();
  }
}

void SqliteStore::insert(std::span<const JournalEntry> entries) {
  for (const JournalEntry& entry : entries) {
    const std::string on = to_string(entry.on);
    const SqliteUse statement(statements_->insert);
    statement->bind(entry.position)
        .bind(entry.order)
        .bind(entry.seq)
        .bind(entry.id)
        .bind(entry.event)
        .bind(std::int64_t{entry.event_version})
        .bind(on)
        .bind(entry.recorded_at_us)
        .bind(entry.by)
        .bind(entry.payload);
    bind_hash(bind_hash(*statement, entry.hash), entry.journal_hash).run();
  }
}

std::vector<StoredEntry> SqliteStore::with_ids(std::span<const std::string_view> ids) {
  std::vector<StoredEntry> found;
  for (const std::string_view id : ids) {
    const SqliteUse row(statements_->with_id);
    if (row->bind(id).step()) found.push_back(entry_of(*row));
  }
  return found;
}

std::vector<StoredEntry> SqliteStore::of_order(std::string_view order,
                                               const JournalReading& reading) {
  const SqliteUse rows(statements_->of_order);
  rows->bind(order).bind(reading.from_seq).bind(reading.known_at_us);
  return entries_of(*rows);
}

std::vector<StoredEntry> SqliteStore::after(std::int64_t position, std::size_t limit,
                                            std::int64_t known_at_us) {
  const SqliteUse rows(statements_->after);
  rows->bind(position).bind(known_at_us).bind(static_cast<std::int64_t>(limit));
  return entries_of(*rows);
}

std::optional<JournalHash> SqliteStore::hash_of(std::string_view order, std::int64_t seq) {
  const SqliteUse row(statements_->hash_of);
  if (!row->bind(order).bind(seq).step()) return std::nullopt;
  return hash_in(row->bytes(0));
}

void SqliteStore::save_snapshot(std::string_view order, std::string_view schema,
                                const StoredSnapshot& snapshot) {
  const SqliteUse statement(statements_->save_snapshot);
  statement->bind(order).bind(schema).bind(snapshot.seq).bind(snapshot.payload);
  bind_hash(*statement, snapshot.hash).run();
}

std::optional<StoredSnapshot> SqliteStore::snapshot(std::string_view order,
                                                    std::string_view schema) {
  const SqliteUse row(statements_->snapshot);
  if (!row->bind(order).bind(schema).step()) return std::nullopt;
  return StoredSnapshot{
      .seq = row->integer(0), .payload = std::string(row->text(1)), .hash = hash_in(row->bytes(2))};
}

std::int64_t SqliteStore::drop_snapshots() {
  const SqliteUse rows(statements_->drop_snapshots);
  std::int64_t dropped = 0;
  while (rows->step()) ++dropped;
  return dropped;
}

}  // namespace o2c::inline v1
