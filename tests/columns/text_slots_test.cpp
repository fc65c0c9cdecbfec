#include "o2c/columns/text_slots.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "o2c/columns/hash.hpp"
#include "o2c/columns/parallel.hpp"
#include "o2c/number/error.hpp"

namespace o2c {
namespace {

std::vector<std::string> numbered(std::size_t count) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i) texts.push_back("INV-" + std::to_string(i * 7919));
  return texts;
}

TEST(TextSlots, FindWhatWasAddedFirst) {
  TextSlots slots(3);
  const std::string long_text(100'000, 'z');
  const std::string other_long_text = long_text + "z";
  const auto add = [&](std::string_view text, std::uint32_t number) {
    return slots.add(text, detail::hash_text(text), number);
  };
  const auto find = [&](std::string_view text) {
    return slots.find(text, detail::hash_text(text));
  };
  EXPECT_EQ(add("a", 5), 5U);
  EXPECT_EQ(add("a", 6), 5U);
  EXPECT_EQ(add("", 7), 7U);
  EXPECT_EQ(add(long_text, 8), 8U);
  EXPECT_EQ(add(long_text, 9), 8U);
  EXPECT_EQ(find("a"), 5U);
  EXPECT_EQ(find(""), 7U);
  EXPECT_EQ(find(long_text), 8U);
  EXPECT_EQ(find(other_long_text), TextSlots::unknown);
  EXPECT_EQ(find("b"), TextSlots::unknown);
  EXPECT_EQ(TextSlots().find("a", 1), TextSlots::unknown);
}

TEST(TextSlots, TellTextsOfOneHashApart) {
  TextSlots slots(100);
  const std::vector<std::string> texts = numbered(500);
  for (std::uint32_t i = 0; i < texts.size(); ++i) ASSERT_EQ(slots.add(texts[i], 42, i), i);
  for (std::uint32_t i = 0; i < texts.size(); ++i) ASSERT_EQ(slots.find(texts[i], 42), i);
  EXPECT_EQ(slots.find("none", 42), TextSlots::unknown);
}

TEST(TextSlots, RefuseToFillUp) {
  TextSlots slots(1);
  const std::vector<std::string> texts = numbered(1024);
  for (std::uint32_t i = 0; i + 1 < texts.size(); ++i) slots.add(texts[i], 42, i);
  EXPECT_THROW(slots.add(texts.back(), 42, 0), Overflow);
  EXPECT_EQ(slots.find("none", 42), TextSlots::unknown) << "and the search still ends";
}

TEST(TextSlots, AreFilledByThreadsEachInPartsOfItsOwn) {
  const std::vector<std::string> texts = numbered(50'000);
  for (const std::size_t threads : {1U, 2U, 3U}) {
    TextSlots slots(texts.size(), 4);
    run_threads(threads, [&](std::size_t t) {
      for (std::uint32_t i = 0; i < texts.size(); ++i) {
        const std::uint64_t hash = detail::hash_text(texts[i]);
        if (slots.part(hash) % threads == t) slots.add(texts[i], hash, i);
      }
    });
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    std::vector<std::uint32_t> numbers(views.size());
    slots.find(views, numbers);
    for (std::uint32_t i = 0; i < numbers.size(); ++i) ASSERT_EQ(numbers[i], i);
  }
}

}  // namespace
}  // namespace o2c
