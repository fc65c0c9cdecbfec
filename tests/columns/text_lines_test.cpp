#include "o2c/columns/text_lines.hpp"

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

namespace o2c {
namespace {

/// Texts of all lengths up to 80 bytes, NUL among their bytes.
std::vector<std::string> random_texts(std::size_t count, std::uint32_t seed) {
  std::mt19937 dice(seed);
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i) {
    std::string text(dice() % 81, '\0');
    for (char& byte : text) byte = static_cast<char>(dice() % 3);
    texts.push_back(text);
  }
  return texts;
}

void expect_equal_answers(const std::vector<std::string>& known,
                          const std::vector<std::string>& others) {
  TextCodes texts;
  for (const std::string& text : known) texts.code(text);
  const TextLines lines(texts);
  std::vector<std::string_view> wanted(known.begin(), known.end());
  wanted.insert(wanted.end(), others.begin(), others.end());
  std::vector<std::uint32_t> expected(wanted.size());
  std::vector<std::uint32_t> found(wanted.size());
  const std::size_t unknowns = texts.find(wanted, expected);
  EXPECT_EQ(lines.find(texts, wanted, found), unknowns);
  EXPECT_EQ(found, expected);
}

TEST(TextLines, FindWhatTheCodesFind) {
  expect_equal_answers({}, {"", "a"});
  expect_equal_answers({""}, {"", std::string(1, '\0'), "a"});
  for (const std::size_t count : {1U, 100U, 255U, 256U, 257U, 20'000U})
    expect_equal_answers(random_texts(count, 1), random_texts(count, 2));
}

TEST(TextLines, AreNotMadeOfTooMany) {
  std::vector<std::string> many;
  for (std::size_t i = 0; i <= TextLines::most_texts; ++i) many.push_back(std::to_string(i));
  expect_equal_answers(many, {"x", "-1"});
}

TEST(TextLines, OfNoneKnowNoText) {
  TextCodes texts;
  texts.code("A");
  const std::vector<std::string_view> wanted{"A", "B"};
  std::vector<std::uint32_t> codes(2);
  EXPECT_EQ(TextLines().find(texts, wanted, codes), 1U);
  EXPECT_THAT(codes, testing::ElementsAre(0U, TextCodes::unknown));
}

}  // namespace
}  // namespace o2c
