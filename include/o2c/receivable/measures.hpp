#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/money/money.hpp"
#include "o2c/money/scaling.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/error.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/number/trace.hpp"

namespace o2c::inline v1 {

/// Why a measure has no value.
enum class Undefined : std::uint8_t {
  no_sales,            ///< Nothing was sold in the period.
  sales_do_not_reach,  ///< The sales of all periods are less than the receivable.
  nothing_to_collect,  ///< Nothing was due for collection.
  nothing_paid,        ///< Nothing was paid in the period.
  nothing_receivable,  ///< There is no receivable.
  nothing_in_bucket    ///< Nothing stood in the bucket.
};

/// "no_sales", ...
std::string to_string(Undefined why);
/// Reads what to_string writes. Throws ParseError.
Undefined parse_undefined(std::string_view text);
/// The same as a sentence.
Text sentence(Undefined why) noexcept;

/// A measure: an exact number, or why there is none.
class Measure {
 public:
  constexpr Measure(const Ratio& value) : value_(value) {}        // NOLINT(*explicit*)
  constexpr Measure(Undefined why) noexcept : undefined_(why) {}  // NOLINT(*explicit*)

  [[nodiscard]] constexpr bool is_defined() const noexcept { return !undefined_; }
  /// Throws InvalidArgument, which says why there is none.
  [[nodiscard]] const Ratio& value() const {
    if (undefined_)
      throw_invalid("the measure is undefined: " + std::string(sentence(*undefined_).en));
    return value_;
  }
  [[nodiscard]] constexpr std::optional<Undefined> undefined() const noexcept { return undefined_; }
  /// With so many digits after the point; nothing where it is undefined. Throws Overflow,
  /// InexactResult (mode `exact`).
  [[nodiscard]] std::optional<Decimal> rounded(int digits, Rounding mode) const {
    if (undefined_) return std::nullopt;
    return round(value_, digits, mode);
  }

  friend constexpr bool operator==(const Measure&, const Measure&) = default;

 private:
  Ratio value_;
  std::optional<Undefined> undefined_;
};

/// The fraction, or why there is none.
std::string to_string(const Measure& measure);

namespace detail {

void check_same_buckets(std::size_t before, std::size_t after);

inline constexpr Text receivable_label{"receivable", "应收账款"};
inline constexpr Text sales_label{"credit sales", "赊销额"};
inline constexpr Text days_label{"days", "天数"};

template <Tracer T>
Measure undefined(Text label, Undefined why, T& trace) {
  if constexpr (T::recording) trace.step(label, Operation::look_up, to_string(why));
  return why;
}

/// part / whole, both of one currency.
template <Tracer T>
Measure quotient(Text label, Text part_label, Money part, Text whole_label, Money whole,
                 Undefined without, T& trace) {
  if (is_zero(whole)) return undefined(label, without, trace);
  const Ratio result = ratio(part, whole);
  trace.step(label, Operation::quotient, result, Operand{part_label, part},
             Operand{whole_label, whole});
  return result;
}

/// amount / sales * days
template <Tracer T>
Measure days_of_sales(Text label, Text amount_label, Money amount, Money sales, std::int32_t days,
                      T& trace) {
  if (days < 0) throw_invalid("days: expected a number not below zero");
  if (sign(sales) <= 0) return undefined(label, Undefined::no_sales, trace);
  constexpr Text share_label{"share of credit sales", "占赊销额比"};
  const Ratio share = ratio(amount, sales);
  trace.step(share_label, Operation::quotient, share, Operand{amount_label, amount},
             Operand{sales_label, sales});
  const Ratio result = share * days;
  trace.step(label, Operation::product, result, Operand{share_label, share},
             Operand{days_label, std::int64_t{days}});
  return result;
}

}  // namespace detail

/// Days sales outstanding (DSO, 应收账款周转天数): receivable ÷ credit sales × days of the period.
/// Undefined: no_sales. Throws CurrencyMismatch, Overflow.
template <Tracer T>
Measure days_sales_outstanding(Money receivable, Money credit_sales, std::int32_t days, T& trace) {
  return detail::days_of_sales(Text{"days sales outstanding", "应收账款周转天数"},
                               detail::receivable_label, receivable, credit_sales, days, trace);
}

/// The least DSO that there could be, if nothing were overdue: what is not due ÷ credit sales ×
/// days.
template <Tracer T>
Measure best_possible_dso(Money not_due, Money credit_sales, std::int32_t days, T& trace) {
  return detail::days_of_sales(Text{"best possible DSO", "最佳周转天数"}, Text{"not due", "未到期"},
                               not_due, credit_sales, days, trace);
}

/// Average days delinquent (平均逾期天数): DSO less best possible DSO. Undefined where they are.
template <Tracer T>
Measure average_days_delinquent(const Measure& dso, const Measure& best_possible, T& trace) {
  constexpr Text label{"average days delinquent", "平均逾期天数"};
  if (!dso.is_defined()) return detail::undefined(label, *dso.undefined(), trace);
  if (!best_possible.is_defined())
    return detail::undefined(label, *best_possible.undefined(), trace);
  const Ratio result = dso.value() - best_possible.value();
  trace.step(label, Operation::difference, result,
             Operand{Text{"days sales outstanding", "应收账款周转天数"}, dso.value()},
             Operand{Text{"best possible DSO", "最佳周转天数"}, best_possible.value()});
  return result;
}

/// What was sold on credit in a period, and how many days it counts for: its own, or as many as a
/// policy says, such as 30.
struct SalesOfPeriod {
  Money sales;
  std::int32_t days;

