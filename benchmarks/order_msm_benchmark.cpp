#include <cstddef>
#include <stdexcept>
#include <utility>
#include <variant>
#include <vector>

#include <benchmark/benchmark.h>
#include <boost/mp11.hpp>
#include <boost/mp11/mpl.hpp>
#include <boost/msm/back/state_machine.hpp>
#include <boost/msm/front/functor_row.hpp>
#include <boost/msm/front/state_machine_def.hpp>

#include "o2c/order/deal.hpp"
#include "o2c/order/decide.hpp"

#include "order_events.hpp"

// The deal's own table, dispatched by decide and by Boost.MSM: the same events of an export order,
// the same guards. What an event changes besides the stage is left out on both sides.
namespace o2c::bench {
namespace {

namespace mp = boost::mp11;
namespace msm = boost::msm;

template <DealStage stage>
struct Stage : msm::front::state<> {};

/// An event as MSM tells them apart: by type.
template <std::size_t kind>
struct Heard {
  Asked asked;
};

/// The guards of one row, and those of every event.
template <std::size_t row>
struct GuardsOfRow {
  template <class Event, class Machine, class From, class To>
  bool operator()(const Event& event, const Machine& /*machine*/, const From& /*from*/,
                  const To& /*to*/) const {
    for (const Guard* guard : common_guards())
      if (!guard->holds(event.asked)) return false;
    for (const Guard* guard : deal_rows[row].guards)
      if (!guard->holds(event.asked)) return false;
    return true;
  }
};

constexpr std::size_t stage_count = static_cast<std::size_t>(DealStage::lost) + 1;

template <std::size_t row, std::size_t from>
constexpr bool leads_from = (deal_rows[row].from.bits() >> from & 1U) != 0 &&
                            deal_rows[row].profiles.has(Profile::export_sale);

template <std::size_t row, std::size_t from>
using Transition = msm::front::Row<
    Stage<static_cast<DealStage>(from)>, Heard<index_of(deal_rows[row].event)>,
    Stage<deal_rows[row].to.stays ? static_cast<DealStage>(from) : deal_rows[row].to.stage>,
    msm::front::none, GuardsOfRow<row>>;

template <class Pair>
using IsTransition = mp::mp_bool<leads_from<Pair::first::value, Pair::second::value>>;
template <class Row, class From>
struct RowAndStage {
  using first = Row;
  using second = From;
};
template <class Pair>
using TransitionOf = Transition<Pair::first::value, Pair::second::value>;

using Transitions =
    mp::mp_transform<TransitionOf,
                     mp::mp_copy_if<mp::mp_product<RowAndStage, mp::mp_iota_c<deal_rows.size()>,
                                                   mp::mp_iota_c<stage_count>>,
                                    IsTransition>>;

struct DealDefinition : msm::front::state_machine_def<DealDefinition> {
  using initial_state = Stage<DealStage::none>;
  using transition_table = Transitions;
  using no_exception_thrown = int;
  using no_message_queue = int;

  template <class Event, class Machine>
  void no_transition(const Event& /*event*/, Machine& /*machine*/, int /*state*/) {}
};
using Deal = msm::back::state_machine<DealDefinition>;

/// Throws the event at the machine, and says whether it was taken.
bool process(Deal& deal, const OrderEntry& entry, const Asked& asked) {
  return std::visit(
      [&](const auto& event) {
        using Event = std::remove_cvref_t<decltype(event)>;
        return deal.process_event(Heard<index_of(on<Event>)>{asked}) == msm::back::HANDLED_TRUE;
      },
      entry.event);
}

/// An event, and what the order had come to before it.
struct Moment {
  OrderState state;
  OrderEntry entry;
};

std::vector<Moment> moments_of_deal() {
  std::vector<Moment> moments;
  OrderState state;
  for (const OrderEntry& entry : ExportOrder::without_sample()) {
    if (info_of(kind_of(entry.event)).machine == Machine::deal) moments.push_back({state, entry});
    fold(state, entry);
  }
  return moments;
}

OrderPolicy without_samples() {
  OrderPolicy policy;
  policy.sample_needed = false;
  return policy;
}

void count_events(benchmark::State& state, std::size_t events) {
  state.counters["events"] = benchmark::Counter(static_cast<double>(events),
                                                benchmark::Counter::kIsIterationInvariantRate);
}

void BM_deal_by_table(benchmark::State& state) {
  const std::vector<Moment> moments = moments_of_deal();
  const OrderPolicy policy = without_samples();
  for (auto _ : state) {
    std::size_t taken = 0;
    for (const Moment& moment : moments)
      taken += is_allowed(moment.state, moment.entry, policy) ? 1U : 0U;
    if (taken != moments.size()) throw std::logic_error("an event was not taken");
  }
  count_events(state, moments.size());
}
BENCHMARK(BM_deal_by_table);

void BM_deal_by_boost_msm(benchmark::State& state) {
  const std::vector<Moment> moments = moments_of_deal();
  const OrderPolicy policy = without_samples();
  Deal fresh;
  fresh.start();
  for (auto _ : state) {
    Deal deal = fresh;
    std::size_t taken = 0;
    for (const Moment& moment : moments)
      taken += process(deal, moment.entry, {moment.state, policy, 0, &moment.entry}) ? 1U : 0U;
    if (taken != moments.size()) throw std::logic_error("an event was not taken");
  }
  count_events(state, moments.size());
}
BENCHMARK(BM_deal_by_boost_msm);

}  // namespace
}  // namespace o2c::bench
