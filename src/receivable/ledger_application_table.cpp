#include "ledger_application_table.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <string>
#include <utility>

#include "ledger_closing.hpp"
#include "refusals.hpp"

namespace o2c::inline v1 {
namespace {

using enum LedgerRows::Need;

}  // namespace

ApplicationTable::ApplicationTable(const LedgerTables& tables, const LedgerTableOptions& options,
                                   LedgerState& state)
    : rows_(tables.applications, "applications", options),
      state_(&state),
      document_(rows_.required("document")),
      document_kind_(rows_.column("document_kind")),
      receipt_(rows_.column("receipt")),
      receipt_kind_(rows_.column("receipt_kind")),
      instalment_(rows_.column("instalment")),
      date_(rows_.required("date")),
      amount_(rows_.required("amount")),
      credit_amount_(rows_.column("credit_amount")),
      kind_(rows_.column("kind")),
      application_(rows_.column("application")),
      reverses_(rows_.column("reverses")),
      made_with_(rows_.column("made_with")) {}

void ApplicationTable::list(DocumentFinder& finder, std::vector<TableFact>& facts) {
  complete_ = finder.is_complete();
  documents_.resize(rows_.size());
  facts.reserve(facts.size() + rows_.size());
  for (std::uint32_t row = 0; row < rows_.size(); ++row) {
    for (LedgerColumn* column : {&reverses_, &made_with_})
      if (const auto number = rows_.integer(row, *column)) name(*number);
    const std::size_t faults = rows_.faults();
    Between& of = documents_[row];
    const bool adjusts = !rows_.text(row, receipt_);
    // What adjusts a credit says that it does: a number alone is that of a debit.
    const bool kind_is_stated = adjusts && rows_.text(row, document_kind_);
    of.debit =
        finder.find(rows_, row, document_, document_kind_, kind_is_stated ? any_side : debit_side);
    if (!adjusts) of.credit = finder.find(rows_, row, receipt_, receipt_kind_, credit_side);
    if (adjusts && !rows_.text(row, kind_))
      rows_.fault(row, receipt_.name, "null", "a receipt, or the kind of an adjustment");
    const std::optional<Date> date = rows_.date(row, date_, must);
    if (rows_.faults() > faults || of.debit == none || (!adjusts && of.credit == none)) continue;
    std::int64_t moment =
        std::max(rows_.moment(row, *date), state_->documents[of.debit].recorded_at_us);
    if (!adjusts) moment = std::max(moment, state_->documents[of.credit].recorded_at_us);
    facts.push_back({moment, rows_.sequence(row), row, TableFactKind::application});
  }
}

void ApplicationTable::name(std::int64_t number) {
  if (may_be_named_.empty()) may_be_named_.resize(std::bit_ceil(std::size_t{rows_.size()} + 1));
  may_be_named_[static_cast<std::size_t>(number) & (may_be_named_.size() - 1)] = true;
  told_.try_emplace(number);
}

ApplicationTable::Told* ApplicationTable::told_of(std::int64_t number) {
  if (may_be_named_.empty() ||
      !may_be_named_[static_cast<std::size_t>(number) & (may_be_named_.size() - 1)])
    return nullptr;
  const auto found = told_.find(number);
  return found == told_.end() ? nullptr : &found->second;
}

void ApplicationTable::prefetch(const TableFact& fact, FetchStage stage) const {
  if (stage == FetchStage::row) {
    __builtin_prefetch(&documents_[fact.row]);
    return rows_.prefetch(fact.row);
  }
  const auto [debit, credit] = documents_[fact.row];
  for (const std::uint32_t document : {debit, credit}) {
    if (document == none) continue;
    const DocumentRow* row = &state_->documents[document];
    if (stage == FetchStage::texts)
      __builtin_prefetch(row);
    else
      __builtin_prefetch(&state_->items[row->first_item]);
  }
}

void ApplicationTable::tell(const TableFact& fact) {
  const DocumentRow& debit = state_->documents[documents_[fact.row].debit];
  const auto amount = rows_.amount(fact.row, amount_, state_->currency(debit), must);
  if (!amount) return;
  if (is_zero(*amount)) {
    rows_.fault(fact.row, "amount", to_string(*amount), "an amount other than zero");
    return;
  }
  const std::size_t faults = rows_.faults();
  const Date date = *rows_.date(fact.row, date_);
  const auto number = rows_.integer(fact.row, application_);
  Told* const named = number ? told_of(*number) : nullptr;
  if (named != nullptr && named->count > 0)
    rows_.fault(fact.row, application_.name, std::to_string(*number), "a number of its own");
  rows_.tell(fact.row, amount_, [&] {
    const auto done =
        sign(*amount) < 0 ? reverse(fact, -*amount, date) : close(fact, *amount, date);
    if (done && !done->empty() && named != nullptr && rows_.faults() == faults)
      *named = {static_cast<std::uint32_t>(done->front()),
                static_cast<std::uint32_t>(done->size())};
    return done;
  });
}

std::optional<ApplicationTable::Told> ApplicationTable::told(std::uint32_t row,
                                                             LedgerColumn& column) {
  const auto number = rows_.integer(row, column);
  if (!number) return std::nullopt;
  const Told found = told_.at(*number);
  // What it names may be missing since its documents are.
  if (found.count == 0 && complete_)
    rows_.fault(row, column.name, std::to_string(*number),
                "the number of an application that was recorded before");
  return found;
}

Expected<std::vector<ApplicationId>> ApplicationTable::close(const TableFact& fact, Money amount,
                                                             Date date) {
  const auto [debit, credit] = documents_[fact.row];
  Closing closing{.debit = debit,
                  .credit = credit,
                  .installment = rows_.count(fact.row, instalment_),
                  .amount = amount,
                  .credit_amount = amount,
                  .date = date};
  const std::size_t faults = rows_.faults();
  const auto must_be_null = [&](LedgerColumn& column, const char* expected) {
    if (const auto number = rows_.integer(fact.row, column))
      rows_.fault(fact.row, column.name, std::to_string(*number), expected);
  };
  must_be_null(reverses_, "null: only a row below zero reverses");
  if (credit == none) {
    const auto kind = rows_.named(fact.row, kind_, parse_adjustment_kind);
    closing.kind = kind.value_or(AdjustmentKind::discount);
    if (kind) check_adjustment(*state_, state_->documents[debit], *kind);
    if (const auto with = told(fact.row, made_with_)) closing.made_with = with->first;
  } else {
    must_be_null(made_with_, "null: only an adjustment comes with a payment");
    if (const auto kind = rows_.text(fact.row, kind_))
      rows_.fault(fact.row, kind_.name, std::string(*kind),
                  "null: with a receipt it is no adjustment");
    const DocumentRow& of = state_->documents[credit];
    if (of.party != state_->documents[debit].party)
      return refuse_parties(*state_, of, state_->documents[debit]);
    const auto taken = rows_.amount(fact.row, credit_amount_, state_->currency(of));
    if (state_->currency(of) == amount.currency()) {
      if (taken && *taken != amount)
        rows_.fault(fact.row, credit_amount_.name, to_string(*taken), "the amount, or null");
    } else {
      if (!taken && rows_.faults() == faults)
        return refuse_currencies(*state_, of, state_->documents[debit]);
      // Of one instalment of several, so little may be taken that it rounds to nothing.
      if (taken && (sign(*taken) < 0 || (is_zero(*taken) && closing.installment == 0)))
        rows_.fault(fact.row, credit_amount_.name, to_string(*taken), "an amount above zero");
      closing.credit_amount = taken.value_or(amount);
    }
  }
  if (rows_.faults() > faults) return std::vector<ApplicationId>();
  auto closed = close_debit(*state_, closing, fact.moment);
  if (closed && listed_debits_.contains(debit))
    for (const ApplicationId id : *closed) add_standing(id);
  return closed;
}

void ApplicationTable::list_standing(std::uint32_t debit) {
  if (!listed_debits_.insert(debit).second) return;
  const DocumentRow& of = state_->documents[debit];
  for (std::uint32_t item = of.first_item; item < of.first_item + of.items; ++item) {
    std::vector<std::uint32_t> rows;
    state_->for_applied(item, [&](std::uint32_t at, std::int64_t) {
      if (state_->applied[at].debit == item) rows.push_back(at);
    });
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) add_standing(ApplicationId{*row});
  }
}

