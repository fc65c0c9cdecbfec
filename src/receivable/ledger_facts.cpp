// Facts of a ledger that are no documents or applications.

#include <utility>
#include <vector>

#include "o2c/number/error.hpp"
#include "o2c/receivable/ledger.hpp"

#include "ledger_state.hpp"
#include "refusals.hpp"

namespace o2c::inline v1 {

namespace {

// The least that is open of an item and not in dispute, from a day on.
std::int64_t undisputed(const LedgerState& state, std::uint32_t item, std::int32_t from) {
  std::vector<std::int32_t> days{from};
  const auto add = [&](std::int32_t day) {
    if (day > from) days.push_back(day);
  };
  state.for_applied(item, [&](std::uint32_t at, std::int64_t) { add(state.applied[at].posted); });
  if (state.items[item].disputed != 0)
    for (std::uint32_t at = state.last_dispute.at(item); at != none;
         at = state.disputes[at].next_of_item)
      add(state.disputes[at].posted);
  std::int64_t least = state.items[item].minor;
  for (const std::int32_t day : days) {
    const AsOf as_of = Date::from_days(day);
    const std::int64_t open = state.open_minor(item, as_of);
    least = std::min(least, open - state.disputed_minor(item, as_of, open));
  }
  return least;
}

}  // namespace

Expected<DisputeId> Ledger::dispute(const Dispute& dispute, std::int64_t recorded_at_us) {
  LedgerState& state = *state_;
  state.check_moment(recorded_at_us);
  const std::uint32_t id = state.checked(dispute.document);
  const DocumentRow& document = state.documents[id];
  if (!is_debit(document.kind) || sign(dispute.amount) <= 0 ||
      dispute.amount.currency() != state.currency(document))
    throw_invalid("a dispute of " + to_string(dispute.amount) +
                  ": expected an amount above zero in " +
                  "the currency of an invoice or another debit");
  if (dispute.date.days() < document.date) return refuse_earlier(state, dispute.date, document);
  const std::vector<std::uint32_t> items =
      dispute.installment == 0 ? state.items_by_due(document)
                               : std::vector<std::uint32_t>{state.item_of(id, dispute.installment)};
  const std::int32_t posted = std::max(state.posted_on(dispute.date.days()), document.posted);
  std::int64_t most = 0;
  for (const std::uint32_t item : items) {
    const std::int64_t room = undisputed(state, item, posted);
    most = std::max(most, room);
    if (room < dispute.amount.minor()) continue;
    const auto row = static_cast<std::uint32_t>(state.disputes.size());
    const std::uint32_t next = state.items[item].disputed == 0 ? none : state.last_dispute.at(item);
    state.disputes.push_back({.dispute = dispute,
                              .item = item,
                              .next_of_item = next,
                              .posted = posted,
                              .recorded_at_us = recorded_at_us,
                              .order = state.next_fact()});
    state.disputes.back().dispute.installment = state.installment_of(item);
    state.last_dispute[item] = row;
    state.items[item].disputed = 1;
    state.record_moment(recorded_at_us);
    return DisputeId{row};
  }
  return refuse("over_disputed",
                to_string(dispute.amount) + " is more than the " +
                    to_string(state.money(document, most)) + " of " + name(state, document) +
                    " that is open and not in dispute",
                "争议金额 " + to_string(dispute.amount) + " 超过 " + name_zh(state, document) +
                    " 未清且无争议的 " + to_string(state.money(document, most)));
}

Expected<DisputeId> Ledger::end_dispute(DisputeId dispute, DisputeOutcome outcome, Date date,
                                        std::int64_t recorded_at_us) {
  LedgerState& state = *state_;
  state.check_moment(recorded_at_us);
  const auto id = static_cast<std::uint32_t>(dispute);
  if (id >= state.disputes.size())
    throw_invalid("dispute " + std::to_string(id) + " is not of this ledger");
  DisputeRow& row = state.disputes[id];
  if (row.ended)
    return refuse("dispute_ended", "the dispute ended on " + to_string(*row.ended),
                  "争议已于 " + to_string(*row.ended) + " 了结");
  if (date < row.dispute.date)
    return refuse("predates_dispute",
                  to_string(date) + " is before the dispute began, " + to_string(row.dispute.date),
                  to_string(date) + " 早于争议提出日 " + to_string(row.dispute.date));
  row.outcome = outcome;
  row.ended = date;
  row.end_posted = std::max(state.posted_on(date.days()), row.posted);
  row.end_recorded_at_us = recorded_at_us;
  row.end_order = state.next_fact();
  state.record_moment(recorded_at_us);
  return dispute;
}

Expected<Date> Ledger::set_due_date(DocumentId document, std::int32_t installment, Date due_date,
                                    std::int64_t recorded_at_us) {
  LedgerState& state = *state_;
  state.check_moment(recorded_at_us);
  const std::uint32_t id = state.checked(document);
  const DocumentRow& of = state.documents[id];
  if (!is_debit(of.kind)) throw_invalid(name(state, of) + " has no due date: it is no debit");
  const std::uint32_t item = state.item_of(id, installment);
  ItemRow& row = state.items[item];
  if (const std::int32_t known = state.due(item, Date::max()); known != no_date)
    return refuse("due_date_known",
                  "it is due on " + to_string(Date::from_days(known)) + " already",
                  "到期日已定为 " + to_string(Date::from_days(known)));
  // It holds from the beginning, but for days that were reported without it.
  const std::int32_t posted = state.posted_on(no_date);
  state.due_dates[item].push_back({due_date.days(), posted, recorded_at_us, state.next_fact()});
  row.dated_later = 1;
  state.due_date_changed(item);
  state.record_moment(recorded_at_us);
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
  if (due && !dated.discounts.empty()) state.discounts_of_item[item] = dated.discounts;
  return due;
}

Expected<NoteState> Ledger::move_note(const NoteMove& move, std::int64_t recorded_at_us) {
  LedgerState& state = *state_;
  state.check_moment(recorded_at_us);
  const std::uint32_t id = state.checked(move.document);
  const DocumentRow& document = state.documents[id];
  if (document.kind != DocumentKind::note_receivable)
    throw_invalid(name(state, document) + " is no bill");
  if (move.to == NoteState::held || move.to == NoteState::dishonoured)
    throw_invalid("a bill cannot be moved to " + to_string(move.to) +
                  ": expected endorsed, discounted or collected");
  const bool needs_proceeds = move.to == NoteState::discounted;
  if (move.proceeds.has_value() != needs_proceeds ||
      (move.proceeds &&
       (sign(*move.proceeds) <= 0 || *move.proceeds > state.money(document, document.minor))))
    throw_faults("cannot move a bill",
                 {{.field = "proceeds",
                   .value = move.proceeds ? to_string(*move.proceeds) : "",
                   .expected = needs_proceeds ? "what the bank paid, at most the bill's amount"
                                              : "none: only a bill that is discounted has them"}});
  if (move.date.days() < document.date) return refuse_earlier(state, move.date, document);
  const NoteMove* last = state.last_move(move.document);
  NoteState now = last == nullptr ? NoteState::held : last->to;
  const std::int32_t since = last == nullptr ? document.date : last->date.days();
  if (document.returned != 0) now = NoteState::dishonoured;
  // The acceptor of a bill that was passed on pays whoever holds it.
  const bool allowed =
      now == NoteState::held || (move.to == NoteState::collected &&
                                 (now == NoteState::endorsed || now == NoteState::discounted));
  if (!allowed)
    return refuse("note_not_held", name(state, document) + " is " + to_string(now) + " already",
                  name_zh(state, document) + " 已处于 " + to_string(now) + " 状态");
  if (move.date.days() < since) return refuse_earlier_move(move.date, Date::from_days(since));
  // Negotiable Instruments Law of China art. 36: after maturity a bill is not passed on.
  const std::int32_t maturity = state.items[document.first_item].due;
  if (move.to != NoteState::collected && move.date.days() > maturity)
    return refuse(
        "note_matured",
        name(state, document) + " matured on " + to_string(Date::from_days(maturity)),
        name_zh(state, document) + " 已于 " + to_string(Date::from_days(maturity)) + " 到期");
  const std::int32_t posted = std::max(state.posted_on(move.date.days()), document.posted);
  state.last_move_of[static_cast<std::uint32_t>(move.document)] =
      static_cast<std::uint32_t>(state.note_moves.size());
  state.note_moves.push_back({move, posted, recorded_at_us, state.next_fact()});
  state.record_moment(recorded_at_us);
  return move.to;
}

}  // namespace o2c::inline v1
