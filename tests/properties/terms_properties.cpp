// Laws of payment terms, on random ones.

#include "o2c/receivable/terms.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/currencies.hpp"

#include "any_terms.hpp"

namespace o2c {
namespace {

using any_terms::any_dates;
using any_terms::any_of;
using any_terms::any_payment_terms;

RC_GTEST_PROP(TermsLaws, PrintAsTextThatReadsBack, ()) {
  const PaymentTerms terms = any_payment_terms();
  RC_LOG() << terms << '\n';
  RC_ASSERT(PaymentTerms::parse(to_string(terms)) == terms);
}

RC_GTEST_PROP(TermsLaws, InstalmentsAddUpAndNoneTurnsTheSign, ()) {
  const PaymentTerms terms = any_payment_terms();
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
  const PaymentTerms terms = any_payment_terms();
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
