#include "o2c/receivable/party_statement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/number/error.hpp"

#include "ledger_books.hpp"

namespace o2c {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Date march(int day) { return {2026, 3, day}; }
constexpr Date april(int day) { return {2026, 4, day}; }

// "2026-03-15 adjustment write_off A | 0.00 50.00 | 750.00"
std::vector<std::string> lines(const StatementAccount& account) {
  std::vector<std::string> texts;
  for (const StatementMovement& each : account.movements) {
    std::string text = to_string(each.posted) + " " + to_string(each.kind) + " ";
    text += each.adjustment ? to_string(*each.adjustment) : to_string(each.document_kind);
    text += " " + each.number + " | " + to_string(each.debit.amount()) + " " +
            to_string(each.credit.amount()) + " | " + to_string(each.balance.amount());
    texts.push_back(std::move(text));
  }
  return texts;
}

// February leaves 500; in March a part of an invoice is let go, and some of that taken back.
Books march_books() {
  Books books;
  const DocumentId old = books.invoice("OLD", usd(500), {2026, 2, 20}, march(20));
  const DocumentId a = books.invoice("A", usd(1'000), march(3), april(2));
  const DocumentId receipt = books.receipt("R1", usd(700), march(10));
  EXPECT_TRUE(books.apply(receipt, old, usd(500), march(10)));
  EXPECT_TRUE(books.apply(receipt, a, usd(200), march(12)));
  const auto written_off = books.ledger.adjust(
      {.document = a, .amount = usd(50), .kind = AdjustmentKind::write_off, .date = march(15)},
      books.tick());
  EXPECT_TRUE(books.ledger.reverse(written_off->front(), march(20), books.tick(), usd(20)));
  books.receipt("R2", usd(60), april(2));
  books.credit_note("C", usd(30), march(28));
  return books;
}

TEST(PartyStatement, RunsFromTheOpeningBalanceToTheClosingOne) {
  const Books books = march_books();
  const PartyStatement told = statement(books.ledger, "Ningbo", march(1), march(31));
  ASSERT_EQ(told.accounts.size(), 1U);
  const StatementAccount& account = told.accounts.front();
  EXPECT_EQ(account.currency, USD);
  EXPECT_EQ(account.opening, usd(500));
  EXPECT_THAT(lines(account),
              ElementsAre("2026-03-03 document invoice A | 1000.00 0.00 | 1500.00",
                          "2026-03-10 document receipt R1 | 0.00 700.00 | 800.00",
                          "2026-03-15 adjustment write_off A | 0.00 50.00 | 750.00",
                          "2026-03-20 adjustment write_off A | 20.00 0.00 | 770.00",
                          "2026-03-28 document credit_note C | 0.00 30.00 | 740.00"));
  EXPECT_EQ(account.debits, usd(1'020));
  EXPECT_EQ(account.credits, usd(780));
  EXPECT_EQ(account.closing, usd(740));
  EXPECT_EQ(books.ledger.balance("Ningbo", march(31)), MoneyBag(usd(740)));

  ASSERT_EQ(account.movements[0].applications.size(), 1U);
  const StatementApplication& applied = account.movements[0].applications.front();
  EXPECT_EQ(applied.number, "R1");
  EXPECT_EQ(applied.kind, DocumentKind::receipt);
  EXPECT_EQ(applied.date, march(12));
  EXPECT_EQ(applied.amount, usd(200));
  EXPECT_EQ(account.movements[2].application, ApplicationId{2});
  EXPECT_EQ(account.movements[3].reverses, ApplicationId{2});
}

TEST(PartyStatement, IsATableForTheTerminal) {
  const Books books = march_books();
  EXPECT_EQ(to_string(statement(books.ledger, "Ningbo", march(1), march(31))),
            R"(Ningbo, 2026-03-01 to 2026-03-31, USD
posted        entry                  number    debit  credit  balance  applied
2026-03-01    opening                                          500.00
2026-03-03    invoice                A       1000.00          1500.00
  2026-03-12    receipt                R1                               200.00
2026-03-10    receipt                R1               700.00   800.00
2026-03-15    write_off              A                 50.00   750.00
2026-03-20    reversal of write_off  A         20.00           770.00
2026-03-28    credit_note            C                 30.00   740.00
2026-03-31    closing                        1020.00  780.00   740.00
aging
not_due  1-30  31-60  61-90   >90  credits   total
 770.00  0.00   0.00   0.00  0.00   -30.00  740.00
)");
  EXPECT_EQ(to_string(statement(books.ledger, "Ningbo", april(1), april(30))),
            R"(Ningbo, 2026-04-01 to 2026-04-30, USD
posted      entry    number  debit  credit  balance
2026-04-01  opening                          740.00
2026-04-02  receipt  R2              60.00   680.00
2026-04-30  closing           0.00   60.00   680.00
aging
not_due    1-30  31-60  61-90   >90  credits  unapplied   total
   0.00  770.00   0.00   0.00  0.00   -30.00     -60.00  680.00
)");
  EXPECT_EQ(to_string(statement(books.ledger, "Ningbo", {2025, 1, 1}, {2025, 1, 31})),
            "Ningbo, 2025-01-01 to 2025-01-31, no balance and no movement\n");
}

TEST(PartyStatement, TellsHowTheClosingBalanceFollows) {
  const Books books = march_books();
  const PartyStatement told = statement(books.ledger, "Ningbo", march(1), march(31));
  const Derivation derivation = told.explain(told.accounts.front());
  EXPECT_THAT(derivation.recheck(), IsEmpty());
  ASSERT_EQ(derivation.steps().size(), 5U);
  EXPECT_EQ(derivation.steps().back().result, Value(usd(740)));
  const std::vector<NamedValue>& debits = derivation.steps()[1].operands;
  ASSERT_EQ(debits.size(), 2U);
  EXPECT_EQ(debits[0].name, Label("invoice A", "发票 A"));
  EXPECT_EQ(debits[1].name, Label("reversal of write_off of A", "冲销坏账核销 A"));
  // Nothing but the opening balance.
  const PartyStatement quiet = statement(books.ledger, "Ningbo", april(10), april(30));
  ASSERT_EQ(quiet.accounts.size(), 1U);
  const Derivation short_one = quiet.explain(quiet.accounts.front());
  EXPECT_THAT(short_one.recheck(), IsEmpty());
  EXPECT_EQ(short_one.steps().back().result, Value(usd(680)));
}

// The worked example of an aging as of a day.
TEST(PartyStatement, EndsWithAnAging) {
  Books books;
  books.invoice("A", usd(10'000), march(1), march(31));
  const DocumentId b = books.invoice("B", usd(8'000), march(1), march(30));
  books.invoice("C", usd(6'000), {2026, 2, 1}, march(1));
  const DocumentId d = books.invoice("D", usd(5'000), {2026, 2, 1}, {2026, 2, 28});
  books.invoice("E", usd(4'000), {2025, 12, 1}, {2025, 12, 30});
  books.receipt("R1", usd(1'500), march(20));
  const DocumentId r2 = books.receipt("R2", usd(2'000), march(29));
  ASSERT_TRUE(books.apply(r2, b, usd(2'000), april(2)));
  const DocumentId r3 = books.receipt("R3", usd(3'000), april(5));
  ASSERT_TRUE(books.apply(r3, d, usd(3'000), april(5)));
  const PartyStatement told = statement(books.ledger, "Ningbo", march(1), march(31));
  const StatementAccount& account = told.accounts.front();
  EXPECT_THAT(told.aging.columns(),
              ElementsAre("not_due", "1-30", "31-60", "61-90", ">90", "credits", "unapplied"));
  const AgingRow foot = told.foot(account);
  EXPECT_THAT(foot.columns, ElementsAre(usd(10'000), usd(14'000), usd(5'000), usd(0), usd(4'000),
                                        usd(0), usd(-3'500)));
  EXPECT_EQ(foot.total, usd(29'500));
  EXPECT_EQ(account.closing, usd(29'500));
  const Derivation derivation = told.explain_foot(account);
  EXPECT_THAT(derivation.recheck(), IsEmpty());
  EXPECT_EQ(derivation.steps().back().result, Value(usd(29'500)));
}

TEST(PartyStatement, HasDepositsBesideTheAging) {
  Books books;
  books.invoice("A", usd(100), march(1), march(5));
  Document deposit = Books::of(DocumentKind::deposit, "D", usd(30), march(2));
  deposit.order = "SO-1";
  books.post(deposit);
  const PartyStatement told =
      statement(books.ledger, "Ningbo", march(1), march(31), AsOf::now, AgingBuckets({10}));
  const StatementAccount& account = told.accounts.front();
  const AgingRow foot = told.foot(account);
  EXPECT_EQ(foot.total, usd(100));
  EXPECT_EQ(foot.deposits, usd(30));
  EXPECT_EQ(account.closing, usd(70));
  EXPECT_THAT(told.explain_foot(account).recheck(), IsEmpty());
  EXPECT_THAT(to_string(told), ::testing::EndsWith(R"(aging
not_due  1-10     >10  credits   total  deposits
   0.00  0.00  100.00     0.00  100.00     30.00
)"));
}

// What moved in the period, and is settled at its end.
TEST(PartyStatement, HasAFootOfZerosWhereNothingIsOpen) {
  Books books;
  const DocumentId invoice = books.invoice("A", usd(100), march(1), march(31));
  const DocumentId receipt = books.receipt("R", usd(100), march(5));
  ASSERT_TRUE(books.apply(receipt, invoice, usd(100), march(5)));
  const PartyStatement told = statement(books.ledger, "Ningbo", march(1), march(31));
  const StatementAccount& account = told.accounts.front();
  EXPECT_EQ(told.foot(account).columns, std::vector<Money>(6, usd(0)));
  EXPECT_THAT(told.explain_foot(account).recheck(), IsEmpty());
}

TEST(PartyStatement, TellsWhatWasKnownAtAMoment) {
  Books books;
  books.invoice("A", usd(100), march(1), march(31));
  const std::int64_t known = books.now;
  books.invoice("B", usd(50), march(2), march(31));
  EXPECT_EQ(statement(books.ledger, "Ningbo", march(1), march(31), known).accounts.front().closing,
            usd(100));
  EXPECT_EQ(statement(books.ledger, "Ningbo", march(1), march(31)).accounts.front().closing,
            usd(150));
}

TEST(PartyStatement, StandsByTheDayOnWhichAFactIsPosted) {
  Books books;
  books.invoice("A", usd(100), march(1), march(31));
  books.ledger.lock(march(31), books.tick());
  books.invoice("late", usd(50), march(20), april(20));
  const PartyStatement of_april = statement(books.ledger, "Ningbo", april(1), april(30));
  const StatementAccount& account = of_april.accounts.front();
  EXPECT_EQ(account.opening, usd(100));
  ASSERT_EQ(account.movements.size(), 1U);
  EXPECT_EQ(account.movements[0].date, march(20));
  EXPECT_EQ(account.movements[0].posted, april(1));
}

TEST(PartyStatement, ABouncedReceiptIsADebitAndOpensWhatItPaid) {
  Books books;
  const DocumentId invoice = books.invoice("A", usd(100), march(1), march(31));
  const DocumentId receipt = books.receipt("R", usd(100), march(5));
  ASSERT_TRUE(books.apply(receipt, invoice, usd(100), march(5)));
  ASSERT_TRUE(books.ledger.return_payment(receipt, "BOUNCED", march(9), books.tick()));
  const PartyStatement told = statement(books.ledger, "Ningbo", march(1), march(31));
  const StatementAccount& account = told.accounts.front();
  EXPECT_THAT(lines(account),
              ElementsAre("2026-03-01 document invoice A | 100.00 0.00 | 100.00",
                          "2026-03-05 document receipt R | 0.00 100.00 | 0.00",
                          "2026-03-09 document returned_payment BOUNCED | 100.00 0.00 | 100.00"));
  const std::vector<StatementApplication>& of_invoice = account.movements[0].applications;
  ASSERT_EQ(of_invoice.size(), 2U);
  EXPECT_EQ(of_invoice[0].amount, usd(100));
  EXPECT_EQ(of_invoice[1].amount, usd(-100));
  ASSERT_EQ(account.movements[2].applications.size(), 1U);
}

// What pays a debit in another currency leaves one account and counts in the other.
TEST(PartyStatement, AConversionMovesBothAccounts) {
  Books books;
  const DocumentId invoice = books.invoice("A", usd(100), march(1), march(31));
  const DocumentId receipt = books.receipt("R", cny(700), march(5));
  ASSERT_TRUE(books.ledger.apply(Application{.credit = receipt,
                                             .debit = invoice,
                                             .amount = usd(50),
                                             .date = march(6),
                                             .rate = Decimal::parse("7.1234")},
                                 books.tick()));
  const PartyStatement told = statement(books.ledger, "Ningbo", march(1), march(31));
  ASSERT_EQ(told.accounts.size(), 2U);
  EXPECT_THAT(lines(told.accounts[0]),
              ElementsAre("2026-03-05 document receipt R | 0.00 700.00 | -700.00",
                          "2026-03-06 conversion receipt R | 356.17 0.00 | -343.83"));
  EXPECT_THAT(lines(told.accounts[1]),
              ElementsAre("2026-03-01 document invoice A | 100.00 0.00 | 100.00",
                          "2026-03-06 conversion invoice A | 0.00 50.00 | 50.00"));
  EXPECT_EQ(told.explain(told.accounts[0]).steps()[1].operands[0].name,
            Label("conversion of R", "异币核销 R"));
  EXPECT_EQ(told.accounts[1].movements[0].applications.size(), 1U);
}

TEST(PartyStatement, APeriodEndsNotBeforeItBegins) {
  Books books;
  books.invoice("A", usd(100), march(1), march(31));
  EXPECT_THROW(static_cast<void>(statement(books.ledger, "Ningbo", march(2), march(1))),
               InvalidArgument);
  EXPECT_THROW(static_cast<void>(statement(books.ledger, "nobody", march(1), march(2))),
               InvalidArgument);
  EXPECT_EQ(statement(books.ledger, "Ningbo", Date::min(), Date::max()).accounts.front().closing,
            usd(100));
}

TEST(PartyStatement, KindsOfMovementsAreReadBack) {
  for (const auto kind :
       {MovementKind::document, MovementKind::adjustment, MovementKind::conversion})
    EXPECT_EQ(parse_movement_kind(to_string(kind)), kind);
  EXPECT_THROW(static_cast<void>(parse_movement_kind("application")), ParseError);
}

}  // namespace
}  // namespace o2c
