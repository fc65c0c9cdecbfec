#include "o2c/receivable/aging_change.hpp"

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

// not_due, 1-30, >30
AgingBuckets one_limit() { return AgingBuckets({30}); }

// "A passing_of_time 700.00 not_due > 1-30", "A reversal late 5.00 > 1-30"
std::vector<std::string> lines(const AgingChange& change) {
  const std::vector<std::string> columns = change.columns();
  std::vector<std::string> texts;
  for (const AgingChangeLine& each : change.lines) {
    std::string text = each.number + " ";
    if (each.installment > 0) text += std::to_string(each.installment) + " ";
    text += to_string(each.cause) + (each.late ? " late " : " ");
    text += to_string(each.amount.amount()) + " ";
    if (each.column_from) text += columns[*each.column_from] + " ";
    text += "> " + columns[each.column_to];
    texts.push_back(std::move(text));
  }
  return texts;
}

// March closes with what is known then; in April something is recorded that belonged to March.
struct TwoMonths : Books {
  std::int64_t march_known = 0;

  TwoMonths() {
    const DocumentId a = invoice("A", usd(1'000), march(1), march(31));
    credit_note("C", usd(30), march(10));
    invoice("OLD", usd(90), {2026, 1, 1}, {2026, 1, 31});
    march_known = now;
    const DocumentId r1 = receipt("R1", usd(300), april(10));
    EXPECT_TRUE(apply(r1, a, usd(300), april(10)));
    invoice("B", usd(400), april(5), {2026, 5, 5});
    receipt("R2", usd(80), april(20));
    invoice("LATE", usd(60), {2026, 2, 1}, march(1));
  }
  [[nodiscard]] AsOf end_of_march() const { return {march(31), march_known}; }
};

TEST(AgingChange, SaysDocumentByDocumentWhatHappened) {
  const TwoMonths books;
  const AgingChange change =
      explain_change(books.ledger, books.end_of_march(), april(30), one_limit());
  EXPECT_THAT(change.columns(), ElementsAre("not_due", "1-30", ">30", "disputed", "credits",
                                            "unapplied", "deposits"));
  // C and OLD stand where they stood; R1 came and went.
  EXPECT_THAT(lines(change),
              ElementsAre("A application -300.00 > not_due",          //
                          "A passing_of_time 700.00 not_due > 1-30",  //
                          "B new_document 400.00 > not_due",          //
                          "R2 new_document -80.00 > unapplied",       //
                          "LATE late_record late 60.00 > >30"));
  const AgingChangeLine& applied = change.lines.front();
  EXPECT_EQ(applied.party, "Ningbo");
  EXPECT_EQ(applied.posted, april(10));
  EXPECT_EQ(applied.counterpart_number, "R1");
  EXPECT_EQ(applied.counterpart, books.ledger.find("R1"));
  EXPECT_EQ(applied.recorded_at_us, 5'000'000);
  EXPECT_EQ(change.lines[1].posted, std::nullopt);
  EXPECT_EQ(change.lines[1].effect_on(0), usd(-700));
  EXPECT_EQ(change.lines[1].effect_on(1), usd(700));
  EXPECT_EQ(change.lines[1].effect_on(2), usd(0));
}

TEST(AgingChange, IsATableForTheTerminal) {
  const TwoMonths books;
  EXPECT_EQ(to_string(explain_change(books.ledger, books.end_of_march(), april(30), one_limit())),
            R"(aging of 2026-03-31 to that of 2026-04-30
party   document  number  instalment  cause            with  posted      from     to         currency   amount
Ningbo  invoice   A                   application      R1    2026-04-10           not_due    USD       -300.00
Ningbo  invoice   A                   passing_of_time                    not_due  1-30       USD        700.00
Ningbo  invoice   B                   new_document           2026-04-05           not_due    USD        400.00
Ningbo  receipt   R2                  new_document           2026-04-20           unapplied  USD        -80.00
Ningbo  invoice   LATE                late_record            2026-02-01           >30        USD         60.00
total                                                                                        USD         80.00
)");
}

TEST(AgingChange, BackwardsEachFactHasItsOppositeAmount) {
  const TwoMonths books;
  EXPECT_THAT(lines(explain_change(books.ledger, april(30), books.end_of_march(), one_limit())),
              ElementsAre("A application 300.00 > 1-30",               //
                          "A passing_of_time 1000.00 1-30 > not_due",  //
                          "B new_document -400.00 > not_due",          //
                          "R2 new_document 80.00 > unapplied",         //
                          "LATE late_record late -60.00 > >30"));
}

TEST(AgingChange, OfOneDayIsWhatWasRecordedLate) {
  const TwoMonths books;
  EXPECT_THAT(lines(explain_change(books.ledger, books.end_of_march(), march(31), one_limit())),
              ElementsAre("LATE late_record late 60.00 > 1-30"));
}

TEST(AgingChange, ApplicationsAdjustmentsAndReversalsMayBeLateToo) {
  Books books;
  const DocumentId a = books.invoice("A", usd(100), march(1), march(31));
  const DocumentId receipt = books.receipt("R", usd(50), march(5));
  const ApplicationId applied = books.apply(receipt, a, usd(20), march(6)).value().front();
  const std::int64_t known = books.now;
  ASSERT_TRUE(books.apply(receipt, a, usd(30), march(20)));
  ASSERT_TRUE(books.ledger.adjust(
      {.document = a, .amount = usd(5), .kind = AdjustmentKind::difference, .date = april(3)},
      books.tick()));
  ASSERT_TRUE(books.ledger.reverse(applied, march(25), books.tick(), usd(4)));
  const AgingChange change =
      explain_change(books.ledger, AsOf(march(31), known), april(3), one_limit());
  EXPECT_THAT(lines(change), ElementsAre("A application late -30.00 > not_due",     //
                                         "A reversal late 4.00 > not_due",          //
                                         "A adjustment -5.00 > not_due",            //
                                         "A passing_of_time 49.00 not_due > 1-30",  //
                                         "R application late 30.00 > unapplied",    //
                                         "R reversal late -4.00 > unapplied"));
  EXPECT_EQ(change.lines[2].adjustment, AdjustmentKind::difference);
  EXPECT_EQ(change.lines[4].counterpart_number, "A");
}

// What comes late for a locked month is posted in the next, and is late all the same.
TEST(AgingChange, WhatComesLateForALockedMonthSaysSo) {
  Books books;
  const DocumentId a = books.invoice("A", usd(100), march(1), march(31));
  const DocumentId receipt = books.receipt("R", usd(50), march(5));
  const std::int64_t known = books.now;
  books.ledger.lock(march(31), books.tick());
  books.invoice("LATE", usd(60), march(20), march(25));
  books.invoice("NEW", usd(70), april(2), april(30));
  ASSERT_TRUE(books.apply(receipt, a, usd(50), march(30)));
  const AgingChange change =
      explain_change(books.ledger, AsOf(march(31), known), april(3), one_limit());
  EXPECT_THAT(lines(change), ElementsAre("A application late -50.00 > not_due",     //
                                         "A passing_of_time 50.00 not_due > 1-30",  //
                                         "R application late 50.00 > unapplied",    //
                                         "LATE late_record late 60.00 > 1-30",      //
                                         "NEW new_document 70.00 > not_due"));
  EXPECT_EQ(change.lines[0].posted, april(1));
  EXPECT_EQ(change.lines[3].posted, april(1));
}

// What was paid stood nowhere before: opened again, it comes in where it stands now.
TEST(AgingChange, WhatIsOpenedAgainComesInWhereItStands) {
  Books books;
  const DocumentId a = books.invoice("A", usd(100), march(1), march(1));
  const DocumentId receipt = books.receipt("R", usd(100), march(5));
  ASSERT_TRUE(books.apply(receipt, a, usd(100), march(5)));
  ASSERT_TRUE(books.ledger.return_payment(receipt, "BOUNCED", april(20), books.tick()));
  EXPECT_THAT(lines(explain_change(books.ledger, march(31), april(30), one_limit())),
              ElementsAre("A reversal 100.00 > >30"));
}

TEST(AgingChange, ADueDateThatBecomesKnownMovesAnInstalment) {
  Books books;
  Document document = Books::of(DocumentKind::invoice, "A", usd(100), march(1));
  document.installments = {{.number = 1, .amount = usd(40), .due_date = march(31)},
                           {.number = 2, .amount = usd(60), .anchor = Anchor::acceptance}};
  const DocumentId a = books.post(document);
  const std::int64_t known = books.now;
  ASSERT_TRUE(books.ledger.set_due_date(a, 2, march(20), books.tick()));
  const AgingChange change =
      explain_change(books.ledger, AsOf(march(31), known), april(30), one_limit());
  EXPECT_THAT(lines(change), ElementsAre("A 1 passing_of_time 40.00 not_due > 1-30",
                                         "A 2 due_date 60.00 not_due > 1-30",
                                         "A 2 passing_of_time 60.00 1-30 > >30"));
  EXPECT_EQ(change.lines[1].recorded_at_us, books.now);
  EXPECT_EQ(change.lines[2].recorded_at_us, std::nullopt);
}

TEST(AgingChange, NettedCreditsAgeInTheBuckets) {
  Books books;
  books.credit_note("C", usd(30), march(10));
  EXPECT_THAT(lines(explain_change(books.ledger, march(31), april(30), one_limit())), IsEmpty());
  const AgingChange netted =
      explain_change(books.ledger, march(31), april(30), one_limit(), Credits::netted);
  EXPECT_THAT(netted.columns(),
              ElementsAre("not_due", "1-30", ">30", "disputed", "unapplied", "deposits"));
  EXPECT_THAT(lines(netted), ElementsAre("C passing_of_time -30.00 1-30 > >30"));
}

TEST(AgingChange, IsOfOnePartyOrSortedByParty) {
  Books books;
  for (const char* party : {"Ningbo", "Lyon", "Ningbo"}) {
    Document document =
        Books::of(DocumentKind::receipt, std::to_string(books.now), usd(1), april(1));
    document.party = party;
    books.post(document);
  }
  const auto of = [&](std::optional<std::string_view> party) {
    return lines(
        explain_change(books.ledger, march(31), april(30), one_limit(), Credits::apart, party));
  };
  EXPECT_THAT(of(std::nullopt),
              ElementsAre("1000000 new_document -1.00 > unapplied",  //
                          "0 new_document -1.00 > unapplied",        //
                          "2000000 new_document -1.00 > unapplied"));
  EXPECT_THAT(of("Lyon"), ElementsAre("1000000 new_document -1.00 > unapplied"));
  EXPECT_THROW(static_cast<void>(of("nobody")), InvalidArgument);
}

TEST(AgingChange, CausesAreReadBack) {
  for (const auto cause : {AgingCause::new_document, AgingCause::late_record, AgingCause::reversal,
                           AgingCause::passing_of_time})
    EXPECT_EQ(parse_aging_cause(to_string(cause)), cause);
  EXPECT_THROW(static_cast<void>(parse_aging_cause("new")), ParseError);
}

}  // namespace
}  // namespace o2c
