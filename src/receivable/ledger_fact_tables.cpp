#include "ledger_fact_tables.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace o2c::inline v1 {
namespace {

using enum LedgerRows::Need;

Currency currency_of(const Ledger& ledger, std::uint32_t document) {
  const LedgerState& state = ledger.state();
  return state.currency(state.documents[document]);
}

}  // namespace

// --- disputes ------------------------------------------------------------------------------------

DisputeTable::DisputeTable(const LedgerTables& tables, const LedgerTableOptions& options)
    : rows_(tables.disputes, "disputes", options),
      document_(rows_.required("document")),
      kind_(rows_.column("kind")),
      instalment_(rows_.column("instalment")),
      amount_(rows_.required("amount")),
      date_(rows_.required("date")),
      reason_(rows_.column("reason")),
      owner_(rows_.column("owner")),
      outcome_(rows_.column("outcome")),
      ended_(rows_.column("ended")),
      end_recorded_at_(rows_.column("end_recorded_at")),
      end_sequence_(rows_.column("end_sequence")) {}

void DisputeTable::list(DocumentFinder& finder, const LedgerState& state,
                        std::vector<TableFact>& facts) {
  documents_.resize(rows_.size(), none);
  begun_.resize(rows_.size());
  for (std::uint32_t row = 0; row < rows_.size(); ++row) {
    documents_[row] = finder.find(rows_, row, document_, kind_, debit_side);
    const auto date = rows_.date(row, date_, must);
    const std::size_t faults = rows_.faults();
    const auto ended = rows_.date(row, ended_);
    const auto outcome = rows_.text(row, outcome_);
    if (rows_.faults() == faults && ended.has_value() != outcome.has_value())
      rows_.fault(row, ended ? "outcome" : "ended", "null",
                  ended ? "how the dispute ended" : "when the dispute ended");
    if (documents_[row] == none || !date) continue;
    const std::int64_t begun =
        std::max(rows_.moment(row, *date), state.documents[documents_[row]].recorded_at_us);
    facts.push_back({begun, rows_.sequence(row), row, TableFactKind::dispute});
    if (!ended) continue;
    facts.push_back({std::max(begun, rows_.moment(row, end_recorded_at_, *ended)),
                     rows_.integer(row, end_sequence_).value_or(0), row,
                     TableFactKind::end_of_dispute});
  }
}

void DisputeTable::begin(Ledger& ledger, const TableFact& fact) {
  const std::uint32_t document = documents_[fact.row];
  const auto amount = rows_.amount(fact.row, amount_, currency_of(ledger, document), must);
  if (!amount) return;
  rows_.tell(fact.row, amount_, [&] {
    const Expected<DisputeId> begun =
        ledger.dispute({.document = DocumentId{document},
                        .amount = *amount,
                        .date = *rows_.date(fact.row, date_),
                        .reason = rows_.text_or_empty(fact.row, reason_),
                        .owner = rows_.text_or_empty(fact.row, owner_),
                        .installment = rows_.count(fact.row, instalment_)},
                       fact.moment);
    if (begun) begun_[fact.row] = *begun;
    return begun;
  });
}

void DisputeTable::end(Ledger& ledger, const TableFact& fact) {
  const auto outcome = rows_.named(fact.row, outcome_, parse_dispute_outcome);
  if (!outcome || !begun_[fact.row]) return;
  rows_.tell(fact.row, ended_, [&] {
    return ledger.end_dispute(*begun_[fact.row], *outcome, *rows_.date(fact.row, ended_),
                              fact.moment);
  });
}

// --- due dates -----------------------------------------------------------------------------------

DueDateTable::DueDateTable(const LedgerTables& tables, const LedgerTableOptions& options)
    : rows_(tables.due_dates, "due_dates", options),
      document_(rows_.required("document")),
      kind_(rows_.column("kind")),
      instalment_(rows_.column("instalment")),
      due_date_(rows_.required("due_date")),
      date_(rows_.column("date")),
      reason_(rows_.column("reason")) {
  static_cast<void>(rows_.required("recorded_at"));
}

void DueDateTable::list(DocumentFinder& finder, const LedgerState& state,
                        std::vector<TableFact>& facts) {
  documents_.resize(rows_.size(), none);
  for (std::uint32_t row = 0; row < rows_.size(); ++row) {
    const bool has_kind = rows_.text(row, kind_).has_value();
    documents_[row] = finder.find(rows_, row, document_, kind_, has_kind ? any_side : debit_side);
    const auto due = rows_.date(row, due_date_, must);
    const std::size_t faults = rows_.faults();
    const bool is_change = rows_.date(row, date_).has_value();
    if (rows_.faults() > faults) continue;
    if (const auto reason = rows_.text(row, reason_); reason && !is_change)
      rows_.fault(row, reason_.name, std::string(*reason),
                  "null: only a change of a due date, which has a date, has a reason");
    if (documents_[row] == none || !due) continue;
    facts.push_back(
        {std::max(rows_.moment(row, *due), state.documents[documents_[row]].recorded_at_us),
         rows_.sequence(row), row, TableFactKind::due_date});
  }
}

void DueDateTable::tell(Ledger& ledger, const TableFact& fact) {
  rows_.tell(fact.row, due_date_, [&] {
    const DocumentId document{documents_[fact.row]};
    const std::int32_t instalment = rows_.count(fact.row, instalment_);
    const Date due = *rows_.date(fact.row, due_date_);
    const auto date = rows_.date(fact.row, date_);
    if (!date) return ledger.set_due_date(document, instalment, due, fact.moment);
    return ledger.change_due_date({.document = document,
                                   .due_date = due,
                                   .date = *date,
                                   .reason = rows_.text_or_empty(fact.row, reason_),
                                   .installment = instalment},
                                  fact.moment);
  });
}

