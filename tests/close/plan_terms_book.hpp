#pragma once

// A book of one customer and one order, and what its close pays, for tests.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "o2c/close/close.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/money/money_text.hpp"

#include "book_input.hpp"

namespace o2c {

inline Money cny(const char* amount) { return parse_money(amount, currencies::CNY); }

inline BookTexts plan_of(const std::string& terms, const std::string& from = "2026-09-01") {
  return {{"plans/home.toml",
           "name = \"Home\"\ncurrency = \"CNY\"\n[[version]]\nfrom_date = " + from + "\n" + terms}};
}

inline BookTexts counted_on(const char* moment, const char* basis = "invoiced",
                            const char* rest = "rate = \"1%\"\n") {
  return plan_of("basis = \"" + std::string(basis) + "\"\nearned_on = \"" + moment + "\"\n" + rest);
}

inline const std::string people =
    "person,manager,joined,left,successor\nLi,,2021-01-01,,\n"
    "Wu,,2021-01-01,,\n";
// Li left on the 15th of October; Wu took over.
inline const std::string with_leaver =
    "person,manager,joined,left,successor\n"
    "Li,,2021-01-01,2026-10-15,Wu\nWu,,2021-01-01,,\n";

inline BookTexts tables_with(const std::string& invoices, const std::string& receipts,
                             const std::string& applications, const std::string& invoice_lines = "",
                             const std::string& its_people = people) {
  return {
      {"parties", "party,line,salesperson\nAcme,home,Li\n"},
      {"people", its_people},
      {"products", "product,category,unit\nbeer,drinks,CS\nwine,drinks,CS\n"},
      {"orders",
       "order,party,salesperson,line,date,currency,amount\n"
       "SO-1,Acme,Li,home,2026-09-01,CNY,200000\n"},
      {"invoices",
       "document,kind,party,invoice_date,due_date,amount,net,currency,order,refers_to,charge\n" +
           invoices},
      {"invoice_lines", "document,product,quantity,net,currency\n" + invoice_lines},
      {"receipts", "receipt,party,date,amount,currency\n" + receipts},
      {"applications", "receipt,document,date,amount,currency\n" + applications}};
}

// Texts of a report live as long as its book.
struct Closed {
  std::unique_ptr<Book> book;
  CloseReport report;
};
inline Closed closed(const BookTexts& tables, const BookTexts& plan, const char* month) {
  auto book = std::make_unique<Book>(book_input(tables, plan));
  CloseReport report = close(*book, Period::parse(month));
  EXPECT_TRUE(report.ties_hold());
  return {std::move(book), std::move(report)};
}

// By person: earned, payable, awaiting.
using Paid = std::vector<std::pair<std::string, std::vector<Money>>>;
inline Paid paid(const Closed& closed) {
  Paid found;
  for (const PlanClose& each : closed.report.commission.plans)
    for (const PersonPayout& person : each.table.statement().payouts)
      found.emplace_back(person.salesperson,
                         std::vector{person.payout.earnings.commission, person.payout.payable,
                                     person.payout.closing.awaiting});
  return found;
}

// By the month that they change.
inline std::vector<std::pair<std::string, Money>> corrections(const Closed& closed) {
  std::vector<std::pair<std::string, Money>> found;
  for (const PlanClose& each : closed.report.commission.plans)
    for (const BookedCorrection& of : each.corrections)
      found.emplace_back(to_string(of.of), of.amount());
  return found;
}
inline std::vector<std::pair<std::string, ClosingStanding>> standings(const Closed& closed) {
  std::vector<std::pair<std::string, ClosingStanding>> found;
  const PlanClose& plan = closed.report.commission.plans.front();
  for (std::size_t i = 0; i < plan.lines.size(); ++i)
    if (plan.standings[i] != ClosingStanding::earlier)
      found.emplace_back(closed.report.ledger->document(plan.lines[i].line.document).number,
                         plan.standings[i]);
  return found;
}

}  // namespace o2c
