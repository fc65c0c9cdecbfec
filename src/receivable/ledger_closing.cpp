#include "ledger_closing.hpp"

#include <algorithm>
#include <utility>

#include "o2c/number/error.hpp"

#include "refusals.hpp"

namespace o2c::inline v1 {
namespace {

// The first day from which an application holds, if it is dated on a day.
std::int32_t posted_on(const LedgerState& state, Date date, const DocumentRow& debit,
                       const DocumentRow* credit) {
  const std::int32_t day = std::max(state.posted_on(date.days()), debit.posted);
  return credit == nullptr ? day : std::max(day, credit->posted);
}

// Calls use(item) for each item that is to be closed, in the order in which they are.
template <class Use>
void for_chosen_items(const LedgerState& state, const Closing& closing, const Use& use) {
  const DocumentRow& debit = state.documents[closing.debit];
  if (closing.installment != 0)
    use(state.item_of(closing.debit, closing.installment));
  else if (debit.items == 1)
    use(debit.first_item);
  else
    for (const std::uint32_t item : state.items_by_due(debit)) use(item);
}

// What each part takes of the credit; of two currencies its share of what the rest is worth, the
// last one the rest.
void share_credit(const Closing& closing, std::vector<ClosedPart>& parts, Rounding rounding) {
  const bool one_currency = closing.amount.currency() == closing.credit_amount.currency();
  std::int64_t credit_left = closing.credit_amount.minor();
  std::int64_t amount_left = closing.amount.minor();
  for (ClosedPart& part : parts) {
    part.credit_minor =
        one_currency ? part.minor
                     : static_cast<std::int64_t>(divide(
                           static_cast<Int128>(credit_left) * part.minor, amount_left, rounding));
    amount_left -= part.minor;
    credit_left -= part.credit_minor;
  }
}

}  // namespace

void check_amount(const LedgerState& state, const DocumentRow& debit, Money amount) {
  if (sign(amount) > 0 && amount.currency() == state.currency(debit)) return;
  throw_faults("cannot apply",
               {{.field = "amount",
                 .value = to_string(amount),
                 .expected = "an amount above zero in " + to_string(state.currency(debit)) +
                             ", as " + name(state, debit)}});
}

void check_adjustment(const LedgerState& state, const DocumentRow& document, AdjustmentKind kind) {
  if (is_debit(document.kind)) return;
  if (!is_payment(document.kind))
    throw_faults("cannot adjust", {{.field = "document",
                                    .value = name(state, document),
                                    .expected = "a debit or a payment"}});
  if (kind != AdjustmentKind::difference && kind != AdjustmentKind::write_off)
    throw_faults("cannot adjust", {{.field = "kind",
                                    .value = to_string(kind),
                                    .expected = "difference or write_off, of a payment"}});
}

void check_side(const LedgerState& state, const DocumentRow& document, bool debit) {
  if (is_debit(document.kind) == debit) return;
  throw_faults("cannot apply", {{.field = debit ? "debit" : "credit",
                                 .value = name(state, document),
                                 .expected = debit ? "an invoice or another debit"
                                                   : "a payment or a credit note"}});
}

Expected<std::vector<ApplicationId>> close_debit(LedgerState& state, const Closing& closing,
                                                 std::int64_t recorded_at_us) {
  const DocumentRow& debit = state.documents[closing.debit];
  const DocumentRow* credit = closing.credit == none ? nullptr : &state.documents[closing.credit];
  Refusals refusals;
  if (closing.date.days() < debit.date)
    refusals.push_back(refuse_earlier(state, closing.date, debit));
  if (credit != nullptr && closing.date.days() < credit->date)
    refusals.push_back(refuse_earlier(state, closing.date, *credit));
  const std::int32_t posted = posted_on(state, closing.date, debit, credit);
  if (credit != nullptr) {
    const std::int64_t room = state.room(credit->first_item, posted);
    if (room < closing.credit_amount.minor())
      refusals.push_back(
          refuse_more(state, closing.credit_amount, state.money(*credit, room), *credit));
  }
  std::vector<ClosedPart>& parts = state.parts;
  parts.clear();
  std::int64_t left = closing.amount.minor();
  for_chosen_items(state, closing, [&](std::uint32_t item) {
    const std::int64_t part = std::min(left, state.room(item, posted));
    if (part <= 0) return;
    parts.push_back({item, part, part});
    left -= part;
  });
  if (left > 0)
    refusals.push_back(refuse_more(state, closing.amount,
                                   state.money(debit, closing.amount.minor() - left), debit));
  if (!refusals.empty()) return refusals;

  share_credit(closing, parts, state.options.rounding);
  std::vector<ApplicationId> rows;
  for (const ClosedPart& part : parts)
    rows.push_back(
        ApplicationId{state.add_applied({.minor = part.minor,
                                         .recorded_at_us = recorded_at_us,
                                         .date = closing.date.days(),
                                         .posted = posted,
                                         .debit = part.item,
                                         .credit = credit == nullptr ? none : credit->first_item,
                                         .next_of_debit = none,
                                         // Of an application it is set when that is added.
                                         .next_of_credit = closing.made_with,
                                         .reverses = none,
                                         .adjustment = closing.kind},
                                        part.credit_minor)});
  state.record_moment(recorded_at_us);
  return rows;
}

ApplicationId add_reversal(LedgerState& state, std::uint32_t application, std::int64_t minor,
                           Date date, std::int64_t recorded_at_us) {
  const AppliedRow of = state.applied[application];
  const std::int64_t left = state.not_reversed(application);
  std::int64_t taken = minor;
  if (of.credit != none && state.credit_minor.contains(application)) {
    const std::int64_t credit_left = state.credit_not_reversed(application);
    taken = static_cast<std::int64_t>(
        divide(static_cast<Int128>(credit_left) * minor, left, state.options.rounding));
  }
  const std::uint32_t row =
      state.add_applied({.minor = -minor,
                         .recorded_at_us = recorded_at_us,
                         .date = date.days(),
                         .posted = std::max(state.posted_on(date.days()), of.posted),
                         .debit = of.debit,
                         .credit = of.credit,
                         .next_of_debit = none,
                         .next_of_credit = none,
                         .reverses = application,
                         .adjustment = of.adjustment},
                        -taken);
  state.record_moment(recorded_at_us);
  return ApplicationId{row};
}

}  // namespace o2c::inline v1
