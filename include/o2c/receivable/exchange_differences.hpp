#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "o2c/explain/derivation.hpp"
#include "o2c/money/currency.hpp"
#include "o2c/money/exchange_rate.hpp"
#include "o2c/money/money.hpp"
#include "o2c/number/decimal.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/number/trace.hpp"
#include "o2c/receivable/document.hpp"
#include "o2c/receivable/ledger.hpp"
#include "o2c/receivable/revaluation.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What is open of a document, all its instalments together, and the rate that it is carried at.
struct CarriedAmount {
  Money open;    ///< In the document's currency.
  Decimal rate;  ///< Units of the home currency for one of it.

  friend bool operator==(const CarriedAmount&, const CarriedAmount&) = default;
};

/// The amount in the home currency, rounded once. Throws Overflow, InexactResult (mode `exact`).
template <Tracer T>
Money carrying_amount(const CarriedAmount& carried, Currency home, Rounding mode, T& trace,
                      Text label = {"carrying amount", "账面金额"}) {
  const Money amount = convert_at(carried.open, home, carried.rate, mode);
  trace.rounded_step(label, Operation::exchange, mode, minor_unit(home), amount,
                     Operand{Text{"open amount", "未清金额"}, carried.open},
                     Operand{Text{"rate", "汇率"}, carried.rate});
  return amount;
}

/// How a fact changed what a document is carried at.
struct CarryingChange {
  CarriedAmount before;
  CarriedAmount after;

  friend bool operator==(const CarryingChange&, const CarryingChange&) = default;
};

enum class ExchangeDifferenceKind : std::uint8_t {
  realised,   ///< A credit was applied to a debit, or an application reversed.
  unrealised  ///< What was open was revalued.
};

/// "realised", "unrealised"
std::string to_string(ExchangeDifferenceKind kind);
/// Reads what to_string writes. Throws ParseError.
ExchangeDifferenceKind parse_exchange_difference_kind(std::string_view text);

/// What one fact gained (positive) or lost in the home currency, since rates had moved.
struct ExchangeDifference {
  ExchangeDifferenceKind kind;
  Date posted;
  std::int64_t recorded_at_us;
  DocumentId document;  ///< The debit that was settled, or the document that was revalued.
  DocumentKind document_kind;
  std::optional<DocumentId> credit;          ///< Of a realised one,
  std::optional<ApplicationId> application;  ///< as is this.
  std::optional<RevaluationId> revaluation;  ///< Of an unrealised one.
  Money amount;                              ///< Applied (negative: reversed), or open.
  Decimal rate_from;                         ///< That the document was carried at.
  Decimal rate_to;                           ///< That the credit is carried at, or the closing.
  Money difference;                          ///< In the home currency.
  CarryingChange of_document;                ///< What the fact did to the document,
  std::optional<CarryingChange> of_credit;   ///< and to the credit.
  Rounding rounding;                         ///< Of the carrying amounts.

  /// How the difference came about.
  [[nodiscard]] Derivation explain() const;

  friend bool operator==(const ExchangeDifference&, const ExchangeDifference&) = default;
};

/// The differences posted from one day to another, both included, as known at a moment
/// (microseconds since 1970, UTC): day by day, the applications of a day in the order in which they
/// were recorded, then its revaluations. Differences of zero are left out.
///
/// A document is carried at what is open of it times its own rate, or the closing rate of the
/// revaluation dated last that covers it, rounded; so parts add up to the whole. An application
/// realises what leaves the credit less what leaves the debit. What an adjustment lets go leaves at
/// its carrying amount, without a difference.
///
/// Throws InvalidArgument (no home currency, days in the wrong order); MissingRate, whose faults
/// list every document that holds by the last day, is in a foreign currency and states no rate;
/// Overflow; InexactResult (rounding `exact`).
std::vector<ExchangeDifference> exchange_differences(const Ledger& ledger, Date from, Date to,
                                                     std::int64_t known_at_us = AsOf::now);

/// What a document is carried at on a day, after all that happened on it; nothing is open of one
/// that does not hold yet. Throws InvalidArgument (no home currency), MissingRate.
CarriedAmount carried(const Ledger& ledger, DocumentId document, const AsOf& as_of);

/// The same in the home currency, positive. Throws also Overflow, InexactResult.
template <Tracer T>
Money carrying_amount(const Ledger& ledger, DocumentId document, const AsOf& as_of, T& trace) {
  const CarriedAmount amount = carried(ledger, document, as_of);
  return carrying_amount(amount, *ledger.options().home, ledger.options().rounding, trace);
}
inline Money carrying_amount(const Ledger& ledger, DocumentId document, const AsOf& as_of) {
  NoTrace no_trace;
  return carrying_amount(ledger, document, as_of, no_trace);
}

/// The revaluations that hold on a day, in the order in which they were recorded.
std::vector<PostedRevaluation> revaluations(const Ledger& ledger, const AsOf& as_of);

}  // namespace o2c::inline v1
