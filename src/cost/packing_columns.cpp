#include "packing_columns.hpp"

#include <utility>

#include "o2c/columns/column_readers.hpp"
#include "o2c/number/error.hpp"

namespace o2c::inline v1 {
namespace {

constexpr std::uint8_t packing_digits = 6;

}  // namespace

PackingColumns::PackingColumns(const HeldTable& table) : table_(&table) {
  for (std::size_t k = 0; k < names.size(); ++k) columns_[k] = table.column(names[k]);
}

PackingBlock::PackingBlock(const PackingColumns& columns, const HeldRows& rows, FaultList& faults)
    : first_(rows.first()), faulty_(rows.count()) {
  for (std::size_t k = 0; k < PackingColumns::names.size(); ++k) {
    const std::size_t column = columns.column(k);
    const ColumnField& field = columns.table().fields()[column];
    const bool whole = is_integer(field.kind.type);
    AmountReader reader(field, whole ? std::optional(0) : std::nullopt);
    const std::array digits{packing_digits};
    const ColumnView& view = rows.batch->columns[column];
    FaultList found;
    const auto read = reader.read(view, rows.begin, rows.count(), digits, rows.first_row, found);
    values_[k].assign(read.begin(), read.end());
    for (std::size_t i = 0; i < rows.count(); ++i) {
      const std::int64_t row = rows.begin + static_cast<std::int64_t>(i);
      if (!view.has_value(row) || !reader.minor_at(view, row, packing_digits)) faulty_[i] = true;
    }
    faults.merge(std::move(found));
  }
}

Ratio PackingBlock::freight_of_one(std::size_t i, const FreightTariff& tariff,
                                   FaultList& faults) const {
  if (faulty_[i]) return {};  // That is told already.
  const auto value = [&](std::size_t k) {
    return normalized(Decimal::from_parts(values_[k][i], packing_digits));
  };
  // Which unit it is does not matter, as the cartons are of the same.
  const Packing packing{.per_carton = Quantity(value(1), units::PCE),
                        .length_cm = value(2),
                        .width_cm = value(3),
                        .height_cm = value(4),
                        .net_kg = value(5),
                        .gross_kg = value(6)};
  const auto add = [&](Fault fault) {
    fault.row = static_cast<std::int64_t>(first_ + i);
    faults.add(std::move(fault));
  };
  try {
    return plan_containers(Quantity(value(0), units::PCE), packing, tariff).freight_per_unit;
  } catch (const InvalidArgument& error) {
    for (const Fault& fault : error.faults()) add(fault);
    if (error.faults().empty())
      add({.field = "quantity",
           .value = to_string(value(0)),
           .expected = std::string("a quantity to pack: ") + error.what()});
  }
  return {};
}

}  // namespace o2c::inline v1
