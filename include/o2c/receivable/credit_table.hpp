#pragma once

#include <memory>
#include <span>
#include <vector>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/receivable/amount_table_options.hpp"
#include "o2c/receivable/credit_exposure.hpp"

namespace o2c::inline v1 {

/// What an exposure is read from; each may be missing.
struct CreditTables {
  /// `party`, `amount`, `currency`; `due_date`, `document`, `order`, `kind` ("document",
  /// "unapplied_cash" or "deposit") and `stage` ("under_collection", or null), if there.
  TableSource* items = nullptr;
  /// `party`, `order`, `currency`; `under_collection`, `draft`, `shipped`, `ordered`, `deposits`,
  /// `letter_of_credit` and `insured`, if there (null: zero). In place of `draft`, `shipped` and
  /// `ordered` a row may state `total_ordered`, `total_shipped`, `total_drafted` and
  /// `total_invoiced`, from the order's beginning (null: zero): set_stages makes its stages.
  TableSource* positions = nullptr;
  /// `party`, `limit`, `currency`; `share`, if there (0.9 is 90%; null: all).
  TableSource* insurance = nullptr;
};

/// The exposures of all parties from tables, by the same rule as from spans; `more` items, such as
/// those of a ledger, are counted with them. Throws BadTable, which lists every faulty row;
/// Overflow.
std::vector<PartyExposure> credit_exposure(const CreditTables& tables, Date as_of,
                                           const AmountTableOptions& options = {},
                                           std::span<const CreditItem> more = {});

/// A row for each party and currency: `party`, `currency`, the stages, `covered`, `credits`,
/// `insured`, `exposure`, `days_overdue` (null: nothing is).
std::shared_ptr<const ArrowTable> to_arrow(std::span<const PartyExposure> exposures);

}  // namespace o2c::inline v1
