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
  for (std::size_t period = 0; period < days_->lines(); ++period) {
    const std::size_t at = cell(group, period);
    const PeriodSums more = other.sums(of, period);
    add(sold_[at].sales, more.sales);
    add(sold_[at].invoices, more.invoices);
    add(overdue_[at], more.overdue);
    add(settled_[at].paid, more.paid);
    add(settled_[at].amount_days, more.amount_days);
    add(settled_[at].late_days, more.late_days);
    add(settled_[at].let_go, more.let_go);
  }
}

bool PeriodLines::is_empty(std::size_t group, std::size_t lines) const noexcept {
  for (std::size_t period = 0; period < lines; ++period)
    if (sums(group, period) != PeriodSums()) return false;
  return true;
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
  std::erase_if(groups, [&](const Group& group) { return lines.is_empty(group.code, count + 1); });
  std::ranges::sort(groups, [](const Group& a, const Group& b) {
    return std::tie(a.keys, a.currency) < std::tie(b.keys, b.currency);
  });
  MeasuresTable table;
  table.periods_ = periods_;
  table.days_in_period_ = days_in_period_;
  for (const KeyColumn& key : keys_) table.keys_.emplace_back(key.name(), key.kind());
  table.cells_ = PageArray<std::int64_t>(groups.size() * count * MeasuresTable::stride + 1);
  std::int64_t* cell = table.cells_.data();
  const auto sum = [](std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    if (__builtin_add_overflow(a, b, &result))
      throw_overflow("a figure of a period exceeds 64 bits of minor units");
    return result;
  };
  const auto difference = [](std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    if (__builtin_sub_overflow(a, b, &result))
      throw_overflow("a figure of a period exceeds 64 bits of minor units");
    return result;
  };
  for (const Group& group : groups) {
    for (std::size_t k = 0; k < keys_.size(); ++k) table.keys_[k].push_back(group.keys[k]);
    table.currencies_.push_back(group.currency);
    std::int64_t open = 0;
    std::int64_t overdue = 0;
    for (std::size_t period = 0; period <= count; ++period) {
      const PeriodSums of = lines.sums(group.code, period);
      const std::int64_t opening = open;
      open = sum(open, difference(of.sales, sum(of.paid, of.let_go)));
      overdue = sum(overdue, of.overdue);
      if (period == 0) continue;  // What came before.
      for (const std::int64_t figure :
           {opening, of.sales, open, overdue, of.paid, of.amount_days, of.late_days, of.invoices})
        *cell++ = figure;
    }
  }
  return table;
}

}  // namespace o2c::inline v1
