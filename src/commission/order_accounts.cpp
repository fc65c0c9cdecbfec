#include "order_accounts.hpp"

#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/fault_list.hpp"

namespace o2c::inline v1 {

std::uint32_t OrderAccounts::number(std::uint32_t person, std::uint32_t order) {
  const auto [found, is_new] = numbers_.try_emplace(std::uint64_t{person} << 32U | order,
                                                    static_cast<std::uint32_t>(all_.size()));
  if (is_new) all_.push_back({person, order});
  return found->second;
}

std::vector<OrderAccount> open_order_accounts(CreditedLines& lines,
                                              const PageArray<std::uint32_t>& orders) {
  OrderAccounts accounts;
  for (std::size_t row = 0; row < lines.rows; ++row)
    // The others stand in one of their salesperson's, of no order.
    lines.people[row] = accounts.number(lines.people[row], lines.counts(row) ? orders[row] : 0);
  for (CreditedLines::Further& each : std::span(lines.further.data(), lines.further.size()))
    each.person = accounts.number(each.person, orders[each.row]);
  return accounts.all();
}

std::optional<Date> first_day_of(const LineTable& lines) {
  const ColumnField& field = lines.table.fields()[lines.date_column];
  if (field.kind.type == ColumnType::nulls) return std::nullopt;
  DateReader reader(field);
  FaultList faults;  // Found again when the lines are read.
  std::optional<std::int32_t> first;
  for (const RecordBatch& batch : lines.table.batches())
    for (const std::int32_t day : reader.read(batch.columns[lines.date_column], 0,
                                              static_cast<std::size_t>(batch.rows), 0, faults))
      if (day != DateReader::null_date && (!first || day < *first)) first = day;
  return first ? std::optional(Date::from_days(*first)) : std::nullopt;
}

}  // namespace o2c::inline v1
