#pragma once

// The bodies of terms.hpp's templates.

#include <algorithm>

#include "o2c/receivable/terms.hpp"

namespace o2c::inline v1 {

namespace detail {

/// Throws unless the options fit the total: same sign, the right currencies, a positive step.
void check_schedule(const PaymentTerms& terms, Money total, const ScheduleOptions& options);
/// The step of the amounts in minor units: 1, or that of cash.
std::int64_t step_minor(Currency currency, const ScheduleOptions& options);
/// What an instalment is in the second currency: in proportion, but no more than remains.
Money second_part(Money second_total, Money second_rest, Money amount, Money total,
                  Rounding rounding);

/// whole * part, rounded to a multiple of the step; `whole` is not negative.
inline Money rounded_part(Money whole, const Ratio& part, std::int64_t step, Rounding mode) {
  if (step == 1) return multiply(whole, part, mode);
  return multiply(whole, part / step, mode) * step;
}

template <Tracer T>
Money share_of(const Share& share, Money total, Money rest, const ScheduleOptions& options,
               T& trace) {
  if (share.kind() == Share::Kind::fixed) {
    trace.step(Text{"fixed amount", "固定金额"}, Operation::given, *share.amount());
    return *share.amount();
  }
  const bool of_rest = share.kind() == Share::Kind::of_rest;
  const std::int64_t step = step_minor(total.currency(), options);
  const Money whole = of_rest ? rest : total;
  const Money amount = rounded_part(whole, share.part(), step, options.rounding);
  trace.rounded_step(Text{"share", "份额"}, Operation::product, options.rounding,
                     Money::from_minor(step, total.currency()).amount(), amount,
                     Operand{of_rest ? Text{"rest", "余额"} : Text{"total", "总额"}, whole},
                     Operand{Text{"part", "比例"}, share.part()});
  return amount;
}

}  // namespace detail

template <Tracer T>
Money installment_amount(const Share& share, Money total, Money rest, bool last,
                         const ScheduleOptions& options, T& trace) {
  if (last || share.kind() == Share::Kind::remainder) {
    trace.step(Text{"takes the rest", "取余额"}, Operation::sum, rest,
               Operand{Text{"rest", "余额"}, rest});
    return rest;
  }
  const Money amount = detail::share_of(share, total, rest, options, trace);
  if (amount <= rest) return amount;
  trace.step(Text{"no more than remains", "不超过余额"}, Operation::minimum, rest,
             Operand{Text{"share", "份额"}, amount}, Operand{Text{"rest", "余额"}, rest});
  return rest;
}

namespace detail {

template <Tracer T>
DiscountOffer offer(const DiscountTier& tier, const DateRule& due, Date event,
                    const Installment& installment, const Ratio& net_part,
                    const ScheduleOptions& options, T& trace) {
  const DateRule until{.anchor = due.anchor, .steps = tier.steps, .roll = due.roll};
  const Ratio part = Ratio(tier.rate.fraction()) * net_part;
  const Money amount = abs(installment.amount);
  const Money size = multiply(amount, part, options.rounding);
  trace.rounded_step(Text{"discount", "现金折扣"}, Operation::product, options.rounding,
                     minor_unit(size.currency()), size, Operand{Text{"amount", "金额"}, amount},
                     Operand{Text{"part", "比例"}, part});
  return {.last_day = until.due_date(event, options.calendar, trace),
          .rate = tier.rate,
          .part = part,
          .discount = sign(installment.amount) < 0 ? -size : size};
}

}  // namespace detail

template <Tracer T>
std::vector<Installment> PaymentTerms::schedule(Money total, const AnchorDates& dates,
                                                const ScheduleOptions& options, T& trace) const {
  detail::check_schedule(*this, total, options);
  const bool negative = sign(total) < 0;
  const auto signed_like_total = [&](Money amount) { return negative ? -amount : amount; };
  const bool before_tax = discounts_.base == DiscountBase::before_tax && !is_zero(total);
  const Ratio net_part =
      before_tax && options.net_total ? ratio(*options.net_total, total) : Ratio(1);
  trace.step(Text{"total", "总额"}, Operation::given, total);
  Money rest = abs(total);
  std::optional<Money> second_rest = options.second_total;
  std::vector<Installment> schedule;
  schedule.reserve(installments_.size());
  for (const InstallmentTerm& term : installments_) {
    const bool last = schedule.size() + 1 == installments_.size();
    const Money amount = installment_amount(term.share, abs(total), rest, last, options, trace);
    Installment installment{.number = static_cast<std::int32_t>(schedule.size()) + 1,
                            .amount = signed_like_total(amount),
                            .anchor = term.due.anchor,
                            .instrument = term.instrument,
                            .purpose = term.purpose};
    if (!last)
      trace.step(Text{"rest", "余额"}, Operation::difference, rest - amount,
                 Operand{Text{"rest", "余额"}, rest}, Operand{Text{"instalment", "本期"}, amount});
    rest -= amount;
    if (second_rest) {
      installment.second_amount =
          last ? *second_rest
               : detail::second_part(*options.second_total, *second_rest, installment.amount, total,
                                     options.rounding);
      *second_rest -= *installment.second_amount;
    }
    if (const std::optional<Date> event = dates[term.due.anchor]) {
      installment.due_date = term.due.due_date(*event, options.calendar, trace);
      for (const DiscountTier& tier : term.discounts)
        installment.discounts.push_back(
            detail::offer(tier, term.due, *event, installment, net_part, options, trace));
    }
    schedule.push_back(std::move(installment));
  }
  return schedule;
}

}  // namespace o2c::inline v1
