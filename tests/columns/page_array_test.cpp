#include "o2c/columns/page_array.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <gtest/gtest.h>

#include "o2c/columns/parallel.hpp"

namespace o2c {
namespace {

constexpr std::size_t huge_page = std::size_t{2} << 20U;

// Around the size from which memory is mapped instead of taken from the heap.
constexpr std::size_t sizes[] = {
    1, 63, 64, 65, huge_page - 1, huge_page, huge_page + 1, 3 * huge_page};

TEST(PageArray, BeginsAsZeroAndCanBeWrittenToItsEnds) {
  for (const std::size_t size : sizes) {
    PageArray<char> array(size);
    ASSERT_EQ(array.size(), size);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(array.data()) % 64, 0U);
    EXPECT_TRUE(std::all_of(array.data(), array.data() + size, [](char c) { return c == 0; }));
    array[0] = 'a';
    array[size - 1] = 'z';
    EXPECT_EQ(array[size - 1], 'z');
  }
}

TEST(PageArray, GrowsAtLeastTwofoldAndKeepsItsValues) {
  PageArray<std::int64_t> array;
  EXPECT_EQ(array.size(), 0U);
  std::size_t written = 0;
  for (const std::size_t size : {1U, 2U, 100U, 300'000U, 300'001U}) {
    array.grow_to(size);
    ASSERT_GE(array.size(), size);
    for (; written < size; ++written) {
      ASSERT_EQ(array[written], 0);
      array[written] = static_cast<std::int64_t>(written) + 1;
    }
  }
  EXPECT_EQ(array.size(), 600'000U);
  for (std::size_t i = 0; i < written; ++i) ASSERT_EQ(array[i], static_cast<std::int64_t>(i) + 1);
  const std::int64_t* before = array.data();
  array.grow_to(5);
  EXPECT_EQ(array.data(), before);
}

TEST(PageArray, UninitializedCanBeWrittenToItsEnds) {
  for (int round = 0; round < 2; ++round)  // Fresh, and out of what was given back.
    for (const std::size_t size : sizes) {
      auto array = PageArray<char>::uninitialized(size);
      auto other = PageArray<char>::uninitialized(size);
      ASSERT_EQ(array.size(), size);
      EXPECT_EQ(reinterpret_cast<std::uintptr_t>(array.data()) % 64, 0U);
      std::fill_n(array.data(), size, 'a');
      std::fill_n(other.data(), size, 'b');
      EXPECT_TRUE(std::all_of(array.data(), array.data() + size, [](char c) { return c == 'a'; }));
    }
}

TEST(PageArray, ZeroedStaysZeroedAfterOthersGaveTheirsBack) {
  for (int round = 0; round < 3; ++round) {
    auto array = PageArray<char>::uninitialized(3 * huge_page);
    std::fill_n(array.data(), array.size(), 'a');
    array = PageArray<char>(3 * huge_page);
    EXPECT_TRUE(
        std::all_of(array.data(), array.data() + array.size(), [](char c) { return c == 0; }));
  }
}

TEST(PageArray, GivesBackFromManyThreads) {
  run_threads(4, [](std::size_t t) {
    for (std::size_t i = 0; i < 50; ++i) {
      auto array = PageArray<std::size_t>::uninitialized((1 + (i + t) % 3) * huge_page / 8);
      std::fill_n(array.data(), array.size(), t);
      const auto is_own = [t](std::size_t value) { return value == t; };
      ASSERT_TRUE(std::all_of(array.data(), array.data() + array.size(), is_own));
    }
  });
}

TEST(PageArray, Moves) {
  PageArray<int> a(3);
  a[2] = 9;
  PageArray<int> b(std::move(a));
  EXPECT_EQ(b[2], 9);
  PageArray<int> c;
  c = std::move(b);
  EXPECT_EQ(c.size(), 3U);
  EXPECT_EQ(c[2], 9);
}

}  // namespace
}  // namespace o2c
