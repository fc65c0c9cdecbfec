// Reading a ledger from tables.

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "o2c/number/error.hpp"
#include "o2c/receivable/ledger_tables.hpp"

#include "ledger_application_table.hpp"
#include "ledger_document_finder.hpp"
#include "ledger_document_tables.hpp"
#include "ledger_fact_tables.hpp"
#include "ledger_reminder_tables.hpp"
#include "ledger_state.hpp"
#include "ledger_table_fact.hpp"

namespace o2c::inline v1 {

/// Tells a ledger what tables say: first all documents, which others may name before they were
/// recorded, then the rest; each in the order of their moments, with the books locked as they were.
class LedgerLoader {
 public:
  LedgerLoader(const LedgerTables& tables, const LedgerTableOptions& options)
      : ledger_(options.ledger),
        state_(ledger_.state_.get()),
        locks_(tables, options),
        documents_(tables, options),
        applications_(tables, options, *state_),
        disputes_(tables, options),
        due_dates_(tables, options),
        note_moves_(tables, options),
        revaluations_(tables, options),
        reminders_(tables, options),
        promises_(tables, options) {
    post_documents();
    refer();
    tell_the_rest();
    throw_faults_of_tables();
  }

  Ledger take() { return std::move(ledger_); }

 private:
  struct Referring {
    std::uint32_t document;
    TableFact fact;
    std::string number;
  };

  void post_documents() {
    std::vector<std::size_t> ends;
    locks_.list(posted_);
    ends.push_back(posted_.size());
    documents_.list(posted_, ends);
    sort_facts(posted_, ends);
    std::size_t kept = 0;  // Facts that became documents take the place of those that did not.
    for (std::size_t i = 0; i < posted_.size(); ++i) {
      const TableFact fact = posted_[i];
      for_ahead(posted_, i, [&](const TableFact& next, FetchStage stage) {
        if (next.kind != TableFactKind::lock) documents_.prefetch(next, stage, *state_);
      });
      if (fact.kind != TableFactKind::lock) {
        if (post(fact)) posted_[kept++] = fact;
      } else if (locks_.tell(ledger_, fact)) {
        facts_.push_back(fact);
      }
    }
    posted_.resize(kept);
    fact_ends_.push_back(facts_.size());
    documents_.end();
  }

  bool post(const TableFact& fact) {
    const Document* document = documents_.read(fact);
    if (document == nullptr) return false;
    bool posted = false;
    documents_.rows(fact).tell(fact.row, documents_.number(fact), [&] {
      check_document(*document, *state_);
      Expected<std::uint32_t> id = state_->add_document(*document, none, fact.moment);
      if (!id) return id;
      posted = true;
      if (!document->refers_to.empty()) referring_.push_back({*id, fact, document->refers_to});
      return id;
    });
    return posted;
  }

  // What a document refers to may have been recorded after it.
  void refer() {
    for (const Referring& each : referring_) {
      const DocumentRow& document = state_->documents[each.document];
      const auto kind = documents_.referred_kind(each.fact);
      try {
        const std::string_view party = state_->party_names.text(document.party);
        const std::uint32_t other = kind ? state_->find_document(each.number, *kind)
                                         : state_->find_referred(document.kind, party, each.number);
        if (other == none || state_->documents[other].party != document.party)
          throw_faults("", {{.expected = "the number of a " + to_string(*kind) + " of " +
                                         in_quotes(party)}});
        state_->referred.emplace(each.document, other);
      } catch (const InvalidArgument& error) {
        documents_.rows(each.fact).fault(each.fact.row, "refers_to", each.number,
                                         error.faults().front().expected);
        continue;
      }
      if (document.kind == DocumentKind::returned_payment)
        facts_.push_back({each.fact.moment, each.fact.sequence, each.document,
                          TableFactKind::return_of_payment});
    }
    fact_ends_.push_back(facts_.size());
    referring_ = {};
  }

