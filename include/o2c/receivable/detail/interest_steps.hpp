#pragma once

// How late interest accrues, stretch by stretch. Included by receivable/interest.hpp.

#include <algorithm>
#include <limits>

#include "o2c/number/decimal.hpp"
#include "o2c/number/int128.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/receivable/interest.hpp"

namespace o2c::inline v1::detail {

/// What compounded interest keeps below the currency's smallest unit.
inline constexpr int interest_digits_kept = 12;

constexpr Int128 interest_product(Int128 a, Int128 b) {
  if (!multiply_fits(a, b)) throw_overflow("interest needs more than 128 bits");
  return a;
}
constexpr Int128 interest_sum(Int128 a, Int128 b) {
  if (!add_fits(a, b)) throw_overflow("interest needs more than 128 bits");
  return a;
}

/// numerator / denominator of the currency's smallest units, rounded.
constexpr Money interest_money(Int128 numerator, Int128 denominator, Currency currency,
                               Rounding mode) {
  const Int128 minor = divide(numerator, denominator, mode);
  if (minor > std::numeric_limits<std::int64_t>::max()) throw_money_overflow(minor, currency);
  return Money::from_minor(static_cast<std::int64_t>(minor), currency);
}

/// Parts of the year in a year, times the units of a rate of 1.
inline Int128 interest_denominator(const InterestPolicy& policy) {
  return parts_of_year(policy.terms().day_count) * power_of_ten(policy.rate_digits());
}

/// The day after which interest is borne, and from which days are counted.
constexpr Date interest_begin(const InterestTerms& terms, Date due_date) {
  if (terms.grace == Grace::conditional) return due_date;
  return due_date + std::min(terms.grace_days, Date::max() - due_date);
}

/// Throws InvalidArgument unless there are balances, in order; CurrencyMismatch.
void check_balances(std::span<const InterestBalance> balances);

/// Calls use(from, to, position of the balance, position of the rate) for each stretch; it bears
/// interest from the day after `from` until `to`. Without balances all is one.
template <class Use>
void for_stretches(const InterestPolicy& policy, Date due_date,
                   std::span<const InterestBalance> balances, Date as_of, const Use& use) {
  const InterestTerms& terms = policy.terms();
  if (as_of - due_date <= terms.grace_days) return;
  const std::vector<AnnualRate>& rates = policy.rates();
  const Date grace_end = due_date + terms.grace_days;
  Date from = interest_begin(terms, due_date);
  std::size_t next_rate = policy.first_after(from);
  std::size_t next = 1;
  while (next < balances.size() && balances[next].date <= grace_end) ++next;
  while (from < as_of) {
    Date to = as_of;
    if (next < balances.size()) to = std::min(to, balances[next].date);
    if (next_rate < rates.size()) to = std::min(to, rates[next_rate].from - 1);
    if (next_rate > 0) use(from, to, next - 1, next_rate - 1);
    from = to;
    if (next < balances.size() && balances[next].date == to) ++next;
    if (next_rate < rates.size() && rates[next_rate].from - 1 == to) ++next_rate;
  }
}

/// What one of an amount that stands still bears until a day, times interest_denominator: exactly,
/// where interest neither compounds nor is rounded daily.
inline Int128 interest_factor(const InterestPolicy& policy, Date due_date, Date as_of) {
  const Date begin = interest_begin(policy.terms(), due_date);
  const DayCount count = policy.terms().day_count;
  Int128 factor = 0;
  for_stretches(policy, due_date, {}, as_of,
                [&](Date from, Date to, std::size_t, std::size_t rate) {
                  const std::int64_t parts =
                      parts_counted(count, begin, to) - parts_counted(count, begin, from);
                  factor = interest_sum(factor, interest_product(policy.rate_units(rate), parts));
                });
  return factor;
}

template <Tracer T>
class InterestAccrual {
 public:
  InterestAccrual(const InterestPolicy& policy, Date due_date, Currency currency, T& trace)
      : policy_(&policy),
        terms_(&policy.terms()),
        begin_(interest_begin(*terms_, due_date)),
        currency_(currency),
        denominator_(interest_denominator(policy)),
        unit_(terms_->compounding == Compounding::none ? 1 : power_of_ten(interest_digits_kept)),
        period_end_(end_of_period(1)),
        trace_(&trace) {}

