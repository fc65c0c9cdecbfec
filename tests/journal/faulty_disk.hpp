#pragma once

// A disk for SQLite that can be full, fail, or lose what was not synchronised.

#include <cstdint>
#include <limits>
#include <string>

#include <sqlite3.h>

namespace o2c {

/// While it lives, all of SQLite's files are on it. One at a time.
class FaultyDisk {
 public:
  static constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();

  FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;
  ~FaultyDisk();

  std::int64_t room = unlimited;   ///< Bytes that can still be written; the last write is torn.
  std::int64_t syncs = unlimited;  ///< That still succeed.
  int full = SQLITE_FULL;          ///< What a write without room answers.
  bool keeps_synced = false;       ///< Whether FILE~synced is what would survive a loss of power.

  std::int64_t written = 0;  ///< Bytes so far.
  std::int64_t synced = 0;   ///< Calls so far.

  /// What is left of a database after a loss of power, as another one.
  static void survivors(const std::string& database, const std::string& copy);

 private:
  sqlite3_vfs* real_;
  sqlite3_vfs own_{};
};

}  // namespace o2c
