#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "o2c/commission/rate_schedule.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/money/currency.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/time/period.hpp"

namespace o2c::inline v1 {

/// What of a line a commission is counted from (计提基数).
enum class CommissionBasis : std::uint8_t {
  invoiced,     ///< The net that was invoiced, by the day of the document.
  collected,    ///< The net that was collected (回款), by the day of the application.
  gross_profit  ///< The net less its cost (毛利).
};

std::string to_string(CommissionBasis basis);
/// Reads what to_string writes. Throws ParseError.
CommissionBasis parse_commission_basis(std::string_view text);

/// Where a commission is rounded.
enum class CommissionRounding : std::uint8_t {
  cumulative,  ///< What a person has earned in the period so far; a line pays what it adds, so that
               ///< lines make the whole, however they are split or ordered.
  line         ///< Each line by itself; the total is the sum of what was rounded.
};

std::string to_string(CommissionRounding rounding);
/// Reads what to_string writes. Throws ParseError.
CommissionRounding parse_commission_rounding(std::string_view text);

struct PlanTerms {
  CommissionBasis basis = CommissionBasis::collected;
  /// How long the base accumulates; it begins anew with each.
  PeriodKind accumulation = PeriodKind::month;
  Rounding rounding = Rounding::half_up;
  CommissionRounding rounded = CommissionRounding::cumulative;
  /// Commissions are multiples of it; else of the currency's minor unit.
  std::optional<Money> unit{};

  static constexpr auto fields() {
    return std::tuple{
        Field{"basis", &PlanTerms::basis, "what of a line it is counted from"},
        Field{"accumulation", &PlanTerms::accumulation, "how long the base accumulates"},
        Field{"rounding", &PlanTerms::rounding, "how commissions are rounded"},
        Field{"rounded", &PlanTerms::rounded, "where they are rounded"},
        Field{"unit", &PlanTerms::unit, "what they are multiples of; else the minor unit"}};
  }

  friend bool operator==(const PlanTerms&, const PlanTerms&) = default;
};

/// A commission plan (提成方案): what earns, and how much.
class Plan {
 public:
  /// Throws InvalidArgument: no name, a unit that is not above zero or of another currency.
  Plan(std::string name, Currency currency, RateSchedule schedule, PlanTerms terms = {});

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const Currency& currency() const noexcept { return currency_; }
  [[nodiscard]] const RateSchedule& schedule() const noexcept { return schedule_; }
  [[nodiscard]] const PlanTerms& terms() const noexcept { return terms_; }
  /// What commissions are multiples of.
  [[nodiscard]] Money unit() const { return terms_.unit.value_or(Money::from_minor(1, currency_)); }

  /// The periods whose bases accumulate, within a longer one. Throws InvalidArgument unless it is
  /// made of whole ones.
  [[nodiscard]] std::size_t periods_in(const Period& period) const;

  /// What a line with this base earns when so much has accumulated before it, in the period:
  ///
  /// cumulative: round(earned(before + base)) - round(earned(before));
  /// line: round(earned(before + base) - earned(before)).
  ///
  /// With nothing before, what a whole period's base earns. Throws CurrencyMismatch, Overflow,
  /// InexactResult (rounding `exact`).
  template <Tracer T>
  [[nodiscard]] Money commission(Money before, Money base, T& trace) const;
  [[nodiscard]] Money commission(Money before, Money base) const {
    NoTrace no_trace;
    return commission(before, base, no_trace);
  }

  friend bool operator==(const Plan&, const Plan&) = default;

 private:
  template <Tracer T>
  [[nodiscard]] Money round(const Ratio& earned, T& trace) const {
    const Decimal unit = this->unit().amount();
    const Money rounded = Money::of(round_to(earned, unit, terms_.rounding), currency_);
    if constexpr (T::recording) {
      // A number becomes an amount as so many times one of the currency.
      const Operand of{Text{"of", "单位"}, Money::of(1, currency_)};
      constexpr Text name{"earned", "应得提成"};
      constexpr Text label{"rounded", "舍入"};
      if (const std::optional<Decimal> number = as_decimal(earned))
        trace.rounded_step(label, Operation::product, terms_.rounding, unit, rounded,
                           Operand{name, *number}, of);
      else
        trace.rounded_step(label, Operation::product, terms_.rounding, unit, rounded,
                           Operand{name, earned}, of);
    }
    return rounded;
  }

  /// As people write it, if it has few enough digits.
  static std::optional<Decimal> as_decimal(const Ratio& number);

  std::string name_;
  Currency currency_;
  RateSchedule schedule_;
  PlanTerms terms_;
};

/// "Export 2026: marginal: 3% from 0, ... of collected in CNY by month"
std::string to_string(const Plan& plan);
/// The plan in plain sentences.
std::string describe(const Plan& plan, Language language);

template <Tracer T>
Money Plan::commission(Money before, Money base, T& trace) const {
  const Money nothing = Money::zero(currency_);
  const Money after = nothing + before + base;  // All in the plan's currency.
  if (before == nothing) return round(schedule_.earned(after.amount(), trace), trace);
  trace.step(Text{"accumulated", "累计基数"}, Operation::sum, after,
             Operand{Text{"before", "此前累计"}, before}, Operand{Text{"base", "本笔基数"}, base});
  const Ratio earned_after = schedule_.earned(after.amount(), trace);
  if (terms_.rounded == CommissionRounding::line) {
    const Ratio earned_before = schedule_.earned(before.amount(), trace);
    const Ratio earned = earned_after - earned_before;
    trace.step(Text{"earned by the line", "本笔应得"}, Operation::difference, earned,
               Operand{Text{"earned after it", "累计应得"}, earned_after},
               Operand{Text{"earned before it", "此前应得"}, earned_before});
    return round(earned, trace);
  }
  const Money paid_after = round(earned_after, trace);
  const Money paid_before = round(schedule_.earned(before.amount(), trace), trace);
  const Money paid = paid_after - paid_before;
  trace.step(Text{"commission of the line", "本笔提成"}, Operation::difference, paid,
             Operand{Text{"up to it", "累计提成"}, paid_after},
             Operand{Text{"before it", "此前提成"}, paid_before});
  return paid;
}

}  // namespace o2c::inline v1