  void tell_the_rest() {
    const std::int64_t last = state_->last_recorded_us;
    state_->locks.clear();
    state_->other_facts = 0;
    state_->last_recorded_us = std::numeric_limits<std::int64_t>::min();
    DocumentFinder finder(*state_, !documents_.are_faulty());
    const auto list = [&](auto& table, const auto&... state) {
      table.list(finder, state..., facts_);
      fact_ends_.push_back(facts_.size());
    };
    list(applications_);
    list(disputes_, *state_);
    list(due_dates_, *state_);
    list(note_moves_, *state_);
    revaluations_.list(facts_);
    fact_ends_.push_back(facts_.size());
    list(reminders_, *state_);
    list(promises_, *state_);
    sort_facts(facts_, fact_ends_);
    std::uint32_t told = 0;
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      for_ahead(facts_, i, [&](const TableFact& next, FetchStage stage) {
        if (next.kind == TableFactKind::application) applications_.prefetch(next, stage);
        if (next.kind == TableFactKind::reminder) reminders_.prefetch(next, stage, *state_);
      });
      while (told < posted_.size() && (posted_[told] <=> facts_[i]) <= 0) ++told;
      state_->documents_told = told;
      tell(facts_[i]);
    }
    state_->documents_told.reset();
    state_->last_recorded_us = std::max(state_->last_recorded_us, last);
  }

  void tell(const TableFact& fact) {
    switch (fact.kind) {
      case TableFactKind::lock:
        locks_.tell(ledger_, fact);
        break;
      case TableFactKind::application:
        applications_.tell(fact);
        break;
      case TableFactKind::dispute:
        disputes_.begin(ledger_, fact);
        break;
      case TableFactKind::end_of_dispute:
        disputes_.end(ledger_, fact);
        break;
      case TableFactKind::due_date:
        due_dates_.tell(ledger_, fact);
        break;
      case TableFactKind::note_move:
        note_moves_.tell(ledger_, fact);
        break;
      case TableFactKind::revaluation:
        revaluations_.tell(ledger_, fact);
        break;
      case TableFactKind::reminder:
        reminders_.tell(ledger_, fact);
        break;
      case TableFactKind::promise:
        promises_.tell(ledger_, fact);
        break;
      case TableFactKind::return_of_payment:
        return_payment(fact.row);
        break;
      case TableFactKind::invoice:
      case TableFactKind::receipt:
        break;  // They were posted.
    }
  }

  void return_payment(std::uint32_t id) {
    DocumentRow& payment = state_->documents[state_->refers_to(id)];
    const TableFact& fact = posted_[id];
    if (!is_payment(payment.kind) || payment.returned != 0)
      documents_.rows(fact).fault(fact.row, "refers_to", std::string(state_->number(payment)),
                                  "a payment that was not returned before");
    payment.returned = 1;
  }

  void throw_faults_of_tables() {
    std::vector<const LedgerRows*> tables = documents_.tables();
    for (const LedgerRows* rows :
         {&applications_.rows(), &disputes_.rows(), &due_dates_.rows(), &note_moves_.rows(),
          &revaluations_.rows(), &reminders_.rows(), &promises_.rows(), &locks_.rows()})
      tables.push_back(rows);
    std::vector<Fault> faults;
    for (const LedgerRows* rows : tables) {
      std::vector<Fault> more = rows->listed_faults();
      std::ranges::move(more, std::back_inserter(faults));
    }
    throw_bad_tables("cannot read the ledger", std::move(faults));
  }

  // Calls use(fact, stage) for those that follow, so that memory that they need is there in time.
  template <class Use>
  static void for_ahead(const std::vector<TableFact>& facts, std::size_t at, const Use& use) {
    constexpr std::size_t step = 8;
    std::size_t next = at + 3 * step;
    for (const FetchStage stage : {FetchStage::row, FetchStage::texts, FetchStage::ledger}) {
      if (next < facts.size()) use(facts[next], stage);
      next -= step;
    }
  }

  Ledger ledger_;
  LedgerState* state_;
  LockTable locks_;
  DocumentTables documents_;
  ApplicationTable applications_;
  DisputeTable disputes_;
  DueDateTable due_dates_;
  NoteMoveTable note_moves_;
  RevaluationTable revaluations_;
  ReminderTable reminders_;
  PromiseTable promises_;
  std::vector<TableFact> posted_;  // Of each document.
  std::vector<TableFact> facts_;   // All others, and locks.
  std::vector<std::size_t> fact_ends_;
  std::vector<Referring> referring_;
};

Ledger ledger_from_tables(const LedgerTables& tables, const LedgerTableOptions& options) {
  return LedgerLoader(tables, options).take();
}

}  // namespace o2c::inline v1
