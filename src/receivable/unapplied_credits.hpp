#pragma once

// What parties had on account, day by day. Private to src/receivable.

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "o2c/number/error.hpp"
#include "o2c/number/int128.hpp"

#include "ledger_items.hpp"

namespace o2c::inline v1 {

/// A sum of credits that is shown. Throws Overflow unless 64 bits hold it.
inline std::int64_t narrowed_credits(Int128 minor) {
  const auto narrow = static_cast<std::int64_t>(minor);
  if (narrow != minor) throw_overflow("the credits of a party exceed 64 bits of minor units");
  return narrow;
}

/// The credits of parties that are not applied, by the dates of the facts: as of a day, and as it
/// was known. Deposits count from the day on which their order is invoiced; what was paid back, or
/// was returned, never does: nothing can be paid with it any more.
class UnappliedCredits {
 public:
  UnappliedCredits(const LedgerState& state, const AsOf& as_of) : state_(&state), as_of_(as_of) {}

  /// The most at the end of any day from the first to the last, of a document's party in its
  /// currency.
  [[nodiscard]] std::int64_t most(const DocumentRow& row, std::int32_t first, std::int32_t last) {
    const Days& days = days_of(row);
    // The day before the first change holds nothing.
    auto at = std::ranges::upper_bound(days, first, {}, &Day::first);
    Int128 most = at == days.begin() ? 0 : std::prev(at)->second;
    for (; at != days.end() && at->first <= last; ++at) most = std::max(most, at->second);
    return narrowed_credits(most);
  }

 private:
  using Day = std::pair<std::int32_t, Int128>;  // And what is not applied from it on.
  using Days = std::vector<Day>;
  using Changes = std::map<std::int32_t, Int128>;

  const Days& days_of(const DocumentRow& row) {
    const auto [found, is_new] = of_.try_emplace({row.party, row.currency});
    if (!is_new) return found->second;
    Changes changes;
    for (const std::uint32_t id : documents_of(*state_, state_->party_names.text(row.party))) {
      const DocumentRow& credit = state_->documents[id];
      if (is_debit(credit.kind) || credit.currency != row.currency ||
          !LedgerState::holds(credit.date, credit.recorded_at_us, as_of_))
        continue;
      const std::optional<std::int32_t> first = first_day(credit);
      if (!first) continue;
      for (std::uint32_t item = credit.first_item; item < credit.first_item + credit.items; ++item)
        add(item, *first, changes);
    }
    Int128 open = 0;
    for (const auto& [day, change] : changes) found->second.emplace_back(day, open += change);
    return found->second;
  }

  // From when on a credit is no deposit; none: it is one still.
  [[nodiscard]] std::optional<std::int32_t> first_day(const DocumentRow& credit) const {
    if (!is_payment(credit.kind) || credit.order == none) return credit.date;
    std::optional<std::int32_t> first;
    state_->for_debits_of_order(credit.order, [&](std::uint32_t id) {
      const DocumentRow& debit = state_->documents[id];
      if (LedgerState::holds(debit.date, debit.recorded_at_us, as_of_))
        first = std::min(first.value_or(debit.date), debit.date);
      return true;
    });
    if (first) first = std::max(*first, credit.date);
    return first;
  }

  void add(std::uint32_t item, std::int32_t first, Changes& changes) const {
    Changes of_item{{first, state_->items[item].minor}};
    state_->for_applied(item, [&](std::uint32_t id, std::int64_t minor) {
      const AppliedRow& row = state_->applied[id];
      if (!LedgerState::holds(row.date, row.recorded_at_us, as_of_)) return;
      const DocumentKind kind = state_->document_of(state_->items[row.debit]).kind;
      const bool is_gone = kind == DocumentKind::refund || kind == DocumentKind::returned_payment;
      of_item[is_gone ? first : std::max(row.date, first)] -= minor;
    });
    Int128 open = 0;
    Int128 before = 0;
    for (const auto& [day, change] : of_item) {
      open += change;
      // While it was applied, what is gone since may be more than what was open.
      const Int128 usable = std::max(open, Int128{0});
      changes[day] += usable - before;
      before = usable;
    }
  }

  const LedgerState* state_;
  AsOf as_of_;
  std::map<std::pair<std::uint32_t, std::uint16_t>, Days> of_;  // By party and currency.
};

}  // namespace o2c::inline v1
