#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "o2c/columns/table_source.hpp"
#include "o2c/cost/cost_sheet.hpp"
#include "o2c/money/currency.hpp"
#include "o2c/money/currency_table.hpp"
#include "o2c/money/unit.hpp"

namespace o2c::inline v1 {

/// How tables become cost sheets.
struct SheetTableOptions {
  Currency currency = currencies::USD;  ///< Of the sheets, and of amounts that name no other.
  Unit unit = units::PCE;               ///< What products are sold by that name no other.
  /// The codes that a `currency` column may hold.
  std::reference_wrapper<const CurrencyTable> currencies = CurrencyTable::iso_4217();
  /// The digits that binary floats are read with, rates with two more; they are refused without it.
  std::optional<int> amount_digits{};
};

/// Cost sheets of many products, from a table of these, their bill of materials, and the expenses;
/// the last two may be null. All columns but those named as needed may be missing or null; numbers
/// may be decimals, integers or texts, rates texts such as "13%" or numbers below 1 (0.13 is 13%).
///
/// `products`: `product` (needed, each once); `unit`; `bought_in`, what one is bought at, with
/// `vat` and `refund`; its packing `per_carton`, `length_cm`, `width_cm`, `height_cm`, `net_kg` and
/// `gross_kg`, all of them or none, and `carton` (CT).
///
/// `materials`, a row for each material of a product: `product`, `material`, `usage` of one, its
/// `unit` and `price` (needed); `per`, what the price is for ("TNE", "1000 PCE"; else one of the
/// usage's unit); `wastage`; `currency` and `rate`, the sheets' currency for one of it; `vat`,
/// `refund`; `on_route`.
///
/// `expenses`, a row for each line: `name` and `rule` (needed), one of `bought_in`, `per_unit`,
/// `per_carton`, `per_container`, `per_order` and `tooling`, which need an `amount`, or `of_cost`,
/// `of_purchase`, `of_price` and `interest`, which need a `share`: the functions of CostLine.
/// `product`: null for a line of every product. `category` (else expense), `on_route`, `currency`
/// and `rate`, `vat`, `refund`, `cartons`, `units`, `base` ("material, processing"), `minimum`,
/// `days` and `year_days` where the rule has them; elsewhere they are faults.
///
/// A sheet, in the order of the products, has what the product is bought at, its materials, and its
/// expenses, each in their order. Throws BadTable, which lists every faulty row of all tables: also
/// what CostLine, CostSheet and Packing refuse.
std::vector<CostSheet> cost_sheets(TableSource& products, TableSource* materials,
                                   TableSource* expenses, const SheetTableOptions& options);

}  // namespace o2c::inline v1
