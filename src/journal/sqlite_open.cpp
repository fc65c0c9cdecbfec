// Opening a file as a journal, and what is checked of it as a whole.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "o2c/number/detail/throw_faults.hpp"

#include "sqlite_schema.hpp"
#include "sqlite_store.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::string_view in_memory = ":memory:";

int flags_for(const SqliteJournalOptions& options) {
  // The journal lets one thread at a time in.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
  return options.create == JournalCreation::if_missing ? flags | SQLITE_OPEN_CREATE : flags;
}

std::string checked_file(std::string file, const SqliteJournalOptions& options) {
  std::vector<Fault> faults;
  // To SQLite, no name is a file that goes away.
  if (file.empty() || file.find('\0') != std::string::npos)
    faults.push_back({.field = "file", .value = file, .expected = "the name of a file"});
  if (options.busy_timeout_ms < 0)
    faults.push_back({.field = "busy_timeout_ms",
                      .value = std::to_string(options.busy_timeout_ms),
                      .expected = "milliseconds, from 0"});
  throw_faults("opening a journal", std::move(faults));
  return file;
}

// SQLite does not wait for the busy timeout while the kind of log changes. Sleeps are counted:
// nothing here reads the clock.
std::string write_ahead(SqliteDatabase& database, std::int32_t busy_timeout_ms) {
  constexpr std::int32_t pause_ms = 5;
  for (std::int32_t waited_ms = 0;; waited_ms += pause_ms) {
    try {
      return database.text_of("PRAGMA journal_mode = WAL");
    } catch (const JournalError& error) {
      if (error.failure() != JournalFailure::locked || waited_ms >= busy_timeout_ms) throw;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(pause_ms));
  }
}

}  // namespace

SqliteJournal::SqliteJournal(const std::string& file, const SqliteJournalOptions& options)
    : Journal(std::make_unique<SqliteStore>(checked_file(file, options), options)) {}

SqliteStore::SqliteStore(const std::string& file, const SqliteJournalOptions& options)
    : database_(file, flags_for(options), options.busy_timeout_ms) {
  // Before anything in the file is changed; and at one moment, or what somebody makes just now
  // would be seen in parts.
  const bool made = [this] {
    const JournalTransaction one_moment = JournalTransaction::reading(*this);
    return is_journal();
  }();
  make_durable(options.busy_timeout_ms);
  if (!made) create_tables();
  statements_.emplace(database_);
}

bool SqliteStore::is_journal() {
  const std::string application = database_.text_of("PRAGMA application_id");
  const std::string version = database_.text_of("PRAGMA user_version");
  if (application == std::to_string(sqlite_application_id)) {
    if (version == std::to_string(sqlite_schema_version)) return true;
    throw JournalError(JournalFailure::newer,
                       place() + ": a journal of version " + version +
                           ", which a later o2c has written; this one knows version " +
                           std::to_string(sqlite_schema_version));
  }
  if (application != "0" || version != "0" ||
      database_.text_of("SELECT count(*) FROM sqlite_schema") != "0")
    throw JournalError(JournalFailure::not_a_journal,
                       place() + ": an SQLite database of another program, not a journal");
  return false;
}

void SqliteStore::make_durable(std::int32_t busy_timeout_ms) {
  const std::string mode = write_ahead(database_, busy_timeout_ms);
  if (mode != (place() == in_memory ? "memory" : "wal"))
    throw JournalError(JournalFailure::not_durable,
                       place() + ": SQLite cannot write ahead here (journal_mode stays " + mode +
                           "); put the file on a disk of this computer");
  database_.run("PRAGMA synchronous = FULL");
  if (const std::string synchronous = database_.text_of("PRAGMA synchronous"); synchronous != "2")
    throw JournalError(
        JournalFailure::not_durable,
        place() + ": SQLite does not wait for the disk (synchronous stays " + synchronous + ")");
  // A file from elsewhere runs no functions of its own.
  database_.run("PRAGMA trusted_schema = OFF");
}

void SqliteStore::create_tables() {
  JournalTransaction transaction = JournalTransaction::writing(*this);
  if (is_journal()) return;  // Somebody else was quicker.
  for (const SqliteObject& object : sqlite_objects) database_.run(std::string(object.sql).c_str());
  database_.run("INSERT INTO journal (one, entries, hash) VALUES (1, 0, zeroblob(32))");
  const std::string application =
      "PRAGMA application_id = " + std::to_string(sqlite_application_id);
  const std::string version = "PRAGMA user_version = " + std::to_string(sqlite_schema_version);
  database_.run(application.c_str());
  database_.run(version.c_str());
  transaction.commit();
}

std::vector<JournalBreak> SqliteStore::check() {
  std::vector<JournalBreak> found;
  SqliteStatement integrity = database_.prepare("PRAGMA integrity_check");
  while (integrity.step())
    if (integrity.text(0) != "ok")
      found.push_back({.differs = "store", .reason = std::string(integrity.text(0))});
  for (const SqliteObject& object : sqlite_objects) {
    SqliteStatement sql = database_.prepare("SELECT sql FROM sqlite_schema WHERE name = ?1");
    if (!sql.bind(object.name).step() || sql.text(0) != object.sql)
      found.push_back(
          {.differs = "store", .reason = std::string(object.name) + " is not as it was made"});
  }
  if (database_.text_of("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'") != "2")
    found.push_back({.differs = "store", .reason = "there are triggers beside the journal's own"});
  return found;
}

}  // namespace o2c::inline v1
