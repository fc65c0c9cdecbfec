#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/number/rounding.hpp"
#include "o2c/receivable/terms.hpp"

namespace o2c::inline v1 {

struct ScheduleTableOptions {
  /// Terms by the names that the table's column `terms` has for them; other texts are read as
  /// shorthand.
  std::vector<std::pair<std::string, PaymentTerms>> terms{};
  std::optional<Currency> currency{};  ///< Of a table without a `currency` column.
  std::reference_wrapper<const CurrencyTable> currencies = CurrencyTable::iso_4217();
  std::optional<int> amount_digits{};  ///< As AmountReader takes them.
  const Calendar* calendar = nullptr;
  Rounding rounding = Rounding::half_up;
  std::optional<Decimal> cash_step{};
  std::size_t threads = 1;
};

/// The instalments of many invoices, by the same rules as PaymentTerms::schedule.
///
/// Reads the columns `terms`, `amount`, `currency`, and the dates of the events that the terms
/// count from, where they are there: `order_date`, `contract_date`, `invoice_date`,
/// `documents_sent_date`, `bl_date`, `delivery_date`, `acceptance_date`, `presentation_date`,
/// `sight_date`, `draft_acceptance_date` (null: not known yet). `document`, if there, is copied.
///
/// Gives a row for each instalment, in the order of the invoices: `row` (the invoice's, from 0),
/// `document`, `instalment` (from 1), `due_date` (null while pending), `pending_on` (the event;
/// null when it is not pending), `amount`, `currency`. Throws BadTable, which lists every faulty
/// row.
std::shared_ptr<const ArrowTable> schedule_table(TableSource& invoices,
                                                 const ScheduleTableOptions& options);

}  // namespace o2c::inline v1