  friend bool operator==(const SalesOfPeriod&, const SalesOfPeriod&) = default;
};

/// DSO by counting back (倒推法): the sales of each period, the latest first, are taken from the
/// receivable, and their days counted; of the last period the part that is left. Undefined:
/// no_sales (no periods), sales_do_not_reach. Throws InvalidArgument for negative sales or days;
/// CurrencyMismatch, Overflow.
template <Tracer T>
Measure countback_dso(Money receivable, std::span<const SalesOfPeriod> latest_first, T& trace) {
  constexpr Text label{"days sales outstanding, counted back", "倒推周转天数"};
  constexpr Text rest_label{"receivable left", "剩余应收账款"};
  for (const SalesOfPeriod& period : latest_first)
    if (sign(period.sales) < 0 || period.days < 0)
      throw_invalid("counting back: expected sales and days of 0 or more, got " +
                    to_string(period.sales.amount()) + " and " + std::to_string(period.days));
  if (latest_first.empty()) return detail::undefined(label, Undefined::no_sales, trace);
  Money rest = receivable;
  std::int64_t whole_days = 0;
  for (const SalesOfPeriod& period : latest_first) {
    if (sign(rest) <= 0) break;
    if (rest < period.sales) {
      const Measure part =
          detail::days_of_sales(Text{"days of the last period", "末期天数"}, rest_label, rest,
                                period.sales, period.days, trace);
      const Ratio result = Ratio(whole_days) + part.value();
      trace.step(label, Operation::sum, result,
                 Operand{Text{"whole periods", "整期天数"}, whole_days},
                 Operand{Text{"days of the last period", "末期天数"}, part.value()});
      return result;
    }
    trace.step(rest_label, Operation::difference, rest - period.sales, Operand{rest_label, rest},
               Operand{detail::sales_label, period.sales});
    trace.step(Text{"whole periods", "整期天数"}, Operation::sum, whole_days + period.days,
               Operand{Text{"whole periods", "整期天数"}, whole_days},
               Operand{detail::days_label, std::int64_t{period.days}});
    rest -= period.sales;
    whole_days += period.days;
  }
  if (sign(rest) > 0) return detail::undefined(label, Undefined::sales_do_not_reach, trace);
  trace.step(label, Operation::sum, Ratio(whole_days),
             Operand{Text{"whole periods", "整期天数"}, whole_days});
  return Ratio(whole_days);
}

/// Collection effectiveness index (CEI, 回款有效性指数): (begin + sales - end total) ÷ (begin +
/// sales - end current): what part of what could be collected was. Undefined: nothing_to_collect.
/// Throws CurrencyMismatch, Overflow.
template <Tracer T>
Measure collection_effectiveness(Money begin, Money credit_sales, Money end_total,
                                 Money end_current, T& trace) {
  constexpr Text begin_label{"receivable at the beginning", "期初应收账款"};
  constexpr Text total_label{"receivable at the end", "期末应收账款"};
  constexpr Text current_label{"not due at the end", "期末未到期"};
  constexpr Text all_label{"beginning and sales", "期初加赊销"};
  const Money all = begin + credit_sales;
  trace.step(all_label, Operation::sum, all, Operand{begin_label, begin},
             Operand{detail::sales_label, credit_sales});
  constexpr Text collected_label{"collected", "已收回"};
  const Money collected = all - end_total;
  trace.step(collected_label, Operation::difference, collected, Operand{all_label, all},
             Operand{total_label, end_total});
  constexpr Text collectible_label{"to be collected", "应收回"};
  const Money collectible = all - end_current;
  trace.step(collectible_label, Operation::difference, collectible, Operand{all_label, all},
             Operand{current_label, end_current});
  return detail::quotient(Text{"collection effectiveness", "回款有效性"}, collected_label,
                          collected, collectible_label, collectible, Undefined::nothing_to_collect,
                          trace);
}

/// Payments weighted by their amounts: `amount_days` is the sum of each amount, in units of the
/// currency, times its days. Undefined: nothing_paid. Throws Overflow.
template <Tracer T>
Measure weighted_average_days(const Decimal& amount_days, Money paid, Text label, T& trace) {
  if (is_zero(paid)) return detail::undefined(label, Undefined::nothing_paid, trace);
  const Ratio result = Ratio(amount_days) / Ratio(paid.amount());
  trace.step(label, Operation::quotient, result,
             Operand{Text{"amounts × days", "金额×天数"}, amount_days},
             Operand{Text{"paid", "已付"}, paid.amount()});
  return result;
}

/// What was paid, so many days after the invoice (or the due date).
struct PaidAfter {
  Money amount;
  std::int32_t days;

