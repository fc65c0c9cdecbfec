#include "o2c/columns/column_view.hpp"

#include <array>
#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"
#include "o2c/number/int128.hpp"

#include "arrow_columns.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

// The columns of one batch, as o2c sees them.
RecordBatch imported(hand_made::Batch batch) {
  const auto table = hand_made::table({std::move(batch)});
  return *table->next();
}

RecordBatch imported(hand_made::Column column) { return imported(hand_made::batch({column})); }

std::vector<std::string> texts(const RecordBatch& batch, std::size_t column = 0) {
  std::vector<std::string> found;
  for (std::int64_t row = 0; row < batch.rows; ++row)
    found.push_back(value_text(batch.columns[column], row));
  return found;
}

const hand_made::Values<std::string> words{"Ho",
                                           std::nullopt,
                                           "",
                                           "a text of more than 12 bytes",
                                           "exactly 12 b",
                                           "13 bytes long",
                                           "another quite long one"};

TEST(ColumnView, ReadsTextInEveryLayoutAtEveryOffset) {
  for (const std::int64_t offset : {0, 1, 7, 8, 13}) {
    for (const bool states_nulls : {true, false}) {
      const hand_made::Layout layout{.offset = offset, .states_nulls = states_nulls};
      for (const auto& column : {hand_made::text<std::int32_t>("w", words, layout),
                                 hand_made::text<std::int64_t>("w", words, layout),
                                 hand_made::text_view("w", words, layout)}) {
        EXPECT_THAT(texts(imported(column)),
                    ElementsAre("Ho", "null", "", "a text of more than 12 bytes", "exactly 12 b",
                                "13 bytes long", "another quite long one"))
            << column.format << " at offset " << offset;
      }
    }
  }
}

TEST(ColumnView, ReadsBitsFromTheMiddleOfAByte) {
  const hand_made::Values<bool> values{true,         false, std::nullopt, false, true,
                                       std::nullopt, true,  true,         false, true};
  for (std::int64_t offset = 0; offset < 17; ++offset)
    EXPECT_THAT(texts(imported(hand_made::booleans("b", values, {.offset = offset}))),
                ElementsAre("true", "false", "null", "false", "true", "null", "true", "true",
                            "false", "true"))
        << offset;
}

template <class T>
void reads_extremes(const char* format) {
  using Limits = std::numeric_limits<T>;
  const auto batch = imported(hand_made::fixed<T>(
      "n", format, {Limits::min(), T{7}, std::nullopt, Limits::max()}, {.offset = 3}));
  EXPECT_THAT(texts(batch), ElementsAre(std::to_string(Limits::min()), "7", "null",
                                        std::to_string(Limits::max())));
}

TEST(ColumnView, ReadsIntegersOfEveryWidth) {
  reads_extremes<std::int8_t>("c");
  reads_extremes<std::uint8_t>("C");
  reads_extremes<std::int16_t>("s");
  reads_extremes<std::uint16_t>("S");
  reads_extremes<std::int32_t>("i");
  reads_extremes<std::uint32_t>("I");
  reads_extremes<std::int64_t>("l");
  reads_extremes<std::uint64_t>("L");
}

TEST(ColumnView, RefusesAnIntegerBeyond64BitsWithSign) {
  const auto batch = imported(
      hand_made::fixed<std::uint64_t>("n", "L", {1, std::numeric_limits<std::uint64_t>::max()}));
  EXPECT_EQ(batch.columns[0].integer_at(0), 1);
  EXPECT_THROW(static_cast<void>(batch.columns[0].integer_at(1)), BadTable);
}

