#pragma once

// The rule of reminding, for one item and for columns. Included by receivable/dunning.hpp.

#include <algorithm>
#include <limits>

#include "o2c/receivable/dunning.hpp"

namespace o2c::inline v1 {
namespace detail {

inline constexpr std::int32_t no_day = std::numeric_limits<std::int32_t>::min();

/// What a policy asks of items of one currency on a day.
struct DunningLimits {
  struct Reach {
    std::int32_t latest;          ///< A day up to this one reaches the level:
    std::int32_t since_previous;  ///< that of the last reminder, or the due date if this is 0.
  };

  std::int32_t as_of;
  std::int32_t latest_reminded;  ///< After a reminder up to this day the next is not too soon.
  std::int64_t minimum;
  std::int32_t last;    ///< Of the levels.
  const Reach* levels;  ///< The next one, by the last level; after the last, any.
};

class DunningDay {
 public:
  DunningDay(const DunningPolicy& policy, Date day, Currency currency);

  [[nodiscard]] DunningLimits limits() const noexcept {
    DunningLimits limits = limits_;
    limits.levels = levels_.data();
    return limits;
  }

 private:
  DunningLimits limits_;
  std::vector<DunningLimits::Reach> levels_;
};

/// An item; dates may be no_day, but for the due date of one that is open.
struct DunningFacts {
  std::int32_t due_date;
  std::int64_t open;
  std::int32_t last_level;
  std::int32_t last_reminded;
  std::int64_t disputed;
  std::int32_t promised_until;
  std::int64_t promised;
};

struct DunningStep {
  DunningHold hold;
  std::int64_t amount;
};

/// The rule, of an item whose next level has that reach. The first reason that applies is the
/// answer, so they are asked from the last to the first, without a jump.
inline DunningStep dunning_step(const DunningLimits& limits, const DunningLimits::Reach& reach,
                                const DunningFacts& item) {
  const std::int64_t open = std::max<std::int64_t>(item.open, 0);
  const std::int64_t undisputed = open - std::min(item.disputed, open);
  const std::int64_t promised = item.promised_until >= limits.as_of ? item.promised : 0;
  const std::int64_t amount = undisputed - std::min(promised, undisputed);
  const std::int32_t counted = reach.since_previous != 0 ? item.last_reminded : item.due_date;
  DunningHold hold = DunningHold::none;
  const auto unless = [&hold](bool holds, DunningHold reason) { hold = holds ? reason : hold; };
  unless(amount < limits.minimum, DunningHold::below_minimum);
  unless(amount == 0, DunningHold::promised);
  unless(undisputed == 0, DunningHold::disputed);
  unless(item.last_reminded > limits.latest_reminded, DunningHold::too_soon);
  unless(counted > reach.latest, DunningHold::not_reached);
  unless(item.last_reminded >= limits.as_of, DunningHold::already_reminded);
  unless(item.last_level >= limits.last, DunningHold::last_level);
  unless(item.due_date >= limits.as_of, DunningHold::not_due);
  unless(open == 0, DunningHold::paid);
  return {hold, amount};
}
inline DunningStep dunning_step(const DunningLimits& limits, const DunningFacts& item) {
  return dunning_step(limits, limits.levels[std::min(item.last_level, limits.last)], item);
}

/// Throws as dunning().
void check_dunning_item(const DunningItem& item);
DunningFacts dunning_facts(const DunningItem& item);

}  // namespace detail

template <Tracer T>
Money DunningPolicy::fee(std::int32_t number, Money amount, T& trace) const {
  const DunningLevel& of = level(number);
  Money fixed = Money::zero(amount.currency());
  for (const Money& each : of.fees)
    if (each.currency() == amount.currency()) fixed = each;
  const Money part = multiply(amount, of.fee_rate.fraction(), terms_.rounding);
  if constexpr (T::recording) {
    constexpr Text fixed_label{"fixed fee", "固定费用"};
    constexpr Text part_label{"part of the amount", "按比例费用"};
    trace.step(fixed_label, Operation::look_up, fixed,
               Operand{Text{"level", "级别"}, std::int64_t{number}});
    trace.rounded_step(
        part_label, Operation::product, terms_.rounding, minor_unit(amount.currency()), part,
        Operand{Text{"amount", "催收金额"}, amount}, Operand{Text{"rate", "费率"}, of.fee_rate});
    trace.step(Text{"fee", "催款费"}, Operation::sum, fixed + part, Operand{fixed_label, fixed},
               Operand{part_label, part});
  }
  return fixed + part;
}

template <Tracer T>
DunningAnswer dunning(const DunningPolicy& policy, const DunningItem& item, Date as_of, T& trace) {
  detail::check_dunning_item(item);
  const Currency currency = item.open.currency();
  const detail::DunningDay day(policy, as_of, currency);
  const detail::DunningStep step = detail::dunning_step(day.limits(), detail::dunning_facts(item));
  const DunningAnswer answer{.level = step.hold == DunningHold::none ? item.last_level + 1 : 0,
                             .hold = step.hold,
                             .amount = Money::from_minor(step.amount, currency)};
  if constexpr (T::recording) {
    constexpr Text open_label{"open", "未清金额"};
    constexpr Text disputed_label{"in dispute", "争议金额"};
    constexpr Text promised_label{"promised", "已承诺付款"};
    constexpr Text amount_label{"to be asked for", "可催收金额"};
    const Money zero = Money::zero(currency);
    trace.step(Text{"days overdue", "逾期天数"}, Operation::days_between,
               std::int64_t{as_of - item.due_date},
               Operand{Text{"due date", "到期日"}, item.due_date},
               Operand{Text{"as of", "截止日"}, as_of});
    if (item.last_reminded)
      trace.step(Text{"days since the last reminder", "距上次催款天数"}, Operation::days_between,
                 std::int64_t{as_of - *item.last_reminded},
                 Operand{Text{"last reminder", "上次催款日"}, *item.last_reminded},
                 Operand{Text{"as of", "截止日"}, as_of});
    if (const std::optional<Date> next = next_reminder(policy, item))
      trace.step(Text{"next level reached on", "达到下一级别之日"}, Operation::look_up, *next,
                 Operand{Text{"last level", "上次级别"}, std::int64_t{item.last_level}},
                 Operand{Text{"due date", "到期日"}, item.due_date});
    const Money disputed = item.disputed.value_or(zero);
    const bool holds = item.promised_until && as_of <= *item.promised_until;
    const Money promised = holds ? item.promised.value_or(item.open) : zero;
    const Money rest = item.open - disputed - promised;
    if (item.promised_until)
      trace.step(Text{"days until the promised day", "距承诺付款日天数"}, Operation::days_between,
                 std::int64_t{*item.promised_until - as_of},
                 Operand{Text{"as of", "截止日"}, as_of},
                 Operand{Text{"promised by", "承诺付款日"}, *item.promised_until});
    constexpr Text rest_label{"neither in dispute nor promised", "无争议且未承诺"};
    trace.step(rest_label, Operation::difference, rest, Operand{open_label, item.open},
               Operand{disputed_label, disputed}, Operand{promised_label, promised});
    trace.step(amount_label, Operation::maximum, answer.amount, Operand{rest_label, rest},
               Operand{Text{"zero", "零"}, zero});
    trace.step(Text{"level", "催款级别"}, Operation::look_up, std::int64_t{answer.level},
               Operand{Text{"last level", "上次级别"}, std::int64_t{item.last_level}},
               Operand{amount_label, answer.amount},
               Operand{Text{"minimum", "最低金额"}, policy.minimum(currency)},
               Operand{Text{"reason", "原因"}, to_string(answer.hold)});
  }
  return answer;
}

}  // namespace o2c::inline v1
