#include "o2c/receivable/aging_kernel.hpp"

#include <limits>
#include <random>
#include <vector>

#include <gmock/gmock.h>

#include "o2c/number/error.hpp"

namespace o2c {
namespace {

using testing::ElementsAre;

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

TEST(AgingLine, PutsFiguresSideBySide) {
  const AgingLine all{
      .buckets = 5, .has_credits = true, .has_unapplied = true, .has_deposits = true};
  EXPECT_EQ(all.credits(), 6U);
  EXPECT_EQ(all.unapplied(), 7U);
  EXPECT_EQ(all.deposits(), 8U);
  EXPECT_EQ(all.end_of_receivable(), 8U);
  EXPECT_EQ(all.end(), 9U);
  EXPECT_EQ(all.stride(), 16U);
  const AgingLine with_disputes{.buckets = 5, .has_disputed = true, .has_credits = true};
  EXPECT_EQ(with_disputes.disputed(), 6U);
  EXPECT_EQ(with_disputes.credits(), 7U);
  EXPECT_EQ(with_disputes.end(), 8U);
  const AgingLine netted{.buckets = 5};
  EXPECT_EQ(netted.end(), 6U);
  EXPECT_EQ(netted.stride(), 8U);
}

TEST(AgingCells, AreThoseOfBucketAndGroup) {
  const std::vector<std::uint32_t> groups{0, 0, 3, 1, 1};
  const std::vector<std::int32_t> dates{100, 70, 9, 0, 0};
  const std::vector<std::int64_t> minor{5, 5, 5, -5, 0};
  std::vector<std::uint32_t> cells(5);
  AgingLine line{.buckets = 5, .has_credits = true};
  const auto find = [&] {
    aging_cells(groups, dates, minor, Date::from_days(100), AgingBuckets(), line, cells);
    return cells;
  };
  // Not due; 30 days; 91 days; a credit; zero is none.
  EXPECT_THAT(find(), ElementsAre(1, 2, 3 * 8 + 5, 8 + 6, 8 + 5));
  line.has_credits = false;
  EXPECT_THAT(find(), ElementsAre(1, 2, 3 * 8 + 5, 8 + 5, 8 + 5));
}

TEST(AgingCells, HoldForTheFirstAndTheLastDay) {
  const std::vector<std::uint32_t> groups{0, 0};
  const std::vector<std::int32_t> dates{Date::min().days(), Date::max().days()};
  const std::vector<std::int64_t> minor{1, 1};
  std::vector<std::uint32_t> cells(2);
  const AgingLine line{.buckets = 5};
  aging_cells(groups, dates, minor, Date::max(), AgingBuckets(), line, cells);
  EXPECT_THAT(cells, ElementsAre(5, 1));
  aging_cells(groups, dates, minor, Date::min(), AgingBuckets(), line, cells);
  EXPECT_THAT(cells, ElementsAre(1, 1));
}

TEST(SumBound, IsNotBelowAnySum) {
  const auto bound = [](std::vector<std::int64_t> minor) { return sum_bound(minor); };
  EXPECT_EQ(bound({}), 0U);
  EXPECT_GE(bound({0}), 1U) << "so that it bounds the count of rows as well";
  EXPECT_EQ(bound({1, 2, -3}), 12U);
  EXPECT_EQ(bound({-4}), 4U);
  EXPECT_EQ(bound({most}), std::uint64_t{1} << 63U);
  EXPECT_EQ(bound({least}), std::uint64_t{1} << 63U);
  EXPECT_EQ(bound({least, 0}), std::numeric_limits<std::uint64_t>::max());
}

TEST(GroupCells, SumAndCount) {
  GroupCells cells(4);
  cells.add(std::vector<std::uint32_t>{1, 1, 6}, std::vector<std::int64_t>{10, -3, 5}, 7);
  EXPECT_EQ(cells.sum(0), 2);
  EXPECT_EQ(cells.sum(1), 7);
  EXPECT_EQ(cells.sum(4), 1);
  EXPECT_EQ(cells.sum(6), 5);
  EXPECT_EQ(cells.sum(1'000'000), 0) << "beyond what was added";
  EXPECT_FALSE(cells.is_wide());
}

// Blocks whose bound alone is too large go into 128 bits at once; smaller ones are carried over
// when their bounds add up to too much.
TEST(GroupCells, WidenWhereSumsCouldLeave64Bits) {
  std::mt19937_64 random(5);
  for (const unsigned shift : {0U, 1U, 4U, 12U}) {
    for (const std::uint32_t groups : {1U, 3U, 5'000U}) {
      GroupCells cells(4);
      std::vector<Int128> expected(std::size_t{groups} * 4, 0);
      for (int block = 0; block < 40; ++block) {
        std::vector<std::uint32_t> at;
        std::vector<std::int64_t> minor;
        for (int i = 0; i < 300; ++i) {
          at.push_back(static_cast<std::uint32_t>(random() % groups * 4 + 1 + random() % 3));
          minor.push_back(random() % 7 == 0   ? least >> shift
                          : random() % 3 == 0 ? most >> shift
                                              : static_cast<std::int64_t>(random()) >> shift);
          expected[at.back()] += minor.back();
          expected[at.back() / 4 * 4] += 1;
        }
        cells.add(at, minor, groups * 4 - 1);
      }
      EXPECT_TRUE(cells.is_wide());
      EXPECT_LE(cells.bound(), GroupCells::bound_most);
      ASSERT_GE(cells.groups(), groups);
      for (std::size_t i = 0; i < expected.size(); ++i)
        ASSERT_TRUE(cells.sum(i) == expected[i]) << i << ", shift " << shift;
    }
  }
}

TEST(GroupCells, StayNarrowWhileTheBoundHolds) {
  GroupCells cells(2);
  const std::vector<std::uint32_t> at(1000, 1);
  const std::vector<std::int64_t> minor(1000, 1'000'000'000'000);
  for (int i = 0; i < 1000; ++i) cells.add(at, minor, 1);
  EXPECT_FALSE(cells.is_wide());
  EXPECT_EQ(cells.sum(1), Int128{1'000'000'000'000} * 1'000'000);
  EXPECT_EQ(cells.sum(0), 1'000'000);
}

}  // namespace
}  // namespace o2c