TEST(ColumnView, WritesValuesAsAReaderWould) {
  const auto dates = imported(hand_made::fixed<std::int32_t>(
      "d", "tdD", {Date(2026, 3, 31).days(), std::numeric_limits<std::int32_t>::max()}));
  EXPECT_THAT(texts(dates), ElementsAre("2026-03-31", "day 2147483647"));

  const auto floats = imported(hand_made::fixed<double>("x", "g", {0.1, 1e-9, -1234.5}));
  EXPECT_THAT(texts(floats), ElementsAre("0.1", "1e-09", "-1234.5"));
  const auto short_floats = imported(hand_made::fixed<float>("x", "f", {0.1F}));
  EXPECT_THAT(texts(short_floats), ElementsAre("0.1"));

  const auto decimal =
      imported(hand_made::fixed<std::int64_t>("x", "d:18,3,64", {-1234500, std::nullopt}));
  EXPECT_THAT(texts(decimal), ElementsAre("-1234.500", "null"));
  const auto small = imported(hand_made::fixed<std::int32_t>("x", "d:9,2,32", {-5}));
  EXPECT_THAT(texts(small), ElementsAre("-0.05"));
  const auto thousands = imported(hand_made::fixed<Int128>("x", "d:38,-3", {Int128{12}}));
  EXPECT_THAT(texts(thousands), ElementsAre("12e3"));

  // Arrow allows coefficients of 39 digits in a decimal128 that says 38: they must print, too.
  const auto huge =
      imported(hand_made::fixed<Int128>("x", "d:38,2", {detail::int128_max, detail::int128_min}));
  EXPECT_THAT(texts(huge), ElementsAre("170141183460469231731687303715884105727e-2",
                                       "-170141183460469231731687303715884105728e-2"));
}

