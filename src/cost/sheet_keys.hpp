#pragma once

// The keys of a cost sheet's lines in TOML. Private to src/cost.

#include <array>
#include <string_view>

#include "o2c/cost/cost_sheet.hpp"

namespace o2c::inline v1 {

/// The keys that say by which rule a line costs what, one of which it has; they are the names of
/// CostLine's functions, but that a material is told by its usage.
inline constexpr std::array<std::string_view, 11> rule_keys{
    "usage",   "bought_in", "per_unit",    "per_carton", "per_container", "per_order",
    "tooling", "of_cost",   "of_purchase", "of_price",   "interest"};

/// The one that a line has.
inline std::string_view rule_key(const CostLine& line) noexcept {
  switch (line.rule()) {
    case CostRule::per_unit:
      return line.category() == CostCategory::bought_in ? "bought_in" : "per_unit";
    case CostRule::usage:
      return "usage";
    case CostRule::per_carton:
      return "per_carton";
    case CostRule::per_container:
      return "per_container";
    case CostRule::per_order:
      return "per_order";
    case CostRule::spread:
      return "tooling";
    case CostRule::of_cost:
      return "of_cost";
    case CostRule::of_purchase:
      return "of_purchase";
    case CostRule::of_price:
      return "of_price";
    case CostRule::interest:
      break;
  }
  return "interest";
}

}  // namespace o2c::inline v1
