// What files are journals, and what is said of those that are not.

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "o2c/number/error.hpp"
#include "o2c/order/journal_sqlite.hpp"

#include "journals.hpp"

namespace o2c {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

void run(const std::string& file, const std::string& sql) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  char* message = nullptr;
  EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK) << message;
  sqlite3_free(message);
  sqlite3_close(handle);
}

template <class Call>
std::string failure(const Call& call) {
  try {
    call();
  } catch (const JournalError& error) {
    return std::string(to_string(error.failure())) + ": " + error.what();
  }
  return {};
}

struct SqliteFile : testing::Test {
  TemporaryFolder folder;
  std::string file = folder.file("orders.db");

  std::string opening(SqliteJournalOptions options = {}) {
    return failure([&] { const SqliteJournal journal(file, options); });
  }
};

TEST_F(SqliteFile, IsMadeOnlyIfThatIsWanted) {
  EXPECT_THAT(opening({.create = JournalCreation::never}),
              AllOf(StartsWith("inaccessible: " + file), HasSubstr("No such file")));
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_THAT(opening(), IsEmpty());
  EXPECT_THAT(opening({.create = JournalCreation::never}), IsEmpty());
  EXPECT_THROW(SqliteJournal(""), InvalidArgument);
  EXPECT_THROW(SqliteJournal(std::string("a\0b", 3)), InvalidArgument);
  EXPECT_THROW(SqliteJournal(":memory:", {.busy_timeout_ms = -1}), InvalidArgument);
  EXPECT_THAT(failure([] { SqliteJournal("/no/such/folder/orders.db"); }),
              StartsWith("inaccessible: /no/such/folder/orders.db: "));
}

TEST_F(SqliteFile, OfSomethingElseIsLeftAsItIs) {
  const std::string text =
      "This is a letter, and longer than the header of a database is, so that "
      "SQLite does not take it for an empty one.";
  std::ofstream(file) << text;
  EXPECT_THAT(opening(), StartsWith("not_a_journal: " + file));
  std::ifstream in(file);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), text);
}

TEST_F(SqliteFile, OfAnotherProgramIsLeftAsItIs) {
  run(file, "CREATE TABLE notes (text)");
  EXPECT_THAT(opening(), AllOf(StartsWith("not_a_journal: "), HasSubstr("another program")));
  EXPECT_FALSE(std::filesystem::exists(file + "-wal"));
}

TEST_F(SqliteFile, OfALaterVersionIsRefused) {
  {
    const SqliteJournal journal(file);
  }
  run(file, "PRAGMA user_version = 2");
  EXPECT_THAT(opening(), AllOf(StartsWith("newer: "), HasSubstr("a journal of version 2")));
}

TEST_F(SqliteFile, IsWrittenAheadAndWaitsForTheDisk) {
  SqliteJournal journal(file);
  ASSERT_TRUE(journal.append("SO-1", 0, event_numbers(0, 1)).stored());
  EXPECT_TRUE(std::filesystem::exists(file + "-wal"));
  EXPECT_EQ(journal.place(), file);
}

TEST_F(SqliteFile, KeepsItsEntriesFromPlainSql) {
  {
    SqliteJournal journal(file);
    ASSERT_TRUE(journal.append("SO-1", 0, event_numbers(0, 2)).stored());
  }
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  for (const char* sql : {"DELETE FROM entries", "UPDATE entries SET payload = ''"})
    EXPECT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_CONSTRAINT) << sql;
  sqlite3_close(handle);
  run(file, "DROP TRIGGER entries_stay");
  EXPECT_THAT(lines_of(SqliteJournal(file).verify()),
              Contains("journal: store: entries_stay is not as it was made"));
}

TEST_F(SqliteFile, ThatIsDamagedIsSaidToBe) {
  {
    SqliteJournal journal(file);
    ASSERT_TRUE(journal.append("SO-1", 0, event_numbers(0, 2'000)).stored());
  }
  const auto size = std::filesystem::file_size(file);
  std::fstream damage(file, std::ios::in | std::ios::out | std::ios::binary);
  damage.seekp(static_cast<std::streamoff>(size / 2));
  damage << std::string(size / 4, '\x5A');
  damage.close();
  const SqliteJournal journal(file);
  EXPECT_THAT(failure([&] {
                for (const JournalEntry& entry : journal.entries()) (void)entry;
              }),
              StartsWith("corrupt: " + file));
}

TEST_F(SqliteFile, ThatAnotherWriterHoldsIsWaitedFor) {
  SqliteJournal journal(file, {.busy_timeout_ms = 50});
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const auto append = [&] { (void)journal.append("SO-1", 0, event_numbers(0, 1)); };
  EXPECT_THAT(failure(append), AllOf(StartsWith("locked: " + file), HasSubstr("50 ms")));
  EXPECT_EQ(journal.version("SO-1"), 0);  // Readers do not wait.
  sqlite3_close(other);
  EXPECT_THAT(failure(append), IsEmpty());
  EXPECT_EQ(journal.version("SO-1"), 1);
}

TEST_F(SqliteFile, IsNotUsedAfterAFork) {
  const SqliteJournal journal(file);
  const pid_t child = fork();
  if (child == 0) {
    const std::string said = failure([&] { (void)journal.version("SO-1"); });
    _exit(said.find("forked") != std::string::npos ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST_F(SqliteFile, MovesWithItsJournal) {
  SqliteJournal opened(file);
  Journal journal = std::move(opened);
  ASSERT_TRUE(journal.append("SO-1", 0, event_numbers(0, 1)).stored());
  Journal another = SqliteJournal(":memory:");
  another = std::move(journal);
  EXPECT_EQ(another.version("SO-1"), 1);
}

TEST(SqliteInMemory, EndsWithTheObject) {
  SqliteJournal journal(":memory:");
  ASSERT_TRUE(journal.append("SO-1", 0, event_numbers(0, 3)).stored());
  EXPECT_THAT(journal.verify(), IsEmpty());
  EXPECT_EQ(SqliteJournal(":memory:").head().entries, 0);
}

}  // namespace
}  // namespace o2c
