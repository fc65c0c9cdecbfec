#include "holdback_releases.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "o2c/number/detail/throw_faults.hpp"

namespace o2c::inline v1 {
namespace {

constexpr const char* table = "holdback_releases";

Fault fault_of(std::size_t row, const char* field, std::string_view value, std::string expected) {
  return {.file = table,
          .row = static_cast<std::int64_t>(row),
          .field = field,
          .value = std::string(value),
          .expected = std::move(expected)};
}

}  // namespace

void check_releases(const Book& book) {
  const BookRows& rows = book.rows(table);
  std::vector<Fault> faults;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const std::string_view line = rows.text(rows.column("line"), row);
    if (std::ranges::none_of(book.plans(), [&](const auto& plan) { return plan.first == line; }))
      faults.push_back(
          fault_of(row, "line", line, "a line of business that has a plan, plans/LINE.toml"));
  }
  throw_faults("no such release", std::move(faults));
}

std::vector<HoldbackRelease> releases_of(const CloseDays& days, const std::string& line,
                                         const PlanHistory& plan) {
  const BookRows& rows = days.book.get().rows(table);
  const std::size_t recorded_at = rows.column("recorded_at");
  const Date first = plan.versions().front().from_date;
  std::vector<Fault> faults;
  std::vector<HoldbackRelease> releases;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    if (rows.text(rows.column("line"), row) != line) continue;
    const Money amount = rows.amount(rows.column("amount"), row);
    const Period month = Period::parse(rows.text(rows.column("period"), row));
    if (amount.currency() != plan.currency())
      faults.push_back(fault_of(row, "currency", amount.currency().code(),
                                std::string(plan.currency().code()) + ", as of its plan"));
    if (month.last() < first)
      faults.push_back(fault_of(row, "period", to_string(month),
                                "a month of its plan, which begins on " + to_string(first)));
    std::optional<std::int64_t> recorded;
    if (rows.has(recorded_at, row)) recorded = rows.integer(recorded_at, row);
    if (recorded && *recorded > days.known_at_us) continue;
    releases.push_back({.salesperson = std::string(rows.text(rows.column("person"), row)),
                        .month = Period::month_of(days.months.posted(month.first(), recorded)),
                        .amount = amount});
  }
  throw_faults("no such release", std::move(faults));
  return releases;
}

}  // namespace o2c::inline v1
