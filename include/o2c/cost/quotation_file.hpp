#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "o2c/cost/cost_sheet.hpp"
#include "o2c/cost/quotation.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/number/field.hpp"

namespace o2c::inline v1 {

/// Prices to be made: what the product costs, the rule that makes prices of it, and by which terms,
/// in which currencies and for which quantities they are asked for.
struct QuotationSheet {
  CostSheet sheet;
  PricingRule rule{};
  std::vector<PricingCurrency> currencies{};
  std::vector<PriceTerm> terms{};
  std::vector<Quantity> quantities{};

  static constexpr auto fields() {
    return std::tuple{Field{"sheet", &QuotationSheet::sheet, "what the product costs"},
                      Field{"rule", &QuotationSheet::rule, "how prices are made of it"},
                      Field{"currencies", &QuotationSheet::currencies, "to quote in"},
                      Field{"terms", &QuotationSheet::terms, "of delivery, to quote by"},
                      Field{"quantities", &QuotationSheet::quantities, "to quote for"}};
  }

  friend bool operator==(const QuotationSheet&, const QuotationSheet&) = default;
};

/// Every term, quantity and currency of it side by side: by quantity, then by currency, then by
/// term. Throws as quote().
std::vector<Quote> quotes(const QuotationSheet& quotation);

/// How many products are priced: what a quotation says but for the cost sheet, which tables have.
struct ProductPricing {
  Currency currency;  ///< What costs are in.
  Unit unit;          ///< What products are sold by that say nothing else.
  PricingRule rule{};
  std::vector<PricingCurrency> currencies{};
  std::vector<PriceTerm> terms{};
  std::vector<Quantity> quantities{};

  static constexpr auto fields() {
    return std::tuple{Field{"currency", &ProductPricing::currency, "what costs are in"},
                      Field{"unit", &ProductPricing::unit, "what products are sold by"},
                      Field{"rule", &ProductPricing::rule, "how prices are made"},
                      Field{"currencies", &ProductPricing::currencies, "to quote in"},
                      Field{"terms", &ProductPricing::terms, "of delivery, to quote by"},
                      Field{"quantities", &ProductPricing::quantities, "to quote for"}};
  }

  friend bool operator==(const ProductPricing&, const ProductPricing&) = default;
};

/// Reads a cost sheet from TOML. `file` names the text in errors; `currencies` are those that it
/// may name without stating them itself. Throws ParseError with every fault, each with its line:
/// what is no TOML, keys that a sheet does not have, values of another kind, and what CostSheet,
/// CostLine and Packing refuse.
CostSheet cost_sheet_from_toml(std::string_view text, const std::string& file = "",
                               const CurrencyTable& currencies = CurrencyTable::iso_4217());

/// The sheet as TOML, which cost_sheet_from_toml reads as an equal one. Throws InvalidArgument for
/// names that are no UTF-8, and for two units, or two currencies, of one code; Overflow for rates
/// beyond 36 digits.
std::string to_toml(const CostSheet& sheet);

/// Reads a cost sheet and, beside it, the prices to be made: `terms` and `quantities` under
/// [pricing] with the rule, and each currency under a [[pricing.currency]] with what the way costs
/// in it. Throws ParseError with every fault, each with its line: also two currencies of one code,
/// another rate than 1 of the sheet's own, quantities that it cannot be sold by, and freight by
/// containers of goods without a packing.
QuotationSheet quotation_from_toml(std::string_view text, const std::string& file = "",
                                   const CurrencyTable& currencies = CurrencyTable::iso_4217());

/// Reads how products are priced: a quotation without `product`, [packing] and [[line]]. Throws
/// ParseError as quotation_from_toml.
ProductPricing pricing_from_toml(std::string_view text, const std::string& file = "",
                                 const CurrencyTable& currencies = CurrencyTable::iso_4217());

/// The quotation as TOML, which quotation_from_toml reads as an equal one. Throws as to_toml of a
/// sheet, and InvalidArgument for terms that PriceTerm::parse does not read back.
std::string to_toml(const QuotationSheet& quotation);

}  // namespace o2c::inline v1
