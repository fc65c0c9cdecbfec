// Laws of the ledger, on random histories.

#include "o2c/receivable/ledger.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/money/currencies.hpp"
#include "o2c/receivable/aging.hpp"
#include "o2c/receivable/ledger_aging.hpp"

#include "ledger_history.hpp"
#include "same_ledger.hpp"

namespace o2c {
namespace {

// The balance of everything: documents less what was let go.
Int128 booked(const Ledger& ledger, const AsOf& as_of) {
  Int128 sum = 0;
  for (std::uint32_t i = 0; i < ledger.documents(); ++i) {
    const PostedDocument document = ledger.document(DocumentId{i});
    if (document.posted > as_of.date || document.recorded_at_us > as_of.known_at_us) continue;
    sum += is_debit(document.kind) ? document.amount.minor() : -document.amount.minor();
  }
  for (std::uint32_t i = 0; i < ledger.applications(); ++i) {
    const AppliedAmount applied = ledger.application(ApplicationId{i});
    if (!applied.adjustment || applied.posted > as_of.date ||
        applied.recorded_at_us > as_of.known_at_us)
      continue;
    const bool of_debit = is_debit(ledger.document(applied.debit).kind);
    sum -= of_debit ? applied.amount.minor() : -applied.amount.minor();
  }
  return sum;
}

RC_GTEST_PROP(LedgerProperties, WhatIsOpenIsWhatWasBookedLessWhatWasSettled, ()) {
  const History history = any_history();
  const AsOf as_of(any_date(), *rc::gen::inRange<std::int64_t>(0, history.now + 2));
  Int128 open = 0;
  for (const OpenItem& item : history.ledger.open_items(as_of)) open += item.amount.minor();
  RC_ASSERT(open == booked(history.ledger, as_of));
  MoneyBag balances;
  for (const char* party : {"A", "B"}) {
    try {
      balances += history.ledger.balance(party, as_of);
    } catch (const InvalidArgument&) {  // Nothing was posted for it.
    }
  }
  RC_ASSERT(balances.at(currencies::USD).minor() == open);
}

RC_GTEST_PROP(LedgerProperties, NothingIsEverOpenBelowZeroOrAboveItsAmount, ()) {
  const History history = any_history();
  for (int i = 0; i < 5; ++i) {
    const AsOf as_of(any_date(), *rc::gen::inRange<std::int64_t>(0, history.now + 2));
    for (std::uint32_t id = 0; id < history.ledger.documents(); ++id)
      for (const LedgerItem& item : history.ledger.items(DocumentId{id}, as_of)) {
        RC_ASSERT(sign(item.open) >= 0);
        RC_ASSERT(item.open <= item.amount);
      }
  }
}

RC_GTEST_PROP(LedgerProperties, ReversingEverythingRestores, ()) {
  History history = any_history();
  Ledger& ledger = history.ledger;
  const auto count = static_cast<std::uint32_t>(ledger.applications());
  std::set<DocumentId> returned;  // A payment that was returned, and what returns it: for good.
  for (std::uint32_t i = 0; i < count; ++i) {
    const AppliedAmount applied = ledger.application(ApplicationId{i});
    if (applied.reverses) continue;
    const auto reversed = ledger.reverse(ApplicationId{i}, first_day + 90, history.now + 1);
    if (reversed) continue;
    const std::string rule = reversed.error().front().rule;
    RC_ASSERT((rule == "over_reversed" || rule == "returned_payment"));
    if (rule == "returned_payment") returned.insert({applied.debit, applied.credit.value()});
  }
  for (std::uint32_t id = 0; id < ledger.documents(); ++id)
    for (const LedgerItem& item : ledger.items(DocumentId{id}, first_day + 90))
      RC_ASSERT(item.open ==
                (returned.contains(DocumentId{id}) ? item.amount - item.amount : item.amount));
}

// A fact of a history, told to another ledger.
bool tell(Ledger& other, const Ledger& ledger, const AppliedAmount& fact,
          std::map<ApplicationId, ApplicationId>& told) {
  if (fact.reverses) {
    if (!told.contains(*fact.reverses)) return false;
    const auto row = other.reverse(told.at(*fact.reverses), fact.date, 0, -fact.amount);
    if (row) told[fact.id] = *row;
    return row.has_value();
  }
  const auto same = [&](DocumentId id) {
    const PostedDocument document = ledger.document(id);
    return other.find(document.number, document.kind);
  };
  const auto rows = fact.adjustment ? other.adjust({.document = same(fact.debit),
                                                    .amount = fact.amount,
                                                    .kind = *fact.adjustment,
                                                    .date = fact.date,
                                                    .installment = fact.installment},
                                                   0)
                                    : other.apply(Application{.credit = same(*fact.credit),
                                                              .debit = same(fact.debit),
                                                              .amount = fact.amount,
                                                              .date = fact.date,
                                                              .installment = fact.installment},
                                                  0);
  if (rows) told[fact.id] = rows->front();
  return rows.has_value();
}

RC_GTEST_PROP(LedgerProperties, AnyValidOrderOfReplayGivesTheSameState, ()) {
  const History history = any_history(Repayments::none);
  const Ledger& ledger = history.ledger;
  std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
  std::vector<std::uint32_t> order(ledger.documents());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::shuffle(order, random);
  Ledger other;
  for (const std::uint32_t id : order) {
    const PostedDocument document = ledger.document(DocumentId{id});
    Document again{.kind = document.kind,
                   .number = std::string(document.number),
                   .party = std::string(document.party),
                   .date = document.date,
                   .amount = document.amount};
    const std::vector<LedgerItem> items = ledger.items(DocumentId{id}, Date::max());
    if (items.size() == 1 && is_debit(document.kind)) again.due_date = items[0].due_date;
    if (items.size() > 1)
      for (const LedgerItem& item : items)
        again.installments.push_back(
            {.number = item.installment, .amount = item.amount, .due_date = item.due_date});
    RC_ASSERT(other.post(again, 0).has_value());
  }
  std::vector<AppliedAmount> facts;
  for (std::uint32_t i = 0; i < ledger.applications(); ++i)
    facts.push_back(ledger.application(ApplicationId{i}));
  std::map<ApplicationId, ApplicationId> told;
  while (!facts.empty()) {
    std::ranges::shuffle(facts, random);
    const auto left = std::ranges::remove_if(
        facts, [&](const AppliedAmount& fact) { return tell(other, ledger, fact, told); });
    if (left.empty()) RC_DISCARD("what was told first leaves no room for what it had to follow");
    facts.erase(left.begin(), left.end());
  }
  for (int i = 0; i < 3; ++i) {
    const Date day = any_date();
    for (std::uint32_t id = 0; id < ledger.documents(); ++id) {
      const PostedDocument document = ledger.document(DocumentId{id});
      const auto items = ledger.items(DocumentId{id}, day);
      const auto same = other.items(other.find(document.number, document.kind), day);
      RC_ASSERT(items.size() == same.size());
      for (std::size_t k = 0; k < items.size(); ++k) RC_ASSERT(items[k].open == same[k].open);
    }
  }
}

RC_GTEST_PROP(LedgerProperties, TablesBringTheSameLedgerBack, ()) {
  const History history = any_history(Repayments::some, Variety::rich);
  const Ledger again = table_copies::through_tables(history.ledger);
  assert_same_facts(history.ledger, again);
  for (int i = 0; i < 3; ++i)
    assert_same(history.ledger, again,
                AsOf(any_date(), *rc::gen::inRange<std::int64_t>(0, history.now + 2)));
}

RC_GTEST_PROP(LedgerProperties, BothFacesOfItsAgingAreEqual, ()) {
  const History history = any_history(Repayments::some, Variety::rich);
  const AsOf as_of(any_date(), *rc::gen::inRange<std::int64_t>(0, history.now + 2));
  const AgingTable table = age(history.ledger, as_of);
  const AgingReport report = age(history.ledger.open_items(as_of), as_of.date);
  RC_ASSERT(table.rows() == report.rows().size());
  const std::vector<std::string> columns = report.columns();
  for (std::size_t i = 0; i < report.rows().size(); ++i) {
    const AgingRow& row = report.rows()[i];
    std::vector<std::size_t> same = table.find(std::vector{KeyValue::of(row.keys[0])});
    std::erase_if(same, [&](std::size_t other) { return table.currency(other) != row.currency; });
    RC_ASSERT(same.size() == 1U);
    const std::vector<std::string> measures = table.measures();
    for (std::size_t column = 0; column < measures.size(); ++column) {
      const auto found = std::ranges::find(columns, measures[column]);
      const Money expected = measures[column] == "total"      ? row.total
                             : measures[column] == "deposits" ? row.deposits
                             : found == columns.end()
                                 ? Money::zero(row.currency)
                                 : row.columns[static_cast<std::size_t>(found - columns.begin())];
      RC_ASSERT(table.minor(same[0], column) == expected.minor());
    }
  }
}

}  // namespace
}  // namespace o2c
