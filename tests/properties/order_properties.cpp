// Laws of an order, on random histories of all profiles.

#include "o2c/order/order.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/order/decide.hpp"

#include "any_order.hpp"
#include "order_reckoning.hpp"

namespace o2c {
namespace {

/// Tries events until so many were tried; tells of each that was allowed, and of each that was not.
template <class Allowed, class Refused>
Order lived(int tries, Allowed allowed, Refused refused) {
  Order order("SO-1");
  Date today(2026, 3, 2);
  const auto happens = [&](const OrderEntry& entry) {
    const Order before = order;
    const Expected<std::int64_t> done = order.apply(entry);
    if (done)
      allowed(before, entry, order);
    else
      refused(before, entry, order);
  };
  if (!once_in(4))
    for (const OrderEvent& event : any_beginning()) {
      const Role role = test::usual_role(event);
      happens({event, today, test::usual_person(role), role, 0});
    }
  for (int i = 0; i < tries; ++i) {
    if (once_in(4)) today = today + 1;
    const OrderEntry entry = any_entry(order, today);
    if (!is_too_often(kind_of(entry.event))) happens(entry);
  }
  return order;
}
const auto ignored = [](const Order&, const OrderEntry&, const Order&) {};

RC_GTEST_PROP(OrderProperties, WhatItComesToAddsUpFromItsHistoryAndItsLawsHold, ()) {
  Reckoning reckoning;
  const Order order = lived(
      400,
      [&](const Order&, const OrderEntry& entry, const Order& after) {
        reckoning.take(entry);
        reckoning.compare(after.state());
      },
      ignored);
  RC_CLASSIFY(order.state().deal == DealStage::closed, "closed");
  RC_CLASSIFY(order.state().deal == DealStage::cancelled, "cancelled");
  RC_CLASSIFY(order.state().deal == DealStage::lost, "lost");
  RC_CLASSIFY(std::ranges::any_of(order.state().shipments, has_gone), "goods have gone");
  RC_CLASSIFY(!order.state().amendments.empty(), "amended");
}

RC_GTEST_PROP(OrderProperties, IsAllowedWhatNothingStandsAgainst, ()) {
  const auto same = [](const Order& before, const OrderEntry& entry, const Order&) {
    RC_ASSERT(is_allowed(before.state(), entry, before.policy()) ==
              decide(before.state(), entry, before.policy()).empty());
  };
  (void)lived(80, same, same);
}

RC_GTEST_PROP(OrderProperties, IsUnchangedByWhatItRefuses, ()) {
  (void)lived(80, ignored, [](const Order& before, const OrderEntry& entry, const Order& after) {
    RC_ASSERT(after == before);
    RC_ASSERT(!before.refusals(entry).empty());
    for (const Refusal& refusal : before.refusals(entry))
      RC_ASSERT(!refusal.cure.en.empty() && !refusal.cure.zh.empty());
  });
}

RC_GTEST_PROP(OrderProperties, IsTheFoldOfItsHistory, ()) {
  const Order order = lived(80, ignored, ignored);
  RC_ASSERT(Order(order.number(), order.policy(), order.history()) == order);
  OrderState state;
  for (const OrderEntry& entry : order.history()) state = evolve(std::move(state), entry);
  RC_ASSERT(state == order.state());
}

// What next_steps has nothing against is allowed as soon as it is said rightly: it names no step
// that the machines have no row for.
RC_GTEST_PROP(OrderProperties, NamesNoNextStepThatIsNotForItsStage, ()) {
  const Order order = lived(60, ignored, ignored);
  const Date today(2026, 12, 31);
  for (const NextStep& step : order.next_steps(today)) {
    const OrderEvent event = AnyEvent(order.state(), step.part, today).of(step.event);
    const OrderEntry entry{event, today, "x", test::usual_role(event), 0};
    for (const Refusal& refusal : order.refusals(entry))
      RC_ASSERT(refusal.rule != "not_at_this_stage");
  }
}

// What is late is not passed over.
RC_GTEST_PROP(OrderProperties, NamesANextStepForEachDeadline, ()) {
  const Order order = lived(200, ignored, ignored);
  const std::vector<NextStep> steps = order.next_steps(Date(2027, 12, 31));
  for (const Deadline& deadline : deadlines(order.state(), order.policy()))
    RC_ASSERT(std::ranges::any_of(steps, [&](const NextStep& step) {
      return step.event == deadline.event && step.part == deadline.part && step.days_late > 0;
    }));
}

}  // namespace
}  // namespace o2c
