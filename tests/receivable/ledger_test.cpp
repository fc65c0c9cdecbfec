#include "o2c/receivable/ledger.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/number/error.hpp"
#include "o2c/receivable/aging.hpp"

#include "ledger_books.hpp"

namespace o2c {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr Date march(int day) { return {2026, 3, day}; }
constexpr Date april(int day) { return {2026, 4, day}; }

// The example of an aging as of 2026-03-31 with what happened after it.
TEST(Ledger, WhatIsAppliedLaterWasUnappliedOnTheDay) {
  Books books;
  books.invoice("A", usd(10'000), march(1), march(31));
  const DocumentId b = books.invoice("B", usd(8'000), march(1), march(30));
  books.invoice("C", usd(6'000), march(1), march(1));
  const DocumentId d = books.invoice("D", usd(5'000), {2026, 2, 1}, {2026, 2, 28});
  books.invoice("E", usd(4'000), {2025, 12, 1}, {2025, 12, 30});
  books.receipt("on account", usd(1'500), march(10));
  const DocumentId early = books.receipt("R1", usd(2'000), march(29));
  EXPECT_TRUE(books.apply(early, b, usd(2'000), april(2)));
  const DocumentId late = books.receipt("R2", usd(3'000), april(5));
  EXPECT_TRUE(books.apply(late, d, usd(3'000), april(5)));

  const AgingReport aging = age(books.ledger.open_items(march(31)), march(31));
  ASSERT_EQ(aging.rows().size(), 1U);
  EXPECT_THAT(aging.rows().front().columns, ElementsAre(usd(10'000), usd(14'000), usd(5'000),
                                                        usd(0), usd(4'000), usd(0), usd(-3'500)));
  EXPECT_EQ(aging.rows().front().total, usd(29'500));
  EXPECT_EQ(books.ledger.balance("Ningbo", march(31)), MoneyBag(usd(29'500)));
  EXPECT_THAT(books.ledger.future_dated(march(31)), ElementsAre(late));
  // Before the last two facts were known, the future receipt was not either.
  EXPECT_EQ(books.ledger.balance("Ningbo", AsOf(april(30), 7'000'000)), MoneyBag(usd(29'500)));
}

TEST(Ledger, AnApplicationThatBreaksARuleIsRefusedAndNothingChanges) {
  Books books;
  const DocumentId invoice = books.invoice("I", usd(100), march(10), april(10));
  const DocumentId receipt = books.receipt("R", usd(80), march(15));
  Document foreign = Books::of(DocumentKind::receipt, "E", Money::from_minor(50'00, EUR), march(1));
  foreign.party = "Lyon";
  const DocumentId euros = books.post(foreign);

  EXPECT_THAT(rules(books.apply(receipt, invoice, usd(90), march(20)).error()),
              ElementsAre("over_applied"));
  EXPECT_THAT(
      rules(books.apply(receipt, invoice, usd(120), march(9)).error()),
      ElementsAre("predates_document", "predates_document", "over_applied", "over_applied"));
  EXPECT_THAT(rules(books.apply(euros, invoice, usd(10), march(20)).error()),
              ElementsAre("parties_differ", "currencies_differ"));
  EXPECT_EQ(books.ledger.applications(), 0U);
  EXPECT_EQ(books.open(invoice), usd(100));

  const auto refused = books.apply(receipt, invoice, usd(90), march(20));
  EXPECT_EQ(to_string(refused.error()),
            "90.00 USD is more than the 80.00 USD that is open of receipt \"R\"");
  EXPECT_EQ(to_string(refused.error(), Language::zh), "90.00 USD 超过 收款 R 的未清金额 80.00 USD");
  EXPECT_THROW(static_cast<void>(refused.value()), Refused);
}

TEST(Ledger, SeveralApplicationsHoldTogetherOrNotAtAll) {
  Books books;
  const DocumentId a = books.invoice("A", usd(60), march(1), march(31));
  const DocumentId b = books.invoice("B", usd(60), march(1), march(31));
  const DocumentId receipt = books.receipt("R", usd(100), march(5));
  const std::vector<Application> too_much{
      {.credit = receipt, .debit = a, .amount = usd(60), .date = march(5)},
      {.credit = receipt, .debit = b, .amount = usd(60), .date = march(5)}};
  EXPECT_THAT(rules(books.ledger.apply(too_much, books.tick()).error()),
              ElementsAre("over_applied"));
  EXPECT_EQ(books.ledger.applications(), 0U);
  EXPECT_EQ(books.open(receipt), usd(100));
  EXPECT_EQ(books.open(a), usd(60));
}

TEST(Ledger, ANumberIsPostedOnceForEachKind) {
  Books books;
  books.invoice("7", usd(60), march(1), march(31));
  books.receipt("7", usd(60), march(1));
  const auto again =
      books.ledger.post(Books::of(DocumentKind::receipt, "7", usd(1), march(2)), books.tick());
  EXPECT_THAT(rules(again.error()), ElementsAre("duplicate_number"));
  EXPECT_EQ(books.ledger.documents(), 2U);
  EXPECT_EQ(books.ledger.document(books.ledger.find("7", DocumentKind::receipt)).kind,
            DocumentKind::receipt);
  EXPECT_THROW(static_cast<void>(books.ledger.find("7")), InvalidArgument);
  EXPECT_THROW(static_cast<void>(books.ledger.find("8")), InvalidArgument);
}

TEST(Ledger, FaultsOfADocumentAreAllListed) {
  Books books;
  Document bad = Books::of(DocumentKind::invoice, "", usd(0), march(1));
  bad.taxes = {{Rate::from_percent(13), usd(100), usd(13)}};
  bad.rate = Decimal(7);
  try {
    static_cast<void>(books.ledger.post(bad, 1));
    FAIL();
  } catch (const InvalidArgument& error) {
    std::vector<std::string> fields;
    for (const Fault& fault : error.faults()) fields.push_back(fault.field);
    EXPECT_THAT(fields, ElementsAre("number", "amount", "due_date", "taxes", "rate"));
  }
  EXPECT_EQ(books.ledger.documents(), 0U);
}

TEST(Ledger, TheMomentNeverGoesBack) {
  Books books;
  books.invoice("A", usd(60), march(1), march(31));
  EXPECT_THROW(static_cast<void>(books.ledger.post(
                   Books::of(DocumentKind::receipt, "R", usd(1), march(2)), books.now - 1)),
               InvalidArgument);
}

TEST(Ledger, WithoutAnInstalmentTheEarliestDueIsFilledFirst) {
  Books books;
  Document document = Books::of(DocumentKind::invoice, "A", usd(100), march(1));
  document.installments = {{.number = 1, .amount = usd(30), .due_date = april(30)},
                           {.number = 2, .amount = usd(50), .due_date = march(31)},
                           {.number = 3, .amount = usd(20), .anchor = Anchor::acceptance}};
  const DocumentId invoice = books.post(document);
  const DocumentId receipt = books.receipt("R", usd(90), march(5));
  ASSERT_TRUE(books.apply(receipt, invoice, usd(90), march(5)));
  const auto items = books.ledger.items(invoice, march(5));
  EXPECT_EQ(items[0].open, usd(0));
  EXPECT_EQ(items[1].open, usd(0));
  EXPECT_EQ(items[2].open, usd(10));
  EXPECT_EQ(items[2].due_date, std::nullopt);

  EXPECT_EQ(*books.ledger.set_due_date(invoice, 3, {2026, 9, 1}, books.tick()), Date(2026, 9, 1));
  EXPECT_EQ(books.ledger.items(invoice, march(5))[2].due_date, Date(2026, 9, 1));
  EXPECT_EQ(books.ledger.items(invoice, AsOf(march(5), books.now - 1))[2].due_date, std::nullopt);
  EXPECT_THAT(rules(books.ledger.set_due_date(invoice, 3, march(1), books.tick()).error()),
              ElementsAre("due_date_known"));
}

TEST(Ledger, TaxWhoseRateIsNotStatedIsToldAsItWas) {
  Books books;
  Document document = Books::of(DocumentKind::invoice, "A", usd(119), march(1));
  document.due_date = march(31);
  document.taxes = {{Rate::from_percent(13), usd(100), usd(13)}, {std::nullopt, usd(5), usd(1)}};
  EXPECT_EQ(books.ledger.taxes(books.post(document)), document.taxes);
}

TEST(Ledger, TaxIsThatOfItsRate) {
  const auto posted = [](Books& books, std::int64_t net, std::int64_t tax) {
    const auto cents = [](std::int64_t minor) { return Money::from_minor(minor, CNY); };
    Document document =
        Books::of(DocumentKind::invoice, std::to_string(books.now), cents(net + tax), march(1));
    document.due_date = march(31);
    document.taxes = {{Rate::from_percent(13), cents(net), cents(tax)}};
    try {
      books.post(document);
    } catch (const InvalidArgument& error) {
      return to_string(error.faults().front());
    }
    return std::string();
  };
  Books books;
  EXPECT_EQ(posted(books, 10'000, 1'300), "");
  EXPECT_EQ(posted(books, 10'050, 1'306), "");  // 1,306.5 is rounded up or down.
  EXPECT_EQ(posted(books, 10'050, 1'307), "");
  EXPECT_EQ(posted(books, 88, 12), "");  // Of 1.00 in all: 1.00 / 1.13, and the rest is tax.
  EXPECT_EQ(posted(books, 10'000, 1'301),
            "taxes \"100.00 CNY + 13.01 CNY\": expected a tax of 13.00 CNY, 13% of the net");
  Books lenient{.ledger = Ledger({.tax_tolerance = Decimal::parse("0.06")})};
  EXPECT_EQ(posted(lenient, 10'000, 1'306), "");
  EXPECT_THAT(posted(lenient, 10'000, 1'307), HasSubstr("of the net, give or take 0.06"));
  EXPECT_THROW(Ledger({.tax_tolerance = Decimal::parse("-0.01")}), InvalidArgument);
}

TEST(Ledger, AReversalRestoresAndTheOldStateStaysKnown) {
  Books books;
  const DocumentId invoice = books.invoice("A", usd(100), march(1), march(31));
  const DocumentId receipt = books.receipt("R", usd(100), march(5));
  const ApplicationId applied = books.apply(receipt, invoice, usd(70), march(6)).value().front();
  const std::int64_t before = books.now;
  EXPECT_THAT(rules(books.ledger.reverse(applied, march(5), books.tick()).error()),
              ElementsAre("predates_application"));
  EXPECT_THAT(rules(books.ledger.reverse(applied, march(9), books.tick(), usd(71)).error()),
              ElementsAre("over_reversed"));
  ASSERT_TRUE(books.ledger.reverse(applied, march(9), books.tick(), usd(20)));
  EXPECT_EQ(books.open(invoice), usd(50));
  const auto rest = books.ledger.reverse(applied, march(10), books.tick());
  ASSERT_TRUE(rest);
  EXPECT_EQ(books.open(invoice), usd(100));
  EXPECT_EQ(books.open(receipt), usd(100));
  EXPECT_EQ(books.open(invoice, march(8)), usd(30));
  EXPECT_EQ(books.open(invoice, AsOf(march(10), before)), usd(30));
  EXPECT_THAT(rules(books.ledger.reverse(*rest, march(11), books.tick()).error()),
              ElementsAre("reversal_of_reversal"));
  EXPECT_THAT(rules(books.ledger.reverse(applied, march(11), books.tick()).error()),
              ElementsAre("over_reversed"));
  // Between the 6th and the 9th the 70 were applied: what is added for that time finds 30.
  EXPECT_THAT(rules(books.apply(receipt, invoice, usd(31), march(7)).error()),
              ElementsAre("over_applied", "over_applied"));
  EXPECT_TRUE(books.apply(receipt, invoice, usd(30), march(7)));
  EXPECT_EQ(books.open(invoice, march(8)), usd(0));
  EXPECT_EQ(books.ledger.history(invoice).size(), 4U);
}

TEST(Ledger, ARefundTakesFromWhatIsOpenOfACredit) {
  Books books;
  const DocumentId receipt = books.receipt("R", usd(100), march(5));
  EXPECT_THAT(rules(books.ledger.refund(receipt, "F", usd(101), march(6), books.tick()).error()),
              ElementsAre("over_applied"));
  ASSERT_TRUE(books.ledger.refund(receipt, "F", usd(40), march(6), books.tick()));
  EXPECT_EQ(books.open(receipt), usd(60));
  EXPECT_EQ(books.ledger.balance("Ningbo", march(6)), MoneyBag(usd(-60)));
}

TEST(Ledger, ABouncedReceiptOpensWhatItPaidAgain) {
  Books books;
  const DocumentId invoice = books.invoice("A", usd(100), march(1), march(31));
  const DocumentId receipt = books.receipt("R", usd(150), march(5));
  ASSERT_TRUE(books.apply(receipt, invoice, usd(100), march(12)));
  const auto bounced = books.ledger.return_payment(receipt, "B", march(9), books.tick());
  ASSERT_TRUE(bounced);
  EXPECT_EQ(books.open(invoice), usd(100));
  EXPECT_EQ(books.open(receipt), usd(0));
  EXPECT_EQ(books.open(*bounced), usd(0));
  EXPECT_EQ(books.open(invoice, march(8)), usd(100));
  EXPECT_EQ(books.ledger.balance("Ningbo", march(8)), MoneyBag(usd(-50)));
  EXPECT_EQ(books.ledger.balance("Ningbo", march(9)), MoneyBag(usd(100)));
  EXPECT_THAT(rules(books.ledger.return_payment(receipt, "B2", march(9), books.tick()).error()),
              ElementsAre("already_returned"));
}

TEST(Ledger, WhatABouncedReceiptHadEarnedFallsWithIt) {
  Books books;
  Document document = Books::of(DocumentKind::invoice, "A", usd(1'000), march(1));
  document.installments = PaymentTerms::parse("2/10 net 30")
                              .schedule(usd(1'000), AnchorDates(Anchor::invoice, march(1)));
  const DocumentId invoice = books.post(document);
  const DocumentId receipt = books.receipt("R", usd(980), march(11));
  const auto settled = books.ledger.settle(
      receipt, march(12), {.discounts = SettleOptions::Discounts::granted}, books.tick());
  ASSERT_EQ(settled->size(), 2U);
  const AppliedAmount discount = books.ledger.application((*settled)[1]);
  EXPECT_EQ(discount.adjustment, AdjustmentKind::discount);
  EXPECT_EQ(discount.amount, usd(20));
  EXPECT_EQ(books.open(invoice), usd(0));
  ASSERT_TRUE(books.ledger.return_payment(receipt, "B", march(20), books.tick()));
  EXPECT_EQ(books.open(invoice), usd(1'000));
}

TEST(Ledger, AWriteOffClosesWithoutMoneyAndItsReversalOpensAgain) {
  Books books;
  const DocumentId invoice = books.invoice("A", usd(100), march(1), march(31));
  const auto written_off = books.ledger.adjust({.document = invoice,
                                                .amount = usd(100),
                                                .kind = AdjustmentKind::write_off,
                                                .date = april(1)},
                                               books.tick());
  ASSERT_TRUE(written_off);
  EXPECT_EQ(books.ledger.balance("Ningbo", april(1)), MoneyBag());
  EXPECT_EQ(books.ledger.balance("Ningbo", march(31)), MoneyBag(usd(100)));
  EXPECT_THAT(rules(books.ledger
                        .adjust({.document = invoice,
                                 .amount = usd(1),
                                 .kind = AdjustmentKind::write_off,
                                 .date = april(1)},
                                books.tick())
                        .error()),
              ElementsAre("over_applied"));
  ASSERT_TRUE(books.ledger.reverse(written_off->front(), april(9), books.tick()));
  EXPECT_EQ(books.ledger.balance("Ningbo", april(9)), MoneyBag(usd(100)));
}

TEST(Ledger, WhatIsLateForALockedPeriodIsPostedInTheNextOpenOne) {
  Books books;
  const DocumentId invoice = books.invoice("A", usd(100), march(1), march(31));
  books.ledger.lock(march(31), books.tick());
  const DocumentId late = books.invoice("B", usd(50), march(20), april(20));
  EXPECT_EQ(books.ledger.document(late).date, march(20));
  EXPECT_EQ(books.ledger.document(late).posted, april(1));
  EXPECT_EQ(books.ledger.balance("Ningbo", march(31)), MoneyBag(usd(100)));
  EXPECT_EQ(books.ledger.balance("Ningbo", april(1)), MoneyBag(usd(150)));
  const DocumentId receipt = books.receipt("R", usd(100), march(25));
  const ApplicationId applied = books.apply(receipt, invoice, usd(100), march(25)).value().front();
  EXPECT_EQ(books.ledger.application(applied).posted, april(1));
  EXPECT_EQ(books.open(invoice, march(31)), usd(100));
  EXPECT_THROW(books.ledger.lock(march(31), books.tick()), InvalidArgument);
}

TEST(Ledger, WhatADocumentRefersToIsOfTheSameParty) {
  Books books;
  books.invoice("A", usd(100), march(1), march(31));
  Document interest = Books::of(DocumentKind::interest, "I", usd(1), march(31));
  interest.refers_to = "A";
  interest.party = "Lyon";
  try {
    books.post(interest);
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), HasSubstr("expected the number of a document of \"Lyon\""));
  }
  interest.party = "Ningbo";
  books.post(interest);
}

TEST(Ledger, BetweenTwoCurrenciesARateSaysWhatIsTaken) {
  Books books;
  const DocumentId invoice = books.invoice("A", usd(100), march(1), march(31));
  const DocumentId receipt = books.receipt("R", cny(700), march(5));
  const Application application{.credit = receipt,
                                .debit = invoice,
                                .amount = usd(50),
                                .date = march(5),
                                .rate = Decimal::parse("7.1234")};
  const auto applied = books.ledger.apply(application, books.tick());
  ASSERT_TRUE(applied);
  EXPECT_EQ(books.open(invoice), usd(50));
  EXPECT_EQ(books.open(receipt), Money::from_minor(343'83, CNY));
  ASSERT_TRUE(books.ledger.reverse(applied->front(), march(6), books.tick()));
  EXPECT_EQ(books.open(receipt), cny(700));
  Application nothing = application;
  nothing.amount = Money::from_minor(1, USD);
  nothing.rate = Decimal::parse("0.1");
  EXPECT_THROW(static_cast<void>(books.ledger.apply(nothing, books.tick())), InvalidArgument);
}

// With the rounding `exact` the second instalment has no share of the credit.
TEST(Ledger, AnApplicationThatFailsHalfwayChangesNothing) {
  Books books{.ledger = Ledger({.rounding = Rounding::exact})};
  const auto cents = [](std::int64_t minor) { return Money::from_minor(minor, USD); };
  Document document = Books::of(DocumentKind::invoice, "A", cents(100), march(1));
  document.installments = {{.number = 1, .amount = cents(50), .due_date = march(10)},
                           {.number = 2, .amount = cents(33), .due_date = march(11)},
                           {.number = 3, .amount = cents(17), .due_date = march(12)}};
  const DocumentId invoice = books.post(document);
  const DocumentId receipt = books.receipt("R", cny(10), march(5));
  EXPECT_THROW(static_cast<void>(books.ledger.apply(Application{.credit = receipt,
                                                                .debit = invoice,
                                                                .amount = cents(100),
                                                                .date = march(5),
                                                                .rate = Decimal::parse("7.12")},
                                                    books.tick())),
               InexactResult);
  EXPECT_EQ(books.ledger.applications(), 0U);
  EXPECT_EQ(books.open(invoice), cents(100));
  EXPECT_EQ(books.open(receipt), cny(10));
}

}  // namespace
}  // namespace o2c