  void add(Date from, Date to, const InterestBalance& balance, std::size_t rate) {
    if (sign(balance.open) <= 0) return;
    while (from < to) {
      while (period_end_ <= from) capitalise();
      const Date end = std::min(to, period_end_);
      Piece piece{.open = interest_product(balance.open.minor(), unit_),
                  .rate = rate,
                  .from = from,
                  .to = end};
      if (terms_->compounding != Compounding::none)
        piece.added = std::max<Int128>(
            capitalised_ - interest_product(balance.interest_settled.minor(), unit_), 0);
      if (terms_->rounded == InterestRounding::daily)
        add_days(piece);
      else
        add_piece(piece);
      from = end;
    }
  }

  Money total() {
    const Int128 numerator = interest_sum(
        interest_product(interest_sum(capitalised_, accrued_), denominator_), numerator_);
    const Money interest = interest_money(numerator, interest_product(denominator_, unit_),
                                          currency_, terms_->rounding);
    if constexpr (T::recording) record_total(interest);
    return interest;
  }

 private:
  struct Piece {
    Int128 open;  // In parts of the smallest unit: see unit_.
    std::size_t rate;
    Date from;
    Date to;
    Int128 added = 0;  // Interest that bears interest.
    bool is_told = false;

    [[nodiscard]] Int128 base() const { return interest_sum(open, added); }
  };

  // What the steps are told of.
  struct Told {
    std::optional<Piece> first{};  // Not told yet: alone, it is the whole.
    Ratio period{};
    Ratio all{};  // By now; in money where each day is rounded.
    std::size_t pieces = 0;
  };

  [[nodiscard]] std::int64_t parts(Date date) const {
    return parts_counted(terms_->day_count, begin_, date);
  }

  [[nodiscard]] Date end_of_period(std::int64_t period) const {
    std::int64_t months = 12;
    switch (terms_->compounding) {
      case Compounding::none:
        return Date::max();
      case Compounding::daily:
        return period < Date::max() - begin_ ? begin_ + period : Date::max();
      case Compounding::monthly:
        months = 1;
        break;
      case Compounding::quarterly:
        months = 3;
        break;
      case Compounding::yearly:
        break;
    }
    const YearMonthDay first = begin_.ymd();
    if ((9999 - first.year) * 12 + 12 - first.month < period * months) return Date::max();
    return add_months(begin_, period * months);
  }

  void capitalise() {
    const Int128 borne = accrued_ + divide(numerator_, denominator_, Rounding::half_even);
    if constexpr (T::recording) record_capitalised(borne);
    capitalised_ = interest_sum(capitalised_, borne);
    accrued_ = 0;
    numerator_ = 0;
    period_end_ = end_of_period(++periods_ + 1);
  }

  void add_piece(Piece& piece) {
    const Int128 factor =
        interest_product(policy_->rate_units(piece.rate), parts(piece.to) - parts(piece.from));
    numerator_ = interest_sum(numerator_, interest_product(piece.base(), factor));
    if constexpr (T::recording) record_piece(piece);
  }

  // Days of the same part of the year bear the same.
  void add_days(Piece& piece) {
    std::int64_t last = parts(piece.from);
    std::int64_t part = 0;
    std::int64_t days = 0;
    for (Date day = piece.from; day < piece.to;) {
      ++day;
      const std::int64_t now = parts(day);
      if (now - last != part) {
        add_days(piece, part, days);
        part = now - last;
        days = 0;
      }
      last = now;
      ++days;
    }
    add_days(piece, part, days);
  }

