#include "o2c/receivable/interest_run.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "o2c/number/detail/named_values.hpp"
#include "o2c/number/error.hpp"
#include "o2c/receivable/compensation.hpp"

#include "booking_rates.hpp"
#include "dated_rows.hpp"
#include "document_batch.hpp"
#include "ledger_items.hpp"
#include "refusals.hpp"
#include "unapplied_credits.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::array<std::string_view, 2> disputed_names{"borne", "paused"};
constexpr std::array<std::string_view, 2> covered_names{"refused", "booked"};

// What changed on a day, in minor units.
struct DayChange {
  std::int64_t applied = 0;
  std::int64_t disputed = 0;
  std::int64_t interest_settled = 0;
};
using DayChanges = std::map<std::int32_t, DayChange>;  // By days since 1970-01-01.

bool bears_interest(const LedgerState& state, std::uint32_t id) {
  const DocumentRow& row = state.documents[id];
  if (row.kind == DocumentKind::invoice) return true;
  return row.kind == DocumentKind::debit_note && !state.is_collection_cost(id);
}

// The interest documents that refer to each document, as known at a moment.
std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> interest_documents(
    const LedgerState& state, std::int64_t known_at_us) {
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> found;
  for (const auto& [document, of] : state.referred) {
    const DocumentRow& row = state.documents[document];
    if (row.kind == DocumentKind::interest && row.recorded_at_us <= known_at_us &&
        row.currency == state.documents[of].currency)
      found[of].push_back(document);
  }
  return found;
}

class Charging {
 public:
  Charging(const LedgerState& state, const InterestPolicy& policy, const AsOf& as_of,
           const InterestRunOptions& options)
      : state_(&state),
        policy_(&policy),
        as_of_(as_of),
        options_(&options),
        credits_(state, as_of),
        interest_of_(interest_documents(state, as_of.known_at_us)) {
    for (const Money& minimum : options.minimums)
      if (sign(minimum) < 0 || !minimums_.emplace(minimum.currency(), minimum).second)
        throw_faults("no such minimum",
                     {{.field = "minimums",
                       .value = to_string(minimum),
                       .expected = "one minimum for each currency, not below zero"}});
  }

  void add(std::uint32_t id) {
    const DocumentRow& row = state_->documents[id];
    if (!LedgerState::holds(row, as_of_) || !bears_interest(*state_, id)) return;
    Money accrued = state_->money(row, 0);
    std::vector<InstallmentInterest> installments;
    for (std::uint32_t item = row.first_item; item < row.first_item + row.items; ++item)
      add_item(item, installments, accrued);
    if (is_zero(accrued)) return;
    const Money before = charged_before(id);
    const auto minimum = minimums_.find(accrued.currency());
    if (accrued <= before || (minimum != minimums_.end() && accrued - before < minimum->second))
      return;
    std::string number(state_->number(row));
    std::string next = next_number(number, interest_of(id).size());
    const auto [credits, covered] = credits_for(id, installments);
    charges_.push_back({.document = DocumentId{id},
                        .kind = row.kind,
                        .number = std::move(number),
                        .party = std::string(state_->party_names.text(row.party)),
                        .installments = std::move(installments),
                        .accrued = accrued,
                        .charged_before = before,
                        .amount = accrued - before,
                        .credits = credits,
                        .covered = covered,
                        .interest_number = std::move(next)});
  }

  std::vector<InterestCharge> take() { return std::move(charges_); }

 private:
  [[nodiscard]] const std::vector<std::uint32_t>& interest_of(std::uint32_t document) const {
    static const std::vector<std::uint32_t> no_documents;
    const auto found = interest_of_.find(document);
    return found == interest_of_.end() ? no_documents : found->second;
  }

  // An invoice and a debit note may have one number.
  [[nodiscard]] std::string next_number(const std::string& number, std::size_t charged) {
    std::string next;
    do next = number + "/I" + std::to_string(++charged);
    while (state_->find_document(next, DocumentKind::interest) != none ||
           !given_.insert(next).second);
    return next;
  }

  [[nodiscard]] Money charged_before(std::uint32_t document) const {
    Money charged = state_->money(state_->documents[document], 0);
    for (const std::uint32_t id : interest_of(document))
      charged += state_->money(state_->documents[id], state_->documents[id].minor);
    return charged;
  }