// --- bills ---------------------------------------------------------------------------------------

NoteMoveTable::NoteMoveTable(const LedgerTables& tables, const LedgerTableOptions& options)
    : rows_(tables.note_moves, "note_moves", options),
      receipt_(rows_.required("receipt")),
      kind_(rows_.column("kind")),
      to_(rows_.required("to")),
      date_(rows_.required("date")),
      holder_(rows_.column("holder")),
      proceeds_(rows_.column("proceeds")) {}

void NoteMoveTable::list(DocumentFinder& finder, const LedgerState& state,
                         std::vector<TableFact>& facts) {
  documents_.resize(rows_.size(), none);
  for (std::uint32_t row = 0; row < rows_.size(); ++row) {
    documents_[row] = finder.find(rows_, row, receipt_, kind_, bill_side);
    const auto date = rows_.date(row, date_, must);
    if (documents_[row] == none || !date) continue;
    facts.push_back(
        {std::max(rows_.moment(row, *date), state.documents[documents_[row]].recorded_at_us),
         rows_.sequence(row), row, TableFactKind::note_move});
  }
}

void NoteMoveTable::tell(Ledger& ledger, const TableFact& fact) {
  const std::uint32_t document = documents_[fact.row];
  const auto to = rows_.named(fact.row, to_, parse_note_state, must);
  if (!to) return;
  const std::size_t faults = rows_.faults();
  const auto proceeds = rows_.amount(fact.row, proceeds_, currency_of(ledger, document));
  if (rows_.faults() > faults) return;
  rows_.tell(fact.row, to_, [&] {
    return ledger.move_note({.document = DocumentId{document},
                             .to = *to,
                             .date = *rows_.date(fact.row, date_),
                             .with = rows_.text_or_empty(fact.row, holder_),
                             .proceeds = proceeds},
                            fact.moment);
  });
}

// --- revaluations --------------------------------------------------------------------------------

RevaluationTable::RevaluationTable(const LedgerTables& tables, const LedgerTableOptions& options)
    : rows_(tables.revaluations, "revaluations", options),
      date_(rows_.required("date")),
      rate_(rows_.required("rate")),
      rate_date_(rows_.column("rate_date")) {}

void RevaluationTable::list(std::vector<TableFact>& facts) {
  next_.assign(rows_.size(), none);
  std::map<std::tuple<Date, std::int64_t, std::int64_t>, std::uint32_t> last_of;
  for (std::uint32_t row = 0; row < rows_.size(); ++row) {
    const auto date = rows_.date(row, date_, must);
    if (!date) continue;
    const TableFact fact{rows_.moment(row, *date), rows_.sequence(row), row,
                         TableFactKind::revaluation};
    const auto [last, is_first] = last_of.try_emplace({*date, fact.moment, fact.sequence}, row);
    if (is_first)
      facts.push_back(fact);
    else
      next_[std::exchange(last->second, row)] = row;
  }
}

void RevaluationTable::tell(Ledger& ledger, const TableFact& fact) {
  Revaluation revaluation{.date = *rows_.date(fact.row, date_), .rates = {}};
  std::vector<std::pair<std::string, std::uint32_t>> row_of;  // By the text of its rate.
  const std::size_t faults = rows_.faults();
  for (std::uint32_t row = fact.row; row != none; row = next_[row]) {
    const auto currency = rows_.currency(row);
    const auto rate = rows_.decimal(row, rate_, must);
    const auto dated = rows_.date(row, rate_date_);
    if (!currency || !rate || !ledger.options().home) continue;
    try {
      revaluation.rates.emplace_back(*currency, *ledger.options().home, *rate,
                                     dated.value_or(revaluation.date));
      row_of.emplace_back(to_string(revaluation.rates.back()), row);
    } catch (const Error& error) {
      rows_.failed(row, rate_, error);
    }
  }
  if (rows_.faults() > faults) return;
  try {
    static_cast<void>(ledger.revalue(revaluation, fact.moment));
  } catch (const InvalidArgument& error) {
    for (const Fault& fault : error.faults()) {
      std::uint32_t row = fact.row;
      for (const auto& [text, of] : row_of)
        if (text == fault.value) row = of;
      rows_.fault(row, fault.field == "rates" ? rate_.name : fault.field, fault.value,
                  fault.expected);
    }
  }
}

// --- locks ---------------------------------------------------------------------------------------

LockTable::LockTable(const LedgerTables& tables, const LedgerTableOptions& options)
    : rows_(tables.locks, "locks", options), until_(rows_.required("until")) {
  static_cast<void>(rows_.required("recorded_at"));
}

void LockTable::list(std::vector<TableFact>& facts) {
  for (std::uint32_t row = 0; row < rows_.size(); ++row)
    if (const auto until = rows_.date(row, until_, must))
      facts.push_back({rows_.moment(row, *until), rows_.sequence(row), row, TableFactKind::lock});
}

bool LockTable::tell(Ledger& ledger, const TableFact& fact) {
  try {
    ledger.lock(*rows_.date(fact.row, until_), fact.moment);
    return true;
  } catch (const InvalidArgument& error) {
    rows_.failed(fact.row, until_, error);
    return false;
  }
}

}  // namespace o2c::inline v1
