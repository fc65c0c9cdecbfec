#pragma once

// What is carried from one accumulation to the next. Private to src/commission.

#include <algorithm>
#include <optional>

#include "o2c/commission/plan.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// What of a base that is so far beyond its target, or, where it is below zero, short of it, goes
/// on into the next accumulation.
template <class Number>
Number carried_on(CarryOver how, const Number& beyond) {
  const bool goes_on =
      how == CarryOver::both || how == (beyond < 0 ? CarryOver::shortfall : CarryOver::surplus);
  return goes_on ? beyond : Number(0);
}

/// Whether what is carried over ends between two accumulations.
inline bool ends_carrying(const Period& before, const Period& after) {
  return Period::containing(before.first(), PeriodKind::year) !=
         Period::containing(after.first(), PeriodKind::year);
}

/// The longest period of which a plan has caps, floors or accelerators.
inline PeriodKind longest_kind(const Plan& plan) {
  PeriodKind kind = plan.terms().payout.longer_period.value_or(plan.terms().accumulation);
  for (const Accelerator& each : plan.terms().accelerators) kind = std::max(kind, each.over);
  return kind;
}
/// The longest period in which what lines earn depends on those before.
inline PeriodKind accumulating_kind(const Plan& plan) {
  return plan.terms().carry_over == CarryOver::none ? longest_kind(plan) : PeriodKind::year;
}
/// The first day of which a base, what is carried into it, or what its bounds leave is made.
inline Date first_accumulating_day(const Plan& plan, Date day) {
  return Period::containing(day, accumulating_kind(plan)).first();
}
/// The last day of which these change when a line comes to a day.
inline Date last_accumulating_day(const Plan& plan, Date day) {
  return Period::containing(day, accumulating_kind(plan)).last();
}

/// What is carried into an accumulation by a rule whose tiers run over attainment.
/// `measure_of(period)` is what has accumulated in an earlier one of the year, with what was
/// carried into it, and none without lines; `target_of(period)` the target, if there is one.
template <class MeasureOf, class TargetOf>
Decimal carried_into(const Plan& plan, const Period& accumulation, const MeasureOf& measure_of,
                     const TargetOf& target_of) {
  Decimal carried = 0;
  const CarryOver how = plan.terms().carry_over;
  if (how == CarryOver::none) return carried;
  const Period year = Period::containing(accumulation.first(), PeriodKind::year);
  for (Date day = year.first(); day < accumulation.first();) {
    const Period each = Period::containing(day, accumulation.kind());
    const Decimal measure = measure_of(each).value_or(carried);
    const std::optional<Decimal> target = target_of(each);
    carried = carried_on(how, target ? measure - *target : measure);
    day = each.last() + 1;
  }
  return carried;
}

}  // namespace o2c::inline v1
