// Applying credits to debits, and taking it back.

#include <algorithm>
#include <utility>

#include "o2c/money/exchange_rate.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/ledger.hpp"

#include "ledger_closing.hpp"
#include "ledger_state.hpp"
#include "refusals.hpp"

namespace o2c::inline v1 {
namespace {

Expected<std::vector<ApplicationId>> apply_one(LedgerState& state, const Application& application,
                                               std::int64_t recorded_at_us) {
  const std::uint32_t debit_id = state.checked(application.debit);
  const std::uint32_t credit_id = state.checked(application.credit);
  // Where no document before it has instalments its item has the same position, and need not wait
  // until the document was fetched.
  __builtin_prefetch(&state.items[debit_id]);
  const DocumentRow& debit = state.documents[debit_id];
  const DocumentRow& credit = state.documents[credit_id];
  check_side(state, debit, true);
  check_side(state, credit, false);
  check_amount(state, debit, application.amount);
  const Currency currency = state.currency(credit);
  const bool same = currency == state.currency(debit);
  if (application.rate && (same || *application.rate <= 0))
    throw_faults("cannot apply",
                 {{.field = "rate",
                   .value = to_string(*application.rate),
                   .expected = same ? "none: both documents are in " + to_string(currency)
                                    : "a rate above zero"}});
  Refusals refusals;
  if (debit.party != credit.party) refusals.push_back(refuse_parties(state, credit, debit));
  if (!same && !application.rate) refusals.push_back(refuse_currencies(state, credit, debit));
  if (!refusals.empty()) return refusals;
  const Money taken = same ? application.amount
                           : convert_at(application.amount, currency, Ratio(*application.rate),
                                        state.options.rounding);
  if (sign(taken) <= 0)
    throw_faults("cannot apply",
                 {{.field = "rate",
                   .value = to_string(*application.rate),
                   .expected = "one that leaves something of " + to_string(application.amount) +
                               " in " + to_string(currency)}});
  return close_debit(state,
                     {.debit = debit_id,
                      .credit = credit_id,
                      .installment = application.installment,
                      .amount = application.amount,
                      .credit_amount = taken,
                      .date = application.date},
                     recorded_at_us);
}

// What pays a credit back, at the exchange rate that it is carried at unless there is another.
Document counterpart(const LedgerState& state, DocumentKind kind, std::string number,
                     const DocumentRow& of, Money amount, Date date,
                     const std::optional<Decimal>& rate = std::nullopt) {
  if (number.empty()) throw_faults("cannot post", {{.field = "number", .expected = "a text"}});
  return {
      .kind = kind,
      .number = std::move(number),
      .party = std::string(state.party_names.text(of.party)),
      .date = date,
      .amount = amount,
      .rate = rate ? rate : rate_to_pay_back(state, state.id_of(of), state.posted_on(date.days()))};
}

// Closes a document with the credit that it was made for.
void close_with(LedgerState& state, std::uint32_t debit, std::uint32_t credit, Money amount,
                Date date, std::int64_t recorded_at_us) {
  const auto closed = close_debit(
      state,
      {.debit = debit, .credit = credit, .amount = amount, .credit_amount = amount, .date = date},
      recorded_at_us);
  static_cast<void>(closed.value());  // There is room: it was looked for, or made.
}

}  // namespace

Expected<std::vector<ApplicationId>> Ledger::apply(const Application& application,
                                                   std::int64_t recorded_at_us) {
  state_->check_moment(recorded_at_us);
  return apply_one(*state_, application, recorded_at_us);
}

Expected<std::vector<ApplicationId>> Ledger::apply(std::span<const Application> applications,
                                                   std::int64_t recorded_at_us) {
  state_->check_moment(recorded_at_us);
  const std::size_t before = state_->applied.size();
  const std::int64_t last = state_->last_recorded_us;
  const auto undo = [&] {
    state_->undo_applied(before);
    state_->last_recorded_us = last;
  };
  std::vector<ApplicationId> rows;
  try {
    for (const Application& application : applications) {
      const auto added = apply_one(*state_, application, recorded_at_us);
      if (!added) {
        undo();
        return added.error();
      }
      rows.insert(rows.end(), added->begin(), added->end());
    }
  } catch (...) {
    undo();
    throw;
  }
  return rows;
}

Expected<std::vector<ApplicationId>> Ledger::adjust(const Adjustment& adjustment,
                                                    std::int64_t recorded_at_us) {
  LedgerState& state = *state_;
  state.check_moment(recorded_at_us);
  const std::uint32_t id = state.checked(adjustment.document);
  check_adjustment(state, state.documents[id], adjustment.kind);
  check_amount(state, state.documents[id], adjustment.amount);
  return close_debit(state,
                     {.debit = id,
                      .installment = adjustment.installment,
                      .amount = adjustment.amount,
                      .credit_amount = adjustment.amount,
                      .date = adjustment.date,
                      .kind = adjustment.kind},
                     recorded_at_us);
}

Expected<ApplicationId> reverse_application(LedgerState& state, std::uint32_t application,
                                            const std::optional<Money>& part, Date date,
                                            std::int64_t recorded_at_us) {
  const AppliedRow& row = state.applied[application];
  const DocumentRow& debit = state.document_of(state.items[row.debit]);
  if (row.reverses != none)
    return refuse("reversal_of_reversal", "a reversal cannot be reversed; apply again instead",
                  "冲销不可再冲销，请重新核销");
  if (debit.kind == DocumentKind::returned_payment && row.credit != none &&
      state.refers_to(state.items[row.debit].document) == state.items[row.credit].document)
    return refuse("returned_payment",
                  name(state, debit) +
                      " takes back the payment it is applied to; a payment that "
                      "came after all is a new one",
                  name(state, debit) + " 与其退回的付款相抵，不可冲销；如再次到账，请另行登记");
  const std::int64_t left = state.not_reversed(application);
  if (part) check_amount(state, debit, *part);
  const std::int64_t minor = part ? part->minor() : left;
  Refusals refusals;
  if (minor > left || left == 0)
    refusals.push_back(
        refuse("over_reversed",
               (part ? to_string(*part) + " is more than the " : "nothing is left of the ") +
                   to_string(state.money(debit, left)) + " applied to " + name(state, debit) +
                   " that stands",
               "冲销金额超过 " + name_zh(state, debit) + " 尚存的核销金额 " +
                   to_string(state.money(debit, left))));
  if (date.days() < row.date)
    refusals.push_back(
        refuse("predates_application",
               to_string(date) + " is before the application, which is of " +
                   to_string(Date::from_days(row.date)),
               to_string(date) + " 早于核销日期 " + to_string(Date::from_days(row.date))));
  if (!refusals.empty()) return refusals;
  return add_reversal(state, application, minor, date, recorded_at_us);
}

Expected<ApplicationId> Ledger::reverse(ApplicationId application, Date date,
                                        std::int64_t recorded_at_us, std::optional<Money> part) {
  LedgerState& state = *state_;
  state.check_moment(recorded_at_us);
  const std::uint32_t id = state.checked(application);
  const std::int64_t stood = state.not_reversed(id);
  const Expected<ApplicationId> reversal =
      reverse_application(state, id, part, date, recorded_at_us);
  if (!reversal) return reversal;
  // What was let go because of the payment is owed again as far as the payment is.
  const std::int64_t minor = part ? part->minor() : stood;
  for (const std::uint32_t adjustment : state.made_with(id)) {
    const std::int64_t left = state.not_reversed(adjustment);
    const auto taken = static_cast<std::int64_t>(
        divide(static_cast<Int128>(left) * minor, stood, state.options.rounding));
    if (taken > 0) add_reversal(state, adjustment, taken, date, recorded_at_us);
  }
  return reversal;
}

Expected<DocumentId> Ledger::refund(DocumentId credit, std::string number, Money amount, Date date,
                                    std::int64_t recorded_at_us,
                                    const std::optional<Decimal>& rate) {
  LedgerState& state = *state_;
  state.check_moment(recorded_at_us);
  const std::uint32_t credit_id = state.checked(credit);
  const DocumentRow of = state.documents[credit_id];
  check_side(state, of, false);
  check_amount(state, of, amount);
  Refusals refusals;
  if (date.days() < of.date) refusals.push_back(refuse_earlier(state, date, of));
  const std::int64_t room =
      state.room(of.first_item, std::max(state.posted_on(date.days()), of.posted));
  if (room < amount.minor())
    refusals.push_back(refuse_more(state, amount, state.money(of, room), of));
  if (!refusals.empty()) return refusals;
  const Document refund =
      counterpart(state, DocumentKind::refund, std::move(number), of, amount, date, rate);
  check_document(refund, state);
  const Expected<std::uint32_t> added = state.add_document(refund, credit_id, recorded_at_us);
  if (!added) return added.error();
  close_with(state, *added, credit_id, amount, date, recorded_at_us);
  return DocumentId{*added};
}

Expected<DocumentId> Ledger::return_payment(DocumentId payment, std::string number, Date date,
                                            std::int64_t recorded_at_us) {
  LedgerState& state = *state_;
  state.check_moment(recorded_at_us);
  const std::uint32_t id = state.checked(payment);
  const DocumentRow of = state.documents[id];
  if (!is_payment(of.kind)) throw_invalid(name(state, of) + " is no payment");
  if (date.days() < of.date) return refuse_earlier(state, date, of);
  if (of.returned != 0)
    return refuse("already_returned", name(state, of) + " was returned already",
                  name_zh(state, of) + " 已退回");
  if (const NoteMove* last = state.last_move(payment);
      last != nullptr && last->to == NoteState::collected)
    return refuse("note_collected",
                  name(state, of) + " was paid by its acceptor on " + to_string(last->date),
                  name_zh(state, of) + " 已于 " + to_string(last->date) + " 托收入账");
  if (const NoteMove* last = state.last_move(payment); last != nullptr && date < last->date)
    return refuse_earlier_move(date, last->date);
  const std::int32_t posted = std::max(state.posted_on(date.days()), of.posted);
  std::int32_t last_reversal = posted;
  state.for_applied(of.first_item, [&](std::uint32_t row, std::int64_t) {
    if (state.applied[row].reverses != none)
      last_reversal = std::max(last_reversal, state.applied[row].posted);
  });
  if (last_reversal > posted)  // Until then the payment was applied, so that it cannot bounce.
    return refuse("predates_reversal",
                  to_string(date) + " is before " + to_string(Date::from_days(last_reversal)) +
                      ", when the last application of " + name(state, of) + " was reversed",
                  to_string(date) + " 早于 " + name_zh(state, of) + " 最后一次冲销日 " +
                      to_string(Date::from_days(last_reversal)));
  const Money amount = state.money(of, of.minor);
  const Document returned =
      counterpart(state, DocumentKind::returned_payment, std::move(number), of, amount, date);
  const Expected<std::uint32_t> added = state.add_document(returned, id, recorded_at_us);
  if (!added) return added.error();
  state.documents[id].returned = 1;

  // All that it paid is owed again, and what was let go because it paid.
  std::vector<std::uint32_t> rows;
  state.for_applied(of.first_item, [&](std::uint32_t row, std::int64_t) {
    if (state.applied[row].reverses == none) rows.push_back(row);
  });
  const auto reverse_rest = [&](std::uint32_t row) {
    const std::int64_t left = state.not_reversed(row);
    const Date day = std::max(date, Date::from_days(state.applied[row].date));
    if (left > 0) add_reversal(state, row, left, day, recorded_at_us);
  };
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    const std::vector<std::uint32_t> adjustments = state.made_with(*row);
    reverse_rest(*row);
    for (const std::uint32_t other : adjustments) reverse_rest(other);
  }
  close_with(state, *added, id, amount, date, recorded_at_us);
  return DocumentId{*added};
}

}  // namespace o2c::inline v1
