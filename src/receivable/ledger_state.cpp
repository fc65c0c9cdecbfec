#include "ledger_state.hpp"

#include <algorithm>
#include <utility>

#include "o2c/number/error.hpp"

namespace o2c::inline v1 {

std::vector<bool> LedgerState::invoiced_orders(const AsOf& as_of) const {
  std::vector<bool> invoiced(orders.size(), false);
  for (std::uint32_t id = 0; id < documents.size(); ++id) {
    const DocumentRow& row = documents[id];
    if (row.order != none && is_debit(row.kind) && holds(row, as_of)) invoiced[row.order] = true;
  }
  return invoiced;
}

std::int64_t LedgerState::open_minor(std::uint32_t item, const AsOf& as_of) const {
  if (!holds(document_of(items[item]), as_of)) return 0;
  std::int64_t open = items[item].minor;
  for_applied(item, [&](std::uint32_t row, std::int64_t minor) {
    if (holds(applied[row].posted, applied[row].recorded_at_us, as_of)) open -= minor;
  });
  return open;
}

// Applications in the order in which they were recorded: following each item's would miss the cache
// at every one.
PageArray<std::int64_t> LedgerState::open_minors(const AsOf& as_of) const {
  auto open = PageArray<std::int64_t>::uninitialized(items.size());
  for (std::uint32_t item = 0; item < items.size(); ++item)
    open[item] = holds(document_of(items[item]), as_of) ? items[item].minor : 0;
  // An application holds no earlier than its documents.
  for (std::uint32_t at = 0; at < applied.size(); ++at) {
    const AppliedRow& row = applied[at];
    if (!holds(row.posted, row.recorded_at_us, as_of)) continue;
    open[row.debit] -= row.minor;
    if (row.credit != none) open[row.credit] -= minor_of_credit(at);
  }
  return open;
}

std::int64_t LedgerState::disputed_minor(std::uint32_t item, const AsOf& as_of,
                                         std::int64_t open) const {
  if (items[item].disputed == 0) return 0;
  std::int64_t disputed = 0;
  for (std::uint32_t at = last_dispute.at(item); at != none; at = disputes[at].next_of_item) {
    const DisputeRow& row = disputes[at];
    if (row.begun(as_of) && !row.over(as_of)) disputed += row.dispute.amount.minor();
  }
  return std::min(disputed, open);
}

std::int64_t LedgerState::room(std::uint32_t item, std::int32_t from) const {
  const ItemRow& row = items[item];
  if (row.reversed == 0) return row.minor - row.applied;
  // With reversals less may be open at some day than at the end.
  std::vector<std::pair<std::int32_t, std::int64_t>> later;
  std::int64_t open = row.minor;
  for_applied(item, [&](std::uint32_t at, std::int64_t minor) {
    if (applied[at].posted <= from)
      open -= minor;
    else
      later.emplace_back(applied[at].posted, minor);
  });
  std::ranges::sort(later, {}, [](const auto& change) {
    return std::pair(change.first, change.second);  // A day's reversals come first.
  });
  std::int64_t least = open;
  for (std::size_t i = 0; i < later.size(); ++i) {
    open -= later[i].second;
    const bool end_of_day = i + 1 == later.size() || later[i + 1].first != later[i].first;
    if (end_of_day) least = std::min(least, open);
  }
  return least;
}

std::int32_t LedgerState::due(std::uint32_t item, const AsOf& as_of) const {
  const ItemRow& row = items[item];
  if (row.dated_later == 0) return row.due;
  for (const DueDate& date : due_dates.at(item))
    if (holds(date.posted, date.recorded_at_us, as_of)) return date.due;
  return row.due;
}

std::vector<std::uint32_t> LedgerState::items_by_due(const DocumentRow& row) const {
  if (row.items == 1) return {row.first_item};
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < row.items; ++i) order.push_back(row.first_item + i);
  std::ranges::stable_sort(order, {}, [&](std::uint32_t item) {
    const std::int32_t date = due(item, Date::max());
    return std::pair(date == no_date, date);  // What has no date yet comes last.
  });
  return order;
}

std::uint32_t LedgerState::item_of(std::uint32_t document, std::int32_t installment) const {
  const DocumentRow& row = documents[document];
  for (std::uint32_t i = 0; i < row.items; ++i)
    if (installment_of(row.first_item + i) == installment) return row.first_item + i;
  throw_faults("no such instalment", {{.field = "installment",
                                       .value = std::to_string(installment),
                                       .expected = "an instalment of " + to_string(row.kind) + " " +
                                                   in_quotes(number(row))}});
  return none;
}

std::uint32_t LedgerState::last_of_number(std::string_view text) const {
  const std::uint32_t code = numbers.find(text);
  // A number that was refused has a code, but no document.
  return code == NumberCodes::unknown ? none : document_of_number[code];
}

std::uint32_t LedgerState::find_document(std::string_view text, DocumentKind kind) const {
  std::uint32_t document = last_of_number(text);
  while (document != none && documents[document].kind != kind)
    document = next_same_number(document);
  return document;
}

