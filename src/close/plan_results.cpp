#include "plan_results.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>

#include "o2c/columns/arrow_import.hpp"
#include "o2c/columns/column_readers.hpp"
#include "o2c/columns/held_table.hpp"

namespace o2c::inline v1 {

void take_result(PlanClose& closed, Date first) {
  ArrowArrayStream stream{};
  export_arrow(closed.table.lines(), stream);
  const auto source = import_arrow(stream);
  const HeldTable held(*source, "lines");
  const std::size_t rule = held.column("rule");
  const std::size_t commission = held.column("commission");
  const Currency currency = closed.table.plan().currency();
  const std::array digits{static_cast<std::uint8_t>(currency.digits())};
  AmountReader reader(held.fields()[commission], std::nullopt);
  closed.standings.reserve(closed.lines.size());
  closed.commissions.reserve(closed.lines.size());
  for (const RecordBatch& batch : held.batches()) {
    for (std::int64_t row = 0; row < batch.rows; ++row) {
      using enum ClosingStanding;
      const ColumnView& amounts = batch.columns[commission];
      const bool is_counted = amounts.has_value(row);
      const bool has_rule = batch.columns[rule].has_value(row);
      closed.standings.push_back(closed.lines[closed.standings.size()].counts < first ? earlier
                                 : is_counted                                         ? counted
                                 : has_rule                                           ? excluded
                                                                                      : unmatched);
      FaultList faults;
      const std::int64_t minor =
          is_counted ? reader.read(amounts, row, 1, digits, 0, faults).front() : 0;
      faults.throw_if_any("commissions");
      closed.commissions.push_back(Money::from_minor(minor, currency));
    }
  }
}

void take_credits(PlanClose& closed, const BookRows& people) {
  std::set<std::string_view> names;  // Those of the table do not live as long.
  for (std::size_t row = 0; row < people.rows(); ++row)
    names.insert(people.text(people.column("person"), row));
  ArrowArrayStream stream{};
  export_arrow(closed.table.credits(), stream);
  const auto source = import_arrow(stream);
  const HeldTable held(*source, "credits");
  const std::size_t line = held.column("line");
  const std::size_t salesperson = held.column("salesperson");
  for (const RecordBatch& batch : held.batches())
    for (std::int64_t row = 0; row < batch.rows; ++row)
      closed.credits.push_back({static_cast<std::size_t>(batch.columns[line].integer_at(row)),
                                *names.find(batch.columns[salesperson].text_at(row))});
  for (const LineCredit& credit : closed.credits)
    if (closed.credits_of(credit.line).size() == 1)
      closed.lines[credit.line].salesperson = credit.salesperson;
}

}  // namespace o2c::inline v1
