// The disk itself, and what journals make of it.

#include "faulty_disk.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/order/journal_sqlite.hpp"

#include "journals.hpp"

namespace o2c {
namespace {

using testing::IsEmpty;

FaultyDisk* disk = nullptr;
sqlite3_vfs* real_disk = nullptr;

// In SQLite's memory for a file: ours, and the real one's after it.
struct FileOnDisk {
  sqlite3_file base;
  const char* name;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

FileOnDisk* ours(sqlite3_file* file) { return reinterpret_cast<FileOnDisk*>(file); }
sqlite3_file* real(sqlite3_file* file) { return ours(file)->real(); }

template <auto method, class... Arguments>
int forward(sqlite3_file* file, Arguments... arguments) {
  return (real(file)->pMethods->*method)(real(file), arguments...);
}

int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  const bool fits = size <= disk->room;
  const int taken = fits ? size : static_cast<int>(disk->room);
  if (disk->room != FaultyDisk::unlimited) disk->room -= taken;
  disk->written += taken;
  if (taken > 0) {
    const int code = real(file)->pMethods->xWrite(real(file), data, taken, offset);
    if (code != SQLITE_OK) return code;
  }
  return fits ? SQLITE_OK : disk->full;
}

// Does not wait for the real disk: the time of a test is in that.
int sync(sqlite3_file* file, int /*flags*/) {
  if (disk->synced >= disk->syncs) return SQLITE_IOERR_FSYNC;
  ++disk->synced;
  const char* name = ours(file)->name;
  if (disk->keeps_synced && name != nullptr)
    std::filesystem::copy_file(name, std::string(name) + "~synced",
                               std::filesystem::copy_options::overwrite_existing);
  return SQLITE_OK;
}

constexpr sqlite3_io_methods methods{
    .iVersion = 2,
    .xClose = forward<&sqlite3_io_methods::xClose>,
    .xRead = forward<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>,
    .xWrite = write,
    .xTruncate = forward<&sqlite3_io_methods::xTruncate, sqlite3_int64>,
    .xSync = sync,
    .xFileSize = forward<&sqlite3_io_methods::xFileSize, sqlite3_int64*>,
    .xLock = forward<&sqlite3_io_methods::xLock, int>,
    .xUnlock = forward<&sqlite3_io_methods::xUnlock, int>,
    .xCheckReservedLock = forward<&sqlite3_io_methods::xCheckReservedLock, int*>,
    .xFileControl = forward<&sqlite3_io_methods::xFileControl, int, void*>,
    .xSectorSize = forward<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = forward<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = forward<&sqlite3_io_methods::xShmMap, int, int, int, void volatile**>,
    .xShmLock = forward<&sqlite3_io_methods::xShmLock, int, int, int>,
    .xShmBarrier = [](sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); },
    .xShmUnmap = forward<&sqlite3_io_methods::xShmUnmap, int>,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  ours(file)->name = name;
  const int code = real_disk->xOpen(real_disk, name, real(file), flags, out_flags);
  file->pMethods = real(file)->pMethods == nullptr ? nullptr : &methods;
  return code;
}

}  // namespace

FaultyDisk::FaultyDisk() : real_(sqlite3_vfs_find(nullptr)), own_(*real_) {
  disk = this;
  real_disk = real_;
  own_.zName = "faulty";
  own_.szOsFile = static_cast<int>(sizeof(FileOnDisk)) + real_->szOsFile;
  own_.xOpen = open;
  sqlite3_vfs_register(&own_, 1);
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(&own_);
  sqlite3_vfs_register(real_, 1);
  disk = nullptr;
}

void FaultyDisk::survivors(const std::string& database, const std::string& copy) {
  for (const char* part : {"", "-wal"}) {
    std::filesystem::remove(copy + part);
    const std::string synced = database + part + "~synced";
    if (std::filesystem::exists(synced)) std::filesystem::copy_file(synced, copy + part);
  }
  std::filesystem::remove(copy + "-shm");
}

namespace {

// Calls of a program that keeps on: what was confirmed must stay, what was not is sent again.
class Program {
 public:
  explicit Program(std::string file) : file_(std::move(file)) {}

  static constexpr std::int64_t calls = 8;

  // Until the first failure; whether there was none.
  bool run() {
    try {
      if (!journal_) journal_.emplace(file_);
      for (; confirmed_ < calls; ++confirmed_) call(confirmed_);
      return true;
    } catch (const JournalError& error) {
      failures_.push_back(error.failure());
      return false;
    }
  }
  void close() { journal_.reset(); }

  [[nodiscard]] std::int64_t confirmed() const { return confirmed_; }
  [[nodiscard]] const std::vector<JournalFailure>& failures() const { return failures_; }

