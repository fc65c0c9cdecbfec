// Facts of a ledger that are no documents or applications.

#include <algorithm>
#include <cstddef>
#include <numeric>
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
  struct Change {
    std::int32_t day;
    std::int64_t applied;
    std::int64_t disputed;
  };
  std::vector<Change> changes;
  state.for_applied(item, [&](std::uint32_t at, std::int64_t minor) {
    changes.push_back({state.applied[at].posted, minor, 0});
  });
  state.for_disputes(item, [&](const DisputeRow& row, std::int64_t minor) {
    changes.push_back({row.posted, 0, minor});
    if (row.ended) changes.push_back({row.end_posted, 0, -minor});
  });
  std::ranges::sort(changes, {}, &Change::day);
  std::int64_t least = state.items[item].minor;
  std::int64_t open = least;
  std::int64_t disputed = 0;
  for (std::size_t i = 0; i <= changes.size(); ++i) {
    // At the end of a day: before what changes on the next one.
    const std::int32_t day = i == 0 ? no_date : changes[i - 1].day;
    const bool is_end = i == changes.size() || changes[i].day > std::max(day, from);
    if (is_end) least = std::min(least, open - std::min(disputed, open));
    if (i == changes.size()) break;
    open -= changes[i].applied;
    disputed += changes[i].disputed;
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
  std::vector<std::int64_t> rooms;
  for (const std::uint32_t item : items) rooms.push_back(undisputed(state, item, posted));
  // One instalment alone if it has room for it, else those due earliest first.
  const std::int64_t amount = dispute.amount.minor();
  const auto alone = std::ranges::find_if(rooms, [&](std::int64_t room) { return room >= amount; });
  const std::int64_t most = std::accumulate(rooms.begin(), rooms.end(), std::int64_t{0});
  if (most >= amount) {
    const auto id_of_row = static_cast<std::uint32_t>(state.disputes.size());
    DisputeRow row{.dispute = dispute,
                   .posted = posted,
                   .recorded_at_us = recorded_at_us,
                   .order = state.next_fact()};
    std::int64_t left = amount;
    for (std::size_t i = 0; i < items.size() && left > 0; ++i) {
      if (alone != rooms.end() && rooms.begin() + static_cast<std::ptrdiff_t>(i) != alone) continue;
      const std::int64_t part = std::min(left, rooms[i]);
      if (part <= 0) continue;
      state.add_disputed(items[i], id_of_row, part);
      row.dispute.installment = part == amount ? state.installment_of(items[i]) : 0;
      left -= part;
    }
    state.disputes.push_back(std::move(row));
    state.record_moment(recorded_at_us);
    return DisputeId{id_of_row};
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
