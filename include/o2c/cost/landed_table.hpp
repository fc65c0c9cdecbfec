#pragma once

#include <memory>
#include <optional>
#include <span>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/cost/landed_cost.hpp"
#include "o2c/money/allocate.hpp"
#include "o2c/money/currency.hpp"
#include "o2c/number/rounding.hpp"

namespace o2c::inline v1 {

/// How the lines of a table share what their shipment has cost.
struct LandedTableOptions {
  Currency currency = currencies::USD;  ///< Of the values, and of the charges.
  Rounding rounding = Rounding::half_up;
  Allocation policy = Allocation::largest_remainder;
  /// The digits that binary floats are read with, rates with two more; they are refused without it.
  std::optional<int> amount_digits{};
};

/// The landed costs of a shipment's lines, by the rule of landed_costs.
///
/// Reads `product`, `quantity` and `value`, as invoiced, and, as far as they are there, `weight`,
/// `volume` and `duty`, a rate such as "13%" or 0.13; a column `currency` may only hold the one of
/// the options. Gives a row for each line, in their order: `product`, `quantity`, `value`, a column
/// for each charge, named as it is, `duty`, `total`, and `unit_cost`, with four digits more and
/// rounded half up. Throws BadTable, which lists every faulty row; InvalidArgument for charges of
/// one name or that of another column; and as landed_costs.
std::shared_ptr<const ArrowTable> landed_table(TableSource& lines,
                                               std::span<const LandedCharge> charges,
                                               const LandedTableOptions& options);

}  // namespace o2c::inline v1
