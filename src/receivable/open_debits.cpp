#include "open_debits.hpp"

#include <algorithm>

#include "ledger_state.hpp"

namespace o2c::inline v1 {

OpenDebits::OpenDebits(LedgerState& state, PartyRow& party)
    : state_(&state), party_(&party), seen_(party.first_debit), open_(party.first_debit) {
  std::vector<OpenDebit>& list = party.open_debits;
  const auto first = list.begin() + party.first_debit;
  const auto added = list.begin() + party.in_order;
  std::sort(added, list.end());
  if (added != list.end())
    std::inplace_merge(std::lower_bound(first, added, *added), added, list.end());
}

// Those that are still open move up to the first that was not seen: mostly few, while a party may
// owe for thousands.
OpenDebits::~OpenDebits() {
  std::vector<OpenDebit>& list = party_->open_debits;
  const auto at = [&](std::size_t i) { return list.begin() + static_cast<std::ptrdiff_t>(i); };
  const auto first = std::move_backward(at(party_->first_debit), at(open_), at(seen_));
  party_->first_debit = static_cast<std::uint32_t>(first - list.begin());
  if (2 * std::size_t{party_->first_debit} > list.size()) {
    list.erase(list.begin(), first);
    party_->first_debit = 0;
  }
  party_->in_order = static_cast<std::uint32_t>(list.size());
}

const OpenDebit* OpenDebits::next() {
  std::vector<OpenDebit>& list = party_->open_debits;
  while (seen_ < list.size()) {
    const OpenDebit debit = list[seen_++];
    ItemRow& item = state_->items[debit.item];
    if (item.applied == item.minor)
      item.listed = 0;  // A reversal lists it again.
    else if (item.dated_later == 0 || !is_outdated(debit))
      return &(list[open_++] = debit);
  }
  return nullptr;
}

// What has another due date by now, or came back to one that it had, is listed more than once.
bool OpenDebits::is_outdated(const OpenDebit& debit) const {
  if (debit != state_->open_debit(debit.item)) return true;
  return open_ > party_->first_debit && party_->open_debits[open_ - 1] == debit;
}

}  // namespace o2c::inline v1
