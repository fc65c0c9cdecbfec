#include "ledger_reminder_tables.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace o2c::inline v1 {
namespace {

using enum LedgerRows::Need;

constexpr std::int64_t most_level = 1'000'000;

// A row, as far as it says of which letter it is.
struct LetterLine {
  std::int64_t moment;
  std::int64_t sequence;
  std::int32_t date;
  std::uint32_t party;
  std::uint16_t currency;
  std::uint32_t row;

  friend auto operator<=>(const LetterLine&, const LetterLine&) = default;
  [[nodiscard]] bool is_of_letter_of(const LetterLine& other) const {
    return std::tie(moment, sequence, date, party, currency) ==
           std::tie(other.moment, other.sequence, other.date, other.party, other.currency);
  }
};

constexpr DocumentSide fee_side{[](DocumentKind kind) { return kind == DocumentKind::debit_note; },
                                "a debit note"};

}  // namespace

ReminderTable::ReminderTable(const LedgerTables& tables, const LedgerTableOptions& options)
    : rows_(tables.reminders, "reminders", options),
      document_(rows_.required("document")),
      kind_(rows_.column("kind")),
      instalment_(rows_.column("instalment")),
      date_(rows_.required("date")),
      level_(rows_.required("level")),
      amount_(rows_.required("amount")),
      fee_document_(rows_.column("fee_document")) {}

void ReminderTable::list(DocumentFinder& finder, const LedgerState& state,
                         std::vector<TableFact>& facts) {
  documents_.resize(rows_.size(), none);
  if (fee_document_.is_given()) fees_.resize(rows_.size(), none);
  next_.resize(rows_.size(), none);
  std::vector<LetterLine> lines;
  lines.reserve(rows_.size());
  for (std::uint32_t row = 0; row < rows_.size(); ++row) {
    documents_[row] = finder.find(rows_, row, document_, kind_, debit_side);
    if (rows_.text(row, fee_document_))
      fees_[row] = finder.find(rows_, row, fee_document_, no_kind_, fee_side);
    const auto date = rows_.date(row, date_, must);
    if (documents_[row] == none || !date) continue;
    const DocumentRow& document = state.documents[documents_[row]];
    lines.push_back({.moment = std::max(rows_.moment(row, *date), document.recorded_at_us),
                     .sequence = rows_.sequence(row),
                     .date = date->days(),
                     .party = document.party,
                     .currency = document.currency,
                     .row = row});
  }
  if (!std::ranges::is_sorted(lines)) std::ranges::sort(lines);
  std::vector<bool> follows(rows_.size(), false);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (!lines[i].is_of_letter_of(lines[i - 1])) continue;
    next_[lines[i - 1].row] = lines[i].row;
    follows[lines[i].row] = true;
  }
  std::erase_if(lines, [&](const LetterLine& line) { return follows[line.row]; });
  std::ranges::sort(lines, {}, &LetterLine::row);
  facts.reserve(facts.size() + lines.size());
  for (const LetterLine& line : lines)
    facts.push_back({line.moment, line.sequence, line.row, TableFactKind::reminder});
}

void ReminderTable::prefetch(const TableFact& fact, FetchStage stage,
                             const LedgerState& state) const {
  if (stage == FetchStage::row) {
    __builtin_prefetch(&documents_[fact.row]);
    __builtin_prefetch(&next_[fact.row]);
    rows_.prefetch(fact.row);
  } else if (stage == FetchStage::texts) {
    __builtin_prefetch(&state.documents[documents_[fact.row]]);
  } else {
    __builtin_prefetch(&state.items[state.documents[documents_[fact.row]].first_item]);
  }
}

