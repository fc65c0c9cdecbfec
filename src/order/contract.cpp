#include "o2c/order/contract.hpp"

#include <algorithm>

#include "o2c/money/money.hpp"
#include "o2c/number/ratio.hpp"

namespace o2c::inline v1 {

namespace {

/// Paid before production, whatever it is called.
bool is_prepaid(const InstallmentTerm& term) {
  return term.purpose == Purpose::deposit || term.due.anchor == Anchor::order ||
         term.due.anchor == Anchor::contract;
}

bool is_by_credit(const InstallmentTerm& term) {
  return term.instrument == Instrument::lc_sight || term.instrument == Instrument::lc_usance;
}

/// Paid while we still hold the documents: before shipment, or against their copy.
bool is_against_copy(const InstallmentTerm& term) {
  return term.due.anchor == Anchor::documents_sent ||
         std::ranges::any_of(term.due.steps, [](const DateStep& step) { return step.count() < 0; });
}

}  // namespace

Money amount_of(const std::vector<OrderLine>& lines, const Currency& currency) {
  Money sum = Money::zero(currency);
  for (const OrderLine& line : lines)
    sum += Money::rounded(line.quantity * line.unit_price, currency, Rounding::half_up);
  return sum;
}

Decimal most_of(const Decimal& quantity, const Rate& tolerance) {
  return quantity + quantity * tolerance.fraction();
}

Decimal least_of(const Decimal& quantity, const Rate& tolerance) {
  return quantity - quantity * tolerance.fraction();
}

PaymentWay payment_way(const PaymentTerms& terms) {
  PaymentWay way = PaymentWay::against_copy;
  for (const InstallmentTerm& term : terms.installments()) {
    if (is_prepaid(term)) continue;
    if (is_by_credit(term)) return PaymentWay::letter_of_credit;
    if (term.instrument == Instrument::dp)
      way = PaymentWay::collection;
    else if (term.instrument == Instrument::da)
      way = PaymentWay::acceptance;
    else if (!is_against_copy(term) && way == PaymentWay::against_copy)
      way = PaymentWay::open_account;
  }
  return way;
}

SecurityNeed security_need(const Contract& contract) {
  const std::vector<Installment> schedule = contract.terms.schedule(contract.amount, {});
  SecurityNeed need{Money::zero(contract.amount.currency())};
  const std::vector<InstallmentTerm>& terms = contract.terms.installments();
  for (std::size_t i = 0; i < terms.size(); ++i)
    if (is_prepaid(terms[i])) need.deposit += schedule[i].amount;
  const PaymentWay way = payment_way(contract.terms);
  need.letter_of_credit = way == PaymentWay::letter_of_credit;
  need.credit = way == PaymentWay::acceptance || way == PaymentWay::open_account ||
                (sign(need.deposit) <= 0 && !need.letter_of_credit);
  return need;
}

}  // namespace o2c::inline v1
