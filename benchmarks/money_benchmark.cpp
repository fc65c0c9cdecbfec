// What an amount costs: adding, rounding a share, allocating. A million rows of cents.

#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include <benchmark/benchmark.h>

#include "o2c/money/aggregate.hpp"
#include "o2c/money/allocate.hpp"
#include "o2c/money/currencies.hpp"
#include "o2c/money/money.hpp"
#include "o2c/money/scaling.hpp"
#include "o2c/number/rate.hpp"

namespace o2c {
namespace {

using currencies::USD;

std::vector<std::int64_t> random_cents(std::size_t count) {
  std::mt19937_64 random(1);
  std::vector<std::int64_t> cents;
  for (std::size_t i = 0; i < count; ++i)
    cents.push_back(static_cast<std::int64_t>(random() % 20'000'000) - 10'000'000);
  return cents;
}

std::vector<Money> as_money(std::span<const std::int64_t> cents) {
  std::vector<Money> amounts;
  for (const std::int64_t minor : cents) amounts.push_back(Money::from_minor(minor, USD));
  return amounts;
}

void BM_add(benchmark::State& state) {
  const auto cents = random_cents(static_cast<std::size_t>(state.range(0)));
  const std::vector<Money> amounts = as_money(cents);
  std::int64_t expected = 0;
  for (const std::int64_t minor : cents) expected += minor;
  const auto add = [&] {
    Money total = Money::zero(USD);
    for (const Money& amount : amounts) total = total + amount;
    return total;
  };
  if (add() != Money::from_minor(expected, USD)) state.SkipWithError("wrong sum");
  for (auto _ : state) benchmark::DoNotOptimize(add());
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_add)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

// Without Money: what the checks for currency and overflow cost is the difference.
void BM_add_plain(benchmark::State& state) {
  const auto cents = random_cents(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    std::int64_t total = 0;
    for (const std::int64_t minor : cents) total += minor;
    benchmark::DoNotOptimize(total);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_add_plain)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void BM_apply_rate(benchmark::State& state) {
  const auto cents = random_cents(static_cast<std::size_t>(state.range(0)));
  const std::vector<Money> amounts = as_money(cents);
  const Rate rate = 325_bps;
  for (std::size_t i = 0; i < cents.size(); ++i) {
    const std::int64_t expected =
        static_cast<std::int64_t>(divide(Int128{cents[i]} * 325, 10'000, Rounding::half_even));
    if (apply(rate, amounts[i], Rounding::half_even).minor() != expected)
      state.SkipWithError("wrong share");
  }
  for (auto _ : state)
    for (const Money& amount : amounts)
      benchmark::DoNotOptimize(apply(rate, amount, Rounding::half_even));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_apply_rate)->Arg(100'000)->Unit(benchmark::kMillisecond);

// One amount over so many weights; the time is that of all parts.
void BM_allocate(benchmark::State& state) {
  const auto policy = static_cast<Allocation>(state.range(1));
  std::mt19937_64 random(2);
  std::vector<Decimal> weights;
  for (std::int64_t i = 0; i < state.range(0); ++i)
    weights.push_back(Decimal::from_parts(static_cast<std::int64_t>(random() % 1'000'000) + 1, 2));
  const Money total = Money::from_minor(1'234'567'891, USD);
  if (sum(allocate(total, weights, policy), USD) != total)
    state.SkipWithError("parts are not the whole");
  for (auto _ : state) benchmark::DoNotOptimize(allocate(total, weights, policy));
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetLabel(to_string(policy));
}
BENCHMARK(BM_allocate)
    ->ArgsProduct({{3, 1'000},
                   {static_cast<int>(Allocation::largest_remainder),
                    static_cast<int>(Allocation::last_takes_rest)}})
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace o2c
