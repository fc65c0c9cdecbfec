#pragma once

// libpq, with owners for its handles and its errors as JournalError.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

#include "o2c/order/journal_hash.hpp"

namespace o2c::inline v1 {

/// The rows of an answer. Columns and rows count from 0; values are as PostgreSQL writes them.
class PostgresRows {
 public:
  explicit PostgresRows(PGresult* result) : result_(result) {}

  [[nodiscard]] int size() const { return PQntuples(result_.get()); }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::string_view text(int row, int column) const;
  [[nodiscard]] std::int64_t integer(int row, int column) const;
  /// The bytes of a bytea.
  [[nodiscard]] std::string bytes(int row, int column) const;

  /// What was done, such as "COMMIT".
  [[nodiscard]] std::string_view command() const { return PQcmdStatus(result_.get()); }

 private:
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  std::unique_ptr<PGresult, Clear> result_;
};

/// Parameters of a statement, in their order.
class PostgresValues {
 public:
  PostgresValues& add(std::int64_t value);
  PostgresValues& add(std::string_view text);
  PostgresValues& add(const JournalHash& hash);
  template <class Values, class Get>
  PostgresValues& array(const Values& values, const Get& get) {
    std::string text = "{";
    for (const auto& value : values) {
      if (text.size() > 1) text += ',';
      append_element(text, get(value));
    }
    return add(std::string_view(text += '}'));
  }

  [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }

 private:
  static void append_element(std::string& array, std::int64_t value);
  static void append_element(std::string& array, std::string_view text);
  static void append_element(std::string& array, const JournalHash& hash);

  std::vector<std::string> texts_;
};

class PostgresConnection {
 public:
  explicit PostgresConnection(const std::string& connection);

  /// The database and the server.
  [[nodiscard]] const std::string& place() const noexcept { return place_; }
  void name_place(const std::string& schema);

  [[nodiscard]] bool lost() const;
  /// Throws when the server does not answer yet.
  void reconnect();
  [[nodiscard]] bool in_transaction() const;
  [[nodiscard]] int server_version() const { return PQserverVersion(handle_.get()); }

  PostgresRows run(const std::string& sql);
  PostgresRows run(const std::string& sql, const PostgresValues& values);
  void prepare(const char* name, const std::string& sql);
  PostgresRows run_prepared(const char* name, const PostgresValues& values);

 private:
  struct Finish {
    void operator()(PGconn* handle) const { PQfinish(handle); }
  };
  PostgresRows checked(PGresult* result) const;
  [[noreturn]] void fail(const PGresult* result) const;

  std::unique_ptr<PGconn, Finish> handle_;
  std::string place_;
};

}  // namespace o2c::inline v1
