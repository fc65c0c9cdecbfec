#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/explain/refusal.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/field.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/receivable/interest_run.hpp"
#include "o2c/receivable/ledger.hpp"

namespace o2c::inline v1 {

/// What is due for a debt of some amount or more.
struct CompensationTier {
  Money from;
  Money amount;

  static constexpr auto fields() {
    return std::tuple{Field{"from", &CompensationTier::from, "the least debt of the tier"},
                      Field{"amount", &CompensationTier::amount, "what is due for it"}};
  }

  friend bool operator==(const CompensationTier&, const CompensationTier&) = default;
};

/// The fixed sum that a late payer owes for each debt, once, by the tier of the debt; such as 40,
/// 70 and 100 pounds by the Late Payment of Commercial Debts Act 1998, section 5A, of the United
/// Kingdom, or 40 euros by Directive 2011/7/EU, article 6.
class Compensation {
 public:
  /// Tiers of one currency or several. Throws InvalidArgument unless those of a currency ascend,
  /// and for amounts below zero or in another currency than the tier's debts.
  explicit Compensation(std::vector<CompensationTier> tiers);

  [[nodiscard]] const std::vector<CompensationTier>& tiers() const noexcept { return tiers_; }

  /// Whether any tier is of debts in a currency.
  [[nodiscard]] bool has_tiers_in(Currency currency) const;

  /// What is due for a debt: by the last tier of its currency that begins at it or below; zero if
  /// none does.
  template <Tracer T>
  Money of_debt(Money debt, T& trace) const {
    Money due = Money::zero(debt.currency());
    for (const CompensationTier& tier : tiers_)
      if (tier.from.currency() == debt.currency() && tier.from <= debt) due = tier.amount;
    trace.step(Text{"compensation", "固定赔偿金"}, Operation::look_up, due,
               Operand{Text{"debt", "债务"}, debt});
    return due;
  }
  [[nodiscard]] Money of_debt(Money debt) const {
    NoTrace no_trace;
    return of_debt(debt, no_trace);
  }

  friend bool operator==(const Compensation&, const Compensation&) = default;

 private:
  std::vector<CompensationTier> tiers_;
};

/// "40.00 GBP from 0.00 GBP, 70.00 GBP from 1000.00 GBP, ..."
std::string to_string(const Compensation& compensation);

/// The compensation for an invoice that was not paid in time.
struct CompensationCharge {
  DocumentId document;
  std::string number;
  std::string party;
  Date late_since;  ///< The first day after a due date on which anything due was open.
  Money debt;       ///< What was open of the invoice at the end of that due date,
  Money due;        ///< and what of that was due by then.
  Money amount;
  /// What of the party's credits was not applied then: as those of InterestCharge.
  Money credits;

  /// Whether they would have paid in time what was due, had they been applied.
  [[nodiscard]] bool is_covered() const { return credits >= due; }

  friend bool operator==(const CompensationCharge&, const CompensationCharge&) = default;
};

/// What is due as of a day for invoices that became late by then and have none booked yet, in the
/// order in which they were recorded; of one party, or of all. What was paid late owes it, too.
/// Throws InvalidArgument for a party that nothing was posted for, and for late invoices in
/// currencies that have no tier: where nothing is due in one, a tier of zero says so.
std::vector<CompensationCharge> compensation_run(
    const Ledger& ledger, const Compensation& compensation, const AsOf& as_of,
    std::optional<std::string_view> party = std::nullopt);

/// The number that the compensation for an invoice is booked under, by which it is known:
/// "INV-1/C".
std::string compensation_number(std::string_view invoice);

/// How a compensation is booked.
struct CompensationBooking {
  Date date;                          ///< Of the debit note, which is due on it.
  std::vector<ExchangeRate> rates{};  ///< As those of InterestBooking.
  CoveredCharges covered = CoveredCharges::refused;
};

/// Books it as a debit note that refers to the invoice. Refused: covered_by_credits,
/// duplicate_number. Throws InvalidArgument.
Expected<DocumentId> charge_compensation(Ledger& ledger, const CompensationCharge& charge,
                                         const CompensationBooking& booking,
                                         std::int64_t recorded_at_us);
/// Books all of them or, if one is refused, none: every refusal is told.
Expected<std::vector<DocumentId>> charge_compensation(Ledger& ledger,
                                                      std::span<const CompensationCharge> charges,
                                                      const CompensationBooking& booking,
                                                      std::int64_t recorded_at_us);

}  // namespace o2c::inline v1
