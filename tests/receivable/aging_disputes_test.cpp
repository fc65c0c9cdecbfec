// What of an item is in dispute stands in a column of its own, and only the rest in its bucket.

#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/explain/value.hpp"
#include "o2c/money/exchange.hpp"
#include "o2c/money/money_text.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/aged_items.hpp"
#include "o2c/receivable/aging_arrow.hpp"
#include "o2c/receivable/aging_documents.hpp"

#include "items_table.hpp"

namespace o2c {
namespace {

using namespace currencies;
using hand_made::Batch;
using hand_made::Column;
using test_items::batch;
using test_items::lines;
using test_items::Row;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

constexpr Date as_of(2026, 3, 31);
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
const AgingBuckets buckets({30});

Money usd(std::int64_t units) { return Money::of(units, USD); }

// ---- The object face
// ---------------------------------------------------------------------------------

OpenItem item(std::string document, Money amount, std::optional<Money> disputed) {
  return {.party = "A",
          .document = std::move(document),
          .amount = amount,
          .due_date = as_of - 5,
          .disputed = disputed};
}

std::vector<std::string> faults(const std::vector<OpenItem>& items) {
  std::vector<std::string> found;
  try {
    age(items, as_of, buckets);
  } catch (const InvalidArgument& bad) {
    for (const Fault& fault : bad.faults()) found.push_back(to_string(fault));
  }
  return found;
}

TEST(DisputedItem, IsPartedBetweenItsBucketAndTheDispute) {
  const AgingReport report = age({item("some", usd(10), usd(3)), item("all", usd(20), usd(20)),
                                  item("none", usd(40), {}), item("a credit", usd(-5), usd(0))},
                                 as_of, buckets);
  EXPECT_THAT(report.columns(), ElementsAre("not_due", "1-30", ">30", "disputed", "credits"));
  EXPECT_THAT(lines(report), ElementsAre("A USD | 0.00 47.00 0.00 23.00 -5.00 65.00 | 4"));
  EXPECT_THAT(lines(age(report.open_items(), as_of, buckets, {}, Credits::netted)),
              ElementsAre("USD | 0.00 42.00 0.00 23.00 65.00 | 4"));
}

TEST(DisputedItem, HasNoColumnWhereNoItemSpeaksOfDisputes) {
  EXPECT_THAT(age({item("1", usd(10), {})}, as_of, buckets).columns(),
              ElementsAre("not_due", "1-30", ">30", "credits"));
  EXPECT_THAT(lines(age({item("1", usd(10), usd(0))}, as_of, buckets)),
              ElementsAre("A USD | 0.00 10.00 0.00 0.00 0.00 10.00 | 1"));
}

TEST(DisputedItem, StandsBesideCreditsAndUnappliedCash) {
  OpenItem cash = item("cash", usd(-2), {});
  cash.kind = OpenItemKind::unapplied_cash;
  const AgingReport report =
      age({item("1", usd(10), usd(3)), item("2", usd(-1), {}), cash}, as_of, buckets);
  EXPECT_THAT(report.columns(),
              ElementsAre("not_due", "1-30", ">30", "disputed", "credits", "unapplied"));
  EXPECT_THAT(lines(report), ElementsAre("A USD | 0.00 7.00 0.00 3.00 -1.00 -2.00 7.00 | 3"));
}

TEST(DisputedItem, IsADebitOfNoLess) {
  OpenItem cash = item("cash", usd(10), usd(1));
  cash.kind = OpenItemKind::unapplied_cash;
  const Money half_yen = Money::from_minor(5, JPY);
  EXPECT_THAT(
      faults({item("right", usd(10), usd(10)), item("more", usd(10), usd(11)),
              item("less", usd(10), usd(-1)), item("yen", usd(10), half_yen),
              item("no yen", usd(-10), Money::zero(JPY)), item("credit", usd(-10), usd(1)), cash}),
      ElementsAre("row 1, disputed \"11.00 USD\": expected from 0 to the 10.00 USD of item "
                  "\"more\" (only debits have disputes)",
                  HasSubstr("row 2, disputed \"-1.00 USD\": expected from 0 to the 10.00 USD"),
                  HasSubstr("row 3, disputed \"5 JPY\""), HasSubstr("row 4, disputed \"0 JPY\""),
                  HasSubstr("row 5, disputed \"1.00 USD\""), HasSubstr("of item \"cash\"")));
  OpenItem undated = item("undated", usd(10), usd(11));
  undated.due_date.reset();
  EXPECT_THAT(faults({undated}), ElementsAre(HasSubstr("row 0, due_date \"undated\""),
                                             HasSubstr("row 0, disputed \"11.00 USD\"")));
}

TEST(DisputedItem, IsExplainedByItsParts) {
  const AgingReport report =
      age({item("some", usd(10), usd(3)), item("none", usd(20), usd(0))}, as_of, buckets);
  const Derivation derivation = report.explain(report.rows().at(0));
  EXPECT_THAT(derivation.recheck(), IsEmpty());
  std::vector<std::string> results;
  for (const DerivationStep& step : derivation.steps())
    if (step.operation == Operation::sum || step.operation == Operation::difference)
      results.push_back(step.label.en + ' ' + value_text(step.result));
  EXPECT_THAT(results, ElementsAre("not in dispute 7.00 USD", "1-30 27.00 USD", "disputed 3.00 USD",
                                   "total 30.00 USD"));
  EXPECT_THAT(derivation.to_text(Language::zh),
              testing::AllOf(HasSubstr("争议"), HasSubstr("无争议")));
}

TEST(DisputedItem, IsConvertedByItsParts) {
  ExchangeTable rates;
  rates.add(ExchangeRate(USD, JPY, Decimal::parse("150.5"), as_of));
  const ConvertedAging converted = age({item("some", usd(10), usd(3))}, as_of, buckets)
                                       .converted_to(JPY, rates, Rounding::half_up);
  EXPECT_EQ(converted.columns.at(1), Money::from_minor(1054, JPY));  // 1,053.5
  EXPECT_EQ(converted.columns.at(3), Money::from_minor(452, JPY));   // 451.5
  EXPECT_EQ(converted.total, Money::from_minor(1506, JPY));
  EXPECT_THAT(converted.derivation.recheck(), IsEmpty());
}

// ---- The column face
// ---------------------------------------------------------------------------------

Batch with(Batch items, Column column) {
  std::erase_if(items.columns, [&](const Column& each) { return each.name == column.name; });
  items.columns.push_back(std::move(column));
  return items;
}

Column disputed(const hand_made::Values<std::int64_t>& minor) {
  return hand_made::fixed<std::int64_t>("disputed", "l", minor);
}

AgingTable aged(const Batch& items, const AgingOptions& options = {}) {
  return age(*hand_made::table({items}), as_of, buckets, options);
}

std::vector<std::string> faults(const Batch& items, const AgingOptions& options = {}) {
  std::vector<std::string> found;
  try {
    aged(items, options);
  } catch (const BadTable& bad) {
    for (const Fault& fault : bad.faults()) found.push_back(to_string(fault));
  }
  return found;
}

const std::vector<Row> rows{{"A", 1000, as_of},
                            {"A", 2000, as_of - 5},
                            {"A", -500, {}},
                            {"B", 4000, as_of - 40},
                            {"B", 70, as_of - 40, "JPY"}};

TEST(DisputedColumn, StandsAfterTheBuckets) {
  const AgingTable result = aged(with(batch(rows), disputed({300, 2000, 0, std::nullopt, 1})));
  EXPECT_THAT(result.measures(),
              ElementsAre("not_due", "1-30", ">30", "disputed", "credits", "total"));
  EXPECT_THAT(lines(result), ElementsAre("A USD | 7.00 0.00 0.00 23.00 -5.00 25.00 | 3",
                                         "B JPY | 0 0 69 1 0 70 | 1",
                                         "B USD | 0.00 0.00 40.00 0.00 0.00 40.00 | 1"));
  EXPECT_THAT(result.total_minor(USD), ElementsAre(700, 0, 4000, 2300, -500, 6500));
  EXPECT_EQ(result.total_items(USD), 4);
  EXPECT_EQ(result.minor(0, 3), 2300);
}

TEST(DisputedColumn, IsThereEvenWithoutDisputes) {
  for (const Column& none :
       {disputed({0, 0, 0, 0, 0}), disputed(hand_made::Values<std::int64_t>(5)),
        Column{.name = "disputed", .format = "n", .length = 5, .null_count = 5}})
    EXPECT_THAT(
        lines(aged(with(batch(rows), none), {.group_by = {}})),
        ElementsAre("JPY | 0 0 70 0 0 70 | 1", "USD | 10.00 20.00 40.00 0.00 -5.00 65.00 | 4"));
}

TEST(DisputedColumn, IsReadAsAmountsAre) {
  const Batch one_currency = batch({rows[0], rows[1]});
  const auto expected = ElementsAre("A USD | 10.00 19.75 0.00 0.25 0.00 30.00 | 2");
  EXPECT_THAT(lines(aged(with(one_currency, disputed({0, 25})))), expected);
  EXPECT_THAT(
      lines(aged(with(one_currency, hand_made::fixed<Int128>("disputed", "d:38,3",
                                                             {std::nullopt, Int128{250}})))),
      expected);
  EXPECT_THAT(lines(aged(with(one_currency,
                              hand_made::fixed<double>("disputed", "g", {std::nullopt, 0.25})),
                         {.amount_digits = 2})),
              expected);
  Batch stated = with(one_currency, disputed({std::nullopt, 25}));
  std::erase_if(stated.columns, [](const Column& column) { return column.name == "currency"; });
  EXPECT_THAT(lines(aged(stated, {.currency = USD})), expected);
  EXPECT_THAT([&] { aged(with(one_currency, hand_made::fixed<double>("disputed", "g", {0, 1}))); },
              ThrowsMessage<BadTable>(HasSubstr("disputed \"float64\"")));
  EXPECT_THAT([&] { aged(with(one_currency, hand_made::booleans("disputed", {true, false}))); },
              ThrowsMessage<BadTable>(HasSubstr("disputed \"boolean\": expected decimal amounts")));
}

TEST(DisputedColumn, HoldsPartsOfDebitsOnly) {
  EXPECT_THAT(faults(with(batch(rows), disputed({1001, -1, 1, 4000, most}))),
              ElementsAre("items, row 0, disputed \"1001\": expected from 0 to the amount, 1000 "
                          "(only debits have disputes)",
                          HasSubstr("row 1, disputed \"-1\": expected from 0 to the amount, 2000"),
                          HasSubstr("row 2, disputed \"1\": expected from 0 to the amount, -500"),
                          HasSubstr("row 4, disputed \"9223372036854775807\"")));
  EXPECT_THAT(faults(with(batch({{"A", 0, as_of}}), disputed({1}))),
              ElementsAre(HasSubstr("row 0, disputed \"1\": expected from 0 to the amount, 0")));
}

// Of an amount that cannot be read nothing can be said, except that nothing is less than nothing.
TEST(DisputedColumn, OfAFaultyAmountIsNotJudged) {
  const Batch items = with(
      batch({rows[0], rows[0], rows[0], {"A", 1000, as_of, "XQZ"}, rows[0]}),
      hand_made::fixed<Int128>("amount", "d:38,3",
                               {Int128{1234}, std::nullopt, Int128{1234}, Int128{10}, Int128{10}}));
  EXPECT_THAT(faults(with(items, disputed({1, 1, -1, 1, std::nullopt}))),
              ElementsAre(HasSubstr("row 0, amount \"1.234\""), HasSubstr("row 1, amount \"null\""),
                          HasSubstr("row 2, amount \"1.234\""), HasSubstr("row 2, disputed \"-1\""),
                          HasSubstr("row 3, currency \"XQZ\"")));
}

TEST(DisputedColumn, AddsUpAndConverts) {
  const AgingTable a = aged(with(batch({rows[0], rows[4]}), disputed({300, 7})));
  const AgingTable b = aged(with(batch({rows[1], rows[3]}), disputed({500, 0})));
  EXPECT_THAT(lines(a + b), ElementsAre("A USD | 7.00 15.00 0.00 8.00 0.00 30.00 | 2",
                                        "B JPY | 0 0 63 7 0 70 | 1",
                                        "B USD | 0.00 0.00 40.00 0.00 0.00 40.00 | 1"));
  EXPECT_THAT([&] { a + aged(batch(rows)); },
              ThrowsMessage<InvalidArgument>(HasSubstr("cannot be added")));
  ExchangeTable rates;
  rates.add(ExchangeRate(USD, JPY, Decimal::parse("150.5"), as_of));
  EXPECT_THAT(lines(a.converted_to(JPY, rates, Rounding::half_up)),
              ElementsAre("A JPY | 1054 0 0 452 0 1506 | 1", "B JPY | 0 0 63 7 0 70 | 1"));
}

TEST(DisputedColumn, GoesOutToArrow) {
  const auto exported = to_arrow(aged(with(batch({rows[0]}), disputed({300}))));
  ASSERT_EQ(exported->columns.size(), 9U);
  EXPECT_EQ(exported->columns[5].name, "disputed");
}

TEST(DisputedColumn, IsThatOfTheItemsBehindAFigure) {
  const Batch items = with(batch(rows), disputed({300, 2000, 0, std::nullopt, 1}));
  std::vector<std::optional<Money>> found;
  for (const AgedItem& aged : aged_items(*hand_made::table({items}), as_of, buckets, {}, {}))
    found.push_back(aged.item.disputed);
  EXPECT_THAT(found, ElementsAre(usd(3), usd(20), usd(0), usd(0), Money::from_minor(1, JPY)));
  for (const AgedItem& aged : aged_items(*hand_made::table({batch(rows)}), as_of, buckets, {}, {}))
    EXPECT_EQ(aged.item.disputed, std::nullopt);
}

TEST(DisputedColumn, IsNotLookedAtInDocuments) {
  Batch invoices = with(batch({{"A", 1000, as_of, "USD", as_of}}), disputed({2000}));
  invoices.columns.push_back(hand_made::text<std::int32_t>("document", {"1"}));
  const auto table = hand_made::table({invoices});
  EXPECT_THAT(lines(age_documents({table.get()}, as_of, buckets)),
              ElementsAre("A USD | 10.00 0.00 0.00 0.00 10.00 | 1"));
}

TEST(DisputedColumn, HasANameThatNoOtherMayHave) {
  const auto refused = ThrowsMessage<InvalidArgument>(HasSubstr("name of another column"));
  EXPECT_THAT([] { AgingBuckets({30}, AgingBasis::due_date, {"a", "disputed", "b"}); }, refused);
  EXPECT_THAT(
      [&] { aged(with(batch(rows), disputed({0, 0, 0, 0, 0})), {.group_by = {"disputed"}}); },
      refused);
}

TEST(DisputedColumn, SumsBeyond64Bits) {
  const Batch items = with(batch({{"A", most, as_of}, {"A", most, as_of}, {"A", most, as_of}}),
                           disputed({most, most - 1, most}));
  for (const std::size_t threads : {1U, 2U}) {
    const AgingTable result = aged(items, {.threads = threads});
    EXPECT_TRUE(result.minor(0, 0) == 1);
    EXPECT_TRUE(result.minor(0, 3) == Int128{3} * most - 1);
    EXPECT_EQ(result.items(0), 3);
  }
}

}  // namespace
}  // namespace o2c
