#pragma once

// Closing part of a debit, with a credit or without. Private to src/receivable.

#include <cstdint>
#include <optional>
#include <vector>

#include "o2c/receivable/ledger.hpp"

#include "ledger_state.hpp"

namespace o2c::inline v1 {

/// What is to be closed of a debit; all of it was checked but for the rules of the trade.
struct Closing {
  std::uint32_t debit;          ///< Of an adjustment perhaps a credit.
  std::uint32_t credit = none;  ///< A document; none: an adjustment.
  std::int32_t installment = 0;
  Money amount;
  Money credit_amount;
  Date date;
  AdjustmentKind kind = AdjustmentKind::discount;
  std::uint32_t made_with = none;  ///< Of an adjustment: the application that it comes with.
};

/// Adds the rows of a closing, one for each instalment; or says why not, and nothing has changed.
Expected<std::vector<ApplicationId>> close_debit(LedgerState& state, const Closing& closing,
                                                 std::int64_t recorded_at_us);

/// Adds the reversal of so much of an application, no more than was not reversed.
ApplicationId add_reversal(LedgerState& state, std::uint32_t application, std::int64_t minor,
                           Date date, std::int64_t recorded_at_us);

/// Takes back an application, or part of it, and nothing else. Throws InvalidArgument.
Expected<ApplicationId> reverse_application(LedgerState& state, std::uint32_t application,
                                            const std::optional<Money>& part, Date date,
                                            std::int64_t recorded_at_us);

/// Throws InvalidArgument unless the amount is above zero and in the debit's currency.
void check_amount(const LedgerState& state, const DocumentRow& debit, Money amount);
/// Throws InvalidArgument unless the document is a debit, or a payment of which a difference is
/// kept or written off.
void check_adjustment(const LedgerState& state, const DocumentRow& document, AdjustmentKind kind);
/// Throws InvalidArgument unless the document is a debit, or a credit.
void check_side(const LedgerState& state, const DocumentRow& document, bool debit);

/// The exchange rate that a credit in a foreign currency is carried at before the revaluations of a
/// day; none: it states none, or the ledger has no home currency.
[[nodiscard]] std::optional<Decimal> rate_to_pay_back(const LedgerState& state,
                                                      std::uint32_t credit, std::int32_t posted);

}  // namespace o2c::inline v1
