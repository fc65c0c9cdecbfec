#include "ledger_state.hpp"

#include <algorithm>
#include <utility>

#include "o2c/number/error.hpp"
#include "o2c/time/moment.hpp"

namespace o2c::inline v1 {

std::vector<bool> LedgerState::invoiced_orders(const AsOf& as_of) const {
  std::vector<bool> invoiced(orders.size(), false);
  for (std::uint32_t id = 0; id < documents.size(); ++id) {
    const DocumentRow& row = documents[id];
    if (row.order != none && is_debit(row.kind) && holds(row, as_of)) invoiced[row.order] = true;
  }
  return invoiced;
}

bool LedgerState::is_invoiced(std::uint32_t order, const AsOf& as_of) const {
  bool invoiced = false;
  for_debits_of_order(order, [&](std::uint32_t debit) {
    invoiced = holds(documents[debit], as_of);
    return !invoiced;
  });
  return invoiced;
}

void LedgerState::add_order_debit(std::uint32_t order, std::uint32_t document) {
  while (order_rows.size() <= order) order_rows.push_back({});
  OrderRow& row = order_rows[order];
  const auto added = static_cast<std::uint32_t>(order_debits.size());
  order_debits.push_back(
      {.document = document, .next_of_order = std::exchange(row.last_debit, added)});
  ++row.debits;
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
  std::int64_t disputed = 0;
  for_disputes(item, [&](const DisputeRow& row, std::int64_t minor) {
    if (row.begun(as_of) && !row.over(as_of)) disputed += minor;
  });
  return std::min(disputed, open);
}

std::int64_t LedgerState::room(std::uint32_t item, std::int32_t from) const {
  const ItemRow& row = items[item];
  std::int64_t open = row.minor - row.applied;
  if (row.reversed == 0) return open;
  // With reversals less may be open at some day than at the end: back from there, day by day.
  std::int64_t least = open;
  const std::vector<DayTotal>& days = days_of_item.at(item);
  for (auto day = days.rbegin(); day != days.rend() && day->day > from; ++day) {
    open += day->minor;
    least = std::min(least, open);
  }
  return least;
}

void LedgerState::count_day(std::uint32_t item, std::int32_t day, std::int64_t minor) {
  if (items[item].reversed == 0) return;
  const auto [found, is_new] = days_of_item.try_emplace(item);
  std::vector<DayTotal>& days = found->second;
  if (is_new) {
    for_applied(item, [&](std::uint32_t at, std::int64_t taken) {
      days.push_back({applied[at].posted, taken});
    });
    std::ranges::sort(days, {}, &DayTotal::day);
    std::size_t last = 0;
    for (std::size_t i = 1; i < days.size(); ++i)
      if (days[i].day == days[last].day)
        days[last].minor += days[i].minor;
      else
        days[++last] = days[i];
    days.resize(last + 1);
    return;
  }
  const auto after = std::ranges::upper_bound(days, day, {}, &DayTotal::day);
  if (after != days.begin() && std::prev(after)->day == day)
    std::prev(after)->minor += minor;
  else
    days.insert(after, {day, minor});
}

void LedgerState::count_reversal(const AppliedRow& row, std::int64_t credit_minor_units,
                                 bool taken_out) {
  if (row.reverses == none) return;
  ReversedAmount& amount = reversed_of[row.reverses];
  amount.minor -= taken_out ? -row.minor : row.minor;
  amount.credit_minor -= taken_out ? -credit_minor_units : credit_minor_units;
}

void LedgerState::list_made_with(std::uint32_t adjustment) {
  const std::uint32_t with = applied[adjustment].next_of_credit;
  if (with == none) return;
  const auto [last, is_first] = last_made_with.try_emplace(with, adjustment);
  if (!is_first) next_made_with.emplace(adjustment, std::exchange(last->second, adjustment));
}

void LedgerState::unlist_made_with(std::uint32_t adjustment) {
  const std::uint32_t with = applied[adjustment].next_of_credit;
  if (with == none) return;
  const std::uint32_t next = value_or_none(next_made_with, adjustment);
  if (next == none)
    last_made_with.erase(with);
  else
    last_made_with[with] = next;
  next_made_with.erase(adjustment);
}

std::vector<std::uint32_t> LedgerState::made_with(std::uint32_t application) const {
  std::vector<std::uint32_t> found;
  for (std::uint32_t at = value_or_none(last_made_with, application); at != none;
       at = value_or_none(next_made_with, at))
    found.push_back(at);
  return found;
}

bool LedgerState::is_paid(const AppliedRow& row) const {
  if (row.credit != none) return is_payment(document_of(items[row.credit]).kind);
  return row.adjustment == AdjustmentKind::discount ||
         row.adjustment == AdjustmentKind::late_discount;
}

bool LedgerState::is_tolerated(const AppliedRow& row) const {
  if (row.credit != none) return false;
  const AppliedRow& made = row.reverses == none ? row : applied[row.reverses];
  if (made.next_of_credit == none) return false;
  const bool earns = items[row.debit].discounted != 0;
  return row.adjustment != AdjustmentKind::late_discount &&
         (row.adjustment != AdjustmentKind::discount || !earns);
}

void LedgerState::count_unpaid(const AppliedRow& row, bool taken_out) {
  const ItemRow& item = items[row.debit];
  const std::int64_t minor = taken_out ? -row.minor : row.minor;
  if (item.discounted != 0 && !is_paid(row)) discounts_of_item.at(row.debit).unpaid += minor;
  if (is_tolerated(row)) tolerated_of[item.document] += minor;
}

// What it was closed with before counts as if it had offered them then.
void LedgerState::offer_discounts(std::uint32_t item, std::vector<DiscountOffer> offers) {
  const auto count = [&](bool taken_out) {
    for_applied(item, [&](std::uint32_t at, std::int64_t) {
      if (applied[at].debit == item) count_unpaid(applied[at], taken_out);
    });
  };
  count(true);
  discounts_of_item[item].offers = std::move(offers);
  items[item].discounted = 1;
  count(false);
}

std::int32_t LedgerState::due(std::uint32_t item, const AsOf& as_of) const {
  const ItemRow& row = items[item];
  if (row.dated_later == 0) return row.due;
  const std::vector<DueDate>& dates = due_dates.at(item);
  for (auto date = dates.rbegin(); date != dates.rend(); ++date)
    if (holds(date->posted, date->recorded_at_us, as_of)) return date->due;
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
  // Mostly they are numbered from 1 on.
  const std::uint32_t likely = static_cast<std::uint32_t>(installment) - 1;
  if (likely < row.items && installment_of(row.first_item + likely) == installment)
    return row.first_item + likely;
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

void LedgerState::last_of_numbers(std::span<const std::string_view> texts,
                                  std::span<std::uint32_t> found) const {
  numbers.find(texts, found);
  for (const std::uint32_t code : found)
    if (code != NumberCodes::unknown) __builtin_prefetch(&document_of_number[code]);
  for (std::uint32_t& each : found) {
    each = each == NumberCodes::unknown ? none : document_of_number[each];
    if (each != none) __builtin_prefetch(&documents[each]);
  }
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
                   .value = format_moment(recorded_at_us),
                   .expected = "no moment before " + format_moment(last_recorded_us) +
                               ", when something was recorded last"}});
}