void ApplicationTable::add_standing(ApplicationId id) {
  const auto at = static_cast<std::uint32_t>(id);
  const AppliedRow& row = state_->applied[at];
  if (row.reverses == none) standing_[pair_of(row.debit, row.credit)].push_back(at);
}

std::vector<std::uint32_t> ApplicationTable::standing(const Between& documents,
                                                      std::int32_t instalment, Date until,
                                                      std::int64_t minor) {
  list_standing(documents.debit);
  const DocumentRow& of = state_->documents[documents.debit];
  const std::uint32_t credit =
      documents.credit == none ? none : state_->documents[documents.credit].first_item;
  std::vector<std::uint32_t> found;
  for (std::uint32_t item = of.first_item; item < of.first_item + of.items; ++item) {
    if (instalment != 0 && state_->installment_of(item) != instalment) continue;
    const auto listed = standing_.find(pair_of(item, credit));
    if (listed == standing_.end()) continue;
    std::vector<std::uint32_t>& rows = listed->second;
    while (!rows.empty() && state_->not_reversed(rows.back()) == 0) rows.pop_back();
    std::int64_t left = minor;
    for (auto row = rows.rbegin(); row != rows.rend() && left > 0; ++row) {
      const std::int64_t stands = state_->not_reversed(*row);
      if (stands == 0 || state_->applied[*row].date > until.days()) continue;
      found.push_back(*row);
      left -= std::min(left, stands);
    }
  }
  std::ranges::sort(found, std::greater{});
  return found;
}

