#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/close/book.hpp"

#include "book_input.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const BookTexts other_tables{{"people", "person,manager,joined,left\nLi,,2020-01-01,\n"},
                             {"parties", "party,line,salesperson\nAcme,export,\n"},
                             {"products", "product,category,unit\nA,bags,PCE\n"},
                             {"orders",
                              "order,party,salesperson,line,date,currency,amount\n"
                              "SO-1,Acme,Li,export,2026-09-01,USD,\n"},
                             {"invoices",
                              "document,party,invoice_date,due_date,amount,currency\n"
                              "I-1,Acme,2026-10-05,2026-11-04,100,USD\n"}};

std::vector<std::string> broken_rules(const std::string& name, const std::string& csv) {
  BookTexts tables = other_tables;
  std::erase_if(tables, [&](const auto& each) { return each.first == name; });
  tables.emplace_back(name, csv);
  std::vector<std::string> lines;
  try {
    const Book book(book_input(tables));
  } catch (const BadBook& bad) {
    for (const Fault& fault : bad.faults()) lines.push_back(to_string(fault));
  }
  return lines;
}

TEST(BookRules, NumbersAreWithinTheirBounds) {
  EXPECT_THAT(broken_rules("budgets",
                           "period,product,quantity,price,currency,rate,unit_cost\n"
                           "2026-10,A,-1,0,USD,0,-0.01\n2026-11,A,0,0,USD,0.00000001,0\n"),
              ElementsAre("budgets, row 0, quantity \"-1\": expected a number of 0 or more",
                          "budgets, row 0, rate \"0\": expected a number above 0",
                          "budgets, row 0, unit_cost \"-0.01\": expected a number of 0 or more"));
  EXPECT_THAT(broken_rules("receipts",
                           "receipt,party,date,amount,currency\n"
                           "R-1,Acme,2026-10-06,0,USD\nR-2,Acme,2026-10-06,-5.00,USD\n"
                           "R-3,Acme,2026-10-06,0.01,USD\nR-4,Acme,2026-10-06,-5,XXQ\n"),
              ElementsAre("receipts, row 0, amount \"0\": expected an amount above 0",
                          "receipts, row 1, amount \"-5.00\": expected an amount above 0",
                          "receipts, row 3, amount \"-5\": expected an amount above 0",
                          testing::StartsWith("receipts, row 3, currency \"XXQ\"")));
  EXPECT_THAT(
      broken_rules("reminders", "document,date,level,amount,currency\nI-1,2026-11-10,0,5,USD\n"),
      ElementsAre("reminders, row 0, level \"0\": expected a whole number above 0"));
  EXPECT_THAT(broken_rules("targets", "person,period,amount,currency\nLi,2026,-1,CNY\n"),
              ElementsAre("targets, row 0, amount \"-1\": expected an amount of 0 or more"));
}

TEST(BookRules, WhatEndsHasBegun) {
  EXPECT_THAT(broken_rules("people",
                           "person,manager,joined,left\nLi,,2020-01-01,2019-12-31\n"
                           "Wu,,2020-01-01,2020-01-01\nMa,,x,2019-12-31\n"),
              ElementsAre("people, row 0, left \"2019-12-31\": expected a date not before joined, "
                          "2020-01-01",
                          "people, row 2, joined \"x\": expected a date YYYY-MM-DD"));
  EXPECT_THAT(broken_rules("promises",
                           "document,party,amount,currency,date,promised\n"
                           "I-1,Acme,5,USD,2026-10-06,2026-10-05\n"),
              ElementsAre("promises, row 0, promised \"2026-10-05\": expected a date not before "
                          "date, 2026-10-06"));
  EXPECT_THAT(broken_rules("disputes",
                           "document,amount,currency,date,outcome,ended\n"
                           "I-1,5,USD,2026-10-06,accepted,2026-10-05\n"),
              ElementsAre("disputes, row 0, ended \"2026-10-05\": expected a date not before "
                          "date, 2026-10-06"));
  EXPECT_THAT(broken_rules("receipts",
                           "receipt,kind,party,date,due_date,amount,currency\n"
                           "R-1,note_receivable,Acme,2026-10-06,2026-10-05,5,USD\n"),
              ElementsAre("receipts, row 0, due_date \"2026-10-05\": expected a date not before "
                          "date, 2026-10-06"));
}

