#include "o2c/commission/plan.hpp"

#include <array>
#include <utility>

#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 3> bases{"invoiced", "collected", "gross_profit"};
constexpr std::array<std::string_view, 2> roundings{"cumulative", "line"};

std::string basis_name(CommissionBasis basis, Language language) {
  const bool zh = language == Language::zh;
  switch (basis) {
    case CommissionBasis::invoiced:
      return zh ? "开票净额" : "the net that was invoiced";
    case CommissionBasis::collected:
      return zh ? "回款净额" : "the net that was collected";
    case CommissionBasis::gross_profit:
      break;
  }
  return zh ? "毛利" : "the gross profit";
}

std::string kind_name(PeriodKind kind) {
  constexpr std::array<std::string_view, 4> names{"月", "季度", "半年", "年"};
  return std::string(names[static_cast<std::size_t>(kind)]);
}

}  // namespace

std::string to_string(CommissionBasis basis) {
  return std::string(bases[static_cast<std::size_t>(basis)]);
}
CommissionBasis parse_commission_basis(std::string_view text) {
  return parse_name<CommissionBasis>(text, bases, "what a commission is counted from: one of");
}

std::string to_string(CommissionRounding rounding) {
  return std::string(roundings[static_cast<std::size_t>(rounding)]);
}
CommissionRounding parse_commission_rounding(std::string_view text) {
  return parse_name<CommissionRounding>(text, roundings, "where commissions are rounded: one of");
}

Plan::Plan(std::string name, Currency currency, RateSchedule schedule, PlanTerms terms)
    : name_(std::move(name)),
      currency_(currency),
      schedule_(std::move(schedule)),
      terms_(std::move(terms)) {
  std::vector<Fault> faults;
  if (name_.empty()) faults.push_back({.field = "name", .value = "", .expected = "a text"});
  if (terms_.unit && (terms_.unit->currency() != currency || sign(*terms_.unit) <= 0))
    faults.push_back({.field = "unit",
                      .value = to_string(*terms_.unit),
                      .expected = "an amount above zero in " + to_string(currency)});
  throw_faults("no such plan", std::move(faults));
  // Plans that mean the same are equal.
  if (terms_.unit && terms_.unit->minor() == 1) terms_.unit.reset();
}

std::size_t Plan::periods_in(const Period& period) const {
  const int each = detail::months_in(terms_.accumulation);
  const int all = detail::months_in(period.kind());
  if (all < each)
    throw_faults("cannot settle", {{.field = "period",
                                    .value = to_string(period),
                                    .expected = "whole periods: the plan accumulates by " +
                                                to_string(terms_.accumulation)}});
  return static_cast<std::size_t>(all / each);
}

std::optional<Decimal> Plan::as_decimal(const Ratio& number) {
  constexpr int digits_most = 12;
  for (int digits = 0; digits <= digits_most; ++digits) {
    const Int128 unit = detail::power_of_ten(digits);
    if (unit % number.denominator() != 0) continue;
    Int128 coefficient = number.numerator();
    if (!detail::multiply_fits(coefficient, unit / number.denominator()) ||
        !Decimal::fits(coefficient))
      return std::nullopt;
    return Decimal::from_parts(coefficient, digits);
  }
  return std::nullopt;
}

std::string to_string(const Plan& plan) {
  return plan.name() + ": " + to_string(plan.schedule()) + " of " + to_string(plan.terms().basis) +
         " in " + to_string(plan.currency()) + " by " + to_string(plan.terms().accumulation);
}

std::string describe(const Plan& plan, Language language) {
  const PlanTerms& terms = plan.terms();
  const bool by_line = terms.rounded == CommissionRounding::line;
  const std::string basis = basis_name(terms.basis, language);
  if (language == Language::zh)
    return plan.name() + "：以" + basis + "（" + to_string(plan.currency()) + "）为基数，按" +
           kind_name(terms.accumulation) + "累计；" + describe(plan.schedule(), language) + "；" +
           (by_line ? "逐笔" : "累计") + "舍入至 " + to_string(plan.unit()) + "（" +
           to_string(terms.rounding) + "）。";
  return plan.name() + ": counted from " + basis + " in " + to_string(plan.currency()) +
         ", which accumulates by " + to_string(terms.accumulation) + "; " +
         describe(plan.schedule(), language) + "; rounded to " + to_string(plan.unit()) + " (" +
         to_string(terms.rounding) + ")" +
         (by_line ? " line by line." : " as it accumulates, so that lines make the whole.");
}

}  // namespace o2c::inline v1
