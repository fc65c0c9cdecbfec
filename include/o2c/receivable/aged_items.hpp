#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "o2c/columns/key_encoder.hpp"
#include "o2c/receivable/aging_table.hpp"
#include "o2c/receivable/open_item.hpp"

namespace o2c::inline v1 {

/// One of the items behind a figure of an aging: the row that it stands in, and what it is.
struct AgedItem {
  std::int64_t row;
  OpenItem item;
};

/// The items of a table whose first keys have the given values, in row order: what stands behind
/// the rows of an aging. Their documents are named if the table has a column `document`, by row
/// otherwise. Reads the table like age(), and throws the same.
std::vector<AgedItem> aged_items(TableSource& open_items, Date as_of, const AgingBuckets& buckets,
                                 const AgingOptions& options, const std::vector<KeyValue>& keys);

}  // namespace o2c::inline v1
