// Plans that look at gross profit: what the lines of a close cost.

#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/close/close.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/money/money_text.hpp"
#include "o2c/number/error.hpp"

#include "book_input.hpp"

namespace o2c {
namespace {

Money cny(const char* amount) { return parse_money(amount, currencies::CNY); }

BookTexts plan_with(const std::string& terms) {
  return {{"plans/export.toml",
           "name = \"Export\"\ncurrency = \"CNY\"\n[[version]]\nfrom_date = 2026-09-01\n"
           "basis = \"gross_profit\"\nrate = \"10%\"\n" +
               terms}};
}

// An order of 200,000 that costs 150,000; part of what follows is in thirds.
BookTexts tables_with(const std::string& invoices, const std::string& costs) {
  return {{"parties", "party,line,salesperson\nAcme,export,Li\n"},
          {"people", "person,manager,joined,left\nLi,,2021-01-01,\n"},
          {"orders",
           "order,party,salesperson,line,date,currency,amount\n"
           "SO-1,Acme,Li,export,2026-09-01,CNY,200000\n"},
          {"invoices",
           "document,party,invoice_date,due_date,amount,currency,order,recorded_at\n" + invoices},
          {"costs", "document,kind,date,amount,currency,order\n" + costs},
          {"exchange_rates", "date,base,quote,rate\n2026-09-01,USD,CNY,7.10\n"}};
}

const std::string goods =
    "C-1,goods,2026-09-20,160000,CNY,SO-1\nC-2,refund,2026-10-08,10000,CNY,SO-1\n";

// What lines earn in a month, and what is corrected in it of those before.
Money paid(const BookTexts& tables, std::string_view month, const std::string& terms = "") {
  const Book book(book_input(tables, plan_with(terms)));
  const CloseReport report = close(book, Period::parse(month));
  EXPECT_TRUE(report.ties_hold());
  Money sum = Money::zero(currencies::CNY);
  for (const PlanClose& each : report.commission.plans)
    for (const PersonPayout& person : each.table.statement().payouts)
      sum += person.payout.earnings.commission + person.payout.earnings.corrections;
  return sum;
}

TEST(GrossProfit, IsWhatWasInvoicedLessWhatTheOrderCost) {
  const BookTexts tables = tables_with("I-1,Acme,2026-10-05,2026-11-04,200000,CNY,SO-1,\n", goods);
  EXPECT_EQ(paid(tables, "2026-10"), cny("5000.00"));
  EXPECT_EQ(paid(tables, "2026-09"), cny("0"));
}

TEST(GrossProfit, SharesCostsByNetSoThatTheyAddUp) {
  const BookTexts tables = tables_with(
      "I-1,Acme,2026-10-05,2026-11-04,66666.66,CNY,SO-1,\n"
      "I-2,Acme,2026-10-06,2026-11-04,66666.67,CNY,SO-1,\n"
      "I-3,Acme,2026-10-07,2026-11-04,66666.67,CNY,SO-1,\n",
      goods);
  EXPECT_EQ(paid(tables, "2026-10"), cny("5000.00"));
}

TEST(GrossProfit, LetsLaterLinesBearLaterCosts) {
  const BookTexts tables = tables_with(
      "I-1,Acme,2026-10-05,2026-11-04,200000,CNY,SO-1,\n"
      "I-2,Acme,2026-11-05,2026-12-04,50000,CNY,SO-1,\n",
      goods + "C-3,freight,2026-11-08,10000,CNY,SO-1\n");
  EXPECT_EQ(paid(tables, "2026-10"), cny("5000.00"));
  EXPECT_EQ(paid(tables, "2026-11"), cny("4000.00"));
}

TEST(GrossProfit, TakesCostsIntoTheLinesCurrency) {
  // 30,000 USD at 7.10 are 213,000.
  const BookTexts tables = tables_with("I-1,Acme,2026-10-05,2026-11-04,30000,USD,SO-1,\n", goods);
  EXPECT_EQ(paid(tables, "2026-10"), cny("6300.00"));
}

TEST(GrossProfit, TakesCostsIntoTheLinesCurrencyOfTheDayOfThePlan) {
  // An order of September that is invoiced in October: 150,000 come back as they went.
  BookTexts tables = tables_with("I-1,Acme,2026-10-05,2026-11-04,30000,USD,SO-1,\n", goods);
  tables.back().second =
      "date,base,quote,rate\n2026-09-01,USD,CNY,7.50\n2026-10-01,USD,CNY,7.10\n"
      "2026-10-31,USD,CNY,8.00\n";
  // At 7.50, 225,000; at 7.10, 213,000; at 8.00, 240,000.
  EXPECT_EQ(paid(tables, "2026-10", "earned_on = \"order\"\n"), cny("7500.00"));
  EXPECT_EQ(paid(tables, "2026-10", "earned_on = \"order\"\nrates_on = \"invoice\"\n"),
            cny("6300.00"));
  EXPECT_EQ(paid(tables, "2026-10", "rates_on = \"period_end\"\n"), cny("9000.00"));
}

TEST(GrossProfit, NamesTheDocumentWhoseCostHasNoRate) {
  BookTexts tables = tables_with("I-1,Acme,2026-10-05,2026-11-04,30000,USD,SO-1,\n", goods);
  tables.back().second = "date,base,quote,rate\n2026-10-01,USD,CNY,7.10\n";
  try {
    paid(tables, "2026-10", "earned_on = \"order\"\n");
    FAIL();
  } catch (const BadTable& error) {
    EXPECT_STREQ(
        error.what(),
        "2026-09: plans/export.toml, document I-1, cost \"150000.00 CNY\": expected a rate "
        "from CNY to USD on 2026-09-01");
  }
}

TEST(GrossProfit, IsAllOfTheNetWithoutAnOrder) {
  const BookTexts tables = tables_with("I-1,Acme,2026-10-05,2026-11-04,1000,CNY,,\n", goods);
  EXPECT_EQ(paid(tables, "2026-10"), cny("100.00"));
}

}  // namespace
}  // namespace o2c
