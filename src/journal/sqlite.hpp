#pragma once

// SQLite's C interface, with owners for its handles and its errors as JournalError.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "o2c/order/journal_error.hpp"

namespace o2c::inline v1 {

class SqliteStatement;

class SqliteDatabase {
 public:
  /// `flags`: of sqlite3_open_v2.
  SqliteDatabase(const std::string& file, int flags, std::int32_t busy_timeout_ms);

  [[nodiscard]] const std::string& file() const noexcept { return file_; }

  void run(const char* sql);
  /// The first column of the first row; empty: no row.
  std::string text_of(const char* sql);
  SqliteStatement prepare(std::string_view sql);
  /// Whether a transaction is open.
  [[nodiscard]] bool in_transaction() const noexcept;
  /// Ends the transaction, if one is open.
  void rollback() noexcept;

  /// The JournalError of what went wrong last.
  [[noreturn]] void fail(int code) const;

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  std::string file_;
  std::unique_ptr<sqlite3, Close> handle_;
  std::int32_t busy_timeout_ms_;
};

/// A prepared statement. Parameters count from 1, columns from 0. Texts and hashes that are bound
/// are not copied: they must live until the statement has run.
class SqliteStatement {
 public:
  SqliteStatement& bind(std::int64_t value);
  SqliteStatement& bind(std::string_view text);
  SqliteStatement& bind_bytes(const void* data, std::size_t size);

  /// Whether there is another row.
  bool step();
  /// Runs a statement that has no rows.
  void run();
  /// Forgets parameters and rows. After an error too, so that the statement does not hold locks.
  void reset() noexcept;

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::string_view bytes(int column) const;

 private:
  friend class SqliteDatabase;
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
  };
  SqliteStatement(const SqliteDatabase& database, sqlite3_stmt* handle)
      : database_(&database), handle_(handle) {}
  void require(int code) const;

  const SqliteDatabase* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
  int next_ = 0;
};

/// Resets a statement at the end of its use.
class SqliteUse {
 public:
  explicit SqliteUse(SqliteStatement& statement) : statement_(&statement) {}
  SqliteUse(const SqliteUse&) = delete;
  SqliteUse& operator=(const SqliteUse&) = delete;
  ~SqliteUse() { statement_->reset(); }

  SqliteStatement* operator->() const noexcept { return statement_; }
  SqliteStatement& operator*() const noexcept { return *statement_; }

 private:
  SqliteStatement* statement_;
};

}  // namespace o2c::inline v1
