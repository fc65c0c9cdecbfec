#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/money/money.hpp"
#include "o2c/number/rate.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// How a payment is divided among what a party owes, where nobody said on what it was paid.
enum class ApplicationMethod : std::uint8_t {
  oldest_due,      ///< What fell due first; what has no due date yet, last.
  oldest_invoice,  ///< The oldest document first.
  largest,         ///< The largest open amount first.
  proportional,    ///< Each in proportion to what is open of it.
  /// One item, one debt, one document or all that is owed, if it is just that amount.
  exact_match,
  statutory  ///< The order of Civil Code of China art. 560 and 561.
};

std::string to_string(ApplicationMethod method);
/// Reads what to_string writes. Throws ParseError.
ApplicationMethod parse_application_method(std::string_view text);

/// What of a debt a claim is. A payment that does not cover a debt goes to them in this order
/// (CC art. 561).
enum class ClaimPart : std::uint8_t { cost, interest, principal };

/// An open amount that a payment may be applied to.
struct Claim {
  Money open;
  Date date;  ///< Of the document.
  std::optional<Date> due_date{};
  std::uint32_t debt = 0;  ///< Claims of the same number are one debt.
  /// Those of the same number are of one document: instalments, their costs and interest.
  std::optional<std::uint32_t> document{};
  ClaimPart part = ClaimPart::principal;
  Rate secured = Rate::from_fraction(0);  ///< How much of the debt is secured.
  Rate burden = Rate::from_fraction(0);   ///< What it costs the debtor a year.
};

/// What of a payment each claim gets, in the order of the claims. No claim gets more than is open
/// of it; what is left over is nobody's. By exact_match, nothing at all unless it matches. Equals
/// go by due date, then date, then position. Throws InvalidArgument for amounts below zero,
/// CurrencyMismatch.
///
/// The statutory order: debts that are due on the day first; then those secured least; those that
/// burden the debtor most; those due earliest; equals in proportion.
std::vector<Money> apportion(Money paid, std::span<const Claim> claims, ApplicationMethod method,
                             Date as_of);
/// The same, telling what each claim gets.
template <Tracer T>
std::vector<Money> apportion(Money paid, std::span<const Claim> claims, ApplicationMethod method,
                             Date as_of, T& trace);

/// A difference small enough to be let go: within a part of a document and within a fixed amount,
/// where both are given.
struct Tolerance {
  std::optional<Rate> part{};
  std::optional<Money> amount{};

  friend bool operator==(const Tolerance&, const Tolerance&) = default;
};

/// The largest difference that the tolerance lets go of a document of that amount, rounded down.
/// Throws InvalidArgument for a tolerance below zero, of the whole or more, or of neither kind,
/// CurrencyMismatch.
template <Tracer T>
Money tolerated(const Tolerance& tolerance, Money amount, T& trace) {
  const bool negative = (tolerance.part && *tolerance.part < Rate::from_fraction(0)) ||
                        (tolerance.amount && sign(*tolerance.amount) < 0);
  const bool whole = tolerance.part && *tolerance.part >= Rate::from_fraction(1);
  if (negative || whole || (!tolerance.part && !tolerance.amount))
    throw_invalid("tolerance: expected a part below 100%, an amount or both, not below zero");
  if (!tolerance.part) return min({amount, *tolerance.amount});
  const Money of_part = apply(*tolerance.part, amount, Rounding::down);
  if constexpr (T::recording)
    trace.rounded_step(Text{"part of the item", "按比例"}, Operation::product, Rounding::down,
                       minor_unit(amount.currency()), of_part,
                       Operand{Text{"item", "款项"}, amount},
                       Operand{Text{"part", "比例"}, *tolerance.part});
  if (!tolerance.amount) return min({amount, of_part});
  const Money least = min({amount, of_part, *tolerance.amount});
  if constexpr (T::recording)
    trace.step(Text{"tolerated", "容差"}, Operation::minimum, least,
               Operand{Text{"item", "款项"}, amount}, Operand{Text{"part", "按比例"}, of_part},
               Operand{Text{"fixed", "固定额"}, *tolerance.amount});
  return least;
}
inline Money tolerated(const Tolerance& tolerance, Money amount) {
  NoTrace no_trace;
  return tolerated(tolerance, amount, no_trace);
}

}  // namespace o2c::inline v1

#include "o2c/receivable/detail/apportion_steps.hpp"
