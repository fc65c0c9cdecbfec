// What plans take back, within a window or without one, as a close sees it.

#include <memory>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/time/moment.hpp"

#include "plan_terms_book.hpp"
#include "worked_book.hpp"

namespace o2c {
namespace {

using testing::_;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

BookTexts with_window(int days) {
  return plan_of("basis = \"invoiced\"\nclawback_days = " + std::to_string(days) +
                 "\nmethod = \"whole\"\ntiers = [{ from = 0, rate = \"1%\" }, "
                 "{ from = 8000, rate = \"2%\" }]\n");
}
// 4,000 of 10,000 are written off 46 days after the invoice, and recovered in December.
BookTexts written_off() {
  BookTexts tables = tables_with("I-1,,Acme,2026-10-05,2026-11-04,11300,10000,CNY,SO-1,,\n",
                                 "R-1,Acme,2026-10-20,6780,CNY\n", "");
  replace(tables, "applications",
          "receipt,document,date,amount,currency,kind\nR-1,I-1,2026-10-20,6780,CNY,\n"
          ",I-1,2026-11-20,4520,CNY,write_off\n,I-1,2026-12-10,-4520,CNY,write_off\n");
  return tables;
}

TEST(ClawbackClose, TakesBackWhatIsWrittenOffWithinTheWindow) {
  EXPECT_THAT(paid(closed(written_off(), with_window(46), "2026-10")),
              ElementsAre(Pair("Li", ElementsAre(cny("200"), cny("200"), cny("0")))));
  const Closed november = closed(written_off(), with_window(46), "2026-11");
  // October is settled again: 1% of 6,000, as the tier falls.
  EXPECT_THAT(corrections(november), ElementsAre(Pair("2026-10", cny("-140"))));
  EXPECT_THAT(standings(november), ElementsAre(Pair("I-1", ClosingStanding::late)));
  // What is recovered comes back.
  EXPECT_THAT(corrections(closed(written_off(), with_window(46), "2026-12")),
              ElementsAre(Pair("2026-10", cny("140"))));
  EXPECT_THAT(corrections(closed(written_off(), with_window(46), "2027-01")), IsEmpty());
}

TEST(ClawbackClose, TakesNothingBackAfterTheWindow) {
  for (const char* const month : {"2026-11", "2026-12"}) {
    const Closed of_month = closed(written_off(), with_window(45), month);
    EXPECT_THAT(corrections(of_month), IsEmpty()) << month;
    // Nor does what is recovered come back.
    EXPECT_THAT(standings(of_month), ElementsAre(Pair("I-1", ClosingStanding::excluded))) << month;
  }
}

TEST(ClawbackClose, TakesBackReturnsWhereTheyWereSold) {
  const BookTexts tables = tables_with(
      "I-1,,Acme,2026-10-05,2026-11-04,10000,10000,CNY,SO-1,,\n"
      "C-1,credit_note,Acme,2026-11-10,,-3000,-3000,CNY,SO-1,I-1,\n"
      "C-2,credit_note,Acme,2026-12-30,,-1000,-1000,CNY,SO-1,I-1,\n",
      "", "");
  EXPECT_THAT(corrections(closed(tables, with_window(60), "2026-11")),
              ElementsAre(Pair("2026-10", cny("-130"))));
  const Closed december = closed(tables, with_window(60), "2026-12");
  EXPECT_THAT(corrections(december), IsEmpty());
  // It takes nothing back, so no correction has it.
  EXPECT_THAT(standings(december), ElementsAre(Pair("C-2", ClosingStanding::excluded)));
}

TEST(ClawbackClose, TakesBackWhatWasCollectedAndBounces) {
  const BookTexts tables = tables_with(
      "I-1,,Acme,2026-10-05,2026-11-04,10000,10000,CNY,SO-1,,\n", "R-1,Acme,2026-10-20,10000,CNY\n",
      "R-1,I-1,2026-10-20,10000,CNY\nR-1,I-1,2026-11-03,-10000,CNY\n");
  const BookTexts plan = plan_of("basis = \"collected\"\nrate = \"1%\"\nclawback_days = 14\n");
  EXPECT_THAT(corrections(closed(tables, plan, "2026-11")),
              ElementsAre(Pair("2026-10", cny("-100"))));
}

TEST(ClawbackClose, TakesBackABouncedPaymentHoweverLate) {
  // It bounces 46 days after it came, and is paid again.
  const BookTexts tables =
      tables_with("I-1,,Acme,2026-10-01,2026-11-04,1000,1000,CNY,SO-1,,\n",
                  "R-1,Acme,2026-10-05,1000,CNY\nR-2,Acme,2026-11-25,1000,CNY\n",
                  "R-1,I-1,2026-10-05,1000,CNY\nR-1,I-1,2026-11-20,-1000,CNY\n"
                  "R-2,I-1,2026-11-25,1000,CNY\n");
  const Closed november = closed(
      tables, counted_on("date", "collected", "rate = \"10%\"\nclawback_days = 14\n"), "2026-11");
  EXPECT_THAT(corrections(november), ElementsAre(Pair("2026-10", cny("-100"))));
  EXPECT_THAT(paid(november), ElementsAre(Pair("Li", ElementsAre(cny("100"), cny("0"), cny("0")))));
  // Counted on the day of the order, 80 days before: what is paid again is all there is.
  EXPECT_THAT(corrections(closed(
                  tables, counted_on("order", "collected", "rate = \"10%\"\nclawback_days = 60\n"),
                  "2026-11")),
              IsEmpty());
}

// The books of September to December are closed within the first days of the next month.
void close_to_december(BookTexts& tables) {
  replace(tables, "closed_periods",
          "period,closed_at,closed_by\n2026-09,2026-10-02T00:00:00Z,Wu\n"
          "2026-10,2026-11-02T00:00:00Z,Wu\n2026-11,2026-12-02T00:00:00Z,Wu\n"
          "2026-12,2027-01-02T00:00:00Z,Wu\n");
}

TEST(ClawbackClose, CountsTheWindowBetweenTheDaysOfReturnAndSale) {
  // 36 days after the sale, told when its month and the next were closed.
  BookTexts tables = tables_with("", "", "");
  close_to_december(tables);
  const std::string head =
      "document,kind,party,invoice_date,due_date,amount,net,currency,order,refers_to,recorded_at\n";
  replace(tables, "invoices",
          head +
              "I-1,,Acme,2026-10-05,2026-11-04,10000,10000,CNY,SO-1,,2026-10-05T09:00:00Z\n"
              "C-1,credit_note,Acme,2026-11-10,,-3000,-3000,CNY,SO-1,I-1,2027-01-05T09:00:00Z\n");
  EXPECT_THAT(corrections(closed(tables, with_window(36), "2027-01")),
              ElementsAre(Pair("2026-10", cny("-130"))));
  EXPECT_THAT(corrections(closed(tables, with_window(35), "2027-01")), IsEmpty());
  // A sale that is told when its month is closed, and returned 66 days after it.
  replace(tables, "invoices",
          head +
              "I-1,,Acme,2026-09-20,2026-11-04,10000,10000,CNY,SO-1,,2026-10-05T09:00:00Z\n"
              "C-1,credit_note,Acme,2026-11-25,,-3000,-3000,CNY,SO-1,I-1,2026-11-25T09:00:00Z\n");
  EXPECT_THAT(corrections(closed(tables, with_window(66), "2026-11")),
              ElementsAre(Pair("2026-10", cny("-130"))));
  EXPECT_THAT(corrections(closed(tables, with_window(65), "2026-11")), IsEmpty());
}

TEST(ClawbackClose, CountsTheWindowToTheDayOfAWriteOff) {
  BookTexts tables = written_off();
  close_to_december(tables);
  replace(tables, "applications",
          "receipt,document,date,amount,currency,kind,recorded_at\n"
          "R-1,I-1,2026-10-20,6780,CNY,,2026-10-20T09:00:00Z\n"
          ",I-1,2026-11-20,4520,CNY,write_off,2027-01-05T09:00:00Z\n"
          ",I-1,2027-02-10,-4520,CNY,write_off,2027-02-10T09:00:00Z\n");
  EXPECT_THAT(corrections(closed(tables, with_window(46), "2027-01")),
              ElementsAre(Pair("2026-10", cny("-140"))));
  EXPECT_THAT(corrections(closed(tables, with_window(46), "2027-02")),
              ElementsAre(Pair("2026-10", cny("140"))));
  EXPECT_THAT(corrections(closed(tables, with_window(45), "2027-01")), IsEmpty());
  EXPECT_THAT(corrections(closed(tables, with_window(45), "2027-02")), IsEmpty());
}

BookTexts collected_with(int days) {
  return counted_on("date", "collected",
                    ("rate = \"10%\"\nclawback_days = " + std::to_string(days) + "\n").c_str());
}
// 700 came in on the 5th of September; 300 in October bounced. What is credited is paid back on the
// 25th of November, which is 81 days after the first, and that bounces in December.
const BookTexts paid_back = tables_with(
    "I-1,,Acme,2026-09-01,2026-11-04,1000,1000,CNY,SO-1,,\n"
    "C-1,credit_note,Acme,2026-11-20,,-500,-500,CNY,SO-1,I-1,\n"
    "F-1,refund,Acme,2026-11-25,,200,,CNY,,,\n",
    "R-1,Acme,2026-09-05,700,CNY\nR-2,Acme,2026-10-15,300,CNY\n",
    "R-1,I-1,2026-09-05,700,CNY\nR-2,I-1,2026-10-15,300,CNY\n"
    "R-2,I-1,2026-10-18,-300,CNY\nC-1,I-1,2026-11-21,300,CNY\n"
    "C-1,F-1,2026-11-25,200,CNY\nC-1,F-1,2026-12-10,-200,CNY\n");

TEST(ClawbackClose, TakesWhatIsPaidBackFromTheLastMoneyThatCameIn) {
  EXPECT_THAT(corrections(closed(paid_back, collected_with(81), "2026-11")),
              ElementsAre(Pair("2026-09", cny("-20"))));
  EXPECT_THAT(corrections(closed(paid_back, collected_with(80), "2026-11")), IsEmpty());
}

TEST(ClawbackClose, CountsTheWindowFromTheDayOfPaymentOrHandIn) {
  // Paid on the 20th of September, told in October; paid back 66 days later.
  BookTexts tables = tables_with(
      "I-1,,Acme,2026-09-01,2026-11-04,1000,1000,CNY,SO-1,,\n"
      "C-1,credit_note,Acme,2026-11-20,,-200,-200,CNY,SO-1,I-1,\n"
      "F-1,refund,Acme,2026-11-25,,200,,CNY,,,\n",
      "R-1,Acme,2026-09-20,1000,CNY\n", "");
  close_to_december(tables);
  replace(tables, "applications",
          "receipt,document,date,amount,currency,recorded_at\n"
          "R-1,I-1,2026-09-20,1000,CNY,2026-10-05T09:00:00Z\n"
          "C-1,F-1,2026-11-25,200,CNY,2026-11-25T09:00:00Z\n");
  const auto full = [](int days) {
    return counted_on("full_payment", "collected",
                      ("rate = \"10%\"\nclawback_days = " + std::to_string(days) + "\n").c_str());
  };
  const auto taken_back = ElementsAre(Pair("2026-10", cny("-20")));
  EXPECT_THAT(corrections(closed(tables, collected_with(66), "2026-11")), taken_back);
  EXPECT_THAT(corrections(closed(tables, collected_with(65), "2026-11")), IsEmpty());
  EXPECT_THAT(corrections(closed(tables, full(66), "2026-11")), taken_back);
  EXPECT_THAT(corrections(closed(tables, full(65), "2026-11")), IsEmpty());
  // In cash that was handed in three days later, which was told in October.
  replace(tables, "applications",
          "receipt,document,date,amount,currency\nR-1,I-1,2026-09-20,1000,CNY\n"
          "C-1,F-1,2026-11-25,200,CNY\n");
  replace(tables, "cash_collected",
          "receipt,salesperson,party,date,amount,currency\nR-1,Li,Acme,2026-09-20,1000,CNY\n");
  replace(tables, "cash_handed_in",
          "salesperson,date,amount,currency,signed_by,receipt,recorded_at\n"
          "Li,2026-09-23,1000,CNY,Wu,R-1,2026-10-05T09:00:00Z\n");
  EXPECT_THAT(corrections(closed(tables, collected_with(63), "2026-11")), taken_back);
  EXPECT_THAT(corrections(closed(tables, collected_with(62), "2026-11")), IsEmpty());
}

TEST(ClawbackClose, GivesBackWhatWasPaidBackWhereItWasTaken) {
  EXPECT_THAT(corrections(closed(paid_back, collected_with(81), "2026-12")),
              ElementsAre(Pair("2026-09", cny("20"))));
  const Closed december = closed(paid_back, collected_with(80), "2026-12");
  EXPECT_THAT(corrections(december), IsEmpty());
  EXPECT_THAT(paid(december), IsEmpty());
  EXPECT_THAT(standings(december), ElementsAre(Pair("C-1", ClosingStanding::excluded)));
}

TEST(ClawbackClose, SeesARefundOnceItIsKnown) {
  // Paid back in November, told when it was closed.
  BookTexts tables = paid_back;
  close_to_december(tables);
  replace(tables, "invoices",
          "document,kind,party,invoice_date,due_date,amount,net,currency,order,refers_to,"
          "recorded_at\n"
          "I-1,,Acme,2026-09-01,2026-11-04,1000,1000,CNY,SO-1,,2026-09-01T09:00:00Z\n"
          "C-1,credit_note,Acme,2026-11-20,,-500,-500,CNY,SO-1,I-1,2026-11-20T09:00:00Z\n"
          "F-1,refund,Acme,2026-11-25,,200,,CNY,,,2026-12-05T09:00:00Z\n");
  replace(tables, "applications",
          "receipt,document,date,amount,currency,recorded_at\n"
          "R-1,I-1,2026-09-05,700,CNY,2026-09-05T09:00:00Z\n"
          "C-1,I-1,2026-11-21,300,CNY,2026-11-21T09:00:00Z\n"
          "C-1,F-1,2026-11-25,200,CNY,2026-12-05T09:00:00Z\n");
  const BookTexts plan = collected_with(81);
  EXPECT_THAT(corrections(closed(tables, plan, "2026-11")), IsEmpty());
  const auto december = [&](const char* known_at) {
    auto book = std::make_unique<Book>(book_input(tables, plan));
    CloseReport report =
        close(*book, Period::parse("2026-12"), {.known_at_us = parse_moment(known_at)});
    EXPECT_TRUE(report.ties_hold());
    return Closed{std::move(book), std::move(report)};
  };
  EXPECT_THAT(corrections(december("2026-12-05T08:59:59Z")), IsEmpty());
  EXPECT_THAT(standings(december("2026-12-05T08:59:59Z")), IsEmpty());
  const Closed known = december("2026-12-05T09:00:00Z");
  EXPECT_THAT(corrections(known), ElementsAre(Pair("2026-09", cny("-20"))));
  EXPECT_THAT(standings(known), ElementsAre(Pair("C-1", ClosingStanding::late)));
}

TEST(ClawbackClose, TakesBackAsTheVersionOfTheSaleSays) {
  const std::string first = "basis = \"invoiced\"\nrate = \"10%\"\n";
  const std::string second = first + "[[version]]\nfrom_date = 2026-11-01\n" + first;
  BookTexts tables = tables_with(
      "I-1,,Acme,2026-10-20,2026-11-04,1000,1000,CNY,SO-1,,\n"
      "C-1,credit_note,Acme,2026-11-05,,-500,-500,CNY,SO-1,I-1,\n",
      "", "");
  replace(tables, "applications",
          "receipt,document,date,amount,currency,kind\n,I-1,2026-11-10,300,CNY,write_off\n"
          ",I-1,2026-12-10,-300,CNY,write_off\n");
  for (const char* const window : {"", "clawback_days = 30\n"}) {
    const BookTexts plan = plan_of(second + window);
    const Closed november = closed(tables, plan, "2026-11");
    EXPECT_THAT(corrections(november), IsEmpty()) << window;
    EXPECT_THAT(paid(november), ElementsAre(Pair("Li", ElementsAre(cny("-50"), _, _)))) << window;
    const Closed december = closed(tables, plan, "2026-12");
    EXPECT_THAT(corrections(december), IsEmpty()) << window;
    EXPECT_THAT(standings(december), IsEmpty()) << window;
  }
}

}  // namespace
}  // namespace o2c
