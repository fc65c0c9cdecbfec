// Laws of reminding: whatever the policy, the item and the history of the ledger.

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/receivable/dunning_run.hpp"
#include "o2c/receivable/dunning_table.hpp"
#include "o2c/receivable/promises.hpp"
#include "o2c/receivable/worklist.hpp"

#include "../receivable/interest_rows.hpp"
#include "../receivable/items_table.hpp"
#include "../receivable/ledger_table_copies.hpp"
#include "any_slices.hpp"
#include "ledger_history.hpp"

namespace o2c {
namespace {

using currencies::JPY;
using currencies::USD;

Money usd(std::int64_t minor) { return Money::from_minor(minor, USD); }

DunningPolicy any_policy() {
  std::vector<DunningLevel> levels;
  std::int32_t days = 0;
  for (int i = *rc::gen::inRange(1, 5); i > 0; --i) {
    days += *rc::gen::inRange(1, 20);
    DunningLevel level{.days = days,
                       .counted = static_cast<DunningCount>(*rc::gen::inRange(0, 3)),
                       .fee_rate = Rate::from_bps(Decimal(*rc::gen::element(0, 0, 1, 37)))};
    if (*rc::gen::arbitrary<bool>()) level.fees.push_back(any_amount(2'000));
    levels.push_back(std::move(level));
  }
  DunningTerms terms{.interval_days = *rc::gen::inRange(1, 12),
                     .rounding = static_cast<Rounding>(*rc::gen::inRange(0, 10))};
  if (*rc::gen::arbitrary<bool>()) terms.minimums.push_back(any_amount(3'000));
  return DunningPolicy(std::move(levels), std::move(terms));
}

Date any_day() { return first_day + *rc::gen::inRange(0, 150); }

DunningItem any_item(Currency currency = USD) {
  const auto amount = [&] {
    return Money::from_minor(*rc::gen::inRange<std::int64_t>(0, 10'000), currency);
  };
  DunningItem item{.due_date = any_day(), .open = amount()};
  if (*rc::gen::arbitrary<bool>()) {
    item.last_level = *rc::gen::inRange(1, 6);
    item.last_reminded = any_day();
  }
  if (*rc::gen::arbitrary<bool>()) item.disputed = min({amount(), item.open});
  if (*rc::gen::arbitrary<bool>()) {
    item.promised_until = any_day();
    if (*rc::gen::arbitrary<bool>()) item.promised = amount();
  }
  return item;
}

// --- the rule ------------------------------------------------------------------------------------

RC_GTEST_PROP(DunningLaws, AdvancesByOneLevelAndExplainsItself, ()) {
  const DunningPolicy policy = any_policy();
  const DunningItem item = any_item();
  const Date as_of = any_day();
  Derivation why;
  const DunningAnswer answer = dunning(policy, item, as_of, why);
  RC_ASSERT(answer == dunning(policy, item, as_of));
  RC_ASSERT(why.recheck().empty());
  RC_ASSERT((answer.level > 0) == (answer.hold == DunningHold::none));
  if (answer.level == 0) return;
  RC_ASSERT(answer.level == item.last_level + 1);
  RC_ASSERT(answer.level <= policy.last());
  RC_ASSERT(answer.amount >= policy.minimum(USD));
  RC_ASSERT(as_of > item.due_date);
  Derivation fee;
  RC_ASSERT(policy.fee(answer.level, answer.amount, fee) ==
            policy.fee(answer.level, answer.amount));
  RC_ASSERT(fee.recheck().empty());
}

RC_GTEST_PROP(DunningLaws, TheNextReminderIsOnTheFirstDayThatReachesIt, ()) {
  const DunningPolicy policy = any_policy();
  DunningItem item = any_item();
  item.disputed.reset();
  item.promised_until.reset();
  item.open = usd(1'000'000);
  const std::optional<Date> next = next_reminder(policy, item);
  RC_ASSERT(next.has_value() == (item.last_level < policy.last()));
  if (!next) return;
  RC_ASSERT(dunning(policy, item, *next).level == item.last_level + 1);
  RC_ASSERT(dunning(policy, item, *next - 1).level == 0);
  RC_ASSERT(dunning(policy, item, *next + *rc::gen::inRange(0, 500)).level > 0);
}

RC_GTEST_PROP(DunningLaws, APaymentNeverRaisesALevel, ()) {
  const DunningPolicy policy = any_policy();
  const DunningItem before = any_item();
  const Date as_of = any_day();
  DunningItem after = before;
  after.open -= usd(*rc::gen::inRange<std::int64_t>(0, before.open.minor() + 1));
  const DunningAnswer a = dunning(policy, before, as_of);
  const DunningAnswer b = dunning(policy, after, as_of);
  RC_ASSERT(b.level <= a.level);
  RC_ASSERT(b.amount <= a.amount);
}

// --- columns -------------------------------------------------------------------------------------

RC_GTEST_PROP(DunningTableLaws, BothFacesAreEqual, ()) {
  const DunningPolicy policy = any_policy();
  const Date as_of = any_day();
  std::vector<test_items::Row> rows{{"A", 0, first_day, "USD"}};
  hand_made::Values<std::int32_t> levels{std::nullopt};
  hand_made::Values<std::int64_t> disputed{0};
  std::vector<std::optional<Date>> reminded{std::nullopt};
  std::vector<std::optional<Date>> promised{std::nullopt};
  std::vector<std::string> expected{"0 paid 0.00 0.00 USD"};
  for (int i = *rc::gen::inRange(0, 60); i > 0; --i) {
    DunningItem item = any_item(*rc::gen::element(USD, JPY));
    if (*rc::gen::inRange(0, 8) == 0)
      item.open = Money::from_minor(*rc::gen::inRange<std::int64_t>(0, 9'000'000'000'000'000),
                                    item.open.currency());
    item.promised.reset();
    if (item.disputed) item.disputed = min({*item.disputed, item.open});
    rows.push_back(
        {"A", item.open.minor(), item.due_date, std::string(item.open.currency().code())});
    levels.push_back(item.last_level == 0 ? std::nullopt : std::optional(item.last_level));
    reminded.push_back(item.last_reminded);
    promised.push_back(item.promised_until);
    disputed.push_back(item.disputed ? std::optional(item.disputed->minor()) : std::nullopt);
    const DunningAnswer answer = dunning(policy, item, as_of);
    const Money fee = answer.level == 0 ? Money::zero(item.open.currency())
                                        : policy.fee(answer.level, answer.amount);
    const auto text = [](Money money) {
      return to_string(round(money.amount(), 2, Rounding::exact));
    };
    expected.push_back(std::to_string(answer.level) + " " + to_string(answer.hold) + " " +
                       text(answer.amount) + " " + text(fee) + " " +
                       std::string(item.open.currency().code()));
  }
  hand_made::Batch batch = test_items::batch(rows);
  batch.columns.push_back(hand_made::fixed<std::int32_t>("last_level", "i", levels));
  batch.columns.push_back(test_items::dates("last_reminded", reminded));
  batch.columns.push_back(test_items::dates("promised_until", promised));
  batch.columns.push_back(hand_made::fixed<std::int64_t>("disputed", "l", disputed));
  const auto table = hand_made::table(hand_made::any_slices(batch));
  const DunningTableOptions options{.threads = *rc::gen::inRange<std::size_t>(1, 4)};
  RC_ASSERT(test_items::interest_lines(dunning_table(*table, policy, as_of, options)) == expected);
}

// --- the ledger ----------------------------------------------------------------------------------

// A history with reminders and promises among all else.
void happen(History& history, const DunningPolicy& policy, int times) {
  for (int i = 0; i < times; ++i) {
    history.happen(*rc::gen::inRange(1, 6));
    const std::vector<DocumentId> debits = history.of_side(true);
    if (debits.empty()) continue;
    const PostedDocument debit = history.ledger.document(any_of(debits));
    const Date made = debit.date + *rc::gen::inRange(0, 20);
    PromiseToPay promise{.amount = any_amount(3'000, debit.amount.currency()),
                         .made = made,
                         .promised = made + *rc::gen::inRange(0, 20)};
    if (*rc::gen::inRange(0, 4) > 0)
      promise.document = debit.id;
    else
      promise.party = debit.party;
    static_cast<void>(history.ledger.promise(promise, history.now));
    const Date day = any_day();
    for (const DunningLetter& letter : dunning_run(history.ledger, policy, day).letters)
      if (*rc::gen::arbitrary<bool>())
        static_cast<void>(
            record_reminder(history.ledger, policy, letter, {.date = day}, history.now));
  }
}

RC_GTEST_PROP(DunningRunLaws, ASecondRunOnADayDoesNothing, ()) {
  const DunningPolicy policy = any_policy();
  History history(Repayments::some, Variety::rich);
  happen(history, policy, *rc::gen::inRange(1, 6));
  // Not on a day that is locked: what is recorded for it holds only later.
  const Date as_of = std::max(any_day(), history.ledger.locked_until().value_or(first_day) + 1);
  const DunningRun run = dunning_run(history.ledger, policy, as_of);
  for (const DunningLetter& letter : run.letters) {
    Money sum = Money::zero(letter.amount.currency());
    for (const DunnedItem& item : letter.items) sum += item.answer.amount;
    RC_ASSERT(sum == letter.amount);
    RC_ASSERT(letter.total == letter.amount + letter.fee);
    RC_ASSERT(run.explain(letter).recheck().empty());
    static_cast<void>(
        record_reminder(history.ledger, policy, letter, {.date = as_of}, ++history.now));
  }
  for (const DunnedItem& item : run.held) RC_ASSERT(run.explain(item).recheck().empty());
  // Some may have been refused: a later day was recorded before.
  for (const DunningLetter& letter : dunning_run(history.ledger, policy, as_of).letters)
    RC_ASSERT(std::ranges::find(run.letters, letter) != run.letters.end());
}

RC_GTEST_PROP(DunningRunLaws, EachOverdueItemIsInOneList, ()) {
  const DunningPolicy policy = any_policy();
  History history(Repayments::some, Variety::rich);
  happen(history, policy, *rc::gen::inRange(1, 6));
  const Date as_of = any_day();
  std::multiset<std::pair<std::uint32_t, std::int32_t>> found;
  const DunningRun run =
      dunning_run(history.ledger, policy, as_of, {.fees = ReminderFees::included});
  const auto note = [&](const DunnedItem& item) {
    found.emplace(static_cast<std::uint32_t>(item.document), item.installment);
  };
  for (const DunningLetter& letter : run.letters) std::ranges::for_each(letter.items, note);
  std::ranges::for_each(run.held, note);
  std::multiset<std::pair<std::uint32_t, std::int32_t>> expected;
  for (const DocumentId id : history.of_side(true))
    for (const LedgerItem& item : history.ledger.items(id, as_of))
      if (item.due_date && *item.due_date < as_of && sign(item.open) > 0)
        expected.emplace(static_cast<std::uint32_t>(id), item.installment);
  RC_ASSERT(found == expected);
}

RC_GTEST_PROP(DunningRunLaws, WhatWasKnownStaysAsItWas, ()) {
  const DunningPolicy policy = any_policy();
  History history(Repayments::some, Variety::rich);
  happen(history, policy, *rc::gen::inRange(1, 4));
  const AsOf as_of(any_day(), history.now);
  const DunningRun run = dunning_run(history.ledger, policy, as_of);
  const auto promises = promises_to_pay(history.ledger, as_of);
  const Worklist list = collection_worklist(history.ledger, as_of);
  ++history.now;
  happen(history, policy, *rc::gen::inRange(1, 4));
  RC_ASSERT(dunning_run(history.ledger, policy, as_of) == run);
  RC_ASSERT(promises_to_pay(history.ledger, as_of) == promises);
  RC_ASSERT(collection_worklist(history.ledger, as_of) == list);
}

RC_GTEST_PROP(DunningRunLaws, GoThroughTables, ()) {
  const DunningPolicy policy = any_policy();
  History history(Repayments::some, Variety::rich);
  happen(history, policy, *rc::gen::inRange(1, 6));
  const Ledger copy = table_copies::through_tables(history.ledger);
  RC_ASSERT(table_copies::values(copy) == table_copies::values(history.ledger));
  const AsOf as_of(any_day(), history.now - *rc::gen::inRange(0, 5));
  RC_ASSERT(dunning_run(copy, policy, as_of) == dunning_run(history.ledger, policy, as_of));
  RC_ASSERT(promises_to_pay(copy, as_of) == promises_to_pay(history.ledger, as_of));
}

// A level of each item: that of the run by the policy alone.
std::map<std::string, DunningAnswer> answers(const DunningRun& run) {
  std::map<std::string, DunningAnswer> found;
  const auto note = [&](const DunnedItem& item) { found.emplace(item.number, item.answer); };
  for (const DunningLetter& letter : run.letters) std::ranges::for_each(letter.items, note);
  std::ranges::for_each(run.held, note);
  return found;
}

RC_GTEST_PROP(DunningRunLaws, APaymentNeverRaisesALevelAndItsPartsDoAsTheWhole, ()) {
  const DunningPolicy policy = any_policy();
  const auto invoices = *rc::gen::inRange<std::uint32_t>(1, 12);
  const DocumentId paid{*rc::gen::inRange<std::uint32_t>(0, invoices)};
  const std::int64_t minor = *rc::gen::inRange<std::int64_t>(2, 4'001);
  const std::int64_t part = *rc::gen::inRange<std::int64_t>(1, minor);
  const Date day = any_day();
  const Date as_of = any_day();
  const Date promised = any_day();
  const std::vector<Date> runs{any_day(), any_day()};
  Ledger whole;
  Ledger parts;
  DunningRun before{.policy = policy, .as_of = as_of, .letters = {}, .held = {}};
  for (Ledger* ledger : {&whole, &parts}) {
    for (std::uint32_t i = 0; i < invoices; ++i)
      static_cast<void>(ledger->post({.kind = DocumentKind::invoice,
                                      .number = std::to_string(i),
                                      .party = "A",
                                      .date = first_day,
                                      .amount = usd(4'000 + i),
                                      .due_date = first_day + 7 * i},
                                     0));
    static_cast<void>(ledger->post({.kind = DocumentKind::receipt,
                                    .number = "R",
                                    .party = "A",
                                    .date = first_day,
                                    .amount = usd(minor)},
                                   0));
    static_cast<void>(ledger->promise(
        {.document = paid, .amount = usd(2'000), .made = first_day, .promised = promised}, 0));
    for (const Date run : runs)
      for (const DunningLetter& letter : dunning_run(*ledger, policy, run).letters)
        static_cast<void>(record_reminder(*ledger, policy, letter, {.date = run}, 0));
    before = dunning_run(*ledger, policy, as_of);
  }
  const auto pay = [&](Ledger& ledger, std::int64_t amount) {
    RC_ASSERT(
        ledger
            .apply(
                Application{
                    .credit = ledger.find("R"), .debit = paid, .amount = usd(amount), .date = day},
                0)
            .has_value());
  };
  pay(whole, minor);
  pay(parts, part);
  pay(parts, minor - part);
  const DunningRun after = dunning_run(whole, policy, as_of);
  RC_ASSERT(after == dunning_run(parts, policy, as_of));
  const auto levels = answers(before);
  for (const auto& [number, answer] : answers(after)) {
    RC_ASSERT(answer.level <= levels.at(number).level);
    RC_ASSERT(answer.amount <= levels.at(number).amount);
  }
}

RC_GTEST_PROP(PromiseLaws, PaymentsAddUpAndCountOnce, ()) {
  History history(Repayments::some, Variety::rich);
  happen(history, any_policy(), *rc::gen::inRange(1, 8));
  for (const PromiseStatus& each : promises_to_pay(history.ledger, any_day())) {
    Money sum = Money::zero(each.paid.currency());
    for (const PromisePayment& payment : each.payments) sum += payment.amount;
    RC_ASSERT(sum == each.paid);
    RC_ASSERT(each.paid + each.paid_otherwise + each.remaining == each.promise.amount);
    RC_ASSERT(sign(each.paid_otherwise) >= 0);
    RC_ASSERT(sign(each.paid) >= 0);
    RC_ASSERT(sign(each.remaining) >= 0);
    RC_ASSERT((each.state == PromiseState::kept) == is_zero(each.remaining));
    RC_ASSERT(each.explain().recheck().empty());
  }
}

}  // namespace
}  // namespace o2c
