#include "o2c/receivable/aging.hpp"

#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"

#include "items_table.hpp"

namespace o2c {
namespace {

using namespace currencies;
using test_items::lines;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

constexpr Date as_of(2026, 3, 31);

Money usd(std::int64_t units) { return Money::of(units, USD); }

// The open items of domain.md's worked example; the credits are cash on account.
std::vector<OpenItem> worked_example() {
  return {{.party = "P", .document = "A", .amount = usd(10'000), .due_date = Date(2026, 3, 31)},
          {.party = "P", .document = "B", .amount = usd(8'000), .due_date = Date(2026, 3, 30)},
          {.party = "P", .document = "C", .amount = usd(6'000), .due_date = Date(2026, 3, 1)},
          {.party = "P", .document = "D", .amount = usd(5'000), .due_date = Date(2026, 2, 28)},
          {.party = "P", .document = "E", .amount = usd(4'000), .due_date = Date(2025, 12, 30)},
          {.party = "P", .document = "on account", .amount = usd(-1'500)},
          {.party = "P", .document = "receipt", .amount = usd(-2'000)}};
}

TEST(Age, BringsOutTheWorkedExample) {
  const AgingReport report = age(worked_example(), as_of);
  EXPECT_THAT(report.columns(), ElementsAre("not_due", "1-30", "31-60", "61-90", ">90", "credits"));
  EXPECT_THAT(lines(report), ElementsAre("P USD | 10000.00 14000.00 5000.00 0.00 4000.00 -3500.00 "
                                         "29500.00 | 7"));
}

TEST(Age, KeepsPartiesAndCurrenciesApart) {
  const std::vector<OpenItem> items{
      {.party = "Z", .document = "1", .amount = Money::from_minor(500, JPY), .due_date = as_of},
      {.party = "A", .document = "2", .amount = usd(1), .due_date = as_of - 1},
      {.party = "Z",
       .document = "3",
       .amount = usd(2),
       .due_date = as_of - 31,
       .salesperson = "Li"},
      {.party = "A",
       .document = "4",
       .amount = usd(3),
       .due_date = as_of - 1,
       .salesperson = "Wu"}};
  const AgingBuckets buckets({30});
  EXPECT_THAT(lines(age(items, as_of, buckets)),
              ElementsAre("A USD | 0.00 4.00 0.00 0.00 4.00 | 2", "Z JPY | 500 0 0 0 500 | 1",
                          "Z USD | 0.00 0.00 2.00 0.00 2.00 | 1"));
  EXPECT_THAT(lines(age(items, as_of, buckets, {})),
              ElementsAre("JPY | 500 0 0 0 500 | 1", "USD | 0.00 4.00 2.00 0.00 6.00 | 3"));
  EXPECT_THAT(lines(age(items, as_of, buckets, {&OpenItem::salesperson, &OpenItem::party})),
              ElementsAre(" A USD | 0.00 1.00 0.00 0.00 1.00 | 1", " Z JPY | 500 0 0 0 500 | 1",
                          "Li Z USD | 0.00 0.00 2.00 0.00 2.00 | 1",
                          "Wu A USD | 0.00 3.00 0.00 0.00 3.00 | 1"));
}

TEST(Age, NetsCreditsInTheBucketOfTheirDate) {
  const std::vector<OpenItem> items{
      {.party = "A", .document = "1", .amount = usd(10), .due_date = as_of - 5},
      {.party = "A", .document = "2", .amount = usd(-3), .due_date = as_of - 40},
      {.party = "A", .document = "3", .amount = usd(-4), .invoice_date = as_of - 2}};
  const AgingBuckets buckets({30});
  EXPECT_THAT(lines(age(items, as_of, buckets, {}, Credits::netted)),
              ElementsAre("USD | 0.00 6.00 -3.00 3.00 | 3"));
  EXPECT_THAT(age(items, as_of, buckets, {}, Credits::netted).columns(),
              ElementsAre("not_due", "1-30", ">30"));
}

TEST(Age, CountsFromTheInvoiceDateIfAsked) {
  const std::vector<OpenItem> items{
      {.party = "A",
       .document = "1",
       .amount = usd(1),
       .due_date = Date::min(),
       .invoice_date = as_of},
      {.party = "A", .document = "2", .amount = usd(2), .invoice_date = as_of + 1}};
  EXPECT_THAT(lines(age(items, as_of, AgingBuckets({30}, AgingBasis::invoice_date))),
              ElementsAre("A USD | 2.00 1.00 0.00 0.00 3.00 | 2"));
}

TEST(Age, NamesEveryItemWithoutADate) {
  std::vector<OpenItem> items = worked_example();
  items[1].due_date.reset();
  items[3].due_date.reset();
  items.push_back({.party = "P", .document = "nothing", .amount = usd(0)});
  try {
    age(items, as_of);
    FAIL() << "expected InvalidArgument";
  } catch (const InvalidArgument& bad) {
    EXPECT_THAT(bad.what(), HasSubstr("row 1, due_date \"B\": expected a date"));
    ASSERT_EQ(bad.faults().size(), 2U);
    EXPECT_EQ(bad.faults()[1].row, 3);
  }
  // Netted, credits need one, too.
  try {
    age(worked_example(), as_of, AgingBuckets(), {}, Credits::netted);
    FAIL() << "expected InvalidArgument";
  } catch (const InvalidArgument& bad) {
    EXPECT_EQ(bad.faults().size(), 2U);
  }
}

TEST(Age, AZeroItemNeedsNoDate) {
  EXPECT_THAT(lines(age({{.party = "A", .document = "1", .amount = usd(0)}}, as_of)),
              ElementsAre("A USD | 0.00 0.00 0.00 0.00 0.00 0.00 0.00 | 1"));
}

TEST(Age, OfNothingIsEmpty) {
  const AgingReport report = age({}, as_of);
  EXPECT_THAT(report.rows(), IsEmpty());
  EXPECT_THAT(to_string(report), HasSubstr("not_due"));
}

TEST(Age, RefusesSumsBeyondMoney) {
  const Money most = Money::from_minor(std::numeric_limits<std::int64_t>::max(), USD);
  const OpenItem item{.party = "A", .document = "1", .amount = most, .due_date = as_of};
  EXPECT_THROW(age({item, item}, as_of), Overflow);
}

TEST(AgingReport, ExplainsARowByItsItems) {
  const AgingReport report = age(worked_example(), as_of);
  const Derivation derivation = report.explain(report.rows().at(0));
  EXPECT_THAT(derivation.recheck(), IsEmpty());
  const std::string english = derivation.to_text(Language::en);
  EXPECT_THAT(english, testing::AllOf(HasSubstr("29500.00 USD"), HasSubstr("-3500.00 USD"),
                                      HasSubstr("14000.00 USD"), HasSubstr("on account")));
  EXPECT_THAT(derivation.to_text(Language::zh), HasSubstr("逾期天数"));
}

TEST(AgingReport, PrintsATableWithTotals) {
  std::vector<OpenItem> items = worked_example();
  items.push_back({.party = "Q", .document = "F", .amount = usd(1), .due_date = as_of});
  items.push_back({.party = "Q", .document = "G", .amount = Money::of(7, EUR), .due_date = as_of});
  EXPECT_EQ(to_string(age(items, as_of)),
            "       currency   not_due      1-30    31-60  61-90      >90   credits     total\n"
            "P      USD       10000.00  14000.00  5000.00   0.00  4000.00  -3500.00  29500.00\n"
            "Q      EUR           7.00      0.00     0.00   0.00     0.00      0.00      7.00\n"
            "Q      USD           1.00      0.00     0.00   0.00     0.00      0.00      1.00\n"
            "total  EUR           7.00      0.00     0.00   0.00     0.00      0.00      7.00\n"
            "total  USD       10001.00  14000.00  5000.00   0.00  4000.00  -3500.00  29501.00\n");
}

TEST(AgingReport, AlignsNamesByTheColumnsThatTheyTake) {
  const std::vector<OpenItem> items{
      {.party = "宁波伞业", .document = "A", .amount = usd(1), .due_date = as_of},
      {.party = "Müller", .document = "B", .amount = usd(20), .due_date = as_of},
      {.party = "\xFF", .document = "C", .amount = usd(300), .due_date = as_of}};
  EXPECT_EQ(to_string(age(items, as_of, AgingBuckets({30}), {&OpenItem::party}, Credits::netted)),
            "          currency  not_due  1-30   >30   total\n"
            "Müller    USD         20.00  0.00  0.00   20.00\n"
            "宁波伞业  USD          1.00  0.00  0.00    1.00\n"
            "\xFF         USD        300.00  0.00  0.00  300.00\n"
            "total     USD        321.00  0.00  0.00  321.00\n");
}

// Cash for an order that is not invoiced yet settles nothing of what is owed.
TEST(Aging, DepositsStandOutsideOfTheTotal) {
  const OpenItem invoice{.party = "A",
                         .document = "I",
                         .amount = Money::from_minor(100'00, USD),
                         .due_date = Date(2026, 3, 1)};
  const OpenItem deposit{.party = "A",
                         .document = "R",
                         .amount = Money::from_minor(-30'00, USD),
                         .kind = OpenItemKind::deposit};
  const AgingReport report = age({invoice, deposit}, Date(2026, 3, 31), AgingBuckets({30}));
  ASSERT_EQ(report.rows().size(), 1U);
  const AgingRow& row = report.rows().front();
  EXPECT_EQ(row.total, Money::from_minor(100'00, USD));
  EXPECT_EQ(row.deposits, Money::from_minor(30'00, USD));
  EXPECT_TRUE(report.explain(row).recheck().empty());
  EXPECT_NE(to_string(report).find("deposits"), std::string::npos);
  EXPECT_EQ(report.explain(row).steps().back().result, Value(Money::from_minor(30'00, USD)));
}

}  // namespace
}  // namespace o2c
