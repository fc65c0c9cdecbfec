#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/receivable/interest.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What the rows of a table of interest are of.
enum class InterestRows : std::uint8_t { item, party };

/// "item", "party"
std::string to_string(InterestRows rows);
/// Reads what to_string writes. Throws ParseError.
InterestRows parse_interest_rows(std::string_view text);

struct InterestTableOptions {
  InterestRows rows = InterestRows::item;
  std::optional<Currency> currency{};  ///< Of a table without a `currency` column.
  /// The codes that a `currency` column may hold.
  std::reference_wrapper<const CurrencyTable> currencies = CurrencyTable::iso_4217();
  std::optional<int> amount_digits{};  ///< As AmountReader takes them.
  std::size_t threads = 1;
};

/// The late interest of many items until a day, by the same rule as late_interest.
///
/// Reads the columns `due_date`, `amount` and `currency` of the items; by party also `party`. What
/// is not above zero bears none, and alone may lack a due date. With applications also `document`
/// and, if there, `instalment`: the amounts are then those of the documents, of which each
/// application (`document`, `date`, `amount`; `instalment`, if there) takes its part from its date
/// on. Those that name no instalment fill the document's instalments, those due earliest first; a
/// negative one takes back.
///
/// Gives a row for each item, in their order: `days_overdue` (null without a due date), `interest`,
/// `currency`; or for each party and currency, sorted: `party`, `items` (how
/// many bear interest), `interest`, `currency`. Throws BadTable, which lists every faulty row, and
/// what late_interest throws.
std::shared_ptr<const ArrowTable> interest_table(TableSource& items, const InterestPolicy& policy,
                                                 Date as_of, const InterestTableOptions& options,
                                                 TableSource* applications = nullptr);

}  // namespace o2c::inline v1
