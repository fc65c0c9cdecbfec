#include "o2c/columns/code_tables.hpp"

#include <cstdint>
#include <limits>
#include <random>
#include <string>
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

TEST(TextCodes, TellTextsOfEveryLengthApart) {
  TextCodes codes;
  std::vector<std::string> texts;
  for (std::size_t length = 0; length < 40; ++length) {
    texts.emplace_back(length, 'a');
    texts.emplace_back(length, '\0');  // Must not look like padding.
    if (length == 0) continue;
    for (const std::size_t at : {std::size_t{0}, length / 2, length - 1}) {
      texts.emplace_back(length, 'a');
      texts.back()[at] = '\xFF';
    }
  }
  std::unordered_map<std::string, std::uint32_t> expected;
  for (int round = 0; round < 2; ++round)
    for (const std::string& text : texts) {
      const auto [known, is_new] =
          expected.try_emplace(text, static_cast<std::uint32_t>(expected.size()));
      const std::string copy = text;  // The table must keep its own.
      ASSERT_EQ(codes.code(copy), known->second) << text.size();
    }
  EXPECT_EQ(codes.size(), expected.size());
  for (const auto& [text, code] : expected) EXPECT_EQ(codes.text(code), text);
}

TEST(TextCodes, OfABlockAreThoseOfItsTextsOneByOne) {
  std::mt19937 random(2);
  std::vector<std::string> texts;
  for (int i = 0; i < 5'000; ++i)
    texts.push_back("Party " + std::to_string(random() % 1'500) + std::string(random() % 20, 'x'));
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  std::vector<std::uint32_t> block(views.size());
  TextCodes blocks;
  blocks.codes(views, block);
  TextCodes singles;
  for (std::size_t i = 0; i < views.size(); ++i) {
    ASSERT_EQ(singles.code(views[i]), block[i]);
    ASSERT_EQ(blocks.text(block[i]), views[i]);
  }
}

TEST(TextCodes, KeepTextsLongerThanTheirChunks) {
  TextCodes codes;
  const std::string long_text(200'000, 'z');
  EXPECT_EQ(codes.code("a"), 0U);
  EXPECT_EQ(codes.code(long_text), 1U);
  EXPECT_EQ(codes.code("b"), 2U);
  EXPECT_EQ(codes.text(0), "a");
  EXPECT_EQ(codes.text(1), long_text);
  EXPECT_EQ(codes.text(2), "b");
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
