#include "o2c/columns/text_codes.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <gtest/gtest.h>

namespace o2c {
namespace {

TEST(TextCodes, TellTextsOfEveryLengthApart) {
  TextCodes codes;
  std::vector<std::string> texts;
  for (std::size_t length = 0; length < 140; ++length) {
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

}  // namespace
}  // namespace o2c
