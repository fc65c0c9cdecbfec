#include "o2c/columns/column_readers.hpp"

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"
#include "o2c/number/int128.hpp"

#include "arrow_columns.hpp"

namespace o2c {
namespace {

using hand_made::Column;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

// What a reader makes of a column: its values, and its faults as text.
template <class Value>
struct Outcome {
  std::vector<Value> values;
  std::vector<std::string> faults;
};

template <class Value, class Read>
Outcome<Value> outcome(const Column& column, const Read& read) {
  const auto table = hand_made::table({hand_made::batch({column})});
  const auto batch = table->next();
  FaultList faults;
  const auto values =
      read(table->fields()[0], batch->columns[0], static_cast<std::size_t>(batch->rows), faults);
  Outcome<Value> found{.values = {values.begin(), values.end()}, .faults = {}};
  for (const Fault& fault : faults.sorted()) found.faults.push_back(to_string(fault));
  return found;
}

Outcome<std::int64_t> amounts(const Column& column, std::vector<std::uint8_t> digits = {2},
                              std::optional<int> stated = std::nullopt) {
  return outcome<std::int64_t>(column, [&](const ColumnField& field, const ColumnView& view,
                                           std::size_t rows, FaultList& faults) {
    AmountReader reader(field, stated);
    const auto read = reader.read(view, 0, rows, digits, 100, faults);
    return std::vector(read.begin(), read.end());  // The reader's own end with it.
  });
}

Outcome<std::int32_t> dates(const Column& column) {
  return outcome<std::int32_t>(column, [&](const ColumnField& field, const ColumnView& view,
                                           std::size_t rows, FaultList& faults) {
    DateReader reader(field);
    const auto read = reader.read(view, 0, rows, 100, faults);
    return std::vector(read.begin(), read.end());
  });
}

TEST(AmountReader, TakesIntegersAsMinorUnits) {
  EXPECT_THAT(
      amounts(hand_made::fixed<std::int64_t>("amount", "l", {5, -1234, most, least})).values,
      ElementsAre(5, -1234, most, least));
  EXPECT_THAT(
      amounts(hand_made::fixed<std::int8_t>("amount", "c", {-128, 127}, {.offset = 1})).values,
      ElementsAre(-128, 127));
  EXPECT_THAT(amounts(hand_made::fixed<std::uint8_t>("amount", "C", {255})).values,
              ElementsAre(255));
  EXPECT_THAT(amounts(hand_made::fixed<std::int16_t>("amount", "s", {-5})).values, ElementsAre(-5));
  EXPECT_THAT(amounts(hand_made::fixed<std::uint16_t>("amount", "S", {65'535})).values,
              ElementsAre(65'535));
  EXPECT_THAT(amounts(hand_made::fixed<std::int32_t>("amount", "i", {-7})).values, ElementsAre(-7));
  EXPECT_THAT(amounts(hand_made::fixed<std::uint32_t>("amount", "I", {4'000'000'000})).values,
              ElementsAre(4'000'000'000));
  const auto large = amounts(hand_made::fixed<std::uint64_t>(
      "amount", "L", {std::uint64_t{most}, std::uint64_t{1} << 63U}));
  EXPECT_THAT(large.values, ElementsAre(most, 0));
  EXPECT_THAT(
      large.faults,
      ElementsAre("row 101, amount \"9223372036854775808\": expected an amount with at most "
                  "2 decimal digits, within 64 bits of minor units"));
}

TEST(AmountReader, TakesIntegersOfStatedDigits) {
  const Column column = hand_made::fixed<std::int64_t>("amount", "l", {500, -1200, 1});
  EXPECT_THAT(amounts(column, {3}, 2).values, ElementsAre(5000, -12000, 10));
  const auto yen = amounts(column, {0}, 2);
  EXPECT_THAT(yen.values, ElementsAre(5, -12, 0));
  EXPECT_THAT(yen.faults, ElementsAre(HasSubstr("row 102, amount \"1\": expected an amount with at "
                                                "most 0 decimal digits")));
  EXPECT_THAT(amounts(hand_made::fixed<std::int64_t>("amount", "l", {most}), {3}, 2).faults,
              ElementsAre(HasSubstr("within 64 bits")));
}

TEST(AmountReader, TakesDecimalsOfEveryWidthAndScale) {
  using Values = hand_made::Values<Int128>;
  const auto decimal = [](const char* format, const Values& values) {
    return hand_made::fixed<Int128>("amount", format, values, {.offset = 1});
  };
  EXPECT_THAT(amounts(decimal("d:38,2", {Int128{123450}, Int128{-5}})).values,
              ElementsAre(123450, -5));
  EXPECT_THAT(amounts(decimal("d:38,0", {Int128{-7}})).values, ElementsAre(-700));
  EXPECT_THAT(amounts(decimal("d:38,-3", {Int128{2}})).values, ElementsAre(200'000));
  EXPECT_THAT(amounts(decimal("d:38,-38", {Int128{0}})).values, ElementsAre(0));
  EXPECT_THAT(amounts(decimal("d:38,4", {Int128{12345600}, std::nullopt})).values,
              ElementsAre(123456, 0));
  EXPECT_THAT(amounts(decimal("d:38,38", {detail::power_of_ten(37)})).values, ElementsAre(10));
  EXPECT_THAT(amounts(hand_made::fixed<std::int64_t>("amount", "d:18,3,64", {1230, -10})).values,
              ElementsAre(123, -1));
  EXPECT_THAT(amounts(hand_made::fixed<std::int32_t>("amount", "d:9,1,32", {15, -15})).values,
              ElementsAre(150, -150));
}

TEST(AmountReader, FindsDecimalsThatAreNotExact) {
  const auto found =
      amounts(hand_made::fixed<Int128>("amount", "d:38,3",
                                       {Int128{1230}, Int128{1234}, Int128{most} * 10,
                                        (Int128{most} + 1) * 10, detail::int128_max}));
  EXPECT_THAT(found.values, ElementsAre(123, 0, most, 0, 0));
  EXPECT_THAT(
      found.faults,
      ElementsAre(HasSubstr("row 101, amount \"1.234\""),
                  HasSubstr("row 103, amount \"92233720368547758.080\""),
                  HasSubstr("row 104, amount \"170141183460469231731687303715884105727e-3\"")));
}

// The currency's own scale has a path of its own, which must notice what does not fit 64 bits.
TEST(AmountReader, FindsDecimalsBeyond64BitsAtTheSameScale) {
  const auto found = amounts(
      hand_made::fixed<Int128>("amount", "d:38,2",
                               {Int128{most}, Int128{most} + 1, Int128{least}, Int128{least} - 1,
                                Int128{1} << 64U, -(Int128{1} << 100U)}));
  EXPECT_THAT(found.values, ElementsAre(most, 0, least, 0, 0, 0));
  EXPECT_EQ(found.faults.size(), 4U);
}

TEST(AmountReader, KnowsEachRowsCurrency) {
  const auto found = amounts(
      hand_made::fixed<Int128>("amount", "d:38,3", {Int128{1500}, Int128{2000}, Int128{1234}}),
      {2, 0, 3});
  EXPECT_THAT(found.values, ElementsAre(150, 2, 1234));
  EXPECT_THAT(found.faults, IsEmpty());
}

TEST(AmountReader, LeavesRowsOfAnUnknownCurrencyAlone) {
  const auto found =
      amounts(hand_made::fixed<Int128>("amount", "d:38,3", {Int128{1}, Int128{1000}}),
              {AmountReader::unknown_digits, 2});
  EXPECT_THAT(found.values, ElementsAre(0, 100));
  EXPECT_THAT(found.faults, IsEmpty());
}

TEST(AmountReader, FindsNulls) {
  for (const bool states_nulls : {true, false}) {
    const auto found = amounts(hand_made::fixed<std::int64_t>(
        "amount", "l", {1, std::nullopt, 3}, {.offset = 6, .states_nulls = states_nulls}));
    EXPECT_THAT(found.values, ElementsAre(1, 0, 3));
    EXPECT_THAT(found.faults, ElementsAre("row 101, amount \"null\": expected an amount"));
  }
}

TEST(AmountReader, RefusesFloatsAndSaysHowToCast) {
  for (const Column& column : {hand_made::fixed<double>("Amount due", "g", {1.5}),
                               hand_made::fixed<float>("Amount due", "f", {1.5F})}) {
    EXPECT_THAT(
        [&] { amounts(column); },
        ThrowsMessage<BadTable>(testing::AllOf(
            HasSubstr("Amount due"), HasSubstr("float"), HasSubstr("map(lambda x: Decimal"),
            HasSubstr("pl.Decimal(18, 2)"), HasSubstr("CAST("), HasSubstr("amount_digits=2"))));
  }
}

TEST(AmountReader, RefusesWhatIsNoAmount) {
  const std::vector<Column> columns{
      hand_made::text<std::int32_t>("amount", {"1.50"}), hand_made::booleans("amount", {true}),
      hand_made::fixed<std::int32_t>("amount", "tdD", {1}),
      hand_made::dictionary<std::int32_t>("amount", "i", {0},
                                          hand_made::fixed<std::int64_t>("", "l", {1}))};
  for (const Column& column : columns)
    EXPECT_THAT([&] { amounts(column); }, ThrowsMessage<BadTable>(HasSubstr("amount \"")))
        << column.format;
}

TEST(AmountReader, ReadsAColumnWithoutATypeAsNulls) {
  const Column column{.name = "amount", .format = "n", .length = 2};
  EXPECT_THAT(amounts(column).faults, ElementsAre("row 100, amount \"null\": expected an amount",
                                                  "row 101, amount \"null\": expected an amount"));
}

TEST(AmountReader, RefusesStatedDigitsThatCannotBe) {
  const Column column = hand_made::fixed<std::int64_t>("amount", "l", {1});
  EXPECT_THROW(amounts(column, {2}, -1), InvalidArgument);
  EXPECT_THROW(amounts(column, {2}, 19), InvalidArgument);
  EXPECT_THAT(amounts(column, {2}, 18).faults, ElementsAre(HasSubstr("at most 2 decimal digits")));
}

// ---- Floats with stated digits: within 1e-6 of a unit, or 2 units in the last place
// ---------------

std::optional<std::int64_t> read_double(double value, int digits = 2) {
  const auto found = amounts(hand_made::fixed<double>("amount", "g", {value}),
                             {static_cast<std::uint8_t>(digits)}, digits);
  return found.faults.empty() ? std::optional(found.values[0]) : std::nullopt;
}

TEST(FloatAmounts, AreTheDecimalThatWasMeant) {
  EXPECT_EQ(read_double(0.1), 10);
  EXPECT_EQ(read_double(1.1 + 2.2), 330);  // 3.3000000000000003
  EXPECT_EQ(read_double(-1234.56), -123456);
  EXPECT_EQ(read_double(0.0), 0);
  EXPECT_EQ(read_double(-0.0), 0);
  EXPECT_EQ(read_double(5e-324), 0);
  EXPECT_EQ(read_double(123456789012.34), 12345678901234);
  for (std::int64_t cents = -100'000; cents < 100'000; cents += 7)
    ASSERT_EQ(read_double(static_cast<double>(cents) / 100), cents);
}

TEST(FloatAmounts, MayBeAHairOff) {
  EXPECT_EQ(read_double(1.000000009), 100);  // 0.9e-6 of a cent
  EXPECT_EQ(read_double(1.000000011), std::nullopt);
  EXPECT_EQ(read_double(0.999999991), 100);
  EXPECT_EQ(read_double(0.999999989), std::nullopt);
  EXPECT_EQ(read_double(1.005), std::nullopt);
  EXPECT_EQ(read_double(0.001), std::nullopt);
}

TEST(FloatAmounts, MayBeTwoUnitsInTheLastPlaceOff) {
  double large = 12'345'678'901.23;  // An ulp is 1.9e-6, or 1.9e-4 of a cent.
  EXPECT_EQ(read_double(large), 1'234'567'890'123);
  const double up = std::nextafter(large, 1e300);
  EXPECT_EQ(read_double(up), 1'234'567'890'123);
  const double further = std::nextafter(std::nextafter(std::nextafter(up, 1e300), 1e300), 1e300);
  EXPECT_EQ(read_double(further), std::nullopt);
  EXPECT_EQ(read_double(-up), -1'234'567'890'123);
}

// From 2^44 on, two units in the last place are more than half a cent.
TEST(FloatAmounts, ThatCouldBeSeveralAreFaults) {
  EXPECT_EQ(read_double(17'592'186'044'415.25), 1'759'218'604'441'525);
  EXPECT_EQ(read_double(17'592'186'044'416.25), std::nullopt);
  const auto read = [](float value) {
    return amounts(hand_made::fixed<float>("amount", "f", {value}), {2}, 2);
  };
  EXPECT_THAT(read(10'000.01F).values, ElementsAre(1'000'001));
  EXPECT_THAT(read(200'000.01F).faults,
              ElementsAre(testing::AllOf(HasSubstr("row 100, amount \"200000.02"),
                                         HasSubstr("that the float tells apart"))));
}

TEST(FloatAmounts, OutsideOf64BitsAreFaults) {
  for (const double value :
       {9.0e16, 9.3e16, -9.3e16, 1e300, std::numeric_limits<double>::max(),
        std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
        std::numeric_limits<double>::quiet_NaN()})
    EXPECT_EQ(read_double(value), std::nullopt) << value;
  const auto nan = amounts(
      hand_made::fixed<double>("amount", "g", {std::numeric_limits<double>::quiet_NaN()}), {2}, 2);
  EXPECT_THAT(nan.faults, ElementsAre(HasSubstr("row 100, amount \"nan\"")));
}

TEST(FloatAmounts, OfSinglePrecisionHaveTheirOwnLastPlace) {
  const auto read = [](float value) {
    return amounts(hand_made::fixed<float>("amount", "f", {value}), {2}, 2);
  };
  EXPECT_THAT(read(0.1F).values, ElementsAre(10));
  EXPECT_THAT(read(1234.56F).values, ElementsAre(123456));
  EXPECT_THAT(read(1234.56F).faults, IsEmpty());
  EXPECT_THAT(read(0.125F).faults, ElementsAre(HasSubstr("amount \"0.125\"")));
}

TEST(FloatAmounts, AreConvertedFromTheStatedDigitsToTheCurrencys) {
  const Column column = hand_made::fixed<double>("amount", "g", {100.0, 100.5});
  const auto yen = amounts(column, {0}, 2);
  EXPECT_THAT(yen.values, ElementsAre(100, 0));
  EXPECT_THAT(yen.faults, ElementsAre(HasSubstr("row 101, amount \"100.5\"")));
  EXPECT_THAT(amounts(column, {3}, 2).values, ElementsAre(100'000, 100'500));
}

// ---- Dates and moments
// ----------------------------------------------------------------------------

constexpr std::int32_t day = Date(2026, 3, 31).days();

TEST(DateReader, ReadsDaysAndMidnights) {
  EXPECT_THAT(dates(hand_made::fixed<std::int32_t>("due_date", "tdD", {day, -1, 0})).values,
              ElementsAre(day, -1, 0));
  EXPECT_THAT(
      dates(hand_made::fixed<std::int64_t>(
                "due_date", "tdm", {std::int64_t{day} * 86'400'000, std::nullopt}, {.offset = 9}))
          .values,
      ElementsAre(day, DateReader::null_date));
  EXPECT_THAT(dates(hand_made::fixed<std::int64_t>(
                        "due_date", "tsn:", {std::int64_t{day} * 86'400'000'000'000}))
                  .values,
              ElementsAre(day));
  EXPECT_THAT(dates(hand_made::fixed<std::int64_t>("due_date", "tss:", {-86'400})).values,
              ElementsAre(-1));
}

TEST(DateReader, ReadsNullsWhereverTheyStand) {
  constexpr std::int64_t rows = 101;
  hand_made::Values<std::int32_t> days;
  for (std::int32_t i = 0; i < rows; ++i)
    days.push_back(i % 7 == 3 ? std::nullopt : std::optional(i));
  const auto table = hand_made::table(
      {{{hand_made::fixed<std::int32_t>("due_date", "tdD", days, {.offset = 5})}, rows}});
  const auto batch = table->next();
  for (const std::int64_t begin : {0, 1, 31, 32, 33})
    for (const std::int64_t end : {begin, begin + 1, begin + 31, begin + 32, begin + 33, rows}) {
      DateReader reader(table->fields()[0]);
      FaultList faults;
      const auto read =
          reader.read(batch->columns[0], begin, static_cast<std::size_t>(end - begin), 0, faults);
      EXPECT_TRUE(faults.empty());
      ASSERT_EQ(read.size(), static_cast<std::size_t>(end - begin));
      for (std::size_t i = 0; i < read.size(); ++i)
        EXPECT_EQ(read[i],
                  days[static_cast<std::size_t>(begin) + i].value_or(DateReader::null_date));
    }
}

TEST(DateReader, FindsWhatIsNoDate) {
  constexpr std::int32_t first = Date::min().days();
  constexpr std::int32_t last = Date::max().days();
  for (const bool with_null : {false, true}) {
    hand_made::Values<std::int32_t> values{first, last, first - 1, last + 1,
                                           std::numeric_limits<std::int32_t>::min()};
    if (with_null) values.emplace_back(std::nullopt);
    const auto found = dates(hand_made::fixed<std::int32_t>("due_date", "tdD", values));
    EXPECT_EQ(std::vector(found.values.begin(), found.values.begin() + 5),
              (std::vector{first, last, 0, 0, 0}));
    EXPECT_THAT(
        found.faults,
        ElementsAre("row 102, due_date \"day -719163\": expected a date of the years 1 to 9999",
                    HasSubstr("row 103"), HasSubstr("row 104")));
  }
  const auto noon = dates(hand_made::fixed<std::int64_t>(
      "due_date", "tss:", {std::int64_t{day} * 86'400 + 43'200, least}));
  EXPECT_THAT(noon.faults,
              ElementsAre("row 100, due_date \"2026-03-31 12:00:00\": expected a date without a "
                          "time of day",
                          HasSubstr("row 101")));
}

TEST(DateReader, RefusesColumnsWithoutDates) {
  const std::vector<Column> columns{
      hand_made::fixed<std::int64_t>("due_date", "tsu:UTC", {0}),
      hand_made::fixed<std::int32_t>("due_date", "i", {0}),
      hand_made::text<std::int32_t>("due_date", {"2026-03-31"}),
      hand_made::dictionary<std::int32_t>("due_date", "i", {0},
                                          hand_made::fixed<std::int32_t>("", "tdD", {1}))};
  for (const Column& column : columns)
    EXPECT_THAT([&] { dates(column); },
                ThrowsMessage<BadTable>(HasSubstr("expected dates (date32, or timestamps")))
        << column.format;
}

TEST(MomentReader, CountsMicroseconds) {
  const auto moment = [](const char* format, std::optional<std::int64_t> ticks) {
    const auto table = hand_made::table(
        {hand_made::batch({hand_made::fixed<std::int64_t>("at", format, {ticks})})});
    const MomentReader reader(table->fields()[0]);
    return reader.at(table->next()->columns[0], 0);
  };
  EXPECT_EQ(moment("tss:", 2), 2'000'000);
  EXPECT_EQ(moment("tsm:UTC", -3), -3'000);
  EXPECT_EQ(moment("tsu:", least), MomentReader::null_moment + 1) << "which is not null";
  EXPECT_EQ(moment("tsn:", 1'000), 1);
  EXPECT_EQ(moment("tsn:", 1'001), 2) << "known only after it was recorded";
  EXPECT_EQ(moment("tsn:", -1'001), -1);
  EXPECT_EQ(moment("tss:", std::nullopt), MomentReader::null_moment);
  EXPECT_EQ(moment("tss:", most), most) << "the last that there is";
  EXPECT_EQ(moment("tss:", least), MomentReader::null_moment + 1);
  EXPECT_THROW(moment("l", 0), BadTable);
}

}  // namespace
}  // namespace o2c
