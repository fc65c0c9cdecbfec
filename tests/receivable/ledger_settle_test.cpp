#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/number/error.hpp"
#include "o2c/receivable/ledger.hpp"

#include "ledger_books.hpp"

namespace o2c {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Date day(int day) { return {2026, 3, day}; }
constexpr Date april(int day) { return {2026, 4, day}; }

TEST(Settle, PaysWhatThePayerNames) {
  Books books;
  const DocumentId a = books.invoice("A", usd(100), day(1), day(10));
  const DocumentId b = books.invoice("B", usd(100), day(1), day(20));
  const DocumentId receipt = books.receipt("R", usd(150), day(21));
  ASSERT_TRUE(books.ledger.settle(receipt, day(21), {.references = {"B"}}, books.tick()));
  EXPECT_EQ(books.open(b), usd(0));
  EXPECT_EQ(books.open(a), usd(100));
  EXPECT_EQ(books.open(receipt), usd(50));
  EXPECT_THROW(
      static_cast<void>(books.ledger.settle(receipt, day(21), {.references = {"Z"}}, books.tick())),
      InvalidArgument);
  ASSERT_TRUE(books.ledger.settle(receipt, day(22),
                                  {.references = {"B"}, .rest = SettleOptions::Rest::by_method},
                                  books.tick()));
  EXPECT_EQ(books.open(a), usd(50));
  EXPECT_EQ(books.open(receipt), usd(0));
}

TEST(Settle, LeavesOverPaymentUnapplied) {
  Books books;
  books.invoice("A", usd(100), day(1), day(10));
  const DocumentId receipt = books.receipt("R", usd(150), day(21));
  ASSERT_TRUE(books.ledger.settle(receipt, day(21), {}, books.tick()));
  EXPECT_EQ(books.open(receipt), usd(50));
}

TEST(Settle, RefusesWithoutAnExactMatch) {
  Books books;
  books.invoice("A", usd(100), day(1), day(10));
  const DocumentId receipt = books.receipt("R", usd(99), day(21));
  const auto settled = books.ledger.settle(
      receipt, day(21), {.method = ApplicationMethod::exact_match}, books.tick());
  EXPECT_THAT(rules(settled.error()), ElementsAre("no_exact_match"));
  EXPECT_EQ(books.ledger.applications(), 0U);
}

TEST(Settle, ADifferenceWithinTheToleranceClosesTheItem) {
  Books books;
  const DocumentId a = books.invoice("A", usd(1'000), day(1), day(10));
  const DocumentId b = books.invoice("B", usd(1'000), day(1), day(11));
  const SettleOptions options{
      .tolerance = Tolerance{.part = Rate::from_percent(2), .amount = usd(30)},
      .tolerated_as = AdjustmentKind::bank_charge};
  const DocumentId near = books.receipt("R1", usd(985), day(21));
  const auto settled = books.ledger.settle(near, day(21), options, books.tick());
  ASSERT_EQ(settled->size(), 2U);
  EXPECT_EQ(books.ledger.application(settled->back()).adjustment, AdjustmentKind::bank_charge);
  EXPECT_EQ(books.ledger.application(settled->back()).amount, usd(15));
  EXPECT_EQ(books.open(a), usd(0));
  const DocumentId far = books.receipt("R2", usd(979), day(21));
  ASSERT_TRUE(books.ledger.settle(far, day(21), options, books.tick()));
  EXPECT_EQ(books.open(b), usd(21));
}

TEST(Settle, ADiscountMayBeGrantedLateWithinItsDaysOfGrace) {
  Books books;
  Document document = Books::of(DocumentKind::invoice, "A", usd(5'000), day(1));
  document.installments =
      PaymentTerms::parse("2/10 net 30").schedule(usd(5'000), AnchorDates(Anchor::invoice, day(1)));
  document.discounts.grace_days = 3;
  const DocumentId invoice = books.post(document);
  const DocumentId receipt = books.receipt("R", usd(4'900), day(13));
  const SettleOptions granted{.method = ApplicationMethod::exact_match,
                              .discounts = SettleOptions::Discounts::granted};
  const auto settled = books.ledger.settle(receipt, day(20), granted, books.tick());
  ASSERT_EQ(settled->size(), 2U);
  EXPECT_EQ(books.ledger.application(settled->back()).adjustment, AdjustmentKind::late_discount);
  EXPECT_EQ(books.open(invoice), usd(0));
}

TEST(Settle, AReceiptInFullTakesNoDiscount) {
  Books books;
  Document document = Books::of(DocumentKind::invoice, "A", usd(5'000), day(1));
  document.installments =
      PaymentTerms::parse("2/10 net 30").schedule(usd(5'000), AnchorDates(Anchor::invoice, day(1)));
  const DocumentId invoice = books.post(document);
  const DocumentId receipt = books.receipt("R", usd(5'000), day(9));
  const SettleOptions granted{.method = ApplicationMethod::exact_match,
                              .discounts = SettleOptions::Discounts::granted};
  ASSERT_EQ(books.ledger.settle(receipt, day(9), granted, books.tick())->size(), 1U);
  EXPECT_EQ(books.open(invoice), usd(0));
  EXPECT_EQ(books.open(receipt), usd(0));
}

// With the rounding `exact` the discount of the second invoice cannot be stated.
TEST(Settle, WhatFailsHalfwayIsAsItWas) {
  Books books{.ledger = Ledger({.rounding = Rounding::exact})};
  const auto discounted = [&](std::string number, Money amount) {
    Document document = Books::of(DocumentKind::invoice, std::move(number), amount, day(1));
    DiscountOffer offer{.last_day = day(11),
                        .rate = Rate::from_percent(2),
                        .part = Ratio(1, 50),
                        .discount = Money::zero(USD)};
    document.installments = {
        {.number = 1, .amount = amount, .due_date = day(31), .discounts = {offer}}};
    return books.post(document);
  };
  const DocumentId a = discounted("A", usd(100));
  discounted("B", Money::from_minor(33, USD));
  const DocumentId receipt = books.receipt("R", Money::from_minor(98'20, USD), day(5));
  const std::int64_t before = books.now;
  EXPECT_THROW(
      static_cast<void>(books.ledger.settle(receipt, day(5),
                                            {.references = {"A"},
                                             .rest = SettleOptions::Rest::by_method,
                                             .discounts = SettleOptions::Discounts::granted},
                                            books.tick())),
      InexactResult);
  EXPECT_EQ(books.ledger.applications(), 0U);
  // A is still among what is owed, and the moment was not recorded.
  ASSERT_TRUE(books.ledger.settle(receipt, day(5), {}, before));
  EXPECT_EQ(books.open(a), Money::from_minor(1'80, USD));
}

TEST(Settle, TheStatutoryOrderKnowsInterestOfAnInvoice) {
  Books books;
  const DocumentId invoice = books.invoice("A", usd(100), day(1), day(10));
  Document charge = Books::of(DocumentKind::interest, "I", usd(5), day(15));
  charge.refers_to = "A";
  const DocumentId interest = books.post(charge);
  const DocumentId receipt = books.receipt("R", usd(20), day(21));
  ASSERT_TRUE(books.ledger.settle(receipt, day(21), {.method = ApplicationMethod::statutory},
                                  books.tick()));
  EXPECT_EQ(books.open(interest), usd(0));
  EXPECT_EQ(books.open(invoice), usd(85));
}

// Whatever was closed, opened again, dated late or lies between: what is paid is what `apportion`
// says of all that is owed.
TEST(Settle, WhatFellDueFirstIsPaidFirst) {
  Books books;
  const DocumentId closed = books.invoice("closed", usd(10), day(1), day(2));
  books.invoice("later", usd(30), day(3), day(20));
  const DocumentId same_day = books.invoice("same day, later document", usd(30), day(4), day(9));
  const DocumentId first = books.invoice("same day", usd(30), day(2), day(9));
  Document euros = Books::of(DocumentKind::invoice, "euros", Money::from_minor(50'00, EUR), day(1));
  euros.due_date = day(3);
  const DocumentId foreign = books.post(euros);
  Document undated = Books::of(DocumentKind::invoice, "undated", usd(30), day(1));
  undated.installments = {{.number = 7, .amount = usd(30), .anchor = Anchor::acceptance}};
  const DocumentId accepted = books.post(undated);
  const auto settle = [&](const char* number, Money amount) {
    const DocumentId receipt = books.receipt(number, amount, day(10));
    return books.ledger.settle(receipt, day(10), SettleOptions(), books.tick()).value();
  };

  const std::vector<ApplicationId> one = settle("R1", usd(10));
  EXPECT_EQ(books.ledger.application(one.front()).debit, closed);
  settle("R2", usd(20));
  EXPECT_EQ(books.open(first), usd(10));
  EXPECT_EQ(books.open(same_day), usd(30));
  ASSERT_TRUE(books.ledger.reverse(one.front(), day(11), books.tick()));
  ASSERT_TRUE(books.ledger.set_due_date(accepted, 7, day(5), books.tick()));
  const DocumentId last = books.receipt("R3", usd(60), day(12));
  ASSERT_TRUE(books.ledger.settle(last, day(12), SettleOptions(), books.tick()));
  EXPECT_EQ(books.open(closed), usd(0));
  EXPECT_EQ(books.open(accepted), usd(0));
  EXPECT_EQ(books.open(first), usd(0));
  EXPECT_EQ(books.open(same_day), usd(20));
  EXPECT_EQ(books.open(foreign), Money::from_minor(50'00, EUR));
}

TEST(Settle, APaymentOfAWholeInvoiceMatchesItsInstalments) {
  Books books;
  Document document = Books::of(DocumentKind::invoice, "A", usd(100), day(1));
  document.installments = {{.number = 1, .amount = usd(30), .due_date = day(31)},
                           {.number = 2, .amount = usd(70), .due_date = april(30)}};
  const DocumentId invoice = books.post(document);
  books.invoice("B", usd(45), day(1), day(5));
  Document interest = Books::of(DocumentKind::interest, "I", usd(2), day(2));
  interest.refers_to = "A";
  const DocumentId late = books.post(interest);
  const SettleOptions exact{.method = ApplicationMethod::exact_match};
  const DocumentId whole = books.receipt("R1", usd(100), day(6));
  const auto paid = books.ledger.settle(whole, day(6), exact, books.tick());
  ASSERT_TRUE(paid);
  EXPECT_EQ(books.open(invoice), usd(0));
  EXPECT_EQ(books.open(late), usd(2));
  for (const ApplicationId row : *paid)
    ASSERT_TRUE(books.ledger.reverse(row, day(7), books.tick()));
  const DocumentId all = books.receipt("R2", usd(102), day(8));
  ASSERT_TRUE(books.ledger.settle(all, day(8), exact, books.tick()));
  EXPECT_EQ(books.open(invoice), usd(0));
  EXPECT_EQ(books.open(late), usd(0));
  const DocumentId other = books.receipt("R3", usd(44), day(8));
  EXPECT_THAT(rules(books.ledger.settle(other, day(8), exact, books.tick()).error()),
              ElementsAre("no_exact_match"));
}

TEST(Settle, WhatWasPaidTooMuchIsKeptWithinTheTolerance) {
  const auto cents = [](std::int64_t minor) { return Money::from_minor(minor, USD); };
  Books books;
  const DocumentId invoice = books.invoice("A", usd(1'000), day(1), day(31));
  const DocumentId receipt = books.receipt("R1", cents(1'000'03), day(5));
  const SettleOptions options{.tolerance =
                                  Tolerance{.part = Rate::from_bps(1), .amount = cents(3)}};
  const auto settled = books.ledger.settle(receipt, day(5), options, books.tick());
  ASSERT_EQ(settled->size(), 2U);
  const AppliedAmount kept = books.ledger.application((*settled)[1]);
  EXPECT_EQ(kept.credit, std::nullopt);
  EXPECT_EQ(kept.debit, receipt);
  EXPECT_EQ(kept.adjustment, AdjustmentKind::difference);
  EXPECT_EQ(kept.amount, cents(3));
  EXPECT_EQ(kept.made_with, (*settled)[0]);
  EXPECT_EQ(books.open(receipt), cents(0));
  EXPECT_EQ(books.ledger.balance("Ningbo", day(5)), MoneyBag());
  EXPECT_EQ(books.ledger.history(receipt).size(), 2U);
  EXPECT_THAT(books.ledger.open_items(day(5)), IsEmpty());
  // It falls with what was paid, and comes back whole when the payment bounces.
  ASSERT_TRUE(books.ledger.reverse((*settled)[0], day(6), books.tick(), usd(500)));
  EXPECT_EQ(books.open(receipt), cents(500'02));
  ASSERT_TRUE(books.ledger.return_payment(receipt, "B", day(7), books.tick()));
  EXPECT_EQ(books.open(invoice), usd(1'000));
  EXPECT_EQ(books.ledger.balance("Ningbo", day(7)), MoneyBag(usd(1'000)));
  // A cent more stays unapplied.
  const DocumentId more = books.receipt("R2", cents(1'000'04), day(8));
  ASSERT_EQ(books.ledger.settle(more, day(8), options, books.tick())->size(), 1U);
  EXPECT_EQ(books.open(more), cents(4));
  ASSERT_TRUE(books.ledger.adjust(
      {.document = more, .amount = cents(4), .kind = AdjustmentKind::write_off, .date = april(1)},
      books.tick()));
  EXPECT_EQ(books.open(more), cents(0));
  EXPECT_EQ(books.open(more, day(31)), cents(4));
  EXPECT_THROW(static_cast<void>(books.ledger.adjust({.document = receipt,
                                                      .amount = cents(1),
                                                      .kind = AdjustmentKind::discount,
                                                      .date = april(1)},
                                                     books.tick())),
               InvalidArgument);
  const DocumentId note = books.credit_note("C", usd(1), day(8));
  EXPECT_THROW(static_cast<void>(books.ledger.adjust({.document = note,
                                                      .amount = usd(1),
                                                      .kind = AdjustmentKind::difference,
                                                      .date = april(1)},
                                                     books.tick())),
               InvalidArgument);
}

// What a receipt's discount is counted on does not depend on when the discount became known.
TEST(Settle, WhatWasCreditedBeforeADiscountWasKnownEarnsNone) {
  Books books;
  Document document = Books::of(DocumentKind::invoice, "A", usd(10'000), day(1));
  const PaymentTerms terms = PaymentTerms::parse("2/10 30 days after B/L date");
  document.installments = terms.schedule(usd(10'000), {});
  const DocumentId invoice = books.post(document);
  const DocumentId note = books.credit_note("C", usd(1'000), day(2));
  ASSERT_TRUE(books.apply(note, invoice, usd(1'000), day(2)));
  const AnchorDates shipped(Anchor::bl, day(3));
  ASSERT_TRUE(books.ledger.set_due_date(invoice, terms.schedule(usd(10'000), shipped).front(),
                                        books.tick()));
  const SettleOptions granted{.discounts = SettleOptions::Discounts::granted};
  const DocumentId receipt = books.receipt("R", usd(8'820), day(13));
  const auto settled = books.ledger.settle(receipt, day(13), granted, books.tick()).value();
  ASSERT_EQ(settled.size(), 2U);
  EXPECT_EQ(books.ledger.application(settled.back()).amount, usd(180));
  EXPECT_EQ(books.open(invoice), usd(0));
  // Taken back, the credit note leaves the discount of all that was invoiced.
  ASSERT_TRUE(books.ledger.reverse(settled.front(), day(13), books.tick()));
  ASSERT_TRUE(books.ledger.reverse(ApplicationId{0}, day(13), books.tick()));
  const DocumentId whole = books.receipt("R2", usd(9'800), day(13));
  ASSERT_EQ(books.ledger.settle(whole, day(13), granted, books.tick())->size(), 2U);
  EXPECT_EQ(books.open(invoice), usd(0));
}

// What was let go of an invoice is owed again with the payment that it came with, and may be let go
// again.
TEST(Settle, AToleranceThatIsTakenBackIsThereAgain) {
  Books books;
  const DocumentId invoice = books.invoice("A", usd(1'000), day(1), day(10));
  const SettleOptions options{.tolerance = Tolerance{.amount = usd(10)}};
  const DocumentId first = books.receipt("R1", usd(991), day(5));
  const auto settled = books.ledger.settle(first, day(5), options, books.tick()).value();
  ASSERT_EQ(settled.size(), 2U);
  ASSERT_TRUE(books.ledger.reverse(settled.front(), day(6), books.tick(), usd(500)));
  EXPECT_EQ(books.open(invoice), Money::from_minor(504'54, USD));  // 9 * 500 / 991 is 4.54
  // 4.46 of 10 stay let go: 5.54 more may be.
  const DocumentId less = books.receipt("R2", Money::from_minor(498'99, USD), day(7));
  ASSERT_TRUE(books.ledger.settle(
      less, day(7), {.references = {"A"}, .tolerance = options.tolerance}, books.tick()));
  EXPECT_EQ(books.open(invoice), Money::from_minor(5'55, USD));
  const DocumentId cent = books.receipt("R3", Money::from_minor(1, USD), day(7));
  ASSERT_EQ(books.ledger.settle(cent, day(7), options, books.tick())->size(), 2U);
  EXPECT_EQ(books.open(invoice), usd(0));
}

// Orders of two parties may have one number. Whether an order has more debits than its party owes
// in all, or fewer, makes no difference.
TEST(Settle, APaymentForAnOrderPaysWhatItsPartyOwesForIt) {
  Books books;
  const auto invoice = [&](const char* number, const char* party, const char* order, Date due) {
    Document document = Books::of(DocumentKind::invoice, number, usd(100), day(1));
    document.party = party;
    document.order = order;
    document.due_date = due;
    return books.post(document);
  };
  const auto pay = [&](const char* number, std::int64_t units) {
    Document document = Books::of(DocumentKind::receipt, number, usd(units), day(5));
    document.order = "O1";
    const DocumentId receipt = books.post(document);
    ASSERT_TRUE(books.ledger.settle(receipt, day(5), {}, books.tick()));
  };
  const DocumentId other = invoice("X", "Xiamen", "O1", day(2));
  const DocumentId first = invoice("A", "Ningbo", "O2", day(10));
  const DocumentId later = invoice("C", "Ningbo", "O1", day(20));
  const DocumentId earlier = invoice("B", "Ningbo", "O1", day(15));
  pay("R1", 150);
  EXPECT_EQ(books.open(earlier), usd(0));
  EXPECT_EQ(books.open(later), usd(50));
  EXPECT_EQ(books.open(first), usd(100));
  invoice("Y", "Xiamen", "O1", day(2));
  pay("R2", 100);  // Of O1 there are four debits, and Ningbo had three in all.
  EXPECT_EQ(books.open(later), usd(0));
  EXPECT_EQ(books.open(first), usd(50));
  EXPECT_EQ(books.open(other), usd(100));
}

}  // namespace
}  // namespace o2c
