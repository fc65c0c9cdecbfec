#pragma once

// Private to src/cost.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// A table with a further column, `period`: the first day of the period in which the row's `date`
/// is; null where it is. A column that had that name is no longer seen.
class PeriodColumn final : public TableSource {
 public:
  static constexpr const char* name = "period";

  /// Throws BadTable without a column of dates.
  PeriodColumn(TableSource& table, PeriodKind kind);

  [[nodiscard]] const std::vector<ColumnField>& fields() const override { return fields_; }
  std::optional<RecordBatch> next() override;

  /// What was no date in the batches so far.
  [[nodiscard]] FaultList& faults() noexcept { return faults_; }

 private:
  std::int32_t first_day(std::int32_t day);

  TableSource* table_;
  PeriodKind kind_;
  std::size_t date_;
  DateReader dates_;
  std::vector<ColumnField> fields_;
  std::int64_t rows_read_ = 0;
  FaultList faults_;
  std::vector<std::int32_t> first_days_;  // Of the days from from_ on; null_date: not known yet.
  std::int32_t from_ = 0;
};

}  // namespace o2c::inline v1
