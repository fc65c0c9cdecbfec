#pragma once

#include <cstdint>
#include <memory>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/order/journal.hpp"

namespace o2c::inline v1 {

/// A journal as a table in the order of recording, as it was known at a moment (microseconds, UTC):
/// `position`, `order`, `seq`, `id`, `event`, `event_version`, `on`, `recorded_at`, `by`,
/// `payload`, `hash`. It is held in memory as a whole.
std::shared_ptr<const ArrowTable> journal_table(const Journal& journal,
                                                std::int64_t known_at_us = JournalReading::now);

}  // namespace o2c::inline v1
