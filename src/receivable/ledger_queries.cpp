// What a ledger says of a day, as it was known at a moment.

#include <algorithm>
#include <utility>

#include "o2c/number/error.hpp"
#include "o2c/receivable/ledger.hpp"

#include "ledger_items.hpp"
#include "ledger_state.hpp"

namespace o2c::inline v1 {
namespace {

std::string_view text_of(const TextCodes& codes, std::uint32_t code) {
  return code == none ? std::string_view() : codes.text(code);
}

template <class Id>
std::optional<Id> optional_id(std::uint32_t id) {
  return id == none ? std::nullopt : std::optional(Id{id});
}

}  // namespace

std::size_t Ledger::documents() const noexcept { return state_->documents.size(); }
std::size_t Ledger::applications() const noexcept { return state_->applied.size(); }
const LedgerOptions& Ledger::options() const noexcept { return state_->options; }

DocumentId Ledger::find(std::string_view number, std::optional<DocumentKind> kind) const {
  std::vector<std::uint32_t> found;
  for (std::uint32_t at = state_->last_of_number(number); at != none;
       at = state_->next_same_number(at))
    if (!kind || state_->documents[at].kind == *kind) found.push_back(at);
  if (found.size() == 1) return DocumentId{found.front()};
  std::string expected =
      "the number of " + (kind ? "a " + to_string(*kind) : std::string("a document"));
  if (!found.empty()) {
    expected = "the kind as well, since it is the number of";
    for (const std::uint32_t each : found)
      expected += " " + to_string(state_->documents[each].kind);
  }
  throw_faults(
      "no such document",
      {{.field = "document", .value = std::string(number), .expected = std::move(expected)}});
  return DocumentId{};
}

std::optional<DocumentId> Ledger::try_find(std::string_view number, DocumentKind kind) const {
  return optional_id<DocumentId>(state_->find_document(number, kind));
}

PostedDocument Ledger::document(DocumentId id) const {
  const DocumentRow& row = state_->documents[state_->checked(id)];
  return {
      .id = id,
      .kind = row.kind,
      .number = state_->number(row),
      .party = state_->party_names.text(row.party),
      .order = text_of(state_->orders, row.order),
      .salesperson = text_of(state_->people, row.salesperson),
      .amount = state_->money(row, row.minor),
      .date = Date::from_days(row.date),
      .posted = Date::from_days(row.posted),
      .recorded_at_us = row.recorded_at_us,
      .refers_to = optional_id<DocumentId>(state_->refers_to(static_cast<std::uint32_t>(id))),
      .rate = row.rate == none ? std::nullopt : std::optional(state_->exchange_rates[row.rate])};
}

std::vector<TaxLine> Ledger::taxes(DocumentId id) const {
  const DocumentRow& row = state_->documents[state_->checked(id)];
  std::vector<TaxLine> lines;
  for (std::uint32_t i = 0; i < row.taxes; ++i) {
    const TaxRow& tax = state_->taxes[row.first_tax + i];
    lines.push_back({tax.rate == none ? std::nullopt : std::optional(state_->tax_rates[tax.rate]),
                     state_->money(row, tax.net), state_->money(row, tax.tax)});
  }
  return lines;
}

AppliedAmount Ledger::application(ApplicationId id) const {
  const std::uint32_t at = state_->checked(id);
  const AppliedRow& row = state_->applied[at];
  const ItemRow& debit = state_->items[row.debit];
  const bool adjusts = row.credit == none;
  const std::uint32_t credit = adjusts ? debit.document : state_->items[row.credit].document;
  return {.id = id,
          .credit = adjusts ? std::nullopt : std::optional(DocumentId{credit}),
          .debit = DocumentId{debit.document},
          .installment = state_->installment_of(row.debit),
          .amount = state_->money(state_->document_of(debit), row.minor),
          .credit_amount = state_->money(state_->documents[credit], state_->minor_of_credit(at)),
          .date = Date::from_days(row.date),
          .posted = Date::from_days(row.posted),
          .recorded_at_us = row.recorded_at_us,
          .adjustment = adjusts ? std::optional(row.adjustment) : std::nullopt,
          .reverses = optional_id<ApplicationId>(row.reverses),
          .made_with = adjusts ? optional_id<ApplicationId>(row.next_of_credit) : std::nullopt};
}

std::vector<AppliedAmount> Ledger::history(DocumentId id) const {
  const DocumentRow& row = state_->documents[state_->checked(id)];
  std::vector<std::uint32_t> rows;
  for (std::uint32_t i = 0; i < row.items; ++i)
    state_->for_applied(row.first_item + i,
                        [&](std::uint32_t at, std::int64_t) { rows.push_back(at); });
  std::ranges::sort(rows);
  std::vector<AppliedAmount> history;
  for (const std::uint32_t at : rows) history.push_back(application(ApplicationId{at}));
  return history;
}

std::vector<LedgerItem> Ledger::items(DocumentId id, const AsOf& as_of) const {
  const DocumentRow& row = state_->documents[state_->checked(id)];
  std::vector<LedgerItem> items;
  for (std::uint32_t i = 0; i < row.items; ++i) {
    const std::uint32_t at = row.first_item + i;
    const std::int64_t open = state_->open_minor(at, as_of);
    const std::int32_t due = state_->due(at, as_of);
    items.push_back(
        {.document = id,
         .installment = state_->installment_of(at),
         .amount = state_->money(row, state_->items[at].minor),
         .open = state_->money(row, open),
         .disputed = state_->money(row, state_->disputed_minor(at, as_of, open)),
         .due_date = due == no_date ? std::nullopt : std::optional(Date::from_days(due))});
  }
  return items;
}

MoneyBag Ledger::balance(std::string_view party, const AsOf& as_of) const {
  MoneyBag balance;
  for (const std::uint32_t id : documents_of(*state_, party)) {
    const DocumentRow& row = state_->documents[id];
    for (std::uint32_t i = 0; i < row.items; ++i) {
      const std::int64_t open = state_->open_minor(row.first_item + i, as_of);
      balance += state_->money(row, is_debit(row.kind) ? open : -open);
    }
  }
  return balance;
}

std::vector<DocumentId> Ledger::future_dated(const AsOf& as_of) const {
  std::vector<DocumentId> found;
  for (std::uint32_t id = 0; id < state_->documents.size(); ++id) {
    const DocumentRow& row = state_->documents[id];
    if (row.posted > as_of.date.days() && row.recorded_at_us <= as_of.known_at_us)
      found.push_back(DocumentId{id});
  }
  std::ranges::stable_sort(found, {}, [&](DocumentId id) {
    return state_->documents[static_cast<std::uint32_t>(id)].posted;
  });
  return found;
}

std::vector<Note> Ledger::notes(const AsOf& as_of) const {
  std::vector<Note> notes;
  std::unordered_map<std::uint32_t, std::size_t> position;
  for (std::uint32_t id = 0; id < state_->documents.size(); ++id) {
    const DocumentRow& row = state_->documents[id];
    if (row.kind != DocumentKind::note_receivable || !LedgerState::holds(row, as_of)) continue;
    position.emplace(id, notes.size());
    notes.push_back({.document = DocumentId{id},
                     .amount = state_->money(row, row.minor),
                     .maturity = Date::from_days(state_->items[row.first_item].due),
                     .state = NoteState::held});
  }
  for (const NoteRow& row : state_->note_moves) {
    const auto found = position.find(static_cast<std::uint32_t>(row.move.document));
    if (found == position.end() || !LedgerState::holds(row.posted, row.recorded_at_us, as_of))
      continue;
    Note& note = notes[found->second];
    note.state = row.move.to;
    note.since = row.move.date;
    // Who holds a bill that was passed on, and for how much, stays of interest when it is paid.
    if (!row.move.with.empty()) note.with = row.move.with;
    if (row.move.proceeds) note.proceeds = row.move.proceeds;
  }
  for (std::uint32_t id = 0; id < state_->documents.size(); ++id) {
    const DocumentRow& row = state_->documents[id];
    if (row.kind != DocumentKind::returned_payment || !LedgerState::holds(row, as_of)) continue;
    const auto found = position.find(state_->refers_to(id));
    if (found == position.end()) continue;
    notes[found->second].state = NoteState::dishonoured;
    notes[found->second].since = Date::from_days(row.posted);
  }
  return notes;
}

std::vector<RecordedDispute> Ledger::disputes(const AsOf& as_of) const {
  std::vector<RecordedDispute> found;
  for (std::uint32_t id = 0; id < state_->disputes.size(); ++id) {
    const DisputeRow& row = state_->disputes[id];
    if (!row.begun(as_of)) continue;
    RecordedDispute each{.id = DisputeId{id},
                         .dispute = row.dispute,
                         .recorded_at_us = row.recorded_at_us,
                         .outcome = std::nullopt,
                         .ended = std::nullopt,
                         .end_recorded_at_us = std::nullopt};
    if (row.over(as_of)) {
      each.outcome = row.outcome;
      each.ended = row.ended;
      each.end_recorded_at_us = row.end_recorded_at_us;
    }
    found.push_back(std::move(each));
  }
  return found;
}

std::vector<OpenItem> Ledger::open_items(const AsOf& as_of,
                                         std::optional<std::string_view> party) const {
  std::vector<OpenItem> debits;
  std::vector<OpenItem> credits;
  const auto add = [&](std::uint32_t id) {
    const DocumentRow& row = state_->documents[id];
    if (!LedgerState::holds(row, as_of)) return;
    for (std::uint32_t i = 0; i < row.items; ++i) {
      const std::uint32_t item = row.first_item + i;
      const std::int64_t open = state_->open_minor(item, as_of);
      if (open == 0) continue;
      std::vector<OpenItem>& side = is_debit(row.kind) ? debits : credits;
      side.push_back(open_item(*state_, item, open, as_of));
      if (const std::int64_t disputed = state_->disputed_minor(item, as_of, open); disputed != 0)
        side.back().disputed = state_->money(row, disputed);
    }
  };
  if (party)
    std::ranges::for_each(documents_of(*state_, *party), add);
  else
    for (std::uint32_t id = 0; id < state_->documents.size(); ++id) add(id);
  std::ranges::move(credits, std::back_inserter(debits));
  return debits;
}

}  // namespace o2c::inline v1
