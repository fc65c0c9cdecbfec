#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/columns/table_source.hpp"
#include "o2c/cost/quotation.hpp"
#include "o2c/money/currency.hpp"

namespace o2c::inline v1 {

/// How a table of products is priced.
struct PriceTableOptions {
  PricingRule rule{};
  std::vector<PricingCurrency> currencies{};
  std::vector<PriceTerm> terms{};
  Currency home = currencies::USD;  ///< What the table's costs are in.
  int cost_digits = 4;              ///< The digits that costs have at most, 0 to 12.
  /// The digits that binary floats are read with; they are refused without it.
  std::optional<int> amount_digits{};
  std::size_t threads = 1;
};

/// The prices of many products, by the same rule as quote().
///
/// Reads the column `goods`, what one unit costs at the works, and, as far as they are there, those
/// named as items of the route (`carriage_to_port`, `main_freight`, ...), all in the home currency;
/// integers are whole units of it. Where a currency has a tariff, freight follows from the
/// containers that the product fills: `quantity` (that is sold), `per_carton`, `length_cm`,
/// `width_cm`, `height_cm`, `net_kg` and `gross_kg`, of at most 6 digits. Gives, for each product
/// in their order, `product` if the table has it, and a column of prices for each currency and
/// term, named "USD FOB". A price equals that of a sheet with these lines. Throws BadTable, which
/// lists every faulty row (a cost that is missing, below zero, or has more digits, a packing that
/// plan_containers refuses), and InvalidArgument for no currency or term, the same column twice, or
/// a tariff that check() refuses.
std::shared_ptr<const ArrowTable> price_table(TableSource& products,
                                              const PriceTableOptions& options);

}  // namespace o2c::inline v1
