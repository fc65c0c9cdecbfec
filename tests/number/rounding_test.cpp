#include "o2c/number/rounding.hpp"

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace o2c {
namespace {

constexpr std::array modes{Rounding::half_even, Rounding::half_up,      Rounding::half_down,
                           Rounding::half_odd,  Rounding::half_ceiling, Rounding::half_floor,
                           Rounding::up,        Rounding::down,         Rounding::ceiling,
                           Rounding::floor,     Rounding::exact};

// What each of these tenths becomes as a whole number.
constexpr std::array<int, 10> tenths{-25, -18, -15, -12, -5, 5, 12, 15, 18, 25};
struct Case {
  Rounding mode;
  std::array<int, 10> rounded;
};

// clang-format off
constexpr std::array cases{
    Case{Rounding::half_even,    {-2, -2, -2, -1,  0,  0,  1,  2,  2,  2}},
    Case{Rounding::half_up,      {-3, -2, -2, -1, -1,  1,  1,  2,  2,  3}},
    Case{Rounding::half_down,    {-2, -2, -1, -1,  0,  0,  1,  1,  2,  2}},
    Case{Rounding::half_odd,     {-3, -2, -1, -1, -1,  1,  1,  1,  2,  3}},
    Case{Rounding::half_ceiling, {-2, -2, -1, -1,  0,  1,  1,  2,  2,  3}},
    Case{Rounding::half_floor,   {-3, -2, -2, -1, -1,  0,  1,  1,  2,  2}},
    Case{Rounding::up,           {-3, -2, -2, -2, -1,  1,  2,  2,  2,  3}},
    Case{Rounding::down,         {-2, -1, -1, -1,  0,  0,  1,  1,  1,  2}},
    Case{Rounding::ceiling,      {-2, -1, -1, -1,  0,  1,  2,  2,  2,  3}},
    Case{Rounding::floor,        {-3, -2, -2, -2, -1,  0,  1,  1,  1,  2}},
};
// clang-format on

TEST(Divide, EachModeByItsEffect) {
  for (const auto& [mode, rounded] : cases) {
    for (std::size_t i = 0; i < tenths.size(); ++i) {
      EXPECT_TRUE(divide(tenths[i], 10, mode) == rounded[i]) << to_string(mode) << ' ' << tenths[i];
      EXPECT_TRUE(divide(-tenths[i], -10, mode) == rounded[i]) << to_string(mode);
      // The same quotient in numbers that take more than 64 bits.
      const Int128 wide = detail::power_of_ten(30);
      EXPECT_TRUE(divide(tenths[i] * wide, 10 * wide, mode) == rounded[i]) << to_string(mode);
    }
  }
}

TEST(Divide, WholeQuotientsAreTheSameInEveryMode) {
  for (const Rounding mode : modes) {
    EXPECT_TRUE(divide(-42, 7, mode) == -6);
    EXPECT_TRUE(divide(0, -7, mode) == 0);
    EXPECT_TRUE(divide(detail::int128_min, 1, mode) == detail::int128_min);
    EXPECT_TRUE(divide(detail::int128_min, detail::int128_min, mode) == 1);
  }
}

TEST(Divide, ExactRefusesRemaindersByName) {
  try {
    divide(-7, 2, Rounding::exact);
    FAIL() << "rounded";
  } catch (const InexactResult& error) {
    EXPECT_STREQ(error.what(), "-7 / 2 is not a whole number, and the rounding is exact");
  }
}

TEST(Divide, RefusesZeroAndWhatDoesNotFit) {
  EXPECT_THROW(divide(1, 0, Rounding::down), InvalidArgument);
  EXPECT_THROW(divide(0, 0, Rounding::exact), InvalidArgument);
  EXPECT_THROW(divide(detail::int128_min, -1, Rounding::down), Overflow);
}

// Twice the remainder would leave 128 bits here.
TEST(Divide, TiesOfVeryLargeDivisors) {
  const Int128 half = Int128{1} << 126;
  EXPECT_TRUE(divide(half, detail::int128_min, Rounding::half_up) == -1);
  EXPECT_TRUE(divide(half, detail::int128_min, Rounding::half_down) == 0);
  EXPECT_TRUE(divide(half + 1, detail::int128_min, Rounding::half_down) == -1);
  EXPECT_TRUE(divide(detail::int128_max, detail::int128_min, Rounding::half_even) == -1);
  const Int128 wide64 = Int128{1} << 63;  // the same on the 64-bit path
  EXPECT_TRUE(divide(wide64, 2 * wide64 - 1, Rounding::half_down) == 1);
}

TEST(MulDiv, RoundsOnceHoweverWideTheProduct) {
  using detail::int128_max;
  using detail::int128_min;
  using detail::mul_div;
  EXPECT_TRUE(mul_div(int128_max, int128_max, int128_max, Rounding::exact) == int128_max);
  EXPECT_TRUE(mul_div(int128_min, 3, 6, Rounding::exact) == int128_min / 2);
  EXPECT_TRUE(mul_div(int128_min, int128_min, int128_min, Rounding::exact) == int128_min);
  EXPECT_TRUE(mul_div(int128_max, 4, -8, Rounding::half_up) == int128_min / 2);
  EXPECT_TRUE(mul_div(int128_max, 4, -8, Rounding::half_down) == int128_min / 2 + 1);
  EXPECT_TRUE(mul_div(7, 3, 2, Rounding::down) == 10);
  EXPECT_THROW(mul_div(int128_max, 4, 3, Rounding::down), Overflow);
  EXPECT_THROW(mul_div(int128_max, 4, 0, Rounding::down), InvalidArgument);
  EXPECT_THROW(mul_div(int128_max, 4, 3, Rounding::exact), InexactResult);
}

TEST(RoundingText, NamesReadBack) {
  for (const Rounding mode : modes) EXPECT_EQ(parse_rounding(to_string(mode)), mode);
  EXPECT_EQ(to_string(Rounding::half_even), "half_even");
  EXPECT_EQ(to_string(Rounding::exact), "exact");
}

TEST(RoundingText, UnknownNamesListTheKnown) {
  try {
    parse_rounding("HALF_UP");
    FAIL() << "accepted";
  } catch (const ParseError& error) {
    EXPECT_NE(std::string(error.what()).find("half_even, half_up"), std::string::npos);
  }
}

}  // namespace
}  // namespace o2c
