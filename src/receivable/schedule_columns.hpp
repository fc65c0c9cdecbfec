#pragma once

// The columns of a schedule, and how they become an Arrow table. Private to src/receivable.

#include <cstddef>
#include <cstdint>
#include <memory>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/page_array.hpp"
#include "o2c/number/int128.hpp"

#include "schedule_plan.hpp"

namespace o2c::inline v1 {

struct ScheduleColumns {
  /// Room for so many rows and bytes of text; nothing is written yet.
  ScheduleColumns(const SchedulePlan&, std::size_t row_count, std::size_t text_bytes);

  std::size_t rows;
  int scale;  ///< Of the amounts: the most digits that a currency of the table has.
  PageArray<std::int64_t> row;
  PageArray<std::int64_t> document;  ///< The number, or where the text begins.
  PageArray<char> text;
  PageArray<std::int32_t> instalment;
  PageArray<std::int32_t> due_date;  ///< DateReader::null_date while pending.
  PageArray<std::int8_t> pending_on;
  PageArray<Int128> amount;
  PageArray<std::int32_t> currency;
};

/// The table of columns of which all rows are written, so many of them pending.
std::shared_ptr<const ArrowTable> to_arrow(ScheduleColumns columns, const SchedulePlan&,
                                           std::size_t pending);

}  // namespace o2c::inline v1
