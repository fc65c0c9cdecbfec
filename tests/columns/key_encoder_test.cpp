#include "o2c/columns/key_encoder.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"

#include "arrow_columns.hpp"

namespace o2c {
namespace {

using hand_made::Column;
using hand_made::Values;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

// "null", or the value as text.
std::string shown(const KeyValue& value, bool is_text) {
  if (value.is_null) return "null";
  return is_text ? std::string(value.text) : std::to_string(value.integer);
}

// Encodes the columns one after the other, the first having been looked at before.
class Encoding {
 public:
  explicit Encoding(std::vector<Column> batches) {
    std::vector<hand_made::Batch> tables;
    for (Column& column : batches) tables.push_back(hand_made::batch({std::move(column)}));
    const auto table = hand_made::table(std::move(tables));
    plan = std::make_shared<KeyPlan>("key", table->fields()[0].kind);
    while (auto batch = table->next()) {
      if (held_.empty()) plan->sample(batch->columns[0]);
      held_.push_back(*std::move(batch));
    }
  }

  // The codes that a thread of its own gives the rows of a batch.
  std::vector<std::uint32_t> codes(KeyEncoder& encoder, std::size_t batch) {
    const RecordBatch& rows = held_[batch];
    const KeyBatch keys{&rows.columns[0], plan->dictionary_codes(rows.columns[0], rows.owner)};
    std::vector<std::uint32_t> codes(static_cast<std::size_t>(rows.rows));
    encoder.encode(keys, 0, codes);
    return codes;
  }

  // What the rows of all batches are, by way of their codes.
  std::vector<std::string> values() {
    KeyEncoder encoder(plan);
    std::vector<std::string> found;
    for (std::size_t batch = 0; batch < held_.size(); ++batch)
      for (const std::uint32_t code : codes(encoder, batch))
        found.push_back(shown(encoder.value(code), plan->holds_text()));
    return found;
  }

  std::shared_ptr<KeyPlan> plan;

