#pragma once

// What orders earn within a plan's floor and cap of an order. Private to src/commission.

#include "o2c/commission/plan.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/trace.hpp"

#include "bounds_step.hpp"

namespace o2c::inline v1 {

/// What a person's lines of an order earn in all. What was taken back as a whole is bounded as a
/// sale; an order that earns nothing has no floor.
inline Money within_order_bounds(const PlanTerms& terms, Money earned) {
  if (sign(earned) == 0) return earned;
  const bool is_sale = sign(earned) > 0;
  Money bounded = is_sale ? earned : -earned;
  if (terms.order_floor && bounded < *terms.order_floor) bounded = *terms.order_floor;
  if (terms.order_cap && bounded > *terms.order_cap) bounded = *terms.order_cap;
  return is_sale ? bounded : -bounded;
}

/// What a line pays that earns so much by its rule, after what the person's lines of its order had
/// earned before: lines make what the order earns. Throws Overflow.
template <Tracer T>
Money order_pays(const PlanTerms& terms, Money before, Money earned, T& trace) {
  constexpr Text bounded_name{"within the order's floor and cap", "单个订单封顶保底后"};
  const auto tell = [&](Text label, Money of, Money paid) {
    if constexpr (T::recording)
      trace.add(bounds_step(label, {Text{"earned", "应得提成"}, of}, terms.order_floor,
                            terms.order_cap, paid));
  };
  const Money after = before + earned;
  const Money paid_after = within_order_bounds(terms, after);
  if (sign(before) == 0) {
    if (paid_after != after) tell(bounded_name, after, paid_after);
    return paid_after;
  }
  const Money paid_before = within_order_bounds(terms, before);
  const Money paid = paid_after - paid_before;
  trace.step(Text{"earned by the order", "订单累计应得"}, Operation::sum, after,
             Operand{Text{"before it", "此前"}, before}, Operand{Text{"by it", "本笔"}, earned});
  tell(bounded_name, after, paid_after);
  tell(Text{"the same before it", "此前"}, before, paid_before);
  trace.step(Text{"commission of the line", "本笔提成"}, Operation::difference, paid,
             Operand{Text{"up to it", "累计提成"}, paid_after},
             Operand{Text{"before it", "此前提成"}, paid_before});
  return paid;
}

}  // namespace o2c::inline v1
