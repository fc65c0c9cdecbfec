#pragma once

// What a line comes to under a plan: for both faces. Private to src/commission.

#include <optional>

#include "o2c/commission/plan.hpp"
#include "o2c/commission/rate_date.hpp"
#include "o2c/commission/sales_line.hpp"
#include "o2c/commission/settle.hpp"
#include "o2c/money/exchange.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// The base of a line that has all that the plan looks at, in the line's own currency. Throws
/// Overflow.
template <Tracer T>
Money own_base(const Plan& plan, const SalesLine& line, T& trace) {
  constexpr Text so_far{"base so far", "此前基数"};
  const auto name = [](BasePart part) {
    switch (part) {
      case BasePart::tax:
        return Text{"tax", "税额"};
      case BasePart::freight:
        return Text{"freight", "运费"};
      case BasePart::discount:
        break;
    }
    return Text{"discount", "折扣"};
  };
  Money base = line.net;
  const auto step = [&](Text label, Operation operation, Money next, Text of, Money amount) {
    trace.step(label, operation, next, Operand{so_far, base}, Operand{of, amount});
    base = next;
  };
  for (const BasePart part : plan.terms().base_plus) {
    const Money amount = *amount_of(line, part);
    step(Text{"base, gross", "基数（含）"}, Operation::sum, base + amount, name(part), amount);
  }
  for (const BasePart part : plan.terms().base_less) {
    const Money amount = *amount_of(line, part);
    step(Text{"base, net", "基数（不含）"}, Operation::difference, base - amount, name(part),
         amount);
  }
  if (plan.terms().basis != CommissionBasis::gross_profit) return base;
  const Money profit = base - *line.cost;
  trace.step(Text{"gross profit", "毛利"}, Operation::difference, profit,
             Operand{Text{"net", "净额"}, base}, Operand{Text{"cost", "成本"}, *line.cost});
  return profit;
}

/// Whether what a line has earned is not payable yet.
inline bool awaits_payment(const Plan& plan, const SalesLine& line, Date until) {
  const std::optional<EarningMoment> moment = plan.terms().payout.payable_on;
  if (!moment) return false;
  const std::optional<Date> day = day_of(line, *moment);
  return !day || *day > until;
}

/// An amount of a line in the plan's currency. Throws Overflow, InexactResult.
template <Tracer T>
Money exchanged(Money amount, const Plan& plan, const std::optional<LineExchange>& by, T& trace) {
  if (!by) return amount;
  const Rounding rounding = plan.terms().rounding;
  const Money result = convert_at(amount, plan.currency(), by->path.factor(), rounding);
  if constexpr (T::recording)
    detail::record_conversion(amount, by->path, by->date, rounding, result, trace);
  return result;
}

/// How a line's base, that of all people together, comes about.
template <Tracer T>
Money base_of(const Plan& plan, const SalesLine& line, const std::optional<LineExchange>& by,
              T& trace) {
  return exchanged(own_base(plan, line, trace), plan, by, trace);
}

}  // namespace o2c::inline v1