 private:
  std::vector<RecordBatch> held_;
};

TEST(KeyEncoder, GivesBackKeysOfEveryType) {
  const std::vector<std::string> expected{"5", "null", "7", "5"};
  const auto same = [&](const Column& column) {
    EXPECT_EQ(Encoding({column}).values(), expected) << column.format;
  };
  for (const hand_made::Layout layout : {hand_made::Layout{}, {.offset = 11}}) {
    same(hand_made::fixed<std::int8_t>("k", "c", {5, std::nullopt, 7, 5}, layout));
    same(hand_made::fixed<std::uint8_t>("k", "C", {5, std::nullopt, 7, 5}, layout));
    same(hand_made::fixed<std::int16_t>("k", "s", {5, std::nullopt, 7, 5}, layout));
    same(hand_made::fixed<std::uint16_t>("k", "S", {5, std::nullopt, 7, 5}, layout));
    same(hand_made::fixed<std::int32_t>("k", "i", {5, std::nullopt, 7, 5}, layout));
    same(hand_made::fixed<std::uint32_t>("k", "I", {5, std::nullopt, 7, 5}, layout));
    same(hand_made::fixed<std::int64_t>("k", "l", {5, std::nullopt, 7, 5}, layout));
    same(hand_made::fixed<std::uint64_t>("k", "L", {5, std::nullopt, 7, 5}, layout));
    same(hand_made::fixed<std::int32_t>("k", "tdD", {5, std::nullopt, 7, 5}, layout));
    same(hand_made::text<std::int32_t>("k", {"5", std::nullopt, "7", "5"}, layout));
    same(hand_made::text<std::int64_t>("k", {"5", std::nullopt, "7", "5"}, layout));
    same(hand_made::text_view("k", {"5", std::nullopt, "7", "5"}, layout));
    same(hand_made::dictionary<std::int16_t>("k", "s", {0, std::nullopt, 1, 2},
                                             hand_made::text<std::int32_t>("", {"5", "7", "5"}),
                                             layout));
  }
  EXPECT_THAT(Encoding({hand_made::booleans("k", {true, std::nullopt, false})}).values(),
              ElementsAre("1", "null", "0"));
}

// A null row's memory may hold anything, also what would be refused as a value.
TEST(KeyEncoder, DoesNotLookAtTheMemoryOfNulls) {
  const auto column = hand_made::fixed<std::uint64_t>("k", "L", {5, std::nullopt, 7}, {},
                                                      std::numeric_limits<std::uint64_t>::max());
  EXPECT_THAT(Encoding({column}).values(), ElementsAre("5", "null", "7"));
}

TEST(KeyEncoder, AnEmptyTextIsNotNull) {
  EXPECT_THAT(Encoding({hand_made::text<std::int32_t>("k", {"", std::nullopt, "a"})}).values(),
              ElementsAre("", "null", "a"));
}

TEST(KeyEncoder, TakesIntegersFromAllOver) {
  const hand_made::Values<std::int64_t> values{
      0, -1, most, least, 1 << 30, -(std::int64_t{1} << 40U), most - 1, least + 1, 0};
  std::vector<std::string> expected;
  for (const auto& value : values) expected.push_back(std::to_string(*value));
  EXPECT_EQ(Encoding({hand_made::fixed<std::int64_t>("k", "l", values)}).values(), expected);
}

// Each first batch opens a window around its keys; the second has keys at its edges and beyond.
TEST(KeyEncoder, WindowsEndWhereIntegersDo) {
  for (const std::int64_t base :
       {std::int64_t{0}, std::int64_t{-5}, std::int64_t{1'000'000},
        std::int64_t{-1'000'000'000'000}, least, least + 3, most - 4, most - 1000}) {
    const hand_made::Values<std::int64_t> first{base, base + 1, base + 4};
    hand_made::Values<std::int64_t> second{least, most, 0, -1, base + 2};
    for (const std::int64_t distance : {500, 1'000, 1'024, 2'000})
      for (const std::int64_t key :
           {static_cast<std::int64_t>(static_cast<std::uint64_t>(base) +
                                      static_cast<std::uint64_t>(distance)),
            static_cast<std::int64_t>(static_cast<std::uint64_t>(base) -
                                      static_cast<std::uint64_t>(distance))})
        second.emplace_back(key);
    Encoding encoding({hand_made::fixed<std::int64_t>("k", "l", first),
                       hand_made::fixed<std::int64_t>("k", "l", second)});
    ASSERT_GT(encoding.plan->window_size(), 0U);
    KeyEncoder encoder(encoding.plan);
    static_cast<void>(encoding.codes(encoder, 0));
    const std::vector<std::uint32_t> codes = encoding.codes(encoder, 1);
    std::vector<std::pair<std::uint32_t, std::int64_t>> in_window;
    for (std::size_t i = 0; i < codes.size(); ++i) {
      EXPECT_EQ(encoder.value(codes[i]), KeyValue::of(*second[i])) << base;
      if (encoding.plan->codes_ascend(codes[i])) in_window.emplace_back(codes[i], *second[i]);
    }
    std::ranges::sort(in_window);
    EXPECT_TRUE(std::ranges::is_sorted(in_window, {}, [](const auto& key) { return key.second; }))
        << "larger codes are of larger keys, around " << base;
  }
}

TEST(KeyEncoder, RefusesAnIntegerBeyond64BitsWithSignByItsRow) {
  Encoding encoding({hand_made::fixed<std::uint64_t>("k", "L", {1, 2, std::uint64_t{1} << 63U})});
  try {
    encoding.values();
    FAIL() << "expected BadTable";
  } catch (const BadTable& bad) {
    ASSERT_EQ(bad.faults().size(), 1U);
    EXPECT_EQ(to_string(bad.faults()[0]),
              "row 2, key \"9223372036854775808\": expected an integer within 64 bits with sign");
  }
}

TEST(KeyEncoder, JoinsDictionariesThatChangeBetweenBatches) {
  const auto batch = [](hand_made::Values<std::string> words,
                        hand_made::Values<std::int32_t> codes) {
    return hand_made::dictionary<std::int32_t>("k", "i", codes,
                                               hand_made::text<std::int64_t>("", words));
  };
  Encoding encoding({batch({"a", "b"}, {0, 1, std::nullopt}),
                     batch({"b", "a", "c", "b"}, {0, 1, 2, 3}),
                     batch({std::nullopt, "c"}, {0, 1})});
  EXPECT_THAT(encoding.values(), ElementsAre("a", "b", "null", "b", "a", "c", "b", "null", "c"));
  KeyEncoder encoder(encoding.plan);
  EXPECT_THAT(encoding.codes(encoder, 0), ElementsAre(1, 2, 0));
  EXPECT_THAT(encoding.codes(encoder, 1), ElementsAre(2, 1, 3, 2));
  EXPECT_THAT(encoding.codes(encoder, 2), ElementsAre(0, 3));
}

// A producer may use one buffer of offsets for several dictionaries.
TEST(KeyPlan, TellsDictionariesApartThatShareTheirOffsets) {
  const std::vector<std::int32_t> offsets{0, 1, 2};
  const char* const texts[] = {"ab", "xy", "ab"};
  KeyPlan plan(
      "key", {.type = ColumnType::text32, .dictionary_encoded = true, .index = ColumnType::int32});
  std::vector<std::shared_ptr<const std::vector<std::uint32_t>>> codes;
  for (const char* text : texts) {
    ColumnView words;
    words.kind.type = ColumnType::text32;
    words.length = 2;
    words.values = offsets.data();
    words.text = text;
    ColumnView column;
    column.kind = plan.kind();
    column.dictionary = std::make_shared<const ColumnView>(words);
    codes.push_back(plan.dictionary_codes(column, nullptr));
    EXPECT_EQ(plan.dictionary_codes(column, nullptr), codes.back()) << "the same one again";
  }
  EXPECT_THAT(*codes[0], ElementsAre(1, 2));
  EXPECT_THAT(*codes[1], ElementsAre(3, 4));
  EXPECT_THAT(*codes[2], ElementsAre(1, 2));
}

TEST(KeyPlan, NamesADictionaryThatIsMalformed) {
  auto words = hand_made::text<std::int32_t>("", {"ab", "cd"});
  words.buffers[1] = hand_made::bytes_of(std::vector<std::int32_t>{0, 4, 3});
  Encoding encoding({hand_made::dictionary<std::int32_t>("k", "i", {0}, words)});
  EXPECT_THAT([&] { encoding.values(); },
              ThrowsMessage<BadTable>(HasSubstr("column \"key (dictionary)\"")));
}

TEST(KeyPlan, RefusesTypesThatCannotBeKeys) {
  for (const ColumnKind kind :
       {ColumnKind{.type = ColumnType::float64}, ColumnKind{.type = ColumnType::decimal128},
        ColumnKind{.type = ColumnType::timestamp}, ColumnKind{.type = ColumnType::other},
        ColumnKind{.type = ColumnType::int64, .dictionary_encoded = true}})
    EXPECT_THAT([&] { KeyPlan("key", kind); },
                ThrowsMessage<BadTable>(
                    HasSubstr("\"key\" cannot be grouped by: it is " + to_string(kind))));
}

// Threads give codes of their own; a key must meet itself again by its value.
TEST(KeyEncoder, AdoptsTheKeysOfAnotherThread) {
  const std::vector<std::vector<Column>> columns{
      {hand_made::fixed<std::int64_t>("k", "l", {3, 1, most, std::nullopt}),
       hand_made::fixed<std::int64_t>("k", "l", {least, 3, most - 5, most, std::nullopt})},
      {hand_made::text<std::int32_t>("k", {"x", "y", std::nullopt}),
       hand_made::text<std::int32_t>("k", {"z", "y", "", std::nullopt})},
      {hand_made::dictionary<std::int8_t>("k", "c", {0, 1},
                                          hand_made::text<std::int32_t>("", {"x", "y"})),
       hand_made::dictionary<std::int8_t>("k", "c", {0, 1, std::nullopt},
                                          hand_made::text<std::int32_t>("", {"y", "z"}))}};
  for (const auto& batches : columns) {
    Encoding encoding(batches);
    KeyEncoder first(encoding.plan);
    KeyEncoder second(encoding.plan);
    static_cast<void>(encoding.codes(first, 0));
    for (const std::uint32_t code : encoding.codes(second, 1)) {
      const std::uint32_t adopted = first.adopt(second, code);
      EXPECT_EQ(first.value(adopted), second.value(code));
      EXPECT_EQ(first.adopt(second, code), adopted);
    }
  }
}

// The texts of the first rows have the same codes in every thread; those that come up later do not.
TEST(KeyEncoder, SharesTheCodesOfTextsThatComeUpEarly) {
  Values<std::string> early(200, std::nullopt);  // Of which a 64th is looked at.
  early[1] = "a";
  early[2] = "";
  early[150] = "late";
  Encoding encoding({hand_made::text<std::int32_t>("k", early),
                     hand_made::text<std::int32_t>("k", {"z", "a", "late", "", std::nullopt})});
  EXPECT_EQ(encoding.plan->alike_codes(), 3U);
  KeyEncoder first(encoding.plan);
  KeyEncoder second(encoding.plan);
  const std::vector<std::uint32_t> of_first = encoding.codes(first, 0);
  const std::vector<std::uint32_t> of_second = encoding.codes(second, 1);
  EXPECT_EQ(of_first[1], of_second[1]);
  EXPECT_EQ(of_first[2], of_second[3]);
  EXPECT_EQ(of_second[4], 0U);
  EXPECT_EQ(first.adopt(second, of_second[2]), of_first[150]);
  EXPECT_EQ(second.value(of_second[0]).text, "z");
  EXPECT_EQ(first.value(first.adopt(second, of_second[0])).text, "z");
}

TEST(KeyValue, OrdersIntegersThenNull) {
  std::vector<KeyValue> values{KeyValue{}, KeyValue::of(5), KeyValue::of(least), KeyValue::of(-1)};
  std::ranges::sort(values);
  EXPECT_THAT(values,
              ElementsAre(KeyValue::of(least), KeyValue::of(-1), KeyValue::of(5), KeyValue{}));
  // By code point, which is by unsigned byte.
  EXPECT_LT(KeyValue::of("Z"), KeyValue::of("a"));
  EXPECT_LT(KeyValue::of("z"), KeyValue::of("\xE5\xB8\x90"));
  EXPECT_LT(KeyValue::of(""), KeyValue{});
}

}  // namespace
}  // namespace o2c
