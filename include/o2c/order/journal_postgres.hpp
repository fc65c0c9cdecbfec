#pragma once

#include <cstdint>
#include <string>

#include "o2c/order/journal.hpp"

namespace o2c::inline v1 {

struct PostgresJournalOptions {
  JournalCreation create = JournalCreation::if_missing;
  /// The schema of the journal's tables: small letters, digits and underscores.
  std::string schema = "o2c_journal";
  std::int32_t lock_timeout_ms = 5'000;  ///< How long to wait for another writer; from 0: forever.
};

/// A journal on a PostgreSQL server (12 or later), for several computers.
///
/// Writers go one after the other, so that the order of recording has no gaps and what was read
/// stays as it was. A connection that was lost is made anew by the next call.
class PostgresJournal : public Journal {
 public:
  /// `connection`: as libpq takes it, "postgresql://li@db.example/orders" or "host=... dbname=...";
  /// passwords are better kept in ~/.pgpass.
  ///
  /// Throws JournalError: inaccessible, not_a_journal, newer, locked, not_durable.
  explicit PostgresJournal(const std::string& connection,
                           const PostgresJournalOptions& options = {});
};

}  // namespace o2c::inline v1
