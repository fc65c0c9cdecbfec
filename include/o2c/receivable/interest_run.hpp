#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/explain/refusal.hpp"
#include "o2c/money/exchange_rate.hpp"
#include "o2c/money/money.hpp"
#include "o2c/receivable/document.hpp"
#include "o2c/receivable/interest.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What of an item bears interest while part of it is in dispute (争议).
enum class DisputedInterest : std::uint8_t {
  borne,  ///< All of it.
  paused  ///< Not what is in dispute, on the days on which it is.
};

/// "borne", "paused"
std::string to_string(DisputedInterest disputed);
/// Reads what to_string writes. Throws ParseError.
DisputedInterest parse_disputed_interest(std::string_view text);

struct InterestRunOptions {
  std::optional<std::string> party{};  ///< None: all.
  DisputedInterest disputed = DisputedInterest::borne;
  /// What is below it in its currency is not charged yet; it waits for a later run.
  std::vector<Money> minimums{};
};

/// The interest of one instalment of a document, or of the whole of one that has none.
struct InstallmentInterest {
  std::int32_t installment;  ///< From 1; 0: the document has none.
  Date due_date;
  std::vector<InterestBalance> balances;
  std::vector<InterestStretch> stretches;
  Money interest;

  friend bool operator==(const InstallmentInterest&, const InstallmentInterest&) = default;
};

/// The late interest that a document bore until a day, and what is left of it to be charged.
struct InterestCharge {
  DocumentId document;
  DocumentKind kind;
  std::string number;
  std::string party;
  std::vector<InstallmentInterest> installments;  ///< Those that bore any.
  Money accrued;                                  ///< Their sum.
  Money charged_before;  ///< By interest documents that refer to the document.
  Money amount;          ///< To be charged: what of the interest was not, above zero.
  /// The most of the party's credits, deposits apart, that was not applied to anything on a day
  /// that bore interest, since the date of the interest charged last: credits count from their own
  /// dates on, payments for an order from its first invoice on, and what was paid back or returned
  /// does not.
  Money credits;
  /// Whether that was all that was open of those instalments on such a day: the credits should
  /// perhaps have been applied by then.
  bool covered;
  /// That of the interest document: "INV-1/I1", then "INV-1/I2", ...
  std::string interest_number;

  friend bool operator==(const InterestCharge&, const InterestCharge&) = default;
};

/// What is to be charged as of a day, in the order in which the documents were recorded.
struct InterestRun {
  InterestPolicy policy;
  Date as_of;
  std::vector<InterestCharge> charges;

  /// How the amount of a charge follows from what was open, and from what was charged before.
  [[nodiscard]] Derivation explain(const InterestCharge& charge) const;

  friend bool operator==(const InterestRun&, const InterestRun&) = default;
};

/// The interest of invoices and debit notes, open or meanwhile paid, that was not charged yet.
///
/// What was applied to an item, or let go of it, counts from its own date on; also if it is posted
/// later because the books were locked. Interest documents, compensations (compensation.hpp) and
/// fees of reminders bear none themselves. What interest documents charged for the same document is
/// taken off whatever their dates, also if it was paid or waived: a second run finds nothing to
/// charge. Where interest compounds, what was paid or waived of them compounds no longer, for each
/// instalment of the document. Nothing changes in the ledger: see charge_interest.
///
/// Throws InvalidArgument for a party that nothing was posted for, for two minimums of one
/// currency or one below zero; what late_interest throws.
InterestRun interest_run(const Ledger& ledger, const InterestPolicy& policy, const AsOf& as_of,
                         const InterestRunOptions& options = {});

/// What is done about charges for what credits of the party covered.
enum class CoveredCharges : std::uint8_t {
  refused,  ///< Until the credits are applied by their own dates.
  booked    ///< Like the others.
};

/// "refused", "booked"
std::string to_string(CoveredCharges covered);
/// Reads what to_string writes. Throws ParseError.
CoveredCharges parse_covered_charges(std::string_view text);

/// How an interest document is booked.
struct InterestBooking {
  Date date;
  std::optional<Date> due_date{};  ///< None: on its date.
  std::string number{};            ///< Empty: the charge's, so that it is not booked twice.
  /// Of each foreign currency, with the home currency as quote; of the date or before it. Empty:
  /// the documents state none.
  std::vector<ExchangeRate> rates{};
  CoveredCharges covered = CoveredCharges::refused;
};

/// Books a charge as an interest document that refers to what it was charged for: an open item of
/// its own, which stays when that is paid. To waive it, let it go by an adjustment of kind
/// `waiver`. Refused: covered_by_credits, duplicate_number. Throws InvalidArgument.
Expected<DocumentId> charge_interest(Ledger& ledger, const InterestCharge& charge,
                                     const InterestBooking& booking, std::int64_t recorded_at_us);
/// Books all charges or, if one is refused, none: every refusal is told. A number may be stated for
/// one alone.
Expected<std::vector<DocumentId>> charge_interest(Ledger& ledger,
                                                  std::span<const InterestCharge> charges,
                                                  const InterestBooking& booking,
                                                  std::int64_t recorded_at_us);

}  // namespace o2c::inline v1
