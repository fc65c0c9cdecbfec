#pragma once

// Whether two ledgers say the same of a day, as it was known at a moment.

#include <cstdint>
#include <vector>

#include <rapidcheck.h>

#include "o2c/receivable/commission_lines.hpp"
#include "o2c/receivable/exchange_differences.hpp"
#include "o2c/receivable/ledger.hpp"

#include "../receivable/ledger_table_copies.hpp"

namespace o2c {

inline void assert_same_documents(const Ledger& ledger, const Ledger& other) {
  RC_ASSERT(ledger.documents() == other.documents());
  for (std::uint32_t i = 0; i < ledger.documents(); ++i) {
    const PostedDocument a = ledger.document(DocumentId{i});
    const PostedDocument b = other.document(DocumentId{i});
    RC_ASSERT(a.kind == b.kind);
    RC_ASSERT(a.number == b.number);
    RC_ASSERT(a.party == b.party);
    RC_ASSERT(a.order == b.order);
    RC_ASSERT(a.salesperson == b.salesperson);
    RC_ASSERT(a.amount == b.amount);
    RC_ASSERT(a.date == b.date);
    RC_ASSERT(a.posted == b.posted);
    RC_ASSERT(a.recorded_at_us == b.recorded_at_us);
    RC_ASSERT(a.refers_to == b.refers_to);
    RC_ASSERT(a.rate == b.rate);
    RC_ASSERT(ledger.taxes(a.id) == other.taxes(b.id));
  }
}

inline void assert_same_notes(const Ledger& ledger, const Ledger& other, const AsOf& as_of) {
  const std::vector<Note> notes = ledger.notes(as_of);
  const std::vector<Note> same = other.notes(as_of);
  RC_ASSERT(notes.size() == same.size());
  for (std::size_t i = 0; i < notes.size(); ++i) {
    RC_ASSERT(notes[i].document == same[i].document);
    RC_ASSERT(notes[i].amount == same[i].amount);
    RC_ASSERT(notes[i].maturity == same[i].maturity);
    RC_ASSERT(notes[i].state == same[i].state);
    RC_ASSERT(notes[i].since == same[i].since);
    RC_ASSERT(notes[i].with == same[i].with);
    RC_ASSERT(notes[i].proceeds == same[i].proceeds);
  }
}

inline void assert_same_disputes(const Ledger& ledger, const Ledger& other, const AsOf& as_of) {
  const std::vector<RecordedDispute> disputes = ledger.disputes(as_of);
  const std::vector<RecordedDispute> same = other.disputes(as_of);
  RC_ASSERT(disputes.size() == same.size());
  for (std::size_t i = 0; i < disputes.size(); ++i) {
    RC_ASSERT(disputes[i].id == same[i].id);
    RC_ASSERT(disputes[i].dispute.document == same[i].dispute.document);
    RC_ASSERT(disputes[i].dispute.amount == same[i].dispute.amount);
    RC_ASSERT(disputes[i].dispute.date == same[i].dispute.date);
    RC_ASSERT(disputes[i].dispute.reason == same[i].dispute.reason);
    RC_ASSERT(disputes[i].dispute.owner == same[i].dispute.owner);
    RC_ASSERT(disputes[i].dispute.installment == same[i].dispute.installment);
    RC_ASSERT(disputes[i].recorded_at_us == same[i].recorded_at_us);
    RC_ASSERT(disputes[i].outcome == same[i].outcome);
    RC_ASSERT(disputes[i].ended == same[i].ended);
    RC_ASSERT(disputes[i].end_recorded_at_us == same[i].end_recorded_at_us);
  }
}

inline void assert_same_lines(const Ledger& ledger, const Ledger& other, const AsOf& as_of) {
  for (const LineBasis basis :
       {LineBasis::collected, LineBasis::invoiced, LineBasis::written_off}) {
    const auto lines = commission_lines(ledger, Date::min(), as_of.date, basis, as_of.known_at_us);
    const auto same = commission_lines(other, Date::min(), as_of.date, basis, as_of.known_at_us);
    RC_ASSERT(lines.size() == same.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      RC_ASSERT(lines[i].document == same[i].document);
      RC_ASSERT(lines[i].application == same[i].application);
      RC_ASSERT(lines[i].date == same[i].date);
      RC_ASSERT(lines[i].amount == same[i].amount);
      RC_ASSERT(lines[i].net == same[i].net);
      RC_ASSERT(lines[i].days_overdue == same[i].days_overdue);
      RC_ASSERT(lines[i].rate == same[i].rate);
    }
  }
}

/// What does not depend on a day.
inline void assert_same_facts(const Ledger& ledger, const Ledger& other) {
  assert_same_documents(ledger, other);
  RC_ASSERT(ledger.applications() == other.applications());
  for (std::uint32_t i = 0; i < ledger.applications(); ++i)
    RC_ASSERT(ledger.application(ApplicationId{i}) == other.application(ApplicationId{i}));
  RC_ASSERT(ledger.locked_until() == other.locked_until());
  // Also what cannot be asked, and the order of all that was recorded at one moment.
  RC_ASSERT(table_copies::values(ledger) == table_copies::values(other));
}

inline void assert_same(const Ledger& ledger, const Ledger& other, const AsOf& as_of) {
  for (std::uint32_t i = 0; i < ledger.documents(); ++i) {
    RC_ASSERT(ledger.items(DocumentId{i}, as_of) == other.items(DocumentId{i}, as_of));
    RC_ASSERT(ledger.due_dates(DocumentId{i}, as_of) == other.due_dates(DocumentId{i}, as_of));
  }
  assert_same_notes(ledger, other, as_of);
  assert_same_disputes(ledger, other, as_of);
  assert_same_lines(ledger, other, as_of);
  RC_ASSERT(revaluations(ledger, as_of) == revaluations(other, as_of));
  if (ledger.options().home)
    RC_ASSERT(exchange_differences(ledger, Date::min(), as_of.date, as_of.known_at_us) ==
              exchange_differences(other, Date::min(), as_of.date, as_of.known_at_us));
}

}  // namespace o2c
