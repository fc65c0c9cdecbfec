#include "o2c/columns/code_tables.hpp"

#include <cstdint>
#include <limits>
#include <random>
#include <unordered_map>
#include <vector>

#include <gtest/gtest.h>

namespace o2c {
namespace {

TEST(IntegerCodes, AreGivenInTheOrderOfFirstComing) {
  IntegerCodes codes;
  EXPECT_EQ(codes.code(7), 0U);
  EXPECT_EQ(codes.code(0), 1U);
  EXPECT_EQ(codes.code(7), 0U);
  EXPECT_EQ(codes.code(std::numeric_limits<std::uint64_t>::max()), 2U);
  EXPECT_EQ(codes.key(0), 7U);
  EXPECT_EQ(codes.key(2), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(codes.size(), 3U);
}

TEST(IntegerCodes, AgreeWithAMapAsTheyGrow) {
  std::mt19937_64 random(1);
  IntegerCodes codes;
  std::unordered_map<std::uint64_t, std::uint32_t> expected;
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t key = random() % 5'000 << 40U;  // Many zero bits: hard for a weak hash.
    const auto [known, is_new] =
        expected.try_emplace(key, static_cast<std::uint32_t>(expected.size()));
    ASSERT_EQ(codes.code(key), known->second);
  }
  EXPECT_EQ(codes.size(), expected.size());
}

TEST(PairCodes, AreOnePerPairNearAndFar) {
  constexpr std::uint32_t far = std::uint32_t{1} << 22U;
  const std::vector<std::uint32_t> firsts{0, 1, 5'000, far - 1, far, far + 1, ~std::uint32_t{0}};
  const std::vector<std::uint32_t> seconds{0, 1, 15, 16, 17, far, ~std::uint32_t{0}};
  PairCodes codes;
  for (int round = 0; round < 2; ++round) {
    std::uint32_t expected = 0;
    for (const std::uint32_t a : firsts)
      for (const std::uint32_t b : seconds) {
        const std::uint32_t code = codes.code(a, b);
        ASSERT_EQ(code, expected++) << a << ' ' << b;
        EXPECT_EQ(codes.pair(code).a, a);
        EXPECT_EQ(codes.pair(code).b, b);
      }
  }
  EXPECT_EQ(codes.size(), firsts.size() * seconds.size());
}

}  // namespace
}  // namespace o2c
