// What was somebody's who has left.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/close/close.hpp"
#include "o2c/close/daily_report.hpp"

#include "book_input.hpp"

namespace o2c {
namespace {

using testing::SizeIs;

/// An inquiry of 27 October that nobody has answered, of a customer who owes more than he may. Li
/// left on the 29th.
Book unanswered() {
  BookInput input = book_input(
      {{"parties", "party,line,salesperson,credit_limit,currency\nAcme,export,Li,50,CNY\n"},
       {"invoices",
        "document,party,invoice_date,due_date,amount,currency\n"
        "INV-1,Acme,2026-09-01,2026-09-30,100,CNY\n"},
       {"people",
        "person,manager,joined,left,successor\nLi,,2021-01-01,2026-10-29,Mei\n"
        "Mei,,2026-10-01,2026-10-30,Wu\nWu,,2026-10-01,,\n"},
       {"orders",
        "order,party,salesperson,line,date,currency,amount\nSO-1,Acme,Li,export,2026-10-"
        "27,USD,\n"}},
      {{"book.toml", "[book]\ncompany = \"Tianhe\"\nhome = \"CNY\"\n"}});
  input.tables.emplace_back(
      "events",
      std::make_unique<TextTable>(
          std::vector<std::string>{"id", "order", "seq", "event", "on", "recorded_at", "by",
                                   "payload"},
          TextTable::Rows{
              {"e1", "SO-1", "1", "OrderOpened", "2026-10-27", "2026-10-27T09:00:00Z", "Li",
               R"({"role":"salesperson","profile":"export_sale",)"
               R"("party":"Acme","salesperson":"Li"})"},
              {"e2", "SO-1", "2", "InquiryReceived", "2026-10-27", "2026-10-27T09:01:00Z", "Li",
               R"({"role":"salesperson","subject":"umbrellas"})"}}));
  return Book(std::move(input));
}

TEST(Successors, HaveWhatIsToBeDone) {
  const Book book = unanswered();
  const std::vector<std::pair<Date, std::string>> days{{Date(2026, 10, 28), "Li"},
                                                       {Date(2026, 10, 29), "Li"},
                                                       {Date(2026, 10, 30), "Mei"},
                                                       {Date(2026, 10, 31), "Wu"}};
  for (const auto& [day, whose] : days) {
    const DailyReport report = daily_report(book, day);
    ASSERT_THAT(report.actions, SizeIs(1)) << to_string(day);
    EXPECT_EQ(report.actions[0].salesperson, whose) << to_string(day);
  }
  const CloseReport report = close(book, Period::parse("2026-10"));
  ASSERT_THAT(report.orders.open, SizeIs(1));
  EXPECT_EQ(report.orders.open[0].salesperson, "Wu");
  ASSERT_THAT(report.exceptions, SizeIs(1));
  EXPECT_EQ(report.exceptions[0].kind, ExceptionKind::over_limit);
  EXPECT_EQ(report.exceptions[0].person, "Wu");
}

}  // namespace
}  // namespace o2c
