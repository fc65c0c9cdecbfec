#pragma once

#include <cstdint>
#include <string>

#include "o2c/order/journal.hpp"

namespace o2c::inline v1 {

struct SqliteJournalOptions {
  JournalCreation create = JournalCreation::if_missing;
  std::int32_t busy_timeout_ms = 5'000;  ///< How long to wait for another writer; from 0.
};

/// A journal in a file of SQLite 3.37 or later, on a disk of this computer (not on a network
/// drive). It is written ahead into FILE-wal, and each append waits for the disk
/// (`synchronous=FULL`).
class SqliteJournal : public Journal {
 public:
  /// Opens the file, or makes it. ":memory:" is a journal that ends with the object.
  ///
  /// Throws JournalError: inaccessible, not_a_journal, newer, corrupt, locked, not_durable.
  explicit SqliteJournal(const std::string& file, const SqliteJournalOptions& options = {});
};

}  // namespace o2c::inline v1
