#pragma once

// How a payment is divided among claims. Included by receivable/application.hpp.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <tuple>
#include <vector>

#include "o2c/money/aggregate.hpp"
#include "o2c/money/allocate.hpp"
#include "o2c/receivable/application.hpp"

namespace o2c::inline v1::detail {

/// Throws InvalidArgument, CurrencyMismatch.
void check_claims(Money paid, std::span<const Claim> claims);

/// Positions of the claims in the order in which a method pays them one after the other.
std::vector<std::size_t> payment_order(std::span<const Claim> claims, ApplicationMethod method);

/// Positions of the claims that an exact match pays; none: nothing matches.
std::vector<std::size_t> matching_claims(Money paid, std::span<const Claim> claims);

/// A debt of the statutory order: its claims in the order of CC art. 561.
struct RankedDebt {
  std::vector<std::size_t> claims;
  Money open;
  std::size_t rank;  ///< Debts of the same rank are paid in proportion.
};
/// In the order of CC art. 560.
std::vector<RankedDebt> ranked_debts(std::span<const Claim> claims, Date as_of);

/// Pays a claim from what is left.
template <Tracer T>
void pay_claim(const Claim& claim, Money& left, Money& paid, T& trace) {
  paid = min({left, claim.open});
  if (is_zero(paid)) return;
  if constexpr (T::recording) {
    trace.step(Text{"applied", "核销"}, Operation::minimum, paid,
               Operand{Text{"left of the payment", "余款"}, left},
               Operand{Text{"open", "未清"}, claim.open});
    trace.step(Text{"left of the payment", "余款"}, Operation::difference, left - paid,
               Operand{Text{"left of the payment", "余款"}, left},
               Operand{Text{"applied", "核销"}, paid});
  }
  left -= paid;
}

/// Pays debts of one rank: in full, or in proportion to what is open of them.
template <Tracer T>
void pay_rank(std::span<const RankedDebt> debts, std::span<const Claim> claims, Money& left,
              std::vector<Money>& parts, T& trace) {
  std::vector<Money> open;
  for (const RankedDebt& debt : debts) open.push_back(debt.open);
  const Money total = min({left, sum(open, left.currency())});
  if (is_zero(total)) return;
  std::vector<Money> shares = open;
  if (total < sum(open, left.currency()) && debts.size() > 1)
    shares = allocate(total, std::span<const Money>(open), {}, trace);
  else if (debts.size() == 1)
    shares = {total};
  left -= total;
  for (std::size_t i = 0; i < debts.size(); ++i)
    for (const std::size_t claim : debts[i].claims)
      pay_claim(claims[claim], shares[i], parts[claim], trace);
}

}  // namespace o2c::inline v1::detail

namespace o2c::inline v1 {

template <Tracer T>
std::vector<Money> apportion(Money paid, std::span<const Claim> claims, ApplicationMethod method,
                             Date as_of, T& trace) {
  detail::check_claims(paid, claims);
  const Money zero = Money::zero(paid.currency());
  std::vector<Money> parts(claims.size(), zero);
  Money left = paid;
  if (method == ApplicationMethod::statutory) {
    const std::vector<detail::RankedDebt> debts = detail::ranked_debts(claims, as_of);
    for (std::size_t begin = 0, end = 0; begin < debts.size(); begin = end) {
      while (end < debts.size() && debts[end].rank == debts[begin].rank) ++end;
      detail::pay_rank(std::span(debts).subspan(begin, end - begin), claims, left, parts, trace);
    }
  } else if (method == ApplicationMethod::proportional) {
    std::vector<Money> open;
    for (const Claim& claim : claims) open.push_back(claim.open);
    const Money total = sum(open, paid.currency());
    if (left >= total) return open;
    if (!is_zero(left)) parts = allocate(left, std::span<const Money>(open), {}, trace);
  } else {
    const std::vector<std::size_t> order = method == ApplicationMethod::exact_match
                                               ? detail::matching_claims(paid, claims)
                                               : detail::payment_order(claims, method);
    for (const std::size_t claim : order)
      detail::pay_claim(claims[claim], left, parts[claim], trace);
  }
  return parts;
}

}  // namespace o2c::inline v1
