// Due dates that became known after their documents were posted, or were changed.

#include <algorithm>
#include <utility>
#include <vector>

#include "o2c/number/error.hpp"
#include "o2c/receivable/ledger.hpp"

#include "ledger_state.hpp"
#include "refusals.hpp"

namespace o2c::inline v1 {
namespace {

// The item of an instalment. Throws InvalidArgument unless it is a debit's.
std::uint32_t item_with_due_date(const LedgerState& state, DocumentId document,
                                 std::int32_t installment) {
  const std::uint32_t id = state.checked(document);
  const DocumentRow& of = state.documents[id];
  if (!is_debit(of.kind)) throw_invalid(name(state, of) + " has no due date: it is no debit");
  return state.item_of(id, installment);
}

}  // namespace

Expected<Date> Ledger::set_due_date(DocumentId document, std::int32_t installment, Date due_date,
                                    std::int64_t recorded_at_us) {
  LedgerState& state = *state_;
  state.check_moment(recorded_at_us);
  const std::uint32_t item = item_with_due_date(state, document, installment);
  if (const std::int32_t known = state.due(item, Date::max()); known != no_date)
    return refuse("due_date_known",
                  "it is due on " + to_string(Date::from_days(known)) + " already",
                  "到期日已定为 " + to_string(Date::from_days(known)));
  // It holds from the beginning, but for days that were reported without it.
  state.add_due_date(item, {.due = due_date.days(),
                            .posted = state.posted_on(no_date),
                            .recorded_at_us = recorded_at_us,
                            .order = state.next_fact()});
  return due_date;
}

Expected<Date> Ledger::set_due_date(DocumentId document, const Installment& dated,
                                    std::int64_t recorded_at_us) {
  LedgerState& state = *state_;
  const std::uint32_t id = state.checked(document);
  const std::uint32_t item = state.item_of(id, dated.number);
  std::vector<Fault> faults;
  const Money amount = state.money(state.documents[id], state.items[item].minor);
  if (dated.amount != amount)
    faults.push_back({.field = "amount",
                      .value = to_string(dated.amount),
                      .expected = to_string(amount) + ", as the instalment was posted"});
  if (!dated.due_date)
    faults.push_back({.field = "due_date", .expected = "the day on which it is due"});
  for (const DiscountOffer& offer : dated.discounts)
    if (offer.discount.currency() != amount.currency())
      faults.push_back({.field = "discounts",
                        .value = to_string(offer.discount),
                        .expected = "an amount in " + to_string(amount.currency())});
  throw_faults("cannot date an instalment", std::move(faults));
  const Expected<Date> due = set_due_date(document, dated.number, *dated.due_date, recorded_at_us);
  if (due && !dated.discounts.empty()) state.offer_discounts(item, dated.discounts);
  return due;
}

Expected<Date> Ledger::change_due_date(const DueDateChange& change, std::int64_t recorded_at_us) {
  LedgerState& state = *state_;
  state.check_moment(recorded_at_us);
  const std::uint32_t item = item_with_due_date(state, change.document, change.installment);
  const DocumentRow& of = state.document_of(state.items[item]);
  if (change.reason.empty())
    throw_faults("cannot change a due date",
                 {{.field = "reason", .expected = "why it is another one"}});
  if (change.date.days() < of.date) return refuse_earlier(state, change.date, of);
  const std::int32_t known = state.due(item, Date::max());
  if (known == no_date)
    return refuse("due_date_unknown", "its due date is not known yet: it is set, not changed",
                  "到期日尚未确定，应先确定，而非更改");
  if (known == change.due_date.days())
    return refuse("same_due_date", "it is due on " + to_string(change.due_date) + " already",
                  "到期日已是 " + to_string(change.due_date));
  const auto dates = state.due_dates.find(item);
  if (dates != state.due_dates.end() && change.date.days() < dates->second.back().date) {
    const std::string last = to_string(Date::from_days(dates->second.back().date));
    return refuse("predates_due_date",
                  to_string(change.date) + " is before " + last + ", from when on it is due on " +
                      to_string(Date::from_days(known)),
                  to_string(change.date) + " 早于上次更改到期日的生效日 " + last);
  }
  state.add_due_date(item, {.due = change.due_date.days(),
                            .posted = std::max(state.posted_on(change.date.days()), of.posted),
                            .recorded_at_us = recorded_at_us,
                            .order = state.next_fact(),
                            .date = change.date.days(),
                            .reason = change.reason});
  return change.due_date;
}

std::vector<RecordedDueDate> Ledger::due_dates(DocumentId id, const AsOf& as_of) const {
  const DocumentRow& document = state_->documents[state_->checked(id)];
  std::vector<std::pair<std::uint32_t, const DueDate*>> rows;
  for (std::uint32_t item = document.first_item; item < document.first_item + document.items;
       ++item)
    if (state_->items[item].dated_later != 0)
      for (const DueDate& each : state_->due_dates.at(item))
        if (LedgerState::holds(each.posted, each.recorded_at_us, as_of))
          rows.emplace_back(item, &each);
  std::ranges::sort(rows, {}, [](const auto& row) { return row.second->order.others; });
  std::vector<RecordedDueDate> found;
  for (const auto& [item, each] : rows)
    found.push_back(
        {.document = id,
         .installment = state_->installment_of(item),
         .due_date = Date::from_days(each->due),
         .date = each->is_change() ? std::optional(Date::from_days(each->date)) : std::nullopt,
         .reason = each->reason,
         .recorded_at_us = each->recorded_at_us});
  return found;
}

}  // namespace o2c::inline v1
