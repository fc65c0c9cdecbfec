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
     "document,party,invoice_date,due_date,amount,currency,rate\n"
     "I-1,Acme,2026-10-05,2026-11-04,100,USD,7.1\n"},
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
  EXPECT_THAT(lines, ElementsAre(HasSubstr("applications, row 1, amount \"60.00\"")));
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

TEST(BookFacts, TellWhereAnEventIsMissing) {
  const std::string head = "id,order,seq,event,on,recorded_at,by,payload\n";
  const std::string end =
      ",2026-09-01,2026-09-01T08:00:00Z,Li,"
      R"("{""role"":""salesperson""}")";
  const auto lines = told("events", head + "E-1,SO-1,1,QuotationApproved" + end +
                                        "\nE-2,SO-1,3,QuotationApproved" + end + "\n");
  EXPECT_THAT(lines,
              testing::Contains("events, row 1, seq \"3\": expected 2, as SO-1 has 2 events"));
}

TEST(BookFacts, TellCashThatDoesNotMatch) {
  BookTexts tables = sound;
  tables.emplace_back("cash_collected",
                      "receipt,salesperson,date,amount,currency,recorded_at\n"
                      "C-0,Li,2026-09-01,5,CNY,2026-09-01T08:00:00Z\n"
                      "C-1,Li,2026-09-29,5,CNY,2026-10-06T08:00:00Z\n");
  tables.emplace_back("cash_handed_in",
                      "salesperson,date,amount,currency,signed_by,receipt,recorded_at\n"
                      "Li,2026-09-29,5,CNY,Wu,C-1,2026-09-29T08:00:00Z\n");
  EXPECT_THAT(check_facts(Book(book_input(tables))), IsEmpty());
  // When September was signed the collection was not known, and so it cannot be closed again.
  tables.emplace_back("closed_periods",
                      "period,closed_at,closed_by\n2026-09,2026-10-05T08:00:00Z,Wu\n");
  const std::vector<Fault> faults = check_facts(Book(book_input(tables)));
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(to_string(faults.front()),
            "cash_handed_in, row 0, receipt \"C-1\": expected a receipt among the collections");
}

TEST(BookFacts, TellFiguresThatNobodyCanReckonWith) {
  const std::string head = "document,kind,date,amount,currency,rate,order\n";
  EXPECT_THAT(
      told("costs", head + "K-1,goods,2026-10-05,5,EUR,,\n"
                           "K-2,goods,2026-10-05,100000000000000.01,CNY,,\n"
                           "K-3,goods,2026-10-05,90000000000000,EUR,8,\n"
                           "K-4,goods,0206-10-05,5,EUR,8,\n"
                           "K-5,goods,2026-10-05,5,EUR,1000000000000.5,\n"),
      ElementsAre("costs, row 1, amount \"100000000000000.01\": expected an amount of at "
                  "most 16 digits, decimals included",
                  "costs, row 3, date \"0206-10-05\": expected a year from 1900 to 2199",
                  "costs, row 4, rate \"1000000000000.5\": expected a number of at most 12 "
                  "digits before the point",
                  HasSubstr("costs, row 0, currency \"EUR\": expected a rate on the row, or "
                            "one of its day (no exchange rate EUR/CNY"),
                  "costs, row 2, amount \"90000000000000.00\": expected an amount of at most "
                  "16 digits in CNY"));
  EXPECT_THAT(told("closed_periods",
                   "period,closed_at,closed_by\n1899-12,2026-10-05T08:00:00Z,Li\n"
                   "2026-08,2200-01-01T00:00:00Z,Li\n"),
              ElementsAre("closed_periods, row 0, period \"1899-12\": expected a year from 1900 to "
                          "2199",
                          "closed_periods, row 1, closed_at \"2200-01-01T00:00:00Z\": expected a "
                          "year from 1900 to 2199"));
}

TEST(BookFacts, TellABudgetBeyondAllMeasure) {
  BookTexts tables = sound;
  tables.emplace_back("products", "product,category,unit\nA,bags,PCE\n");
  tables.emplace_back("budgets",
                      "period,product,quantity,price,currency,rate,unit_cost\n"
                      "2026-10,A,999999999999,1000,USD,7,1\n2026-11,A,1000,10,USD,7,1\n");
  const std::vector<Fault> faults = check_facts(Book(book_input(tables)));
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(to_string(faults.front()),
            "budgets, row 0, quantity \"999999999999\": expected a budget of at most 16 digits in "
            "CNY");
}

TEST(BookFacts, TellAPlanThatHasNoTarget) {
  const std::string plan =
      "name = \"Export\"\ncurrency = \"USD\"\n[[version]]\nfrom_date = 2026-10-01\n"
      "basis = \"invoiced\"\nmethod = \"marginal\"\ntiers_over = \"attainment\"\ntiers = [{ from = "
      "\"0%\", rate = "
      "\"1%\" }]\n";
  BookTexts tables = sound;
  tables[0].second = "party,line,salesperson\nAcme,export,Li\nBrio,export,\n";
  const std::vector<Fault> faults = check_facts(
      Book(book_input(tables, {{"book.toml", "[book]\ncompany = \"X\"\nhome = \"CNY\"\n"},
                               {"plans/export.toml", plan}})));
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_THAT(to_string(faults.front()),
              testing::AllOf(testing::StartsWith("2026-10: expected a month that can be closed ("),
                             HasSubstr("\"Li\": expected one with a target in 2026-10")));
}

}  // namespace
}  // namespace o2c
