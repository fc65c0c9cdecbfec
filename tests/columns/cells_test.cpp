#include "o2c/columns/cells.hpp"

#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "o2c/columns/parallel.hpp"

namespace o2c {
namespace {

struct Row {
  std::uint32_t cell;
  std::int64_t amount;
};

std::vector<Row> random_rows(std::size_t count, std::uint32_t cells, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Row> rows;
  for (std::size_t i = 0; i < count; ++i) {
    const auto cell = static_cast<std::uint32_t>(random() % (cells / 4) * 4 + 1 + random() % 3);
    auto amount = static_cast<std::int64_t>(random());
    amount >>= random() % 2 == 0 ? 17U : 14U;  // Within 47 bits with sign, or beyond.
    rows.push_back({cell, amount});
  }
  return rows;
}

// What each cell must hold; the first of every four counts the rows of the line.
std::vector<std::int64_t> reference(const std::vector<Row>& rows, std::size_t cells, bool counts) {
  std::vector<std::int64_t> sums(cells, 0);
  for (const auto& [cell, amount] : rows) {
    sums[cell] += amount;
    if (counts) sums[cell / 4 * 4] += 1;
  }
  return sums;
}

void add(CellBuffer& buffer, const std::vector<Row>& rows, std::size_t from, std::size_t to) {
  std::vector<std::uint32_t> cells;
  std::vector<std::int64_t> amounts;
  for (; from < to; ++from) {
    cells.push_back(rows[from].cell);
    amounts.push_back(rows[from].amount);
  }
  buffer.add(cells, amounts.data());
}

TEST(SharedCells, HoldTheSumsWhateverTheThreads) {
  constexpr std::uint32_t cells = 5 << SharedCells::part_bits;
  const std::vector<Row> rows = random_rows(200'000, cells, 3);
  for (const bool counts : {true, false}) {
    const std::vector<std::int64_t> expected = reference(rows, cells, counts);
    for (const std::size_t threads : {1U, 2U, 3U}) {
      SharedCells shared(cells - 1);
      ASSERT_EQ(shared.size(), cells) << "whole parts";
      std::vector<std::unique_ptr<CellBuffer>> buffers;
      std::vector<CellBuffer*> all;
      for (std::size_t t = 0; t < threads; ++t)
        all.push_back(
            buffers.emplace_back(std::make_unique<CellBuffer>(shared, 0, counts ? 4 : 0)).get());
      run_threads(threads, [&](std::size_t t) {
        std::size_t row = rows.size() * t / threads;
        const std::size_t end = rows.size() * (t + 1) / threads;
        for (; row < end; row += 1000) add(*all[t], rows, row, std::min(row + 1000, end));
      });
      CellBuffer::flush_all(all);
      const PageArray<std::int64_t> sums = shared.take();
      for (std::size_t i = 0; i < cells; ++i)
        ASSERT_EQ(sums[i], expected[i]) << i << ", " << threads << " threads";
    }
  }
}

TEST(SharedCells, TakeAmountsAtTheEdgeOfThePackedOnes) {
  constexpr std::int64_t edge = std::int64_t{1} << 47U;
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  SharedCells shared(8);
  CellBuffer buffer(shared, 0, 4);
  std::uint32_t cell = 1;
  std::vector<Row> rows;
  for (const std::int64_t amount : {edge - 1, edge, -edge, -edge - 1, most, least}) {
    rows.push_back({cell, amount});
    cell = cell == 3 ? 5 : cell + 1;
  }
  add(buffer, rows, 0, rows.size());
  CellBuffer::flush_all(std::vector{&buffer});
  const PageArray<std::int64_t> sums = shared.take();
  EXPECT_EQ(sums[0], 3);
  EXPECT_EQ(sums[1], edge - 1);
  EXPECT_EQ(sums[2], edge);
  EXPECT_EQ(sums[3], -edge);
  EXPECT_EQ(sums[4], 3);
  EXPECT_EQ(sums[5], -edge - 1);
  EXPECT_EQ(sums[6], most);
  EXPECT_EQ(sums[7], least);
}

TEST(SharedCells, FlushesAPartThatFillsUp) {
  SharedCells shared(4);
  CellBuffer buffer(shared, 0, 4);
  const std::vector<Row> rows(4096, Row{2, -3});  // As many as the least buffer holds.
  add(buffer, rows, 0, rows.size());
  const PageArray<std::int64_t> sums = shared.take();
  EXPECT_EQ(sums[2], -3 * 4096) << "before the buffer is flushed";
  EXPECT_EQ(sums[0], 4096);
}

}  // namespace
}  // namespace o2c
