#pragma once

// The same tests on every kind of store.

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "journals.hpp"

namespace o2c {

/// A store that is empty at first and can be opened several times.
class StoreOfTest {
 public:
  StoreOfTest() = default;
  StoreOfTest(const StoreOfTest&) = delete;
  StoreOfTest& operator=(const StoreOfTest&) = delete;
  virtual ~StoreOfTest() = default;
  virtual Journal open() = 0;
  /// Does to it what somebody would who may write to the database.
  virtual void forge(const std::string& sql) = 0;
};

struct StoreKind {
  const char* name;
  std::unique_ptr<StoreOfTest> (*make)();
};

inline std::string name_of(const testing::TestParamInfo<StoreKind>& kind) {
  return kind.param.name;
}

/// SQLite in a file, and PostgreSQL where O2C_TEST_POSTGRESQL says how to reach a server.
std::vector<StoreKind> store_kinds();

/// A test of something that every store does.
class EveryStore : public testing::TestWithParam<StoreKind> {
 protected:
  Journal open() { return store_->open(); }
  void forge(const std::string& sql) { store_->forge(sql); }

 private:
  std::unique_ptr<StoreOfTest> store_ = GetParam().make();
};

}  // namespace o2c
