#include "sqlite.hpp"

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <new>
#include <system_error>

namespace o2c::inline v1 {
namespace {

bool is_full(int code, int system_error) {
  return (code & 0xFF) == SQLITE_FULL ||
         ((code & 0xFF) == SQLITE_IOERR &&
          (system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG));
}

JournalFailure failure_of(int code, int system_error) {
  if (is_full(code, system_error)) return JournalFailure::full;
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return JournalFailure::locked;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
    case SQLITE_IOERR:
      return JournalFailure::inaccessible;
    case SQLITE_CORRUPT:
      return JournalFailure::corrupt;
    case SQLITE_NOTADB:
      return JournalFailure::not_a_journal;
    default:
      return JournalFailure::failed;
  }
}

std::string advice(JournalFailure failure, std::int32_t busy_timeout_ms) {
  switch (failure) {
    case JournalFailure::full:
      return "the disk is full, and nothing of this was stored; make room and do it again";
    case JournalFailure::locked:
      return "another writer held the file for more than " + std::to_string(busy_timeout_ms) +
             " ms, and nothing of this was stored; do it again, or wait longer (busy_timeout_ms)";
    case JournalFailure::inaccessible:
      return "the file cannot be used; see that its folder exists and may be written to, with room "
             "for its -wal and -shm files beside it";
    case JournalFailure::corrupt:
      return "the file is damaged; keep it, and restore a backup or an export";
    case JournalFailure::not_a_journal:
      return "the file is no journal, nor any SQLite database";
    default:
      return "SQLite refused";
  }
}

}  // namespace

SqliteDatabase::SqliteDatabase(const std::string& file, int flags, std::int32_t busy_timeout_ms)
    : file_(file), busy_timeout_ms_(busy_timeout_ms) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  handle_.reset(handle);  // There is one to be closed even after an error.
  if (code != SQLITE_OK) fail(code);
  sqlite3_extended_result_codes(handle, 1);
  if (const int timeout = sqlite3_busy_timeout(handle, busy_timeout_ms); timeout != SQLITE_OK)
    fail(timeout);
}

void SqliteDatabase::fail(int code) const {
  if ((code & 0xFF) == SQLITE_NOMEM) throw std::bad_alloc();
  const int system_error = handle_ ? sqlite3_system_errno(handle_.get()) : 0;
  const JournalFailure failure = failure_of(code, system_error);
  std::string message = file_ + ": " + advice(failure, busy_timeout_ms_) + " (SQLite: " +
                        (handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code));
  if (system_error != 0 && (code & 0xFF) != SQLITE_BUSY)
    message += "; " + std::generic_category().message(system_error);
  throw JournalError(failure, message + ")");
}

void SqliteDatabase::run(const char* sql) {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

std::string SqliteDatabase::text_of(const char* sql) {
  SqliteStatement statement = prepare(sql);
  return statement.step() ? std::string(statement.text(0)) : std::string();
}

SqliteStatement SqliteDatabase::prepare(std::string_view sql) {
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  if (code != SQLITE_OK) fail(code);
  return {*this, handle};
}

bool SqliteDatabase::in_transaction() const noexcept {
  return sqlite3_get_autocommit(handle_.get()) == 0;
}

void SqliteDatabase::rollback() noexcept {
  // After some errors SQLite has done so already.
  if (in_transaction()) sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void SqliteStatement::require(int code) const {
  if (code != SQLITE_OK) database_->fail(code);
}

SqliteStatement& SqliteStatement::bind(std::int64_t value) {
  require(sqlite3_bind_int64(handle_.get(), ++next_, value));
  return *this;
}

SqliteStatement& SqliteStatement::bind(std::string_view text) {
  // A null pointer would be NULL.
  require(sqlite3_bind_text64(handle_.get(), ++next_, text.data() == nullptr ? "" : text.data(),
                              text.size(), SQLITE_STATIC, SQLITE_UTF8));
  return *this;
}

SqliteStatement& SqliteStatement::bind_bytes(const void* data, std::size_t size) {
  require(sqlite3_bind_blob64(handle_.get(), ++next_, data, size, SQLITE_STATIC));
  return *this;
}

bool SqliteStatement::step() {
  const int code = sqlite3_step(handle_.get());
  if (code != SQLITE_ROW && code != SQLITE_DONE) database_->fail(code);
  return code == SQLITE_ROW;
}

void SqliteStatement::run() {
  while (step()) {
  }
}

void SqliteStatement::reset() noexcept {
  sqlite3_reset(handle_.get());
  sqlite3_clear_bindings(handle_.get());
  next_ = 0;
}

std::int64_t SqliteStatement::integer(int column) const {
  return sqlite3_column_int64(handle_.get(), column);
}

std::string_view SqliteStatement::text(int column) const {
  const void* data = sqlite3_column_text(handle_.get(), column);
  if (data == nullptr) return {};
  return {static_cast<const char*>(data),
          static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

std::string_view SqliteStatement::bytes(int column) const {
  const void* data = sqlite3_column_blob(handle_.get(), column);
  if (data == nullptr) return {};
  return {static_cast<const char*>(data),
          static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

}  // namespace o2c::inline v1
