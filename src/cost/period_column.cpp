#include "period_column.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "o2c/columns/require_column.hpp"

namespace o2c::inline v1 {

PeriodColumn::PeriodColumn(TableSource& table, PeriodKind kind)
    : table_(&table),
      kind_(kind),
      date_(require_column(table, "date", "entries")),
      dates_(table.fields()[date_]),
      fields_(table.fields()) {
  for (ColumnField& field : fields_)
    if (field.name == name) field.name.clear();
  fields_.push_back({name, {.type = ColumnType::date32}});
}

std::optional<RecordBatch> PeriodColumn::next() {
  std::optional<RecordBatch> batch = table_->next();
  if (!batch) return batch;
  struct Memory {
    std::vector<std::int32_t> days;
    std::vector<std::uint8_t> has_day;
  };
  auto memory = std::make_shared<Memory>();
  const auto rows = static_cast<std::size_t>(batch->rows);
  const std::span<const std::int32_t> days =
      dates_.read(batch->columns[date_], 0, rows, rows_read_, faults_);
  rows_read_ += batch->rows;
  memory->days.resize(rows);
  bool all = true;
  for (std::size_t i = 0; i < rows; ++i) {
    all &= days[i] != DateReader::null_date;
    memory->days[i] = days[i] == DateReader::null_date ? 0 : first_day(days[i]);
  }
  ColumnView column;
  column.kind = fields_.back().kind;
  column.length = batch->rows;
  column.values = memory->days.data();
  if (!all) {
    memory->has_day.resize((rows + 7) / 8);
    for (std::size_t i = 0; i < rows; ++i)
      if (days[i] != DateReader::null_date)
        memory->has_day[i / 8] =
            static_cast<std::uint8_t>(memory->has_day[i / 8] | (1U << (i % 8)));
    column.validity = memory->has_day.data();
  }
  column.own = std::move(memory);
  batch->columns.push_back(std::move(column));
  return batch;
}

// Entries of a table are of few days, each of which is looked up in the calendar once.
std::int32_t PeriodColumn::first_day(std::int32_t day) {
  constexpr std::int32_t century = 36'525;
  if (first_days_.empty()) {
    from_ = std::max(Date::min().days(), day - century);
    first_days_.assign(static_cast<std::size_t>(2 * century), DateReader::null_date);
  }
  const auto of = [this](std::int32_t each) {
    return Period::containing(Date::from_days(each), kind_).first().days();
  };
  const auto at = static_cast<std::size_t>(std::int64_t{day} - from_);
  if (day < from_ || at >= first_days_.size()) return of(day);
  if (first_days_[at] == DateReader::null_date) first_days_[at] = of(day);
  return first_days_[at];
}

}  // namespace o2c::inline v1
