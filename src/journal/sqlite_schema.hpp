#pragma once

// The tables of a journal in SQLite.

#include <array>
#include <cstdint>
#include <string_view>

namespace o2c::inline v1 {

/// Says in the file's header whose it is: "o2cJ".
inline constexpr std::int64_t sqlite_application_id = 0x6F32634A;
/// Of the tables below.
inline constexpr std::int64_t sqlite_schema_version = 1;

struct SqliteObject {
  std::string_view name;
  std::string_view sql;
};

// `orders` and `journal` repeat what the entries say: they find the end of a chain at once, and
// name what was taken away from it.
inline constexpr std::array sqlite_objects{
    SqliteObject{"entries", R"(CREATE TABLE entries (
  position INTEGER PRIMARY KEY,
  order_no TEXT NOT NULL,
  seq INTEGER NOT NULL,
  event_id TEXT NOT NULL UNIQUE,
  event TEXT NOT NULL,
  event_version INTEGER NOT NULL,
  on_date TEXT NOT NULL,
  recorded_at_us INTEGER NOT NULL,
  recorded_by TEXT NOT NULL,
  payload TEXT NOT NULL,
  hash BLOB NOT NULL,
  journal_hash BLOB NOT NULL,
  UNIQUE (order_no, seq)
) STRICT)"},
    SqliteObject{"orders", R"(CREATE TABLE orders (
  order_no TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  recorded_at_us INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT, WITHOUT ROWID)"},
    SqliteObject{"journal", R"(CREATE TABLE journal (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  entries INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT)"},
    SqliteObject{"snapshots", R"(CREATE TABLE snapshots (
  order_no TEXT NOT NULL,
  schema TEXT NOT NULL,
  seq INTEGER NOT NULL,
  payload TEXT NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (order_no, schema)
) STRICT)"},
    SqliteObject{"entries_stay", R"(CREATE TRIGGER entries_stay BEFORE DELETE ON entries BEGIN
  SELECT RAISE(ABORT, 'a journal is only added to');
END)"},
    SqliteObject{"entries_stay_as_they_are",
                 R"(CREATE TRIGGER entries_stay_as_they_are BEFORE UPDATE ON entries BEGIN
  SELECT RAISE(ABORT, 'a journal is only added to');
END)"},
};

}  // namespace o2c::inline v1
