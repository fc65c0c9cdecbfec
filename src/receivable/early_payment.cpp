// Discounts for paying early: what a payment earns, and what not paying early costs.

#include <algorithm>

#include <boost/multiprecision/cpp_dec_float.hpp>

#include "o2c/money/money_text.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/terms.hpp"

namespace o2c::inline v1 {
namespace {

void check_not_negative(Money amount, const char* what) {
  if (sign(amount) < 0)
    throw_invalid(std::string(what) + " " + to_string(amount) + ": expected zero or more");
}

// The best offer that still holds on a day, or that a number of days of grace still reach.
const DiscountOffer* find_offer(const Installment& installment, Date day, std::int32_t grace_days) {
  const DiscountOffer* best = nullptr;
  for (const DiscountOffer& offer : installment.discounts)
    if (day - offer.last_day <= grace_days && (best == nullptr || offer.rate > best->rate))
      best = &offer;
  return best;
}

struct EarnedOffer {
  const DiscountOffer* offer;
  bool late;
};

Money cleared_before(const Installment& installment, Money open) {
  return std::max(installment.amount - open, Money::zero(open.currency()));
}

// What is left of the discount on an instalment: rounded once for all of it, so that however it is
// paid the parts of its discount add up. Where parts earn none it is all that the last one earns.
Money discount_left(const Installment& installment, Money open, const Ratio& part,
                    const DiscountPolicy& policy, Rounding rounding) {
  if (policy.part_payments == PartPayments::do_not_earn)
    return multiply(std::max(installment.amount, open), part, rounding);
  const Money before = cleared_before(installment, open);
  return multiply(before + open, part, rounding) - multiply(before, part, rounding);
}

// The offer that a day earns, if any does.
EarnedOffer earned_offer(const Installment& installment, Date paid_on,
                         const DiscountPolicy& policy) {
  if (policy.grace_days < 0)
    throw_invalid(std::to_string(policy.grace_days) + " days of grace: expected 0 or more");
  if (const DiscountOffer* offer = find_offer(installment, paid_on, 0)) return {offer, false};
  return {find_offer(installment, paid_on, policy.grace_days), true};
}

}  // namespace

EarlyPayment pay_early(const Installment& installment, Money open, Money paid, Date paid_on,
                       const DiscountPolicy& policy, Rounding rounding) {
  check_not_negative(open, "open amount");
  check_not_negative(paid, "payment");
  const auto [offer, late] = earned_offer(installment, paid_on, policy);
  if (offer == nullptr || paid >= open || is_zero(paid))
    return {Money::zero(open.currency()), std::min(paid, open), false};
  // No more than what the payment leaves open.
  const Money offered =
      std::min(discount_left(installment, open, offer->part, policy, rounding), open - paid);
  if (paid + offered == open) return {offered, open, late};
  if (policy.part_payments == PartPayments::do_not_earn)
    return {Money::zero(open.currency()), paid, false};
  // Of all that was paid at the rate so far, less what that had cleared before.
  const Money before = cleared_before(installment, open);
  const Money paid_before = before - multiply(before, offer->part, rounding);
  const Money cleared =
      std::clamp(divide(paid_before + paid, Ratio(1) - offer->part, rounding) - before, paid, open);
  return {cleared - paid, cleared, late};
}

Money early_discount(const Installment& installment, Money open, Date paid_on,
                     const DiscountPolicy& policy, Rounding rounding) {
  check_not_negative(open, "open amount");
  const EarnedOffer earned = earned_offer(installment, paid_on, policy);
  if (earned.offer == nullptr) return Money::zero(open.currency());
  return std::clamp(discount_left(installment, open, earned.offer->part, policy, rounding),
                    Money::zero(open.currency()), open);
}

Ratio annual_discount_cost(const Rate& rate, std::int32_t days, std::int32_t year_days) {
  if (rate <= Rate::from_percent(0) || rate >= Rate::from_percent(100))
    throw_invalid("discount " + to_string(rate) + ": expected a rate between 0 and 100%");
  if (days <= 0 || year_days <= 0)
    throw_invalid(std::to_string(days) + " of " + std::to_string(year_days) +
                  " days: expected both above zero");
  const Ratio part(rate.fraction());
  return part / (Ratio(1) - part) * Ratio(year_days, days);
}

Rate compounded_discount_cost(const Rate& rate, std::int32_t days, std::int32_t year_days,
                              int digits, Rounding rounding) {
  using Wide = boost::multiprecision::cpp_dec_float_100;
  annual_discount_cost(rate, days, year_days);  // Throws for what makes no sense.
  const Wide growth = 1 / (1 - Wide(to_string(rate.fraction())));
  const Wide cost = pow(growth, Wide(year_days) / days) - 1;
  if (!(cost < Wide("1e20"))) throw_overflow("a yearly cost beyond any percentage");
  constexpr int kept = 30;
  return Rate::from_fraction(
      round(Decimal::parse(cost.str(kept, std::ios_base::fmtflags())), digits + 2, rounding));
}

}  // namespace o2c::inline v1
