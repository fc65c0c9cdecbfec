// Laws of payment terms, on random ones.

#include "o2c/receivable/terms.hpp"

#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/currencies.hpp"

namespace o2c {
namespace {

template <class Enum>
Enum any_of(int count) {
  return static_cast<Enum>(*rc::gen::inRange(0, count));
}

DateStep any_step() {
  switch (*rc::gen::inRange(0, 8)) {
    case 0:
      return DateStep::business_days(*rc::gen::inRange(-10, 30));
    case 1:
      return DateStep::months(*rc::gen::inRange(-3, 14));
    case 2:
      return DateStep::end_of_month();
    case 3:
      return DateStep::day_of_month(*rc::gen::inRange(1, 32));
    case 4:
      return DateStep::month(*rc::gen::inRange(1, 13));
    case 5:
      return DateStep::weekday(static_cast<Weekday>(*rc::gen::inRange(1, 8)));
    case 6:
      return DateStep::proximo(*rc::gen::inRange(1, 32), *rc::gen::inRange(1, 32),
                               *rc::gen::inRange(0, 4));
    default:
      return DateStep::days(*rc::gen::inRange(-5, 120));
  }
}

std::vector<DateStep> any_steps(int least) {
  std::vector<DateStep> steps;
  for (int n = *rc::gen::inRange(least, 4); n > 0; --n) steps.push_back(any_step());
  return steps;
}

// Rates fall; days rise where they are days.
std::vector<DiscountTier> any_discounts() {
  std::vector<DiscountTier> tiers;
  int bps = 1'000;
  int days = 0;
  for (int n = *rc::gen::inRange(0, 3); n > 0; --n) {
    bps -= *rc::gen::inRange(1, 400);
    days += *rc::gen::inRange(1, 10);
    const bool plain = *rc::gen::arbitrary<bool>();
    tiers.push_back({Rate::from_bps(bps), plain
                                              ? std::vector{DateStep::days(days)}
                                              : std::vector{DateStep::end_of_month(), any_step()}});
  }
  return tiers;
}

InstallmentTerm any_term(const Share& share) {
  InstallmentTerm term{.share = share,
                       .due = {any_of<Anchor>(anchor_count), any_steps(0), any_of<Roll>(5)},
                       .instrument = any_of<Instrument>(8),
                       .purpose = any_of<Purpose>(3),
                       .discounts = any_discounts()};
  if (term.instrument == Instrument::lc_sight)  // Is due on presentation.
    term.due = {*rc::gen::element(Anchor::presentation, Anchor::sight),
                {DateStep::business_days(*rc::gen::inRange(0, 8))},
                term.due.roll};
  if (!term.discounts.empty()) {  // None may end after the due date.
    term.due.steps.push_back(DateStep::months(1));
    if (term.instrument == Instrument::lc_sight) term.discounts.clear();
  }
  if (term.instrument == Instrument::lc_sight) term.due.steps.resize(1, DateStep::days(0));
  return term;
}

Share any_share(int parts_left) {
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      return Share::of_total(Ratio(*rc::gen::inRange(1, 100), 100 * parts_left));
    case 1:
      return Share::of_rest(Ratio(1, *rc::gen::inRange(2, 9)));
    case 2:
      return Share::fixed(Money::from_minor(*rc::gen::inRange(1, 5'000'000), currencies::USD));
    default:
      return Share::of_total(Ratio(1, 1 + parts_left));
  }
}

PaymentTerms any_terms() {
  std::vector<InstallmentTerm> installments;
  const int parts = *rc::gen::inRange(0, 4);
  for (int n = 0; n < parts; ++n) installments.push_back(any_term(any_share(parts)));
  const bool whole = parts == 0 && *rc::gen::arbitrary<bool>();
  installments.push_back(any_term(whole ? Share::of_total(Ratio(1)) : Share::remainder()));
  return PaymentTerms(std::move(installments),
                      {any_of<DiscountBase>(2), any_of<PartPayments>(2), *rc::gen::inRange(0, 9)});
}

AnchorDates any_dates() {
  AnchorDates dates;
  for (std::size_t i = 0; i < anchor_count; ++i)
    if (*rc::gen::inRange(0, 4) != 0)
      dates.set(static_cast<Anchor>(i), Date::from_days(*rc::gen::inRange(18'000, 25'000)));
  return dates;
}

RC_GTEST_PROP(TermsLaws, PrintAsTextThatReadsBack, ()) {
  const PaymentTerms terms = any_terms();
  RC_LOG() << terms << '\n';
  RC_ASSERT(PaymentTerms::parse(to_string(terms)) == terms);
}

RC_GTEST_PROP(TermsLaws, InstalmentsAddUpAndNoneTurnsTheSign, ()) {
  const PaymentTerms terms = any_terms();
  const Money total = Money::from_minor(*rc::gen::arbitrary<std::int32_t>(), currencies::USD);
  const Money second =
      Money::from_minor(total.minor() * 7 + (total.minor() > 0 ? 3 : 0), currencies::CNY);
  const Calendar calendar("Monday to Friday");
  ScheduleOptions options;
  options.calendar = &calendar;
  options.rounding = any_of<Rounding>(10);
  options.net_total = Money::from_minor(total.minor() / 2, currencies::USD);
  options.second_total = second;
  if (*rc::gen::arbitrary<bool>()) options.cash_step = Decimal::parse("0.05");
  Derivation why;
  const AnchorDates dates = any_dates();
  const auto schedule = terms.schedule(total, dates, options, why);
  RC_ASSERT(schedule == terms.schedule(total, dates, options));
  RC_ASSERT(why.recheck().empty());
  Money sum = Money::zero(currencies::USD);
  Money second_sum = Money::zero(currencies::CNY);
  for (const Installment& installment : schedule) {
    RC_ASSERT(sign(installment.amount) * sign(total) >= 0);
    sum += installment.amount;
    second_sum += *installment.second_amount;
  }
  RC_ASSERT(sum == total);
  RC_ASSERT(second_sum == second);
}

RC_GTEST_PROP(TermsLaws, NegativeTotalsAreDividedLikePositiveOnes, ()) {
  const PaymentTerms terms = any_terms();
  const Money total = Money::from_minor(*rc::gen::inRange(0, 1'000'000), currencies::USD);
  ScheduleOptions options;
  options.rounding = any_of<Rounding>(10);
  options.net_total = total;
  const auto debit = terms.schedule(total, {}, options);
  options.net_total = -total;
  const auto credit = terms.schedule(-total, {}, options);
  for (std::size_t i = 0; i < debit.size(); ++i) RC_ASSERT(credit[i].amount == -debit[i].amount);
}

// However a discounted amount is paid in parts, it clears what was open, to a cent for each part.
RC_GTEST_PROP(TermsLaws, PartPaymentsClearTheWhole, ()) {
  const Money amount = Money::from_minor(*rc::gen::inRange(1, 1'000'000), currencies::USD);
  const Date day(2026, 3, 1);
  const auto schedule = PaymentTerms::parse("2/10 net 30").schedule(amount, {Anchor::invoice, day});
  const Money due = amount - schedule[0].discounts[0].discount;
  Money open = amount;
  Money paid = Money::zero(currencies::USD);
  std::int64_t parts = 0;
  while (paid < due && !is_zero(open)) {
    const auto part = static_cast<std::int32_t>(due.minor() - paid.minor());
    const Money payment =
        Money::from_minor(part == 1 ? 1 : *rc::gen::inRange(1, part + 1), currencies::USD);
    const EarlyPayment early = pay_early(schedule[0], open, payment, day, {});
    RC_ASSERT(early.cleared <= open);
    RC_ASSERT(early.cleared - early.discount == payment || early.cleared == open);
    open -= early.cleared;
    paid += payment;
    ++parts;
  }
  RC_ASSERT(open.minor() <= parts);
}

}  // namespace
}  // namespace o2c
