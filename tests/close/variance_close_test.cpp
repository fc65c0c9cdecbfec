#include "o2c/close/variance_close.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/close/close.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/money/money_text.hpp"

#include "book_input.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const Period october = Period::parse("2026-10");

Money cny(const char* amount) { return parse_money(amount, currencies::CNY); }

// Two products, as the handbook has them: budgeted at 7.0, sold at 7.1.
BookTexts handbook() {
  return {
      {"parties", "party,line,salesperson\nAcme,export,Li\n"},
      {"people", "person,manager,joined,left\nLi,,2021-01-01,\n"},
      {"products", "product,category,unit\nA,tools,PCE\nB,tools,PCE\nC,tools,PCE\nD,metal,TNE\n"},
      {"orders",
       "order,party,salesperson,line,date,currency,amount\n"
       "SO-1,Acme,Li,export,2026-09-01,USD,29050\nSO-2,Acme,Li,export,2026-09-01,USD,1000\n"},
      {"order_lines",
       "order,product,quantity,price\nSO-1,A,1500,9.80\nSO-1,B,700,20.50\nSO-2,B,10,1\n"},
      {"invoices",
       "document,party,invoice_date,due_date,amount,currency,order,rate\n"
       "I-1,Acme,2026-10-05,2026-11-04,29050,USD,SO-1,7.1\n"},
      {"invoice_lines",
       "document,product,quantity,net,currency\nI-1,A,1500,14700,USD\nI-1,B,700,14350,USD\n"},
      {"costs",
       "document,kind,date,amount,currency,order,product\n"
       "C-1,goods,2026-09-20,75000,CNY,SO-1,A\nC-2,goods,2026-09-21,80000,CNY,SO-1,B\n"
       "C-3,rebate,2026-10-21,3000,CNY,SO-1,B\nC-4,bank,2026-10-21,99,CNY,SO-1,\n"},
      {"budgets",
       "period,product,quantity,price,currency,rate,unit_cost\n"
       "2026-10,A,1000,10,USD,7.0,50\n2026-10,B,1000,20,USD,7.0,110\n"
       "2026-11,A,1,1,USD,7.0,1\n"}};
}

std::string& csv_of(BookTexts& tables, std::string_view name) {
  for (auto& [table, text] : tables)
    if (table == name) return text;
  throw InvalidArgument("no table " + std::string(name));
}

std::vector<std::pair<std::string, Money>> causes_of(const VarianceClose& closed) {
  std::vector<std::pair<std::string, Money>> causes;
  for (const Tie& tie : closed.ties)
    for (const TieTerm& part : tie.parts) causes.emplace_back(part.name.en, part.amount);
  return causes;
}

void expect_sound(const CloseReport& report) {
  EXPECT_TRUE(report.ties_hold());
  std::size_t row = 0;
  for (const BudgetComparison& each : report.variances.comparisons)
    for (const Money amount : each.amounts) {
      const Derivation steps = report.explain("variances", row++);
      EXPECT_THAT(steps.recheck(), IsEmpty()) << steps;
      EXPECT_EQ(steps.steps().back().result, to_value(amount)) << steps;
    }
  EXPECT_THROW((void)report.explain("variances", row), InvalidArgument);
}

TEST(VarianceClose, HasTheHandbooksFigures) {
  const Book book(book_input(handbook()));
  const CloseReport report = close(book, october);
  expect_sound(report);
  ASSERT_THAT(report.variances.ties, SizeIs(1));
  const Tie& tie = report.variances.ties[0];
  EXPECT_EQ(tie.whole.amount, cny("54255.00"));
  EXPECT_THAT(
      causes_of(report.variances),
      ElementsAre(std::pair("budgeted", cny("50000.00")), std::pair("exchange", cny("2905.00")),
                  std::pair("price", cny("350.00")), std::pair("mix", cny("-4000.00")),
                  std::pair("quantity", cny("5000.00"))));
}

TEST(VarianceClose, TakesCostsOfTheOrdersOnlyProduct) {
  BookTexts tables = handbook();
  csv_of(tables, "costs") += "C-5,goods,2026-10-22,500,CNY,SO-2,\n";
  csv_of(tables, "invoices") += "I-2,Acme,2026-10-06,2026-11-04,100,USD,SO-2,7.1\n";
  const Book book(book_input(tables));
  const CloseReport report = close(book, october);
  expect_sound(report);
  EXPECT_EQ(report.variances.ties.at(0).whole.amount, cny("53755.00"));
  EXPECT_EQ(report.variances.ties.at(0).parts.back().name.en, "cost");
  EXPECT_EQ(report.variances.ties.at(0).parts.back().amount, cny("-500.00"));
}

TEST(VarianceClose, AddsUpWhereNothingDividesEvenly) {
  // Thirds of a dollar, a return, a sale in yuan, a product without a budget, one of other units.
  BookTexts tables = handbook();
  csv_of(tables, "invoice_lines") =
      "document,product,quantity,net,currency\nI-1,A,3,29.99,USD\nI-1,B,-7,-143.51,USD\n"
      "I-1,C,11,222.22,USD\nI-2,A,3,200.01,CNY\nI-2,D,2.5,999.99,CNY\n";
  csv_of(tables, "invoices") += "I-2,Acme,2026-10-06,2026-11-04,1200,CNY,SO-1,\n";
  csv_of(tables, "budgets") =
      "period,product,quantity,price,currency,rate,unit_cost\n2026-10,A,7,10.333,USD,7.0123,50.1\n"
      "2026-10,B,13,20,USD,6.99,110.37\n2026-10,D,3,410.1,CNY,1,300.003\n";
  const Book book(book_input(tables));
  const CloseReport report = close(book, october);
  expect_sound(report);
  const auto& comparisons = report.variances.comparisons;
  ASSERT_THAT(comparisons, SizeIs(2));
  EXPECT_EQ(comparisons[0].unit, "TNE");
  EXPECT_EQ(comparisons[1].currency, currencies::USD);
  EXPECT_THAT(comparisons[1].actual, SizeIs(3));
  // Of 29.99 - 143.51 + 222.22 at 7.1, and 200.01; less costs of A and B.
  EXPECT_EQ(report.variances.ties.at(1).whole.amount, cny("-151028.22"));
}

TEST(VarianceClose, IsOfProductsWhoseBudgetsHaveTheirUnitAndCurrency) {
  BookTexts tables = handbook();
  csv_of(tables, "invoice_lines") += "I-1,D,1,5,USD\n";
  const Book book(book_input(tables));
  EXPECT_EQ(close(book, october).variances.ties.at(0).whole.amount, cny("54255.00"));
  EXPECT_THAT(close(book, Period::parse("2026-09")).variances.comparisons, IsEmpty());
}

TEST(VarianceClose, SaysWhichBudgetIsNone) {
  BookTexts tables = handbook();
  csv_of(tables, "budgets") += "2026-10,C,-1,1,USD,7.0,1\n";
  try {
    const Book book(book_input(tables));
    FAIL();
  } catch (const BadBook& bad) {
    EXPECT_THAT(bad.what(), HasSubstr("budgets, row 3, quantity \"-1\": expected a number of 0"));
  }
}

}  // namespace
}  // namespace o2c
