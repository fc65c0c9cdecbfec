// Opening a journal on a server, and what is checked of it as a whole.

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/number/detail/throw_faults.hpp"

#include "postgres_store.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::int64_t schema_version = 1;

// `orders` and `journal` repeat what the entries say: they find the end of a chain at once, and
// name what was taken away from it. Texts are in the order of their bytes, as everywhere.
constexpr std::array tables{
    R"(CREATE TABLE entries (
  position bigint PRIMARY KEY,
  order_no text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  event_id text COLLATE "C" NOT NULL UNIQUE,
  event text NOT NULL,
  event_version integer NOT NULL,
  on_date date NOT NULL,
  recorded_at_us bigint NOT NULL,
  recorded_by text NOT NULL,
  payload text NOT NULL,
  hash bytea NOT NULL,
  journal_hash bytea NOT NULL,
  UNIQUE (order_no, seq)
))",
    R"(CREATE TABLE orders (
  order_no text COLLATE "C" PRIMARY KEY,
  version bigint NOT NULL,
  recorded_at_us bigint NOT NULL,
  hash bytea NOT NULL
))",
    R"(CREATE TABLE snapshots (
  order_no text COLLATE "C" NOT NULL,
  schema text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  payload text NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (order_no, schema)
))",
    R"(CREATE FUNCTION only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a journal is only added to';
END $$)",
    R"(CREATE TRIGGER entries_stay BEFORE UPDATE OR DELETE ON entries
FOR EACH ROW EXECUTE FUNCTION only_added_to())",
    R"(CREATE TRIGGER entries_stay_all BEFORE TRUNCATE ON entries
FOR EACH STATEMENT EXECUTE FUNCTION only_added_to())",
    R"(CREATE TABLE journal (
  one integer PRIMARY KEY CHECK (one = 1),
  schema_version bigint NOT NULL,
  entries bigint NOT NULL,
  hash bytea NOT NULL
))",
    "INSERT INTO journal VALUES (1, 1, 0, decode(repeat('00', 32), 'hex'))"};

PostgresJournalOptions checked(PostgresJournalOptions options) {
  std::vector<Fault> faults;
  const std::string_view schema = options.schema;
  // It goes into statements, where it needs no quotes then.
  if (schema.empty() || schema.size() > 63 || (schema[0] >= '0' && schema[0] <= '9') ||
      !std::ranges::all_of(schema, [](char c) {
        return ('a' <= c && c <= 'z') || ('0' <= c && c <= '9') || c == '_';
      }))
    faults.push_back({.field = "schema",
                      .value = options.schema,
                      .expected = "1 to 63 small letters, digits and underscores, not a digit "
                                  "first"});
  if (options.lock_timeout_ms < 0)
    faults.push_back({.field = "lock_timeout_ms",
                      .value = std::to_string(options.lock_timeout_ms),
                      .expected = "milliseconds, from 0"});
  throw_faults("opening a journal", std::move(faults));
  return options;
}

}  // namespace

PostgresJournal::PostgresJournal(const std::string& connection,
                                 const PostgresJournalOptions& options)
    : Journal(std::make_unique<PostgresStore>(connection, checked(options))) {}

PostgresStore::PostgresStore(const std::string& connection, PostgresJournalOptions options)
    : connection_(connection), options_(std::move(options)) {
  connection_.name_place(options_.schema);
  constexpr int server_version_least = 120'000;
  if (connection_.server_version() < server_version_least)
    throw JournalError(JournalFailure::failed, place() + ": needs PostgreSQL 12 or later");
  set_up_session();
  if (!is_journal()) create_tables();
  prepare_statements();
}

void PostgresStore::set_up_session() {
  connection_.run("SET search_path TO " + options_.schema);
  connection_.run("SET client_encoding TO 'UTF8'");
  connection_.run("SET datestyle TO 'ISO'");
  connection_.run("SET bytea_output TO 'hex'");
  connection_.run("SET lock_timeout TO " + std::to_string(options_.lock_timeout_ms));
  make_durable();
}

void PostgresStore::make_durable() {
  connection_.run("SET synchronous_commit TO on");
  for (const char* setting : {"fsync", "synchronous_commit"}) {
    const PostgresRows rows = connection_.run(std::string("SHOW ") + setting);
    if (rows.text(0, 0) != "on")
      throw JournalError(JournalFailure::not_durable,
                         place() + ": the server does not wait for its disk (" + setting + " is " +
                             std::string(rows.text(0, 0)) + ")");
  }
  const PostgresRows encoding = connection_.run("SHOW server_encoding");
  if (encoding.text(0, 0) != "UTF8")
    throw JournalError(JournalFailure::failed, place() + ": the database is in " +
                                                   std::string(encoding.text(0, 0)) +
                                                   "; a journal needs one in UTF8");
}

bool PostgresStore::is_journal() {
  // In one statement, or what somebody makes just now would be seen in parts; and from the
  // catalogue's tables, since what the session remembers of names may be old.
  const int found =
      connection_
          .run(
              "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
              "WHERE n.nspname = $1::text AND c.relname IN ('entries', 'journal')",
              PostgresValues().add(std::string_view(options_.schema)))
          .size();
  if (found == 2) {
    const PostgresRows rows =
        connection_.run("SELECT schema_version FROM " + options_.schema + ".journal");
    if (!rows.empty() && rows.integer(0, 0) == schema_version) return true;
    throw JournalError(JournalFailure::newer,
                       place() + ": a journal of version " +
                           (rows.empty() ? "?" : std::string(rows.text(0, 0))) +
                           ", which a later o2c has written; this one knows version " +
                           std::to_string(schema_version));
  }
  if (found != 0)
    throw JournalError(JournalFailure::not_a_journal,
                       place() + ": the schema holds tables of something else");
  return false;
}

void PostgresStore::create_tables() {
  if (options_.create == JournalCreation::never)
    throw JournalError(JournalFailure::inaccessible, place() + ": there is no journal there");
  connection_.run("BEGIN");
  in_transaction_ = true;
  try {
    // One at a time, or two would make the same tables.
    connection_.run("SELECT pg_advisory_xact_lock(hashtext($1::text))",
                    PostgresValues().add(std::string_view("o2c journal " + options_.schema)));
    if (!is_journal()) {
      connection_.run("CREATE SCHEMA IF NOT EXISTS " + options_.schema);
      for (const char* sql : tables) connection_.run(sql);
    }
    commit();
  } catch (...) {
    rollback();
    throw;
  }
}

std::vector<JournalBreak> PostgresStore::check() {
  std::vector<JournalBreak> found;
  const PostgresRows rows = connection_.run(
      "SELECT tgname FROM pg_trigger WHERE tgrelid = 'entries'::regclass AND NOT tgisinternal "
      "AND tgenabled = 'O' ORDER BY tgname");
  std::string triggers;
  for (int row = 0; row < rows.size(); ++row) triggers += std::string(rows.text(row, 0)) + " ";
  if (triggers != "entries_stay entries_stay_all ")
    found.push_back(
        {.differs = "store",
         .reason = "the triggers that keep entries are not as they were made: " + triggers});
  return found;
}

}  // namespace o2c::inline v1
