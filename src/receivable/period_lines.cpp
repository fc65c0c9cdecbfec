#include "period_lines.hpp"

#include <string>
#include <tuple>
#include <utility>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

PeriodDays::PeriodDays(std::span<const Period> periods) {
  if (periods.empty()) throw_invalid("periods: expected one or more");
  for (std::size_t i = 1; i < periods.size(); ++i)
    if (periods[i] != periods[i - 1].next())
      throw_invalid("periods: expected " + to_string(periods[i - 1].next()) + " after " +
                    to_string(periods[i - 1]) + ", got " + to_string(periods[i]));
  first_ = periods.front().first().days();
  lines_ = periods.size() + 2;
  of_day_.push_back(0);
  for (std::size_t i = 0; i < periods.size(); ++i)
    of_day_.insert(of_day_.end(),
                   static_cast<std::size_t>(periods[i].last() - periods[i].first() + 1),
                   static_cast<std::uint32_t>(i + 1));
  of_day_.push_back(static_cast<std::uint32_t>(periods.size() + 1));
  last_ = static_cast<std::int64_t>(of_day_.size()) - 1;
}

void PeriodLines::add_lines(std::uint32_t group, const PeriodLines& other, std::uint32_t of) {
  overflow_ |= other.overflow_;
  std::int64_t* own = line(group, 0);
  const std::int64_t* theirs = other.line(of);
  for (std::size_t i = 0; i < days_->lines() * stride; ++i) add(own[i], theirs[i]);
}

void PeriodLines::check() const {
  if (overflow_) throw_overflow("a figure of a period exceeds 64 bits of minor units");
}

MeasuresTableBuilder::MeasuresTableBuilder(std::span<const Period> periods,
                                           const MeasureOptions& options,
                                           std::vector<KeyColumn> keys)
    : periods_(periods.begin(), periods.end()),
      days_in_period_(options.days_in_period),
      keys_(std::move(keys)) {
  for (const KeyColumn& key : keys_)
    if (MeasuresTable::is_other_column(key.name()))
      throw_invalid("group_by " + in_quotes(key.name()) +
                    " is the name of another column of measures; map it to a name of its own");
  if (days_in_period_ && *days_in_period_ < 0)
    throw_invalid("days_in_period " + std::to_string(*days_in_period_) + ": expected 0 or more");
}

MeasuresTable MeasuresTableBuilder::build(std::vector<Group> groups,
                                          const PeriodLines& lines) const {
  lines.check();
  const std::size_t count = periods_.size();
  const std::size_t stride = PeriodLines::stride;
  std::erase_if(groups, [&](const Group& group) {
    const std::int64_t* of = lines.line(group.code);
    return std::all_of(of, of + (count + 1) * stride, [](std::int64_t cell) { return cell == 0; });
  });
  std::ranges::sort(groups, [](const Group& a, const Group& b) {
    return std::tie(a.keys, a.currency) < std::tie(b.keys, b.currency);
  });
  MeasuresTable table;
  table.periods_ = periods_;
  table.days_in_period_ = days_in_period_;
  for (const KeyColumn& key : keys_) table.keys_.emplace_back(key.name(), key.kind());
  table.cells_ = PageArray<std::int64_t>(groups.size() * count * stride + 1);
  std::int64_t* cell = table.cells_.data();
  const auto sum = [](std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    if (__builtin_add_overflow(a, b, &result))
      throw_overflow("a figure of a period exceeds 64 bits of minor units");
    return result;
  };
  for (const Group& group : groups) {
    for (std::size_t k = 0; k < keys_.size(); ++k) table.keys_[k].push_back(group.keys[k]);
    table.currencies_.push_back(group.currency);
    const std::int64_t* of = lines.line(group.code);
    std::int64_t open = sum(of[PeriodLines::sales], -of[PeriodLines::settled]);
    std::int64_t overdue = of[PeriodLines::overdue];
    for (std::size_t i = 0; i < count; ++i) {
      of += stride;
      *cell++ = open;
      *cell++ = of[PeriodLines::sales];
      open = sum(open, sum(of[PeriodLines::sales], -of[PeriodLines::settled]));
      overdue = sum(overdue, of[PeriodLines::overdue]);
      *cell++ = open;
      *cell++ = overdue;
      *cell++ = of[PeriodLines::paid];
      *cell++ = of[PeriodLines::amount_days];
      *cell++ = of[PeriodLines::late_days];
      *cell++ = of[PeriodLines::invoices];
    }
  }
  return table;
}

}  // namespace o2c::inline v1
