#pragma once

// How products are packed, as columns. Private to src/cost.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "o2c/columns/fault_list.hpp"
#include "o2c/columns/held_table.hpp"
#include "o2c/cost/container_plan.hpp"
#include "o2c/number/ratio.hpp"

namespace o2c::inline v1 {

/// Where a table has a product's packing, and the quantity that is sold of it.
class PackingColumns {
 public:
  static constexpr std::array<std::string_view, 7> names{
      "quantity", "per_carton", "length_cm", "width_cm", "height_cm", "net_kg", "gross_kg"};

  /// Throws BadTable for a column that is missing.
  explicit PackingColumns(const HeldTable& table);

  [[nodiscard]] const HeldTable& table() const noexcept { return *table_; }
  [[nodiscard]] std::size_t column(std::size_t i) const noexcept { return columns_[i]; }

 private:
  const HeldTable* table_;
  std::array<std::size_t, names.size()> columns_{};
};

/// The packings of a block of rows.
class PackingBlock {
 public:
  /// Values that are no numbers of at most 6 digits are faults.
  PackingBlock(const PackingColumns& columns, const HeldRows& rows, FaultList& faults);

  /// What carrying one unit costs in containers and as loose cargo; nothing, with the row's faults,
  /// where plan_containers refuses it.
  [[nodiscard]] Ratio freight_of_one(std::size_t i, const FreightTariff& tariff,
                                     FaultList& faults) const;

 private:
  std::size_t first_;
  std::array<std::vector<std::int64_t>, PackingColumns::names.size()> values_;
  std::vector<bool> faulty_;
};

}  // namespace o2c::inline v1
