#include "o2c/receivable/dunning_run.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/money/currencies.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/interest_run.hpp"
#include "o2c/receivable/promises.hpp"
#include "o2c/receivable/worklist.hpp"

#include "ledger_table_copies.hpp"

namespace o2c {
namespace {

using currencies::EUR;
using currencies::USD;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Date march(int day) { return {2026, 3, day}; }
Money usd(std::int64_t cents) { return Money::from_minor(cents, USD); }

DunningPolicy house_policy() {
  return DunningPolicy({{.days = 1}, {.days = 15, .fees = {usd(10'00)}}, {.days = 30}},
                       {.interval_days = 7, .minimums = {usd(50'00)}});
}

class Reminding : public ::testing::Test {
 public:
  Ledger ledger{};
  std::int64_t now = 0;

  DocumentId post(const char* number, Money amount, Date due, const char* party = "Acme",
                  DocumentKind kind = DocumentKind::invoice) {
    Document document{
        .kind = kind, .number = number, .party = party, .date = march(1), .amount = amount};
    if (is_debit(kind)) document.due_date = due;
    return ledger.post(document, ++now).value();
  }
  ApplicationId pay(DocumentId credit, DocumentId debit, Money amount, Date date) {
    return ledger
        .apply(Application{.credit = credit, .debit = debit, .amount = amount, .date = date}, ++now)
        .value()
        .front();
  }
  DunningRun run(Date day, const DunningRunOptions& options = {}) const {
    return dunning_run(ledger, house_policy(), day, options);
  }
  ReminderId record(const DunningLetter& letter, Date date) {
    return record_reminder(ledger, house_policy(), letter, {.date = date}, ++now).value();
  }
  // "INV-1 1 none 100.00 USD"
  static std::string line(const DunnedItem& item) {
    return item.number + ' ' + std::to_string(item.answer.level) + ' ' + to_string(item.hold) +
           ' ' + to_string(item.answer.amount);
  }
  static std::vector<std::string> lines(const DunningRun& run) {
    std::vector<std::string> found;
    for (const DunningLetter& letter : run.letters) {
      found.push_back(letter.party + ' ' + std::to_string(letter.level) + ' ' +
                      to_string(letter.total));
      EXPECT_THAT(run.explain(letter).recheck(), IsEmpty());
      for (const DunnedItem& item : letter.items) found.push_back(line(item));
    }
    for (const DunnedItem& item : run.held) {
      found.push_back("held " + line(item));
      EXPECT_THAT(run.explain(item).recheck(), IsEmpty());
    }
    return found;
  }
};

TEST_F(Reminding, ProposesALetterForEachPartyAndCurrency) {
  post("A-1", usd(100'00), march(10));
  post("A-2", usd(70'00), march(5));
  post("A-3", usd(49'99), march(5));
  post("A-4", Money::from_minor(1, EUR), march(5));
  post("B-1", usd(80'00), march(11), "Ningbo");
  EXPECT_THAT(lines(run(march(11))),
              ElementsAre("Acme 1 0.01 EUR", "A-4 1 none 0.01 EUR", "Acme 1 170.00 USD",
                          "A-2 1 none 70.00 USD", "A-1 1 none 100.00 USD",
                          "held A-3 0 below_minimum 49.99 USD"));
  EXPECT_THAT(run(march(12), {.party = "Ningbo"}).letters, SizeIs(1));
  EXPECT_THROW(run(march(12), {.party = "Nobody"}), InvalidArgument);
  EXPECT_THAT(
      lines(run(march(11), {.party = "Acme", .letter_minimums = {usd(170'01)}})),
      ElementsAre("Acme 1 0.01 EUR", "A-4 1 none 0.01 EUR", "held A-2 1 below_minimum 70.00 USD",
                  "held A-3 0 below_minimum 49.99 USD", "held A-1 1 below_minimum 100.00 USD"));
  EXPECT_THROW(run(march(11), {.letter_minimums = {usd(1), usd(2)}}), InvalidArgument);
  EXPECT_THROW(run(march(11), {.letter_minimums = {usd(-1)}}), InvalidArgument);
}

TEST_F(Reminding, GoesFromLevelToLevelAndChargesItsFee) {
  const DocumentId invoice = post("A-1", usd(100'00), march(5));
  const DunningRun first = run(march(6));
  record(first.letters.front(), march(6));
  EXPECT_THAT(lines(run(march(6))), ElementsAre("held A-1 0 already_reminded 100.00 USD"));
  EXPECT_THAT(lines(run(march(19))), ElementsAre("held A-1 0 not_reached 100.00 USD"));
  const auto again =
      record_reminder(ledger, first.policy, first.letters.front(), {.date = march(6)}, ++now);
  EXPECT_EQ(again.error().front().rule, "already_reminded");

  const DunningRun second = run(march(20));
  EXPECT_THAT(lines(second), ElementsAre("Acme 2 110.00 USD", "A-1 2 none 100.00 USD"));
  record(second.letters.front(), march(20));
  const DocumentId fee = ledger.find("A-1/D1", DocumentKind::debit_note);
  EXPECT_EQ(ledger.document(fee).refers_to, invoice);
  EXPECT_EQ(ledger.document(fee).amount, usd(10'00));
  EXPECT_EQ(ledger.reminders(march(20)).back().reminder.fee, fee);
  EXPECT_THAT(ledger.reminders(march(19)), SizeIs(1));
  EXPECT_THAT(ledger.reminders(AsOf(march(20), 1)), IsEmpty());
  // The fee is left out, unless the run says so, and bears no interest.
  EXPECT_THAT(lines(run(march(31))), ElementsAre("held A-1 0 not_reached 100.00 USD"));
  EXPECT_THAT(lines(dunning_run(ledger, DunningPolicy(std::vector<DunningLevel>{{.days = 1}}),
                                march(31), {.fees = ReminderFees::included})),
              ElementsAre("Acme 1 10.00 USD", "A-1/D1 1 none 10.00 USD",
                          "held A-1 0 last_level 100.00 USD"));
  EXPECT_THAT(interest_run(ledger, InterestPolicy(Rate::parse("36.5%")), march(31)).charges,
              SizeIs(1));
}

TEST_F(Reminding, KeepsAllLettersOrNone) {
  post("A-1", usd(100'00), march(5));
  post("B-1", usd(100'00), march(5), "Ningbo");
  post("C-1", usd(100'00), march(5), "Wuhan");
  const DunningRun first = run(march(6));
  ASSERT_THAT(first.letters, SizeIs(3));
  record(first.letters[0], march(6));
  record(first.letters[2], march(6));
  const auto refused =
      record_reminders(ledger, first.policy, first.letters, {.date = march(6)}, ++now);
  ASSERT_THAT(refused.error(), SizeIs(2));
  EXPECT_EQ(refused.error()[1].rule, "already_reminded");
  EXPECT_THAT(refused.error()[1].reason.en, HasSubstr("C-1"));
  EXPECT_THAT(ledger.reminders(march(31)), SizeIs(2));
  record(first.letters[1], march(6));

  const DunningRun second = run(march(20));
  ASSERT_THAT(second.letters, SizeIs(3));
  const std::vector<DunningLetter> twice{second.letters[0], second.letters[0]};
  EXPECT_THROW(
      static_cast<void>(record_reminders(ledger, second.policy, twice, {.date = march(20)}, ++now)),
      InvalidArgument);
  EXPECT_THROW(static_cast<void>(record_reminders(ledger, second.policy, second.letters,
                                                  {.date = march(20), .fee_number = "X"}, ++now)),
               InvalidArgument);
  EXPECT_THAT(ledger.reminders(march(31)), SizeIs(3));
  EXPECT_FALSE(ledger.try_find("A-1/D1", DocumentKind::debit_note));
  EXPECT_THAT(*record_reminders(ledger, second.policy, second.letters, {.date = march(20)}, ++now),
              SizeIs(3));
  EXPECT_TRUE(ledger.try_find("C-1/D1", DocumentKind::debit_note));
}

std::vector<std::string> rules(const Refusals& refusals) {
  std::vector<std::string> names;
  for (const Refusal& refusal : refusals) names.push_back(refusal.rule);
  return names;
}

// A letter is decided again when it is kept: much may have happened since it was proposed.
TEST_F(Reminding, KeepsNoLetterThatIsNotDueAnyMore) {
  const DocumentId paid = post("A-1", usd(100'00), march(5));
  const DocumentId promised = post("A-2", usd(100'00), march(5));
  const DocumentId disputed = post("A-3", usd(100'00), march(5));
  const DocumentId partly = post("A-4", usd(100'00), march(5));
  const DunningRun first = run(march(20));
  const DunningRun next_day = run(march(21));
  const DocumentId receipt = post("R-1", usd(130'00), march(5), "Acme", DocumentKind::receipt);
  pay(receipt, paid, usd(100'00), march(20));
  pay(receipt, partly, usd(30'00), march(20));
  static_cast<void>(ledger
                        .promise({.document = promised,
                                  .amount = usd(100'00),
                                  .made = march(20),
                                  .promised = march(25)},
                                 ++now)
                        .value());
  static_cast<void>(
      ledger.dispute({.document = disputed, .amount = usd(100'00), .date = march(20)}, ++now)
          .value());
  const auto keep = [&](const DunningRun& proposed, const ReminderBooking& booking) {
    return record_reminders(ledger, proposed.policy, proposed.letters, booking, ++now);
  };
  EXPECT_THAT(rules(keep(first, {.date = march(20)}).error()),
              ElementsAre("paid", "promised", "disputed", "reminder_changed"));
  EXPECT_THAT(ledger.reminders(Date::max()), IsEmpty());
  // It went out before any of that was known.
  EXPECT_THAT(*keep(first, {.date = march(20), .check = ReminderCheck::as_proposed}), SizeIs(1));
  EXPECT_THAT(rules(keep(next_day, {.date = march(21)}).error()),
              ElementsAre("paid", "too_soon", "too_soon", "too_soon"));
}

TEST_F(Reminding, KeepsNoLetterThatCreditsCover) {
  post("A-1", usd(100'00), march(5));
  const DunningRun proposed = run(march(6));
  post("R-1", usd(100'00), march(5), "Acme", DocumentKind::receipt);
  const auto kept =
      record_reminders(ledger, proposed.policy, proposed.letters, {.date = march(6)}, ++now);
  EXPECT_THAT(rules(kept.error()), ElementsAre("covered"));
  EXPECT_EQ(parse_reminder_check("as_proposed"), ReminderCheck::as_proposed);
}

TEST_F(Reminding, TellsAllThatStandsAgainstALetter) {
  const DocumentId paid = post("A-1", usd(100'00), march(5));
  post("A-2", usd(100'00), march(5));
  const DunningRun proposed = run(march(6));
  const DocumentId receipt = post("R-1", usd(200'00), march(5), "Acme", DocumentKind::receipt);
  pay(receipt, paid, usd(100'00), march(6));
  const auto keep = [&](const DunningRun& of, const ReminderBooking& booking) {
    return rules(record_reminders(ledger, of.policy, of.letters, booking, ++now).error());
  };
  // What is left on account covers the other one.
  EXPECT_THAT(keep(proposed, {.date = march(6)}), ElementsAre("paid", "covered"));
  static_cast<void>(record_reminders(ledger, proposed.policy, proposed.letters,
                                     {.date = march(6), .check = ReminderCheck::as_proposed}, ++now)
                        .value());
  EXPECT_THAT(keep(proposed, {.date = march(6)}),
              ElementsAre("already_reminded", "already_reminded"));
}

TEST_F(Reminding, NamesTheInstalmentAndTheFee) {
  Document document{.kind = DocumentKind::invoice,
                    .number = "A-1",
                    .party = "Acme",
                    .date = march(1),
                    .amount = usd(200'00)};
  document.installments = {{.number = 1, .amount = usd(100'00), .due_date = march(2)},
                           {.number = 2, .amount = usd(100'00), .due_date = march(3)}};
  static_cast<void>(ledger.post(document, ++now).value());
  post("D", usd(1'00), march(31), "Wuhan", DocumentKind::debit_note);
  const DunningRun proposed = run(march(31));
  DunningLetter letter = proposed.letters.at(0);
  letter.fee = usd(10'00);
  record(letter, march(31));
  const auto refused = record_reminder(ledger, proposed.policy, letter,
                                       {.date = march(31), .fee_number = "D"}, ++now);
  EXPECT_THAT(rules(refused.error()),
              ElementsAre("already_reminded", "already_reminded", "duplicate_number"));
  EXPECT_THAT(refused.error()[1].reason.en, HasSubstr("\"A-1-2\""));
  EXPECT_THAT(refused.error()[1].reason.zh, HasSubstr("A-1-2"));
}

TEST_F(Reminding, AsksForWhatIsOpen) {
  const DocumentId invoice = post("A-1", usd(1'000'00), march(5));
  const DocumentId receipt = post("R-1", usd(1'000'00), march(5), "Acme", DocumentKind::receipt);
  pay(receipt, invoice, usd(300'00), march(6));
  static_cast<void>(
      ledger.dispute({.document = invoice, .amount = usd(200'00), .date = march(6)}, ++now)
          .value());
  const auto promise = [&](Money amount, Date promised,
                           std::optional<PromiseId> replaces = std::nullopt) {
    return ledger.promise({.document = invoice,
                           .amount = amount,
                           .made = march(6),
                           .promised = promised,
                           .replaces = replaces},
                          ++now);
  };
  const PromiseId first = promise(usd(100'00), march(10)).value();
  // What was paid before the promise does not keep it. 700 of the receipt are not applied and cover
  // the 400.
  EXPECT_THAT(lines(run(march(7))), ElementsAre("held A-1 1 covered 400.00 USD"));
  const DocumentId refund = ledger.refund(receipt, "RF-1", usd(700'00), march(6), ++now).value();
  EXPECT_EQ(ledger.document(refund).kind, DocumentKind::refund);
  EXPECT_THAT(lines(run(march(10))), ElementsAre("Acme 1 400.00 USD", "A-1 1 none 400.00 USD"));
  EXPECT_THAT(lines(run(march(11))), ElementsAre("Acme 1 500.00 USD", "A-1 1 none 500.00 USD"));
  EXPECT_EQ(promise(usd(600'01), march(20)).error().front().rule, "over_promised");
  EXPECT_EQ(promise(usd(700'01), march(20), first).error().front().rule, "over_promised");
  static_cast<void>(promise(usd(700'00), march(20), first).value());
  EXPECT_THAT(lines(run(march(11))), ElementsAre("held A-1 0 promised 0.00 USD"));
}

TEST_F(Reminding, StartsAgainOncePaid) {
  const DocumentId invoice = post("A-1", usd(100'00), march(5));
  record(run(march(6)).letters.front(), march(6));
  const DocumentId receipt = post("R-1", usd(100'00), march(5), "Acme", DocumentKind::receipt);
  const ApplicationId paid = pay(receipt, invoice, usd(100'00), march(10));
  EXPECT_THAT(lines(run(march(20))), IsEmpty());
  static_cast<void>(ledger.return_payment(receipt, "X-1", march(25), ++now).value());
  EXPECT_EQ(ledger.application(paid).amount, usd(100'00));
  EXPECT_THAT(lines(run(march(25))), ElementsAre("Acme 1 100.00 USD", "A-1 1 none 100.00 USD"));
  // As it was known before.
  EXPECT_THAT(lines(dunning_run(ledger, house_policy(), AsOf(march(25), 2))),
              ElementsAre("Acme 2 110.00 USD", "A-1 2 none 100.00 USD"));
}

TEST_F(Reminding, KeepsLockedDaysAsTheyWere) {
  post("A-1", usd(100'00), march(5));
  const DunningRun proposed = run(march(6));
  ledger.lock(march(31), ++now);
  record(proposed.letters.front(), march(6));
  EXPECT_THAT(ledger.reminders(march(31)), IsEmpty());
  EXPECT_THAT(ledger.reminders(march(31) + 1), SizeIs(1));
  EXPECT_THAT(lines(run(march(31) + 1)), ElementsAre("Acme 2 110.00 USD", "A-1 2 none 100.00 USD"));
}

TEST_F(Reminding, RefusesWhatIsNoReminder) {
  const DocumentId invoice = post("A-1", usd(100'00), march(5));
  const DocumentId other = post("B-1", usd(100'00), march(5), "Ningbo");
  const ReminderLine line{invoice, 0, 1, usd(100'00)};
  EXPECT_THROW(static_cast<void>(ledger.remind({march(6), {}}, now)), InvalidArgument);
  try {
    static_cast<void>(ledger.remind(
        {march(6), {line, line, {other, 0, 0, Money::from_minor(1, EUR)}}, other}, now));
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.faults(), SizeIs(5));  // Twice; its party, level and amount; the fee.
  }
  EXPECT_EQ(ledger.remind({march(1) - 1, {line}}, now).error().front().rule, "predates_document");
  EXPECT_THROW(static_cast<void>(ledger.remind({march(6), {line}}, -1)), InvalidArgument);
  EXPECT_THAT(ledger.reminders(Date::max()), IsEmpty());
}

TEST_F(Reminding, WritesALetter) {
  post("A-1", usd(100'00), march(5));
  post("A-22", usd(1'200'50), march(8));
  const DunningRun proposed = run(march(9));
  const DunningLetter& letter = proposed.letters.front();
  const std::string text = proposed.text(letter, Language::en);
  EXPECT_THAT(text, HasSubstr("Dear Acme,"));
  EXPECT_THAT(text, HasSubstr("A-1   due 2026-03-05   100.00 USD  4 days\n"
                              "A-22  due 2026-03-08  1200.50 USD  1 day"));
  EXPECT_THAT(text, HasSubstr("1300.50 USD in all, the oldest since 2026-03-05"));
  EXPECT_THAT(proposed.text(letter, Language::zh), HasSubstr("致：Acme"));
}

TEST_F(Reminding, NamesTheFeeAndTheCreditsInItsText) {
  post("A-1", usd(100'00), march(5));
  record(run(march(6)).letters.front(), march(6));
  post("R-1", usd(99'00), march(5), "Acme", DocumentKind::receipt);
  const DunningRun proposed = run(march(20));
  const DunningLetter& letter = proposed.letters.front();
  EXPECT_THAT(proposed.text(letter, Language::en),
              HasSubstr("A-1  due 2026-03-05      100.00 USD  15 days\n"
                        "reminder fee              10.00 USD\n"
                        "total                    110.00 USD\n"
                        "on account, not applied  -99.00 USD"));
  EXPECT_THAT(proposed.text(letter, Language::zh), HasSubstr("催款费                   10.00 USD\n"
                                                             "合计                    110.00 USD\n"
                                                             "未核销的贷方金额        -99.00 USD"));
  EXPECT_EQ(LetterTemplate("{credits}").fill(proposed.values(letter, Language::en)), "99.00 USD");
}

std::vector<std::string> promises(const Ledger& ledger, const AsOf& as_of) {
  std::vector<std::string> found;
  for (const PromiseStatus& each : promises_to_pay(ledger, as_of)) {
    found.push_back(to_string(each.state) + ' ' + to_string(each.remaining));
    EXPECT_THAT(each.explain().recheck(), IsEmpty());
  }
  return found;
}

TEST_F(Reminding, KnowsPromisesKeptAndBroken) {
  const DocumentId invoice = post("A-1", usd(1'000'00), march(5));
  const DocumentId receipt = post("R-1", usd(1'000'00), march(5), "Acme", DocumentKind::receipt);
  const auto promise = [&](std::optional<DocumentId> document, Money amount, Date promised) {
    static_cast<void>(ledger
                          .promise({.document = document,
                                    .party = "Acme",
                                    .amount = amount,
                                    .made = march(6),
                                    .promised = promised},
                                   ++now)
                          .value());
  };
  promise(invoice, usd(300'00), march(20));
  promise(invoice, usd(200'00), march(10));
  promise(std::nullopt, usd(100'00), march(12));
  EXPECT_THAT(promises(ledger, march(5)), IsEmpty());
  const ApplicationId paid = pay(receipt, invoice, usd(250'00), march(10));
  // 200 for what was due first, 50 for the next; each amount counts once.
  EXPECT_THAT(promises(ledger, march(9)),
              ElementsAre("open 300.00 USD", "open 200.00 USD", "open 100.00 USD"));
  EXPECT_THAT(promises(ledger, march(10)),
              ElementsAre("open 300.00 USD", "kept 0.00 USD", "open 50.00 USD"));
  EXPECT_THAT(promises(ledger, march(21)),
              ElementsAre("broken 300.00 USD", "kept 0.00 USD", "partly_broken 50.00 USD"));
  // What is taken back was not paid.
  static_cast<void>(ledger.reverse(paid, march(15), ++now, usd(100'00)).value());
  EXPECT_THAT(promises(ledger, march(14)),
              ElementsAre("open 300.00 USD", "kept 0.00 USD", "partly_broken 50.00 USD"));
  EXPECT_THAT(promises(ledger, march(21)),
              ElementsAre("broken 300.00 USD", "partly_broken 50.00 USD", "broken 100.00 USD"));
  EXPECT_THAT(promises(ledger, AsOf(march(21), now - 1)),
              ElementsAre("broken 300.00 USD", "kept 0.00 USD", "partly_broken 50.00 USD"));
  EXPECT_EQ(parse_promise_state("partly_broken"), PromiseState::partly_broken);
}

// 1,000 promised, put off once, and paid in time: neither promise was broken.
TEST_F(Reminding, CallsNoPromiseBrokenForWhatIsPaid) {
  const DocumentId invoice = post("A-1", usd(1'000'00), march(5));
  const DocumentId receipt = post("R-1", usd(1'000'00), march(5), "Acme", DocumentKind::receipt);
  const auto promise = [&](Money amount, int made, int promised,
                           std::optional<PromiseId> replaces) {
    return ledger.promise({.document = invoice,
                           .amount = amount,
                           .made = march(made),
                           .promised = march(promised),
                           .replaces = replaces},
                          ++now);
  };
  const PromiseId first = promise(usd(1'000'00), 6, 20, std::nullopt).value();
  const auto again = promise(usd(1'000'00), 12, 25, std::nullopt);
  EXPECT_EQ(rules(again.error()), std::vector<std::string>{"over_promised"});
  EXPECT_THAT(again.error().front().reason.en, HasSubstr("1000.00 USD is promised already"));
  const PromiseId second = promise(usd(1'000'00), 12, 25, first).value();
  EXPECT_EQ(rules(promise(usd(1'00), 13, 26, first).error()),
            std::vector<std::string>{"promise_not_open"});
  EXPECT_THROW(static_cast<void>(promise(usd(1'00), 13, 26, PromiseId{9})), InvalidArgument);
  EXPECT_THAT(promises(ledger, march(11)), ElementsAre("open 1000.00 USD"));
  EXPECT_THAT(promises(ledger, march(21)), ElementsAre("replaced 1000.00 USD", "open 1000.00 USD"));
  pay(receipt, invoice, usd(400'00), march(18));
  // What is left of it may be promised anew.
  EXPECT_EQ(rules(promise(usd(1), 19, 30, std::nullopt).error()),
            std::vector<std::string>{"over_promised"});
  EXPECT_THAT(promises(ledger, march(26)),
              ElementsAre("replaced 1000.00 USD", "partly_broken 600.00 USD"));
  pay(receipt, invoice, usd(600'00), march(19));
  EXPECT_THAT(promises(ledger, march(26)), ElementsAre("replaced 1000.00 USD", "kept 0.00 USD"));
  EXPECT_EQ(ledger.promises(march(26))[1].promise.replaces, first);
  EXPECT_EQ(second, PromiseId{1});
  const Ledger copy = table_copies::through_tables(ledger);
  EXPECT_EQ(table_copies::values(copy), table_copies::values(ledger));
  EXPECT_EQ(promises_to_pay(copy, march(26)), promises_to_pay(ledger, march(26)));
}

TEST_F(Reminding, PromisesNoMoreThanIsOpenAltogether) {
  const DocumentId one = post("A-1", usd(100'00), march(5));
  const DocumentId other = post("A-2", usd(100'00), march(5));
  const auto promise = [&](std::optional<DocumentId> document, std::int64_t cents) {
    return ledger
        .promise({.document = document,
                  .party = "Acme",
                  .amount = usd(cents),
                  .made = march(6),
                  .promised = march(20)},
                 ++now)
        .has_value();
  };
  EXPECT_TRUE(promise(std::nullopt, 120'00));
  EXPECT_TRUE(promise(one, 50'00));
  EXPECT_FALSE(promise(one, 50'01));    // Of the document,
  EXPECT_FALSE(promise(other, 30'01));  // and of all that is owed.
  EXPECT_TRUE(promise(other, 30'00));
  EXPECT_FALSE(promise(std::nullopt, 1));
}

// Money that came in time and was applied later has kept the promise.
TEST_F(Reminding, CountsMoneyByTheDayOnWhichItCame) {
  const DocumentId invoice = post("A-1", usd(100'00), march(5));
  const DocumentId before = post("R-0", usd(10'00), march(5), "Acme", DocumentKind::receipt);
  static_cast<void>(
      ledger
          .promise(
              {.document = invoice, .amount = usd(100'00), .made = march(6), .promised = march(20)},
              ++now)
          .value());
  Document receipt{.kind = DocumentKind::receipt,
                   .number = "R-1",
                   .party = "Acme",
                   .date = march(19),
                   .amount = usd(90'00)};
  pay(ledger.post(receipt, ++now).value(), invoice, usd(90'00), march(23));
  pay(before, invoice, usd(10'00), march(23));  // It was there before the promise.
  EXPECT_THAT(promises(ledger, march(22)), ElementsAre("broken 100.00 USD"));
  EXPECT_THAT(promises(ledger, march(23)), ElementsAre("partly_broken 10.00 USD"));
}

// A promise is short of what was reversed only if that had been counted for it.
TEST_F(Reminding, TakesBackFromAPromiseOnlyWhatItWasGiven) {
  const auto promise = [&](DocumentId invoice, std::int64_t cents, int made, int promised) {
    return ledger
        .promise({.document = invoice,
                  .amount = usd(cents),
                  .made = march(made),
                  .promised = march(promised)},
                 ++now)
        .value();
  };
  const DocumentId kept = post("A-1", usd(100'00), march(5));
  const DocumentId cash = post("R-1", usd(140'00), march(5), "Acme", DocumentKind::receipt);
  promise(kept, 60'00, 6, 20);
  pay(cash, kept, usd(60'00), march(18));
  const ApplicationId late = pay(cash, kept, usd(40'00), march(25));
  static_cast<void>(ledger.reverse(late, march(27), ++now).value());
  EXPECT_THAT(promises(ledger, march(28)), ElementsAre("kept 0.00 USD"));

  const DocumentId other = post("B-1", usd(100'00), march(5));
  const ApplicationId written_off = ledger
                                        .adjust({.document = other,
                                                 .amount = usd(40'00),
                                                 .kind = AdjustmentKind::write_off,
                                                 .date = march(5)},
                                                ++now)
                                        .value()
                                        .front();
  promise(other, 60'00, 6, 20);
  static_cast<void>(ledger.reverse(written_off, march(10), ++now).value());
  promise(other, 40'00, 11, 15);
  pay(cash, other, usd(40'00), march(12));
  EXPECT_THAT(promises(ledger, march(19)),
              ElementsAre("kept 0.00 USD", "open 60.00 USD", "kept 0.00 USD"));
}

TEST_F(Reminding, AddsUpMoreThan64BitsHold) {
  const Money half = Money::from_minor(5'000'000'000'000'000'000, currencies::JPY);
  Document document{.kind = DocumentKind::invoice,
                    .number = "A-1",
                    .party = "Acme",
                    .date = march(5),
                    .amount = half,
                    .due_date = march(5)};
  static_cast<void>(ledger.post(document, ++now).value());
  static_cast<void>(ledger
                        .promise({.party = "Acme",
                                  .amount = Money::of(100, currencies::JPY),
                                  .made = march(6),
                                  .promised = march(20)},
                                 ++now)
                        .value());
  document.number = "A-2";
  document.date = march(6);
  document.due_date = march(30);
  static_cast<void>(ledger.post(document, ++now).value());
  EXPECT_THAT(promises(ledger, march(25)), ElementsAre("broken 100 JPY"));
  document.kind = DocumentKind::receipt;
  document.due_date.reset();
  for (const char* number : {"R-1", "R-2"}) {
    document.number = number;
    static_cast<void>(ledger.post(document, ++now).value());
  }
  EXPECT_THROW(static_cast<void>(collection_worklist(ledger, march(25), {})), Overflow);
}

// It was made before the other one, and became known after it.
TEST_F(Reminding, PromisesNoMoreThanIsOpenBesideLaterPromises) {
  const DocumentId invoice = post("A-1", usd(100'00), march(5));
  const auto promise = [&](int made, int promised, std::int64_t cents,
                           std::optional<PromiseId> replaces = std::nullopt) {
    return ledger.promise({.document = invoice,
                           .amount = usd(cents),
                           .made = march(made),
                           .promised = march(promised),
                           .replaces = replaces},
                          ++now);
  };
  const PromiseId first = promise(10, 20, 100'00).value();
  const PromiseId second = promise(12, 20, 70'00, first).value();
  EXPECT_EQ(rules(promise(11, 19, 31'00).error()), std::vector<std::string>{"over_promised"});
  EXPECT_EQ(rules(promise(11, 19, 70'00, second).error()),
            std::vector<std::string>{"promise_not_open"});
  EXPECT_TRUE(promise(11, 19, 30'00));
}

TEST_F(Reminding, RefusesWhatIsNoPromise) {
  const DocumentId invoice = post("A-1", usd(100'00), march(5));
  PromiseToPay promise{
      .document = invoice, .amount = usd(0), .made = march(6), .promised = march(5)};
  promise.party = "Ningbo";
  try {
    static_cast<void>(ledger.promise(promise, now));
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.faults(), SizeIs(3));
  }
  EXPECT_EQ(
      ledger
          .promise(
              {.document = invoice, .amount = usd(1), .made = march(1) - 1, .promised = march(6)},
              now)
          .error()
          .front()
          .rule,
      "predates_document");
  EXPECT_THROW(
      static_cast<void>(ledger.promise(
          {.party = "Nobody", .amount = usd(1), .made = march(6), .promised = march(6)}, now)),
      InvalidArgument);
}

TEST_F(Reminding, SaysWhomToCallFirst) {
  const DocumentId old = post("A-1", usd(100'00), march(5));
  post("B-1", usd(900'00), march(8), "Ningbo");
  post("B-2", Money::from_minor(100, EUR), march(8), "Ningbo");
  const DocumentId promised = post("C-1", usd(50'00), march(9), "Wuhan");
  static_cast<void>(
      ledger
          .promise(
              {.document = promised, .amount = usd(50'00), .made = march(9), .promised = march(10)},
              ++now)
          .value());
  static_cast<void>(
      ledger
          .promise({.document = old, .amount = usd(1), .made = march(9), .promised = march(30)},
                   ++now)
          .value());
  const auto parties = [&](std::vector<WorklistKey> order) {
    const Worklist list = collection_worklist(ledger, march(20), {.order = std::move(order)});
    std::string names;
    for (const WorklistRow& row : list.rows) {
      names += row.party + ' ';
      EXPECT_THAT(list.explain(row).recheck(), IsEmpty());
    }
    return names;
  };
  using enum WorklistMeasure;
  EXPECT_EQ(parties(WorklistOptions().order), "Ningbo Wuhan Acme Ningbo ");
  EXPECT_EQ(parties({{overdue}}), "Ningbo Ningbo Acme Wuhan ");
  EXPECT_EQ(parties({{broken_promises, Decimal(100)}, {days_overdue, Decimal(10)}}),
            "Ningbo Wuhan Acme Ningbo ");
  EXPECT_EQ(parties({{broken_promises, Decimal(39)}, {days_overdue, Decimal(10)}}),
            "Ningbo Acme Wuhan Ningbo ");
  EXPECT_THROW(parties({{overdue}, {days_overdue, Decimal(1)}}), InvalidArgument);
  EXPECT_THROW(parties({}), InvalidArgument);

  const Worklist list = collection_worklist(ledger, march(20));
  EXPECT_EQ(list.rows[2].promised, usd(1));
  EXPECT_EQ(list.rows[2].days_overdue, 15);
  EXPECT_THAT(list.rows[1].broken, SizeIs(1));
  EXPECT_EQ(list.rows[1].compared, list.rows[1].overdue);
  EXPECT_THAT(to_string(list), HasSubstr("Wuhan"));
  EXPECT_THAT(to_string(list, Language::zh), HasSubstr("失信承诺数"));
}

TEST_F(Reminding, CallsThoseLastWhoHavePaid) {
  post("A-1", usd(1'000'00), march(5));
  post("B-1", usd(10'00), march(8), "Ningbo");
  post("R-1", usd(999'99), march(8), "Acme", DocumentKind::receipt);
  const auto parties = [&] {
    const Worklist list = collection_worklist(ledger, march(20));
    std::string found;
    for (const WorklistRow& row : list.rows) {
      found += row.party + ' ' + to_string(row.credits) + ' ';
      EXPECT_THAT(list.explain(row).recheck(), IsEmpty());
    }
    return found;
  };
  EXPECT_EQ(parties(), "Acme 999.99 USD Ningbo 0.00 USD ");
  post("R-2", usd(1), march(8), "Acme", DocumentKind::credit_note);
  EXPECT_EQ(parties(), "Ningbo 0.00 USD Acme 1000.00 USD ");
  EXPECT_THAT(to_string(collection_worklist(ledger, march(20))), HasSubstr("1000.00"));
}

TEST_F(Reminding, ComparesInOneCurrency) {
  post("A-1", usd(100'00), march(5));
  post("B-1", usd(900'00), march(8), "Ningbo");
  post("B-2", Money::from_minor(100, EUR), march(8), "Ningbo");
  ExchangeTable rates;
  rates.add(ExchangeRate(EUR, USD, Decimal(200), march(1)));
  const WorklistOptions options{.order = {{WorklistMeasure::overdue}},
                                .conversion = WorklistConversion{.rates = rates, .to = USD}};
  const Worklist list = collection_worklist(ledger, march(20), options);
  std::vector<std::string> found;
  for (const WorklistRow& row : list.rows) {
    found.push_back(row.party + ' ' + to_string(row.overdue) + " is " + to_string(row.compared));
    EXPECT_THAT(list.explain(row).recheck(), IsEmpty());
  }
  EXPECT_THAT(found, ElementsAre("Ningbo 900.00 USD is 900.00 USD", "Ningbo 1.00 EUR is 200.00 USD",
                                 "Acme 100.00 USD is 100.00 USD"));
  EXPECT_THAT(to_string(list), HasSubstr("in USD"));
  EXPECT_THAT(to_string(list, Language::zh), HasSubstr("折合 USD"));
  const WorklistOptions without{.conversion =
                                    WorklistConversion{.rates = ExchangeTable(), .to = USD}};
  EXPECT_THROW(static_cast<void>(collection_worklist(ledger, march(20), without)), MissingRate);
}

TEST_F(Reminding, GoesThroughTables) {
  const DocumentId invoice = post("A-1", usd(100'00), march(5));
  post("A-2", usd(100'00), march(5));
  record(run(march(6)).letters.front(), march(6));
  record(run(march(20)).letters.front(), march(20));
  static_cast<void>(ledger
                        .promise({.document = invoice,
                                  .amount = usd(1'00),
                                  .made = march(9),
                                  .promised = march(30),
                                  .by = "Li"},
                                 now)
                        .value());
  static_cast<void>(
      ledger
          .promise({.party = "Acme", .amount = usd(2'00), .made = march(9), .promised = march(9)},
                   now)
          .value());
  const Ledger copy = table_copies::through_tables(ledger);
  EXPECT_EQ(table_copies::values(copy), table_copies::values(ledger));
  ASSERT_THAT(copy.reminders(march(31)), SizeIs(2));
  EXPECT_EQ(copy.reminders(march(31))[1].reminder, ledger.reminders(march(31))[1].reminder);
  EXPECT_EQ(copy.promises(march(31))[0].promise, ledger.promises(march(31))[0].promise);
  EXPECT_EQ(copy.promises(march(31))[1].promise, ledger.promises(march(31))[1].promise);
  EXPECT_EQ(dunning_run(copy, house_policy(), march(31)), run(march(31)));
}

}  // namespace
}  // namespace o2c
