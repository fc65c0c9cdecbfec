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

std::int64_t narrowed(Int128 minor) {
  const auto narrow = static_cast<std::int64_t>(minor);
  if (narrow != minor) throw_overflow("a figure of a period exceeds 64 bits of minor units");
  return narrow;
}

void PeriodLines::reserve(std::size_t groups) {
  if (groups <= groups_) return;
  const std::size_t room = std::max(groups, 2 * groups_);
  const auto spread = [&]<class T>(PageArray<T>& sums) {
    PageArray<T> more(room * days_->lines());
    for (std::size_t period = 0; groups_ > 0 && period < days_->lines(); ++period)
      std::copy_n(sums.data() + period * groups_, groups_, more.data() + period * room);
    sums = std::move(more);
  };
  spread(sold_);
  spread(overdue_);
  spread(settled_);
  std::map<std::pair<Figure, std::size_t>, Int128> beyond;
  for (const auto& [key, amount] : beyond_)
    beyond[{key.first, key.second / groups_ * room + key.second % groups_}] = amount;
  beyond_ = std::move(beyond);
  groups_ = room;
}

void PeriodLines::add_lines(std::uint32_t group, const PeriodLines& other, std::uint32_t of) {
  for (std::size_t period = 0; period < days_->lines(); ++period) {
    const std::size_t at = cell(group, period);
    const PeriodSums more = other.sums(of, period);
    Settled& settled = settled_[at];
    add(Figure::sales, at, sold_[at].sales, more.sales);
    sold_[at].invoices += more.invoices;
    add(Figure::overdue, at, overdue_[at], more.overdue);
    add(Figure::paid, at, settled.paid, more.paid);
    add(Figure::amount_days, at, settled.amount_days, more.amount_days);
    add(Figure::late_days, at, settled.late_days, more.late_days);
    add(Figure::let_go, at, settled.let_go, more.let_go);
  }
}

void PeriodLines::carry(Figure figure, std::size_t at, Int128 amount) {
  beyond_[{figure, at}] += amount;
}

bool PeriodLines::is_empty(std::size_t group, std::size_t lines) const {
  for (std::size_t period = 0; period < lines; ++period)
    if (sums(group, period) != PeriodSums()) return false;
  return true;
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
  const std::size_t count = periods_.size();
  std::erase_if(groups, [&](const Group& group) { return lines.is_empty(group.code, count + 1); });
  std::ranges::sort(groups, [](const Group& a, const Group& b) {
    return std::tie(a.keys, a.currency) < std::tie(b.keys, b.currency);
  });
  MeasuresTable table;
  table.periods_ = periods_;
  table.days_in_period_ = days_in_period_;
  for (const KeyColumn& key : keys_) table.keys_.emplace_back(key.name(), key.kind());
  table.lines_ = PageArray<MeasuresTable::Line>(groups.size() * count);
  MeasuresTable::Line* line = table.lines_.data();
  for (const Group& group : groups) {
    for (std::size_t k = 0; k < keys_.size(); ++k) table.keys_[k].push_back(group.keys[k]);
    table.currencies_.push_back(group.currency);
    Int128 open = 0;
    Int128 overdue = 0;
    for (std::size_t period = 0; period <= count; ++period) {
      const PeriodSums of = lines.sums(group.code, period);
      const Int128 opening = open;
      open += of.sales - of.paid - of.let_go;
      overdue += of.overdue;
      if (period == 0) continue;  // What came before.
      *line++ = {.opening = narrowed(opening),
                 .sales = narrowed(of.sales),
                 .closing = narrowed(open),
                 .overdue = narrowed(overdue),
                 .paid = narrowed(of.paid),
                 .invoices = of.invoices,
                 .amount_days = of.amount_days,
                 .late_days = of.late_days};
    }
  }
  return table;
}

}  // namespace o2c::inline v1
