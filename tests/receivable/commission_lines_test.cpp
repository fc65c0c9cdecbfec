#include "o2c/receivable/commission_lines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger_books.hpp"

namespace o2c {
namespace {

using ::testing::ElementsAre;

constexpr Date march(int day) { return {2026, 3, day}; }

std::vector<Money> nets(const std::vector<CommissionLine>& lines) {
  std::vector<Money> amounts;
  for (const CommissionLine& line : lines) amounts.push_back(line.net);
  return amounts;
}

DocumentId taxed_invoice(Books& books, Money amount, Money net) {
  Document document = Books::of(DocumentKind::invoice, "A", amount, march(1));
  document.due_date = march(31);
  document.salesperson = "Li";
  document.taxes = {{Rate::from_percent(13), net, amount - net}};
  return books.post(document);
}

// 226,000 with 13% of tax bring 200,000.
TEST(CommissionLines, CashBringsItsShareOfTheNet) {
  Books books;
  const DocumentId invoice = taxed_invoice(books, cny(226'000), cny(200'000));
  const DocumentId receipt = books.receipt("R", cny(226'000), {2026, 5, 5});
  ASSERT_TRUE(books.apply(receipt, invoice, cny(226'000), {2026, 5, 6}));
  const auto lines = commission_lines(books.ledger, {2026, 5, 1}, {2026, 5, 31});
  EXPECT_THAT(nets(lines), ElementsAre(cny(200'000)));
  EXPECT_EQ(lines[0].days_overdue, 35);
  EXPECT_EQ(lines[0].date, Date(2026, 5, 6));
  EXPECT_TRUE(commission_lines(books.ledger, {2026, 4, 1}, {2026, 4, 30}).empty());
}

TEST(CommissionLines, SayWhatWasPaidInThePaymentsCurrency) {
  Books books;
  books.ledger = Ledger({.home = CNY});
  const DocumentId invoice = books.post({.kind = DocumentKind::invoice,
                                         .number = "A",
                                         .party = "Ningbo",
                                         .date = march(1),
                                         .amount = usd(500),
                                         .due_date = march(31),
                                         .rate = Decimal::parse("7.1")});
  const DocumentId receipt = books.post({.kind = DocumentKind::receipt,
                                         .number = "R",
                                         .party = "Ningbo",
                                         .date = march(10),
                                         .amount = Money::of(460, EUR),
                                         .rate = Decimal::parse("7.8")});
  const auto applied = books.ledger.apply(Application{.credit = receipt,
                                                      .debit = invoice,
                                                      .amount = usd(500),
                                                      .date = march(10),
                                                      .rate = Decimal::parse("0.92")},
                                          books.tick());
  ASSERT_TRUE(applied);
  ASSERT_TRUE(books.ledger.reverse(applied->front(), march(11), books.tick()));
  const auto lines = commission_lines(books.ledger, march(1), march(31));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].amount, usd(500));
  EXPECT_EQ(lines[0].paid, Money::of(460, EUR));
  EXPECT_EQ(lines[0].rate, Decimal::parse("7.8"));  // 460 at 7.8 make 3,588 at home.
  EXPECT_EQ(lines[1].amount, usd(-500));
  EXPECT_EQ(lines[1].paid, Money::of(-460, EUR));
  for (const CommissionLine& line :
       commission_lines(books.ledger, march(1), march(31), LineBasis::invoiced)) {
    EXPECT_EQ(line.paid, std::nullopt);
    EXPECT_EQ(line.rate, Decimal::parse("7.1"));
  }
}

TEST(CommissionLines, PartsAddUpToTheNetAndNeverChange) {
  Books books;
  const auto cents = [](std::int64_t minor) { return Money::from_minor(minor, CNY); };
  const DocumentId invoice = taxed_invoice(books, cents(100'00), cents(88'50));
  const DocumentId receipt = books.receipt("R", cny(500), march(2));
  std::vector<ApplicationId> rows;
  for (const std::int64_t part : {33'33, 33'33, 33'34})
    rows.push_back(books.apply(receipt, invoice, cents(part), march(10)).value().front());
  const auto lines = commission_lines(books.ledger, march(1), march(31));
  EXPECT_THAT(nets(lines), ElementsAre(cents(29'50), cents(29'49), cents(29'51)));
  ASSERT_TRUE(books.ledger.reverse(rows[0], march(20), books.tick()));
  EXPECT_THAT(nets(commission_lines(books.ledger, march(1), march(31))),
              ElementsAre(cents(29'50), cents(29'49), cents(29'51), cents(-29'50)));
}

TEST(CommissionLines, WhatIsNoCashBringsNothing) {
  Books books;
  const DocumentId invoice = taxed_invoice(books, cny(113), cny(100));
  const DocumentId note = books.credit_note("C", cny(13), march(2));
  ASSERT_TRUE(books.apply(note, invoice, cny(13), march(3)));
  ASSERT_TRUE(books.ledger.adjust(
      {.document = invoice, .amount = cny(50), .kind = AdjustmentKind::write_off, .date = march(4)},
      books.tick()));
  EXPECT_TRUE(commission_lines(books.ledger, march(1), march(31)).empty());
}

TEST(CommissionLines, WhatIsWrittenOffTakesItsShareAwayOnce) {
  Books books;
  const DocumentId invoice = taxed_invoice(books, cny(113), cny(100));
  EXPECT_EQ(net_of(books.ledger, invoice), cny(100));
  const auto write_off = [&](std::int64_t minor, Date date) {
    return books.ledger.adjust({.document = invoice,
                                .amount = Money::from_minor(minor, CNY),
                                .kind = AdjustmentKind::write_off,
                                .date = date},
                               books.tick());
  };
  const auto lines = [&](Date from, Date to) {
    return commission_lines(books.ledger, from, to, LineBasis::written_off);
  };
  const auto first = write_off(33'33, march(4));
  ASSERT_TRUE(first);
  ASSERT_TRUE(write_off(79'67, march(20)));
  // 29.4956 and 70.5044 of the net.
  EXPECT_THAT(nets(lines(march(1), march(31))),
              ElementsAre(Money::from_minor(-29'50, CNY), Money::from_minor(-70'50, CNY)));
  EXPECT_EQ(lines(march(5), march(31)).front().date, march(20));
  ASSERT_TRUE(books.ledger.reverse(first->front(), {2026, 4, 2}, books.tick()));
  EXPECT_THAT(nets(lines({2026, 4, 1}, {2026, 4, 30})), ElementsAre(Money::from_minor(29'50, CNY)));
  EXPECT_TRUE(commission_lines(books.ledger, march(1), {2026, 4, 30}).empty());
}

// 113 with a net of 100, and 100 without tax, which a credit note takes back.
TEST(CommissionLines, WhatCreditNotesTookIsNotWrittenOffAgain) {
  Books books;
  const auto cents = [](std::int64_t minor) { return Money::from_minor(minor, CNY); };
  Document sale = Books::of(DocumentKind::invoice, "A", cny(213), march(1));
  sale.due_date = march(31);
  sale.taxes = {{Rate::from_percent(13), cny(100), cny(13)},
                {Rate::from_percent(0), cny(100), cny(0)}};
  const DocumentId invoice = books.post(sale);
  Document back = Books::of(DocumentKind::credit_note, "C", cny(100), march(2));
  back.taxes = {{Rate::from_percent(0), cny(100), cny(0)}};
  const DocumentId note = books.post(back);
  const auto write_off = [&](std::int64_t minor, Date date) {
    return books.ledger.adjust({.document = invoice,
                                .amount = cents(minor),
                                .kind = AdjustmentKind::write_off,
                                .date = date},
                               books.tick());
  };
  ASSERT_TRUE(write_off(33'33, march(2)));  // 33.33 of 213, of a net of 200.
  ASSERT_TRUE(books.apply(note, invoice, cny(100), march(3)));
  const auto rest = write_off(79'67, march(4));
  ASSERT_TRUE(rest);
  ASSERT_TRUE(books.ledger.reverse(rest->front(), march(5), books.tick()));
  const auto lines = commission_lines(books.ledger, march(1), march(31), LineBasis::written_off);
  // All of the 100 that are left; of what is recovered 79.67 of 113.
  EXPECT_THAT(nets(lines), ElementsAre(cents(-31'30), cents(-68'70), cents(70'50)));
}

TEST(CommissionLines, TheNetIsOfADocumentOfTheLedger) {
  const Books books;
  EXPECT_THROW((void)net_of(books.ledger, DocumentId{0}), InvalidArgument);
}

TEST(CommissionLines, MoneyPaidBackOnACreditNoteTakesItsShareAway) {
  Books books;
  Document document = Books::of(DocumentKind::credit_note, "C", cny(113), march(2));
  document.taxes = {{Rate::from_percent(13), cny(100), cny(13)}};
  const DocumentId note = books.post(document);
  ASSERT_TRUE(books.ledger.refund(note, "F", cny(113), march(5), books.tick()));
  EXPECT_THAT(nets(commission_lines(books.ledger, march(1), march(31))), ElementsAre(cny(-100)));
  EXPECT_THAT(nets(commission_lines(books.ledger, march(1), march(31), LineBasis::invoiced)),
              ElementsAre(cny(-100)));
}

}  // namespace
}  // namespace o2c
