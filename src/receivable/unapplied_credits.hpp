#pragma once

// What parties had on account, day by day. Private to src/receivable.

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "dated_rows.hpp"
#include "ledger_items.hpp"

namespace o2c::inline v1 {

/// The credits of parties that are not applied, deposits apart, by the dates of the facts: as of a
/// day, and as it was known.
class UnappliedCredits {
 public:
  UnappliedCredits(const LedgerState& state, const AsOf& as_of) : state_(&state), as_of_(as_of) {}

  /// The most at the end of any day from the first to the last, of a document's party in its
  /// currency.
  [[nodiscard]] std::int64_t most(const DocumentRow& row, std::int32_t first, std::int32_t last) {
    const Days& days = days_of(row);
    // The day before the first change holds nothing.
    auto at = std::ranges::upper_bound(days, first, {}, &Day::first);
    std::int64_t most = at == days.begin() ? 0 : std::prev(at)->second;
    for (; at != days.end() && at->first <= last; ++at) most = std::max(most, at->second);
    return most;
  }

 private:
  using Day = std::pair<std::int32_t, std::int64_t>;  // And what is not applied from it on.
  using Days = std::vector<Day>;

  const Days& days_of(const DocumentRow& row) {
    const auto [found, is_new] = of_.try_emplace({row.party, row.currency});
    if (!is_new) return found->second;
    std::map<std::int32_t, std::int64_t> changes;
    for (const std::uint32_t id : documents_of(*state_, state_->party_names.text(row.party))) {
      const DocumentRow& credit = state_->documents[id];
      if (is_debit(credit.kind) || credit.currency != row.currency ||
          !LedgerState::holds(credit.date, credit.recorded_at_us, as_of_) ||
          state_->is_deposit(credit, as_of_))
        continue;
      for (std::uint32_t item = credit.first_item; item < credit.first_item + credit.items;
           ++item) {
        changes[credit.date] += state_->items[item].minor;
        for_dated_rows(*state_, item, as_of_, [&](std::int32_t date, std::int64_t minor) {
          changes[std::max(date, credit.date)] -= minor;
        });
      }
    }
    std::int64_t open = 0;
    for (const auto& [day, change] : changes) found->second.emplace_back(day, open += change);
    return found->second;
  }

  const LedgerState* state_;
  AsOf as_of_;
  std::map<std::pair<std::uint32_t, std::uint16_t>, Days> of_;  // By party and currency.
};

}  // namespace o2c::inline v1