  // The most that the party had on account while its document bore interest since it was last
  // charged, and whether that was at any time all that was open of the instalments that bore it.
  // What is there at the end of a day would have borne none on the next.
  [[nodiscard]] std::pair<Money, bool> credits_for(
      std::uint32_t document, const std::vector<InstallmentInterest>& installments) {
    const DocumentRow& row = state_->documents[document];
    std::int32_t charged = no_date;
    for (const std::uint32_t id : interest_of(document))
      charged = std::max(charged, state_->documents[id].date);
    std::map<std::int32_t, Int128> changes;  // Of what is open of all instalments.
    for (const InstallmentInterest& each : installments) {
      std::int64_t before = 0;
      for (const InterestBalance& balance : each.balances)
        changes[balance.date.days()] +=
            balance.open.minor() - std::exchange(before, balance.open.minor());
    }
    std::int64_t most = 0;
    bool covered = false;
    Int128 open = 0;
    for (auto change = changes.begin(); change != changes.end();) {
      const std::int32_t first = std::max(change->first, charged);
      open += change->second;
      const std::int32_t last = ++change == changes.end() ? as_of_.date.days() : change->first - 1;
      for (const InstallmentInterest& each : installments)
        for (const InterestStretch& stretch : each.stretches) {
          const std::int32_t from = std::max(first, stretch.first.days() - 1);
          const std::int32_t to = std::min(last, stretch.last.days() - 1);
          if (from > to) continue;
          const std::int64_t credits = credits_.most(row, from, to);
          covered |= credits > 0 && credits >= open;
          most = std::max(most, credits);
        }
    }
    return {state_->money(row, most), covered};
  }

  void add_item(std::uint32_t item, std::vector<InstallmentInterest>& installments,
                Money& accrued) const {
    // As it is known, also where it became known too late for a period that was locked.
    const std::int32_t due = state_->due(item, AsOf(Date::max(), as_of_.known_at_us));
    if (due == no_date || as_of_.date.days() - due <= policy_->terms().grace_days) return;
    InstallmentInterest interest{.installment = state_->installment_of(item),
                                 .due_date = Date::from_days(due),
                                 .balances = balances(item),
                                 .stretches = {},
                                 .interest = accrued};
    interest.interest = late_interest(*policy_, interest.due_date, interest.balances, as_of_.date);
    if (is_zero(interest.interest)) return;
    interest.stretches =
        interest_stretches(*policy_, interest.due_date, interest.balances, as_of_.date);
    accrued += interest.interest;
    installments.push_back(std::move(interest));
  }

  [[nodiscard]] std::vector<InterestBalance> balances(std::uint32_t item) const {
    const DocumentRow& row = state_->document_of(state_->items[item]);
    std::int64_t open = state_->items[item].minor;
    std::int64_t disputed = 0;
    std::int64_t settled = 0;
    std::vector<InterestBalance> list;
    const auto put = [&](std::int32_t date) {
      const std::int64_t paused = options_->disputed == DisputedInterest::paused ? disputed : 0;
      list.push_back({.date = Date::from_days(date),
                      .open = state_->money(row, std::max<std::int64_t>(open - paused, 0)),
                      .interest_settled = state_->money(row, settled)});
    };
    DayChanges changes = changes_of(item);
    changes.try_emplace(row.date);
    for (const auto& [date, change] : changes) {
      open -= change.applied;
      disputed += change.disputed;
      settled += change.interest_settled;
      put(date);
    }
    return list;
  }

  [[nodiscard]] DayChanges changes_of(std::uint32_t item) const {
    DayChanges changes;
    for_dated_rows(*state_, item, as_of_,
                   [&](std::int32_t date, std::int64_t minor) { changes[date].applied += minor; });
    if (options_->disputed == DisputedInterest::paused) add_disputes(item, changes);
    if (policy_->terms().compounding != Compounding::none) add_settled(item, changes);
    return changes;
  }

  void add_disputes(std::uint32_t item, DayChanges& changes) const {
    state_->for_disputes(item, [&](const DisputeRow& row, std::int64_t minor) {
      if (!LedgerState::holds(row.dispute.date.days(), row.recorded_at_us, as_of_)) return;
      changes[row.dispute.date.days()].disputed += minor;
      if (row.ended && LedgerState::holds(row.ended->days(), row.end_recorded_at_us, as_of_))
        changes[row.ended->days()].disputed -= minor;
    });
  }

  // Of all interest of the document: with several instalments, each may compound less for it.
  void add_settled(std::uint32_t item, DayChanges& changes) const {
    for (const std::uint32_t id : interest_of(state_->items[item].document)) {
      const DocumentRow& row = state_->documents[id];
      for (std::uint32_t i = 0; i < row.items; ++i)
        for_dated_rows(*state_, row.first_item + i, as_of_,
                       [&](std::int32_t date, std::int64_t minor) {
                         changes[date].interest_settled += minor;
                       });
    }
  }