void ReminderTable::tell(Ledger& ledger, const TableFact& fact) {
  const LedgerState& state = ledger.state();
  Reminder reminder{.date = *rows_.date(fact.row, date_), .lines = {}};
  const std::size_t faults = rows_.faults();
  for (std::uint32_t row = fact.row; row != none; row = next_[row]) {
    const DocumentRow& document = state.documents[documents_[row]];
    const auto amount = rows_.amount(row, amount_, state.currency(document), must);
    const auto level = rows_.integer(row, level_, must);
    const std::int32_t instalment = rows_.count(row, instalment_);
    if (!fees_.empty() && fees_[row] != none) reminder.fee = DocumentId{fees_[row]};
    if (!amount || !level) continue;
    if (*level < 1 || *level > most_level) {
      rows_.fault(row, level_.name, std::to_string(*level), "a level from 1 on");
      continue;
    }
    reminder.lines.push_back({.document = DocumentId{documents_[row]},
                              .installment = instalment,
                              .level = static_cast<std::int32_t>(*level),
                              .amount = *amount});
  }
  if (rows_.faults() > faults) return;
  rows_.tell(fact.row, date_, [&] { return ledger.remind(reminder, fact.moment); });
}

PromiseTable::PromiseTable(const LedgerTables& tables, const LedgerTableOptions& options)
    : rows_(tables.promises, "promises", options),
      document_(rows_.column("document")),
      kind_(rows_.column("kind")),
      instalment_(rows_.column("instalment")),
      party_(rows_.column("party")),
      amount_(rows_.required("amount")),
      date_(rows_.required("date")),
      promised_(rows_.required("promised")),
      by_(rows_.column("by")),
      promise_(rows_.column("promise")),
      replaces_(rows_.column("replaces")) {}

void PromiseTable::list(DocumentFinder& finder, const LedgerState& state,
                        std::vector<TableFact>& facts) {
  documents_.resize(rows_.size(), none);
  for (std::uint32_t row = 0; row < rows_.size(); ++row) {
    const bool names_one = rows_.text(row, document_).has_value();
    if (names_one) documents_[row] = finder.find(rows_, row, document_, kind_, debit_side);
    if (!names_one && !rows_.text(row, party_))
      rows_.fault(row, "party", "null", "a party, or a document");
    const auto date = rows_.date(row, date_, must);
    const auto promised = rows_.date(row, promised_, must);
    if (!date || !promised || (documents_[row] == none && (names_one || !rows_.text(row, party_))))
      continue;
    std::int64_t moment = rows_.moment(row, *date);
    if (names_one) moment = std::max(moment, state.documents[documents_[row]].recorded_at_us);
    facts.push_back({moment, rows_.sequence(row), row, TableFactKind::promise});
  }
}

void PromiseTable::tell(Ledger& ledger, const TableFact& fact) {
  const auto amount = rows_.amount(fact.row, amount_, std::nullopt, must);
  if (!amount) return;
  PromiseToPay promise{.document = std::nullopt,
                       .party = rows_.text_or_empty(fact.row, party_),
                       .amount = *amount,
                       .made = *rows_.date(fact.row, date_),
                       .promised = *rows_.date(fact.row, promised_),
                       .installment = rows_.count(fact.row, instalment_),
                       .by = rows_.text_or_empty(fact.row, by_)};
  if (documents_[fact.row] != none) promise.document = DocumentId{documents_[fact.row]};
  if (const auto replaced = rows_.integer(fact.row, replaces_)) {
    const auto found = told_.find(*replaced);
    if (found == told_.end())
      return rows_.fault(fact.row, replaces_.name, std::to_string(*replaced),
                         "the number of a promise that was recorded before");
    promise.replaces = found->second;
  }
  const auto number = rows_.integer(fact.row, promise_);
  rows_.tell(fact.row, amount_, [&] {
    const Expected<PromiseId> kept = ledger.promise(promise, fact.moment);
    if (kept && number && !told_.emplace(*number, *kept).second)
      rows_.fault(fact.row, promise_.name, std::to_string(*number), "a number of its own");
    return kept;
  });
}

}  // namespace o2c::inline v1
