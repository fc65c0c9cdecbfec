#pragma once

#include <cstdint>
#include <string>

namespace o2c::inline v1 {

/// The state of an order after one of its entries: a cache, from which nothing is lost.
struct JournalSnapshot {
  std::string order;
  std::int64_t seq;     ///< Of the last entry that is in the state.
  std::string schema;   ///< Names the form of the state, such as a hash of it; 1 to 500 bytes.
  std::string payload;  ///< The state, as text.

  friend bool operator==(const JournalSnapshot&, const JournalSnapshot&) = default;
};

}  // namespace o2c::inline v1
