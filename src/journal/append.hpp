#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "o2c/order/journal.hpp"

#include "store.hpp"

namespace o2c::inline v1 {

/// Events for one order, which stand somewhere else.
struct AppendPart {
  std::string_view order;
  std::int64_t expected_version;
  std::span<const JournalEvent> events;
};

/// What Journal::append_all says.
std::vector<AppendAnswer> append_parts(JournalStore& store, std::span<const AppendPart> parts);

}  // namespace o2c::inline v1
