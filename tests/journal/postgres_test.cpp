// What only servers do; the tests of every store run on one too.

#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/number/error.hpp"
#include "o2c/order/journal_postgres.hpp"

#include "stores.hpp"

namespace o2c {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

template <class Call>
std::string failure(const Call& call) {
  try {
    call();
  } catch (const JournalError& error) {
    return std::string(to_string(error.failure())) + ": " + error.what();
  }
  return {};
}

TEST(PostgresAddress, ThatNobodyAnswersIsNamedWithoutItsPassword) {
  EXPECT_THAT(failure([] { PostgresJournal("host=/no/such dbname=orders password=secret"); }),
              AllOf(StartsWith("inaccessible: PostgreSQL database orders at /no/such:"),
                    Not(HasSubstr("secret"))));
}

TEST(PostgresOptions, AreChecked) {
  for (const char* schema : {"", "Journal", "a-b", "1a", "a;drop", "a\""})
    EXPECT_THROW(PostgresJournal("", {.schema = schema}), InvalidArgument) << schema;
  EXPECT_THROW(PostgresJournal("", {.lock_timeout_ms = -1}), InvalidArgument);
}

class Postgres : public testing::Test {
 protected:
  void SetUp() override {
    if (std::getenv("O2C_TEST_POSTGRESQL") == nullptr) GTEST_SKIP() << "no server to try it on";
    for (const StoreKind& kind : store_kinds())
      if (kind.name == std::string("postgresql")) store_ = kind.make();
    ASSERT_NE(store_, nullptr);
  }
  static std::string address() { return std::getenv("O2C_TEST_POSTGRESQL"); }

  std::unique_ptr<StoreOfTest> store_;
};

TEST_F(Postgres, MakesAJournalOnlyIfThatIsWanted) {
  EXPECT_THAT(failure([] {
                PostgresJournal(address(),
                                {.create = JournalCreation::never, .schema = "never_made"});
              }),
              StartsWith("inaccessible: "));
  EXPECT_THAT(failure([] { PostgresJournal(address() + "_", {.schema = "never_made"}); }),
              AllOf(StartsWith("inaccessible: "), HasSubstr("does not exist")));
}

TEST_F(Postgres, RefusesASchemaOfSomethingElse) {
  store_->open();
  store_->forge("CREATE SCHEMA someone; CREATE TABLE someone.entries (text text)");
  EXPECT_THAT(failure([] { PostgresJournal(address(), {.schema = "someone"}); }),
              StartsWith("not_a_journal: "));
  store_->forge("UPDATE journal SET schema_version = 2");
  EXPECT_THAT(failure([&] { store_->open(); }), StartsWith("newer: "));
}

TEST_F(Postgres, RefusesAServerThatDoesNotWaitForItsDisk) {
  store_->open();
  store_->forge("ALTER ROLE o2c SET synchronous_commit TO off");
  Journal journal = store_->open();  // Our session asks for it again.
  EXPECT_TRUE(journal.append("SO-1", 0, event_numbers(0, 1)).stored());
}

TEST_F(Postgres, KeepsItsEntriesFromPlainSql) {
  Journal journal = store_->open();
  ASSERT_TRUE(journal.append("SO-1", 0, event_numbers(0, 2)).stored());
  // The forger of the tests puts triggers aside; this one does not.
  for (const char* sql :
       {"DELETE FROM entries", "UPDATE entries SET payload = ''", "TRUNCATE entries"})
    EXPECT_ANY_THROW(store_->forge(std::string("ALTER TABLE entries ENABLE TRIGGER USER; ") + sql))
        << sql;
  EXPECT_EQ(journal.read("SO-1").size(), 2U);
  store_->forge("DROP TRIGGER entries_stay ON entries");
  EXPECT_THAT(lines_of(journal.verify()), Contains(StartsWith("journal: store: the triggers")));
}

TEST_F(Postgres, ConnectsAgain) {
  Journal journal = store_->open();
  ASSERT_TRUE(journal.append("SO-1", 0, event_numbers(0, 1)).stored());
  store_->forge(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
      "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
  const auto append = [&] { return journal.append("SO-1", 1, event_numbers(1, 1)); };
  EXPECT_THAT(failure([&] { (void)append(); }),
              AllOf(StartsWith("inaccessible: "), HasSubstr("is not stored twice")));
  EXPECT_EQ(append().version, 2);
  EXPECT_THAT(journal.verify(), IsEmpty());
}

}  // namespace
}  // namespace o2c
