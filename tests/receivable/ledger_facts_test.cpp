#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/number/error.hpp"
#include "o2c/receivable/ledger.hpp"

#include "ledger_books.hpp"

namespace o2c {
namespace {

using ::testing::ElementsAre;

constexpr Date march(int day) { return {2026, 3, day}; }
constexpr Date april(int day) { return {2026, 4, day}; }

TEST(LedgerFacts, ADisputeThatIsLateForALockedPeriodLeavesItAsItWasReported) {
  Books books;
  const DocumentId invoice = books.invoice("A", usd(100), march(1), march(31));
  const auto disputed = [&](Date day) { return books.ledger.items(invoice, day).front().disputed; };
  books.ledger.lock(march(31), books.tick());
  const auto dispute = books.ledger.dispute(
      {.document = invoice, .amount = usd(40), .date = march(20), .reason = "short"}, books.tick());
  EXPECT_EQ(disputed(march(31)), usd(0));
  EXPECT_EQ(disputed(april(1)), usd(40));
  books.ledger.lock(april(30), books.tick());
  ASSERT_TRUE(
      books.ledger.end_dispute(*dispute, DisputeOutcome::rejected, april(10), books.tick()));
  EXPECT_EQ(disputed(april(30)), usd(40));
  EXPECT_EQ(disputed({2026, 5, 1}), usd(0));
}

TEST(LedgerFacts, ADisputeTakesPartOfAnItemUntilItEnds) {
  Books books;
  const DocumentId invoice = books.invoice("A", usd(100), march(1), march(31));
  const auto raised = books.ledger.dispute({.document = invoice,
                                            .amount = usd(30),
                                            .date = march(10),
                                            .reason = "two cartons wet",
                                            .owner = "Li"},
                                           books.tick());
  ASSERT_TRUE(raised);
  EXPECT_THAT(
      rules(books.ledger
                .dispute({.document = invoice, .amount = usd(71), .date = march(10)}, books.tick())
                .error()),
      ElementsAre("over_disputed"));
  EXPECT_EQ(books.ledger.items(invoice, march(9))[0].disputed, usd(0));
  EXPECT_EQ(books.ledger.items(invoice, march(10))[0].disputed, usd(30));
  // What is paid of the item leaves no more in dispute than is open.
  const DocumentId receipt = books.receipt("R", usd(90), march(12));
  ASSERT_TRUE(books.apply(receipt, invoice, usd(90), march(12)));
  EXPECT_EQ(books.ledger.items(invoice, march(12))[0].disputed, usd(10));
  ASSERT_TRUE(books.ledger.end_dispute(*raised, DisputeOutcome::rejected, march(20), books.tick()));
  EXPECT_EQ(books.ledger.items(invoice, march(20))[0].disputed, usd(0));
  EXPECT_THAT(
      rules(books.ledger.end_dispute(*raised, DisputeOutcome::accepted, march(21), books.tick())
                .error()),
      ElementsAre("dispute_ended"));
  ASSERT_EQ(books.ledger.disputes(march(19)).size(), 1U);
  EXPECT_EQ(books.ledger.disputes(march(19))[0].outcome, std::nullopt);
  EXPECT_EQ(books.ledger.disputes(march(20))[0].outcome, DisputeOutcome::rejected);
}

TEST(LedgerFacts, ADisputeOfAWholeInvoiceIsSpreadOverItsInstalments) {
  Books books;
  Document document = Books::of(DocumentKind::invoice, "A", usd(100), march(1));
  document.installments = {{.number = 1, .amount = usd(70), .due_date = april(30)},
                           {.number = 2, .amount = usd(30), .due_date = march(31)}};
  const DocumentId invoice = books.post(document);
  const auto disputed = [&](Date day) {
    std::vector<Money> parts;
    for (const LedgerItem& item : books.ledger.items(invoice, day)) parts.push_back(item.disputed);
    return parts;
  };
  const auto whole = books.ledger.dispute(
      {.document = invoice, .amount = usd(80), .date = march(10), .reason = "not ours"},
      books.tick());
  ASSERT_TRUE(whole);
  EXPECT_THAT(disputed(march(10)), ElementsAre(usd(50), usd(30)));
  EXPECT_EQ(books.ledger.disputes(march(10))[0].dispute.installment, 0);
  EXPECT_EQ(books.ledger.disputes(march(10))[0].dispute.amount, usd(80));
  const auto more = books.ledger.dispute(
      {.document = invoice, .amount = usd(21), .date = march(10)}, books.tick());
  EXPECT_EQ(
      to_string(more.error()),
      "21.00 USD is more than the 20.00 USD of invoice \"A\" that is open and not in dispute");
  ASSERT_TRUE(books.ledger.end_dispute(*whole, DisputeOutcome::rejected, march(20), books.tick()));
  EXPECT_THAT(disputed(march(20)), ElementsAre(usd(0), usd(0)));
  // What one instalment has room for is in dispute there alone.
  ASSERT_TRUE(books.ledger.dispute({.document = invoice, .amount = usd(40), .date = march(21)},
                                   books.tick()));
  EXPECT_THAT(disputed(march(21)), ElementsAre(usd(40), usd(0)));
}

TEST(LedgerFacts, ABillIsHeldPassedOnAndMayComeBack) {
  Books books;
  const DocumentId invoice = books.invoice("A", cny(1'000), march(1), march(31));
  Document bill = Books::of(DocumentKind::note_receivable, "N", cny(1'000), march(10));
  bill.due_date = Date(2026, 9, 10);
  const DocumentId note = books.post(bill);
  ASSERT_TRUE(books.apply(note, invoice, cny(1'000), march(10)));
  EXPECT_EQ(books.open(invoice), cny(0));
  EXPECT_EQ(books.ledger.notes(march(10))[0].state, NoteState::held);

  EXPECT_THROW(
      static_cast<void>(books.ledger.move_note(
          {.document = note, .to = NoteState::discounted, .date = march(20)}, books.tick())),
      InvalidArgument);
  ASSERT_TRUE(books.ledger.move_note({.document = note,
                                      .to = NoteState::discounted,
                                      .date = march(20),
                                      .with = "Bank of Ningbo",
                                      .proceeds = cny(985)},
                                     books.tick()));
  const Note discounted = books.ledger.notes(march(20))[0];
  EXPECT_TRUE(discounted.is_contingent());
  EXPECT_EQ(discounted.proceeds, cny(985));
  EXPECT_THAT(rules(books.ledger
                        .move_note({.document = note, .to = NoteState::endorsed, .date = march(21)},
                                   books.tick())
                        .error()),
              ElementsAre("note_not_held"));
  Document paid = Books::of(DocumentKind::note_receivable, "P", cny(10), march(10));
  paid.due_date = Date(2026, 9, 10);
  const DocumentId other = books.post(paid);
  ASSERT_TRUE(books.ledger.move_note(
      {.document = other, .to = NoteState::collected, .date = {2026, 9, 10}}, books.tick()));
  EXPECT_THAT(rules(books.ledger.return_payment(other, "X", {2026, 9, 11}, books.tick()).error()),
              ElementsAre("note_collected"));
  ASSERT_TRUE(books.ledger.return_payment(note, "N protested", {2026, 9, 11}, books.tick()));
  EXPECT_EQ(books.ledger.notes(Date(2026, 9, 11))[0].state, NoteState::dishonoured);
  EXPECT_EQ(books.open(invoice), cny(1'000));
  EXPECT_EQ(books.open(invoice, Date(2026, 9, 10)), cny(0));
}

}  // namespace
}  // namespace o2c