  void add_days(Piece& piece, std::int64_t part, std::int64_t days) {
    if (part == 0 || days == 0) return;
    const Int128 numerator =
        interest_product(piece.base(), interest_product(policy_->rate_units(piece.rate), part));
    const Money daily = interest_money(numerator, interest_product(denominator_, unit_), currency_,
                                       terms_->rounding);
    accrued_ =
        interest_sum(accrued_, interest_product(interest_product(daily.minor(), days), unit_));
    if constexpr (T::recording) record_days(piece, part, days, daily);
  }

  // --- the steps -------------------------------------------------------------------------------

  [[nodiscard]] Decimal decimal(Int128 base) const {
    if (unit_ == 1) return Decimal::from_parts(base, currency_.digits());
    return normalized(Decimal::from_parts(base, currency_.digits() + interest_digits_kept));
  }
  [[nodiscard]] const Rate& rate_of(const Piece& piece) const {
    return policy_->rates()[piece.rate].rate;
  }
  [[nodiscard]] Ratio year_part(std::int64_t part) const {
    return {part, parts_of_year(terms_->day_count)};
  }

  void tell_base(Piece& piece) {
    if (piece.added == 0 || piece.is_told) return;
    piece.is_told = true;
    trace_->step(Text{"bears interest", "计息余额"}, Operation::sum, decimal(piece.base()),
                 Operand{Text{"open", "未清金额"}, decimal(piece.open)},
                 Operand{Text{"interest added", "已复利利息"}, decimal(piece.added)});
  }

  void record_day_count(const Piece& piece) {
    const std::int64_t days = days_counted(terms_->day_count, begin_, piece.to) -
                              days_counted(terms_->day_count, begin_, piece.from);
    trace_->step(Text{"days", "天数"}, Operation::look_up, days,
                 Operand{Text{"day count", "计息基准"}, to_string(terms_->day_count)},
                 Operand{Text{"after", "次日起算"}, piece.from},
                 Operand{Text{"until", "截至"}, piece.to});
  }

  void record_piece(Piece& piece) {
    ++told_.pieces;
    if (told_.pieces == 1 && unit_ == 1) {
      told_.first = piece;
      return;
    }
    if (told_.first) {
      tell_piece(*told_.first);
      told_.first.reset();
    }
    tell_piece(piece);
  }

  void tell_piece(Piece& piece) {
    tell_base(piece);
    record_day_count(piece);
    const Ratio part = year_part(parts(piece.to) - parts(piece.from));
    const Ratio borne = Ratio(decimal(piece.base())) * Ratio(rate_of(piece).fraction()) * part;
    trace_->step(Text{"interest of the stretch", "本段利息"}, Operation::product, borne,
                 Operand{Text{"bears interest", "计息余额"}, decimal(piece.base())},
                 Operand{Text{"yearly rate", "年利率"}, rate_of(piece)},
                 Operand{Text{"part of the year", "年份数"}, part});
    const Ratio sum = told_.period + borne;
    if (!is_zero(told_.period))
      trace_->step(Text{"interest so far", "累计利息"}, Operation::sum, sum,
                   Operand{Text{"before", "此前"}, told_.period},
                   Operand{Text{"of the stretch", "本段"}, borne});
    told_.period = sum;
  }

  void record_days(Piece& piece, std::int64_t part, std::int64_t days, Money daily) {
    tell_base(piece);
    const Money base =
        Money::from_minor(static_cast<std::int64_t>(piece.base() / unit_), currency_);
    trace_->rounded_step(Text{"interest of a day", "每日利息"}, Operation::product,
                         terms_->rounding, minor_unit(currency_), daily,
                         Operand{Text{"bears interest", "计息余额"}, base},
                         Operand{Text{"yearly rate", "年利率"}, rate_of(piece)},
                         Operand{Text{"part of the year", "年份数"}, year_part(part)});
    const Money borne = daily * days;
    trace_->step(Text{"interest of the stretch", "本段利息"}, Operation::product, borne,
                 Operand{Text{"interest of a day", "每日利息"}, daily},
                 Operand{Text{"days", "天数"}, days});
    const Money before = Money::rounded(told_.all, currency_, Rounding::exact);
    if (told_.pieces++ > 0)
      trace_->step(Text{"interest so far", "累计利息"}, Operation::sum, before + borne,
                   Operand{Text{"before", "此前"}, before},
                   Operand{Text{"of the stretch", "本段"}, borne});
    told_.all += Ratio(borne.amount());
  }

