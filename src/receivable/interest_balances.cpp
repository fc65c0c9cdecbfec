#include "interest_balances.hpp"

#include <algorithm>

namespace o2c::inline v1 {

// Day by day: first what is applied, then disputes that end, then those that begin.
std::span<const RowBalances> InterestBalances::of(std::uint32_t first_row) {
  rows_ = documents_->rows(first_row);
  if (kept_.size() < rows_.size()) kept_.resize(rows_.size());
  for (std::size_t k = 0; k < rows_.size(); ++k) {
    kept_[k].row = rows_[k];
    kept_[k].balances.clear();
  }
  named_.assign(rows_.size(), 0);
  unnamed_ = 0;
  open_.assign(rows_.size(), 0);
  disputed_.assign(rows_.size(), 0);
  parts_.clear();
  const auto applied = applications_->of(first_row);
  const auto disputes = disputes_->of(first_row);
  constexpr std::int32_t never = InterestDisputes::open;
  apply({});
  put(Date::min());
  std::int32_t today = Date::min().days() - 1;
  for (std::size_t next = 0;;) {
    // The next day on which anything happens.
    std::int32_t day = next < applied.size() ? applied[next].date : never;
    for (const InterestDisputes::Paused& each : disputes) {
      if (each.fact.date > today) day = std::min(day, each.fact.date);
      if (each.ended > today) day = std::min(day, each.ended);
    }
    if (day == never) break;
    today = day;
    const std::size_t first = next;
    while (next < applied.size() && applied[next].date == day) ++next;
    if (next > first) apply(applied.subspan(first, next - first));
    for (std::size_t i = 0; i < disputes.size(); ++i)
      if (disputes[i].ended == day) end(i);
    for (std::size_t i = 0; i < disputes.size(); ++i)
      if (disputes[i].fact.date == day && disputes[i].ended != day) dispute(i, disputes[i].fact);
    put(Date::from_days(day));
  }
  return std::span(kept_).first(rows_.size());
}

// What names no instalment fills those due earliest first.
void InterestBalances::apply(std::span<const InterestApplications::Dated> applied) {
  for (const InterestApplications::Dated& each : applied) {
    const auto at = std::ranges::find(rows_, each.row);
    (at == rows_.end() ? unnamed_ : named_[static_cast<std::size_t>(at - rows_.begin())]) +=
        each.minor;
  }
  Int128 left = std::max<Int128>(unnamed_, 0);
  for (std::size_t k = 0; k < rows_.size(); ++k) {
    const Int128 minor = documents_->items().minor[rows_[k]];
    const Int128 open = std::clamp<Int128>(minor - named_[k], 0, std::max<Int128>(minor, 0));
    const Int128 taken = std::min(left, open);
    left -= taken;
    open_[k] = open - taken;
  }
}

// One that names no instalment is about the one due earliest that has room for all of it, or else
// about all, those due earliest first: as Ledger::dispute has it. What there is no room for is
// paid, and bears nothing anyway.
void InterestBalances::dispute(std::size_t number, const InterestFact& fact) {
  std::vector<std::size_t> places;
  for (std::size_t k = 0; k < rows_.size(); ++k)
    if (fact.row == DocumentIndex::unknown || fact.row == rows_[k]) places.push_back(k);
  const auto alone =
      std::ranges::find_if(places, [&](std::size_t k) { return room(k) >= fact.minor; });
  if (alone != places.end()) places = {*alone};
  Int128 left = fact.minor;
  for (const std::size_t k : places) {
    const Int128 part = std::min(left, room(k));
    if (part <= 0) continue;
    parts_.push_back({.dispute = number, .place = k, .minor = part});
    disputed_[k] += part;
    left -= part;
  }
}

void InterestBalances::end(std::size_t number) {
  for (const Part& part : parts_)
    if (part.dispute == number) disputed_[part.place] -= part.minor;
  std::erase_if(parts_, [&](const Part& part) { return part.dispute == number; });
}

void InterestBalances::put(Date date) {
  for (std::size_t k = 0; k < rows_.size(); ++k) {
    const Currency currency = documents_->items().currency_of(rows_[k]);
    std::vector<InterestBalance>& balances = kept_[k].balances;
    if (!balances.empty() && balances.back().date == date) balances.pop_back();
    balances.push_back({.date = date,
                        .open = Money::from_minor(static_cast<std::int64_t>(room(k)), currency),
                        .interest_settled = Money::zero(currency)});
  }
}

}  // namespace o2c::inline v1
