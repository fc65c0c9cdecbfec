#include "o2c/cost/landed_table.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "o2c/columns/common_scale.hpp"
#include "o2c/columns/table_builder.hpp"
#include "o2c/number/error.hpp"

#include "landed_faults.hpp"
#include "row_cells.hpp"

namespace o2c::inline v1 {
namespace {

constexpr int more_unit_cost_digits = 4;

// Columns of the result are told apart by their names.
void check_charge_names(std::span<const LandedCharge> charges) {
  std::vector<std::string_view> names{"product", "quantity", "value", "duty", "total", "unit_cost"};
  for (const LandedCharge& charge : charges) {
    if (std::ranges::find(names, charge.name) != names.end())
      throw_invalid("the column " + in_quotes(charge.name) + " stands twice");
    names.emplace_back(charge.name);
  }
}

std::optional<Money> read_value(RowCells& cells, const Currency& currency) {
  const auto amount = cells.needed("value", cells.number("value"), "what was invoiced");
  if (!amount) return std::nullopt;
  try {
    return Money::of(*amount, currency);
  } catch (const InexactResult&) {
    cells.fault("value", "an amount of " + to_string(currency) + " with at most " +
                             std::to_string(currency.digits()) + " decimal digits");
  } catch (const Overflow&) {
    cells.fault("value", "an amount of " + to_string(currency) + " within 64 bits of minor units");
  }
  return std::nullopt;
}

// Nothing: the row has faults.
std::optional<LandedLine> read_line(RowCells& cells, const Currency& currency) {
  const std::string code(currency.code());
  const auto stated = cells.text("currency");
  if (stated && *stated != code) cells.fault("currency", code + ", as all of the shipment");
  const auto product = cells.needed("product", cells.text("product"), "what was bought");
  const auto quantity = cells.needed("quantity", cells.number("quantity"), "how many");
  const auto value = read_value(cells, currency);
  const Decimal weight = cells.number("weight").value_or(0);
  const Decimal volume = cells.number("volume").value_or(0);
  const Rate duty = cells.rate("duty").value_or(Rate::from_fraction(0));
  if (!cells.is_sound() || !product || !quantity || !value) return std::nullopt;
  LandedLine line{.product = *product,
                  .quantity = *quantity,
                  .value = *value,
                  .weight = weight,
                  .volume = volume,
                  .duty = duty};
  std::vector<Fault> faults;
  add_line_faults(line, cells.row(), faults);
  for (Fault& fault : faults) cells.fault(fault.field, std::move(fault.expected));
  return faults.empty() ? std::optional(std::move(line)) : std::nullopt;
}

std::vector<LandedLine> read_lines(TableSource& source, const LandedTableOptions& options) {
  CellTable table(source, "lines", options.amount_digits);
  std::vector<LandedLine> lines;
  constexpr std::array<std::string_view, 3> needed{"product", "quantity", "value"};
  if (table.require(needed))
    table.for_rows([&](const RecordBatch& batch, std::int64_t row, std::int64_t of_table) {
      RowCells cells(table, batch, row, of_table);
      if (auto line = read_line(cells, options.currency)) lines.push_back(std::move(*line));
    });
  table.faults().throw_if_any("lines");
  return lines;
}

}  // namespace

std::shared_ptr<const ArrowTable> landed_table(TableSource& lines,
                                               std::span<const LandedCharge> charges,
                                               const LandedTableOptions& options) {
  check_charge_names(charges);
  const std::vector<LandedLine> bought = read_lines(lines, options);
  const std::vector<LandedCost> costs =
      landed_costs(bought, charges, options.rounding, options.policy);
  CommonScale quantities;
  for (const LandedLine& line : bought) quantities.include(line.quantity);
  const int digits = options.currency.digits();
  const auto minor = [](Money money) { return std::optional<Int128>(money.minor()); };
  TableBuilder table(costs.size());
  table.text("product", [&](std::size_t i) { return std::string_view(costs[i].product); })
      .decimal("quantity", quantities.digits(),
               [&](std::size_t i) { return quantities.of(bought[i].quantity); })
      .decimal("value", digits, [&](std::size_t i) { return minor(costs[i].value); });
  for (std::size_t c = 0; c < charges.size(); ++c)
    table.decimal(charges[c].name, digits,
                  [&](std::size_t i) { return minor(costs[i].shares[c]); });
  const int cost_digits = digits + more_unit_cost_digits;
  return table.decimal("duty", digits, [&](std::size_t i) { return minor(costs[i].duty); })
      .decimal("total", digits, [&](std::size_t i) { return minor(costs[i].total); })
      .decimal("unit_cost", cost_digits,
               [&](std::size_t i) {
                 return std::optional(
                     round(costs[i].unit_cost, cost_digits, Rounding::half_up).coefficient());
               })
      .finish();
}

}  // namespace o2c::inline v1