std::uint16_t LedgerState::currency_code(Currency currency) {
  const std::uint32_t code = position_in(currencies, currency);
  if (code > std::numeric_limits<std::uint16_t>::max())
    throw_overflow("a ledger holds at most 65,536 currencies");
  return static_cast<std::uint16_t>(code);
}

void LedgerState::add_disputed(std::uint32_t item, std::uint32_t dispute, std::int64_t minor) {
  const auto part = static_cast<std::uint32_t>(disputed_parts.size());
  const auto [last, is_first] = last_disputed.try_emplace(item, part);
  const std::uint32_t next = is_first ? none : std::exchange(last->second, part);
  disputed_parts.push_back({.dispute = dispute, .minor = minor, .next_of_item = next});
  items[item].disputed = 1;
}

void LedgerState::add_reminded(std::uint32_t item, std::uint32_t reminder, std::int32_t level) {
  const auto row = static_cast<std::uint32_t>(reminded.size());
  if (item >= last_reminded.size()) last_reminded.resize(item + std::size_t{1}, none);
  const std::uint32_t next = std::exchange(last_reminded[item], row);
  reminded.push_back({.reminder = reminder, .level = level, .next_of_item = next});
}

std::uint32_t LedgerState::add_applied(AppliedRow row, std::int64_t credit_minor_units) {
  const auto id = static_cast<std::uint32_t>(applied.size());
  if (id == none) throw_overflow("a ledger holds at most 4,294,967,295 applications");
  ItemRow& debit = items[row.debit];
  debit.applied += row.minor;
  row.next_of_debit = std::exchange(debit.last_applied, id);
  if (row.reverses != none) debit.reversed = 1;
  list_if_open(row.debit);
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
  count_reversal(row, credit_minor_units, false);
  count_unpaid(row, false);
  count_day(row.debit, row.posted, row.minor);
  if (row.credit != none)
    count_day(row.credit, row.posted, credit_minor_units);
  else
    list_made_with(id);
  return id;
}

void LedgerState::undo_applied(std::size_t size) {
  while (applied.size() > size) {
    const auto id = static_cast<std::uint32_t>(applied.size() - 1);
    const AppliedRow& row = applied[id];
    const std::int64_t taken = minor_of_credit(id);
    count_reversal(row, taken, true);
    count_unpaid(row, true);
    if (row.credit != none) {
      count_day(row.credit, row.posted, -taken);
      items[row.credit].applied -= taken;
      items[row.credit].last_applied = row.next_of_credit;
      credit_minor.erase(id);
    } else {
      unlist_made_with(id);
    }
    count_day(row.debit, row.posted, -row.minor);
    items[row.debit].applied -= row.minor;
    items[row.debit].last_applied = row.next_of_debit;
    list_if_open(row.debit);  // It may have been found closed in between.
    applied.pop_back();
  }
}

void LedgerState::list_if_open(std::uint32_t item) {
  ItemRow& debit = items[item];
  if (debit.applied == debit.minor || debit.listed != 0) return;
  if (!is_debit(documents[debit.document].kind)) return;  // An adjustment of a credit.
  debit.listed = 1;
  parties[documents[debit.document].party].open_debits.push_back(open_debit(item));
}

OpenDebit LedgerState::open_debit(std::uint32_t item) const {
  const std::int32_t day = due(item, Date::max());
  return {day == no_date ? Date::max().days() : day, document_of(items[item]).date, item};
}

void LedgerState::add_due_date(std::uint32_t item, DueDate date) {
  record_moment(date.recorded_at_us);
  due_dates[item].push_back(std::move(date));
  items[item].dated_later = 1;
  if (items[item].listed != 0)
    parties[document_of(items[item]).party].open_debits.push_back(open_debit(item));
}

}  // namespace o2c::inline v1
