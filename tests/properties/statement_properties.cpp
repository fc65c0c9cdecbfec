// Laws of the statements of parties, on random histories.

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/receivable/party_statement.hpp"

#include "ledger_history.hpp"

namespace o2c {
namespace {

// The last one as often as any other.
std::int64_t any_moment(const History& history) {
  if (*rc::gen::arbitrary<bool>()) return history.now;
  return *rc::gen::inRange<std::int64_t>(0, history.now + 2);
}

std::vector<std::string> parties(const Ledger& ledger) {
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < ledger.documents(); ++i)
    names.emplace_back(ledger.document(DocumentId{i}).party);
  std::ranges::sort(names);
  names.erase(std::ranges::unique(names).begin(), names.end());
  return names;
}

RC_GTEST_PROP(StatementProperties, AStatementLeadsFromOneBalanceToTheOther, ()) {
  const History history = any_history(Repayments::some, Variety::rich);
  const Ledger& ledger = history.ledger;
  const Date a = any_date();
  const Date b = any_date();
  const Date from = std::min(a, b);
  const Date to = std::max(a, b);
  const std::int64_t known = any_moment(history);
  for (const std::string& party : parties(ledger)) {
    MoneyBag opening;
    MoneyBag closing;
    const PartyStatement told = statement(ledger, party, from, to, known);
    for (const StatementAccount& account : told.accounts) {
      RC_ASSERT(account.opening + account.debits - account.credits == account.closing);
      Money balance = account.opening;
      Date last = from;
      for (const StatementMovement& each : account.movements) {
        RC_ASSERT(is_zero(each.debit) != is_zero(each.credit));
        RC_ASSERT(sign(each.debit) >= 0);
        RC_ASSERT(sign(each.credit) >= 0);
        RC_ASSERT(each.balance == balance + each.debit - each.credit);
        RC_ASSERT(last <= each.posted);
        RC_ASSERT(each.posted <= to);
        balance = each.balance;
        last = each.posted;
      }
      RC_ASSERT(balance == account.closing);
      RC_ASSERT(told.explain(account).recheck().empty());
      opening += account.opening;
      closing += account.closing;
    }
    RC_ASSERT(opening == ledger.balance(party, AsOf(from - 1, known)));
    RC_ASSERT(closing == ledger.balance(party, AsOf(to, known)));
  }
}

// What was applied to a posted debit and what adjusted it leave what is open of it.
RC_GTEST_PROP(StatementProperties, WhatIsAppliedToADebitLeavesWhatIsOpenOfIt, ()) {
  const History history = any_history(Repayments::some, Variety::rich);
  const Date to = any_date();
  const std::int64_t known = any_moment(history);
  for (const std::string& party : parties(history.ledger)) {
    std::map<DocumentId, Money> open;
    for (const StatementAccount& account :
         statement(history.ledger, party, Date::min(), to, known).accounts)
      for (const StatementMovement& each : account.movements) {
        if (!is_debit(each.document_kind) || each.kind == MovementKind::conversion) continue;
        const auto [found, is_new] = open.try_emplace(each.document, Money::zero(account.currency));
        found->second += each.debit - each.credit;
        for (const StatementApplication& applied : each.applications)
          found->second -= applied.amount;
      }
    for (const auto& [debit, left] : open) {
      Money stated = Money::zero(left.currency());
      for (const LedgerItem& item : history.ledger.items(debit, AsOf(to, known)))
        stated += item.open;
      RC_ASSERT(left == stated);
    }
  }
}

}  // namespace
}  // namespace o2c
