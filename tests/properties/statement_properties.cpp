// Laws of what is told of a ledger: statements of parties, and the change of its aging.

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/money/aggregate.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/aging.hpp"
#include "o2c/receivable/aging_change.hpp"
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
      const AgingRow foot = told.foot(account);
      RC_ASSERT(sum(foot.columns, account.currency) == foot.total);
      RC_ASSERT(foot.total - foot.deposits == account.closing);
      RC_ASSERT(told.explain_foot(account).recheck().empty());
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

using Cells = std::map<std::tuple<std::string, Currency, std::string>, std::int64_t>;

// The figures of an aging, times a sign; zeros are left out.
void add_aging(Cells& cells, const AgingReport& report, int sign) {
  const std::vector<std::string> names = report.columns();
  for (const AgingRow& row : report.rows())
    for (std::size_t i = 0; i < row.columns.size(); ++i)
      cells[{row.keys.front(), row.currency, names[i]}] += sign * row.columns[i].minor();
  // The change has deposits as negative amounts.
  for (const AgingRow& row : report.rows())
    cells[{row.keys.front(), row.currency, "deposits"}] -= sign * row.deposits.minor();
}

Cells effects(const AgingChange& change) {
  Cells cells;
  const std::vector<std::string> names = change.columns();
  for (const AgingChangeLine& line : change.lines)
    for (std::size_t i = 0; i < names.size(); ++i)
      cells[{line.party, line.amount.currency(), names[i]}] += line.effect_on(i).minor();
  return cells;
}

Cells without_zeros(Cells cells) {
  std::erase_if(cells, [](const auto& each) { return each.second == 0; });
  return cells;
}

AgingBuckets any_buckets() {
  return AgingBuckets(any_of<std::vector<std::int32_t>>({{}, {5}, {3, 10, 20}}),
                      any_of<AgingBasis>({AgingBasis::due_date, AgingBasis::invoice_date}));
}

RC_GTEST_PROP(AgingChangeProperties, TheLinesAreTheDifferenceOfTheTwoAgings, ()) {
  const History history = any_history(Repayments::some, Variety::rich);
  const Ledger& ledger = history.ledger;
  const AsOf before(any_date(), any_moment(history));
  const AsOf after(any_date() + 20, any_moment(history));
  const AgingBuckets buckets = any_buckets();
  const auto credits = any_of<Credits>({Credits::apart, Credits::netted});
  const AgingChange change = explain_change(ledger, before, after, buckets, credits);

  Cells difference;
  add_aging(difference,
            age(ledger.open_items(after), after.date, buckets, {&OpenItem::party}, credits), 1);
  add_aging(difference,
            age(ledger.open_items(before), before.date, buckets, {&OpenItem::party}, credits), -1);
  RC_ASSERT(without_zeros(effects(change)) == without_zeros(difference));

  std::vector<AgingChangeLine> of_parties;
  for (const std::string& party : parties(ledger))
    std::ranges::move(explain_change(ledger, before, after, buckets, credits, party).lines,
                      std::back_inserter(of_parties));
  RC_ASSERT(of_parties == change.lines);
}

RC_GTEST_PROP(AgingChangeProperties, EachCauseSaysWhatItNames, ()) {
  const History history = any_history(Repayments::some, Variety::rich);
  const Ledger& ledger = history.ledger;
  const Date day = any_date();
  const AsOf before(day, any_moment(history));
  const AsOf after(day + *rc::gen::inRange(0, 30), before.known_at_us + *rc::gen::inRange(0, 20));
  for (const AgingChangeLine& line : explain_change(ledger, before, after, any_buckets()).lines) {
    const bool moves = line.column_from.has_value();
    RC_ASSERT(moves == (line.cause == AgingCause::dispute || line.cause == AgingCause::due_date ||
                        line.cause == AgingCause::invoiced ||
                        line.cause == AgingCause::passing_of_time));
    RC_ASSERT(moves != line.posted.has_value());
    const bool is_fact = line.cause != AgingCause::passing_of_time &&
                         line.cause != AgingCause::invoiced && line.cause != AgingCause::dispute;
    RC_ASSERT(is_fact == line.recorded_at_us.has_value());
    if (line.cause == AgingCause::passing_of_time) RC_ASSERT(before.date < after.date);
    // One that became known in a locked period holds from the next day that was open.
    if (line.cause == AgingCause::due_date)
      RC_ASSERT(*line.recorded_at_us > before.known_at_us || before.date < after.date);
    if (moves) continue;
    RC_ASSERT(*line.posted <= after.date);
    RC_ASSERT(*line.recorded_at_us <= after.known_at_us);
    const Date own_date = line.application ? ledger.application(*line.application).date
                                           : ledger.document(line.document).date;
    RC_ASSERT(line.late == (own_date <= before.date));
    // Where its month was locked, it was known, and yet is posted later.
    if (line.late)
      RC_ASSERT(*line.recorded_at_us > before.known_at_us || *line.posted > before.date);
    if (line.cause == AgingCause::new_document) RC_ASSERT(!line.late);
    if (line.cause == AgingCause::late_record) RC_ASSERT(line.late);
    const bool document =
        line.cause == AgingCause::new_document || line.cause == AgingCause::late_record;
    RC_ASSERT(document != line.application.has_value());
    if (!line.application) continue;
    const AppliedAmount fact = ledger.application(*line.application);
    RC_ASSERT(fact.reverses.has_value() == (line.cause == AgingCause::reversal));
    RC_ASSERT(fact.adjustment == line.adjustment);
    RC_ASSERT(fact.credit.has_value() == line.counterpart.has_value());
  }
}

RC_GTEST_PROP(AgingChangeProperties, NothingChangesFromAnAgingToItself, ()) {
  const History history = any_history(Repayments::some, Variety::rich);
  const AsOf as_of(any_date(), any_moment(history));
  RC_ASSERT(explain_change(history.ledger, as_of, as_of, any_buckets()).lines.empty());
}

}  // namespace
}  // namespace o2c
