#pragma once

// Private to src/cost.

#include "o2c/cost/cost_sheet.hpp"
#include "o2c/cost/price_route.hpp"
#include "o2c/cost/quotation.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/number/ratio.hpp"
#include "o2c/number/trace.hpp"

namespace o2c::inline v1 {

/// The sheet's currency for one of the quote's, lower by the margin of safety; `steps` may be null.
/// Throws InvalidArgument for none of another currency, and one other than 1 of the sheet's own.
Ratio pricing_rate(const CostSheet& sheet, const PricingCurrency& currency, Derivation* steps);

/// What the way costs in the quote's currency: its own costs, the sheet's lines on it at `rate`,
/// and freight by containers; `steps` may be null. Throws InvalidArgument for a tariff of a sheet
/// without a packing; as PriceRoute.
PriceRoute pricing_route(const CostSheet& sheet, const UnitCosts& costs,
                         const PricingCurrency& currency, const Ratio& rate, Derivation* steps);

/// An amount of the sheet's currency in the quote's.
Ratio at_pricing_rate(const Ratio& amount, const Ratio& rate, Text label, Derivation* steps);

}  // namespace o2c::inline v1