std::uint32_t LedgerState::find_document(std::string_view text,
                                         std::span<const DocumentKind> kinds) const {
  for (const DocumentKind kind : kinds)
    if (const std::uint32_t found = find_document(text, kind); found != none) return found;
  return none;
}

const NoteMove* LedgerState::last_move(DocumentId note) const {
  const auto found = last_move_of.find(static_cast<std::uint32_t>(note));
  return found == last_move_of.end() ? nullptr : &note_moves[found->second].move;
}

std::uint32_t LedgerState::checked(DocumentId id) const {
  const auto document = static_cast<std::uint32_t>(id);
  if (document >= documents.size())
    throw_invalid("document " + std::to_string(document) + " is not of this ledger");
  return document;
}

std::uint32_t LedgerState::checked(ApplicationId id) const {
  const auto application = static_cast<std::uint32_t>(id);
  if (application >= applied.size())
    throw_invalid("application " + std::to_string(application) + " is not of this ledger");
  return application;
}

void LedgerState::check_moment(std::int64_t recorded_at_us) const {
  if (recorded_at_us < last_recorded_us)
    throw_faults("what is recorded never goes back in time",
                 {{.field = "recorded_at",
                   .value = std::to_string(recorded_at_us),
                   .expected = "at least " + std::to_string(last_recorded_us) +
                               " microseconds, the moment recorded last"}});
}

std::uint16_t LedgerState::currency_code(Currency currency) {
  const std::uint32_t code = position_in(currencies, currency);
  if (code > std::numeric_limits<std::uint16_t>::max())
    throw_overflow("a ledger holds at most 65,536 currencies");
  return static_cast<std::uint16_t>(code);
}

std::uint32_t LedgerState::add_applied(AppliedRow row, std::int64_t credit_minor_units) {
  const auto id = static_cast<std::uint32_t>(applied.size());
  if (id == none) throw_overflow("a ledger holds at most 4,294,967,295 applications");
  ItemRow& debit = items[row.debit];
  debit.applied += row.minor;
  row.next_of_debit = std::exchange(debit.last_applied, id);
  if (row.reverses != none) debit.reversed = 1;
  list_if_open(row.debit);
  row.next_of_credit = none;
  if (row.credit != none) {
    ItemRow& credit = items[row.credit];
    credit.applied += credit_minor_units;
    row.next_of_credit = std::exchange(credit.last_applied, id);
    if (row.reverses != none) credit.reversed = 1;
    if (credit_minor_units != row.minor ||
        document_of(debit).currency != document_of(credit).currency)
      credit_minor.emplace(id, credit_minor_units);
  }
  applied.push_back(row);
  return id;
}

void LedgerState::undo_applied(std::size_t size) {
  while (applied.size() > size) {
    const auto id = static_cast<std::uint32_t>(applied.size() - 1);
    const AppliedRow& row = applied[id];
    if (row.credit != none) {
      items[row.credit].applied -= minor_of_credit(id);
      items[row.credit].last_applied = row.next_of_credit;
      credit_minor.erase(id);
    }
    items[row.debit].applied -= row.minor;
    items[row.debit].last_applied = row.next_of_debit;
    list_if_open(row.debit);  // It may have been found closed in between.
    applied.pop_back();
  }
}

void LedgerState::list_if_open(std::uint32_t item) {
  ItemRow& debit = items[item];
  if (debit.applied == debit.minor || debit.listed != 0) return;
  debit.listed = 1;
  parties[documents[debit.document].party].open_debits.push_back(open_debit(item));
}

OpenDebit LedgerState::open_debit(std::uint32_t item) const {
  const std::int32_t day = due(item, Date::max());
  return {day == no_date ? Date::max().days() : day, document_of(items[item]).date, item};
}

OpenDebits::~OpenDebits() {
  std::vector<OpenDebit>& list = party_->open_debits;
  list.erase(list.begin() + static_cast<std::ptrdiff_t>(open_),
             list.begin() + static_cast<std::ptrdiff_t>(seen_));
  party_->in_order = static_cast<std::uint32_t>(list.size());
}

const OpenDebit* OpenDebits::next() {
  std::vector<OpenDebit>& list = party_->open_debits;
  while (seen_ < list.size()) {
    const OpenDebit debit = list[seen_++];
    ItemRow& item = (*items_)[debit.item];
    if (item.applied != item.minor) return &(list[open_++] = debit);
    item.listed = 0;  // A reversal lists it again.
  }
  return nullptr;
}

OpenDebits LedgerState::open_debits(std::uint32_t party) {
  PartyRow& row = parties[party];
  const auto added = row.open_debits.begin() + row.in_order;
  std::sort(added, row.open_debits.end());
  std::inplace_merge(row.open_debits.begin(), added, row.open_debits.end());
  return {items, row};
}

void LedgerState::due_date_changed(std::uint32_t item) {
  PartyRow& row = parties[document_of(items[item]).party];
  const auto found = std::ranges::find(row.open_debits, item, &OpenDebit::item);
  if (found == row.open_debits.end()) return;
  *found = open_debit(item);
  row.in_order = 0;
}

}  // namespace o2c::inline v1
