// Reminders that were sent, and promises to pay.

#include "ledger_reminders.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "o2c/number/error.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/receivable/promises.hpp"

#include "ledger_items.hpp"
#include "refusals.hpp"

namespace o2c::inline v1 {
namespace {

struct ItemOfLine {
  std::uint32_t item;
  std::size_t line;

  friend auto operator<=>(const ItemOfLine&, const ItemOfLine&) = default;
};

std::vector<ItemOfLine> items_of(const LedgerState& state, const Reminder& reminder) {
  std::vector<ItemOfLine> items;
  items.reserve(reminder.lines.size());
  for (const ReminderLine& line : reminder.lines)
    items.push_back({state.item_of(state.checked(line.document), line.installment), items.size()});
  std::ranges::sort(items);
  return items;
}

std::vector<Fault> faults_of(const LedgerState& state, const Reminder& reminder) {
  std::vector<Fault> faults;
  if (reminder.lines.empty()) faults.push_back({.field = "lines", .expected = "at least one item"});
  const std::vector<ItemOfLine> items = items_of(state, reminder);
  for (std::size_t i = 0; i < reminder.lines.size(); ++i) {
    const ReminderLine& line = reminder.lines[i];
    const auto row = static_cast<std::int64_t>(i);
    const std::uint32_t id = state.checked(line.document);
    const DocumentRow& document = state.documents[id];
    const DocumentRow& first = state.documents[state.checked(reminder.lines.front().document)];
    if (!is_debit(document.kind) || document.party != first.party)
      faults.push_back(
          {.row = row,
           .field = "document",
           .value = name(state, document),
           .expected = "a debit of " + in_quotes(state.party_names.text(first.party))});
    if (line.level < 1)
      faults.push_back({.row = row,
                        .field = "level",
                        .value = std::to_string(line.level),
                        .expected = "a level from 1 on"});
    if (sign(line.amount) <= 0 || line.amount.currency() != state.currency(document) ||
        document.currency != first.currency)
      faults.push_back({.row = row,
                        .field = "amount",
                        .value = to_string(line.amount),
                        .expected = "an amount above zero in the currency of the documents"});
    const std::uint32_t item = state.item_of(id, line.installment);
    if (std::ranges::lower_bound(items, item, {}, &ItemOfLine::item)->line != i)
      faults.push_back({.row = row,
                        .field = "document",
                        .value = name(state, document),
                        .expected = "each item once"});
  }
  if (reminder.fee) {
    const DocumentRow& fee = state.documents[state.checked(*reminder.fee)];
    if (fee.kind != DocumentKind::debit_note)
      faults.push_back(
          {.field = "fee", .value = name(state, fee), .expected = "a debit note, or none"});
  }
  return faults;
}

// The last day up to which nothing was open of an item, by the day that facts are posted on.
std::optional<std::int32_t> last_paid(const LedgerState& state, std::uint32_t item,
                                      const AsOf& as_of) {
  const ItemRow& row = state.items[item];
  std::vector<std::pair<std::int32_t, std::int64_t>> changes;
  state.for_applied(item, [&](std::uint32_t at, std::int64_t minor) {
    const AppliedRow& applied = state.applied[at];
    if (LedgerState::holds(applied.posted, applied.recorded_at_us, as_of))
      changes.emplace_back(applied.posted, minor);
  });
  std::ranges::sort(changes);
  std::optional<std::int32_t> paid;
  std::int64_t open = row.minor;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    open -= changes[i].second;
    const bool at_end = i + 1 == changes.size();
    if (!at_end && changes[i + 1].first == changes[i].first) continue;
    if (open <= 0) paid = at_end ? as_of.date.days() : changes[i + 1].first - 1;
  }
  return paid;
}

// The one that a promise replaces must be another of its party in its currency.
void check_replaced(const LedgerState& state, const PromiseRow& row) {
  const auto number = static_cast<std::uint32_t>(*row.promise.replaces);
  const Currency currency = row.promise.amount.currency();
  if (number < state.promises.size() && state.promises[number].party == row.party &&
      state.promises[number].promise.amount.currency() == currency)
    return;
  throw_faults("no such promise",
               {{.field = "replaces",
                 .value = std::to_string(number),
                 .expected = "the number of a promise of " + in_quotes(row.promise.party) + " in " +
                             std::string(currency.code())}});
}

// The other promises of the party of one that is recorded now: as of its day, and those that were
// made later already, as of the last of their days.
std::vector<PromiseStatus> other_promises(const Ledger& ledger, const PromiseRow& row) {
  const LedgerState& state = ledger.state();
  const auto posted = [&](const PromiseStatus& each) {
    return state.promises[static_cast<std::uint32_t>(each.id)].posted;
  };
  std::vector<PromiseStatus> others =
      promises_to_pay(ledger, Date::from_days(row.posted), row.promise.party);
  std::int32_t last = row.posted;
  if (const auto found = state.last_promise.find(row.party); found != state.last_promise.end())
    for (std::uint32_t id = found->second; id != none; id = state.promises[id].next_of_party)
      last = std::max(last, state.promises[id].posted);
  if (last == row.posted) return others;
  for (PromiseStatus& each : promises_to_pay(ledger, Date::from_days(last), row.promise.party))
    if (posted(each) > row.posted) others.push_back(std::move(each));
  // What was replaced later on is promised by the one in its place.
  std::erase_if(others, [&](const PromiseStatus& each) {
    return state.promises[static_cast<std::uint32_t>(each.id)].replaced_by != none;
  });
  return others;
}

// Whether a promise is more than what is open of its items, of their document and of all that the
// party owes in the currency, each less what is promised of it by others.
std::optional<Refusal> refuse_more_promised(const LedgerState& state, const PromiseRow& row,
                                            const std::vector<PromiseStatus>& others) {
  const Date day = Date::from_days(row.posted);
  const auto refusal = [&](const PromiseRow& of) -> std::optional<Refusal> {
    const Money zero = Money::zero(row.promise.amount.currency());
    Money open = zero;
    for (const std::uint32_t item : promised_items(state, of))
      open += Money::from_minor(std::max<std::int64_t>(state.open_minor(item, day), 0),
                                open.currency());
    Money promised = zero;
    for (const PromiseStatus& each : others)
      if ((!of.promise.document || each.promise.document == of.promise.document) &&
          (of.promise.installment == 0 || each.promise.installment == of.promise.installment))
        promised += each.remaining;
    if (row.promise.amount <= open - promised) return std::nullopt;
    std::string en = to_string(row.promise.amount) + " is more than the " + to_string(open) +
                     " that is open on " + to_string(day);
    std::string zh = "承诺金额 " + to_string(row.promise.amount) + " 超过 " + to_string(day) +
                     " 的未清金额 " + to_string(open);
    if (!is_zero(promised)) {
      en += ", of which " + to_string(promised) + " is promised already";
      zh += "，其中 " + to_string(promised) + " 已有承诺";
    }
    return refuse("over_promised", std::move(en), std::move(zh));
  };
  if (std::optional<Refusal> found = refusal(row); found || others.empty()) return found;
  PromiseRow of = row;
  if (of.promise.installment != 0) {
    of.promise.installment = 0;
    if (std::optional<Refusal> found = refusal(of)) return found;
  }
  of.promise.document.reset();
  return refusal(of);
}

}  // namespace

