// What a column face groups by, and how the layout of its columns never matters.

#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"

#include "items_table.hpp"

namespace o2c {
namespace {

using hand_made::Column;
using test_items::lines;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr Date as_of(2026, 3, 31);
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
const AgingBuckets no_limits(std::vector<std::int32_t>{});

// Items that are all due on the day, with amounts of 1, 2, 4, ... cents.
hand_made::Batch with_keys(std::vector<Column> keys, std::int64_t first = 1) {
  const auto rows = static_cast<std::size_t>(keys.front().length);
  hand_made::Values<std::int64_t> amounts;
  for (std::size_t i = 0; i < rows; ++i) amounts.emplace_back(first << i);
  keys.push_back(hand_made::fixed<std::int64_t>("amount", "l", amounts));
  keys.push_back(test_items::dates("due_date", std::vector<std::optional<Date>>(rows, as_of)));
  return hand_made::batch(std::move(keys));
}

// "key1 key2 cents/items", row by row.
std::vector<std::string> grouped(std::vector<hand_made::Batch> batches,
                                 std::vector<std::string> group_by, std::size_t threads = 1) {
  const auto table = hand_made::table(std::move(batches));
  const AgingTable result =
      age(*table, as_of, no_limits,
          {.group_by = std::move(group_by), .currency = currencies::USD, .threads = threads});
  std::vector<std::string> found;
  for (std::size_t row = 0; row < result.rows(); ++row) {
    std::string line;
    for (const KeyColumn& key : result.keys()) line += test_items::key_text(key, row) + ' ';
    found.push_back(line + std::to_string(static_cast<std::int64_t>(result.minor(row, 0))) + '/' +
                    std::to_string(result.items(row)));
  }
  return found;
}

TEST(AgeByKeys, OfEveryType) {
  const auto expected = ElementsAre("3 2/1", "7 9/2", "null 4/1");
  for (const std::int64_t offset : {0, 3, 8, 9}) {
    const hand_made::Layout layout{.offset = offset};
    for (const Column& key :
         {hand_made::fixed<std::int8_t>("k", "c", {7, 3, std::nullopt, 7}, layout),
          hand_made::fixed<std::uint16_t>("k", "S", {7, 3, std::nullopt, 7}, layout),
          hand_made::fixed<std::int32_t>("k", "i", {7, 3, std::nullopt, 7}, layout),
          hand_made::fixed<std::uint32_t>("k", "I", {7, 3, std::nullopt, 7}, layout),
          hand_made::fixed<std::int64_t>("k", "l", {7, 3, std::nullopt, 7}, layout),
          hand_made::fixed<std::uint64_t>("k", "L", {7, 3, std::nullopt, 7}, layout),
          hand_made::fixed<std::int32_t>("k", "tdD", {7, 3, std::nullopt, 7}, layout),
          hand_made::text<std::int32_t>("k", {"7", "3", std::nullopt, "7"}, layout),
          hand_made::text<std::int64_t>("k", {"7", "3", std::nullopt, "7"}, layout),
          hand_made::text_view("k", {"7", "3", std::nullopt, "7"}, layout),
          hand_made::dictionary<std::uint8_t>("k", "C", {1, 0, std::nullopt, 2},
                                              hand_made::text<std::int32_t>("", {"3", "7", "7"}),
                                              layout)})
      EXPECT_THAT(grouped({with_keys({key})}, {"k"}), expected) << key.format << ' ' << offset;
  }
  EXPECT_THAT(
      grouped({with_keys({hand_made::booleans("k", {true, false, std::nullopt, true})})}, {"k"}),
      ElementsAre("0 2/1", "1 9/2", "null 4/1"));
}

TEST(AgeByKeys, NoneOneTwoOrThree) {
  const hand_made::Batch items =
      with_keys({hand_made::text<std::int32_t>("party", {"B", "A", "B", "A", "A"}),
                 hand_made::fixed<std::int64_t>("seller", "l", {1, 2, -1, 2, std::nullopt}),
                 hand_made::booleans("export", {true, true, false, false, true})});
  EXPECT_THAT(grouped({items}, {}), ElementsAre("31/5"));
  EXPECT_THAT(grouped({items}, {"party"}), ElementsAre("A 26/3", "B 5/2"));
  EXPECT_THAT(grouped({items}, {"seller", "party"}),
              ElementsAre("-1 B 4/1", "1 B 1/1", "2 A 10/2", "null A 16/1"));
  EXPECT_THAT(grouped({items}, {"export", "party", "seller"}),
              ElementsAre("0 A 2 8/1", "0 B -1 4/1", "1 A 2 2/1", "1 A null 16/1", "1 B 1 1/1"));
}

TEST(AgeByKeys, IntegersFromAllOver) {
  EXPECT_THAT(
      grouped({with_keys({hand_made::fixed<std::int64_t>(
                  "k", "l", {0, most, least, -1, 1 << 20, most - 1, least + 1, 0})})},
              {"k"}),
      ElementsAre("-9223372036854775808 4/1", "-9223372036854775807 64/1", "-1 8/1", "0 129/2",
                  "1048576 16/1", "9223372036854775806 32/1", "9223372036854775807 2/1"));
}

// The window around the keys of the first batch must not reach beyond the integers: the lowest
// would come out as the highest.
TEST(AgeByKeys, AWindowDoesNotWrapAround) {
  const auto keys = [](hand_made::Values<std::int64_t> values, std::int64_t first) {
    return with_keys({hand_made::fixed<std::int64_t>("k", "l", values)}, first);
  };
  EXPECT_THAT(grouped({keys({most - 2, most}, 1), keys({least, least + 5}, 4)}, {"k"}),
              ElementsAre("-9223372036854775808 4/1", "-9223372036854775803 8/1",
                          "9223372036854775805 1/1", "9223372036854775807 2/1"));
  EXPECT_THAT(grouped({keys({least + 1, least}, 1), keys({most, most - 5}, 4)}, {"k"}),
              ElementsAre("-9223372036854775808 2/1", "-9223372036854775807 1/1",
                          "9223372036854775802 8/1", "9223372036854775807 4/1"));
}

TEST(AgeByKeys, DictionariesThatChangeBetweenBatches) {
  const auto batch = [](hand_made::Values<std::string> words, hand_made::Values<std::int32_t> codes,
                        std::int64_t first) {
    return with_keys(
        {hand_made::dictionary<std::int32_t>("k", "i", codes, hand_made::text_view("", words))},
        first);
  };
  for (const std::size_t threads : {1U, 3U})
    EXPECT_THAT(grouped({batch({"b", "a"}, {0, 1, std::nullopt}, 1), batch({"a", "b"}, {0, 1}, 8),
                         batch({"a", std::nullopt, "a", "c"}, {0, 1, 2, 3}, 32)},
                        {"k"}, threads),
                ElementsAre("a 170/4", "b 17/2", "c 256/1", "null 68/2"));
}

TEST(AgeByKeys, TheCurrencyMayBeADictionaryThatGrows) {
  std::vector<hand_made::Batch> batches;
  const char* const codes[] = {"EUR", "USD", "JPY", "GBP", "CHF", "BHD", "CNY", "SGD"};
  for (int i = 0; i < 64; ++i) {
    hand_made::Batch items =
        with_keys({hand_made::fixed<std::int64_t>("k", "l", {1, 1, std::nullopt})});
    items.columns.push_back(hand_made::dictionary<std::int8_t>(
        "currency", "c", {0, 1, 0},
        hand_made::text<std::int32_t>("", {codes[i / 8], codes[i % 8]})));
    batches.push_back(items);
  }
  std::vector<std::string> expected;
  for (const std::size_t threads : {1U, 2U, 3U, 5U}) {
    const auto table = hand_made::table(batches);
    const std::vector<std::string> found =
        lines(age(*table, as_of, no_limits, {.group_by = {"k"}, .threads = threads}));
    if (threads == 1) expected = found;
    EXPECT_EQ(found.size(), 16U);
    EXPECT_EQ(found, expected) << threads;
  }
}

TEST(AgeByKeys, AColumnAndTheTableMayBothBeSliced) {
  hand_made::Batch items = with_keys(
      {hand_made::fixed<std::int64_t>("k", "l", {9, 1, 2, std::nullopt, 1, 9}, {.offset = 5})});
  items.offset = 1;
  items.length = 4;
  EXPECT_THAT(grouped({items}, {"k"}), ElementsAre("1 18/2", "2 4/1", "null 8/1"));
}

TEST(AgeByKeys, TheCurrencyIsAlwaysOne) {
  hand_made::Batch items = with_keys({hand_made::fixed<std::int64_t>("k", "l", {1, 2})});
  items.columns.push_back(hand_made::text<std::int32_t>("currency", {"USD", "EUR"}));
  EXPECT_THAT(lines(age(*hand_made::table({items}), as_of, no_limits, {.group_by = {"currency"}})),
              ElementsAre("EUR | 0.02 0.00 0.00 0.02 | 1", "USD | 0.01 0.00 0.00 0.01 | 1"));
}

TEST(AgeByKeys, RefusesColumnsThatCannotBeKeys) {
  const Column keys[] = {hand_made::fixed<double>("k", "g", {1.0}),
                         hand_made::fixed<std::int64_t>("k", "tsu:", {0}),
                         hand_made::fixed<std::int64_t>("k", "d:18,2,64", {0}),
                         hand_made::dictionary<std::int32_t>(
                             "k", "i", {0}, hand_made::fixed<std::int64_t>("", "l", {5}))};
  for (const Column& key : keys)
    EXPECT_THAT([&] { grouped({with_keys({key})}, {"k"}); },
                ThrowsMessage<BadTable>(HasSubstr("column \"k\" cannot be grouped by")))
        << key.format;
  EXPECT_THAT([&] { grouped({with_keys({keys[0]})}, {"region"}); },
              ThrowsMessage<BadTable>(HasSubstr(
                  "column \"region\" is missing from items (it has: k, amount, due_date)")));
}

// The faulty row is named as the table counts it, whatever batch and thread it is in.
TEST(AgeByKeys, NamesTheRowOfAKeyThatIsTooLarge) {
  const auto batch = [](std::uint64_t last) {
    return with_keys({hand_made::fixed<std::uint64_t>("k", "L", {1, 2, last})});
  };
  for (const std::size_t threads : {1U, 2U, 3U})
    EXPECT_THAT(
        [&] {
          grouped({batch(3), batch(std::uint64_t{1} << 63U), batch(~std::uint64_t{0})}, {"k"},
                  threads);
        },
        ThrowsMessage<BadTable>("items, row 5, k \"9223372036854775808\": expected an "
                                "integer within 64 bits with sign (and 1 more faults)"));
}

// So many columns that a line of cells is longer than what threads share and lock as one.
TEST(AgeByKeys, WithMoreBucketsThanAPartOfTheCells) {
  std::vector<std::int32_t> limits(70'000);
  for (std::size_t i = 0; i < limits.size(); ++i) limits[i] = static_cast<std::int32_t>(i) + 1;
  hand_made::Values<std::int64_t> keys;
  for (std::int64_t i = 0; i < 20; ++i) keys.emplace_back(i);
  const auto table =
      hand_made::table({with_keys({hand_made::fixed<std::int64_t>("k", "l", keys)})});
  const AgingTable result = age(*table, as_of + 70'001, AgingBuckets(limits),
                                {.group_by = {"k"}, .currency = currencies::USD});
  ASSERT_EQ(result.rows(), 20U);
  for (std::size_t row = 0; row < 20; ++row) {
    std::vector<Int128> figures(result.measures().size());
    result.figures(row, figures);
    EXPECT_EQ(figures[70'001], Int128{1} << row);
    EXPECT_EQ(figures.back(), Int128{1} << row);
    EXPECT_EQ(result.items(row), 1);
  }
}

}  // namespace
}  // namespace o2c
