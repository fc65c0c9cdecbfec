#include "o2c/number/int128.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace o2c::detail {
namespace {

TEST(Int128, Text) {
  EXPECT_EQ(int128_text(0), "0");
  EXPECT_EQ(int128_text(-1), "-1");
  EXPECT_EQ(int128_text(power_of_ten(38)), "1" + std::string(38, '0'));
  EXPECT_EQ(int128_text(int128_max), "170141183460469231731687303715884105727");
  EXPECT_EQ(int128_text(int128_min), "-170141183460469231731687303715884105728");
}

TEST(Int128, MagnitudeOfTheLowestValue) {
  EXPECT_TRUE(magnitude(int128_min) == UInt128{1} << 127);
  EXPECT_TRUE(magnitude(-5) == 5);
}

TEST(Int128, WhatDoesNotFitLeavesTheNumberAlone) {
  Int128 x = int128_max;
  EXPECT_FALSE(add_fits(x, 1));
  EXPECT_FALSE(multiply_fits(x, 2));
  EXPECT_FALSE(scale_up_fits(x, 1));
  EXPECT_TRUE(x == int128_max);
  EXPECT_TRUE(add_fits(x, -1) && x == int128_max - 1);
}

TEST(Int128, ZeroScalesUpByAnyPower) {
  Int128 zero = 0;
  EXPECT_TRUE(scale_up_fits(zero, 1000));
  Int128 one = 1;
  EXPECT_TRUE(scale_up_fits(one, 38) && one == power_of_ten(38));
  EXPECT_FALSE(scale_up_fits(one, 39));
}

TEST(Int128, GreatestCommonDivisor) {
  static_assert(gcd(12, 18) == 6);
  static_assert(gcd(0, 7) == 7 && gcd(7, 0) == 7 && gcd(0, 0) == 0);
  static_assert(gcd(17, 5) == 1);
  const auto large = static_cast<UInt128>(power_of_ten(38));
  EXPECT_TRUE(gcd(large, large / 4) == large / 4);
  EXPECT_TRUE(gcd(UInt128{1} << 127, UInt128{1} << 100) == UInt128{1} << 100);
}

// A hash table of a power of two buckets looks at the low bits only.
TEST(Int128, HashesSpreadOverTheLowBits) {
  std::set<std::size_t> multiples;
  std::set<std::size_t> high_halves;
  for (int i = 0; i < 256; ++i) {
    multiples.insert(hash_value(Int128{i} * 65'536) % 256);
    high_halves.insert(hash_value(Int128{i} << 64) % 256);
  }
  EXPECT_GT(multiples.size(), 100U);
  EXPECT_GT(high_halves.size(), 100U);
}

}  // namespace
}  // namespace o2c::detail
