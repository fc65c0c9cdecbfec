#include <stdexcept>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "o2c/order/decide.hpp"
#include "o2c/order/event_table_reader.hpp"
#include "o2c/order/event_tables.hpp"
#include "o2c/order/order_tables.hpp"

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

/// A history of 25 events in columns, once for each of many orders.
struct EventColumns {
  std::vector<NamedTable> tables;
  std::size_t events = 0;
};
EventColumns columns_of(std::int64_t orders) {
  std::vector<OrderEntry> history = ExportOrder::without_sample();
  history.erase(history.begin() + 25, history.end());  // Up to its last papers.
  EventTablesBuilder builder;
  for (std::int64_t n = 0; n < orders; ++n) {
    const std::string number = "SO-2026-" + std::to_string(1'000'000 + n);
    for (const OrderEntry& entry : history) builder.add(number, entry);
  }
  return {builder.finish(), static_cast<std::size_t>(orders) * history.size()};
}

constexpr std::int64_t many_orders = 200'000;
/// Of so many, made once.
const EventColumns& many_columns() {
  static const EventColumns columns = columns_of(many_orders);
  return columns;
}

/// The tables of all events as other libraries hand them over, to the state of each order.
void BM_fold_columns(benchmark::State& state) {
  const EventColumns& columns = many_columns();
  const auto threads = static_cast<std::size_t>(state.range(0));
  std::vector<std::size_t> paid(threads);
  for (auto _ : state) {
    paid.assign(threads, 0);
    fold_event_tables(sources_of(columns.tables),
                      [&](const FoldedOrder& order) {
                        const ShipmentState& shipment = order.state.shipments.at(0);
                        paid[order.thread] +=
                            shipment.settlement == SettlementStage::received ? 1 : 0;
                      },
                      {.threads = threads});
  }
  std::size_t all = 0;
  for (const std::size_t some : paid) all += some;
  if (all != static_cast<std::size_t>(many_orders))
    throw std::logic_error("not all orders are paid");
  count(state, columns.events);
}
BENCHMARK(BM_fold_columns)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

/// The same, to the tables of where they stand.
void BM_order_tables(benchmark::State& state) {
  const EventColumns& columns = many_columns();
  for (auto _ : state)
    benchmark::DoNotOptimize(order_tables(sources_of(columns.tables),
                                          {.threads = static_cast<std::size_t>(state.range(0))}));
  count(state, columns.events);
}
BENCHMARK(BM_order_tables)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

/// From histories to columns.
void BM_event_tables(benchmark::State& state) {
  std::size_t events = 0;
  for (auto _ : state) events = columns_of(many_orders).events;
  count(state, events);
}
BENCHMARK(BM_event_tables)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace o2c::bench