  // Every confirmed call once and whole; of the call that failed, all or nothing.
  static void expect_confirmed(const Journal& journal, std::int64_t confirmed) {
    EXPECT_THAT(journal.verify(), IsEmpty());
    std::vector<std::string> ids;
    for (const JournalEntry& entry : journal.entries()) ids.push_back(entry.id);
    std::vector<std::string> expected;
    for (std::int64_t n = 0; n < confirmed * events_of_call; ++n)
      expected.push_back("e" + std::to_string(n));
    if (ids.size() > expected.size())
      for (std::int64_t i = 0; i < events_of_call; ++i)
        expected.push_back("e" + std::to_string(confirmed * events_of_call + i));
    EXPECT_EQ(ids, expected);
  }

 private:
  static constexpr std::int64_t events_of_call = 3;

  void call(std::int64_t number) {
    std::vector<JournalEvent> events = event_numbers(number * events_of_call, events_of_call);
    // Long enough to take several pages.
    for (JournalEvent& event : events) event.payload = std::string(3'000, 'p');
    const AppendAnswer answer = journal_->append("SO-1", number * events_of_call, events);
    ASSERT_TRUE(answer.stored()) << to_string(answer.outcome);
  }

  std::string file_;
  std::optional<SqliteJournal> journal_;
  std::int64_t confirmed_ = 0;
  std::vector<JournalFailure> failures_;
};

// Whatever the disk did: it is all there, and goes on when the disk is well again.
void expect_to_recover(Program& program, const std::string& file, FaultyDisk& disk_of_test,
                       bool reopens) {
  disk_of_test.room = FaultyDisk::unlimited;
  disk_of_test.syncs = FaultyDisk::unlimited;
  if (reopens) program.close();
  Program::expect_confirmed(SqliteJournal(file), program.confirmed());
  EXPECT_TRUE(program.run());
  Program::expect_confirmed(SqliteJournal(file), Program::calls);
}

std::int64_t bytes_of_all_calls(const std::string& file) {
  FaultyDisk disk_of_test;
  Program program(file);
  EXPECT_TRUE(program.run());
  return disk_of_test.written;
}

TEST(FullDisk, LosesNothingWhereverItEnds) {
  const TemporaryFolder folder;
  const std::int64_t total = bytes_of_all_calls(folder.file("all.db"));
  int failures = 0;
  // 607 is no divisor of anything: ends inside of headers, of pages, and at their edges.
  for (std::int64_t room = 0; room < total; room += 607) {
    SCOPED_TRACE(room);
    const std::string file = folder.file(std::to_string(room));
    FaultyDisk disk_of_test;
    disk_of_test.room = room;
    disk_of_test.full = room % 2 == 0 ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    Program program(file);
    if (program.run()) continue;  // The rest was written while closing.
    ++failures;
    const JournalFailure expected =
        room % 2 == 0 ? JournalFailure::full : JournalFailure::inaccessible;
    ASSERT_EQ(program.failures().back(), expected);
    expect_to_recover(program, file, disk_of_test, room % 3 == 0);
    if (HasFailure()) return;
  }
  EXPECT_GT(failures, 100);
}

TEST(FailingSync, LosesNothing) {
  const TemporaryFolder folder;
  int failures = 0;
  for (std::int64_t syncs = 0; syncs < 20; ++syncs) {
    SCOPED_TRACE(syncs);
    const std::string file = folder.file(std::to_string(syncs));
    FaultyDisk disk_of_test;
    disk_of_test.syncs = syncs;
    Program program(file);
    if (program.run()) continue;
    ++failures;
    expect_to_recover(program, file, disk_of_test, syncs % 2 == 0);
    if (HasFailure()) return;
  }
  EXPECT_GE(failures, static_cast<int>(Program::calls));
}

// Only what was synchronised survives: after every append, that is all of it.
TEST(LossOfPower, LosesNothingThatWasConfirmed) {
  const TemporaryFolder folder;
  const std::string file = folder.file("a.db");
  FaultyDisk disk_of_test;
  disk_of_test.keeps_synced = true;
  SqliteJournal journal(file);
  for (std::int64_t n = 0; n < 60; ++n) {
    ASSERT_TRUE(journal.append("SO-" + std::to_string(n % 3), n / 3, event_numbers(n, 1)).stored());
    const std::string copy = folder.file("copy.db");
    FaultyDisk::survivors(file, copy);
    const SqliteJournal survived(copy, {.create = JournalCreation::never});
    ASSERT_EQ(survived.head(), journal.head()) << n;
    ASSERT_THAT(survived.verify(), IsEmpty()) << n;
  }
}

}  // namespace
}  // namespace o2c