void check_reminder(const LedgerState& state, const Reminder& reminder) {
  throw_faults("no such reminder", faults_of(state, reminder));
}

std::optional<Refusal> refusal_of(const LedgerState& state, Date date, const ReminderLine& line) {
  const std::uint32_t id = state.checked(line.document);
  const DocumentRow& document = state.documents[id];
  if (date.days() < document.date) return refuse_earlier(state, date, document);
  // The dates of the letters of an item ascend: the first that is not before it.
  std::optional<Date> later;
  for (std::uint32_t at = state.last_reminder_of(state.item_of(id, line.installment)); at != none;
       at = state.reminded[at].next_of_item) {
    const Date other = state.reminders[state.reminded[at].reminder].reminder.date;
    if (other < date) break;
    later = other;
  }
  if (!later) return std::nullopt;
  return refuse(
      "already_reminded",
      name(state, document, line.installment) + " was reminded of on " + to_string(*later) +
          " already",
      name_zh(state, document, line.installment) + " 已于 " + to_string(*later) + " 催款");
}

LastReminder last_reminder(const LedgerState& state, std::uint32_t item, const AsOf& as_of) {
  std::uint32_t at = state.last_reminder_of(item);
  if (at == none) return {};
  const std::optional<std::int32_t> paid = last_paid(state, item, as_of);
  for (; at != none; at = state.reminded[at].next_of_item) {
    const ReminderRow& row = state.reminders[state.reminded[at].reminder];
    if (!LedgerState::holds(row.posted, row.recorded_at_us, as_of)) continue;
    if (paid && row.posted <= *paid) continue;
    return {.level = state.reminded[at].level, .date = row.reminder.date};
  }
  return {};
}

