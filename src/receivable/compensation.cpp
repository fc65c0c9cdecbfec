#include "o2c/receivable/compensation.hpp"

#include <algorithm>
#include <utility>

#include "o2c/number/detail/throw_faults.hpp"
#include "o2c/number/error.hpp"

#include "booking_rates.hpp"
#include "dated_rows.hpp"
#include "document_batch.hpp"
#include "ledger_items.hpp"
#include "refusals.hpp"
#include "unapplied_credits.hpp"

namespace o2c::inline v1 {
namespace {

std::vector<Fault> faults_of(const std::vector<CompensationTier>& tiers) {
  std::vector<Fault> faults;
  const auto fault = [&](std::size_t row, const char* field, Money value, const char* expected) {
    faults.push_back({.row = static_cast<std::int64_t>(row),
                      .field = field,
                      .value = to_string(value),
                      .expected = expected});
  };
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    const CompensationTier& tier = tiers[i];
    if (sign(tier.from) < 0) fault(i, "from", tier.from, "a debt not below zero");
    if (sign(tier.amount) < 0 || tier.amount.currency() != tier.from.currency())
      fault(i, "amount", tier.amount, "an amount not below zero in the currency of the debt");
    for (std::size_t k = 0; k < i; ++k)
      if (tiers[k].from.currency() == tier.from.currency() && tiers[k].from >= tier.from) {
        fault(i, "from", tier.from, "more than the tiers of its currency before it");
        break;
      }
  }
  return faults;
}

class Lateness {
 public:
  Lateness(const LedgerState& state, const AsOf& as_of) : state_(&state), as_of_(as_of) {}

  // The first due date at the end of which anything that was due was open.
  [[nodiscard]] std::optional<std::int32_t> first_missed(const DocumentRow& row) const {
    std::optional<std::int32_t> first;
    for (std::uint32_t item = row.first_item; item < row.first_item + row.items; ++item) {
      const std::int32_t due = state_->due(item, as_of_);
      if (due == no_date || due >= as_of_.date.days() || open(item, due) <= 0) continue;
      first = std::min(first.value_or(due), due);
    }
    return first;
  }

  struct Debt {
    Money open;
    Money due;  // What of it was.
  };

  // At the end of a day.
  [[nodiscard]] Debt debt_of(const DocumentRow& row, std::int32_t day) const {
    Debt debt{state_->money(row, 0), state_->money(row, 0)};
    for (std::uint32_t item = row.first_item; item < row.first_item + row.items; ++item) {
      const Money part = state_->money(row, std::max<std::int64_t>(open(item, day), 0));
      const std::int32_t due = state_->due(item, as_of_);
      debt.open += part;
      if (due != no_date && due <= day) debt.due += part;
    }
    return debt;
  }

 private:
  [[nodiscard]] std::int64_t open(std::uint32_t item, std::int32_t day) const {
    std::int64_t minor = state_->items[item].minor;
    for_dated_rows(*state_, item, as_of_, [&](std::int32_t date, std::int64_t applied) {
      if (date <= day) minor -= applied;
    });
    return minor;
  }

  const LedgerState* state_;
  AsOf as_of_;
};

}  // namespace

Compensation::Compensation(std::vector<CompensationTier> tiers) : tiers_(std::move(tiers)) {
  throw_faults("no such compensation", faults_of(tiers_));
}

bool Compensation::has_tiers_in(Currency currency) const {
  return std::ranges::any_of(
      tiers_, [&](const CompensationTier& tier) { return tier.from.currency() == currency; });
}

std::string to_string(const Compensation& compensation) {
  std::string text;
  for (const CompensationTier& tier : compensation.tiers())
    text += (text.empty() ? "" : ", ") + to_string(tier.amount) + " from " + to_string(tier.from);
  return text;
}

std::vector<CompensationCharge> compensation_run(const Ledger& ledger,
                                                 const Compensation& compensation,
                                                 const AsOf& as_of,
                                                 std::optional<std::string_view> party) {
  const LedgerState& state = ledger.state();
  const Lateness lateness(state, as_of);
  UnappliedCredits credits(state, as_of);
  std::vector<CompensationCharge> charges;
  std::vector<Fault> faults;
  const auto add = [&](std::uint32_t id) {
    const DocumentRow& row = state.documents[id];
    if (row.kind != DocumentKind::invoice || !LedgerState::holds(row, as_of)) return;
    const std::optional<std::int32_t> missed = lateness.first_missed(row);
    if (!missed) return;
    const std::string_view number = state.number(row);
    const std::uint32_t booked =
        state.find_document(compensation_number(number), DocumentKind::debit_note);
    if (booked != none && state.documents[booked].recorded_at_us <= as_of.known_at_us) return;
    const auto [debt, due] = lateness.debt_of(row, *missed);
    if (!compensation.has_tiers_in(debt.currency()))
      faults.push_back({.field = "tiers",
                        .value = std::string(number) + ": " + to_string(debt),
                        .expected = "a tier in " + to_string(debt.currency()) +
                                    ", of zero where nothing is due"});
    const Money amount = compensation.of_debt(debt);
    if (is_zero(amount)) return;
    charges.push_back({.document = DocumentId{id},
                       .number = std::string(number),
                       .party = std::string(state.party_names.text(row.party)),
                       .late_since = Date::from_days(*missed) + 1,
                       .debt = debt,
                       .due = due,
                       .amount = amount,
                       .credits = state.money(row, credits.most(row, *missed, *missed))});
  };
  if (party) {
    for (const std::uint32_t id : documents_of(state, *party)) add(id);
  } else {
    for (std::uint32_t id = 0; id < state.documents.size(); ++id) add(id);
  }
  throw_faults("no compensation", std::move(faults));
  return charges;
}

std::string compensation_number(std::string_view invoice) { return std::string(invoice) + "/C"; }

Expected<std::vector<DocumentId>> charge_compensation(Ledger& ledger,
                                                      std::span<const CompensationCharge> charges,
                                                      const CompensationBooking& booking,
                                                      std::int64_t recorded_at_us) {
  constexpr const char* what = "cannot charge compensations";
  BookingRates rates(ledger.state(), booking.rates, booking.date);
  std::vector<Document> documents;
  documents.reserve(charges.size());
  for (const CompensationCharge& charge : charges)
    documents.push_back({.kind = DocumentKind::debit_note,
                         .number = compensation_number(charge.number),
                         .party = charge.party,
                         .date = booking.date,
                         .amount = charge.amount,
                         .due_date = booking.date,
                         .refers_to = charge.number,
                         .rate = rates.of(charge.amount, documents.size()),
                         .charge = Charge::collection_cost});
  throw_faults(what, rates.faults());
  Refusals refusals;
  for (const CompensationCharge& charge : charges)
    if (charge.is_covered() && booking.covered == CoveredCharges::refused)
      refusals.push_back(refuse_covered(charge.party, charge.number, charge.credits));
  return post_all(ledger, documents, recorded_at_us, what, refusals);
}

Expected<DocumentId> charge_compensation(Ledger& ledger, const CompensationCharge& charge,
                                         const CompensationBooking& booking,
                                         std::int64_t recorded_at_us) {
  const auto booked = charge_compensation(ledger, std::span(&charge, 1), booking, recorded_at_us);
  if (!booked) return booked.error();
  return booked->front();
}

}  // namespace o2c::inline v1
