// The kinds of stores that every test of EveryStore runs on.

#include "stores.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sqlite3.h>

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

}  // namespace

std::vector<StoreKind> store_kinds() {
  std::vector<StoreKind> kinds;
  kinds.push_back({.name = "sqlite", .make = []() -> std::unique_ptr<StoreOfTest> {
                     return std::make_unique<SqliteOfTest>();
                   }});
  return kinds;
}

}  // namespace o2c