  void record_capitalised(Int128 borne) {
    if (terms_->rounded == InterestRounding::daily || is_zero(told_.period)) return;
    trace_->rounded_step(Text{"interest of the period", "本期利息"}, Operation::rounded,
                         Rounding::half_even,
                         Decimal::from_parts(1, currency_.digits() + interest_digits_kept),
                         decimal(borne), Operand{Text{"exactly", "精确值"}, told_.period});
    trace_->step(Text{"interest added", "已复利利息"}, Operation::sum,
                 decimal(capitalised_ + borne),
                 Operand{Text{"before", "此前"}, decimal(capitalised_)},
                 Operand{Text{"of the period", "本期"}, decimal(borne)});
    told_.period = Ratio();
  }

  void record_total(Money interest) {
    constexpr Text label{"interest", "利息"};
    if (told_.pieces == 0) {
      trace_->step(label, Operation::given, interest);
    } else if (told_.first) {
      const Piece& piece = *told_.first;
      record_day_count(piece);
      trace_->rounded_step(
          label, Operation::product, terms_->rounding, minor_unit(currency_), interest,
          Operand{Text{"open", "未清金额"},
                  Money::from_minor(static_cast<std::int64_t>(piece.base()), currency_)},
          Operand{Text{"yearly rate", "年利率"}, rate_of(piece)},
          Operand{Text{"part of the year", "年份数"},
                  year_part(parts(piece.to) - parts(piece.from))});
    } else if (terms_->rounded == InterestRounding::total) {
      Ratio all = told_.period;
      if (capitalised_ != 0) {
        all = Ratio(decimal(capitalised_)) + told_.period;
        trace_->step(Text{"interest in all", "利息合计"}, Operation::sum, all,
                     Operand{Text{"interest added", "已复利利息"}, decimal(capitalised_)},
                     Operand{Text{"since then", "其后"}, told_.period});
      }
      trace_->rounded_step(label, Operation::product, terms_->rounding, minor_unit(currency_),
                           interest, Operand{Text{"one unit", "一元"}, Money::of(1, currency_)},
                           Operand{Text{"exactly", "精确值"}, all});
    }
  }

  const InterestPolicy* policy_;
  const InterestTerms* terms_;
  Date begin_;
  Currency currency_;
  Int128 denominator_;
  Int128 unit_;  // Parts of the smallest unit that what compounds is kept in; 1: nothing does.
  Date period_end_;
  std::int64_t periods_ = 0;  // That are over.
  Int128 capitalised_ = 0;    // What bears interest already,
  Int128 accrued_ = 0;        // and what does not yet: rounded days,
  Int128 numerator_ = 0;      // or exactly, over the denominator.
  T* trace_;
  Told told_;
};

}  // namespace o2c::inline v1::detail

namespace o2c::inline v1 {

template <Tracer T>
Money late_interest(const InterestPolicy& policy, Date due_date,
                    std::span<const InterestBalance> balances, Date as_of, T& trace) {
  detail::check_balances(balances);
  if constexpr (T::recording)
    trace.step(Text{"days overdue", "逾期天数"}, Operation::days_between,
               std::int64_t{as_of - due_date}, Operand{Text{"due date", "到期日"}, due_date},
               Operand{Text{"as of", "截止日"}, as_of});
  detail::InterestAccrual<T> accrual(policy, due_date, balances.front().open.currency(), trace);
  detail::for_stretches(policy, due_date, balances, as_of,
                        [&](Date from, Date to, std::size_t balance, std::size_t rate) {
                          accrual.add(from, to, balances[balance], rate);
                        });
  return accrual.total();
}

}  // namespace o2c::inline v1
