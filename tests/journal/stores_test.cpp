// The kinds of stores that every test of EveryStore runs on.

#include "stores.hpp"

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>
#include <sqlite3.h>
#ifdef O2C_WITH_POSTGRESQL
#include <libpq-fe.h>

#include "o2c/order/journal_postgres.hpp"
#endif

namespace o2c {
namespace {

class SqliteOfTest final : public StoreOfTest {
 public:
  Journal open() override { return SqliteJournal(file_); }
  void forge(const std::string& sql) override {
    sqlite3* handle = nullptr;
    if (sqlite3_open(file_.c_str(), &handle) != SQLITE_OK) throw std::runtime_error("no database");
    const std::string script =
        "DROP TRIGGER entries_stay; DROP TRIGGER entries_stay_as_they_are;" + sql + ";" + triggers_;
    char* message = nullptr;
    const int code = sqlite3_exec(handle, script.c_str(), nullptr, nullptr, &message);
    const std::string error = message == nullptr ? "" : message;
    sqlite3_free(message);
    sqlite3_close(handle);
    if (code != SQLITE_OK) throw std::runtime_error(error);
  }

 private:
  // A careful forger puts them back.
  static constexpr const char* triggers_ =
      "CREATE TRIGGER entries_stay BEFORE DELETE ON entries BEGIN\n"
      "  SELECT RAISE(ABORT, 'a journal is only added to');\n"
      "END;"
      "CREATE TRIGGER entries_stay_as_they_are BEFORE UPDATE ON entries BEGIN\n"
      "  SELECT RAISE(ABORT, 'a journal is only added to');\n"
      "END;";

  TemporaryFolder folder_;
  std::string file_ = folder_.file("orders.db");
};

#ifdef O2C_WITH_POSTGRESQL

// A schema of its own on the server of the tests.
class PostgresOfTest final : public StoreOfTest {
 public:
  Journal open() override { return PostgresJournal(address(), {.schema = schema_}); }
  void forge(const std::string& sql) override {
    const std::unique_ptr<PGconn, void (*)(PGconn*)> server(PQconnectdb(address()), PQfinish);
    for (const std::string& each :
         {"SET search_path TO " + schema_, std::string("ALTER TABLE entries DISABLE TRIGGER USER"),
          sql, std::string("ALTER TABLE entries ENABLE TRIGGER USER")}) {
      const std::unique_ptr<PGresult, void (*)(PGresult*)> result(
          PQexec(server.get(), each.c_str()), PQclear);
      const ExecStatusType status = PQresultStatus(result.get());
      if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error(PQerrorMessage(server.get()));
    }
  }
  static const char* address() { return std::getenv("O2C_TEST_POSTGRESQL"); }

 private:
  static std::string another_name() {
    static int count = 0;
    return "journal_" + std::to_string(getpid()) + "_" + std::to_string(++count);
  }
  std::string schema_ = another_name();
};

#endif

}  // namespace

std::vector<StoreKind> store_kinds() {
  std::vector<StoreKind> kinds;
  kinds.push_back({.name = "sqlite", .make = []() -> std::unique_ptr<StoreOfTest> {
                     return std::make_unique<SqliteOfTest>();
                   }});
#ifdef O2C_WITH_POSTGRESQL
  if (PostgresOfTest::address() != nullptr)
    kinds.push_back({.name = "postgresql", .make = []() -> std::unique_ptr<StoreOfTest> {
                       return std::make_unique<PostgresOfTest>();
                     }});
#endif
  return kinds;
}

}  // namespace o2c