TEST(BookRules, NobodyLeadsHimself) {
  EXPECT_THAT(
      broken_rules("people",
                   "person,manager,joined,left,successor\nLi,,2020-01-01,,Li\nWu,Ma,2020-01-01,,\n"
                   "Ma,Xu,2020-01-01,,\nXu,Wu,2020-01-01,,\nHe,Wu,2020-01-01,,\n"),
      ElementsAre("people, row 0, successor \"Li\": expected no circle: Li -> Li",
                  "people, row 1, manager \"Ma\": expected no circle: Wu -> Ma -> Xu -> Wu",
                  "people, row 2, manager \"Xu\": expected no circle: Wu -> Ma -> Xu -> Wu",
                  "people, row 3, manager \"Wu\": expected no circle: Wu -> Ma -> Xu -> Wu"));
}

TEST(BookRules, NetIsPartOfTheAmount) {
  EXPECT_THAT(broken_rules("invoices",
                           "document,party,invoice_date,due_date,amount,net,currency,instalment\n"
                           "I-1,Acme,2026-10-05,2026-11-04,113,100,USD,\n"
                           "I-2,Acme,2026-10-05,2026-11-04,113,113.01,USD,\n"
                           "I-3,Acme,2026-10-05,2026-11-04,113,-1,USD,\n"
                           "I-4,Acme,2026-10-05,,-113,-100,USD,\n"
                           "I-5,Acme,2026-10-05,,-113,1,USD,\n"
                           "I-6,Acme,2026-10-05,2026-11-04,50,100,USD,1\n"
                           "I-6,Acme,2026-10-05,2026-12-04,63,0,USD,2\n"),
              ElementsAre("invoices, row 1, net \"113.01\": expected between 0 and the amount, "
                          "113.00",
                          "invoices, row 2, net \"-1.00\": expected between 0 and the amount, "
                          "113.00",
                          "invoices, row 4, net \"1.00\": expected between 0 and the amount, "
                          "-113.00"));
}

TEST(BookRules, CartonsWeighNoLessThanWhatIsInThem) {
  EXPECT_THAT(broken_rules("products",
                           "product,category,unit,net_kg,gross_kg\nA,bags,PCE,10.5,10\n"
                           "B,bags,PCE,10,10\nC,bags,PCE,10,\n"),
              ElementsAre("products, row 0, net_kg \"10.5\": expected no more than gross_kg, 10"));
}

TEST(BookRules, MonthsAreClosedOneAfterTheOther) {
  const std::string head = "period,closed_at,closed_by\n";
  EXPECT_THAT(broken_rules("closed_periods", head + "2026-09,2026-10-05T08:00:00Z,Li\n"
                                                    "2026-08,2026-10-06T08:00:00Z,Li\n"
                                                    "2026-10,2026-10-30T23:59:59Z,Li\n"
                                                    "2026-07,2026-07-31T00:00:00Z,Li\n"),
              ElementsAre("closed_periods, row 0, closed_at \"2026-10-05T08:00:00Z\": expected a "
                          "moment after that of 2026-08",
                          "closed_periods, row 2, closed_at \"2026-10-30T23:59:59Z\": expected a "
                          "moment not before 2026-10-31, the last day"));
}

TEST(BookRules, BlanksAreNoValue) {
  EXPECT_THAT(broken_rules("products", "product,category,unit\nA,  ,PCE\n"),
              ElementsAre("products, row 0, category \"  \": expected a value, not blanks"));
}

}  // namespace
}  // namespace o2c
