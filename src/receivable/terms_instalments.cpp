#include "terms_instalments.hpp"

#include <utility>

#include "o2c/number/error.hpp"

namespace o2c::inline v1::detail {
namespace {

bool is_credit(Instrument instrument) {
  return instrument == Instrument::lc_sight || instrument == Instrument::lc_usance;
}

void check_clauses(const TermsClauses& read, std::string_view text) {
  if (read.clauses.size() == 1 && read.has_fraction) throw_parse(text, 0, "the other shares");
  if (read.clauses.empty()) throw_parse(text, 0, "when and how much is to be paid, such as net 30");
  if (read.clauses.size() == 1) return;
  for (const Clause& clause : read.clauses) {
    if (!clause.has_share()) throw_parse(text, clause.offset, "a share, such as 30% or balance");
    // Where all is due on receipt, that is of the invoice; where a part is, who can tell?
    if (clause.bare_receipt)
      throw_parse(text, *clause.bare_receipt, "receipt of goods, or receipt of invoice");
  }
}

Share share_of(const Clause& clause) {
  if (clause.share) return *clause.share;
  return clause.is_balance ? Share::remainder() : Share::of_total(Ratio(1));
}

Anchor anchor_of(const Clause& clause, const Readings& readings) {
  const bool by_credit = is_credit(clause.instrument);
  const bool by_draft = clause.instrument == Instrument::da;
  if (clause.acceptance)
    return by_draft || (by_credit && readings.draft_is_accepted) ? Anchor::draft_acceptance
                                                                 : Anchor::acceptance;
  if (clause.anchor) return *clause.anchor;
  if (clause.is_by_contract()) return Anchor::contract;
  if (by_credit || by_draft || clause.instrument == Instrument::dp)
    return readings.tenor_from_shipment ? Anchor::bl : Anchor::sight;
  return Anchor::invoice;
}

DateRule date_of(Clause& clause, std::string_view text, const Readings& readings) {
  if (clause.has_date())
    return {.anchor = anchor_of(clause, readings),
            .steps = std::move(clause.steps).value_or(std::vector<DateStep>{})};
  if (clause.instrument == Instrument::lc_sight)
    return {.anchor = Anchor::presentation,
            .steps = {DateStep::business_days(banking_days_to_honour)}};
  if (clause.at_sight || clause.instrument == Instrument::dp) return {.anchor = Anchor::sight};
  if (clause.is_by_contract()) return {.anchor = Anchor::contract};
  throw_parse(text, clause.offset,
              "when it is due, such as net 30, at sight, 60 days after B/L date");
}

InstallmentTerm installment_of(Clause& clause, std::string_view text, const Readings& readings) {
  if (clause.instrument == Instrument::lc_usance && clause.at_sight)
    clause.instrument = Instrument::lc_sight;
  if (clause.instrument == Instrument::da && clause.at_sight)
    throw_parse(text, clause.offset, "days after sight: D/A is payable after acceptance");
  const bool is_credit_at_sight = clause.instrument == Instrument::lc_sight && clause.anchor;
  if (clause.at_sight && clause.has_date() && !is_credit_at_sight)
    throw_parse(text, clause.offset, "either at sight, or days after sight");
  DateRule due = date_of(clause, text, readings);
  due.roll = clause.roll.value_or(usual_roll(due.steps));
  return {.share = share_of(clause),
          .due = std::move(due),
          .instrument = clause.instrument,
          .purpose = clause.purpose,
          .discounts = std::move(clause.discounts)};
}

}  // namespace

PaymentTerms terms_of(TermsClauses clauses, std::string_view text, const Readings& readings) {
  check_clauses(clauses, text);
  const Clause& first = clauses.clauses.front();
  const Instrument leading = first.instrument_leads ? first.instrument : Instrument::unstated;
  std::vector<InstallmentTerm> installments;
  for (Clause& clause : clauses.clauses) {
    if (clause.instrument == Instrument::unstated) clause.instrument = leading;
    installments.push_back(installment_of(clause, text, readings));
  }
  return PaymentTerms(std::move(installments), clauses.policy);
}

}  // namespace o2c::inline v1::detail
