#pragma once

#include <memory>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/receivable/amount_table_options.hpp"
#include "o2c/receivable/cash_hand_in.hpp"

namespace o2c::inline v1 {

/// The same from tables, by the same rule. Collections: `receipt`, `salesperson`, `date`, `amount`,
/// `currency`, `party`, if there. Hand-ins: `salesperson`, `date`, `amount`, `currency`,
/// `signed_by` (null: finance has not signed), `receipt`, if there (null: the oldest first).
/// Throws BadTable, which lists every faulty row of both; InvalidArgument for a faulty rule;
/// Overflow.
CashHandIn cash_hand_in(TableSource& collections, TableSource& hand_ins, Date as_of,
                        const CashRule& rule = {}, const Calendar* calendar = nullptr,
                        const AmountTableOptions& options = {});

/// A row for each collection: `receipt`, `salesperson`, `party`, `date`, `late_until`, `currency`,
/// `collected`, `in_time`, `late`, `recovered`, `recoverable`, `withheld`, `fine`.
std::shared_ptr<const ArrowTable> to_arrow(const CashHandIn& cash);

/// A row for each salesperson and currency: `salesperson`, `currency`, the same figures, and what
/// may be deducted where a wage is stated: `loss`, `cap`, `most`, `rest` (else null).
std::shared_ptr<const ArrowTable> claims_table(const CashHandIn& cash);

/// A row for each part of a hand-in: `receipt`, `salesperson`, `hand_in` (its row), `date`,
/// `amount`, `currency`, `timing`. What commissions on cash count from.
std::shared_ptr<const ArrowTable> handed_in_table(const CashHandIn& cash);

}  // namespace o2c::inline v1
