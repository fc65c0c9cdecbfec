#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "o2c/columns/arrow_export.hpp"
#include "o2c/cost/quotation.hpp"
#include "o2c/explain/derivation.hpp"
#include "o2c/time/date.hpp"

namespace o2c::inline v1 {

/// What sheets are quoted by.
struct QuoteTableOptions {
  PricingRule rule{};
  std::vector<PricingCurrency> currencies{};
  std::vector<PriceTerm> terms{};
  std::vector<Quantity> quantities{};
  std::optional<Date> as_of{};       ///< Whether prices are still valid; nothing: none is too late.
  Language language = Language::en;  ///< Of the refusals.
};

/// The quotations of many sheets, by the rule of quote().
///
/// Gives a row for each sheet, quantity, currency and term, in this order: `product`, `quantity`,
/// `unit`, `currency`, `term`, `price`; `least_price`, which leaves the floor; `cost` and `profit`
/// of one unit, in the price's currency and with two digits more, rounded half up; `profit_rate`
/// (0.1000 is 10%), of four digits; `valid_until`; and `refusal`, why it may not be given as it is,
/// null where it may. Throws as quote() and quote_refusals(), naming the product, and
/// InvalidArgument for no currency, term or quantity.
std::shared_ptr<const ArrowTable> quote_table(std::span<const CostSheet> sheets,
                                              const QuoteTableOptions& options);

}  // namespace o2c::inline v1
