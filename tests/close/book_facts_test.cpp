#include "o2c/close/book_facts.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "book_input.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const BookTexts sound{
    {"parties", "party,line,salesperson\nAcme,export,\nBrio,export,\n"},
    {"orders",
     "order,party,salesperson,line,date,currency,amount\nSO-1,Acme,Li,export,2026-09-01,"
     "USD,\n"},
    {"people", "person,manager,joined,left\nLi,,2020-01-01,\n"},
    {"invoices",
     "document,party,invoice_date,due_date,amount,currency\n"
     "I-1,Acme,2026-10-05,2026-11-04,100,USD\n"},
    {"receipts", "receipt,party,date,amount,currency\nR-1,Acme,2026-10-06,100,USD\n"}};

std::vector<std::string> told(const std::string& name, const std::string& csv,
                              std::size_t threads = 1) {
  BookTexts tables = sound;
  tables.emplace_back(name, csv);
  std::vector<std::string> lines;
  for (const Fault& fault : check_facts(Book(book_input(tables)), threads))
    lines.push_back(to_string(fault));
  return lines;
}

TEST(BookFacts, OfASoundBookAreSound) {
  EXPECT_THAT(told("applications",
                   "receipt,document,date,amount,currency\n"
                   "R-1,I-1,2026-10-06,100,USD\n"),
              IsEmpty());
}

TEST(BookFacts, TellWhatTheLedgerRefuses) {
  const auto lines = told("applications",
                          "receipt,document,date,amount,currency\nR-1,I-1,2026-10-06,60,USD\n"
                          "R-1,I-1,2026-10-06,60,USD\n");
  EXPECT_THAT(lines, ElementsAre(HasSubstr("applications, row 1")));
}

TEST(BookFacts, TellAPromiseOfWhoOwesNothing) {
  const auto lines = told("promises",
                          "document,party,amount,currency,date,promised\n"
                          ",Brio,5,USD,2026-10-06,2026-10-20\n");
  EXPECT_THAT(lines, ElementsAre(HasSubstr("promises, row 0, party \"Brio\"")));
}

TEST(BookFacts, TellEveryEventThatCannotBeRead) {
  const std::string head = "id,order,seq,event,on,recorded_at,by,payload\n";
  const std::string end = ",2026-09-01,2026-09-01T08:00:00Z,Li,";
  for (const std::size_t threads : {1U, 3U})
    EXPECT_THAT(
        told("events",
             head + "E-1,SO-1,1,OrderOpend" + end + "{}\nE-2,SO-1,2,InquiryReceived" + end + "[]\n",
             threads),
        ElementsAre(HasSubstr("events, row 0, payload \"OrderOpend\""),
                    HasSubstr("events, row 1, payload \"InquiryReceived\"")));
}

TEST(BookFacts, TellMonthsThatAreClosedInTheWrongOrder) {
  EXPECT_THAT(told("closed_periods",
                   "period,closed_at,closed_by\n2026-09,2026-10-05T08:00:00Z,Li\n"
                   "2026-08,2026-10-06T08:00:00Z,Li\n"),
              ElementsAre(HasSubstr("closed_periods, closed_at \"2026-09\"")));
}

}  // namespace
}  // namespace o2c