std::vector<std::uint32_t> promised_items(const LedgerState& state, const PromiseRow& row) {
  const PromiseToPay& promise = row.promise;
  if (promise.document) {
    const auto id = static_cast<std::uint32_t>(*promise.document);
    if (promise.installment == 0) return state.items_by_due(state.documents[id]);
    return {state.item_of(id, promise.installment)};
  }
  std::vector<std::uint32_t> items;
  for (const std::uint32_t id : documents_of(state, state.party_names.text(row.party))) {
    const DocumentRow& document = state.documents[id];
    if (!is_debit(document.kind) || state.currency(document) != promise.amount.currency()) continue;
    for (std::uint32_t i = 0; i < document.items; ++i) items.push_back(document.first_item + i);
  }
  std::ranges::stable_sort(items, {}, [&](std::uint32_t item) {
    const std::int32_t due = state.due(item, Date::max());
    return std::pair(due == no_date, due);
  });
  return items;
}

Expected<ReminderId> Ledger::remind(const Reminder& reminder, std::int64_t recorded_at_us) {
  LedgerState& state = *state_;
  state.check_moment(recorded_at_us);
  check_reminder(state, reminder);
  Refusals refusals;
  for (const ReminderLine& line : reminder.lines)
    if (std::optional<Refusal> refusal = refusal_of(state, reminder.date, line))
      refusals.push_back(*std::move(refusal));
  if (!refusals.empty()) return refusals;
  const auto id = static_cast<std::uint32_t>(state.reminders.size());
  std::int32_t posted = state.posted_on(reminder.date.days());
  for (const ReminderLine& line : reminder.lines) {
    const auto document = static_cast<std::uint32_t>(line.document);
    posted = std::max(posted, state.documents[document].posted);
    state.add_reminded(state.item_of(document, line.installment), id, line.level);
  }
  if (reminder.fee) state.reminder_fees.insert(static_cast<std::uint32_t>(*reminder.fee));
  state.reminders.push_back({reminder, posted, recorded_at_us, state.next_fact()});
  state.record_moment(recorded_at_us);
  return ReminderId{id};
}

