#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/receivable/open_item.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// An entry in a party's account, where nobody keeps what was applied to what (往来明细).
struct Movement {
  std::string party;
  std::string document;
  Money amount;  ///< Positive: a debit, such as an invoice. Negative: a receipt or credit note.
  Date date;
  std::optional<Date> due_date{};  ///< Of a debit; without one it is due on its date.

  static constexpr auto fields() {
    return std::tuple{
        Field{"party", &Movement::party, "whose account it is in"},
        Field{"document", &Movement::document, "the invoice, receipt or credit note"},
        Field{"amount", &Movement::amount, "positive a debit, negative a credit"},
        Field{"date", &Movement::date, "when it was entered: the date of the document"},
        Field{"due_date", &Movement::due_date, "when a debit is due; without one, on its date"}};
  }

  friend bool operator==(const Movement&, const Movement&) = default;
};

/// What is open of a debit when credits settle the oldest debits first. `debits_so_far` are all
/// debits up to it, itself included; `credits` all credits, as a positive amount. The amount is not
/// negative and part of `debits_so_far`. Throws CurrencyMismatch.
template <Tracer T>
constexpr Money fifo_open(Money amount, Money debits_so_far, Money credits, T& trace) {
  const Money zero = Money::zero(amount.currency());
  const Money beyond = debits_so_far - credits;
  trace.step(Text{"beyond the credits", "借项超出贷项"}, Operation::difference, beyond,
             Operand{Text{"debits so far", "累计借项"}, debits_so_far},
             Operand{Text{"credits", "贷项合计"}, credits});
  const Money uncovered = std::max(beyond, zero);
  trace.step(Text{"not covered", "未冲抵"}, Operation::maximum, uncovered,
             Operand{Text{"beyond the credits", "借项超出贷项"}, beyond},
             Operand{Text{"zero", "零"}, zero});
  const Money open = std::min(amount, uncovered);
  trace.step(Text{"open", "未清金额"}, Operation::minimum, open,
             Operand{Text{"amount", "金额"}, amount},
             Operand{Text{"not covered", "未冲抵"}, uncovered});
  return open;
}

/// What is open of a running balance: each party's credits settle its debits of the same currency
/// first in, first out (先进先出), by date, then by due date, then in the order of the list.
///
/// Movements dated after the day are left aside. The items are those debits of which something is
/// open, with their date as invoice_date; and for a party whose credits exceed its debits one
/// credit, of kind unapplied_cash, with the excess and the date of the latest credit, but without a
/// document, since it may come from several. All keep the order of the list, the credit in the
/// place of the latest one, so that the items of a party add up to its balance.
/// Throws Overflow when the debits or the credits of a party exceed 64 bits of minor units.
std::vector<OpenItem> open_by_fifo(std::span<const Movement> movements, Date as_of);

/// How the item at that position of open_by_fifo(movements, as_of) follows from the movements.
/// Throws InvalidArgument when there are not so many; Overflow.
Derivation explain_open_by_fifo(std::span<const Movement> movements, Date as_of, std::size_t item);

}  // namespace o2c::inline v1
