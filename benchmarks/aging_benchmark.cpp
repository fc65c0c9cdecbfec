// What a row of an aging costs: the whole of it by groups, threads and keys, and its scatter alone.

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "o2c/columns/column_view.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/receivable/aging_arrow.hpp"
#include "o2c/receivable/aging_kernel.hpp"
#include "o2c/receivable/aging_table.hpp"

namespace o2c {
namespace {

constexpr Date as_of(2026, 3, 31);
constexpr std::size_t rows = 4'000'000;

// A book of open items, some of them credits, in no order.
struct Book {
  std::vector<std::int64_t> parties;
  std::vector<Date> due_dates;
  std::vector<std::int64_t> cents;
};

Book random_book(std::int64_t groups) {
  std::mt19937_64 random(1);
  Book book;
  for (std::size_t i = 0; i < rows; ++i) {
    book.parties.push_back(
        static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(groups)));
    book.due_dates.push_back(as_of + 30 - static_cast<std::int64_t>(random() % 180));
    book.cents.push_back(static_cast<std::int64_t>(random() % 1'000'000) - 50'000);
  }
  return book;
}

AgingTable run(const Book& book, const ColumnView& parties, std::size_t threads) {
  MemoryTable table;
  table.add("party", parties)
      .add("due_date", ColumnView::of(book.due_dates))
      .add("amount", ColumnView::of(book.cents));
  return age(table, as_of, AgingBuckets(), {.currency = currencies::USD, .threads = threads});
}

// The whole book in one row: what the groups must add up to.
bool adds_up(const Book& book, const AgingTable& result) {
  std::array<Int128, 7> expected{};
  const AgingBuckets buckets;
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t column =
        book.cents[i] < 0 ? buckets.size() : buckets.bucket(as_of - book.due_dates[i]);
    expected[column] += book.cents[i];
    expected[6] += book.cents[i];
  }
  const std::vector<Int128> totals = result.total_minor(currencies::USD);
  return std::ranges::equal(totals, expected);
}

void measure(benchmark::State& state, const Book& book, const ColumnView& parties,
             std::size_t threads) {
  if (!adds_up(book, run(book, parties, threads))) state.SkipWithError("wrong buckets");
  for (auto _ : state) benchmark::DoNotOptimize(run(book, parties, threads));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
}

void BM_age_by_integer(benchmark::State& state) {
  const Book book = random_book(state.range(0));
  measure(state, book, ColumnView::of(book.parties), static_cast<std::size_t>(state.range(1)));
}
BENCHMARK(BM_age_by_integer)
    ->ArgNames({"groups", "threads"})
    ->ArgsProduct({{10'000, 100'000, 2'000'000}, {1, 2}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

void BM_age_by_text(benchmark::State& state) {
  const Book book = random_book(state.range(0));
  std::vector<std::string> names;
  for (std::int64_t i = 0; i < state.range(0); ++i)
    names.push_back("Customer " + std::to_string(i) + " Ltd");
  std::vector<std::string_view> parties;
  for (const std::int64_t party : book.parties)
    parties.emplace_back(names[static_cast<std::size_t>(party)]);
  measure(state, book, ColumnView::of(parties), static_cast<std::size_t>(state.range(1)));
}
BENCHMARK(BM_age_by_text)
    ->ArgNames({"groups", "threads"})
    ->ArgsProduct({{10'000, 100'000}, {1, 2}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

// Cells of rows in no order, as the two ways of adding them up take them.
struct Scatter {
  std::vector<std::uint32_t> cells;
  std::vector<std::int64_t> cents;
  std::uint32_t size;

  explicit Scatter(std::int64_t groups) : size(static_cast<std::uint32_t>(groups) * 8) {
    std::mt19937_64 random(3);
    for (std::size_t i = 0; i < rows; ++i) {
      cells.push_back(static_cast<std::uint32_t>(random() % size) | 1U);
      cents.push_back(static_cast<std::int64_t>(random() % 1'000'000));
    }
  }
  template <class Add>
  void in_blocks(const Add& add) const {
    constexpr std::size_t block = 1024;
    for (std::size_t i = 0; i < rows; i += block) {
      const std::size_t count = std::min(block, rows - i);
      add(std::span(cells).subspan(i, count), std::span(cents).subspan(i, count));
    }
  }
  [[nodiscard]] std::int64_t expected() const {
    return std::accumulate(cents.begin(), cents.end(), static_cast<std::int64_t>(rows));
  }
};

// Each row straight to its cell: right for few groups.
void BM_scatter_direct(benchmark::State& state) {
  const Scatter scatter(state.range(0));
  const auto add = [&] {
    GroupCells sums(8);
    scatter.in_blocks([&](auto cells, auto cents) { sums.add(cells, cents, scatter.size - 1); });
    return sums;
  };
  GroupCells sums = add();
  if (std::accumulate(sums.narrow().data(), sums.narrow().data() + scatter.size, std::int64_t{0}) !=
      scatter.expected())
    state.SkipWithError("wrong sums");
  for (auto _ : state) benchmark::DoNotOptimize(add());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
}
BENCHMARK(BM_scatter_direct)
    ->ArgName("groups")
    ->Arg(10'000)
    ->Arg(100'000)
    ->Arg(2'000'000)
    ->Unit(benchmark::kMillisecond);

// Roughly sorted first, through the buffer: right for many.
void BM_scatter_buffered(benchmark::State& state) {
  const Scatter scatter(state.range(0));
  const auto add = [&] {
    SharedCells shared(scatter.size);
    CellBuffer buffer(shared, scatter.size, 8);
    scatter.in_blocks([&](auto cells, auto cents) { buffer.add(cells, cents.data()); });
    CellBuffer::flush_all(std::vector{&buffer});
    return shared.take();
  };
  const PageArray<std::int64_t> sums = add();
  if (std::accumulate(sums.data(), sums.data() + scatter.size, std::int64_t{0}) !=
      scatter.expected())
    state.SkipWithError("wrong sums");
  for (auto _ : state) benchmark::DoNotOptimize(add());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
}
BENCHMARK(BM_scatter_buffered)
    ->ArgName("groups")
    ->Arg(10'000)
    ->Arg(100'000)
    ->Arg(2'000'000)
    ->Unit(benchmark::kMillisecond);

// The finished aging as a table for others.
void BM_to_arrow(benchmark::State& state) {
  const Book book = random_book(state.range(0));
  const AgingTable result = run(book, ColumnView::of(book.parties), 2);
  if (to_arrow(result)->rows != static_cast<std::int64_t>(result.rows()))
    state.SkipWithError("wrong rows");
  for (auto _ : state) benchmark::DoNotOptimize(to_arrow(result, 2));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(result.rows()));
}
BENCHMARK(BM_to_arrow)
    ->ArgName("groups")
    ->Arg(100'000)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace o2c
