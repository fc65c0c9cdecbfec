#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/money/money.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/time/date.hpp"
#include "o2c/time/day_count.hpp"

namespace o2c::inline v1 {

/// When accrued interest begins to bear interest itself. Only where it was agreed.
enum class Compounding : std::uint8_t {
  none,       ///< Never: simple interest (单利).
  daily,      ///< From the next day on.
  monthly,    ///< After each month from the day on which interest begins,
  quarterly,  ///< each three months,
  yearly      ///< each year (复利).
};

/// What the days of grace after the due date are.
enum class Grace : std::uint8_t {
  conditional,  ///< What is paid within them bears none; what is not, from the due date on.
  free          ///< They bear none: interest begins after them.
};

/// Where interest is rounded to the currency's digits.
enum class InterestRounding : std::uint8_t {
  total,  ///< Once, what an item bears in all.
  daily   ///< What each day bears.
};

std::string to_string(Compounding compounding);
std::string to_string(Grace grace);
std::string to_string(InterestRounding rounded);
/// Read what to_string writes. Throw ParseError.
Compounding parse_compounding(std::string_view text);
Grace parse_grace(std::string_view text);
InterestRounding parse_interest_rounding(std::string_view text);

/// A yearly rate, from a day on.
struct AnnualRate {
  Date from;  ///< This day bears it already.
  Rate rate;

  static constexpr auto fields() {
    return std::tuple{Field{"from", &AnnualRate::from, "the first day that bears it"},
                      Field{"rate", &AnnualRate::rate, "for a year"}};
  }

  friend bool operator==(const AnnualRate&, const AnnualRate&) = default;
};

/// How interest is computed, whatever the rates.
struct InterestTerms {
  DayCount day_count = DayCount::act_365;
  Compounding compounding = Compounding::none;
  std::int32_t grace_days = 0;
  Grace grace = Grace::conditional;
  InterestRounding rounded = InterestRounding::total;
  Rounding rounding = Rounding::half_up;

  static constexpr auto fields() {
    return std::tuple{
        Field{"day_count", &InterestTerms::day_count, "how days and years are counted"},
        Field{"compounding", &InterestTerms::compounding, "when interest bears interest"},
        Field{"grace_days", &InterestTerms::grace_days, "days of grace after the due date"},
        Field{"grace", &InterestTerms::grace, "what they are"},
        Field{"rounded", &InterestTerms::rounded, "in total, or what each day bears"},
        Field{"rounding", &InterestTerms::rounding, "how"}};
  }

  friend bool operator==(const InterestTerms&, const InterestTerms&) = default;
};

/// The late interest that was agreed or that the law sets (逾期利息): yearly rates and how they are
/// applied. Before the first rate nothing is borne.
class InterestPolicy {
 public:
  /// One rate, whatever the day.
  explicit InterestPolicy(const Rate& rate, const InterestTerms& terms = {});
  /// Rates from different days on. Throws InvalidArgument unless the days ascend and the rates are
  /// not below zero, have at most 12 digits after the point of their fraction and are below 1000%;
  /// and for grace days below zero.
  explicit InterestPolicy(std::vector<AnnualRate> rates, const InterestTerms& terms = {});

  [[nodiscard]] const std::vector<AnnualRate>& rates() const noexcept { return rates_; }
  [[nodiscard]] const InterestTerms& terms() const noexcept { return terms_; }

  /// A rate times 10 to the power of rate_digits(), for arithmetic in whole numbers.
  [[nodiscard]] std::int64_t rate_units(std::size_t rate) const noexcept { return units_[rate]; }
  [[nodiscard]] int rate_digits() const noexcept { return digits_; }
  /// The first position in rates() of those that hold from a day after this one on.
  [[nodiscard]] std::size_t first_after(Date date) const noexcept {
    std::size_t next = 0;
    while (next < rates_.size() && rates_[next].from - date <= 1) ++next;
    return next;
  }

  friend bool operator==(const InterestPolicy& a, const InterestPolicy& b) {
    return a.rates_ == b.rates_ && a.terms_ == b.terms_;
  }

 private:
  std::vector<AnnualRate> rates_;
  InterestTerms terms_;
  std::vector<std::int64_t> units_;
  int digits_ = 0;
};

/// "4.5%, act_365", "3.45% from 2024-01-01, 3.1% from 2025-01-01, act_360, compounding monthly"
std::string to_string(const InterestPolicy& policy);

/// What of an item bears interest from the end of a day on, until the next balance.
struct InterestBalance {
  Date date;
  Money open;  ///< Below zero it bears nothing.
  /// What was paid or waived by then of the interest charged for the item: it compounds no longer.
  Money interest_settled;

  friend bool operator==(const InterestBalance&, const InterestBalance&) = default;
};

/// Days during which what was open, and the rate, stood still.
struct InterestStretch {
  Date first;         ///< The first day that bears interest,
  Date last;          ///< and the last.
  std::int32_t days;  ///< As the day count has them.
  Money open;
  Rate rate;

  friend bool operator==(const InterestStretch&, const InterestStretch&) = default;
};

/// The interest that an item bears from the day after its due date until a day, this included.
///
/// `balances` say what was open of it: ascending by date, the first one also before its date. What
/// is paid on a day bears interest on that day still. Days are counted from the day on which
/// interest begins; a stretch has those up to its end less those up to its beginning, so that by
/// any day count stretches add up to the whole.
///
/// Simple interest is the exact sum of open amount × rate × part of the year, rounded once. When it
/// compounds, what a period bore is kept with 12 digits below the currency's smallest unit
/// (half_even) and bears interest from then on, as long as anything is open of the item: a payment
/// reduces what is open, and not the interest that was added before, unless it was paid on an
/// interest document of its own. The period that is not over bears simple interest.
///
/// Rounded daily, each day's interest is rounded before it is added.
///
/// Throws InvalidArgument (no balances, or out of order), CurrencyMismatch, Overflow; InexactResult
/// (rounding `exact`).
template <Tracer T>
Money late_interest(const InterestPolicy& policy, Date due_date,
                    std::span<const InterestBalance> balances, Date as_of, T& trace);
inline Money late_interest(const InterestPolicy& policy, Date due_date,
                           std::span<const InterestBalance> balances, Date as_of) {
  NoTrace no_trace;
  return late_interest(policy, due_date, balances, as_of, no_trace);
}
/// The same of an item of which all is open still.
template <Tracer T>
Money late_interest(const InterestPolicy& policy, Date due_date, Money open, Date as_of, T& trace) {
  const InterestBalance balance{due_date, open, Money::zero(open.currency())};
  return late_interest(policy, due_date, std::span(&balance, 1), as_of, trace);
}
inline Money late_interest(const InterestPolicy& policy, Date due_date, Money open, Date as_of) {
  NoTrace no_trace;
  return late_interest(policy, due_date, open, as_of, no_trace);
}

/// The stretches that bear interest, in order. Throws like late_interest.
std::vector<InterestStretch> interest_stretches(const InterestPolicy& policy, Date due_date,
                                                std::span<const InterestBalance> balances,
                                                Date as_of);

}  // namespace o2c::inline v1

#include "o2c/receivable/detail/interest_steps.hpp"
