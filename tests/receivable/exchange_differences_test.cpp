#include "o2c/receivable/exchange_differences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/number/error.hpp"

#include "ledger_books.hpp"

namespace o2c {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Date march(int day) { return {2026, 3, day}; }
constexpr Date april(int day) { return {2026, 4, day}; }
constexpr ExchangeDifferenceKind realised = ExchangeDifferenceKind::realised;
constexpr ExchangeDifferenceKind unrealised = ExchangeDifferenceKind::unrealised;

Money fen(std::int64_t minor) { return Money::from_minor(minor, CNY); }
Money cents(std::int64_t minor) { return Money::from_minor(minor, USD); }

// Books kept in CNY.
struct ForeignBooks : Books {
  ForeignBooks() : Books{.ledger = Ledger({.home = CNY})} {}

  DocumentId document(DocumentKind kind, std::string number, Money amount, Date date,
                      const char* rate, DepositTerms terms = DepositTerms::fixed) {
    Document posted = of(kind, std::move(number), amount, date);
    if (kind == DocumentKind::invoice) posted.due_date = date + 30;
    if (kind == DocumentKind::deposit) posted.order = "SO-1";
    if (rate != nullptr) posted.rate = Decimal::parse(rate);
    posted.deposit_terms = terms;
    return post(posted);
  }
  DocumentId invoice(std::string number, Money amount, Date date, const char* rate) {
    return document(DocumentKind::invoice, std::move(number), amount, date, rate);
  }
  DocumentId receipt(std::string number, Money amount, Date date, const char* rate) {
    return document(DocumentKind::receipt, std::move(number), amount, date, rate);
  }
  RevaluationId revalue(Date date, const char* rate) {
    return ledger.revalue({date, {ExchangeRate(USD, CNY, Decimal::parse(rate), date)}}, tick());
  }
  std::vector<ExchangeDifference> differences(Date from, Date to,
                                              std::int64_t known_at_us = AsOf::now) const {
    std::vector<ExchangeDifference> rows = exchange_differences(ledger, from, to, known_at_us);
    for (const ExchangeDifference& row : rows) {
      const Derivation derivation = row.explain();
      EXPECT_THAT(derivation.recheck(), IsEmpty()) << derivation;
      EXPECT_EQ(derivation.steps().back().result, Value(row.difference));
    }
    return rows;
  }
  std::vector<Money> amounts(Date from = Date::min(), Date to = Date::max()) const {
    std::vector<Money> list;
    for (const ExchangeDifference& row : differences(from, to)) list.push_back(row.difference);
    return list;
  }
  Money carrying(DocumentId id, const AsOf& as_of = Date::max()) const {
    return carrying_amount(ledger, id, as_of);
  }
};

TEST(ExchangeDifferences, AnInvoiceIsRevaluedAndPaid) {
  ForeignBooks books;
  const DocumentId invoice = books.invoice("INV-1", usd(34'000), march(2), "7.10");
  EXPECT_EQ(books.carrying(invoice), cny(241'400));
  const RevaluationId closing = books.revalue(march(31), "7.05");
  EXPECT_EQ(books.carrying(invoice, march(30)), cny(241'400));
  EXPECT_EQ(books.carrying(invoice, march(31)), cny(239'700));
  const DocumentId receipt = books.receipt("R-1", usd(34'000), april(20), "7.08");
  const auto applied = books.apply(receipt, invoice, usd(34'000), april(20));
  EXPECT_EQ(books.carrying(receipt, AsOf(april(20), books.now - 1)), cny(240'720));
  EXPECT_EQ(books.carrying(invoice), cny(0));

  const std::vector<ExchangeDifference> rows = books.differences(march(1), april(30));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].kind, unrealised);
  EXPECT_EQ(rows[0].posted, march(31));
  EXPECT_EQ(rows[0].document, invoice);
  EXPECT_EQ(rows[0].credit, std::nullopt);
  EXPECT_EQ(rows[0].application, std::nullopt);
  EXPECT_EQ(rows[0].revaluation, closing);
  EXPECT_EQ(rows[0].amount, usd(34'000));
  EXPECT_EQ(rows[0].rate_from, Decimal::parse("7.10"));
  EXPECT_EQ(rows[0].rate_to, Decimal::parse("7.05"));
  EXPECT_EQ(rows[0].difference, cny(-1'700));
  EXPECT_EQ(rows[1].kind, realised);
  EXPECT_EQ(rows[1].posted, april(20));
  EXPECT_EQ(rows[1].document, invoice);
  EXPECT_EQ(rows[1].credit, receipt);
  EXPECT_EQ(rows[1].application, applied->front());
  EXPECT_EQ(rows[1].revaluation, std::nullopt);
  EXPECT_EQ(rows[1].amount, usd(34'000));
  EXPECT_EQ(rows[1].rate_from, Decimal::parse("7.05"));
  EXPECT_EQ(rows[1].rate_to, Decimal::parse("7.08"));
  EXPECT_EQ(rows[1].difference, cny(1'020));
  EXPECT_EQ(rows[0].difference + rows[1].difference, cny(-680));

  EXPECT_EQ(
      rows[1].explain().to_text(Language::en),
      R"(1. debit carried before          239700.00 CNY  = open amount 34000.00 USD × rate 7.05, rounded to 0.01 (half up)
2. debit carried after                0.00 CNY  = open amount 0.00 USD × rate 7.05, rounded to 0.01 (half up)
3. released from the debit       239700.00 CNY  = debit carried before 239700.00 CNY − debit carried after 0.00 CNY
4. credit carried before         240720.00 CNY  = open amount 34000.00 USD × rate 7.08, rounded to 0.01 (half up)
5. credit carried after               0.00 CNY  = open amount 0.00 USD × rate 7.08, rounded to 0.01 (half up)
6. released from the credit      240720.00 CNY  = credit carried before 240720.00 CNY − credit carried after 0.00 CNY
7. realised exchange difference    1020.00 CNY  = released from the credit 240720.00 CNY − released from the debit 239700.00 CNY
)");
}

TEST(ExchangeDifferences, OnlyThoseOfTheDaysAreListed) {
  ForeignBooks books;
  const DocumentId invoice = books.invoice("INV-1", usd(100), march(2), "7.10");
  books.revalue(march(31), "7.05");
  books.revalue(april(30), "7.20");
  EXPECT_THAT(books.amounts(), ElementsAre(cny(-5), cny(15)));
  EXPECT_THAT(books.amounts(march(31), march(31)), ElementsAre(cny(-5)));
  EXPECT_THAT(books.amounts(april(1), april(30)), ElementsAre(cny(15)));
  EXPECT_THAT(books.amounts(april(1), april(29)), IsEmpty());
  EXPECT_EQ(books.carrying(invoice, april(29)), cny(705));
  EXPECT_THROW(static_cast<void>(books.differences(april(2), april(1))), InvalidArgument);
}

// 712.34 in thirds: what is left is rounded, never the parts.
TEST(ExchangeDifferences, PartPaymentsAddUpToTheWhole) {
  ForeignBooks books;
  const DocumentId invoice = books.invoice("INV-1", usd(100), march(2), "7.1234");
  EXPECT_EQ(books.carrying(invoice), fen(712'34));
  const DocumentId a = books.receipt("R-1", cents(33'33), march(5), "7.0987");
  const DocumentId b = books.receipt("R-2", cents(33'33), march(6), "7.0987");
  const DocumentId c = books.receipt("R-3", cents(33'34), march(7), "7.0987");
  ASSERT_TRUE(books.apply(a, invoice, cents(33'33), march(5)));
  EXPECT_EQ(books.carrying(invoice), fen(474'92));  // 66.67 * 7.1234 = 474.917...
  ASSERT_TRUE(books.apply(b, invoice, cents(33'33), march(6)));
  EXPECT_EQ(books.carrying(invoice), fen(237'49));  // 33.34 * 7.1234 = 237.494...
  ASSERT_TRUE(books.apply(c, invoice, cents(33'34), march(7)));
  EXPECT_EQ(books.carrying(invoice), fen(0));
  // 236.60 - (712.34 - 474.92), 236.60 - (474.92 - 237.49), 236.67 - 237.49
  EXPECT_THAT(books.amounts(), ElementsAre(fen(-82), fen(-83), fen(-82)));
}

// Each of them alone would be 355.355, rounded 355.36.
TEST(ExchangeDifferences, InstalmentsAddUpToTheirDocument) {
  ForeignBooks books;
  Document posted = Books::of(DocumentKind::invoice, "INV-1", cents(100'10), march(2));
  posted.rate = Decimal::parse("7.10");
  posted.installments = {{.number = 1, .amount = cents(50'05), .due_date = march(20)},
                         {.number = 2, .amount = cents(50'05), .due_date = march(10)}};
  const DocumentId invoice = books.post(posted);
  EXPECT_EQ(books.carrying(invoice), fen(710'71));
  const DocumentId receipt = books.receipt("R-1", cents(100'10), march(15), "7.20");
  ASSERT_TRUE(books.apply(receipt, invoice, cents(100'10), march(15)));
  // 720.72 - 710.71, in two rows: (720.72 - 360.36) - (710.71 - 355.36), 360.36 - 355.36
  EXPECT_THAT(books.amounts(), ElementsAre(fen(5'01), fen(5'00)));
}

TEST(ExchangeDifferences, ADepositKeepsItsRateUnlessItIsRefundable) {
  ForeignBooks books;
  const DocumentId goods =
      books.document(DocumentKind::deposit, "D-1", usd(1'000), march(2), "7.20");
  const DocumentId cash = books.document(DocumentKind::deposit, "D-2", usd(1'000), march(2), "7.20",
                                         DepositTerms::refundable);
  books.revalue(march(31), "7.05");
  const std::vector<ExchangeDifference> rows = books.differences(march(1), march(31));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].document, cash);
  EXPECT_EQ(rows[0].difference, cny(150));  // We owe less: a gain.
  EXPECT_EQ(books.carrying(goods), cny(7'200));
  EXPECT_EQ(books.carrying(cash), cny(7'050));

  const DocumentId invoice = books.invoice("INV-1", usd(1'000), april(10), "7.10");
  ASSERT_TRUE(books.apply(goods, invoice, usd(400), april(10)));
  EXPECT_THAT(books.amounts(april(1), april(30)), ElementsAre(cny(40)));  // 400 * (7.20 - 7.10)
  // Paid back at what it is carried at, then at 7.10, which costs more than what is carried.
  ASSERT_TRUE(books.ledger.refund(cash, "RF-1", usd(400), april(12), books.tick()));
  EXPECT_THAT(books.amounts(april(12), april(12)), IsEmpty());
  ASSERT_TRUE(
      books.ledger.refund(cash, "RF-2", usd(600), april(13), books.tick(), Decimal::parse("7.10")));
  EXPECT_THAT(books.amounts(april(13), april(13)), ElementsAre(cny(-30)));
}

TEST(ExchangeDifferences, CreditsAreRevaluedTheOtherWayRound) {
  ForeignBooks books;
  books.receipt("R-1", usd(100), march(2), "7.10");
  books.document(DocumentKind::credit_note, "C-1", usd(200), march(2), "7.00");
  books.invoice("domestic", cny(500), march(2), nullptr);
  books.invoice("next month", usd(100), april(1), "7.30");
  books.revalue(march(31), "7.05");
  EXPECT_THAT(books.amounts(), ElementsAre(cny(5), cny(-10)));
}

TEST(ExchangeDifferences, BetweenTwoCurrenciesBothSidesLeaveAtWhatTheyAreCarriedAt) {
  ForeignBooks books;
  const DocumentId invoice = books.invoice("INV-1", usd(100), march(2), "7.10");
  const DocumentId home = books.receipt("R-1", cny(700), march(5), nullptr);
  const DocumentId euros = books.receipt("R-2", Money::from_minor(50'00, EUR), march(5), "7.80");
  ASSERT_TRUE(books.ledger.apply(Application{.credit = home,
                                             .debit = invoice,
                                             .amount = usd(50),
                                             .date = march(5),
                                             .rate = Decimal::parse("7.1234")},
                                 books.tick()));
  ASSERT_TRUE(books.ledger.apply(Application{.credit = euros,
                                             .debit = invoice,
                                             .amount = usd(50),
                                             .date = march(6),
                                             .rate = Decimal::parse("0.9")},
                                 books.tick()));
  const std::vector<ExchangeDifference> rows = books.differences(march(1), march(31));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].difference, fen(1'17));  // 356.17 - 355.00
  EXPECT_EQ(rows[0].rate_to, 1);
  EXPECT_EQ(rows[1].difference, fen(-4'00));  // 45 EUR * 7.80 - 355.00
  EXPECT_EQ(rows[1].rate_to, Decimal::parse("7.80"));
  EXPECT_EQ(books.carrying(home), fen(343'83));
  EXPECT_EQ(books.carrying(euros), fen(39'00));
}

// Neither side is in the home currency, and both were revalued: 110.00 USD at 7.10, then 7.00, are
// 770.00; 100.00 EUR at 7.80, then 7.90, are 790.00. The customer paid more than its debt is worth.
TEST(ExchangeDifferences, BetweenTwoForeignCurrenciesEachSideLeavesAtItsClosingRate) {
  ForeignBooks books;
  const DocumentId invoice = books.invoice("INV-1", cents(110'00), march(1), "7.10");
  const DocumentId euros = books.receipt("R-1", Money::from_minor(100'00, EUR), march(5), "7.80");
  books.ledger.revalue({march(31),
                        {ExchangeRate(USD, CNY, Decimal(7), march(31)),
                         ExchangeRate(EUR, CNY, Decimal::parse("7.90"), march(31))}},
                       books.tick());
  const auto apply = [&](std::int64_t dollars) {
    return books.ledger
        .apply(Application{.credit = euros,
                           .debit = invoice,
                           .amount = cents(dollars),
                           .date = april(5),
                           .rate = Decimal::parse("0.9091")},
               books.tick())
        .value();
  };
  const std::vector<ApplicationId> first = apply(33'00);  // 30.00 EUR
  apply(77'00);                                           // 70.00 EUR
  EXPECT_EQ(books.open(invoice), cents(0));
  EXPECT_EQ(books.open(euros), Money::from_minor(0, EUR));
  const std::vector<ExchangeDifference> rows = books.differences(april(1), april(30));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].rate_from, Decimal(7));
  EXPECT_EQ(rows[0].rate_to, Decimal::parse("7.90"));
  EXPECT_EQ(rows[0].difference, fen(6'00));   // 237.00 - 231.00
  EXPECT_EQ(rows[1].difference, fen(14'00));  // 553.00 - 539.00
  EXPECT_THAT(books.amounts(march(31), march(31)), ElementsAre(fen(-11'00), fen(-10'00)));
  ASSERT_TRUE(books.ledger.reverse(first.front(), april(6), books.tick()));
  EXPECT_EQ(books.amounts(april(6), april(6)), std::vector<Money>{fen(-6'00)});
}

TEST(ExchangeDifferences, AReversalTakesTheDifferenceBack) {
  ForeignBooks books;
  const DocumentId invoice = books.invoice("INV-1", usd(100), march(2), "7.1234");
  const DocumentId receipt = books.receipt("R-1", cents(33'33), march(5), "7.0987");
  const auto applied = books.apply(receipt, invoice, cents(33'33), march(5));
  ASSERT_TRUE(books.ledger.reverse(applied->front(), march(8), books.tick()));
  EXPECT_THAT(books.amounts(), ElementsAre(fen(-82), fen(82)));
  // After a revaluation both are carried at its rate again.
  const auto again = books.apply(receipt, invoice, cents(33'33), march(9));
  books.revalue(march(31), "7.05");
  ASSERT_TRUE(books.ledger.reverse(again->front(), april(1), books.tick()));
  EXPECT_THAT(books.amounts(april(1), april(30)), IsEmpty());
  EXPECT_EQ(books.carrying(invoice), cny(705));
}

TEST(ExchangeDifferences, WhatIsLetGoLeavesAtItsCarryingAmount) {
  ForeignBooks books;
  const DocumentId invoice = books.invoice("INV-1", usd(100), march(2), "7.10");
  ASSERT_TRUE(books.ledger.adjust({.document = invoice,
                                   .amount = usd(10),
                                   .kind = AdjustmentKind::write_off,
                                   .date = march(10)},
                                  books.tick()));
  books.revalue(march(31), "7.00");
  EXPECT_THAT(books.amounts(), ElementsAre(cny(-9)));
  EXPECT_EQ(books.carrying(invoice, march(30)), cny(639));
}

TEST(ExchangeDifferences, ARevaluationOfADayComesAfterItsApplications) {
  ForeignBooks books;
  const DocumentId invoice = books.invoice("INV-1", usd(100), march(31), "7.10");
  books.revalue(march(31), "7.00");
  const DocumentId receipt = books.receipt("R-1", usd(60), march(31), "7.08");
  ASSERT_TRUE(books.apply(receipt, invoice, usd(60), march(31)));
  EXPECT_THAT(books.amounts(), ElementsAre(fen(-1'20), cny(-4)));
}

TEST(ExchangeDifferences, ARevaluationLateForALockedPeriodHoldsInTheNext) {
  ForeignBooks books;
  const DocumentId old = books.invoice("INV-1", usd(100), march(2), "7.10");
  books.ledger.lock(march(31), books.tick());
  const DocumentId late = books.invoice("INV-2", usd(100), march(30), "7.09");
  books.revalue(march(31), "7.05");
  const std::vector<ExchangeDifference> rows = books.differences(march(1), april(30));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].document, old);
  EXPECT_EQ(rows[0].posted, april(1));
  EXPECT_EQ(rows[0].difference, cny(-5));
  EXPECT_EQ(books.carrying(late), cny(709));  // It holds from April on, so March leaves it alone.
  ASSERT_EQ(revaluations(books.ledger, april(1)).size(), 1U);
  EXPECT_EQ(revaluations(books.ledger, april(1))[0].posted, april(1));
  EXPECT_THAT(revaluations(books.ledger, march(31)), IsEmpty());
}

TEST(ExchangeDifferences, AnOlderClosingRateNeverReplacesANewerOne) {
  ForeignBooks books;
  const DocumentId invoice = books.invoice("INV-1", usd(100), march(2), "7.10");
  books.revalue(april(30), "7.20");
  books.ledger.lock(april(30), books.tick());
  books.revalue(march(31), "7.05");
  EXPECT_EQ(books.carrying(invoice), cny(720));
  EXPECT_THAT(books.amounts(), ElementsAre(cny(10)));
  // One of the same day corrects it.
  books.revalue(april(30), "7.21");
  EXPECT_EQ(books.carrying(invoice), cny(721));
  EXPECT_THAT(books.amounts(), ElementsAre(cny(10), cny(1)));
}

TEST(ExchangeDifferences, AreThoseKnownAtAMoment) {
  ForeignBooks books;
  const DocumentId invoice = books.invoice("INV-1", usd(100), march(2), "7.10");
  books.revalue(march(31), "7.05");
  const std::int64_t closing = books.now;
  const DocumentId receipt = books.receipt("R-1", usd(100), march(20), "7.08");
  ASSERT_TRUE(books.apply(receipt, invoice, usd(100), march(20)));
  EXPECT_THAT(books.amounts(), ElementsAre(cny(-2)));
  const auto known = books.differences(march(1), march(31), closing);
  ASSERT_EQ(known.size(), 1U);
  EXPECT_EQ(known[0].difference, cny(-5));
  EXPECT_THAT(books.differences(march(1), march(31), closing - 1), IsEmpty());
  EXPECT_EQ(books.carrying(invoice, AsOf(march(31), closing)), cny(705));
  EXPECT_EQ(books.carrying(invoice, AsOf(march(31), closing - 1)), cny(710));
}

TEST(ExchangeDifferences, AllDocumentsWithoutARateAreNamed) {
  ForeignBooks books;
  const DocumentId invoice = books.invoice("INV-1", usd(100), march(2), nullptr);
  books.invoice("INV-2", usd(100), march(2), "7.10");
  books.receipt("R-1", Money::from_minor(50'00, EUR), march(5), nullptr);
  books.receipt("R-2", usd(100), april(5), nullptr);
  try {
    static_cast<void>(books.differences(march(1), march(31)));
    FAIL();
  } catch (const MissingRate& error) {
    ASSERT_EQ(error.faults().size(), 2U);
    EXPECT_THAT(to_string(error.faults()[0]), HasSubstr("INV-1"));
    EXPECT_EQ(error.faults()[1].expected, "units of CNY for one of EUR");
  }
  EXPECT_THROW(static_cast<void>(books.carrying(invoice)), MissingRate);
  books.revalue(march(31), "7.05");
  EXPECT_EQ(books.carrying(invoice), cny(705));
}

TEST(ExchangeDifferences, ARevaluationThatMakesNoSenseThrows) {
  ForeignBooks books;
  const auto rate = [](Currency base, Currency quote, Date date) {
    return ExchangeRate(base, quote, Decimal::parse("7.05"), date);
  };
  EXPECT_THROW(static_cast<void>(books.ledger.revalue({march(31), {}}, books.tick())),
               InvalidArgument);
  try {
    static_cast<void>(books.ledger.revalue({march(31),
                                            {rate(CNY, USD, march(31)), rate(USD, CNY, april(1)),
                                             rate(EUR, CNY, march(30)), rate(EUR, CNY, march(31))}},
                                           books.tick()));
    FAIL();
  } catch (const InvalidArgument& error) {
    ASSERT_EQ(error.faults().size(), 3U);
    EXPECT_EQ(error.faults()[0].expected, "a rate in CNY");
    EXPECT_EQ(error.faults()[1].expected, "a rate of 2026-03-31 or before");
    EXPECT_EQ(error.faults()[2].expected, "one rate only of EUR");
  }
  EXPECT_THAT(revaluations(books.ledger, Date::max()), IsEmpty());

  Books no_home;
  EXPECT_THROW(static_cast<void>(no_home.ledger.revalue({march(31), {rate(USD, CNY, march(31))}},
                                                        no_home.tick())),
               InvalidArgument);
  EXPECT_THROW(static_cast<void>(exchange_differences(no_home.ledger, march(1), march(31))),
               InvalidArgument);
  const DocumentId invoice = no_home.invoice("A", usd(1), march(1), march(31));
  EXPECT_THROW(static_cast<void>(carrying_amount(no_home.ledger, invoice, march(31))),
               InvalidArgument);
}

TEST(ExchangeDifferences, OnlyADepositIsRefundable) {
  ForeignBooks books;
  Document receipt = Books::of(DocumentKind::receipt, "R", usd(1), march(1));
  receipt.deposit_terms = DepositTerms::refundable;
  EXPECT_THROW(static_cast<void>(books.ledger.post(receipt, books.tick())), InvalidArgument);
}

TEST(ExchangeDifferences, NamesAreReadBack) {
  for (const auto kind : {realised, unrealised})
    EXPECT_EQ(parse_exchange_difference_kind(to_string(kind)), kind);
  for (const auto terms : {DepositTerms::fixed, DepositTerms::refundable})
    EXPECT_EQ(parse_deposit_terms(to_string(terms)), terms);
  EXPECT_THROW(static_cast<void>(parse_deposit_terms("lost")), ParseError);
}

}  // namespace
}  // namespace o2c
