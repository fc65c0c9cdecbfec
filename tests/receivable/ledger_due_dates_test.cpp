#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/number/error.hpp"
#include "o2c/receivable/aging.hpp"
#include "o2c/receivable/ledger.hpp"

#include "ledger_books.hpp"

namespace o2c {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Date march(int day) { return {2026, 3, day}; }
constexpr Date april(int day) { return {2026, 4, day}; }

TEST(LedgerDueDates, AMistypedDueDateIsCorrectedFromTheBeginningOn) {
  Books books;
  const DocumentId invoice = books.invoice("A", usd(100), march(1), {2027, 3, 31});
  const std::int64_t before = books.now;
  ASSERT_TRUE(books.ledger.change_due_date(
      {.document = invoice, .due_date = march(31), .date = march(1), .reason = "2027 for 2026"},
      books.tick()));
  const auto due = [&](const AsOf& as_of) {
    return books.ledger.items(invoice, as_of)[0].due_date;
  };
  EXPECT_EQ(due(march(1)), march(31));
  EXPECT_EQ(due(AsOf(april(30), before)), Date(2027, 3, 31));
  EXPECT_THAT(books.ledger.due_dates(invoice, AsOf(april(30), before)), IsEmpty());
  EXPECT_THAT(books.ledger.due_dates(invoice, march(1)),
              ElementsAre(RecordedDueDate{.document = invoice,
                                          .installment = 0,
                                          .due_date = march(31),
                                          .date = march(1),
                                          .reason = "2027 for 2026",
                                          .recorded_at_us = books.now}));
}

TEST(LedgerDueDates, AnExtensionHoldsFromItsDayOn) {
  Books books;
  Document document = Books::of(DocumentKind::invoice, "A", usd(100), march(1));
  document.installments = {{.number = 1, .amount = usd(40), .due_date = march(10)},
                           {.number = 2, .amount = usd(60), .anchor = Anchor::acceptance}};
  const DocumentId invoice = books.post(document);
  const DocumentId later = books.invoice("B", usd(100), march(2), march(20));
  DueDateChange change{.document = invoice,
                       .due_date = april(10),
                       .date = march(15),
                       .reason = "agreed by mail",
                       .installment = 1};
  ASSERT_TRUE(books.ledger.change_due_date(change, books.tick()));
  const auto due = [&](const AsOf& as_of) {
    return books.ledger.items(invoice, as_of)[0].due_date;
  };
  EXPECT_EQ(due(march(14)), march(10));
  EXPECT_EQ(due(march(15)), april(10));
  EXPECT_EQ(age(books.ledger.open_items(march(14)), march(14)).rows().front().columns[1], usd(40));
  EXPECT_EQ(age(books.ledger.open_items(march(16)), march(16)).rows().front().columns[1], usd(0));
  // It is paid after what now falls due before it.
  const DocumentId receipt = books.receipt("R", usd(100), march(16));
  ASSERT_TRUE(books.ledger.settle(receipt, march(16), SettleOptions(), books.tick()));
  EXPECT_EQ(books.open(later), usd(0));
  EXPECT_EQ(books.open(invoice), usd(100));

  const auto refused = [&](const DueDateChange& again) {
    return rules(books.ledger.change_due_date(again, books.tick()).error());
  };
  EXPECT_THAT(refused(change), ElementsAre("same_due_date"));
  change.due_date = april(20);
  change.date = march(14);
  EXPECT_THAT(refused(change), ElementsAre("predates_due_date"));
  change.date = Date(2026, 2, 28);
  EXPECT_THAT(refused(change), ElementsAre("predates_document"));
  change.date = march(15);
  change.installment = 2;
  EXPECT_THAT(refused(change), ElementsAre("due_date_unknown"));
  change.installment = 1;
  change.reason.clear();
  EXPECT_THROW(static_cast<void>(books.ledger.change_due_date(change, books.tick())),
               InvalidArgument);
  change.reason = "agreed again";
  change.document = receipt;
  EXPECT_THROW(static_cast<void>(books.ledger.change_due_date(change, books.tick())),
               InvalidArgument);
}

TEST(LedgerDueDates, ADueDateChangedForALockedPeriodLeavesItAsItWasReported) {
  Books books;
  const DocumentId invoice = books.invoice("A", usd(100), march(1), march(10));
  books.ledger.lock(march(31), books.tick());
  ASSERT_TRUE(books.ledger.change_due_date(
      {.document = invoice, .due_date = april(20), .date = march(1), .reason = "mistyped"},
      books.tick()));
  EXPECT_EQ(books.ledger.items(invoice, march(31))[0].due_date, march(10));
  EXPECT_EQ(books.ledger.items(invoice, april(1))[0].due_date, april(20));
}

TEST(LedgerDueDates, OnlyADebitHasADueDateToWaitFor) {
  Books books;
  const DocumentId receipt = books.receipt("R", usd(90), march(5));
  EXPECT_THROW(static_cast<void>(books.ledger.set_due_date(receipt, 0, march(31), books.tick())),
               InvalidArgument);
  EXPECT_EQ(books.ledger.items(receipt, march(31))[0].due_date, std::nullopt);
}

// What is owed is listed in the order of due dates: an item that moves back and forth stays one.
TEST(LedgerDueDates, ADueDateThatComesBackIsPaidOnce) {
  Books books;
  const DocumentId a = books.invoice("A", usd(100), march(1), march(10));
  const DocumentId b = books.invoice("B", usd(100), march(1), march(20));
  const auto put_off = [&](DocumentId document, Date due) {
    ASSERT_TRUE(books.ledger.change_due_date(
        {.document = document, .due_date = due, .date = march(1), .reason = "agreed"},
        books.tick()));
  };
  const auto settle = [&](const char* number, std::int64_t units, Date date) {
    const DocumentId receipt = books.receipt(number, usd(units), date);
    return books.ledger.settle(receipt, date, {}, books.tick()).value();
  };
  put_off(a, april(10));
  put_off(a, march(10));
  const auto first = settle("R1", 50, march(25));
  EXPECT_EQ(books.open(a), usd(50));
  EXPECT_EQ(books.open(b), usd(100));
  put_off(a, april(20));
  settle("R2", 120, march(25));
  EXPECT_EQ(books.open(b), usd(0));
  EXPECT_EQ(books.open(a), usd(30));
  settle("R3", 30, march(25));
  put_off(a, march(10));
  put_off(b, april(30));
  ASSERT_TRUE(books.ledger.reverse(first.front(), march(26), books.tick()));
  EXPECT_EQ(books.open(a), usd(50));
  settle("R4", 60, march(26));
  EXPECT_EQ(books.open(a), usd(0));
  EXPECT_EQ(books.open(books.ledger.find("R4")), usd(10));
}

}  // namespace
}  // namespace o2c
