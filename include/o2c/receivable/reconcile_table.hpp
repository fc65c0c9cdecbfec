#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/receivable/reconcile.hpp"

namespace o2c::inline v1 {

/// How lists are read.
struct ReconcileTableOptions {
  std::optional<Currency> currency{};  ///< Of tables without a `currency` column.
  /// The codes that a `currency` column may hold.
  std::reference_wrapper<const CurrencyTable> currencies = CurrencyTable::iso_4217();
  std::optional<int> amount_digits{};  ///< As AmountReader takes them.
  std::size_t threads = 1;
};

/// The same from tables of `reference` (null: none), `date`, `amount`, `currency`, and if there
/// `kind`, `disputed` (true or false; null: as the next) and `disputed_amount` (null: none, or all
/// of what is in dispute). Throws BadTable, which lists every faulty
/// row of both; InvalidArgument for tolerances that make no sense; Overflow.
Reconciliation reconcile(TableSource& ours, TableSource& theirs, Date as_of,
                         const ReconcileTolerances& tolerances = {},
                         const ReconcileBalances& balances = {},
                         const ReconcileTableOptions& options = {});

/// With a party's statement as our list, as of the end of its period, and its balances as ours.
Reconciliation reconcile(const PartyStatement& ours, TableSource& theirs,
                         const ReconcileTolerances& tolerances = {},
                         const MoneyBag& opening_theirs = {},
                         const std::optional<MoneyBag>& closing_theirs = std::nullopt,
                         const ReconcileTableOptions& options = {});

/// A row for each line, by group: `group` (its position), `class`, `matched_by`, `side` (ours or
/// theirs), `row` (in its list), `reference`, `date`, `amount`, `currency`, `kind`, `disputed`,
/// `disputed_amount` (null: not stated), and `difference`: what it adds to ours less theirs.
std::shared_ptr<const ArrowTable> to_arrow(const Reconciliation& reconciliation);

}  // namespace o2c::inline v1
