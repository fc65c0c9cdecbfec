#include "o2c/receivable/aging_arrow.hpp"

#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"

#include "../columns/arrow_lines.hpp"
#include "items_table.hpp"

namespace o2c {
namespace {

using hand_made::read_back;
using test_items::batch;
using test_items::Row;
using test_items::table;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr Date as_of(2026, 3, 31);
const AgingBuckets no_limits(std::vector<std::int32_t>{});

TEST(AgingToArrow, IsReadBackAsItIs) {
  const std::vector<Row> rows{{"A", 150, as_of}, {"B", -70, {}, "JPY"}, {"A", 5, as_of - 1, "BHD"}};
  const AgingTable result = age(*table(rows), as_of, no_limits);
  EXPECT_THAT(
      read_back(to_arrow(result)),
      ElementsAre("party (text) currency (dictionary of text) not_due (decimal128 with 3 "
                  "digits) >0 (decimal128 with 3 digits) credits (decimal128 with 3 digits) "
                  "total (decimal128 with 3 digits) items (int64) ",
                  "A BHD 0.000 0.005 0.000 0.005 1 ", "A USD 1.500 0.000 0.000 1.500 1 ",
                  "B JPY 0.000 0.000 -70.000 -70.000 1 "));
}

TEST(AgingToArrow, CanBeExportedAgainAndOutlivesTheAging) {
  std::shared_ptr<const ArrowTable> exported;
  {
    const AgingTable result = age(*table({{"A", 150, as_of}}), as_of, no_limits);
    exported = to_arrow(result, 3);
  }
  const std::vector<std::string> first = read_back(exported);
  EXPECT_EQ(first.size(), 2U);
  EXPECT_EQ(read_back(exported), first);
  EXPECT_EQ(exported.use_count(), 1);
}

TEST(AgingToArrow, KeepsTheTypesOfKeysAndTheirNulls) {
  hand_made::Batch items = batch({{"A", 1, as_of}, {"A", 2, as_of}, {"A", 4, as_of}});
  items.columns.push_back(hand_made::booleans("export", {true, std::nullopt, true}));
  items.columns.push_back(hand_made::fixed<std::int16_t>("seller", "s", {7, 7, std::nullopt}));
  items.columns.push_back(test_items::dates("opened", {as_of, std::nullopt, as_of - 1}));
  items.columns.push_back(
      hand_made::text_view("region", {std::nullopt, "", "a region with a name"}));
  const AgingTable result =
      age(*hand_made::table({items}), as_of, no_limits,
          {.group_by = {"export", "seller", "opened", "region"}, .credits = Credits::netted});
  EXPECT_THAT(
      read_back(to_arrow(result)),
      ElementsAre(HasSubstr("export (boolean) seller (int64) opened (date32) region (text) "),
                  "true 7 2026-03-31 null USD 0.01 0.00 0.01 1 ",
                  "true null 2026-03-30 a region with a name USD 0.04 0.00 0.04 1 ",
                  "null 7 null  USD 0.02 0.00 0.02 1 "));
}

TEST(AgingToArrow, OfNothingHasItsColumns) {
  EXPECT_THAT(
      read_back(to_arrow(age(*table({}), as_of, no_limits))),
      ElementsAre(HasSubstr("party (text) currency (dictionary of text) not_due (decimal128")));
}

TEST(AgingToArrow, SaysWhichDayAndBucketsItIsOf) {
  const auto exported = to_arrow(age(*table({}), as_of));
  EXPECT_THAT(exported->metadata,
              ElementsAre(testing::Pair("o2c.as_of", "2026-03-31"),
                          testing::Pair("o2c.buckets", "30, 60, 90 days by due_date")));
}

TEST(AgingToArrow, ManyRowsByManyThreads) {
  hand_made::Values<std::int64_t> keys;
  hand_made::Values<std::int64_t> amounts;
  for (std::int64_t i = 0; i < 200'000; ++i) {
    keys.emplace_back(199'999 - i);
    amounts.emplace_back(i);
  }
  const hand_made::Batch items = hand_made::batch(
      {hand_made::fixed<std::int64_t>("k", "l", keys),
       hand_made::fixed<std::int64_t>("amount", "l", amounts),
       test_items::dates("due_date", std::vector<std::optional<Date>>(200'000, as_of))});
  const AgingTable result = age(*hand_made::table({items}), as_of, no_limits,
                                {.group_by = {"k"}, .currency = currencies::USD, .threads = 2});
  const std::vector<std::string> one = read_back(to_arrow(result, 1));
  ASSERT_EQ(one.size(), 200'001U);
  EXPECT_EQ(one[1], "0 USD 1999.99 0.00 0.00 1999.99 1 ");
  EXPECT_EQ(read_back(to_arrow(result, 3)), one);
}

// A figure of 38 digits is the largest that decimal128 is said to hold.
TEST(AgingToArrow, RefusesFiguresBeyond38Digits) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  AgingTable sum = age(*table({{"A", most, as_of}}), as_of, no_limits);
  // 2^62 * (2^63 - 1) is 4.3e37; four times that is beyond.
  for (int doublings = 0; doublings < 62; ++doublings) sum = sum + sum;
  EXPECT_THAT(read_back(to_arrow(sum))[1],
              HasSubstr("A USD 425352958651173079283101399105436385.28 0.00 0.00 "
                        "425352958651173079283101399105436385.28 4611686018427387904"));
  sum = sum + sum;
  EXPECT_THROW(static_cast<void>(sum.items(0)), Overflow);
  const AgingTable larger = sum + sum;
  EXPECT_THROW(to_arrow(larger), Overflow);
  EXPECT_THROW(static_cast<void>(larger.amount(0, 0)), Overflow);
  EXPECT_TRUE(larger.minor(0, 0) > 0);
  // A currency of more digits moves the point of all.
  const AgingTable with_dinars = sum + age(*table({{"A", 1, as_of, "BHD"}}), as_of, no_limits);
  EXPECT_THROW(to_arrow(with_dinars), Overflow);
  EXPECT_THROW(larger + larger, Overflow);
}

}  // namespace
}  // namespace o2c