  friend bool operator==(const PaidAfter&, const PaidAfter&) = default;
};

/// Weighted average days to pay (加权平均付款天数): by amount. Undefined: nothing_paid. Throws
/// CurrencyMismatch, Overflow.
template <Tracer T>
Measure weighted_average_days_to_pay(std::span<const PaidAfter> payments, T& trace) {
  constexpr Text label{"weighted average days to pay", "加权平均付款天数"};
  if (payments.empty()) return detail::undefined(label, Undefined::nothing_paid, trace);
  Money paid = Money::zero(payments.front().amount.currency());
  Decimal amount_days;
  for (const PaidAfter& payment : payments) {
    const Decimal weighted = payment.amount.amount() * payment.days;
    trace.step(Text{"amount × days", "金额×天数"}, Operation::product, weighted,
               Operand{Text{"amount", "金额"}, payment.amount.amount()},
               Operand{detail::days_label, std::int64_t{payment.days}});
    trace.step(Text{"paid", "已付"}, Operation::sum, paid + payment.amount,
               Operand{Text{"paid", "已付"}, paid},
               Operand{Text{"amount", "金额"}, payment.amount});
    trace.step(Text{"amounts × days", "金额×天数"}, Operation::sum, amount_days + weighted,
               Operand{Text{"amounts × days", "金额×天数"}, amount_days},
               Operand{Text{"amount × days", "金额×天数"}, weighted});
    paid += payment.amount;
    amount_days += weighted;
  }
  return weighted_average_days(amount_days, paid, label, trace);
}

/// Receivables turnover (应收账款周转率): credit sales ÷ the mean of the receivable at the
/// beginning and at the end. Undefined: nothing_receivable. Throws CurrencyMismatch, Overflow.
template <Tracer T>
Measure receivables_turnover(Money credit_sales, Money begin, Money end, T& trace) {
  constexpr Text label{"receivables turnover", "应收账款周转率"};
  constexpr Text mean_label{"average receivable", "平均应收账款"};
  if (credit_sales.currency() != begin.currency())
    detail::throw_currency_mismatch("divide", credit_sales, begin);
  const Money both = begin + end;
  if (is_zero(both)) return detail::undefined(label, Undefined::nothing_receivable, trace);
  trace.step(Text{"beginning and end", "期初加期末"}, Operation::sum, both,
             Operand{Text{"receivable at the beginning", "期初应收账款"}, begin},
             Operand{Text{"receivable at the end", "期末应收账款"}, end});
  const Ratio mean = Ratio(both.amount()) / 2;
  trace.step(mean_label, Operation::quotient, mean,
             Operand{Text{"beginning and end", "期初加期末"}, both.amount()},
             Operand{Text{"two", "二"}, std::int64_t{2}});
  const Ratio result = Ratio(credit_sales.amount()) / mean;
  trace.step(label, Operation::quotient, result,
             Operand{detail::sales_label, credit_sales.amount()}, Operand{mean_label, mean});
  return result;
}

/// What part of the receivable is overdue (逾期率). Undefined: nothing_receivable.
template <Tracer T>
Measure overdue_share(Money overdue, Money receivable, T& trace) {
  return detail::quotient(Text{"overdue share", "逾期率"}, Text{"overdue", "逾期"}, overdue,
                          detail::receivable_label, receivable, Undefined::nothing_receivable,
                          trace);
}

/// What part of a bucket of one day stands in the next older bucket on the next one (滚动率).
/// Undefined: nothing_in_bucket.
template <Tracer T>
Measure roll_rate(Money rolled, Money before, T& trace) {
  return detail::quotient(Text{"roll rate", "滚动率"}, Text{"rolled", "滚入下一账龄段"}, rolled,
                          Text{"in the bucket before", "期初账龄段余额"}, before,
                          Undefined::nothing_in_bucket, trace);
}

/// Roll rates of the buckets of two days, as far as totals tell: what stands in a bucket on the
/// second day ÷ what stood in the one before it on the first. One fewer than there are buckets.
/// Throws InvalidArgument unless both have the same number.
template <Tracer T>
std::vector<Measure> roll_rates(std::span<const Money> before, std::span<const Money> after,
                                T& trace) {
  detail::check_same_buckets(before.size(), after.size());
  std::vector<Measure> rates;
  for (std::size_t i = 1; i < after.size(); ++i)
    rates.push_back(roll_rate(after[i], before[i - 1], trace));
  return rates;
}
inline std::vector<Measure> roll_rates(std::span<const Money> before,
                                       std::span<const Money> after) {
  NoTrace no_trace;
  return roll_rates(before, after, no_trace);
}

/// The share of the largest `count` parts in the whole (集中度). Undefined: nothing_receivable.
/// Throws InvalidArgument for a negative part; CurrencyMismatch, Overflow.
template <Tracer T>
Measure top_share(std::span<const Money> parts, std::size_t count, T& trace);

/// Herfindahl index of concentration: the sum of the squares of the shares; 1: all is one part's.
/// Undefined: nothing_receivable. Throws as top_share.
template <Tracer T>
Measure herfindahl_index(std::span<const Money> parts, T& trace);

namespace detail {

/// Their sum. Throws InvalidArgument for a negative part.
Money whole_of(std::span<const Money> parts);

template <Tracer T>
void sum_step(Text label, std::span<const Money> parts, Money sum, T& trace) {
  constexpr Text sum_so_far{"sum", "合计"};
  if constexpr (T::recording) {
    if (parts.empty()) return;
    Money so_far = parts.front();
    for (const Money part : parts.subspan(1)) {
      trace.step(sum_so_far, Operation::sum, so_far + part, Operand{sum_so_far, so_far},
                 Operand{Text{"part", "部分"}, part});
      so_far += part;
    }
    trace.step(label, Operation::sum, sum, Operand{sum_so_far, so_far});
  }
}

}  // namespace detail

template <Tracer T>
Measure top_share(std::span<const Money> parts, std::size_t count, T& trace) {
  constexpr Text label{"share of the largest", "最大部分占比"};
  if (parts.empty()) return detail::undefined(label, Undefined::nothing_receivable, trace);
  const Money whole = detail::whole_of(parts);
  std::vector<Money> sorted(parts.begin(), parts.end());
  std::ranges::sort(sorted, std::greater());
  const std::span<const Money> largest(sorted.data(), std::min(count, sorted.size()));
  Money top = Money::zero(whole.currency());
  for (const Money part : largest) top += part;
  constexpr Text top_label{"largest parts", "最大部分"};
  constexpr Text whole_label{"whole", "总额"};
  detail::sum_step(top_label, largest, top, trace);
  detail::sum_step(whole_label, sorted, whole, trace);
  return detail::quotient(label, top_label, top, whole_label, whole, Undefined::nothing_receivable,
                          trace);
}

template <Tracer T>
Measure herfindahl_index(std::span<const Money> parts, T& trace) {
  constexpr Text label{"Herfindahl index", "赫芬达尔指数"};
  constexpr Text share_label{"share", "占比"};
  constexpr Text square_label{"share squared", "占比平方"};
  constexpr Text whole_label{"whole", "总额"};
  if (parts.empty()) return detail::undefined(label, Undefined::nothing_receivable, trace);
  const Money whole = detail::whole_of(parts);
  if (is_zero(whole)) return detail::undefined(label, Undefined::nothing_receivable, trace);
  // Squares of minor units over one denominator: no fraction is reduced on the way.
  Int128 squares = 0;
  for (const Money part : parts)
    if (!detail::add_fits(squares, static_cast<Int128>(part.minor()) * part.minor()))
      throw_overflow("the squares of the parts exceed 128 bits");
  const Ratio result(squares, static_cast<Int128>(whole.minor()) * whole.minor());
  if constexpr (T::recording) {
    detail::sum_step(whole_label, parts, whole, trace);
    Ratio so_far;
    for (const Money part : parts) {
      const Ratio share = ratio(part, whole);
      trace.step(share_label, Operation::quotient, share, Operand{Text{"part", "部分"}, part},
                 Operand{whole_label, whole});
      trace.step(square_label, Operation::product, share * share, Operand{share_label, share},
                 Operand{share_label, share});
      trace.step(label, Operation::sum, so_far + share * share, Operand{label, so_far},
                 Operand{square_label, share * share});
      so_far += share * share;
    }
  }
  return result;
}

}  // namespace o2c::inline v1

template <>
struct std::hash<o2c::Measure> {
  std::size_t operator()(const o2c::Measure& x) const noexcept {
    return x.is_defined() ? std::hash<o2c::Ratio>{}(x.value())
                          : static_cast<std::size_t>(*x.undefined()) + 1;
  }
};