Expected<std::vector<ApplicationId>> ApplicationTable::reverse(const TableFact& fact, Money part,
                                                               Date date) {
  const Between& documents = documents_[fact.row];
  const std::int32_t instalment = rows_.count(fact.row, instalment_);
  std::vector<std::uint32_t> candidates;
  if (const auto named = told(fact.row, reverses_)) {
    if (named->count == 0) return std::vector<ApplicationId>();
    for (std::uint32_t i = named->count; i-- > 0;) candidates.push_back(named->first + i);
    const AppliedRow& first = state_->applied[named->first];
    const std::uint32_t credit = first.credit == none ? none : state_->items[first.credit].document;
    if (state_->items[first.debit].document != documents.debit || credit != documents.credit) {
      rows_.fault(fact.row, reverses_.name, std::to_string(*rows_.integer(fact.row, reverses_)),
                  "an application between the same documents");
      return std::vector<ApplicationId>();
    }
  } else {
    candidates = standing(documents, instalment, date, part.minor());
  }
  std::int64_t left = part.minor();
  for (const std::uint32_t at : candidates) left -= std::min(left, state_->not_reversed(at));
  if (left > 0 && (candidates.empty() || state_->applied[candidates.front()].reverses == none))
    return refuse("over_reversed",
                  to_string(part) + " is more than was applied between them by " + to_string(date),
                  to_string(part) + " 超过截至 " + to_string(date) + " 的核销金额");
  std::vector<ApplicationId> added;
  left = part.minor();
  for (const std::uint32_t at : candidates) {
    const bool reversal = state_->applied[at].reverses != none;  // The ledger refuses it.
    const std::int64_t taken = reversal ? left : std::min(left, state_->not_reversed(at));
    if (taken == 0) continue;
    // And nothing else: what was let go with it has rows of its own.
    const auto row = reverse_application(*state_, at, Money::from_minor(taken, part.currency()),
                                         date, fact.moment);
    if (!row) return row.error();
    added.push_back(*row);
    left -= taken;
  }
  check_credit_amount(fact.row, documents.credit, added);
  return added;
}

// What a reversal gives back of the credit follows from what was taken.
void ApplicationTable::check_credit_amount(std::uint32_t row, std::uint32_t credit,
                                           const std::vector<ApplicationId>& reversals) {
  if (credit == none) return;
  const DocumentRow& of = state_->documents[credit];
  const auto stated = rows_.amount(row, credit_amount_, state_->currency(of));
  if (!stated) return;
  Money given_back = Money::zero(stated->currency());
  for (const ApplicationId each : reversals)
    given_back += state_->money(of, state_->minor_of_credit(static_cast<std::uint32_t>(each)));
  if (*stated != given_back)
    rows_.fault(row, credit_amount_.name, to_string(*stated), to_string(given_back) + ", or null");
}

}  // namespace o2c::inline v1
