#include <stdexcept>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "o2c/order/decide.hpp"

#include "order_events.hpp"

namespace o2c::bench {
namespace {

OrderPolicy house() {
  OrderPolicy policy;
  policy.sample_needed = false;
  return policy;
}

/// Asks whether each may happen, and lets it happen. Throws for one that may not.
OrderState judged(const std::vector<OrderEntry>& entries, const OrderPolicy& policy) {
  OrderState state;
  for (const OrderEntry& entry : entries) {
    if (const Refusals refusals = decide(state, entry, policy); !refusals.empty())
      throw std::logic_error(to_string(kind_of(entry.event)) + ": " + to_string(refusals));
    fold(state, entry);
  }
  return state;
}

void count(benchmark::State& state, std::size_t events) {
  state.counters["events"] = benchmark::Counter(static_cast<double>(events),
                                                benchmark::Counter::kIsIterationInvariantRate);
}

void judge(benchmark::State& state, const std::vector<OrderEntry>& entries) {
  const OrderPolicy policy = house();
  if (judged(entries, policy).deal != DealStage::closed)
    throw std::logic_error("the order is not closed");
  for (auto _ : state) benchmark::DoNotOptimize(judged(entries, policy));
  count(state, entries.size());
}

void BM_decide_and_evolve(benchmark::State& state) { judge(state, ExportOrder::with_sample()); }
void BM_decide_and_evolve_path(benchmark::State& state) {
  judge(state, ExportOrder::without_sample());
}
BENCHMARK(BM_decide_and_evolve);
BENCHMARK(BM_decide_and_evolve_path);

/// As many orders as do not fit the caches, each read once from its history.
void BM_fold(benchmark::State& state) {
  const std::vector<std::vector<OrderEntry>> orders(static_cast<std::size_t>(state.range(0)),
                                                    ExportOrder::without_sample());
  std::size_t closed = 0;
  for (auto _ : state) {
    closed = 0;
    for (const std::vector<OrderEntry>& order : orders) {
      OrderState folded;
      for (const OrderEntry& entry : order) fold(folded, entry);
      closed += folded.deal == DealStage::closed ? 1 : 0;
    }
  }
  if (closed != orders.size()) throw std::logic_error("not all orders are closed");
  count(state, orders.size() * orders.front().size());
}
BENCHMARK(BM_fold)->Arg(1)->Arg(10'000);

}  // namespace
}  // namespace o2c::bench
