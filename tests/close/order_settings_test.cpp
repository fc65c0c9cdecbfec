// [orders] of book.toml.

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "o2c/close/close.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/order/order_policy.hpp"

#include "book_input.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

BookInput asked_on_27_october(const std::string& settings) {
  BookInput input =
      book_input({{"parties", "party,line,salesperson\nAcme,export,Li\n"},
                  {"people", "person,manager,joined,left\nLi,,2021-01-01,\n"},
                  {"orders",
                   "order,party,salesperson,line,date,currency,amount\n"
                   "SO-1,Acme,Li,export,2026-10-27,USD,\n"}},
                 {{"book.toml", "[book]\ncompany = \"Tianhe\"\nhome = \"CNY\"\n" + settings}});
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
  return input;
}

std::optional<Date> answer_due(const std::string& settings) {
  const Book book(asked_on_27_october(settings));
  const CloseReport report = close(book, Period::parse("2026-10"));
  EXPECT_THAT(report.orders.open, SizeIs(1));
  return report.orders.open.at(0).waits_for.value().due_on;
}

TEST(OrderSettings, DecideWhatOrdersWaitFor) {
  EXPECT_EQ(answer_due(""), Date(2026, 10, 28));
  EXPECT_EQ(answer_due("[orders]\nreply_days = 5\n"), Date(2026, 11, 1));
}

TEST(OrderSettings, AreThoseOfThePolicy) {
  const Book book(asked_on_27_october(R"([orders]
reply_days = 2
verdict_days = 8
amendment_days = 4
spare_samples = 0
freight_collect_is_enough = true
sample_needed = false
inspection_needed = false
bank_charges = "30 USD"
usual_terms = ["net 30", "30% T/T in advance; balance 30 days after B/L date"]
)"));
  OrderPolicy expected{.company = "Tianhe",
                       .reply_days = 2,
                       .verdict_days = 8,
                       .amendment_days = 4,
                       .spare_samples = 0,
                       .freight_collect_is_enough = true,
                       .sample_needed = false,
                       .inspection_needed = false,
                       .bank_charges = Money::of(30, currencies::USD)};
  expected.usual_terms = {
      PaymentTerms::parse("net 30"),
      PaymentTerms::parse("30% T/T in advance; balance 30 days after B/L date")};
  EXPECT_EQ(book.orders(), expected);
}

TEST(OrderSettings, SayAllThatIsWrongWithThem) {
  EXPECT_THAT(
      faults_of(asked_on_27_october("[orders]\nreply_days = -1\nsample_needed = 1\n"
                                    "bank_charges = \"-3 USD\"\nverdict = 3\n")),
      ElementsAre(testing::HasSubstr("reply_days \"-1\": expected a whole number from 0 on"),
                  testing::HasSubstr("sample_needed"),
                  testing::HasSubstr("bank_charges \"-3 USD\": expected an amount from 0 on"),
                  testing::HasSubstr("verdict")));
  EXPECT_THAT(faults_of(asked_on_27_october("[orders]\nusual_terms = [\"some day\"]\n")),
              ElementsAre(testing::HasSubstr("usual_terms")));
}

}  // namespace
}  // namespace o2c