  const LedgerState* state_;
  const InterestPolicy* policy_;
  AsOf as_of_;
  const InterestRunOptions* options_;
  UnappliedCredits credits_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> interest_of_;
  std::map<Currency, Money> minimums_;
  std::unordered_set<std::string> given_;  // Numbers for this run's interest.
  std::vector<InterestCharge> charges_;
};

}  // namespace

std::string to_string(DisputedInterest disputed) {
  return std::string(disputed_names[static_cast<std::size_t>(disputed)]);
}

DisputedInterest parse_disputed_interest(std::string_view text) {
  return parse_name<DisputedInterest>(text, disputed_names, "what disputed amounts bear: one of");
}

std::string to_string(CoveredCharges covered) {
  return std::string(covered_names[static_cast<std::size_t>(covered)]);
}

CoveredCharges parse_covered_charges(std::string_view text) {
  return parse_name<CoveredCharges>(text, covered_names,
                                    "what is done about covered charges: one of");
}

InterestRun interest_run(const Ledger& ledger, const InterestPolicy& policy, const AsOf& as_of,
                         const InterestRunOptions& options) {
  const LedgerState& state = ledger.state();
  Charging charging(state, policy, as_of, options);
  if (options.party) {
    for (const std::uint32_t id : documents_of(state, *options.party)) charging.add(id);
  } else {
    for (std::uint32_t id = 0; id < state.documents.size(); ++id) charging.add(id);
  }
  return {.policy = policy, .as_of = as_of.date, .charges = charging.take()};
}

Derivation InterestRun::explain(const InterestCharge& charge) const {
  Derivation derivation;
  constexpr Text accrued{"interest accrued", "应计利息"};
  constexpr Text before{"charged before", "此前已计收"};
  DerivationStep sum{.label = accrued, .operation = Operation::sum, .result = charge.accrued};
  for (const InstallmentInterest& each : charge.installments) {
    late_interest(policy, each.due_date, each.balances, as_of, derivation);
    const std::string number = std::to_string(each.installment);
    const Label label = each.installment == 0
                            ? Label(Text{"interest", "利息"})
                            : Label("interest of instalment " + number, "第" + number + "期利息");
    sum.operands.push_back({label, each.interest});
  }
  derivation.add(std::move(sum));
  if (!is_zero(charge.credits))
    derivation.step(Text{"credits not applied while it bore interest", "计息期间未核销贷方金额"},
                    Operation::given, charge.credits);
  derivation.step(Text{"to be charged", "本次计收"}, Operation::difference, charge.amount,
                  Operand{accrued, charge.accrued}, Operand{before, charge.charged_before});
  return derivation;
}

Expected<std::vector<DocumentId>> charge_interest(Ledger& ledger,
                                                  std::span<const InterestCharge> charges,
                                                  const InterestBooking& booking,
                                                  std::int64_t recorded_at_us) {
  const LedgerState& state = ledger.state();
  std::vector<Fault> faults;
  if (!booking.number.empty() && charges.size() > 1)
    faults.push_back({.field = "number",
                      .value = booking.number,
                      .expected = "none for several interest documents"});
  BookingRates rates(state, booking.rates, booking.date);
  std::vector<Document> documents;
  documents.reserve(charges.size());
  for (const InterestCharge& charge : charges) {
    const std::uint32_t id = state.checked(charge.document);
    if (state.find_referred(DocumentKind::interest, charge.party, charge.number) != id)
      faults.push_back({.row = static_cast<std::int64_t>(documents.size()),
                        .field = "document",
                        .value = charge.number,
                        .expected = "a number that no other debit of the ledger has"});
    documents.push_back({.kind = DocumentKind::interest,
                         .number = booking.number.empty() ? charge.interest_number : booking.number,
                         .party = charge.party,
                         .date = booking.date,
                         .amount = charge.amount,
                         .due_date = booking.due_date.value_or(booking.date),
                         .refers_to = charge.number,
                         .rate = rates.of(charge.amount, documents.size())});
  }
  faults.insert(faults.end(), rates.faults().begin(), rates.faults().end());
  throw_faults("cannot charge interest", std::move(faults));
  Refusals refusals;
  for (const InterestCharge& charge : charges)
    if (charge.covered && booking.covered == CoveredCharges::refused)
      refusals.push_back(refuse_covered(charge.party, charge.number, charge.credits));
  return post_all(ledger, documents, recorded_at_us, "cannot charge interest", refusals);
}

Expected<DocumentId> charge_interest(Ledger& ledger, const InterestCharge& charge,
                                     const InterestBooking& booking, std::int64_t recorded_at_us) {
  const auto booked = charge_interest(ledger, std::span(&charge, 1), booking, recorded_at_us);
  if (!booked) return booked.error();
  return booked->front();
}

}  // namespace o2c::inline v1