TEST(ColumnView, WritesMomentsWithTheirTimeOfDay) {
  constexpr std::int64_t day = Date(2026, 3, 31) - Date(1970, 1, 1);
  constexpr std::int64_t second = 17 * 3600 + 4 * 60 + 5;
  const auto text = [](const char* format, std::int64_t ticks) {
    return texts(imported(hand_made::fixed<std::int64_t>("t", format, {ticks})))[0];
  };
  EXPECT_EQ(text("tss:", day * 86'400), "2026-03-31");
  EXPECT_EQ(text("tss:UTC", day * 86'400 + second), "2026-03-31 17:04:05");
  EXPECT_EQ(text("tsm:", (day * 86'400 + second) * 1'000 + 7), "2026-03-31 17:04:05.007");
  EXPECT_EQ(text("tsu:", (day * 86'400 + second) * 1'000'000), "2026-03-31 17:04:05");
  EXPECT_EQ(text("tsn:", day * 86'400'000'000'000 + 1), "2026-03-31 00:00:00.000000001");
  EXPECT_EQ(text("tss:", -1), "1969-12-31 23:59:59");
  EXPECT_EQ(text("tdm", day * 86'400'000), "2026-03-31");
  EXPECT_EQ(text("tss:", std::numeric_limits<std::int64_t>::min()),
            "day -106751991167301 08:29:52");
}

TEST(ColumnView, WritesWhatItCannotReadAsSuch) {
  hand_made::Column list{.name = "list", .format = "+l", .length = 1, .buffers = {{}, {}}};
  EXPECT_THAT(texts(imported(list)), ElementsAre("a value of another type"));
  const auto dictionary = hand_made::dictionary<std::int32_t>("list", "i", {0}, list);
  EXPECT_THAT(texts(imported(dictionary)), ElementsAre("a value of another type"));
}

TEST(ColumnView, LooksCodesUpInTheirDictionary) {
  const auto names = hand_made::text<std::int32_t>("", {"Ann", std::nullopt, "Bob"}, {.offset = 5});
  const auto batch = imported(hand_made::dictionary<std::uint8_t>(
      "who", "C", {2, 0, std::nullopt, 1}, names, {.offset = 9}));
  EXPECT_THAT(texts(batch), ElementsAre("Bob", "Ann", "null", "null"));
}

TEST(ColumnView, ACodeOutsideOfItsDictionaryIsAFault) {
  const auto names = hand_made::text<std::int32_t>("", {"Ann"});
  const auto batch = imported(hand_made::dictionary<std::int8_t>("who", "c", {0, 1, -1}, names));
  EXPECT_EQ(batch.columns[0].code_at(0), 0);
  for (const std::int64_t row : {1, 2})
    EXPECT_THAT([&] { static_cast<void>(batch.columns[0].code_at(row)); },
                ThrowsMessage<BadTable>(HasSubstr("a code outside of its dictionary")));
}

TEST(ColumnView, TextOffsetsMustAscendWithinTheText) {
  auto column = hand_made::text<std::int32_t>("w", {"ab", "cd"});
  const auto with_offsets = [&](std::vector<std::int32_t> offsets) {
    column.buffers[1] = hand_made::bytes_of(offsets);
    return imported(column);
  };
  EXPECT_THAT(texts(with_offsets({0, 2, 4})), ElementsAre("ab", "cd"));
  // 900 is far outside of the text, which ends at 4.
  for (const auto& offsets :
       {std::vector{0, 3, 2}, std::vector{-1, 2, 4}, std::vector{0, 900, 4}, std::vector{0, -5, 4}})
    EXPECT_THAT([&] { texts(with_offsets(offsets)); },
                ThrowsMessage<BadTable>(HasSubstr("text offsets do not ascend")));
  EXPECT_THAT([&] { with_offsets({0, 2, -4}); },
              ThrowsMessage<BadTable>(HasSubstr("text offsets that do not ascend")));
}

TEST(ColumnView, TextViewsMustLieInTheirBuffers) {
  struct View {
    std::int32_t size;
    std::int32_t prefix;
    std::int32_t buffer;
    std::int32_t offset;
  };
  auto column = hand_made::text_view("w", {"more than twelve bytes"});
  const auto text = [&](View view) {
    column.buffers[1] = hand_made::bytes_of(std::vector{view});
    return texts(imported(column))[0];
  };
  EXPECT_EQ(text({22, 0, 0, 0}), "more than twelve bytes");
  EXPECT_EQ(text({13, 0, 0, 9}), " twelve bytes");
  for (const View view : {View{-1, 0, 0, 0}, View{23, 0, 0, 0}, View{22, 0, 0, 1},
                          View{22, 0, 2, 0}, View{22, 0, -1, 0}, View{22, 0, 0, -1},
                          View{13, 0, 1, 0}, View{22, 0, 0, std::numeric_limits<int>::max()}})
    EXPECT_THROW(text(view), BadTable) << view.size << ' ' << view.buffer << ' ' << view.offset;
}

TEST(ColumnView, ShowsWhatAProgramHolds) {
  const std::array<std::int32_t, 2> ints{-1, 2};
  const std::array<std::int64_t, 2> longs{-3, 4};
  const std::array<Date, 1> dates{Date(2026, 1, 2)};
  const std::array<std::string_view, 2> views{"", "x"};
  EXPECT_EQ(value_text(ColumnView::of(std::span(ints)), 0), "-1");
  EXPECT_EQ(value_text(ColumnView::of(std::span(longs)), 1), "4");
  EXPECT_EQ(value_text(ColumnView::of(std::span(dates)), 0), "2026-01-02");
  EXPECT_EQ(value_text(ColumnView::of(std::span(views)), 1), "x");
  EXPECT_EQ(ColumnView::of(std::span(views)).length, 2);
}

TEST(ColumnKind, SaysWhatAColumnIs) {
  EXPECT_EQ(to_string(ColumnKind{.type = ColumnType::int64}), "int64");
  EXPECT_EQ(to_string(ColumnKind{.type = ColumnType::decimal128, .scale = 2}),
            "decimal128 with 2 digits");
  EXPECT_EQ(to_string(ColumnKind{.type = ColumnType::timestamp, .has_zone = true}),
            "timestamp with a time zone");
  EXPECT_EQ(to_string(ColumnKind{.type = ColumnType::text_view, .dictionary_encoded = true}),
            "dictionary of text");
  EXPECT_EQ(to_string(ColumnKind{}), "another type");
}

}  // namespace
}  // namespace o2c
