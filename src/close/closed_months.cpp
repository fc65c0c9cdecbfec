#include "o2c/close/closed_months.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

ClosedMonths::ClosedMonths(std::vector<ClosedMonth> closed) : closed_(std::move(closed)) {
  std::ranges::sort(closed_, {}, [](const ClosedMonth& each) { return each.period.last(); });
  std::vector<Fault> faults;
  for (std::size_t i = 1; i < closed_.size(); ++i) {
    if (closed_[i].closed_at_us > closed_[i - 1].closed_at_us) continue;
    faults.push_back({.field = "closed_at",
                      .value = to_string(closed_[i].period),
                      .expected = "a moment after that of " + to_string(closed_[i - 1].period)});
  }
  if (!faults.empty()) {
    const std::string first = to_string(faults.front());
    throw InvalidArgument("closed periods: " + first, std::move(faults));
  }
  for (const ClosedMonth& each : closed_) last_days_.push_back(each.period.last());
}

std::optional<std::int64_t> ClosedMonths::closed_at(Date last_day) const {
  const auto found = std::ranges::find(closed_, last_day,
                                       [](const ClosedMonth& each) { return each.period.last(); });
  if (found == closed_.end()) return std::nullopt;
  return found->closed_at_us;
}

Date ClosedMonths::posted(Date date, std::optional<std::int64_t> recorded_at_us) const {
  if (!recorded_at_us) return date;
  // The last that was closed by then; those before it were, too.
  const auto after =
      std::ranges::upper_bound(closed_, *recorded_at_us, {}, &ClosedMonth::closed_at_us);
  if (after == closed_.begin()) return date;
  const auto last = static_cast<std::size_t>(after - closed_.begin()) - 1;
  return std::max(date, last_days_[last] + 1);
}

}  // namespace o2c::inline v1