Expected<PromiseId> Ledger::promise(const PromiseToPay& promise, std::int64_t recorded_at_us) {
  LedgerState& state = *state_;
  state.check_moment(recorded_at_us);
  PromiseRow row{.promise = promise,
                 .party = none,
                 .posted = state.posted_on(promise.made.days()),
                 .recorded_at_us = recorded_at_us,
                 .order = {},
                 .replaced_by = none,
                 .next_of_party = none};
  std::vector<Fault> faults;
  if (sign(promise.amount) <= 0)
    faults.push_back({.field = "amount",
                      .value = to_string(promise.amount),
                      .expected = "an amount above zero"});
  if (promise.promised < promise.made)
    faults.push_back({.field = "promised",
                      .value = to_string(promise.promised),
                      .expected = "no day before the promise, " + to_string(promise.made)});
  if (promise.document) {
    const std::uint32_t id = state.checked(*promise.document);
    const DocumentRow& document = state.documents[id];
    row.party = document.party;
    const std::string_view party = state.party_names.text(row.party);
    row.posted = std::max(row.posted, document.posted);
    if (!is_debit(document.kind) || state.currency(document) != promise.amount.currency())
      faults.push_back({.field = "document",
                        .value = name(state, document),
                        .expected = "a debit in the currency of the amount"});
    if (!promise.party.empty() && promise.party != party)
      faults.push_back({.field = "party",
                        .value = promise.party,
                        .expected = "that of the document, " + in_quotes(party)});
    if (promise.installment != 0) static_cast<void>(state.item_of(id, promise.installment));
    throw_faults("no such promise", std::move(faults));
    if (promise.made.days() < document.date) return refuse_earlier(state, promise.made, document);
  } else {
    if (promise.installment != 0)
      faults.push_back({.field = "installment",
                        .value = std::to_string(promise.installment),
                        .expected = "0 without a document"});
    throw_faults("no such promise", std::move(faults));
    const std::vector<std::uint32_t> documents = documents_of(state, promise.party);
    row.party = state.documents[documents.front()].party;
  }
  row.promise.party = state.party_names.text(row.party);
  const AsOf as_of(Date::from_days(row.posted));
  std::vector<PromiseStatus> others;
  // Tables tell what was promised, also where more was than was open.
  if (!state.documents_told) others = other_promises(*this, row);
  if (promise.replaces) {
    check_replaced(state, row);
    const auto old = std::ranges::find(others, *promise.replaces, &PromiseStatus::id);
    const auto number = static_cast<std::uint32_t>(*promise.replaces);
    const bool is_open =
        state.documents_told || (old != others.end() && old->state == PromiseState::open &&
                                 state.promises[number].posted <= row.posted);
    if (!is_open || state.promises[number].replaced_by != none)
      return refuse("promise_not_open",
                    "promise " + std::to_string(number) + " is not open on " +
                        to_string(as_of.date) + ", and cannot be replaced",
                    "承诺 " + std::to_string(number) + " 于 " + to_string(as_of.date) +
                        " 已非待履行，不能替换");
    if (old != others.end()) others.erase(old);
  }
  std::erase_if(others, [&](const PromiseStatus& each) {
    return each.state != PromiseState::open ||
           each.promise.amount.currency() != promise.amount.currency();
  });
  if (std::optional<Refusal> refusal = refuse_more_promised(state, row, others))
    return *std::move(refusal);
  const auto id = static_cast<std::uint32_t>(state.promises.size());
  if (promise.replaces)
    state.promises[static_cast<std::uint32_t>(*promise.replaces)].replaced_by = id;
  const auto [last, first] = state.last_promise.try_emplace(row.party, id);
  if (!first) row.next_of_party = std::exchange(last->second, id);
  row.order = state.next_fact();
  state.promises.push_back(std::move(row));
  state.record_moment(recorded_at_us);
  return PromiseId{id};
}

std::vector<RecordedReminder> Ledger::reminders(const AsOf& as_of) const {
  std::vector<RecordedReminder> found;
  for (std::uint32_t id = 0; id < state_->reminders.size(); ++id) {
    const ReminderRow& row = state_->reminders[id];
    if (LedgerState::holds(row.posted, row.recorded_at_us, as_of))
      found.push_back({ReminderId{id}, row.reminder, row.recorded_at_us});
  }
  return found;
}

std::vector<RecordedPromise> Ledger::promises(const AsOf& as_of) const {
  std::vector<RecordedPromise> found;
  for (std::uint32_t id = 0; id < state_->promises.size(); ++id) {
    const PromiseRow& row = state_->promises[id];
    if (LedgerState::holds(row.posted, row.recorded_at_us, as_of))
      found.push_back({PromiseId{id}, row.promise, row.recorded_at_us});
  }
  return found;
}

}  // namespace o2c::inline v1
